/* SPDX-License-Identifier: GPL-3.0-or-later */
/* confab-cli: a whole participant without a screen. docs/cli.md is its contract. */
#include "cli/events.h"
#include "cli/interrupt.h"
#include "cli/line-reader.h"
#include "cli/options.h"
#include "cli/session.h"
#include "client/client.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>

#define STATUS_GOOD 0
#define STATUS_FAILED 1
#define STATUS_USAGE 2

typedef struct {
  ConfabCliOptions options;
  GMainLoop *loop;
  ConfabClient *client;   /* (nullable) */
  ConfabSession *session; /* (nullable) */
  ConfabDeviceList *devices[3];
  gboolean interrupted;
  int status;
} Program;

static void
quit (Program *self, int status)
{
  self->status = status;
  g_main_loop_quit (self->loop);
}

static void
complain (const char *text)
{
  g_printerr ("confab-cli: %s\n", text);
}

/* Takes @error. */
static void
fail (Program *self, GError *error)
{
  complain (error->message);
  g_error_free (error);
  quit (self, STATUS_FAILED);
}

/* --- a profile --- */

/* docs/decisions/0003: naming a folder is the explicit choice of a file in it. */
static ConfabIdentityPolicy
identity_policy (const Program *self)
{
  return (ConfabIdentityPolicy){
    .use_keyring = TRUE,
    .passphrase = g_getenv ("CONFAB_PASSPHRASE"),
    .allow_plain_file = self->options.profile != NULL,
  };
}

static void
tell_place (ConfabClient *client)
{
  ConfabIdentityStore *store = confab_client_get_identity_store (client);

  switch (confab_identity_store_get_place (store)) {
  case CONFAB_IDENTITY_IN_PLAIN_FILE:
    complain (_ ("note: the identity key lies unencrypted in the profile's folder; set "
                 "CONFAB_PASSPHRASE to have it encrypted from the start"));
    break;
  case CONFAB_IDENTITY_IN_MEMORY:
    complain (_ ("note: no keyring answers, so this identity ends with this program; use "
                 "--profile, or set CONFAB_PASSPHRASE, to keep one"));
    break;
  default:
    break;
  }
}

/* A call's last event is `refused` or `ended`, whatever went wrong. */
static void
say_refused (const GError *error)
{
  ConfabClientError code = error->domain == CONFAB_CLIENT_ERROR ? (ConfabClientError) error->code
                                                                : CONFAB_CLIENT_ERROR_FAILED;

  confab_events_word ("refused", confab_client_error_word (code), error->message);
}

static void
open_client (Program *self, GAsyncReadyCallback opened)
{
  ConfabIdentityPolicy policy = identity_policy (self);

  confab_client_open_async (self->options.profile, &policy, NULL, opened, self);
}

/* FALSE after the program was told to end. */
static gboolean
take_client (Program *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  self->client = confab_client_open_finish (result, &error);
  if (self->client != NULL) {
    tell_place (self->client);
    return TRUE;
  }
  if (self->options.command == CONFAB_CLI_JOIN)
    say_refused (error);
  fail (self, g_steal_pointer (&error));
  return FALSE;
}

/* --- join --- */

static void
on_session_finished (int status, gpointer user_data)
{
  quit (user_data, status);
}

static void
on_command_line (const char *line, gpointer user_data)
{
  Program *self = user_data;

  confab_session_obey (self->session, line);
}

static void
on_opened_to_join (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Program *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *account = confab_account_name_dup ();
  const ConfabCliOptions *o = &self->options;
  ConfabSessionOptions session = {
    .link = o->arguments[0],
    .name = o->name != NULL ? o->name : account,
    .camera = o->camera,
    .mic = o->mic,
    .save_dir = o->save_dir,
    .relay_only = o->relay_only,
    .for_s = o->for_s,
    .stats_s = o->stats_s,
  };

  if (!take_client (self, result))
    return;
  self->session = confab_session_new (self->client, &session, on_session_finished, self, &error);
  if (self->session == NULL) {
    say_refused (error);
    fail (self, g_steal_pointer (&error));
    return;
  }
  if (self->interrupted)
    confab_session_leave (self->session);
  confab_line_reader_start (on_command_line, self);
}

static void
on_interrupted (gpointer user_data)
{
  Program *self = user_data;

  if (self->session != NULL && !self->interrupted)
    confab_session_leave (self->session);
  else if (self->interrupted || self->options.command != CONFAB_CLI_JOIN)
    quit (self, STATUS_FAILED);
  self->interrupted = TRUE;
}

/* --- create, identity --- */

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Program *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = confab_client_create_room_finish (CONFAB_CLIENT (source), result, &error);

  if (link == NULL) {
    fail (self, g_steal_pointer (&error));
    return;
  }
  g_print ("%s\n", link);
  quit (self, STATUS_GOOD);
}

/* Without a place for its key the room would belong to nobody when this program ends. */
static gboolean
can_own_rooms (Program *self)
{
  ConfabIdentityStore *store = confab_client_get_identity_store (self->client);

  if (confab_identity_store_get_place (store) != CONFAB_IDENTITY_IN_MEMORY)
    return TRUE;
  complain (_ ("a room needs a key that is kept: use --profile, or set CONFAB_PASSPHRASE"));
  return FALSE;
}

static void
on_opened_to_create (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Program *self = user_data;
  ConfabCreateOptions create = {
    .service = self->options.service != NULL ? self->options.service : g_getenv ("CONFAB_SERVICE"),
    .room = self->options.room,
    .transport = self->options.transport,
    .waiting_room = self->options.waiting_room,
    .certificate_sha256 = self->options.certificate,
  };

  if (!take_client (self, result))
    return;
  if (create.service == NULL) {
    complain (_ ("name the meeting service with --service URL"));
    quit (self, STATUS_USAGE);
  } else if (!can_own_rooms (self)) {
    quit (self, STATUS_FAILED);
  } else {
    confab_client_create_room_async (self->client, &create, NULL, on_created, self);
  }
}

static void
on_opened_for_identity (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Program *self = user_data;

  if (!take_client (self, result))
    return;
  g_print ("%s\n",
           confab_identity_store_get_key_text (confab_client_get_identity_store (self->client)));
  quit (self, STATUS_GOOD);
}

/* --- check, safety-number, devices --- */

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Program *self = user_data;
  g_autoptr (ConfabLinkSummary) summary =
      confab_link_summary_read (self->options.arguments[0], NULL);
  g_autoptr (GError) error = NULL;
  gboolean e2ee, running;
  ConfabJsonLine line;

  if (!confab_link_check_finish (result, &e2ee, &running, &error)) {
    fail (self, g_steal_pointer (&error));
    return;
  }
  confab_events_begin (&line, "check");
  confab_json_line_string (&line, "host", summary->host);
  confab_json_line_string (&line, "room", summary->room);
  confab_json_line_string (&line, "type", e2ee ? "e2ee" : "transport");
  confab_json_line_bool (&line, "running", running);
  confab_json_line_bool (&line, "names_owner", summary->encrypted);
  confab_json_line_bool (&line, "names_certificate", summary->pinned);
  confab_events_print (&line);
  quit (self, STATUS_GOOD);
}

static gboolean
print_safety_number (gpointer user_data)
{
  Program *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = confab_safety_number_from_text (self->options.arguments[0],
                                                            self->options.arguments[1], &error);

  if (number == NULL) {
    fail (self, g_steal_pointer (&error));
    return G_SOURCE_REMOVE;
  }
  g_print ("%s\n", number);
  quit (self, STATUS_GOOD);
  return G_SOURCE_REMOVE;
}

static void
print_devices (ConfabDeviceList *list)
{
  static const char *const kinds[] = { "camera", "microphone", "speaker" };
  ConfabJsonLine line;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++) {
    g_autoptr (ConfabDevice) device = g_list_model_get_item (G_LIST_MODEL (list), i);

    confab_events_begin (&line, "device");
    confab_json_line_string (&line, "kind", kinds[confab_device_get_kind (device)]);
    confab_json_line_string (&line, "name", confab_device_get_name (device));
    confab_json_line_string (&line, "id", confab_device_get_id (device));
    confab_events_print (&line);
  }
}

static void
count_ready (Program *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->devices); i++) {
    if (!confab_device_list_is_ready (self->devices[i]))
      return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (self->devices); i++)
    print_devices (self->devices[i]);
  quit (self, STATUS_GOOD);
}

static gboolean
begin_devices (gpointer user_data)
{
  static const ConfabDeviceKind kinds[] = { CONFAB_DEVICE_CAMERA, CONFAB_DEVICE_MICROPHONE,
                                            CONFAB_DEVICE_SPEAKER };
  Program *self = user_data;

  confab_media_init ();
  for (guint i = 0; i < G_N_ELEMENTS (self->devices); i++) {
    self->devices[i] = confab_device_list_new (kinds[i]);
    g_signal_connect_swapped (self->devices[i], "notify::ready", G_CALLBACK (count_ready), self);
  }
  count_ready (self);
  return G_SOURCE_REMOVE;
}

/* --- the program --- */

static void
begin (Program *self)
{
  switch (self->options.command) {
  case CONFAB_CLI_JOIN:
    confab_media_init (); /* what is slow in it runs beside all that comes before the first link */
    open_client (self, on_opened_to_join);
    break;
  case CONFAB_CLI_CREATE:
    open_client (self, on_opened_to_create);
    break;
  case CONFAB_CLI_IDENTITY:
    open_client (self, on_opened_for_identity);
    break;
  case CONFAB_CLI_CHECK:
    confab_link_check_async (self->options.arguments[0], NULL, on_checked, self);
    break;
  case CONFAB_CLI_SAFETY_NUMBER:
    g_idle_add (print_safety_number, self);
    break;
  case CONFAB_CLI_DEVICES:
    g_idle_add (begin_devices, self);
    break;
  case CONFAB_CLI_VERSION:
  case CONFAB_CLI_HELP:
    break;
  }
}

static void
run (Program *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  confab_interrupt_watch (on_interrupted, self);
  begin (self);
  g_main_loop_run (self->loop);

  confab_line_reader_stop ();
  g_clear_pointer (&self->session, confab_session_free);
  g_clear_object (&self->client);
  for (guint i = 0; i < G_N_ELEMENTS (self->devices); i++)
    g_clear_object (&self->devices[i]);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  confab_client_drain ();
}

/* What was asked for is there only if it could be written. */
static void
check_output (Program *self)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return;
  complain (_ ("standard output can not be written; what was printed is incomplete"));
  self->status = STATUS_FAILED;
}

int
main (int argc, char **argv)
{
  Program self = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, CONFAB_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("confab-cli");
  g_log_writer_default_set_use_stderr (TRUE); /* standard output belongs to events and links */
  confab_events_start ();

  if (!confab_cli_options_parse (argv, &self.options, &error)) {
    complain (error->message);
    self.status = STATUS_USAGE;
  } else if (self.options.command == CONFAB_CLI_HELP) {
    fputs (confab_cli_options_usage (), stdout);
  } else if (self.options.command == CONFAB_CLI_VERSION) {
    fputs ("confab-cli " CONFAB_VERSION "\n", stdout);
  } else {
    run (&self);
  }
  check_output (&self);
  confab_cli_options_clear (&self.options);
  return self.status;
}
