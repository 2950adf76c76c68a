/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is meant for strangers says nothing of the person. */
#include "app/diagnosis.h"
#include "app/path-words.h"

#include <locale.h>

static char *
write_some (const char *call)
{
  ConfabDiagnosis facts = {
    .renderer = "GskGLRenderer",
    .display = "GdkWaylandDisplay",
    .monitors = "1920x1080 at 1, 2560x1440 at 2",
    .call = call,
    .cameras = 2,
    .microphones = -1,
    .speakers = 0,
  };

  return confab_diagnosis_write (&facts);
}

static void
test_facts_are_told (void)
{
  static const char *const expected[] = {
    "Confab " CONFAB_VERSION,
    "\nGTK 4.",
    "\nlibadwaita 1.",
    "\nGStreamer 1.",
    "\nlibsodium 1.",
    "GdkWaylandDisplay, renderer: GskGLRenderer",
    "1920x1080 at 1, 2560x1440 at 2",
    "Cameras: 2",
    "Microphones: not known yet",
    "Loudspeakers: 0",
    "Call: none",
  };
  g_autofree char *text = write_some (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (strstr (text, expected[i]) == NULL)
      g_error ("“%s” is missing in:\n%s", expected[i], text);
}

static void
assert_absent (const char *text, const char *secret)
{
  if (secret != NULL && strlen (secret) > 2 &&
      g_regex_match_simple (secret, text, G_REGEX_CASELESS, 0))
    g_error ("“%s” is in:\n%s", secret, text);
}

/* The environment is whatever somebody put there. */
static void
test_nothing_tells_who_it_is (void)
{
  ConfabCallPath path = {
    .state = CONFAB_PATH_CONNECTED,
    .local = "relay",
    .remote = "srflx",
    .transport = "tls",
    .relay_host = "turn.secret.example",
  };
  g_autofree char *call = confab_path_kind_words (&path);
  g_autofree char *text = NULL;

  g_setenv ("XDG_CURRENT_DESKTOP", "Adas-Desktop:GNOME", TRUE);
  g_setenv ("XDG_SESSION_TYPE", "ada@adas-laptop", TRUE);
  text = write_some (call);
  g_assert_nonnull (strstr (text, "connected, relay to srflx over tls"));
  g_assert_nonnull (strstr (text, "unusual, GNOME"));
  assert_absent (text, "ada");
  assert_absent (text, "secret");
  /* A test may run as a user whose name is a word of any text. */
  if (!g_str_equal (g_get_user_name (), "root"))
    assert_absent (text, g_get_user_name ());
  assert_absent (text, g_get_host_name ());
  assert_absent (text, g_get_home_dir ());
  g_assert_false (g_regex_match_simple ("/j/|://|#", text, 0, 0));
  g_assert_false (g_regex_match_simple ("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+", text, 0, 0));
  g_assert_false (g_regex_match_simple ("[0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f]", text, 0, 0));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnosis/facts are told", test_facts_are_told);
  g_test_add_func ("/diagnosis/nothing tells who it is", test_nothing_tells_who_it_is);
  return g_test_run ();
}
