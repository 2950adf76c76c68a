/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol.h"
#include "protocol/tests/model-vectors.h"

/* (transfer full) @n entries with ords and pids of their own. */
static ConfabRosterEntry *
make_entries (guint n)
{
  ConfabRosterEntry *entries = g_new0 (ConfabRosterEntry, n);

  for (guint i = 0; i < n; i++) {
    entries[i].ord = (guint16) (2 * i);
    entries[i].pid.bytes[0] = (guint8) (i >> 8) + 1;
    entries[i].pid.bytes[15] = (guint8) i;
    entries[i].role = CONFAB_ROLE_PARTICIPANT;
  }
  return entries;
}

static void
test_roster_is_that_of_the_model (void)
{
  ConfabRosterEntry entries[2] = {
    { .ord = 0, .role = CONFAB_ROLE_HOST, .flags = 0x05 },
    { .ord = 1, .role = CONFAB_ROLE_PARTICIPANT, .flags = 0x05 },
  };
  g_autoptr (GBytes) roster = model_bytes ("roster");
  g_autofree ConfabRosterEntry *decoded = NULL;
  g_autoptr (GBytes) encoded = NULL;
  guint n_entries = 0;

  MODEL_FILL (&entries[0].pid, "ada-pid");
  MODEL_FILL (&entries[1].pid, "bob-pid");
  MODEL_FILL (&entries[1].join_hash, "join-hash-bob");
  decoded = confab_roster_decode (roster, &n_entries, NULL);
  g_assert_cmpuint (n_entries, ==, 2);
  entries[0].join_hash = decoded[0].join_hash;
  encoded = confab_roster_encode (entries, 2);
  assert_bytes_are_model ("roster", encoded);
}

static void
test_roster_holds_256_entries_and_no_more (void)
{
  g_autofree ConfabRosterEntry *entries = make_entries (257);
  g_autoptr (GBytes) full = confab_roster_encode (entries, 256);
  g_autofree ConfabRosterEntry *decoded = NULL;
  g_autoptr (GError) error = NULL;
  GByteArray *more = g_byte_array_new ();
  g_autoptr (GBytes) too_many = NULL;
  guint n_entries = 0;

  g_assert_cmpuint (g_bytes_get_size (full), ==, 256 * 52);
  decoded = confab_roster_decode (full, &n_entries, NULL);
  g_assert_cmpuint (n_entries, ==, 256);
  g_assert_cmpmem (decoded, sizeof *decoded * 256, entries, sizeof *entries * 256);

  g_byte_array_append (more, g_bytes_get_data (full, NULL), 256 * 52);
  g_byte_array_append (more, g_bytes_get_data (full, NULL), 52);
  more->data[256 * 52] = 0x7f; /* keeps the order of ords */
  more->data[256 * 52 + 3] = 0x7f;
  too_many = g_byte_array_free_to_bytes (more);
  g_assert_null (confab_roster_decode (too_many, &n_entries, &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED);
  g_assert_cmpuint (n_entries, ==, 256);
}

static void
test_roster_in_wrong_order_or_with_a_pid_twice_is_refused (void)
{
  g_autofree ConfabRosterEntry *entries = make_entries (3);
  g_autoptr (GBytes) good = confab_roster_encode (entries, 3);
  guint n_entries;

  for (guint way = 0; way < 3; way++) {
    g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (good, NULL), 3 * 52);
    g_autoptr (GBytes) bad = NULL;

    if (way == 0)
      bytes[52 + 1] = 9; /* ord 0, 9, 4 */
    else if (way == 1)
      bytes[2 * 52 + 1] = 2; /* ord 0, 2, 2 */
    else
      memcpy (bytes + 2 * 52 + 2, bytes + 2, CONFAB_PID_BYTES);
    bad = g_bytes_new (bytes, 3 * 52);
    g_assert_null (confab_roster_decode (bad, &n_entries, NULL));
  }
}

static void
test_removed_and_absent_entries_are_not_present (void)
{
  ConfabRosterEntry entry = { .role = CONFAB_ROLE_HOST, .flags = (guint8) ~CONFAB_ENTRY_ABSENT };

  g_assert_true (confab_roster_entry_is_present (&entry));
  entry.flags = CONFAB_ENTRY_ABSENT;
  g_assert_false (confab_roster_entry_is_present (&entry));
  entry.flags = 0;
  entry.role = CONFAB_ROLE_REMOVED;
  g_assert_false (confab_roster_entry_is_present (&entry));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roster/is-that-of-the-model", test_roster_is_that_of_the_model);
  g_test_add_func ("/roster/holds-256-entries-and-no-more",
                   test_roster_holds_256_entries_and_no_more);
  g_test_add_func ("/roster/in-wrong-order-or-with-a-pid-twice-is-refused",
                   test_roster_in_wrong_order_or_with_a_pid_twice_is_refused);
  g_test_add_func ("/roster/removed-and-absent-entries-are-not-present",
                   test_removed_and_absent_entries_are_not_present);
  return g_test_run ();
}
