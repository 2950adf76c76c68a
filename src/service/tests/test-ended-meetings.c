/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/ended-meetings.h"

static ConfabDigest
make_gen (guint8 byte)
{
  ConfabDigest gen;

  memset (gen.bytes, byte, sizeof gen.bytes);
  return gen;
}

static void
test_memory (void)
{
  ConfabEndedMeetings *ended = confab_ended_meetings_new ();
  const ConfabDigest first = make_gen (1);
  const ConfabDigest second = make_gen (2);
  const gint64 day_ms = 86400000;

  confab_ended_meetings_add (ended, &first, 0);
  confab_ended_meetings_add (ended, &first, day_ms); /* it ended once */
  confab_ended_meetings_add (ended, &second, day_ms);
  g_assert_true (confab_ended_meetings_contain (ended, &first, 2 * day_ms));
  g_assert_false (confab_ended_meetings_contain (ended, &first, 2 * day_ms + 1));
  g_assert_true (confab_ended_meetings_contain (ended, &second, 2 * day_ms + 1));
  g_assert_false (confab_ended_meetings_contain (ended, &second, 4 * day_ms));
  confab_ended_meetings_free (ended);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/ended-meetings/they-are-remembered-while-their-genesis-is-good",
                   test_memory);
  return g_test_run ();
}
