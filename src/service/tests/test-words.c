/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol.h"
#include "service/words.h"

static void
test_list (void)
{
  guint n_words;
  const char *const *words = confab_words_list (&n_words);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (n_words, ==, 512);
  for (guint i = 0; i < n_words; i++) {
    gsize length = strlen (words[i]);

    g_assert_cmpuint (length, >=, 3);
    g_assert_cmpuint (length, <=, 8);
    g_assert_cmpuint (strspn (words[i], "abcdefghijklmnopqrstuvwxyz"), ==, length);
    g_assert_true (g_hash_table_add (seen, (gpointer) words[i]));
  }
}

static void
test_rooms (void)
{
  guint8 random[2 * CONFAB_WORDS_IN_ROOM] = { 0 };
  g_autofree char *first = confab_words_make_room (random);
  g_autofree char *last = NULL;

  g_assert_cmpstr (first, ==, "acorn-acorn-acorn");
  memset (random, 0xff, sizeof random);
  last = confab_words_make_room (random);
  g_assert_cmpstr (last, ==, "zinc-zinc-zinc");
  g_assert_true (confab_room_id_check (last));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/words/each-is-short-plain-and-there-once", test_list);
  g_test_add_func ("/service/words/three-make-a-room", test_rooms);
  return g_test_run ();
}
