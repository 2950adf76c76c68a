/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every type of message through JSON and back, and what each of them alone must look like. */
#include "protocol/protocol.h"
#include "protocol/tests/model-vectors.h"
#include "protocol/tests/sample-carriers.h"

static void
test_every_type_survives_the_way_through_json (void)
{
  for (guint type = 0; type < CONFAB_CARRIER_N_TYPES; type++) {
    g_autofree char *text = sample_json (type);
    g_autoptr (GError) error = NULL;
    g_autoptr (ConfabCarrier) parsed = confab_carrier_parse (text, strlen (text), &error);
    g_autofree char *again = NULL;

    g_assert_no_error (error);
    g_assert_cmpuint (parsed->type, ==, type);
    again = confab_carrier_to_json (parsed);
    g_assert_cmpstr (again, ==, text);
  }
}

static void
test_unknown_types_are_refused (void)
{
  static const char *const refused[] = {
    "{\"type\":\"e2ee.unknown\"}",
    "{\"type\":\"\"}",
    "{\"type\":\"E2EE.HB\",\"hb\":\"\"}",
    "{\"type\":\"e2ee.sync\"}",
    "{\"type\":\"e2ee.lineage\",\"links\":[]}",
  };
  static const char *const malformed[] = {
    "{}",
    "{\"type\":1}",
    "{\"type\":null}",
    "{\"hb\":\"\"}",
    "{\"type\":\"e2ee.sync\",\"have\":1,\"links\":[],\"more\":false}",
    "{\"type\":\"0123456789012345678901234567890123456789\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_text_refused (refused[i], CONFAB_PROTOCOL_ERROR_UNKNOWN_TYPE);
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    assert_text_refused (malformed[i], CONFAB_PROTOCOL_ERROR_MALFORMED);
}

/* White space counts: the limits are of the text, not of what it says. */
static void
test_sizes_are_limited_by_type (void)
{
  static const gsize limits[][2] = {
    { CONFAB_CARRIER_HEARTBEAT, 64 * 1024 }, { CONFAB_CARRIER_MESSAGE, 64 * 1024 },
    { CONFAB_CARRIER_LINK, 96 * 1024 },      { CONFAB_CARRIER_SYNC, 512 * 1024 },
    { CONFAB_CARRIER_LINEAGE, 512 * 1024 },  { CONFAB_CARRIER_SYNC_REQUEST, 64 * 1024 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++) {
    g_autofree char *text = sample_json (limits[i][0]);
    gsize padding = limits[i][1] - strlen (text);
    g_autofree char *spaces = g_strnfill (padding + 1, ' ');
    g_autofree char *longer = g_strconcat (text, spaces, NULL);
    g_autoptr (ConfabCarrier) carrier = confab_carrier_parse (longer, strlen (longer) - 1, NULL);

    g_assert_nonnull (carrier);
    g_assert_cmpuint (confab_carrier_max_bytes (limits[i][0]), ==, limits[i][1]);
    assert_text_refused (longer, CONFAB_PROTOCOL_ERROR_TOO_LARGE);
  }
}

static void
test_base64url_has_one_form (void)
{
  g_autofree char *text = sample_json (CONFAB_CARRIER_ACK);
  gsize last = strlen (text) - 3; /* before "} */

  /* 173 bytes leave two bits unused: three other letters would spell the same bytes. */
  g_assert_cmpint (text[last], ==, 'o');
  text[last] = 'p';
  assert_text_refused (text, CONFAB_PROTOCOL_ERROR_MALFORMED);
}

/* Every statement is refused where another belongs, though its length may fit. */
static void
test_statement_of_another_type_is_refused (void)
{
  g_autoptr (JsonObject) join = sample_object (CONFAB_CARRIER_JOIN);
  g_autoptr (JsonObject) genesis = sample_object (CONFAB_CARRIER_GENESIS);

  json_object_set_string_member (join, "join", json_object_get_string_member (genesis, "genesis"));
  assert_object_refused (join);
}

static void
test_statement_of_a_newer_version_is_named (void)
{
  g_autoptr (GBytes) statement = sample_statement ("heartbeat");
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (statement, NULL), 158);
  g_autofree char *base64 = NULL;
  g_autofree char *text = NULL;

  bytes[1] = 2;
  base64 = confab_base64url_encode (bytes, 158);
  text = g_strdup_printf ("{\"type\":\"e2ee.hb\",\"hb\":\"%s\"}", base64);
  assert_text_refused (text, CONFAB_PROTOCOL_ERROR_VERSION);
}

static void
test_sdp_arrives_byte_by_byte (void)
{
  ConfabPid to = { { 1 } };
  g_autoptr (GBytes) sdpauth = sample_statement ("sdpauth-offer");
  GString *sdp = g_string_new (NULL);
  g_autoptr (ConfabCarrier) sent = NULL;
  g_autoptr (ConfabCarrier) received = NULL;
  g_autofree char *text = NULL;

  for (gunichar c = 1; c < 0x2100; c++)
    g_string_append_unichar (sdp, c);
  g_string_append_unichar (sdp, 0x10ffff);
  sent = confab_carrier_new_sdp (sdpauth, sdp->str, &to);
  text = confab_carrier_to_json (sent);
  received = confab_carrier_parse (text, strlen (text), NULL);
  g_assert_cmpstr (received->sdp.sdp, ==, sdp->str);
  g_string_free (sdp, TRUE);
}

static void
test_boxes_lie_under_their_own_pid (void)
{
  g_autoptr (ConfabCarrier) carrier = sample_carrier (CONFAB_CARRIER_LINK);
  ConfabPid other = { { 7 } };
  g_autofree char *text = NULL;

  g_hash_table_insert (carrier->link.boxes, confab_pid_copy (&other), model_bytes ("keybox-bob"));
  text = confab_carrier_to_json (carrier);
  assert_text_refused (text, CONFAB_PROTOCOL_ERROR_MALFORMED);
}

static void
test_link_brings_256_boxes_at_most (void)
{
  g_autoptr (ConfabCarrier) carrier = sample_carrier (CONFAB_CARRIER_LINK);
  g_autoptr (ConfabCarrier) most = NULL;
  g_autofree char *most_text = NULL;
  g_autofree char *more_text = NULL;

  g_hash_table_remove_all (carrier->link.boxes);
  for (guint i = 0; i <= CONFAB_ROSTER_MAX_ENTRIES; i++) {
    ConfabKeybox keybox = { .pid = { { (guint8) i, (guint8) (i >> 8), 1 } } };

    if (i == CONFAB_ROSTER_MAX_ENTRIES)
      most_text = confab_carrier_to_json (carrier);
    g_hash_table_insert (carrier->link.boxes, confab_pid_copy (&keybox.pid),
                         confab_keybox_encode (&keybox));
  }
  more_text = confab_carrier_to_json (carrier);
  most = confab_carrier_parse (most_text, strlen (most_text), NULL);
  g_assert_cmpuint (g_hash_table_size (most->link.boxes), ==, 256);
  assert_text_refused (more_text, CONFAB_PROTOCOL_ERROR_MALFORMED);
}

static void
test_link_has_boxes_or_a_box (void)
{
  g_autoptr (JsonObject) sync = sample_object (CONFAB_CARRIER_SYNC);
  g_autoptr (JsonObject) link = sample_object (CONFAB_CARRIER_LINK);
  g_autoptr (ConfabCarrier) carrier = NULL;

  json_object_set_string_member (link, "box", json_object_get_string_member (sync, "box"));
  assert_object_refused (link);
  json_object_remove_member (link, "boxes");
  carrier = parse_object (link, NULL);
  g_assert_cmpuint (g_bytes_get_size (carrier->link.box), ==, CONFAB_KEYBOX_BYTES);
  g_assert_null (carrier->link.boxes);
}

static void
test_link_brings_48_new_joins_at_most (void)
{
  g_autoptr (ConfabCarrier) carrier = sample_carrier (CONFAB_CARRIER_LINK);
  GPtrArray *joins = carrier->link.step->joins;
  g_autoptr (ConfabCarrier) most = NULL;
  g_autofree char *most_text = NULL;
  g_autofree char *more_text = NULL;

  while (joins->len < CONFAB_LINK_MAX_NEW_JOINS)
    g_ptr_array_add (joins, sample_statement ("join-bob"));
  most_text = confab_carrier_to_json (carrier);
  most = confab_carrier_parse (most_text, strlen (most_text), NULL);
  g_assert_cmpuint (most->link.step->joins->len, ==, 48);
  g_ptr_array_add (joins, sample_statement ("join-bob"));
  more_text = confab_carrier_to_json (carrier);
  assert_text_refused (more_text, CONFAB_PROTOCOL_ERROR_MALFORMED);
}

static void
test_browsers_candidates_may_have_no_mid (void)
{
  ConfabPid to = { { 1 } };
  g_autoptr (ConfabCarrier) sent = confab_carrier_new_candidate ("", NULL, 65535, &to);
  g_autofree char *text = confab_carrier_to_json (sent);
  g_autoptr (ConfabCarrier) received = confab_carrier_parse (text, strlen (text), NULL);

  g_assert_nonnull (strstr (text, "\"sdpMid\":null"));
  g_assert_null (received->candidate.sdp_mid);
  g_assert_cmpstr (received->candidate.candidate, ==, "");
  g_assert_cmpuint (received->candidate.sdp_mline_index, ==, 65535);
}

static void
test_message_to_all_names_nobody (void)
{
  g_autoptr (ConfabCarrier) sample = sample_carrier (CONFAB_CARRIER_MESSAGE);
  g_autoptr (ConfabCarrier) sent =
      confab_carrier_new_message (sample->message.msg, &CONFAB_PID_NONE);
  g_autofree char *text = confab_carrier_to_json (sent);
  g_autoptr (ConfabCarrier) received = confab_carrier_parse (text, strlen (text), NULL);
  g_autoptr (JsonObject) zero = sample_object (CONFAB_CARRIER_MESSAGE);

  g_assert_null (strstr (text, "\"to\""));
  g_assert_true (confab_pid_is_none (&received->message.to));
  json_object_set_string_member (zero, "to", "00000000000000000000000000000000");
  assert_object_refused (zero);
}

static void
test_peer_is_online_or_offline (void)
{
  g_autoptr (JsonObject) object = sample_object (CONFAB_CARRIER_PEER);
  g_autoptr (ConfabCarrier) online = NULL;

  json_object_set_string_member (object, "state", "online");
  online = parse_object (object, NULL);
  g_assert_true (online->peer.online);
  json_object_set_string_member (object, "state", "Online");
  assert_object_refused (object);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/carrier/every-type-survives-the-way-through-json",
                   test_every_type_survives_the_way_through_json);
  g_test_add_func ("/carrier/unknown-types-are-refused", test_unknown_types_are_refused);
  g_test_add_func ("/carrier/sizes-are-limited-by-type", test_sizes_are_limited_by_type);
  g_test_add_func ("/carrier/base64url-has-one-form", test_base64url_has_one_form);
  g_test_add_func ("/carrier/statement-of-another-type-is-refused",
                   test_statement_of_another_type_is_refused);
  g_test_add_func ("/carrier/statement-of-a-newer-version-is-named",
                   test_statement_of_a_newer_version_is_named);
  g_test_add_func ("/carrier/sdp-arrives-byte-by-byte", test_sdp_arrives_byte_by_byte);
  g_test_add_func ("/carrier/boxes-lie-under-their-own-pid", test_boxes_lie_under_their_own_pid);
  g_test_add_func ("/carrier/link-brings-256-boxes-at-most", test_link_brings_256_boxes_at_most);
  g_test_add_func ("/carrier/link-has-boxes-or-a-box", test_link_has_boxes_or_a_box);
  g_test_add_func ("/carrier/link-brings-48-new-joins-at-most",
                   test_link_brings_48_new_joins_at_most);
  g_test_add_func ("/carrier/browsers-candidates-may-have-no-mid",
                   test_browsers_candidates_may_have_no_mid);
  g_test_add_func ("/carrier/message-to-all-names-nobody", test_message_to_all_names_nobody);
  g_test_add_func ("/carrier/peer-is-online-or-offline", test_peer_is_online_or_offline);
  return g_test_run ();
}
