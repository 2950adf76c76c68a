/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/tests/await.h"
#include "client/client.h"
#include "client/recent-meetings-private.h"

#include <glib/gstdio.h>

#define SECRET "#AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"

typedef struct {
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("confab-recent-XXXXXX", NULL);
  f->path = g_build_filename (f->dir, "recent-meetings.json", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->path);
  g_assert_cmpint (g_rmdir (f->dir), ==, 0); /* and nothing else was left behind */
  g_free (f->path);
  g_free (f->dir);
}

static ConfabRecentMeetings *
open_list (Fixture *f)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_recent_meetings_open_async (f->dir, NULL, await_callback, &result);
  return confab_recent_meetings_open_finish (await_result (&result));
}

static void
flush (ConfabRecentMeetings *list)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_recent_meetings_flush_async (list, await_callback, &result);
  await_result (&result);
}

static void
add (ConfabRecentMeetings *list, const char *room, gint64 now_ms)
{
  g_autofree char *link = g_strdup_printf ("https://meet.example.org/j/%s" SECRET, room);

  confab_recent_meetings_add (list, link, now_ms);
}

/* The rooms of the list, latest first, with a space between them. */
static char *
rooms (ConfabRecentMeetings *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    g_autoptr (ConfabRecentMeeting) meeting = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            confab_recent_meeting_get_room (meeting));
  }
  return g_string_free (text, FALSE);
}

static void
assert_rooms (ConfabRecentMeetings *list, const char *expected)
{
  g_autofree char *text = rooms (list);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_list_outlives_the_program (Fixture *f, gconstpointer data)
{
  ConfabRecentMeetings *list = open_list (f);
  ConfabRecentMeeting *meeting;
  GStatBuf status;

  add (list, "ada", 1000);
  add (list, "ben", 2000);
  flush (list);
  g_object_unref (list);
  g_assert_cmpint (g_stat (f->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  list = open_list (f);
  g_assert_null (confab_recent_meetings_get_trouble (list));
  assert_rooms (list, "ben ada");
  meeting = confab_recent_meetings_find (list, "meet.example.org", "ada");
  g_assert_cmpstr (confab_recent_meeting_get_link (meeting), ==,
                   "https://meet.example.org/j/ada" SECRET);
  g_assert_cmpint (confab_recent_meeting_get_visited_ms (meeting), ==, 1000);
  g_assert_null (confab_recent_meetings_find (list, "meet.example.com", "ada"));
  g_object_unref (list);
}

static void
test_a_room_is_listed_once (Fixture *f, gconstpointer data)
{
  g_autoptr (ConfabRecentMeetings) list = open_list (f);

  add (list, "ada", 1000);
  add (list, "ben", 2000);
  confab_recent_meetings_add (list, "confab://MEET.example.org/j/Ada", 3000);
  assert_rooms (list, "ada ben");
  g_assert_cmpstr (confab_recent_meeting_get_link (
                       confab_recent_meetings_find (list, "meet.example.org", "ada")),
                   ==, "confab://MEET.example.org/j/Ada");
  confab_recent_meetings_add (list, "not a link", 4000);
  assert_rooms (list, "ada ben");
  flush (list);
}

static void
test_the_oldest_is_forgotten (Fixture *f, gconstpointer data)
{
  g_autoptr (ConfabRecentMeetings) list = open_list (f);

  for (guint i = 0; i <= CONFAB_RECENT_MEETINGS_MAX; i++) {
    g_autofree char *room = g_strdup_printf ("room-%u", i);

    add (list, room, i);
  }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, CONFAB_RECENT_MEETINGS_MAX);
  g_assert_null (confab_recent_meetings_find (list, "meet.example.org", "room-0"));
  flush (list);
}

static void
test_removal_is_taken_back (Fixture *f, gconstpointer data)
{
  ConfabRecentMeetings *list = open_list (f);
  g_autoptr (GPtrArray) removed = NULL;

  add (list, "ada", 1000);
  add (list, "ben", 2000);
  add (list, "cem", 3000);
  removed = confab_recent_meetings_clear (list);
  g_assert_cmpuint (removed->len, ==, 3);
  assert_rooms (list, "");
  add (list, "ben", 4000);
  confab_recent_meetings_put_back (list, removed);
  assert_rooms (list, "ben cem ada");
  confab_recent_meetings_remove (list, removed->pdata[0]);
  assert_rooms (list, "ben ada");
  flush (list);
  g_object_unref (list);
  list = open_list (f);
  assert_rooms (list, "ben ada");
  g_object_unref (list);
}

static void
test_forgetting_empties_the_file (Fixture *f, gconstpointer data)
{
  ConfabRecentMeetings *list = open_list (f);
  g_autofree char *text = NULL;

  add (list, "ada", 1000);
  confab_recent_meetings_set_remembering (list, FALSE);
  add (list, "ben", 2000);
  assert_rooms (list, "");
  flush (list);
  g_object_unref (list);
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  g_assert_null (strstr (text, "example.org"));

  list = open_list (f);
  g_assert_false (confab_recent_meetings_get_remembering (list));
  g_object_unref (list);
}

/* The second change came while the first was being written: nobody but the end of the program sees to it. */
static void
test_end_of_the_program_waits_for_the_file (Fixture *f, gconstpointer data)
{
  ConfabRecentMeetings *list = open_list (f);
  g_autofree char *text = NULL;

  add (list, "ada", 1000);
  confab_recent_meetings_set_remembering (list, FALSE);
  g_object_unref (list);
  confab_client_drain ();
  g_assert_true (g_file_get_contents (f->path, &text, NULL, NULL));
  g_assert_null (strstr (text, "example.org"));
  g_assert_nonnull (strstr (text, "false"));
}

/* What can't be read may be a newer version's, or half of a good list: it is kept beside the new one. */
static void
test_damaged_file_is_put_aside (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = {
    "{\"version\":1,\"remembering\":true,\"meetings\":[{\"link\":\"https://meet.exa",
    "{\"version\":2,\"remembering\":true,\"meetings\":[]}",
    "{\"version\":1,\"remembering\":true,\"meetings\":[{\"link\":\"nowhere\",\"visited_ms\":1}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *aside = g_strdup_printf ("%s.damaged-%u", f->path, i + 1);
    g_autofree char *kept = NULL;
    g_autoptr (ConfabRecentMeetings) list = NULL;

    g_assert_true (g_file_set_contents (f->path, texts[i], -1, NULL));
    list = open_list (f);
    g_assert_nonnull (strstr (confab_recent_meetings_get_trouble (list), aside));
    add (list, "ada", 1000);
    flush (list);
    g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
    g_assert_cmpstr (kept, ==, texts[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *aside = g_strdup_printf ("%s.damaged-%u", f->path, i + 1);

    g_unlink (aside);
  }
}

static void
add_test (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/recent-meetings/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("the list outlives the program", test_list_outlives_the_program);
  add_test ("a room is listed once, with its newest link", test_a_room_is_listed_once);
  add_test ("the oldest is forgotten", test_the_oldest_is_forgotten);
  add_test ("a removal is taken back", test_removal_is_taken_back);
  add_test ("forgetting empties the file", test_forgetting_empties_the_file);
  add_test ("the end of the program waits for the file",
            test_end_of_the_program_waits_for_the_file);
  add_test ("a damaged file is put aside", test_damaged_file_is_put_aside);
  return g_test_run ();
}
