/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name one goes by, before any profile is open. */
#include "app/desk.h"

#define OF_63 "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
on_notify (guint *n)
{
  (*n)++;
}

static void
test_a_long_name_is_cut (void)
{
  g_autoptr (ConfabDesk) desk = confab_desk_new (NULL, "  " OF_63 "\303\244rger  ", NULL);

  g_assert_cmpstr (confab_desk_get_name (desk), ==, OF_63 "\303\244");
  confab_desk_set_name (desk, OF_63 " and more");
  g_assert_cmpstr (confab_desk_get_name (desk), ==, OF_63);
}

static void
test_an_empty_name_changes_nothing (void)
{
  g_autoptr (ConfabDesk) desk = confab_desk_new (NULL, "Ada", NULL);
  guint n = 0;

  g_signal_connect_swapped (desk, "notify::name", G_CALLBACK (on_notify), &n);
  confab_desk_set_name (desk, "  ");
  confab_desk_set_name (desk, "Ada ");
  g_assert_cmpstr (confab_desk_get_name (desk), ==, "Ada");
  g_assert_cmpuint (n, ==, 0);
}

int
main (int argc, char **argv)
{
  g_assert_cmpuint (strlen (OF_63), ==, CONFAB_NAME_MAX_CHARACTERS - 1);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/a-long-name-is-cut", test_a_long_name_is_cut);
  g_test_add_func ("/desk/an-empty-name-changes-nothing", test_an_empty_name_changes_nothing);
  return g_test_run ();
}
