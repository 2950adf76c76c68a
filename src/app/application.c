/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/application.h"

#include "app/about.h"
#include "app/after-paint.h"
#include "app/appearance.h"
#include "app/desk.h"
#include "app/global-keys.h"
#include "app/hall.h"
#include "app/keep-awake.h"
#include "app/keys.h"
#include "app/launch-options.h"
#include "app/manual.h"
#include "app/notifier.h"
#include "app/preferences-window.h"
#include "app/settings.h"
#include "app/window.h"

#include <stdlib.h>

struct _ConfabApplication {
  AdwApplication parent_instance;
  ConfabLaunchOptions *options; /* of this process's own command line */
  ConfabDesk *desk;
  ConfabHall *hall;
  ConfabGlobalKeys *keys; /* (nullable): without a session bus */
  ConfabWindow *window;
  ConfabNotifier *notifier;
  gboolean quitting;
};

G_DEFINE_FINAL_TYPE (ConfabApplication, confab_application, ADW_TYPE_APPLICATION)

static gboolean
is_open (ConfabApplication *self)
{
  return confab_desk_get_state (self->desk) == CONFAB_DESK_OPEN;
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
on_closed (ConfabApplication *self)
{
  ConfabClient *client = confab_desk_get_client (self->desk);

  if (client == NULL)
    g_application_quit (G_APPLICATION (self));
  else
    confab_playback_close_async (confab_client_get_playback (client), NULL, on_playback_closed,
                                 g_object_ref (self));
}

/* Nothing is seen of Confab any more while the others are told goodbye. */
static void
begin_quitting (ConfabApplication *self)
{
  if (self->quitting)
    return;
  self->quitting = TRUE;
  confab_notifier_withdraw_all (self->notifier);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    gtk_widget_set_visible (GTK_WIDGET (l->data), FALSE);
  confab_hall_close (self->hall);
}

static gboolean
on_close_request (ConfabApplication *self)
{
  begin_quitting (self);
  return TRUE;
}

/* --- what there is to show --- */

static void
on_lobby (ConfabHall *hall, ConfabLobby *lobby, const char *link, ConfabApplication *self)
{
  if (confab_window_may_show_lobby (self->window, link, NULL))
    confab_window_show_lobby (self->window, lobby);
}

static void
on_visit (ConfabHall *hall, ConfabVisit *visit, ConfabApplication *self)
{
  confab_window_show_visit (self->window, visit);
  confab_notifier_follow (self->notifier, visit);
  confab_keep_awake_during (GTK_APPLICATION (self), GTK_WINDOW (self->window), visit);
}

static void
on_notice (ConfabHall *hall, const char *text, ConfabApplication *self)
{
  confab_window_show_notice (self->window, text);
}

static void
on_switched (ConfabHall *hall, const char *text, gboolean undoable, ConfabApplication *self)
{
  confab_window_show_switched (self->window, text, undoable);
}

static void
on_devices (ConfabApplication *self)
{
  confab_window_set_devices (self->window, confab_hall_get_devices (self->hall));
}

/* --- meetings --- */

static void
on_start (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_hall_start (CONFAB_APPLICATION (user_data)->hall);
}

static void
on_join (GSimpleAction *action, GVariant *link, gpointer user_data)
{
  confab_hall_join (CONFAB_APPLICATION (user_data)->hall, g_variant_get_string (link, NULL));
}

static void
on_check_devices (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_hall_check_devices (CONFAB_APPLICATION (user_data)->hall);
}

static void
on_home (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  confab_window_show_home (self->window);
  confab_hall_go_out (self->hall);
}

static void
on_toggle_mute (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_hall_toggle_microphone (CONFAB_APPLICATION (user_data)->hall);
}

static void
on_undo_device (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabDevices *devices = confab_hall_get_devices (CONFAB_APPLICATION (user_data)->hall);

  if (devices != NULL)
    confab_devices_undo (devices);
}

/* --- from outside: a notification, the desktop's menu, a link that was clicked --- */

static void
on_again (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  confab_window_present (self->window);
  confab_hall_join_again (self->hall);
}

static void
on_open (GSimpleAction *action, GVariant *words, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  confab_window_present (self->window);
  confab_hall_open_invitation (self->hall, g_variant_get_string (words, NULL));
}

static void
on_new_meeting (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  confab_window_present (self->window);
  confab_hall_start (self->hall);
}

/* --- the program --- */

static void
on_reopen (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_desk_open (CONFAB_APPLICATION (user_data)->desk, NULL);
}

static void
on_keep_identity (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_window_ask_about_identity (CONFAB_APPLICATION (user_data)->window);
}

static void
on_preferences (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  confab_hall_prepare (self->hall);
  confab_preferences_show (GTK_WINDOW (self->window), self->desk,
                           confab_hall_get_devices (self->hall), self->keys);
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

  if (is_open (self))
    confab_hall_prepare (self->hall);
  confab_about_show (GTK_WINDOW (self->window), confab_hall_get_visit (self->hall),
                     confab_hall_get_devices (self->hall));
}

static void
on_quit (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  begin_quitting (CONFAB_APPLICATION (user_data));
}

static GAction *
find_action (ConfabApplication *self, const char *name)
{
  return g_action_map_lookup_action (G_ACTION_MAP (self), name);
}

/* Those of notifications are the notifier's. */
static void
add_actions (ConfabApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "start", .activate = on_start },
    { .name = "join", .activate = on_join, .parameter_type = "s" },
    { .name = "check-devices", .activate = on_check_devices },
    { .name = "home", .activate = on_home },
    { .name = "toggle-mute", .activate = on_toggle_mute },
    { .name = "undo-device", .activate = on_undo_device },
    { .name = "again", .activate = on_again },
    { .name = "open", .activate = on_open, .parameter_type = "s" },
    { .name = "new-meeting", .activate = on_new_meeting },
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

/* --- starting --- */

/* Starting GStreamer takes as long as everything before: it waits for the first picture. */
static void
on_open_desk_painted (gpointer user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);

  confab_hall_prepare (self->hall);
  confab_window_prepare (self->window);
}

static void
on_desk_state (ConfabApplication *self)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (find_action (self, "preferences")), is_open (self));
  if (is_open (self))
    confab_after_paint (GTK_WIDGET (self->window), on_open_desk_painted, self);
}

/* It is read by threads while GTK starts, so that the first picture shows what is in it. */
static void
open_desk (ConfabApplication *self)
{
  self->desk =
      confab_desk_new (self->options->profile, self->options->name, self->options->service);
  confab_desk_open (self->desk, NULL);
}

static void
set_up_hall (ConfabApplication *self)
{
  const char *const given[CONFAB_N_DEVICE_KINDS] = {
    [CONFAB_DEVICE_CAMERA] = self->options->camera,
    [CONFAB_DEVICE_MICROPHONE] = self->options->microphone,
    [CONFAB_DEVICE_SPEAKER] = self->options->speaker,
  };

  g_signal_connect_object (self->desk, "notify::state", G_CALLBACK (on_desk_state), self,
                           G_CONNECT_SWAPPED);
  on_desk_state (self);
  self->hall = confab_hall_new (self->desk, given);
  g_object_bind_property (self->hall, "may-begin", find_action (self, "start"), "enabled",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->hall, "may-begin", find_action (self, "check-devices"), "enabled",
                          G_BINDING_SYNC_CREATE);
}

/* Where the desktop asks the program and not its desktop file: it is a drawing that has to be rendered. */
static void
on_window_painted (gpointer user_data)
{
  gtk_window_set_default_icon_name ("app.confab.Confab");
}

static void
set_up_window (ConfabApplication *self)
{
  confab_appearance_follow (confab_settings_get ());
  self->window = confab_window_new (self->desk);
  g_signal_connect_object (self->window, "close-request", G_CALLBACK (on_close_request), self,
                           G_CONNECT_SWAPPED);
  self->notifier =
      confab_notifier_new (GTK_APPLICATION (self), self->window, confab_settings_get ());
  g_signal_connect_object (self->hall, "lobby", G_CALLBACK (on_lobby), self, 0);
  g_signal_connect_object (self->hall, "visit", G_CALLBACK (on_visit), self, 0);
  g_signal_connect_object (self->hall, "notice", G_CALLBACK (on_notice), self, 0);
  g_signal_connect_object (self->hall, "switched", G_CALLBACK (on_switched), self, 0);
  g_signal_connect_object (self->hall, "closed", G_CALLBACK (on_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->hall, "notify::devices", G_CALLBACK (on_devices), self,
                           G_CONNECT_SWAPPED);
  confab_after_paint (GTK_WIDGET (self->window), on_window_painted, self);
}

static void
on_global_toggle (ConfabApplication *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "toggle-mute", NULL);
}

static void
add_global_keys (ConfabApplication *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (self));

  if (bus == NULL)
    return;
  self->keys =
      confab_global_keys_new (bus, g_application_get_application_id (G_APPLICATION (self)));
  g_signal_connect_object (self->keys, "talk", G_CALLBACK (confab_hall_hold_to_talk), self->hall,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keys, "toggle", G_CALLBACK (on_global_toggle), self,
                           G_CONNECT_SWAPPED);
  g_settings_bind (confab_settings_get (), "global-keys", self->keys, "wanted",
                   G_SETTINGS_BIND_GET);
}

static void
confab_application_startup (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);

  open_desk (self);
  G_APPLICATION_CLASS (confab_application_parent_class)->startup (application);
  add_actions (self);
  set_up_hall (self);
  add_global_keys (self);
  set_up_window (self);
}

/* In the first process, also for those that were started later. */
static int
confab_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_autofree char *invitation = confab_launch_options_dup_invitation (options);

  if (confab_launch_options_want_mute_toggled (options))
    return confab_hall_toggle_microphone (self->hall) ? EXIT_SUCCESS
                                                      : confab_launch_options_fail_to_toggle (line);
  confab_window_present (self->window);
  if (invitation != NULL)
    confab_hall_open_invitation (self->hall, invitation);
  else if (confab_launch_options_want_meeting (options))
    confab_hall_start (self->hall);
  return EXIT_SUCCESS;
}

/* The desktop starts Confab by D-Bus: with nothing to do, or with the link that was clicked. */
static void
confab_application_activate (GApplication *application)
{
  confab_window_present (CONFAB_APPLICATION (application)->window);
}

static void
confab_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  g_autofree char *link = g_file_get_uri (files[0]);

  confab_window_present (self->window);
  confab_hall_open_invitation (self->hall, link);
}

static int
confab_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  CONFAB_APPLICATION (application)->options = confab_launch_options_read (options);
  return confab_launch_options_handle_locally (application, options);
}

/* --- ending --- */

/* A window holds the application until it is destroyed. */
static void
confab_application_shutdown (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  GList *windows;

  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&self->window)));
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (GTK_WINDOW (windows->data));
  G_APPLICATION_CLASS (confab_application_parent_class)->shutdown (application);
}

static void
confab_application_dispose (GObject *object)
{
  ConfabApplication *self = CONFAB_APPLICATION (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->notifier);
  g_clear_object (&self->hall);
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
  application_class->shutdown = confab_application_shutdown;
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
