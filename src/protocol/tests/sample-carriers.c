/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/tests/sample-carriers.h"

#include "protocol/tests/model-vectors.h"

static const char sample_sdp[] =
    "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=\"a\\b/c\"\r\na=ice-ufrag:\xc3\xa4+/=\r\n";

GBytes *
sample_statement (const char *name)
{
  g_autoptr (GBytes) body = model_bytes (name);
  ConfabSignature signature;

  memset (signature.bytes, 0x5a, sizeof signature.bytes);
  return confab_signed_join (body, &signature);
}

static ConfabPid
sample_pid (const char *name)
{
  ConfabPid pid;

  MODEL_FILL (&pid, name);
  return pid;
}

static void
add_role (GPtrArray *roles)
{
  g_autoptr (GBytes) cmd = sample_statement ("command");
  g_autoptr (GBytes) join = sample_statement ("join-ada");

  g_ptr_array_add (roles, confab_role_proof_new (cmd, join));
}

static ConfabLinkStep *
sample_step (void)
{
  g_autoptr (GBytes) link = sample_statement ("link");
  g_autoptr (GBytes) roster = model_bytes ("roster");
  ConfabLinkStep *step = confab_link_step_new (link, roster);

  g_ptr_array_add (step->joins, sample_statement ("join-ada"));
  g_ptr_array_add (step->joins, sample_statement ("join-bob"));
  g_ptr_array_add (step->cmds, sample_statement ("command"));
  add_role (step->roles);
  step->handover = sample_statement ("handover");
  return step;
}

static ConfabLineage *
sample_lineage (void)
{
  g_autoptr (GBytes) link = sample_statement ("link");
  g_autoptr (GBytes) roster = model_bytes ("roster");
  g_autoptr (GBytes) join = sample_statement ("join-bob");
  g_autoptr (GBytes) handover = sample_statement ("handover");
  ConfabLineage *lineage = confab_lineage_new ();

  g_ptr_array_add (lineage->entries, confab_lineage_entry_new (link, roster, join, link, handover));
  add_role (lineage->roles);
  return lineage;
}

static void
fill_link (ConfabLinkCarrier *link)
{
  link->step = sample_step ();
  link->boxes = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free,
                                       (GDestroyNotify) g_bytes_unref);
  ConfabPid bob = sample_pid ("bob-pid");

  g_hash_table_insert (link->boxes, confab_pid_copy (&bob), model_bytes ("keybox-bob"));
}

static void
fill_sync (ConfabSyncCarrier *sync)
{
  sync->links = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
  g_ptr_array_add (sync->links, sample_step ());
  sync->more = TRUE;
  sync->box = model_bytes ("keybox-bob");
}

static void
fill_welcome (ConfabWelcome *welcome)
{
  welcome->room = g_strdup ("ada-lovelace");
  MODEL_FILL (&welcome->owner_ik, "ada-ik");
  welcome->policy = 3;
  welcome->waiting_room = TRUE;
  welcome->genesis = sample_statement ("genesis");
  welcome->roomcert = sample_statement ("roomcert");
  welcome->waittext = sample_statement ("waittext");
  welcome->lineage = sample_lineage ();
  welcome->link = sample_step ();
  welcome->server_time_ms = G_GINT64_CONSTANT (1767225600000);
}

static void
fill_ice (ConfabIceServers *ice)
{
  static const char *const urls[] = { "turn:turn.example.org:3478?transport=udp",
                                      "turns:turn.example.org:5349", NULL };

  ice->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_ice_server_free);
  g_ptr_array_add (ice->servers, confab_ice_server_new (urls, "1767225600:8e05", "c2VjcmV0"));
  ice->ttl_s = 600;
}

static ConfabCarrier *
sample_with_pid (ConfabCarrierType type, const ConfabPid *bob)
{
  g_autoptr (GBytes) statement = NULL;
  ConfabCarrier *carrier;

  switch (type) {
  case CONFAB_CARRIER_SDP:
    statement = sample_statement ("sdpauth-offer");
    return confab_carrier_new_sdp (statement, sample_sdp, bob);
  case CONFAB_CARRIER_ICE_CANDIDATE:
    return confab_carrier_new_candidate ("candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host",
                                         "0", 0, bob);
  case CONFAB_CARRIER_MESSAGE:
    statement = model_bytes ("message");
    return confab_carrier_new_message (statement, bob);
  default:
    carrier = confab_carrier_new (type);
    if (type == CONFAB_CARRIER_RENEW)
      carrier->to = *bob;
    else if (type == CONFAB_CARRIER_HELLO)
      carrier->hello = (ConfabHello){ .version = 1, .pid = *bob };
    else if (type == CONFAB_CARRIER_PEER)
      carrier->peer = (ConfabPeerHint){ .pid = *bob, .online = FALSE };
    return carrier;
  }
}

static ConfabCarrier *
sample_with_history (ConfabCarrierType type)
{
  ConfabCarrier *carrier = confab_carrier_new (type);

  switch (type) {
  case CONFAB_CARRIER_GENESIS:
    carrier->genesis.genesis = sample_statement ("genesis");
    carrier->genesis.roomcert = sample_statement ("roomcert");
    carrier->genesis.waittext = sample_statement ("waittext");
    break;
  case CONFAB_CARRIER_LINK:
    fill_link (&carrier->link);
    break;
  case CONFAB_CARRIER_SYNC_REQUEST:
    carrier->have = G_MAXUINT32;
    break;
  case CONFAB_CARRIER_SYNC:
    fill_sync (&carrier->sync);
    break;
  case CONFAB_CARRIER_LINEAGE_REQUEST:
    carrier->from_term = 1;
    break;
  case CONFAB_CARRIER_LINEAGE:
    carrier->lineage.lineage = sample_lineage ();
    break;
  case CONFAB_CARRIER_RESTORE:
    carrier->restore.genesis = sample_statement ("genesis");
    carrier->restore.roomcert = sample_statement ("roomcert");
    carrier->restore.link = sample_step ();
    carrier->restore.lineage = sample_lineage ();
    break;
  case CONFAB_CARRIER_WELCOME:
    fill_welcome (&carrier->welcome);
    break;
  case CONFAB_CARRIER_ICE:
    fill_ice (&carrier->ice);
    break;
  default:
    break;
  }
  return carrier;
}

ConfabCarrier *
sample_carrier (ConfabCarrierType type)
{
  static const char *const statements[CONFAB_CARRIER_N_TYPES] = {
    [CONFAB_CARRIER_JOIN] = "join-bob", [CONFAB_CARRIER_HEARTBEAT] = "heartbeat",
    [CONFAB_CARRIER_ACK] = "ack",       [CONFAB_CARRIER_COMMAND] = "command",
    [CONFAB_CARRIER_FORK] = "link",
  };
  ConfabPid bob = sample_pid ("bob-pid");
  g_autoptr (GBytes) statement = NULL;

  switch (type) {
  case CONFAB_CARRIER_SDP:
  case CONFAB_CARRIER_ICE_CANDIDATE:
  case CONFAB_CARRIER_MESSAGE:
  case CONFAB_CARRIER_RENEW:
  case CONFAB_CARRIER_HELLO:
  case CONFAB_CARRIER_PEER:
    return sample_with_pid (type, &bob);
  case CONFAB_CARRIER_ERROR:
  case CONFAB_CARRIER_BYE:
    return confab_carrier_new_error (type, "room-unknown", "There is no such room");
  default:
    if (statements[type] == NULL)
      return sample_with_history (type);
    statement = sample_statement (statements[type]);
    return confab_carrier_new_statement (type, statement);
  }
}

char *
sample_json (ConfabCarrierType type)
{
  g_autoptr (ConfabCarrier) carrier = sample_carrier (type);

  return confab_carrier_to_json (carrier);
}

JsonObject *
sample_object (ConfabCarrierType type)
{
  g_autofree char *text = sample_json (type);
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_true (json_parser_load_from_data (parser, text, -1, NULL));
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

ConfabCarrier *
parse_object (JsonObject *object, GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (root, object);
  text = json_to_string (root, FALSE);
  return confab_carrier_parse (text, strlen (text), error);
}

void
assert_object_refused (JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabCarrier) carrier = parse_object (object, &error);

  g_assert_null (carrier);
  g_assert_nonnull (error);
  g_assert_true (error->domain == CONFAB_PROTOCOL_ERROR);
}

void
assert_text_refused (const char *text, ConfabProtocolError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_carrier_parse (text, strlen (text), &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, (int) code);
}
