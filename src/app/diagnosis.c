/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/diagnosis.h"

#include "client/client.h"

#include <adwaita.h>
#include <locale.h>

#define WORD_MAX 40

/* What the environment says is anybody's text: only what looks like the word that belongs there is taken over. */
static char *
dup_word (const char *text)
{
  if (text == NULL || *text == '\0')
    return g_strdup ("not set");
  if (strlen (text) > WORD_MAX ||
      text[strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ":;_-.@")] != '\0')
    return g_strdup ("unusual");
  return g_strdup (text);
}

static char *
dup_session_type (void)
{
  static const char *const known[] = { "wayland", "x11", "tty", "mir", NULL };
  const char *type = g_getenv ("XDG_SESSION_TYPE");

  if (type == NULL)
    return g_strdup ("not set");
  return g_strdup (g_strv_contains (known, type) ? type : "unusual");
}

/* One of a list "GNOME:ubuntu"; other words may be a person's own. */
static char *
dup_desktop (void)
{
  static const char *const known[] = { "Budgie", "Cinnamon", "COSMIC",   "Enlightenment",
                                       "GNOME",  "Hyprland", "KDE",      "LXDE",
                                       "LXQt",   "MATE",     "Pantheon", "Phosh",
                                       "sway",   "Unity",    "XFCE",     NULL };
  const char *text = g_getenv ("XDG_CURRENT_DESKTOP");
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ":", -1);

  for (char **word = words; *word != NULL; word++)
    if (g_strv_contains (known, *word))
      return g_strdup (*word);
  return g_strdup (text != NULL ? "another" : "not set");
}

static void
append_versions (GString *text)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *libraries = confab_client_dup_versions ();

  g_string_append (text, "Confab " CONFAB_VERSION "\n");
  g_string_append_printf (text, "System: %s\n", system != NULL ? system : "unknown");
  g_string_append_printf (text, "GTK %u.%u.%u\nlibadwaita %u.%u.%u\n%s\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version (), libraries);
}

static void
append_desktop (GString *text, const ConfabDiagnosis *facts)
{
  g_autofree char *session = dup_session_type ();
  g_autofree char *desktop = dup_desktop ();
  g_autofree char *locale = dup_word (setlocale (LC_MESSAGES, NULL));

  g_string_append_printf (text, "Session: %s, %s\n", session, desktop);
  g_string_append_printf (text, "Display: %s, renderer: %s\n", facts->display, facts->renderer);
  g_string_append_printf (text, "Monitors: %s\n", facts->monitors);
  g_string_append_printf (text, "Language: %s\n", locale);
}

static void
append_count (GString *text, const char *what, int n)
{
  if (n < 0)
    g_string_append_printf (text, "%s: not known yet\n", what);
  else
    g_string_append_printf (text, "%s: %d\n", what, n);
}

char *
confab_diagnosis_write (const ConfabDiagnosis *facts)
{
  GString *text = g_string_new (NULL);

  append_versions (text);
  g_string_append_c (text, '\n');
  append_desktop (text, facts);
  g_string_append_c (text, '\n');
  append_count (text, "Cameras", facts->cameras);
  append_count (text, "Microphones", facts->microphones);
  append_count (text, "Loudspeakers", facts->speakers);
  g_string_append_printf (text, "Call: %s\n", facts->call != NULL ? facts->call : "none");
  return g_string_free (text, FALSE);
}
