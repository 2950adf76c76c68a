/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/history-json.h"

#include "protocol/constants.h"

/* Every list here holds at most something for each roster entry; the size of the text bounds the
 * rest. */
#define MAX_PROOFS CONFAB_ROSTER_MAX_ENTRIES
#define MAX_LINEAGE_ENTRIES 1024

/* (transfer full) (nullable) */
static GPtrArray *
read_statements (ConfabJsonFields *fields, const char *key, ConfabStatementType type,
                 guint max_length)
{
  g_autoptr (GPtrArray) statements =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  JsonArray *array = confab_json_read_array (fields, key, max_length);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length && fields->error == NULL; i++) {
    const char *text = confab_json_node_get_string (json_array_get_element (array, i));
    GBytes *statement = confab_json_decode_statement (text, type, &fields->error);

    if (statement != NULL)
      g_ptr_array_add (statements, statement);
  }
  return fields->error == NULL ? g_steal_pointer (&statements) : NULL;
}

static void
write_statements (const GPtrArray *statements, const char *key, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < statements->len; i++) {
    g_autofree char *text = confab_base64url_encode_bytes (g_ptr_array_index (statements, i));

    json_builder_add_string_value (builder, text);
  }
  json_builder_end_array (builder);
}

GPtrArray *
confab_json_read_objects (ConfabJsonFields *fields, const char *key, guint max_length,
                          ConfabJsonElementFunc read, GDestroyNotify element_free)
{
  g_autoptr (GPtrArray) elements = g_ptr_array_new_with_free_func (element_free);
  JsonArray *array = confab_json_read_array (fields, key, max_length);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < length && fields->error == NULL; i++) {
    JsonNode *node = json_array_get_element (array, i);
    gpointer element = NULL;

    if (JSON_NODE_HOLDS_OBJECT (node))
      element = read (json_node_get_object (node), &fields->error);
    else
      confab_json_fields_refuse (fields, key);
    if (element != NULL)
      g_ptr_array_add (elements, element);
  }
  return fields->error == NULL ? g_steal_pointer (&elements) : NULL;
}

static gpointer
read_role_proof (JsonObject *object, GError **error)
{
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (object);
  g_autoptr (GBytes) cmd = confab_json_read_statement (&fields, "cmd", CONFAB_STATEMENT_COMMAND);
  g_autoptr (GBytes) join = confab_json_read_statement (&fields, "join", CONFAB_STATEMENT_JOIN);

  if (!confab_json_fields_end (&fields, error))
    return NULL;
  return confab_role_proof_new (cmd, join);
}

static GPtrArray *
read_role_proofs (ConfabJsonFields *fields)
{
  return confab_json_read_objects (fields, "roles", MAX_PROOFS, read_role_proof,
                                   (GDestroyNotify) confab_role_proof_free);
}

static void
write_role_proofs (const GPtrArray *roles, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "roles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < roles->len; i++) {
    const ConfabRoleProof *proof = g_ptr_array_index (roles, i);

    json_builder_begin_object (builder);
    confab_json_write_bytes (builder, "cmd", proof->cmd);
    confab_json_write_bytes (builder, "join", proof->join);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* Puts the list just read in the place of an empty one. */
static void
replace_list (GPtrArray **place, GPtrArray *list)
{
  g_ptr_array_unref (*place);
  *place = list;
}

ConfabLinkStep *
confab_link_step_read (ConfabJsonFields *fields, guint max_joins)
{
  g_autoptr (GBytes) link = confab_json_read_statement (fields, "link", CONFAB_STATEMENT_LINK);
  g_autoptr (GBytes) roster = confab_json_read_roster (fields, "roster");
  g_autoptr (GPtrArray) joins = read_statements (fields, "joins", CONFAB_STATEMENT_JOIN, max_joins);
  g_autoptr (GPtrArray) cmds =
      read_statements (fields, "cmds", CONFAB_STATEMENT_COMMAND, MAX_PROOFS);
  g_autoptr (GPtrArray) roles = read_role_proofs (fields);
  g_autoptr (GBytes) handover =
      confab_json_read_optional_statement (fields, "handover", CONFAB_STATEMENT_HANDOVER);
  ConfabLinkStep *step;

  if (fields->error != NULL)
    return NULL;
  step = confab_link_step_new (link, roster);
  replace_list (&step->joins, g_steal_pointer (&joins));
  replace_list (&step->cmds, g_steal_pointer (&cmds));
  replace_list (&step->roles, g_steal_pointer (&roles));
  step->handover = g_steal_pointer (&handover);
  return step;
}

void
confab_link_step_write (const ConfabLinkStep *step, JsonBuilder *builder)
{
  confab_json_write_bytes (builder, "link", step->link);
  confab_json_write_bytes (builder, "roster", step->roster);
  write_statements (step->joins, "joins", builder);
  write_statements (step->cmds, "cmds", builder);
  write_role_proofs (step->roles, builder);
  confab_json_write_bytes (builder, "handover", step->handover);
}

ConfabLinkStep *
confab_link_step_read_object (JsonObject *object, GError **error)
{
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (object);
  g_autoptr (ConfabLinkStep) step = confab_link_step_read (&fields, CONFAB_ROSTER_MAX_ENTRIES);

  if (!confab_json_fields_end (&fields, error))
    return NULL;
  return g_steal_pointer (&step);
}

void
confab_link_step_write_object (const ConfabLinkStep *step, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  confab_link_step_write (step, builder);
  json_builder_end_object (builder);
}

static gpointer
read_lineage_entry (JsonObject *object, GError **error)
{
  ConfabJsonFields fields = CONFAB_JSON_FIELDS_INIT (object);
  g_autoptr (GBytes) link = confab_json_read_statement (&fields, "link", CONFAB_STATEMENT_LINK);
  g_autoptr (GBytes) roster = confab_json_read_roster (&fields, "roster");
  g_autoptr (GBytes) join = confab_json_read_statement (&fields, "join", CONFAB_STATEMENT_JOIN);
  g_autoptr (GBytes) next = confab_json_read_statement (&fields, "next", CONFAB_STATEMENT_LINK);
  g_autoptr (GBytes) handover =
      confab_json_read_optional_statement (&fields, "handover", CONFAB_STATEMENT_HANDOVER);

  if (!confab_json_fields_end (&fields, error))
    return NULL;
  return confab_lineage_entry_new (link, roster, join, next, handover);
}

ConfabLineage *
confab_lineage_read (ConfabJsonFields *fields)
{
  g_autoptr (GPtrArray) entries =
      confab_json_read_objects (fields, "entries", MAX_LINEAGE_ENTRIES, read_lineage_entry,
                                (GDestroyNotify) confab_lineage_entry_free);
  g_autoptr (GPtrArray) roles = read_role_proofs (fields);
  ConfabLineage *lineage;

  if (fields->error != NULL)
    return NULL;
  lineage = confab_lineage_new ();
  replace_list (&lineage->entries, g_steal_pointer (&entries));
  replace_list (&lineage->roles, g_steal_pointer (&roles));
  return lineage;
}

void
confab_lineage_write (const ConfabLineage *lineage, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "entries");
  json_builder_begin_array (builder);
  for (guint i = 0; i < lineage->entries->len; i++) {
    const ConfabLineageEntry *entry = g_ptr_array_index (lineage->entries, i);

    json_builder_begin_object (builder);
    confab_json_write_bytes (builder, "link", entry->link);
    confab_json_write_bytes (builder, "roster", entry->roster);
    confab_json_write_bytes (builder, "join", entry->join);
    confab_json_write_bytes (builder, "next", entry->next);
    confab_json_write_bytes (builder, "handover", entry->handover);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  write_role_proofs (lineage->roles, builder);
}

ConfabLineage *
confab_lineage_read_optional_member (ConfabJsonFields *fields)
{
  ConfabJsonFields inner = { 0 };
  g_autoptr (ConfabLineage) lineage = NULL;

  if (!confab_json_fields_has (fields, "lineage"))
    return NULL;
  inner.object = confab_json_read_object (fields, "lineage");
  if (inner.object == NULL)
    return NULL;
  lineage = confab_lineage_read (&inner);
  if (!confab_json_fields_end_inner (&inner, fields))
    return NULL;
  return g_steal_pointer (&lineage);
}

void
confab_lineage_write_optional_member (const ConfabLineage *lineage, JsonBuilder *builder)
{
  if (lineage == NULL)
    return;
  json_builder_set_member_name (builder, "lineage");
  json_builder_begin_object (builder);
  confab_lineage_write (lineage, builder);
  json_builder_end_object (builder);
}
