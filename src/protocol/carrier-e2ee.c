/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The members of the e2ee.* carriers (docs/protocol.md 5), type by type: read, write, clear. */
#include "protocol/carrier-codec.h"
#include "protocol/constants.h"
#include "protocol/history-json.h"

#define CANDIDATE_MAX_BYTES 1024
#define MID_MAX_BYTES 64
#define MAX_SYNC_LINKS 4096 /* the size of the text ends it before */

/* JOIN, HEARTBEAT, ACK, COMMAND, FORK: one statement and nothing else. */

static void
read_statement (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  const ConfabCarrierCodec *codec = confab_carrier_codec (carrier->type);

  carrier->statement = confab_json_read_statement (fields, codec->statement_key, codec->statement);
}

static void
write_statement (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_bytes (builder, confab_carrier_codec (carrier->type)->statement_key,
                           carrier->statement);
}

static void
clear_statement (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->statement, g_bytes_unref);
}

static void
read_genesis (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  ConfabGenesisCarrier *genesis = &carrier->genesis;

  genesis->genesis = confab_json_read_statement (fields, "genesis", CONFAB_STATEMENT_GENESIS);
  genesis->roomcert =
      confab_json_read_optional_statement (fields, "roomcert", CONFAB_STATEMENT_ROOMCERT);
  genesis->waittext =
      confab_json_read_optional_statement (fields, "waittext", CONFAB_STATEMENT_WAIT_TEXT);
}

static void
write_genesis (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_bytes (builder, "genesis", carrier->genesis.genesis);
  confab_json_write_bytes (builder, "roomcert", carrier->genesis.roomcert);
  confab_json_write_bytes (builder, "waittext", carrier->genesis.waittext);
}

static void
clear_genesis (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->genesis.genesis, g_bytes_unref);
  g_clear_pointer (&carrier->genesis.roomcert, g_bytes_unref);
  g_clear_pointer (&carrier->genesis.waittext, g_bytes_unref);
}

/* A box under another pid than its own would go to the wrong person, who could not open it. */
static gboolean
box_is_for (GBytes *box, const ConfabPid *pid)
{
  ConfabKeybox keybox;

  return confab_keybox_decode (box, &keybox, NULL) && confab_pid_equal (&keybox.pid, pid);
}

static GHashTable *
read_boxes (ConfabJsonFields *fields)
{
  g_autoptr (GHashTable) boxes = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free,
                                                        (GDestroyNotify) g_bytes_unref);
  JsonObject *object = confab_json_read_object (fields, "boxes");
  ConfabJsonFields inner = CONFAB_JSON_FIELDS_INIT (object);
  g_autoptr (GList) pids = object != NULL ? json_object_get_members (object) : NULL;

  if (object == NULL)
    return NULL;
  if (json_object_get_size (object) > CONFAB_ROSTER_MAX_ENTRIES)
    confab_json_fields_refuse (&inner, "boxes");
  for (GList *at = pids; at != NULL && inner.error == NULL; at = at->next) {
    g_autoptr (GBytes) box = confab_json_read_statement (&inner, at->data, CONFAB_STATEMENT_KEYBOX);
    ConfabPid pid;

    if (box == NULL || !confab_pid_from_hex (at->data, &pid) || !box_is_for (box, &pid))
      confab_json_fields_refuse (&inner, "boxes");
    else
      g_hash_table_insert (boxes, confab_pid_copy (&pid), g_steal_pointer (&box));
  }
  if (!confab_json_fields_end_inner (&inner, fields))
    return NULL;
  return g_steal_pointer (&boxes);
}

static void
write_boxes (GHashTable *boxes, JsonBuilder *builder)
{
  GHashTableIter iter;
  gpointer pid, box;

  json_builder_set_member_name (builder, "boxes");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, boxes);
  while (g_hash_table_iter_next (&iter, &pid, &box)) {
    g_autofree char *hex = confab_pid_to_hex (pid);

    confab_json_write_bytes (builder, hex, box);
  }
  json_builder_end_object (builder);
}

static void
read_link (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->link.step = confab_link_step_read (fields, CONFAB_LINK_MAX_NEW_JOINS);
  if (confab_json_fields_has (fields, "boxes"))
    carrier->link.boxes = read_boxes (fields);
  carrier->link.box = confab_json_read_optional_statement (fields, "box", CONFAB_STATEMENT_KEYBOX);
  if (carrier->link.boxes != NULL && carrier->link.box != NULL)
    confab_json_fields_refuse (fields, "box");
}

static void
write_link (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_link_step_write (carrier->link.step, builder);
  if (carrier->link.boxes != NULL)
    write_boxes (carrier->link.boxes, builder);
  confab_json_write_bytes (builder, "box", carrier->link.box);
}

static void
clear_link (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->link.step, confab_link_step_unref);
  g_clear_pointer (&carrier->link.boxes, g_hash_table_unref);
  g_clear_pointer (&carrier->link.box, g_bytes_unref);
}

static void
read_sdp (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->sdp.sdpauth = confab_json_read_statement (fields, "sdpauth", CONFAB_STATEMENT_SDPAUTH);
  carrier->sdp.sdp = confab_json_read_string (fields, "sdp", CONFAB_CARRIER_MAX_BYTES);
  carrier->sdp.to = confab_json_read_pid (fields, "to");
}

static void
write_sdp (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_bytes (builder, "sdpauth", carrier->sdp.sdpauth);
  confab_json_write_string (builder, "sdp", carrier->sdp.sdp);
  confab_json_write_pid (builder, "to", &carrier->sdp.to);
}

static void
clear_sdp (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->sdp.sdpauth, g_bytes_unref);
  g_clear_pointer (&carrier->sdp.sdp, g_free);
}

/* The inner object is that of the browsers' RTCIceCandidate, whose sdpMid may be null. */
static void
read_candidate (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  ConfabCandidateCarrier *candidate = &carrier->candidate;
  ConfabJsonFields inner = CONFAB_JSON_FIELDS_INIT (confab_json_read_object (fields, "candidate"));

  candidate->to = confab_json_read_pid (fields, "to");
  if (inner.object == NULL)
    return;
  candidate->candidate = confab_json_read_string (&inner, "candidate", CANDIDATE_MAX_BYTES);
  candidate->sdp_mid = confab_json_read_nullable_string (&inner, "sdpMid", MID_MAX_BYTES);
  candidate->sdp_mline_index =
      (guint) confab_json_read_integer (&inner, "sdpMLineIndex", 0, G_MAXUINT16);
  confab_json_fields_end_inner (&inner, fields);
}

static void
write_candidate (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  const ConfabCandidateCarrier *candidate = &carrier->candidate;

  json_builder_set_member_name (builder, "candidate");
  json_builder_begin_object (builder);
  confab_json_write_string (builder, "candidate", candidate->candidate);
  confab_json_write_string (builder, "sdpMid", candidate->sdp_mid);
  confab_json_write_integer (builder, "sdpMLineIndex", candidate->sdp_mline_index);
  json_builder_end_object (builder);
  confab_json_write_pid (builder, "to", &candidate->to);
}

static void
clear_candidate (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->candidate.candidate, g_free);
  g_clear_pointer (&carrier->candidate.sdp_mid, g_free);
}

static void
read_message (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->message.msg = confab_json_read_statement (fields, "msg", CONFAB_STATEMENT_MESSAGE);
  if (confab_json_fields_has (fields, "to"))
    carrier->message.to = confab_json_read_pid (fields, "to");
}

static void
write_message (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_bytes (builder, "msg", carrier->message.msg);
  if (!confab_pid_is_none (&carrier->message.to))
    confab_json_write_pid (builder, "to", &carrier->message.to);
}

static void
clear_message (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->message.msg, g_bytes_unref);
}

static void
read_renew (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->to = confab_json_read_pid (fields, "to");
}

static void
write_renew (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_pid (builder, "to", &carrier->to);
}

static void
read_sync_request (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->have = (guint32) confab_json_read_integer (fields, "have", 0, G_MAXUINT32);
}

static void
write_sync_request (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_integer (builder, "have", carrier->have);
}

static gpointer
read_sync_link (JsonObject *object, GError **error)
{
  return confab_link_step_read_object (object, error);
}

static void
read_sync (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->sync.links = confab_json_read_objects (fields, "links", MAX_SYNC_LINKS, read_sync_link,
                                                  (GDestroyNotify) confab_link_step_unref);
  carrier->sync.more = confab_json_read_boolean (fields, "more");
  carrier->sync.box = confab_json_read_optional_statement (fields, "box", CONFAB_STATEMENT_KEYBOX);
}

static void
write_sync (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  const ConfabSyncCarrier *sync = &carrier->sync;

  json_builder_set_member_name (builder, "links");
  json_builder_begin_array (builder);
  for (guint i = 0; sync->links != NULL && i < sync->links->len; i++)
    confab_link_step_write_object (g_ptr_array_index (sync->links, i), builder);
  json_builder_end_array (builder);
  confab_json_write_boolean (builder, "more", sync->more);
  confab_json_write_bytes (builder, "box", sync->box);
}

static void
clear_sync (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->sync.links, g_ptr_array_unref);
  g_clear_pointer (&carrier->sync.box, g_bytes_unref);
}

static void
read_lineage_request (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->from_term = (guint32) confab_json_read_integer (fields, "from", 0, G_MAXUINT32);
}

static void
write_lineage_request (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_json_write_integer (builder, "from", carrier->from_term);
}

static void
read_lineage (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  carrier->lineage.lineage = confab_lineage_read (fields);
  carrier->lineage.more = confab_json_read_boolean (fields, "more");
}

static void
write_lineage (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  confab_lineage_write (carrier->lineage.lineage, builder);
  confab_json_write_boolean (builder, "more", carrier->lineage.more);
}

static void
clear_lineage (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->lineage.lineage, confab_lineage_unref);
}

static void
read_restore (ConfabJsonFields *fields, ConfabCarrier *carrier)
{
  ConfabRestore *restore = &carrier->restore;

  restore->genesis = confab_json_read_statement (fields, "genesis", CONFAB_STATEMENT_GENESIS);
  restore->roomcert =
      confab_json_read_optional_statement (fields, "roomcert", CONFAB_STATEMENT_ROOMCERT);
  restore->link = confab_link_step_read (fields, CONFAB_ROSTER_MAX_ENTRIES);
  restore->lineage = confab_lineage_read_optional_member (fields);
}

static void
write_restore (const ConfabCarrier *carrier, JsonBuilder *builder)
{
  const ConfabRestore *restore = &carrier->restore;

  confab_json_write_bytes (builder, "genesis", restore->genesis);
  confab_json_write_bytes (builder, "roomcert", restore->roomcert);
  confab_link_step_write (restore->link, builder);
  confab_lineage_write_optional_member (restore->lineage, builder);
}

static void
clear_restore (ConfabCarrier *carrier)
{
  g_clear_pointer (&carrier->restore.genesis, g_bytes_unref);
  g_clear_pointer (&carrier->restore.roomcert, g_bytes_unref);
  g_clear_pointer (&carrier->restore.link, confab_link_step_unref);
  g_clear_pointer (&carrier->restore.lineage, confab_lineage_unref);
}

#define ONE_STATEMENT(json_word, key, statement_type)                               \
  {                                                                                 \
    .word = (json_word), .read = read_statement, .write = write_statement,          \
    .clear = clear_statement, .statement_key = (key), .statement = (statement_type) \
  }

const ConfabCarrierCodec confab_e2ee_codecs[CONFAB_CARRIER_N_TYPES] = {
  [CONFAB_CARRIER_GENESIS] = { "e2ee.genesis", read_genesis, write_genesis, clear_genesis },
  [CONFAB_CARRIER_JOIN] = ONE_STATEMENT ("e2ee.join", "join", CONFAB_STATEMENT_JOIN),
  [CONFAB_CARRIER_LINK] = { "e2ee.link", read_link, write_link, clear_link,
                            .max_bytes = CONFAB_CARRIER_LINK_MAX_BYTES },
  [CONFAB_CARRIER_HEARTBEAT] = ONE_STATEMENT ("e2ee.hb", "hb", CONFAB_STATEMENT_HEARTBEAT),
  [CONFAB_CARRIER_ACK] = ONE_STATEMENT ("e2ee.ack", "ack", CONFAB_STATEMENT_ACK),
  [CONFAB_CARRIER_COMMAND] = ONE_STATEMENT ("e2ee.cmd", "cmd", CONFAB_STATEMENT_COMMAND),
  [CONFAB_CARRIER_SDP] = { "e2ee.sdp", read_sdp, write_sdp, clear_sdp },
  [CONFAB_CARRIER_ICE_CANDIDATE] = { "e2ee.ice", read_candidate, write_candidate, clear_candidate },
  [CONFAB_CARRIER_MESSAGE] = { "e2ee.msg", read_message, write_message, clear_message },
  [CONFAB_CARRIER_RENEW] = { "e2ee.renew", read_renew, write_renew, NULL },
  [CONFAB_CARRIER_FORK] = ONE_STATEMENT ("e2ee.fork", "link", CONFAB_STATEMENT_LINK),
  [CONFAB_CARRIER_SYNC_REQUEST] = { "e2ee.sync", read_sync_request, write_sync_request, NULL,
                                    .marker = "have" },
  [CONFAB_CARRIER_SYNC] = { "e2ee.sync", read_sync, write_sync, clear_sync, .marker = "links",
                            .max_bytes = CONFAB_CARRIER_SYNC_MAX_BYTES },
  [CONFAB_CARRIER_LINEAGE_REQUEST] = { "e2ee.lineage", read_lineage_request, write_lineage_request,
                                       NULL, .marker = "from" },
  [CONFAB_CARRIER_LINEAGE] = { "e2ee.lineage", read_lineage, write_lineage, clear_lineage,
                               .marker = "entries", .max_bytes = CONFAB_CARRIER_SYNC_MAX_BYTES },
  [CONFAB_CARRIER_RESTORE] = { "e2ee.restore", read_restore, write_restore, clear_restore,
                               .max_bytes = CONFAB_CARRIER_SYNC_MAX_BYTES },
};
