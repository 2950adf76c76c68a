/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/tests/rig.h"

/* The founder is host, leader and alone, and may send as soon as the service sent LINK 1 back. */
static void
test_founder_is_active_alone (void)
{
  g_autoptr (Rig) rig = rig_new (1);
  Person *ada = rig_found (rig);

  g_assert_true (confab_meeting_is_leader (ada->meeting));
  g_assert_cmpint (confab_meeting_get_role (ada->meeting), ==, CONFAB_ROLE_HOST);
  g_assert_cmpint (confab_meeting_get_security (ada->meeting), ==, CONFAB_SECURITY_OK);
  g_assert_cmpuint (confab_roster_get_count (confab_meeting_get_roster (ada->meeting)), ==, 1);
}

/* With the link one is let in without anybody's click, and the shield is green after the host's
 * pong. */
static void
test_invited_person_comes_in_by_itself (void)
{
  g_autoptr (Rig) rig = rig_new (2);
  Person *ada = rig_found (rig);
  Person *bob = rig_join (rig, "Bob", TRUE);

  rig_await (bob, CONFAB_MEETING_ACTIVE);
  rig_run (rig, 1000);
  g_assert_cmpint (confab_meeting_get_security (bob->meeting), ==, CONFAB_SECURITY_OK);
  g_assert_nonnull (rig_find (ada, bob));
  g_assert_true (rig_has_seen (ada, "joined Bob"));
  g_assert_cmpuint (confab_meeting_get_epoch (ada->meeting), ==,
                    confab_meeting_get_epoch (bob->meeting));
}

/* Two people write to each other. */
static void
test_chat_reaches_the_other (void)
{
  g_autoptr (Rig) rig = rig_new (3);
  Person *ada = rig_found (rig);
  Person *bob = rig_join (rig, "Bob", TRUE);

  rig_await (bob, CONFAB_MEETING_ACTIVE);
  rig_chat (ada, "Good morning");
  rig_chat (bob, "Hello Ada");
  rig_run (rig, 500);
  g_assert_true (rig_has_text (bob, "Good morning"));
  g_assert_true (rig_has_text (ada, "Hello Ada"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meeting/joining/founder-is-active-alone", test_founder_is_active_alone);
  g_test_add_func ("/meeting/joining/invited-person-comes-in-by-itself",
                   test_invited_person_comes_in_by_itself);
  g_test_add_func ("/meeting/joining/chat-reaches-the-other", test_chat_reaches_the_other);
  return g_test_run ();
}
