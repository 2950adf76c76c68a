/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One visit after another, in meetings that this program hosts for itself alone. */
#include "app/hall.h"
#include "app/settings.h"

#include <glib/gstdio.h>

#define INVITATION "https://meet.example.org/j/blue-river"

typedef struct {
  char *dir;
  ConfabDesk *desk;
  ConfabHall *hall;
  ConfabVisit *visit; /* the newest */
  ConfabLobby *lobby; /* likewise */
  char *link;         /* of the lobby */
  guint n_visits, n_lobbies, n_closed;
  char *said;
} Fixture;

static void
on_visit (ConfabHall *hall, ConfabVisit *visit, Fixture *f)
{
  if (f->visit != NULL)
    g_assert_cmpint (confab_visit_get_step (f->visit), ==, CONFAB_VISIT_OVER);
  g_set_object (&f->visit, visit);
  f->n_visits++;
}

static void
on_lobby (ConfabHall *hall, ConfabLobby *lobby, const char *link, Fixture *f)
{
  if (f->visit != NULL)
    g_assert_cmpint (confab_visit_get_step (f->visit), ==, CONFAB_VISIT_OVER);
  g_set_object (&f->lobby, lobby);
  g_free (f->link);
  f->link = g_strdup (link);
  f->n_lobbies++;
}

static void
on_notice (ConfabHall *hall, const char *text, Fixture *f)
{
  g_free (f->said);
  f->said = g_strdup (text);
}

static void
on_closed (Fixture *f)
{
  f->n_closed++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const given[CONFAB_N_DEVICE_KINDS] = { "none", "none", "none" };

  f->dir = g_dir_make_tmp ("confab-hall-XXXXXX", NULL);
  f->desk = confab_desk_new (f->dir, "Ada", NULL);
  f->hall = confab_hall_new (f->desk, given);
  g_signal_connect (f->hall, "visit", G_CALLBACK (on_visit), f);
  g_signal_connect (f->hall, "lobby", G_CALLBACK (on_lobby), f);
  g_signal_connect (f->hall, "notice", G_CALLBACK (on_notice), f);
  g_signal_connect_swapped (f->hall, "closed", G_CALLBACK (on_closed), f);
}

static void
remove_below (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (dir, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      remove_below (path);
    else
      g_unlink (path);
  }
  g_rmdir (dir);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->n_closed == 0)
    confab_hall_close (f->hall);
  while (f->n_closed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&f->visit);
  g_clear_object (&f->lobby);
  g_clear_object (&f->hall);
  g_clear_object (&f->desk);
  confab_client_drain ();
  remove_below (f->dir);
  g_free (f->dir);
  g_free (f->link);
  g_free (f->said);
}

static void
open_desk (Fixture *f)
{
  confab_desk_open (f->desk, NULL);
  while (confab_desk_get_state (f->desk) == CONFAB_DESK_OPENING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (confab_desk_get_state (f->desk), ==, CONFAB_DESK_OPEN);
}

static gboolean
may_begin (Fixture *f)
{
  gboolean may_begin = FALSE;

  g_object_get (f->hall, "may-begin", &may_begin, NULL);
  return may_begin;
}

/* Waits for the @n-th visit to be in its meeting. */
static void
wait_inside (Fixture *f, guint n)
{
  while (f->n_visits < n || confab_visit_get_step (f->visit) < CONFAB_VISIT_INSIDE)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->n_visits, ==, n);
  g_assert_cmpint (confab_visit_get_step (f->visit), ==, CONFAB_VISIT_INSIDE);
}

static void
begin_meeting (Fixture *f)
{
  open_desk (f);
  confab_hall_start (f->hall);
  wait_inside (f, 1);
}

static void
test_what_is_wished_early_is_not_lost (Fixture *f, gconstpointer data)
{
  g_assert_true (may_begin (f));
  confab_hall_start (f->hall);
  g_assert_cmpuint (f->n_visits, ==, 0);
  confab_hall_join (f->hall, INVITATION);
  confab_hall_open_invitation (f->hall, INVITATION);
  open_desk (f);
  g_assert_cmpuint (f->n_visits, ==, 0);
  g_assert_cmpuint (f->n_lobbies, ==, 1);
  g_assert_cmpstr (f->link, ==, INVITATION);
}

static void
test_one_visit_after_another (Fixture *f, gconstpointer data)
{
  begin_meeting (f);
  confab_visit_part (f->visit);
  g_assert_true (may_begin (f));
  confab_hall_start (f->hall);
  g_assert_cmpuint (f->n_visits, ==, 1);
  g_assert_cmpint (confab_visit_get_step (f->visit), ==, CONFAB_VISIT_LEAVING);
  wait_inside (f, 2);
}

static void
test_devices_are_not_opened_while_leaving (Fixture *f, gconstpointer data)
{
  begin_meeting (f);
  confab_visit_part (f->visit);
  confab_hall_open_invitation (f->hall, INVITATION);
  g_assert_cmpuint (f->n_lobbies, ==, 0);
  while (f->n_lobbies == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (f->link, ==, INVITATION);
}

static void
test_the_last_wish_counts (Fixture *f, gconstpointer data)
{
  begin_meeting (f);
  confab_visit_leave (f->visit);
  confab_hall_start (f->hall);
  confab_hall_join_again (f->hall);
  confab_hall_check_devices (f->hall);
  while (f->n_lobbies == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (f->link);
  g_assert_cmpuint (f->n_visits, ==, 1);
  confab_hall_join_again (f->hall);
  wait_inside (f, 2);
}

static void
test_who_goes_out_wishes_for_nothing (Fixture *f, gconstpointer data)
{
  begin_meeting (f);
  confab_visit_part (f->visit);
  confab_hall_start (f->hall);
  confab_hall_go_out (f->hall);
  while (confab_hall_get_visit (f->hall) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (f->n_visits, ==, 1);
}

static void
test_a_meeting_is_not_interrupted (Fixture *f, gconstpointer data)
{
  begin_meeting (f);
  g_assert_false (may_begin (f));
  confab_hall_open_invitation (f->hall, INVITATION);
  g_assert_nonnull (strstr (f->said, "leave it to join another one"));
  confab_hall_start (f->hall);
  g_assert_nonnull (strstr (f->said, "in a meeting already"));
  confab_hall_go_out (f->hall);
  g_assert_cmpint (confab_visit_get_step (f->visit), ==, CONFAB_VISIT_INSIDE);
}

static void
test_what_is_no_invitation_is_told (Fixture *f, gconstpointer data)
{
  open_desk (f);
  confab_hall_open_invitation (f->hall, "confab://nowhere");
  g_assert_nonnull (f->said);
  g_assert_cmpuint (f->n_lobbies, ==, 0);
}

static void
test_closing_grants_nothing (Fixture *f, gconstpointer data)
{
  begin_meeting (f);
  confab_visit_part (f->visit);
  confab_hall_start (f->hall);
  confab_hall_close (f->hall);
  g_assert_false (may_begin (f));
  g_assert_cmpuint (f->n_closed, ==, 0);
  confab_hall_start (f->hall);
  while (f->n_closed == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (confab_visit_get_step (f->visit), ==, CONFAB_VISIT_OVER);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (f->n_closed, ==, 1);
  g_assert_cmpuint (f->n_visits, ==, 1);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("CONFAB_SCHEMA_DIR", CONFAB_TEST_SCHEMA_DIR, TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_test_init (&argc, &argv, NULL);
  confab_settings_load (&error);
  g_assert_no_error (error);
#define add(path, function) g_test_add ("/hall/" path, Fixture, NULL, set_up, function, tear_down)
  add ("what-is-wished-early-is-not-lost", test_what_is_wished_early_is_not_lost);
  add ("one-visit-after-another", test_one_visit_after_another);
  add ("devices-are-not-opened-while-leaving", test_devices_are_not_opened_while_leaving);
  add ("the-last-wish-counts", test_the_last_wish_counts);
  add ("who-goes-out-wishes-for-nothing", test_who_goes_out_wishes_for_nothing);
  add ("a-meeting-is-not-interrupted", test_a_meeting_is_not_interrupted);
  add ("what-is-no-invitation-is-told", test_what_is_no_invitation_is_told);
  add ("closing-grants-nothing", test_closing_grants_nothing);
#undef add
  return g_test_run ();
}
