/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/speaking.h"

#include <math.h>

#define STEP_MS 100

/* Gives the time afterwards. */
static gint64
hear (ConfabSpeaking *speaking, double level_dbfs, gint64 from_ms, gint64 for_ms)
{
  for (gint64 t = from_ms; t < from_ms + for_ms; t += STEP_MS)
    confab_speaking_update (speaking, level_dbfs, t);
  return from_ms + for_ms;
}

static void
test_a_cough_is_no_speech (void)
{
  ConfabSpeaking speaking = { 0 };
  gint64 now = hear (&speaking, -90, 1000, 500);

  now = hear (&speaking, -10, now, 100);
  hear (&speaking, -90, now, 100);
  g_assert_false (speaking.speaking);
}

static void
test_a_breath_does_not_end_it (void)
{
  ConfabSpeaking speaking = { 0 };
  gint64 now = hear (&speaking, -20, 1000, 500);

  g_assert_true (speaking.speaking);
  now = hear (&speaking, -90, now, 500);
  g_assert_true (speaking.speaking);
  hear (&speaking, -90, now, 500);
  g_assert_false (speaking.speaking);
}

static void
test_who_is_not_heard_does_not_speak (void)
{
  ConfabSpeaking speaking = { 0 };
  gint64 now = hear (&speaking, -20, 1000, 500);

  hear (&speaking, (double) NAN, now, 1000);
  g_assert_false (speaking.speaking);
}

static char me, ada, ben;

static ConfabSpeakerCandidate
silent (gpointer key)
{
  return (ConfabSpeakerCandidate){ .key = key, .own = key == &me };
}

static ConfabSpeakerCandidate
speaks_since (gpointer key, gint64 ms)
{
  return (ConfabSpeakerCandidate){ .key = key,
                                   .own = key == &me,
                                   .speaking = { .speaking = TRUE, .since_ms = ms } };
}

static void
test_nobody_alone_and_two (void)
{
  ConfabSpeakerCandidate two[] = { silent (&me), silent (&ada) };

  g_assert_null (confab_speaker_choose (two, 0, NULL, 0));
  g_assert_true (confab_speaker_choose (two, 1, NULL, 0) == &me);
  g_assert_true (confab_speaker_choose (two, 2, &me, 0) == &ada);
}

static void
test_the_floor_is_taken_by_speaking_on (void)
{
  ConfabSpeakerCandidate people[] = { silent (&me), silent (&ada), speaks_since (&ben, 1000) };

  g_assert_true (confab_speaker_choose (people, 3, &ada, 1500) == &ada);
  g_assert_true (confab_speaker_choose (people, 3, &ada, 2000) == &ben);
  people[1] = speaks_since (&ada, 500);
  g_assert_true (confab_speaker_choose (people, 3, &ada, 5000) == &ada);
  people[1] = speaks_since (&ada, 4900);
  people[2] = silent (&ben);
  g_assert_true (confab_speaker_choose (people, 3, &ben, 5000) == &ben);
}

static void
test_own_speech_turns_nothing_over (void)
{
  ConfabSpeakerCandidate people[] = { speaks_since (&me, 0), silent (&ada), silent (&ben) };

  g_assert_true (confab_speaker_choose (people, 3, &ben, 9000) == &ben);
}

static void
test_pinned_stays (void)
{
  ConfabSpeakerCandidate people[] = { silent (&me), silent (&ada), speaks_since (&ben, 0) };

  people[1].pinned = TRUE;
  g_assert_true (confab_speaker_choose (people, 3, &ben, 9000) == &ada);
  people[1].pinned = FALSE;
  people[0].pinned = TRUE;
  g_assert_true (confab_speaker_choose (people, 3, &ada, 9000) == &me);
  people[0].pinned = FALSE;
  g_assert_true (confab_speaker_choose (people, 3, &me, 9000) == &ben);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/speaking/a cough is no speech", test_a_cough_is_no_speech);
  g_test_add_func ("/speaking/a breath does not end it", test_a_breath_does_not_end_it);
  g_test_add_func ("/speaking/who is not heard does not speak",
                   test_who_is_not_heard_does_not_speak);
  g_test_add_func ("/speaking/nobody, alone, and two", test_nobody_alone_and_two);
  g_test_add_func ("/speaking/the floor is taken by speaking on",
                   test_the_floor_is_taken_by_speaking_on);
  g_test_add_func ("/speaking/own speech turns nothing over", test_own_speech_turns_nothing_over);
  g_test_add_func ("/speaking/who is pinned stays", test_pinned_stays);
  return g_test_run ();
}
