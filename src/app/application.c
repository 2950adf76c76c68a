/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"

#include "app/desk.h"
#include "app/visit.h"
#include "app/window.h"

#include <glib/gi18n.h>

struct _ConfabApplication {
  AdwApplication parent_instance;
  char *camera, *microphone, *speaker; /* SRC of this run; NULL: what the profile says */
  ConfabDesk *desk;
  ConfabWindow *window;
  ConfabVisit *visit; /* the running one, or the last one */
  char *waiting_link; /* opened before the desk was open */
  gboolean painted;   /* the window, at least once */
  gboolean quitting;
};

G_DEFINE_FINAL_TYPE (ConfabApplication, confab_application, ADW_TYPE_APPLICATION)

static gboolean
is_visiting (ConfabApplication *self)
{
  return self->visit != NULL && confab_visit_get_step (self->visit) != CONFAB_VISIT_OVER;
}

/* --- quitting --- */

static void
on_playback_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!confab_playback_close_finish (CONFAB_PLAYBACK (source), result, &error))
    g_message ("The sound could not be finished: %s", error->message);
  g_application_quit (G_APPLICATION (self));
}

/* A sound file is only whole once it is closed. */
static void
finish_quitting (ConfabApplication *self)
{
  ConfabClient *client = confab_desk_get_client (self->desk);

  if (client == NULL)
    g_application_quit (G_APPLICATION (self));
  else
    confab_playback_close_async (confab_client_get_playback (client), NULL, on_playback_closed,
                                 g_object_ref (self));
}

/* The others are told goodbye before the program ends; that takes two seconds at most. */
static void
begin_quitting (ConfabApplication *self)
{
  if (self->quitting)
    return;
  self->quitting = TRUE;
  if (self->window != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  if (is_visiting (self))
    confab_visit_leave (self->visit);
  else
    finish_quitting (self);
}

static gboolean
on_close_request (ConfabApplication *self)
{
  begin_quitting (self);
  return TRUE;
}

/* --- visiting --- */

static gboolean
is_parting (ConfabApplication *self)
{
  return self->visit != NULL && confab_visit_get_step (self->visit) == CONFAB_VISIT_PARTING;
}

static gboolean
may_begin (ConfabApplication *self)
{
  return confab_desk_get_state (self->desk) == CONFAB_DESK_OPEN &&
         (!is_visiting (self) || is_parting (self)) && !self->quitting;
}

static void
allow_start (ConfabApplication *self)
{
  GAction *start = g_action_map_lookup_action (G_ACTION_MAP (self), "start");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (start), may_begin (self));
}

static void
on_visit_step (ConfabVisit *visit, GParamSpec *pspec, ConfabApplication *self)
{
  allow_start (self);
  if (self->quitting && confab_visit_get_step (visit) == CONFAB_VISIT_OVER)
    finish_quitting (self);
}

/* What the command line says, else what the profile says, else what the system calls its default. */
static const char *
source_for (ConfabApplication *self, const char *given, const char *key)
{
  ConfabProfile *profile = confab_client_get_profile (confab_desk_get_client (self->desk));
  const char *preferred = confab_profile_get_preference (profile, key);

  if (given != NULL)
    return given;
  return preferred != NULL ? preferred : "default";
}

static void
on_former_step (ConfabVisit *visit)
{
  if (confab_visit_get_step (visit) == CONFAB_VISIT_OVER)
    g_object_unref (visit);
}

/* Whoever begins something else will not undo; the goodbye takes a moment yet. */
static void
let_former_visit_go (ConfabApplication *self)
{
  g_autoptr (ConfabVisit) visit = g_steal_pointer (&self->visit);

  if (visit == NULL || confab_visit_get_step (visit) == CONFAB_VISIT_OVER)
    return;
  g_signal_connect (g_object_ref (visit), "notify::step", G_CALLBACK (on_former_step), NULL);
  confab_visit_leave (visit);
}

static ConfabVisit *
begin_visit (ConfabApplication *self)
{
  ConfabVisitOptions options = {
    .name = confab_desk_get_name (self->desk),
    .camera = source_for (self, self->camera, "camera"),
    .microphone = source_for (self, self->microphone, "microphone"),
  };

  let_former_visit_go (self);
  self->visit = confab_visit_new (confab_desk_get_client (self->desk), &options);
  confab_window_show_visit (self->window, self->visit);
  g_signal_connect_object (self->visit, "notify::step", G_CALLBACK (on_visit_step), self, 0);
  return self->visit;
}

static void
on_start (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (may_begin (self))
    confab_visit_start (begin_visit (self), confab_desk_get_service (self->desk));
}

static void
on_join (GSimpleAction *action, GVariant *link, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (may_begin (self))
    confab_visit_join (begin_visit (self), g_variant_get_string (link, NULL));
}

static void
on_again (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);
  g_autofree char *link =
      self->visit != NULL ? g_strdup (confab_visit_get_link (self->visit)) : NULL;

  if (may_begin (self) && link != NULL)
    confab_visit_join (begin_visit (self), link);
}

/* An invitation from outside only asks; what it leads to waits for a click (docs/protocol.md 4). */
static void
open_invitation (ConfabApplication *self, const char *link)
{
  g_autoptr (GError) error = NULL;

  if (is_visiting (self) && !is_parting (self))
    confab_window_show_notice (self->window,
                               _ ("You are in a meeting: leave it to join another one"));
  else if (confab_desk_get_state (self->desk) != CONFAB_DESK_OPEN) {
    g_free (self->waiting_link);
    self->waiting_link = g_strdup (link);
  } else if (!confab_window_show_invitation (self->window, link, &error))
    confab_window_show_notice (self->window, error->message);
}

/* --- the desk --- */

static void
on_desk_changed (ConfabApplication *self)
{
  gboolean open = confab_desk_get_state (self->desk) == CONFAB_DESK_OPEN;
  g_autofree char *link = open ? g_steal_pointer (&self->waiting_link) : NULL;

  allow_start (self);
  if (link != NULL)
    open_invitation (self, link);
}

static void
on_desk_opened (ConfabApplication *self)
{
  if (confab_desk_get_state (self->desk) == CONFAB_DESK_OPEN)
    confab_playback_set_sink (confab_client_get_playback (confab_desk_get_client (self->desk)),
                              source_for (self, self->speaker, "speaker"));
}

static void
on_home (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (is_parting (self))
    confab_visit_leave (self->visit);
  confab_window_show_home (self->window);
}

static void
on_reopen (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_desk_open (CONFAB_APPLICATION (user_data)->desk, NULL);
}

static void
on_keep_identity (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  confab_window_ask_about_identity (self->window);
}

static void
on_about (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  adw_show_about_window (GTK_WINDOW (self->window), "application-name", _ ("Confab"),
                         "application-icon", "app.confab.Confab", "version", CONFAB_VERSION,
                         "comments", _ ("Meetings whose keys belong to the people in them"),
                         "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

static void
on_quit (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  begin_quitting (CONFAB_APPLICATION (user_data));
}

static void
add_actions (ConfabApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "start", .activate = on_start },
    { .name = "join", .activate = on_join, .parameter_type = "s" },
    { .name = "again", .activate = on_again },
    { .name = "home", .activate = on_home },
    { .name = "reopen", .activate = on_reopen },
    { .name = "keep-identity", .activate = on_keep_identity },
    { .name = "about", .activate = on_about },
    { .name = "quit", .activate = on_quit },
  };
  /* Every letter of ux.md has a form that works in a text field too. */
  static const char *const keys[][3] = {
    { "app.quit", "<Control>q", NULL },
    { "app.start", "<Control>n", NULL },
    { "call.microphone", "<Control>d", NULL },
    { "call.camera", "<Control>e", NULL },
    { "call.leave", "<Control>w", NULL },
    { "win.fullscreen", "F11", NULL },
    { "people.mute-all", "<Control><Shift>m", NULL },
    { "meeting.chat", "<Control><Shift>k", NULL },
    { "people.hand", "<Control><Shift>h", NULL },
    { "meeting.other-view", "<Control><Shift>w", NULL },
    { "meeting.people", "<Control><Shift>p", NULL },
    { "meeting.small-window", "<Control><Shift>i", NULL },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i][0],
                                           (const char *const[]){ keys[i][1], NULL });
}

/* --- the command line --- */

/* The second tick of the frame clock: the window has been painted once. An idle handler would wait for ever where
 * painting the spinner takes all the time there is. */
static gboolean
on_window_tick (GtkWidget *window, GdkFrameClock *clock, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (!self->painted) {
    self->painted = TRUE;
    return G_SOURCE_CONTINUE;
  }
  confab_desk_open (self->desk, NULL);
  return G_SOURCE_REMOVE;
}

/* Looked up in this order: the command line, the environment, the profile. */
static void
set_up (ConfabApplication *self, GVariantDict *options)
{
  const char *profile = NULL, *name = NULL, *service = g_getenv ("CONFAB_SERVICE");

  g_variant_dict_lookup (options, "profile", "^&ay", &profile);
  g_variant_dict_lookup (options, "name", "&s", &name);
  g_variant_dict_lookup (options, "service", "&s", &service);
  g_variant_dict_lookup (options, "camera", "^ay", &self->camera);
  g_variant_dict_lookup (options, "microphone", "^ay", &self->microphone);
  g_variant_dict_lookup (options, "speaker", "^ay", &self->speaker);

  self->desk = confab_desk_new (profile, name, service);
  self->window = confab_window_new (GTK_APPLICATION (self), self->desk);
  g_signal_connect_object (self->window, "close-request", G_CALLBACK (on_close_request), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::state", G_CALLBACK (on_desk_opened), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify", G_CALLBACK (on_desk_changed), self,
                           G_CONNECT_SWAPPED);
  on_desk_changed (self);
  /* Once the window is painted: starting GStreamer takes as long as everything before. */
  gtk_widget_add_tick_callback (GTK_WIDGET (self->window), on_window_tick, self, NULL);
}

/* In the first process, also for those that were started later. */
static int
confab_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_autofree const char **rest = NULL;

  if (self->desk == NULL)
    set_up (self, options);
  gtk_window_present (GTK_WINDOW (self->window));
  if (g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &rest) && rest[0] != NULL)
    open_invitation (self, rest[0]);
  return 0;
}

/* A profile of its own is a Confab of its own: for two on one desktop, as tests and the demo have it. */
static int
confab_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version")) {
    g_print ("confab %s\n", CONFAB_VERSION);
    return 0;
  }
  if (g_variant_dict_contains (options, "profile"))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
confab_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (confab_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name ("app.confab.Confab");
  add_actions (CONFAB_APPLICATION (application));
}

static void
confab_application_dispose (GObject *object)
{
  ConfabApplication *self = CONFAB_APPLICATION (object);

  g_clear_object (&self->visit);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->camera, g_free);
  g_clear_pointer (&self->microphone, g_free);
  g_clear_pointer (&self->speaker, g_free);
  g_clear_pointer (&self->waiting_link, g_free);
  G_OBJECT_CLASS (confab_application_parent_class)->dispose (object);
}

static void
confab_application_class_init (ConfabApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_application_dispose;
  application_class->startup = confab_application_startup;
  application_class->command_line = confab_application_command_line;
  application_class->handle_local_options = confab_application_handle_local_options;
}

static void
confab_application_init (ConfabApplication *self)
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
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Say the version and stop"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_ ("[LINK]") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

ConfabApplication *
confab_application_new (void)
{
  return g_object_new (CONFAB_TYPE_APPLICATION, "application-id", "app.confab.Confab", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path",
                       "/app/confab/Confab", NULL);
}
