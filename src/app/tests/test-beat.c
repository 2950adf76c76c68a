/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/beat.h"

#define MS G_TIME_SPAN_MILLISECOND
#define OTHER 2
#define OWN 1

static const char tile_a, tile_b, tile_own;

static void
test_leader_is_painted_at_once (void)
{
  ConfabBeat beat = { 0 };

  g_assert_cmpint (confab_beat_arrived (&beat, &tile_a, OTHER, 100 * MS), <=, 100 * MS);
  confab_beat_painted (&beat, 100 * MS);
  g_assert_cmpint (confab_beat_arrived (&beat, &tile_a, OTHER, 133 * MS), <=, 133 * MS);
}

static void
test_others_wait_for_the_leader (void)
{
  ConfabBeat beat = { 0 };

  confab_beat_arrived (&beat, &tile_a, OTHER, 100 * MS);
  confab_beat_painted (&beat, 100 * MS);
  g_assert_cmpint (confab_beat_arrived (&beat, &tile_b, OTHER, 110 * MS), ==,
                   110 * MS + CONFAB_BEAT_PATIENCE_US);
  g_assert_cmpint (confab_beat_arrived (&beat, &tile_a, OTHER, 133 * MS), <=, 133 * MS);
}

/* A picture of somebody else takes the beat from one's own. */
static void
test_more_important_tile_takes_the_beat (void)
{
  ConfabBeat beat = { 0 };

  confab_beat_arrived (&beat, &tile_own, OWN, 100 * MS);
  confab_beat_painted (&beat, 100 * MS);
  g_assert_cmpint (confab_beat_arrived (&beat, &tile_a, OTHER, 105 * MS), <=, 105 * MS);
  confab_beat_painted (&beat, 105 * MS);
  g_assert_cmpint (confab_beat_arrived (&beat, &tile_own, OWN, 133 * MS), >, 133 * MS);
}

static void
test_silent_leader_is_succeeded (void)
{
  ConfabBeat beat = { 0 };
  gint64 when;

  confab_beat_arrived (&beat, &tile_a, OTHER, 100 * MS);
  confab_beat_painted (&beat, 100 * MS);
  when = confab_beat_arrived (&beat, &tile_own, OWN, 110 * MS);
  confab_beat_painted (&beat, when);
  g_assert_cmpint (confab_beat_arrived (&beat, &tile_own, OWN, when + 1), <=, when + 1);
}

static void
test_forgotten_leader_makes_nobody_wait (void)
{
  ConfabBeat beat = { 0 };

  confab_beat_arrived (&beat, &tile_a, OTHER, 100 * MS);
  confab_beat_painted (&beat, 100 * MS);
  confab_beat_forget (&beat, &tile_a);
  g_assert_cmpint (confab_beat_arrived (&beat, &tile_b, OTHER, 101 * MS), <=, 101 * MS);
}

/* Nine cameras at thirty pictures a second, none in step with another, are painted thirty times a second. */
static void
test_nine_streams_are_painted_thirty_times_a_second (void)
{
  ConfabBeat beat = { 0 };
  static const char tiles[9];
  gint64 next[9], due = G_MAXINT64;
  guint painted = 0;

  for (int i = 0; i < 9; i++)
    next[i] = 1 + i * 3700;
  for (gint64 now = 0; now < 10 * G_USEC_PER_SEC; now += 100) {
    for (int i = 0; i < 9; i++) {
      if (next[i] > now)
        continue;
      next[i] += 33333;
      due = MIN (due, confab_beat_arrived (&beat, &tiles[i], OTHER, now));
    }
    if (due <= now) {
      painted++;
      confab_beat_painted (&beat, now);
      due = G_MAXINT64;
    }
  }
  g_assert_cmpuint (painted, >=, 299);
  g_assert_cmpuint (painted, <=, 302);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/beat/the leader is painted at once", test_leader_is_painted_at_once);
  g_test_add_func ("/beat/others wait for the leader", test_others_wait_for_the_leader);
  g_test_add_func ("/beat/a more important tile takes the beat",
                   test_more_important_tile_takes_the_beat);
  g_test_add_func ("/beat/a silent leader is succeeded", test_silent_leader_is_succeeded);
  g_test_add_func ("/beat/a forgotten leader makes nobody wait",
                   test_forgotten_leader_makes_nobody_wait);
  g_test_add_func ("/beat/nine streams are painted thirty times a second",
                   test_nine_streams_are_painted_thirty_times_a_second);
  return g_test_run ();
}
