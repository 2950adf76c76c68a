/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key that is held to talk, and the word to whoever talks unheard. */
#include "app/muted-hint.h"
#include "app/talk-key.h"

#define SPEECH (-25.0)
#define SYLLABLE_END (-43.0)
#define SILENCE (-70.0)

static void
test_held_key_talks (void)
{
  ConfabTalkKey key = { 0 };

  g_assert_cmpint (confab_talk_key_press (&key, FALSE), ==, CONFAB_TALK_TURN_ON);
  g_assert_cmpint (confab_talk_key_press (&key, TRUE), ==, CONFAB_TALK_NOTHING); /* repeated */
  g_assert_cmpint (confab_talk_key_release (&key), ==, CONFAB_TALK_TURN_OFF);
  g_assert_cmpint (confab_talk_key_release (&key), ==, CONFAB_TALK_NOTHING);
}

static void
test_what_is_on_stays_on (void)
{
  ConfabTalkKey key = { 0 };

  g_assert_cmpint (confab_talk_key_press (&key, TRUE), ==, CONFAB_TALK_NOTHING);
  g_assert_cmpint (confab_talk_key_release (&key), ==, CONFAB_TALK_NOTHING);
}

/* Another program's bug: the host mutes whoever holds the key, and letting go unmutes them. */
static void
test_host_has_the_last_word (void)
{
  ConfabTalkKey key = { 0 };

  g_assert_cmpint (confab_talk_key_press (&key, FALSE), ==, CONFAB_TALK_TURN_ON);
  confab_talk_key_overruled (&key);
  g_assert_cmpint (confab_talk_key_press (&key, FALSE), ==, CONFAB_TALK_NOTHING); /* repeated */
  g_assert_cmpint (confab_talk_key_release (&key), ==, CONFAB_TALK_NOTHING);
  g_assert_cmpint (confab_talk_key_press (&key, FALSE), ==, CONFAB_TALK_TURN_ON);
}

typedef struct {
  ConfabMutedHint hint;
  gint64 now_ms;
} Listener;

/* How often it was said. */
static guint
hear (Listener *self, double level, gint64 for_ms, gboolean muted)
{
  guint said = 0;

  for (gint64 end = self->now_ms + for_ms; self->now_ms < end;) {
    self->now_ms += 100;
    said += confab_muted_hint_hear (&self->hint, self->now_ms, level, muted) ? 1 : 0;
  }
  return said;
}

static void
test_speech_is_noticed_once_in_a_while (void)
{
  Listener listener = { 0 };

  g_assert_cmpuint (hear (&listener, SILENCE, 5000, TRUE), ==, 0);
  g_assert_cmpuint (hear (&listener, SPEECH, 2000, TRUE), ==, 1);
  g_assert_cmpuint (hear (&listener, SPEECH, 50000, TRUE), ==, 0);
  g_assert_cmpuint (hear (&listener, SPEECH, 20000, TRUE), ==, 1);
}

static void
test_syllables_add_up_and_knocks_do_not (void)
{
  Listener listener = { 0 };
  guint said = 0;

  for (guint i = 0; i < 20; i++) { /* somebody puts a cup down */
    said += hear (&listener, SPEECH, 200, TRUE);
    said += hear (&listener, SILENCE, 1000, TRUE);
  }
  g_assert_cmpuint (said, ==, 0);
  for (guint i = 0; i < 6; i++) {
    said += hear (&listener, SPEECH, 200, TRUE);
    said += hear (&listener, SYLLABLE_END, 200, TRUE);
  }
  g_assert_cmpuint (said, ==, 1);
}

static void
test_who_is_heard_is_not_told (void)
{
  Listener listener = { 0 };

  g_assert_cmpuint (hear (&listener, SPEECH, 5000, FALSE), ==, 0);
  /* Turned off in the middle of a sentence: that is meant, for a moment; then it may be a mistake again. */
  g_assert_cmpuint (hear (&listener, SPEECH, 400, TRUE), ==, 0);
  g_assert_cmpuint (hear (&listener, SPEECH, 1000, TRUE), ==, 1);
  g_assert_cmpuint (hear (&listener, SPEECH, 100, FALSE), ==, 0);
  g_assert_cmpuint (hear (&listener, SPEECH, 1000, TRUE), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/talk/held-key-talks", test_held_key_talks);
  g_test_add_func ("/talk/what-is-on-stays-on", test_what_is_on_stays_on);
  g_test_add_func ("/talk/host-has-the-last-word", test_host_has_the_last_word);
  g_test_add_func ("/talk/speech-is-noticed-once-in-a-while",
                   test_speech_is_noticed_once_in_a_while);
  g_test_add_func ("/talk/syllables-add-up-and-knocks-do-not",
                   test_syllables_add_up_and_knocks_do_not);
  g_test_add_func ("/talk/who-is-heard-is-not-told", test_who_is_heard_is_not_told);
  return g_test_run ();
}
