/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/json-line.h"

#include <math.h>

static void
test_writes_members_in_order (void)
{
  ConfabJsonLine line;
  g_autofree char *text = NULL;

  confab_json_line_init (&line);
  confab_json_line_string (&line, "event", "stats");
  confab_json_line_number (&line, "t", 1.23456, 3);
  confab_json_line_begin_array (&line, "list");
  confab_json_line_begin_object (&line, NULL);
  confab_json_line_int (&line, "n", -7);
  confab_json_line_end_object (&line);
  confab_json_line_string (&line, NULL, "x");
  confab_json_line_end_array (&line);
  confab_json_line_bool (&line, "good", TRUE);
  confab_json_line_string (&line, "nothing", NULL);
  text = confab_json_line_finish (&line);
  g_assert_cmpstr (text, ==,
                   "{\"event\": \"stats\", \"t\": 1.235, \"list\": [{\"n\": -7}, \"x\"], "
                   "\"good\": true, \"nothing\": null}\n");
}

static void
test_escapes_what_would_break_the_line (void)
{
  ConfabJsonLine line;
  g_autofree char *text = NULL;

  confab_json_line_init (&line);
  confab_json_line_string (&line, "a", "\"\\\n\t\x7f\xc3\xa9\xff");
  text = confab_json_line_finish (&line);
  g_assert_cmpstr (text, ==, "{\"a\": \"\\\"\\\\\\u000a\\u0009\\u007f\xc3\xa9\xef\xbf\xbd\"}\n");
}

static void
test_unknown_figures_are_null (void)
{
  ConfabJsonLine line;
  g_autofree char *text = NULL;

  confab_json_line_init (&line);
  confab_json_line_number (&line, "a", NAN, 1);
  confab_json_line_number (&line, "b", INFINITY, 1);
  confab_json_line_number (&line, "c", 1e300, 1);
  confab_json_line_number (&line, "d", -0.04, 1);
  confab_json_line_number (&line, "e", 720, 0);
  text = confab_json_line_finish (&line);
  g_assert_cmpstr (text, ==, "{\"a\": null, \"b\": null, \"c\": null, \"d\": -0.0, \"e\": 720}\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-line/order", test_writes_members_in_order);
  g_test_add_func ("/json-line/escapes", test_escapes_what_would_break_the_line);
  g_test_add_func ("/json-line/null", test_unknown_figures_are_null);
  return g_test_run ();
}
