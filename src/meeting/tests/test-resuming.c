/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People at the door of a meeting that goes away. */
#include "meeting/tests/rig.h"

/* Only its founder may bring the GENESIS of a meeting that has no LINK, and restores have one. */
static gboolean
see_no_genesis_of_guests (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier,
                          gpointer user_data)
{
  if (to == NULL && carrier->type == CONFAB_CARRIER_GENESIS)
    g_assert_cmpstr (from->name, ==, "Ada");
  return TRUE;
}

static void
admit (Person *host, Person *person)
{
  g_autoptr (GError) error = NULL;

  rig_run (host->rig, 2000);
  confab_meeting_admit (host->meeting, confab_meeting_get_pid (person->meeting), rig_time (host),
                        &error);
  g_assert_no_error (error);
  rig_await (person, CONFAB_MEETING_ACTIVE);
}

/* The host's computer crashed and the service gave the meeting up: who waited waits for the next one. */
static void
test_meeting_is_over (void)
{
  g_autoptr (Rig) rig = rig_new (50);
  Person *ada = rig_found (rig);
  Person *eve = rig_join (rig, "Eve", FALSE);
  Person *again;

  rig->filter = see_no_genesis_of_guests;
  rig_run (rig, 3000);
  g_assert_true (rig_has_seen (ada, "knock Eve"));
  rig_kill (ada);
  rig_disconnect (eve);
  rig_service_forget (rig);
  rig_connect (eve);
  rig_run (rig, 30000);
  g_assert_null (eve->ended);

  again = rig_found (rig);
  admit (again, eve);
}

/* The same, but the next meeting is there before the guest is. */
static void
test_next_meeting_is_there (void)
{
  g_autoptr (Rig) rig = rig_new (51);
  Person *ada = rig_found (rig);
  Person *eve = rig_join (rig, "Eve", FALSE);
  Person *again;

  rig->filter = see_no_genesis_of_guests;
  rig_run (rig, 3000);
  rig_kill (ada);
  rig_disconnect (eve);
  rig_service_forget (rig);
  again = rig_found (rig);
  rig_connect (eve);
  admit (again, eve);
}

/* The service restarted and the guest is there first: it is the same meeting that comes back. */
static void
test_same_meeting_comes_back (void)
{
  g_autoptr (Rig) rig = rig_new (52);
  Person *ada = rig_found (rig);
  Person *eve = rig_join (rig, "Eve", FALSE);

  rig->filter = see_no_genesis_of_guests;
  rig_run (rig, 3000);
  rig_disconnect (ada);
  rig_disconnect (eve);
  rig_service_forget (rig);
  rig_connect (eve);
  rig_run (rig, 1000);
  rig_connect (ada);
  admit (ada, eve);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meeting/resuming/who-waited-waits-for-the-next-meeting", test_meeting_is_over);
  g_test_add_func ("/meeting/resuming/who-waited-finds-the-next-meeting",
                   test_next_meeting_is_there);
  g_test_add_func ("/meeting/resuming/who-waited-finds-the-same-meeting",
                   test_same_meeting_comes_back);
  return g_test_run ();
}
