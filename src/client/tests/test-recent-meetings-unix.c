/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list on a full disk: no file may become longer. */
#include "base/tests/await.h"
#include "client/recent-meetings-private.h"

#include <signal.h>
#include <sys/resource.h>

#define LINK "https://meet.example.org/j/ada#AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"

static ConfabRecentMeetings *
open_list (const char *folder)
{
  g_autoptr (GAsyncResult) result = NULL;

  confab_recent_meetings_open_async (folder, NULL, await_callback, &result);
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
test_forgotten_links_do_not_stay_for_want_of_room (void)
{
  g_autofree char *folder = await_make_folder ();
  g_autofree char *path = g_build_filename (folder, "recent-meetings.json", NULL);
  g_autoptr (ConfabRecentMeetings) list = open_list (folder);
  g_autoptr (GPtrArray) removed = NULL;
  g_autofree char *text = NULL;
  struct rlimit former, none;

  confab_recent_meetings_add (list, LINK, 1000);
  flush (list);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &former), ==, 0);
  none = (struct rlimit){ 0, former.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  removed = confab_recent_meetings_clear (list);
  flush (list);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &former), ==, 0);
  if (g_file_get_contents (path, &text, NULL, NULL))
    g_assert_null (strstr (text, "example.org"));
  await_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/recent-meetings/forgotten-links-do-not-stay-for-want-of-room",
                   test_forgotten_links_do_not_stay_for_want_of_room);
  return g_test_run ();
}
