/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every type of message with each of its members missing, doubled, wrong, or one too many. */
#include "protocol/protocol.h"
#include "protocol/tests/sample-carriers.h"

/* The members of each type as docs/protocol.md 5 and service-messages.h list them; "?" marks what
 * may be missing. */
static const char *const members[CONFAB_CARRIER_N_TYPES] = {
  [CONFAB_CARRIER_GENESIS] = "e2ee.genesis genesis roomcert? waittext?",
  [CONFAB_CARRIER_JOIN] = "e2ee.join join",
  [CONFAB_CARRIER_LINK] = "e2ee.link link roster joins cmds roles handover? boxes?",
  [CONFAB_CARRIER_HEARTBEAT] = "e2ee.hb hb",
  [CONFAB_CARRIER_ACK] = "e2ee.ack ack",
  [CONFAB_CARRIER_COMMAND] = "e2ee.cmd cmd",
  [CONFAB_CARRIER_SDP] = "e2ee.sdp sdpauth sdp to",
  [CONFAB_CARRIER_ICE_CANDIDATE] = "e2ee.ice candidate to",
  [CONFAB_CARRIER_MESSAGE] = "e2ee.msg msg to?",
  [CONFAB_CARRIER_RENEW] = "e2ee.renew to",
  [CONFAB_CARRIER_FORK] = "e2ee.fork link",
  [CONFAB_CARRIER_SYNC_REQUEST] = "e2ee.sync have",
  [CONFAB_CARRIER_SYNC] = "e2ee.sync links more box?",
  [CONFAB_CARRIER_LINEAGE_REQUEST] = "e2ee.lineage from",
  [CONFAB_CARRIER_LINEAGE] = "e2ee.lineage entries roles more",
  [CONFAB_CARRIER_RESTORE] =
      "e2ee.restore genesis roomcert? link roster joins cmds roles handover? lineage?",
  [CONFAB_CARRIER_HELLO] = "hello version pid",
  [CONFAB_CARRIER_WELCOME] = ("welcome room owner_ik policy waiting_room genesis? roomcert? "
                              "waittext? lineage? link? server_time_ms"),
  [CONFAB_CARRIER_ERROR] = "error code text",
  [CONFAB_CARRIER_ICE_GET] = "ice.get",
  [CONFAB_CARRIER_ICE] = "ice servers ttl_s",
  [CONFAB_CARRIER_LEAVE] = "leave",
  [CONFAB_CARRIER_BYE] = "bye code text",
  [CONFAB_CARRIER_PEER] = "peer pid state",
};

static void
test_members_are_those_of_the_protocol (void)
{
  for (guint type = 0; type < CONFAB_CARRIER_N_TYPES; type++) {
    g_auto (GStrv) expected = g_strsplit (members[type], " ", -1);
    g_autoptr (JsonObject) object = sample_object (type);

    g_assert_cmpstr (json_object_get_string_member (object, "type"), ==, expected[0]);
    g_assert_cmpstr (confab_carrier_type_to_string (type), ==, expected[0]);
    g_assert_cmpuint (json_object_get_size (object), ==, g_strv_length (expected));
    for (guint i = 1; expected[i] != NULL; i++)
      g_assert_true (json_object_has_member (object, g_strdelimit (expected[i], "?", '\0')));
  }
}

static void
test_only_optional_members_may_be_missing (void)
{
  for (guint type = 0; type < CONFAB_CARRIER_N_TYPES; type++) {
    g_auto (GStrv) expected = g_strsplit (members[type], " ", -1);

    for (guint i = 1; expected[i] != NULL; i++) {
      g_autoptr (JsonObject) object = sample_object (type);
      gboolean optional = g_str_has_suffix (expected[i], "?");

      g_test_message ("%s without %s", expected[0], expected[i]);
      json_object_remove_member (object, g_strdelimit (expected[i], "?", '\0'));
      if (optional) {
        g_autoptr (ConfabCarrier) carrier = parse_object (object, NULL);

        g_assert_nonnull (carrier);
      } else {
        assert_object_refused (object);
      }
    }
  }
}

static void
test_members_that_do_not_belong_are_refused (void)
{
  for (guint type = 0; type < CONFAB_CARRIER_N_TYPES; type++) {
    g_autoptr (JsonObject) object = sample_object (type);

    json_object_set_string_member (object, "x", "");
    assert_object_refused (object);
  }
}

static void
test_members_twice_are_refused (void)
{
  for (guint type = 0; type < CONFAB_CARRIER_N_TYPES; type++) {
    g_autofree char *text = sample_json (type);
    g_autofree char *doubled =
        g_strdup_printf ("{\"type\":\"%s\",%s", confab_carrier_type_to_string (type), text + 1);

    assert_text_refused (doubled, CONFAB_PROTOCOL_ERROR_MALFORMED);
  }
}

static JsonNode *
parse_node (const char *text)
{
  return json_from_string (text, NULL);
}

/* Values that no member of any type may have, beside those of its own form. */
static void
test_members_of_another_form_are_refused (void)
{
  static const char *const wrong[] = { "null", "true", "-1", "99999999999999", "\"=\"", "[]",
                                       "[1]",  "[{}]", "{}", "{\"x\":1}" };

  for (guint type = 0; type < CONFAB_CARRIER_N_TYPES; type++) {
    g_auto (GStrv) expected = g_strsplit (members[type], " ", -1);

    for (guint i = 1; expected[i] != NULL; i++) {
      const char *key = g_strdelimit (expected[i], "?", '\0');

      for (gsize w = 0; w < G_N_ELEMENTS (wrong); w++) {
        g_autoptr (JsonObject) object = sample_object (type);
        g_autoptr (ConfabCarrier) carrier = NULL;
        g_autofree char *again = NULL;
        g_autoptr (JsonNode) node = parse_node (wrong[w]);

        json_object_set_member (object, key, json_node_copy (node));
        carrier = parse_object (object, NULL);
        if (carrier == NULL)
          continue;
        /* What is taken must be a value of the member's own form: it comes out as it went in. */
        again = confab_carrier_to_json (carrier);
        g_test_message ("%s: %s as %s", expected[0], key, wrong[w]);
        g_assert_nonnull (strstr (again, wrong[w]));
      }
    }
  }
}

/** Nested: an object inside of a message: how to get there, and its members. */
typedef struct {
  ConfabCarrierType type;
  const char *path;
  const char *members;
} Nested;

#define STEP_MEMBERS "link roster joins cmds roles handover?"

static const Nested nested[] = {
  { CONFAB_CARRIER_LINK, "roles.0", "cmd join" },
  { CONFAB_CARRIER_ICE_CANDIDATE, "candidate", "candidate sdpMid sdpMLineIndex" },
  { CONFAB_CARRIER_SYNC, "links.0", STEP_MEMBERS },
  { CONFAB_CARRIER_SYNC, "links.0.roles.0", "cmd join" },
  { CONFAB_CARRIER_LINEAGE, "entries.0", "link roster join next handover?" },
  { CONFAB_CARRIER_LINEAGE, "roles.0", "cmd join" },
  { CONFAB_CARRIER_WELCOME, "link", STEP_MEMBERS },
  { CONFAB_CARRIER_WELCOME, "lineage", "entries roles" },
  { CONFAB_CARRIER_RESTORE, "lineage.entries.0", "link roster join next handover?" },
  { CONFAB_CARRIER_ICE, "servers.0", "urls username? credential?" },
};

/* Follows "key.index.key"; every index is 0. */
static JsonObject *
descend (JsonObject *object, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  JsonNode *node = NULL;

  for (guint i = 0; steps[i] != NULL; i++) {
    if (strcmp (steps[i], "0") == 0)
      node = json_array_get_element (json_node_get_array (node), 0);
    else
      node = json_object_get_member (object, steps[i]);
    g_assert_nonnull (node);
    if (JSON_NODE_HOLDS_OBJECT (node))
      object = json_node_get_object (node);
  }
  return object;
}

/* One nested object with each of its members missing, and with one more. */
static void
check_nested (const Nested *place)
{
  g_auto (GStrv) expected = g_strsplit (place->members, " ", -1);
  g_autoptr (JsonObject) longer = sample_object (place->type);
  JsonObject *inner = descend (longer, place->path);

  g_test_message ("%s: %s", confab_carrier_type_to_string (place->type), place->path);
  g_assert_cmpuint (json_object_get_size (inner), ==, g_strv_length (expected));
  json_object_set_int_member (inner, "x", 1);
  assert_object_refused (longer);

  for (guint i = 0; expected[i] != NULL; i++) {
    gboolean optional = g_str_has_suffix (expected[i], "?");
    const char *key = g_strdelimit (expected[i], "?", '\0');
    g_autoptr (JsonObject) object = sample_object (place->type);
    g_autoptr (ConfabCarrier) carrier = NULL;

    inner = descend (object, place->path);
    g_assert_true (json_object_has_member (inner, key));
    json_object_remove_member (inner, key);
    carrier = parse_object (object, NULL);
    g_assert_true ((carrier != NULL) == optional);
  }
}

static void
test_nested_objects_have_exactly_their_members (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nested); i++)
    check_nested (&nested[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/carrier-members/members-are-those-of-the-protocol",
                   test_members_are_those_of_the_protocol);
  g_test_add_func ("/carrier-members/only-optional-members-may-be-missing",
                   test_only_optional_members_may_be_missing);
  g_test_add_func ("/carrier-members/members-that-do-not-belong-are-refused",
                   test_members_that_do_not_belong_are_refused);
  g_test_add_func ("/carrier-members/members-twice-are-refused", test_members_twice_are_refused);
  g_test_add_func ("/carrier-members/members-of-another-form-are-refused",
                   test_members_of_another_form_are_refused);
  g_test_add_func ("/carrier-members/nested-objects-have-exactly-their-members",
                   test_nested_objects_have_exactly_their_members);
  return g_test_run ();
}
