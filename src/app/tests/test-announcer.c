/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/announcer.h"

#include "app/tile.h"

static void
on_said (ConfabAnnouncer *announcer, const char *text, GString *said)
{
  g_string_append_printf (said, "%s;", text);
}

static void
assert_said (GString *said, const char *text)
{
  g_assert_cmpstr (said->str, ==, text);
  g_string_truncate (said, 0);
}

static ConfabTile *
person (guint8 number, const char *name)
{
  ConfabPid pid = { .bytes = { number } };

  return confab_tile_new (&pid, name, NULL, FALSE);
}

static void
test_what_is_seen_is_said (void)
{
  g_autoptr (GListStore) tiles = g_list_store_new (CONFAB_TYPE_TILE);
  g_autoptr (ConfabTile) own = confab_tile_new (NULL, "Me", NULL, TRUE);
  g_autoptr (ConfabTile) ada = person (1, "Ada");
  g_autoptr (ConfabTile) ada_again = person (1, "Ada");
  g_autoptr (ConfabTile) ben = person (2, "Ben");
  g_autoptr (ConfabAnnouncer) announcer = confab_announcer_new (NULL);
  g_autoptr (GString) said = g_string_new (NULL);

  g_signal_connect (announcer, "said", G_CALLBACK (on_said), said);
  g_list_store_append (tiles, own);
  g_list_store_append (tiles, ada);
  confab_announcer_set_tiles (announcer, G_LIST_MODEL (tiles));
  assert_said (said, "");

  g_list_store_append (tiles, ben);
  assert_said (said, "Ben is here;");
  g_object_set (ben, "hand", TRUE, NULL);
  g_object_set (ben, "hand", FALSE, NULL);
  assert_said (said, "Ben raises a hand;");
  g_object_set (own, "hand", TRUE, NULL);
  assert_said (said, "");
  g_object_set (ada, "answering", FALSE, NULL);
  g_object_set (ada, "answering", TRUE, NULL);
  assert_said (said, "Ada does not answer;Ada answers again;");

  g_list_store_splice (tiles, 1, 1, (gpointer *) &ada_again, 1);
  assert_said (said, "");
  g_list_store_remove (tiles, 2);
  assert_said (said, "Ben has left;");

  confab_announcer_say (announcer, "The link is on the clipboard");
  assert_said (said, "The link is on the clipboard;");

  confab_announcer_set_tiles (announcer, NULL);
  g_list_store_remove_all (tiles);
  g_object_set (ada_again, "hand", TRUE, NULL);
  assert_said (said, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/announcer/what others see is said", test_what_is_seen_is_said);
  return g_test_run ();
}
