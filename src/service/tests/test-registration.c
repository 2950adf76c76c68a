/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/registration.h"
#include "service/tests/people.h"

#define NOW_MS G_GINT64_CONSTANT (1767225600000)
#define MINUTE_MS (60 * 1000)

typedef struct {
  Person *ada;
  Person *bob;
  ConfabDigest room_hash;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->ada = person_new ("Ada");
  fixture->bob = person_new ("Bob");
  fixture->room_hash = confab_room_hash (TEST_AUTHORITY, TEST_ROOM);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  person_free (fixture->ada);
  person_free (fixture->bob);
}

static ConfabRefusal
read_body (const char *body, ConfabRoomRecord **record)
{
  return confab_registration_read (body, strlen (body), TEST_AUTHORITY, NOW_MS, record);
}

/* (transfer full): a request with this certificate (taken) and @more keys. */
static char *
make_body (GBytes *roomcert, const char *more)
{
  g_autoptr (GBytes) owned = roomcert;
  g_autofree char *encoded = confab_base64url_encode_bytes (owned);

  return g_strdup_printf ("{\"room\":\"Ada-Lovelace\",\"roomcert\":\"%s\"%s}", encoded, more);
}

static GBytes *
own_certificate (const Fixture *fixture, gint64 not_after_ms)
{
  return person_make_roomcert (fixture->ada, &fixture->room_hash, person_ik (fixture->ada),
                               not_after_ms);
}

static void
test_good (Fixture *fixture, gconstpointer data)
{
  g_autofree char *body =
      make_body (own_certificate (fixture, NOW_MS + 10 * MINUTE_MS),
                 ",\"type\":\"transport\",\"waiting_room\":true,\"policy\":257");
  g_autofree char *plain = make_body (own_certificate (fixture, NOW_MS), "");
  g_autoptr (ConfabRoomRecord) record = NULL;
  g_autoptr (ConfabRoomRecord) simple = NULL;

  g_assert_cmpint (read_body (body, &record), ==, CONFAB_ACCEPTED);
  g_assert_cmpstr (record->id, ==, "ada-lovelace");
  g_assert_true (record->is_transport);
  g_assert_true (record->waiting_room);
  g_assert_cmphex (record->policy, ==, 257);
  g_assert_true (confab_verify_key_equal (&record->owner_ik, person_ik (fixture->ada)));
  g_assert_true (confab_digest_equal (&record->room_hash, &fixture->room_hash));

  g_assert_cmpint (read_body (plain, &simple), ==, CONFAB_ACCEPTED);
  g_assert_false (simple->is_transport);
  g_assert_false (simple->waiting_room);
  g_assert_cmphex (simple->policy, ==, 0);
}

static void
assert_certificate_refused (GBytes *roomcert)
{
  g_autofree char *body = make_body (roomcert, "");
  ConfabRoomRecord *record = NULL;

  g_assert_cmpint (read_body (body, &record), ==, CONFAB_REFUSED_ROOM_CERTIFICATE);
  g_assert_null (record);
}

static void
test_certificate (Fixture *fixture, gconstpointer data)
{
  ConfabDigest elsewhere = confab_room_hash ("other.example.org", TEST_ROOM);
  g_autoptr (GBytes) good = own_certificate (fixture, NOW_MS);

  assert_certificate_refused (own_certificate (fixture, NOW_MS - 6 * MINUTE_MS));
  assert_certificate_refused (own_certificate (fixture, NOW_MS + 16 * MINUTE_MS));
  assert_certificate_refused (
      person_make_roomcert (fixture->ada, &elsewhere, person_ik (fixture->ada), NOW_MS));
  /* A certificate that the owner once gave to somebody does not let that one take the room. */
  assert_certificate_refused (
      person_make_roomcert (fixture->ada, &fixture->room_hash, person_ik (fixture->bob), NOW_MS));
  assert_certificate_refused (spoil (good, 100));
  assert_certificate_refused (g_bytes_new_static ("x", 1));
}

static void
test_form (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *body;
    ConfabRefusal refusal;
  } cases[] = {
    { "", CONFAB_REFUSED_BAD_MESSAGE },
    { "[]", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"room\":\"abd\"}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"owner\":\"x\"}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"type\":\"open\"}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"type\":7}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"waiting_room\":1}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"waiting_room\":null}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"policy\":65536}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"policy\":-1}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"policy\":\"1\"}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":\"abc\",\"policy\":{}}", CONFAB_REFUSED_BAD_MESSAGE },
    { "{\"room\":[\"abc\"],\"roomcert\":\"\"}", CONFAB_REFUSED_ROOM_NAME },
    { "{}", CONFAB_REFUSED_ROOM_NAME },
    { "{\"room\":\"ab\"}", CONFAB_REFUSED_ROOM_NAME },
    { "{\"room\":\"a/b/c\"}", CONFAB_REFUSED_ROOM_NAME },
    { "{\"room\":\"abc\"}", CONFAB_REFUSED_ROOM_CERTIFICATE },
    { "{\"room\":\"abc\",\"roomcert\":\"AA==\"}", CONFAB_REFUSED_ROOM_CERTIFICATE },
    { "{\"room\":\"abc\",\"roomcert\":{}}", CONFAB_REFUSED_ROOM_CERTIFICATE },
  };
  g_autoptr (GString) deep = g_string_new ("{\"room\":");
  ConfabRoomRecord *record = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (read_body (cases[i].body, &record), ==, cases[i].refusal);
  for (guint i = 0; i < 16000; i++)
    g_string_append_c (deep, '[');
  g_assert_cmpint (read_body (deep->str, &record), ==, CONFAB_REFUSED_BAD_MESSAGE);
  g_assert_null (record);
}

#define ADD(name, function) \
  g_test_add ("/service/registration/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  ADD ("an-owner-registers-a-room", test_good);
  ADD ("the-certificate-is-the-owners-own-and-new", test_certificate);
  ADD ("what-is-no-request-is-refused", test_form);
  return g_test_run ();
}
