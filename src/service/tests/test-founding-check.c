/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/founding-check.h"
#include "service/tests/people.h"

#define NOW_MS G_GINT64_CONSTANT (1767225600000)
#define DAY_MS (24 * 60 * 60 * 1000)

typedef struct {
  Person *owner;
  Person *other;
  ConfabRoomRecord *room;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->owner = person_new ("Ada");
  fixture->other = person_new ("Bob");
  fixture->room = person_make_room (fixture->owner);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  person_free (fixture->owner);
  person_free (fixture->other);
  confab_room_record_free (fixture->room);
}

static ConfabRefusal
check (const Fixture *fixture, const Lead *lead, GBytes *roomcert, GBytes *waittext)
{
  ConfabFounding founding;

  return confab_founding_check (fixture->room, lead->genesis, roomcert, waittext, NOW_MS,
                                &founding);
}

static void
test_owner (Fixture *fixture, gconstpointer data)
{
  Lead *lead = lead_new (fixture->owner, fixture->room, NOW_MS);
  ConfabFounding founding;

  g_assert_cmpint (
      confab_founding_check (fixture->room, lead->genesis, NULL, NULL, NOW_MS, &founding), ==,
      CONFAB_ACCEPTED);
  g_assert_true (confab_meeting_tag_equal (&founding.tag, &lead->tag));
  lead_free (lead);
}

static void
test_stranger (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabRoomRecord) own_room = person_make_room (fixture->other);
  Lead *in_owners_name = lead_new (fixture->other, fixture->room, NOW_MS);
  Lead *in_own_name = lead_new (fixture->other, own_room, NOW_MS);

  g_assert_cmpint (check (fixture, in_owners_name, NULL, NULL), ==, CONFAB_REFUSED_NOT_OWNER);
  g_assert_cmpint (check (fixture, in_own_name, NULL, NULL), ==, CONFAB_REFUSED_NOT_OWNER);
  lead_free (in_owners_name);
  lead_free (in_own_name);
}

/* The owner, who writes another owner into GENESIS: every link with the owner's hash would refuse it. */
static void
test_owner_is_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ConfabRoomRecord) other_room = person_make_room (fixture->other);
  Lead *lead = lead_new (fixture->owner, other_room, NOW_MS);

  g_assert_cmpint (check (fixture, lead, NULL, NULL), ==, CONFAB_REFUSED_NOT_OWNER);
  lead_free (lead);
}

static void
test_delegate (Fixture *fixture, gconstpointer data)
{
  Lead *lead = lead_new (fixture->other, fixture->room, NOW_MS);
  const ConfabDigest *room = &fixture->room->room_hash;
  const ConfabVerifyKey *key = person_ik (fixture->other);
  ConfabDigest other_room = confab_room_hash (TEST_AUTHORITY, "another");
  g_autoptr (GBytes) good = person_make_roomcert (fixture->owner, room, key, NOW_MS);
  g_autoptr (GBytes) expired = person_make_roomcert (fixture->owner, room, key, NOW_MS - 1);
  g_autoptr (GBytes) elsewhere = person_make_roomcert (fixture->owner, &other_room, key, NOW_MS);
  g_autoptr (GBytes) by_itself = person_make_roomcert (fixture->other, room, key, NOW_MS);
  g_autoptr (GBytes) for_owner =
      person_make_roomcert (fixture->owner, room, person_ik (fixture->owner), NOW_MS);
  g_autoptr (GBytes) forged = spoil (good, 150);

  g_assert_cmpint (check (fixture, lead, good, NULL), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (check (fixture, lead, expired, NULL), ==, CONFAB_REFUSED_NOT_OWNER);
  g_assert_cmpint (check (fixture, lead, elsewhere, NULL), ==, CONFAB_REFUSED_NOT_OWNER);
  g_assert_cmpint (check (fixture, lead, by_itself, NULL), ==, CONFAB_REFUSED_NOT_OWNER);
  g_assert_cmpint (check (fixture, lead, for_owner, NULL), ==, CONFAB_REFUSED_NOT_OWNER);
  g_assert_cmpint (check (fixture, lead, forged, NULL), ==, CONFAB_REFUSED_BAD_GENESIS);
  lead_free (lead);
}

static void
test_time (Fixture *fixture, gconstpointer data)
{
  static const struct {
    gint64 off_ms;
    ConfabRefusal refusal;
  } cases[] = {
    { DAY_MS, CONFAB_ACCEPTED },
    { DAY_MS + 1, CONFAB_REFUSED_CLOCK },
    { -DAY_MS, CONFAB_ACCEPTED },
    { -DAY_MS - 1, CONFAB_REFUSED_CLOCK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Person *owner = person_new_again (fixture->owner);
    Lead *lead = lead_new (owner, fixture->room, NOW_MS + cases[i].off_ms);

    g_assert_cmpint (check (fixture, lead, NULL, NULL), ==, cases[i].refusal);
    lead_free (lead);
    person_free (owner);
  }
}

static void
test_forged (Fixture *fixture, gconstpointer data)
{
  Lead *lead = lead_new (fixture->owner, fixture->room, NOW_MS);
  GBytes *genuine = lead->genesis;
  gsize size = g_bytes_get_size (genuine);

  for (gsize byte = 0; byte < size; byte += 7) {
    g_autoptr (GBytes) spoilt = spoil (genuine, byte);

    lead->genesis = spoilt;
    g_assert_cmpint (check (fixture, lead, NULL, NULL), !=, CONFAB_ACCEPTED);
  }
  lead->genesis = genuine;
  lead_free (lead);
}

static void
test_type_and_room (Fixture *fixture, gconstpointer data)
{
  Lead *lead = lead_new (fixture->owner, fixture->room, NOW_MS);

  fixture->room->is_transport = TRUE;
  g_assert_cmpint (check (fixture, lead, NULL, NULL), ==, CONFAB_REFUSED_TYPE);
  fixture->room->is_transport = FALSE;
  fixture->room->room_hash.bytes[0] ^= 1;
  g_assert_cmpint (check (fixture, lead, NULL, NULL), ==, CONFAB_REFUSED_BAD_GENESIS);
  lead_free (lead);
}

static void
test_wait_text (Fixture *fixture, gconstpointer data)
{
  Lead *lead = lead_new (fixture->owner, fixture->room, NOW_MS);
  ConfabDigest other_room = confab_room_hash (TEST_AUTHORITY, "another");
  g_autoptr (GBytes) good = person_make_wait_text (fixture->owner, &fixture->room->room_hash);
  g_autoptr (GBytes) elsewhere = person_make_wait_text (fixture->owner, &other_room);
  g_autoptr (GBytes) strangers = person_make_wait_text (fixture->other, &fixture->room->room_hash);

  g_assert_cmpint (check (fixture, lead, NULL, good), ==, CONFAB_ACCEPTED);
  g_assert_cmpint (check (fixture, lead, NULL, elsewhere), ==, CONFAB_REFUSED_BAD_GENESIS);
  g_assert_cmpint (check (fixture, lead, NULL, strangers), ==, CONFAB_REFUSED_BAD_GENESIS);
  lead_free (lead);
}

#define ADD(name, function) \
  g_test_add ("/service/founding/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  ADD ("the-owner-may", test_owner);
  ADD ("a-stranger-may-not", test_stranger);
  ADD ("genesis-names-the-rooms-owner", test_owner_is_named);
  ADD ("whom-the-owner-names-may", test_delegate);
  ADD ("not-from-another-day", test_time);
  ADD ("not-with-one-bit-changed", test_forged);
  ADD ("only-of-the-rooms-type-and-for-the-room", test_type_and_room);
  ADD ("the-waiting-rooms-text-is-the-owners", test_wait_text);
  return g_test_run ();
}
