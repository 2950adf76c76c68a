/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"

#include "app/about.h"
#include "app/appearance.h"
#include "app/arrivals.h"
#include "app/desk.h"
#include "app/devices.h"
#include "app/global-keys.h"
#include "app/keep-awake.h"
#include "app/keys.h"
#include "app/launch-options.h"
#include "app/lobby.h"
#include "app/manual.h"
#include "app/notifier.h"
#include "app/preferences-window.h"
#include "app/settings.h"
#include "app/sound-out.h"
#include "app/visit.h"
#include "app/window.h"

#include <glib/gi18n.h>
#include <stdlib.h>

struct _ConfabApplication {
  AdwApplication parent_instance;
  ConfabLaunchOptions *options; /* of this process's own command line */
  ConfabDesk *desk;
  ConfabDevices *devices;    /* (nullable): once the desk is open */
  ConfabLobby *lobby;        /* (nullable) */
  ConfabGlobalKeys *keys;    /* (nullable): without a session bus */
  ConfabSoundOut *sound_out; /* (nullable): likewise */
  ConfabWindow *window;
  ConfabNotifier *notifier;
  ConfabArrivals *arrivals;
  ConfabVisit *visit; /* the running one, or the last one */
  gboolean painted;   /* the window, at least once */
  guint n_open_ticks; /* since the desk was opened, two at most */
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
  if (self->sound_out != NULL)
    confab_sound_out_stop (self->sound_out);
  confab_notifier_withdraw_all (self->notifier);
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  if (self->lobby != NULL)
    confab_lobby_close (self->lobby);
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

/* --- devices --- */

/* There is a meeting or a lobby: it is of interest what is heard. */
static gboolean
is_listening (ConfabApplication *self)
{
  return is_visiting (self) || self->lobby != NULL;
}

static void
listen (ConfabApplication *self)
{
  if (self->sound_out != NULL)
    confab_sound_out_set_in_use (self->sound_out, is_listening (self));
}

static void
on_sound_lost (ConfabSoundOut *sound_out, const char *text, ConfabApplication *self)
{
  confab_window_show_notice (self->window, text);
}

static void
on_switched (ConfabDevices *devices, const char *text, gboolean undoable, ConfabApplication *self)
{
  if (is_listening (self))
    confab_window_show_switched (self->window, text, undoable);
}

static void
on_undo_device (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (self->devices != NULL)
    confab_devices_undo (self->devices);
}

/* Asking for the playback starts media/, which looking for devices needs; that takes its time, so it waits until the
 * start page is painted, or somebody cannot. */
static void
find_devices (ConfabApplication *self)
{
  const char *const given[CONFAB_N_DEVICE_KINDS] = {
    [CONFAB_DEVICE_CAMERA] = self->options->camera,
    [CONFAB_DEVICE_MICROPHONE] = self->options->microphone,
    [CONFAB_DEVICE_SPEAKER] = self->options->speaker,
  };
  ConfabPlayback *playback;

  if (self->devices != NULL)
    return;
  playback = confab_client_get_playback (confab_desk_get_client (self->desk));
  self->devices = confab_devices_new (given);
  g_signal_connect_object (self->devices, "switched", G_CALLBACK (on_switched), self, 0);
  confab_window_set_devices (self->window, self->devices);
  self->sound_out = confab_sound_out_new (playback, self->devices);
  g_signal_connect_object (self->sound_out, "lost", G_CALLBACK (on_sound_lost), self, 0);
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
  GAction *check = g_action_map_lookup_action (G_ACTION_MAP (self), "check-devices");

  gboolean opening = confab_desk_get_state (self->desk) == CONFAB_DESK_OPENING;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (start),
                               may_begin (self) || (opening && !self->quitting));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (check), may_begin (self));
}

static void
remember_meeting (ConfabApplication *self)
{
  ConfabRecentMeetings *meetings =
      confab_client_get_recent_meetings (confab_desk_get_client (self->desk));

  confab_recent_meetings_add (meetings, confab_visit_get_link (self->visit),
                              g_get_real_time () / 1000);
}

static void
on_visit_step (ConfabVisit *visit, GParamSpec *pspec, ConfabApplication *self)
{
  allow_start (self);
  if (confab_visit_get_step (visit) == CONFAB_VISIT_INSIDE)
    remember_meeting (self);
  listen (self);
  if (self->quitting && confab_visit_get_step (visit) == CONFAB_VISIT_OVER)
    finish_quitting (self);
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
    .camera = self->lobby != NULL ? confab_lobby_get_camera (self->lobby) : NULL,
    .microphone = self->lobby != NULL ? confab_lobby_get_microphone (self->lobby) : NULL,
  };

  find_devices (self);
  options.devices = self->devices;
  let_former_visit_go (self);
  self->visit = confab_visit_new (confab_desk_get_client (self->desk), &options);
  g_clear_object (&self->lobby);
  confab_window_show_visit (self->window, self->visit);
  confab_notifier_follow (self->notifier, self->visit);
  confab_keep_awake_during (GTK_APPLICATION (self), GTK_WINDOW (self->window), self->visit);
  g_signal_connect_object (self->visit, "notify::step", G_CALLBACK (on_visit_step), self, 0);
  return self->visit;
}

static void
on_start (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (may_begin (self))
    confab_visit_start (begin_visit (self), confab_desk_get_service (self->desk));
  else
    confab_arrivals_start_meeting (self->arrivals);
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

  gtk_window_present (GTK_WINDOW (self->window)); /* a notification may ask for it */
  if (may_begin (self) && link != NULL)
    confab_visit_join (begin_visit (self), link);
}

static void
on_lobby_notice (ConfabLobby *lobby, const char *text, ConfabApplication *self)
{
  confab_window_show_notice (self->window, text);
}

static void
open_lobby (ConfabApplication *self)
{
  if (is_parting (self))
    confab_visit_leave (self->visit);
  find_devices (self);
  if (self->lobby == NULL) {
    self->lobby = confab_lobby_new (confab_desk_get_client (self->desk), self->devices,
                                    confab_desk_get_name (self->desk));
    g_signal_connect_object (self->lobby, "notice", G_CALLBACK (on_lobby_notice), self, 0);
  }
  listen (self);
  confab_window_show_lobby (self->window, self->lobby);
}

static void
close_lobby (ConfabApplication *self)
{
  if (self->lobby != NULL)
    confab_lobby_close (self->lobby);
  g_clear_object (&self->lobby);
  listen (self);
}

/* For the invitation that the window was asked about. */
static void
on_enter_lobby (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (may_begin (self))
    open_lobby (self);
}

static void
on_check_devices (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (may_begin (self) && confab_window_may_show_lobby (self->window, NULL, NULL))
    open_lobby (self);
}

/* --- the desk --- */

/* The second one: what the open desk changed on the start page is painted. */
static gboolean
on_open_tick (GtkWidget *window, GdkFrameClock *clock, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (self->n_open_ticks++ == 0)
    return G_SOURCE_CONTINUE;
  find_devices (self);
  confab_window_prepare (self->window);
  return G_SOURCE_REMOVE;
}

static void
on_desk_opened (ConfabApplication *self)
{
  if (confab_desk_get_state (self->desk) == CONFAB_DESK_OPEN)
    gtk_widget_add_tick_callback (GTK_WIDGET (self->window), on_open_tick, self, NULL);
}

static void
on_home (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (is_parting (self))
    confab_visit_leave (self->visit);
  confab_window_show_home (self->window);
  close_lobby (self);
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

/* Also from outside: by the session bus, and by "confab --toggle-mute". */
static void
on_toggle_mute (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (is_visiting (self))
    confab_visit_toggle_microphone (self->visit);
}

static void
on_preferences (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  if (confab_desk_get_state (self->desk) == CONFAB_DESK_OPEN)
    find_devices (self);
  confab_preferences_show (GTK_WINDOW (self->window), self->desk, self->devices, self->keys);
}

static void
on_help (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_manual_show (CONFAB_APPLICATION (user_data)->window);
}

static void
on_about (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  confab_about_show (GTK_WINDOW (self->window), is_visiting (self) ? self->visit : NULL);
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
    { .name = "enter-lobby", .activate = on_enter_lobby },
    { .name = "check-devices", .activate = on_check_devices },
    { .name = "toggle-mute", .activate = on_toggle_mute },
    { .name = "undo-device", .activate = on_undo_device },
    { .name = "home", .activate = on_home },
    { .name = "reopen", .activate = on_reopen },
    { .name = "keep-identity", .activate = on_keep_identity },
    { .name = "preferences", .activate = on_preferences },
    { .name = "help", .activate = on_help },
    { .name = "about", .activate = on_about },
    { .name = "quit", .activate = on_quit },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  confab_keys_set_accelerators (GTK_APPLICATION (self));
}

/* --- keys --- */

static void
on_global_talk (ConfabGlobalKeys *keys, gboolean held, ConfabApplication *self)
{
  if (self->visit != NULL)
    confab_visit_hold_to_talk (self->visit, held);
}

static void
on_global_toggle (ConfabApplication *self)
{
  if (is_visiting (self))
    confab_visit_toggle_microphone (self->visit);
}

static void
want_global_keys (ConfabApplication *self)
{
  confab_global_keys_set_wanted (self->keys,
                                 g_settings_get_boolean (confab_settings_get (), "global-keys"));
}

static void
add_global_keys (ConfabApplication *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (self));

  if (bus == NULL)
    return;
  self->keys =
      confab_global_keys_new (bus, g_application_get_application_id (G_APPLICATION (self)));
  g_signal_connect_object (self->keys, "talk", G_CALLBACK (on_global_talk), self, 0);
  g_signal_connect_object (self->keys, "toggle", G_CALLBACK (on_global_toggle), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_settings_get (), "changed::global-keys",
                           G_CALLBACK (want_global_keys), self, G_CONNECT_SWAPPED);
  want_global_keys (self);
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

static void
set_up_desk (ConfabApplication *self)
{
  self->desk =
      confab_desk_new (self->options->profile, self->options->name, self->options->service);
  g_signal_connect_object (self->desk, "notify::state", G_CALLBACK (on_desk_opened), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify", G_CALLBACK (allow_start), self, G_CONNECT_SWAPPED);
  allow_start (self);
}

static void
set_up_window (ConfabApplication *self)
{
  add_global_keys (self);
  confab_appearance_follow (confab_settings_get ());
  self->window = confab_window_new (GTK_APPLICATION (self), self->desk);
  g_signal_connect_object (self->window, "close-request", G_CALLBACK (on_close_request), self,
                           G_CONNECT_SWAPPED);
  self->notifier =
      confab_notifier_new (GTK_APPLICATION (self), self->window, confab_settings_get ());
  self->arrivals = confab_arrivals_new (GTK_APPLICATION (self), self->window, self->desk);
  /* Once the window is painted: starting GStreamer takes as long as everything before. */
  gtk_widget_add_tick_callback (GTK_WIDGET (self->window), on_window_tick, self, NULL);
}

/* For a key of the desktop's own, where it knows no portal for them. */
static int
toggle_mute (ConfabApplication *self, GApplicationCommandLine *line)
{
  if (!is_visiting (self) || is_parting (self)) {
    g_application_command_line_printerr (line, "%s\n", _ ("confab: No meeting is running"));
    return EXIT_FAILURE;
  }
  confab_visit_toggle_microphone (self->visit);
  return EXIT_SUCCESS;
}

/* In the first process, also for those that were started later. */
static int
confab_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_autofree char *invitation = confab_launch_options_dup_invitation (options);

  if (g_variant_dict_contains (options, "toggle-mute"))
    return toggle_mute (self, line);
  gtk_window_present (GTK_WINDOW (self->window));
  if (invitation != NULL)
    confab_arrivals_open (self->arrivals, invitation);
  else if (confab_launch_options_want_meeting (options))
    confab_arrivals_start_meeting (self->arrivals);
  return 0;
}

/* The desktop starts Confab by D-Bus: with nothing to do, or with the link that was clicked. */
static void
confab_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (CONFAB_APPLICATION (application)->window));
}

static void
confab_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  g_autofree char *link = g_file_get_uri (files[0]);

  gtk_window_present (GTK_WINDOW (self->window));
  confab_arrivals_open (self->arrivals, link);
}

/* What is meant for a running Confab starts none. */
static int
find_running_instance (GApplication *application)
{
  g_application_set_flags (application,
                           g_application_get_flags (application) | G_APPLICATION_IS_LAUNCHER);
  if (g_application_register (application, NULL, NULL))
    return -1;
  g_printerr ("%s\n", _ ("confab: No meeting is running"));
  return EXIT_FAILURE;
}

/* A profile of its own is a Confab of its own: for two on one desktop, as tests and the demo have it. */
static int
confab_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version")) {
    g_print ("confab %s\n", CONFAB_VERSION);
    return 0;
  }
  if (g_variant_dict_contains (options, "toggle-mute"))
    return find_running_instance (application);
  if (g_variant_dict_contains (options, "profile"))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  CONFAB_APPLICATION (application)->options = confab_launch_options_read (options);
  return -1;
}

static void
confab_application_startup (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);

  G_APPLICATION_CLASS (confab_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name ("app.confab.Confab");
  add_actions (self);
  set_up_desk (self);
  set_up_window (self);
}

static void
confab_application_dispose (GObject *object)
{
  ConfabApplication *self = CONFAB_APPLICATION (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->arrivals);
  g_clear_object (&self->notifier);
  g_clear_object (&self->lobby);
  g_clear_object (&self->visit);
  g_clear_object (&self->sound_out);
  g_clear_object (&self->devices);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->options, confab_launch_options_free);
  G_OBJECT_CLASS (confab_application_parent_class)->dispose (object);
}

static void
confab_application_class_init (ConfabApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_application_dispose;
  application_class->startup = confab_application_startup;
  application_class->activate = confab_application_activate;
  application_class->open = confab_application_open;
  application_class->command_line = confab_application_command_line;
  application_class->handle_local_options = confab_application_handle_local_options;
}

static void
confab_application_init (ConfabApplication *self)
{
  confab_launch_options_declare (G_APPLICATION (self));
}

ConfabApplication *
confab_application_new (void)
{
  return g_object_new (CONFAB_TYPE_APPLICATION, "application-id", "app.confab.Confab", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/app/confab/Confab", NULL);
}
