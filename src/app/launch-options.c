/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/launch-options.h"

#include <glib/gi18n.h>
#include <stdlib.h>

void
confab_launch_options_declare (GApplication *application)
{
  static const GOptionEntry entries[] = {
    { "service", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Meeting service to start meetings at"),
      N_ ("URL") },
    { "name", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Name to go by"), N_ ("NAME") },
    { "camera", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Camera: a name, a file, test, default or none"), N_ ("SOURCE") },
    { "microphone", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Microphone: a name, a file, test, default or none"), N_ ("SOURCE") },
    { "speaker", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_ ("Loudspeaker: a name, file:PATH.wav, default or none"), N_ ("SINK") },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Folder of the profile to use"),
      N_ ("FOLDER") },
    { "toggle-mute", 0, 0, G_OPTION_ARG_NONE, NULL,
      N_ ("Turn the microphone of the running meeting on or off"), NULL },
    { "new-meeting", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start a meeting at once"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Say the version and stop"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_ ("[LINK|ID]") },
    { NULL },
  };

  g_application_add_main_option_entries (application, entries);
}

ConfabLaunchOptions *
confab_launch_options_read (GVariantDict *options)
{
  ConfabLaunchOptions *self = g_new0 (ConfabLaunchOptions, 1);

  if (options != NULL) {
    g_variant_dict_lookup (options, "profile", "^ay", &self->profile);
    g_variant_dict_lookup (options, "name", "s", &self->name);
    g_variant_dict_lookup (options, "service", "s", &self->service);
    g_variant_dict_lookup (options, "camera", "^ay", &self->camera);
    g_variant_dict_lookup (options, "microphone", "^ay", &self->microphone);
    g_variant_dict_lookup (options, "speaker", "^ay", &self->speaker);
  }
  if (self->service == NULL)
    self->service = g_strdup (g_getenv ("CONFAB_SERVICE"));
  return self;
}

void
confab_launch_options_free (ConfabLaunchOptions *self)
{
  g_free (self->profile);
  g_free (self->name);
  g_free (self->service);
  g_free (self->camera);
  g_free (self->microphone);
  g_free (self->speaker);
  g_free (self);
}

static const char *
no_meeting_words (void)
{
  return _ ("confab: No meeting is running");
}

/* What is meant for a running Confab starts none. */
static int
find_running_instance (GApplication *application)
{
  g_application_set_flags (application,
                           g_application_get_flags (application) | G_APPLICATION_IS_LAUNCHER);
  if (g_application_register (application, NULL, NULL))
    return -1;
  g_printerr ("%s\n", no_meeting_words ());
  return EXIT_FAILURE;
}

int
confab_launch_options_handle_locally (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version")) {
    g_print ("confab %s\n", CONFAB_VERSION);
    return EXIT_SUCCESS;
  }
  if (confab_launch_options_want_mute_toggled (options))
    return find_running_instance (application);
  if (g_variant_dict_contains (options, "profile"))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

int
confab_launch_options_fail_to_toggle (GApplicationCommandLine *line)
{
  g_application_command_line_printerr (line, "%s\n", no_meeting_words ());
  return EXIT_FAILURE;
}

char *
confab_launch_options_dup_invitation (GVariantDict *options)
{
  g_auto (GStrv) rest = NULL;

  if (!g_variant_dict_lookup (options, G_OPTION_REMAINING, "^as", &rest))
    return NULL;
  return g_strdup (rest[0]);
}

gboolean
confab_launch_options_want_meeting (GVariantDict *options)
{
  return g_variant_dict_contains (options, "new-meeting");
}

gboolean
confab_launch_options_want_mute_toggled (GVariantDict *options)
{
  return g_variant_dict_contains (options, "toggle-mute");
}
