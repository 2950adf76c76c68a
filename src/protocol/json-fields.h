/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading the members of a JSON object that may come from anybody. Private to this folder. Each
 * function reads one member of one form; the first that is missing or of another form is
 * remembered, and everything after it gives empty values. confab_json_fields_end() says what became
 * of it, and refuses objects with members that nobody read. The object is one that
 * confab_json_parse_strict() gave.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "base/base.h"
#include "protocol/protocol-error.h"
#include "protocol/statements.h"

G_BEGIN_DECLS

/** ConfabJsonFields: @object is borrowed; @error is the first problem. */
typedef struct {
  JsonObject *object;
  guint n_read;
  GError *error;
} ConfabJsonFields;

#define CONFAB_JSON_FIELDS_INIT(json_object) \
  {                                          \
    .object = (json_object)                  \
  }

gboolean confab_json_fields_has (const ConfabJsonFields *fields, const char *key);

/* Remembers that @key is not as it should be. */
void confab_json_fields_refuse (ConfabJsonFields *fields, const char *key);

/* TRUE if all was well and all members were read. Frees what @fields holds either way. */
gboolean confab_json_fields_end (ConfabJsonFields *fields, GError **error);

/* The same for an object inside of @outer's, which remembers the problem. */
gboolean confab_json_fields_end_inner (ConfabJsonFields *fields, ConfabJsonFields *outer);

/* (transfer full) (nullable) UTF-8 of at most @max_bytes. The second form also takes null,
 * as NULL. */
char *confab_json_read_string (ConfabJsonFields *fields, const char *key, gsize max_bytes);
char *confab_json_read_nullable_string (ConfabJsonFields *fields, const char *key, gsize max_bytes);
gint64 confab_json_read_integer (ConfabJsonFields *fields, const char *key, gint64 min, gint64 max);
gboolean confab_json_read_boolean (ConfabJsonFields *fields, const char *key);
void confab_json_read_exact (ConfabJsonFields *fields, const char *key, guint8 *out, gsize length);
/* A pid that is somebody's: all zero is refused. */
ConfabPid confab_json_read_pid (ConfabJsonFields *fields, const char *key);

/* (transfer full) (nullable) a statement with its signature, of a length and with a type byte that
 * are possible for @type. The optional form gives NULL for a missing member. */
GBytes *
confab_json_read_statement (ConfabJsonFields *fields, const char *key, ConfabStatementType type);
GBytes *confab_json_read_optional_statement (ConfabJsonFields *fields, const char *key,
                                             ConfabStatementType type);

/* (transfer full) (nullable) a roster's bytes: 1..256 whole entries. */
GBytes *confab_json_read_roster (ConfabJsonFields *fields, const char *key);

/* (transfer none) (nullable) */
JsonObject *confab_json_read_object (ConfabJsonFields *fields, const char *key);
JsonArray *confab_json_read_array (ConfabJsonFields *fields, const char *key, guint max_length);

/* (transfer full) (nullable) what base64url @text says, if it is such a statement. */
GBytes *confab_json_decode_statement (const char *text, ConfabStatementType type, GError **error);

/* (nullable) the string that @node is. */
const char *confab_json_node_get_string (JsonNode *node);

/* Writing: adds a member with base64url of @bytes; nothing for NULL. */
void confab_json_write_bytes (JsonBuilder *builder, const char *key, GBytes *bytes);
void
confab_json_write_exact (JsonBuilder *builder, const char *key, const guint8 *bytes, gsize length);
void confab_json_write_pid (JsonBuilder *builder, const char *key, const ConfabPid *pid);
/* NULL becomes null. */
void confab_json_write_string (JsonBuilder *builder, const char *key, const char *text);
void confab_json_write_integer (JsonBuilder *builder, const char *key, gint64 value);
void confab_json_write_boolean (JsonBuilder *builder, const char *key, gboolean value);

/* (transfer full) the text of the one object @builder has built. */
char *confab_json_builder_to_text (JsonBuilder *builder);

G_END_DECLS
