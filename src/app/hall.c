/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neither -> lobby -> visit -> neither, or without the lobby; and what is wished for meanwhile. */
#include "app/hall.h"

#include "app/link-words.h"
#include "app/sound-out.h"

#include <glib/gi18n.h>

typedef enum { NOTHING, START, JOIN, LOBBY } Wish;

struct _ConfabHall {
  GObject parent_instance;
  ConfabDesk *desk;
  char *given[CONFAB_N_DEVICE_KINDS]; /* by the command line, each (nullable) */
  ConfabDevices *devices;             /* (nullable): until they are looked for */
  ConfabSoundOut *sound_out;          /* (nullable): likewise */

  ConfabLobby *lobby; /* (nullable) */
  ConfabVisit *visit; /* (nullable): until it is over */
  guint ending;       /* idle: the visit is over */
  char *last_link;    /* (nullable): of the last visit that had one */

  Wish wish;
  char *words; /* (nullable): the link of JOIN, the invitation of LOBBY */
  gboolean may_begin;
  gboolean closing;
};

G_DEFINE_FINAL_TYPE (ConfabHall, confab_hall, G_TYPE_OBJECT)

enum { PROP_0, PROP_MAY_BEGIN, PROP_DEVICES, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_LOBBY, SIGNAL_VISIT, SIGNAL_NOTICE, SIGNAL_SWITCHED, SIGNAL_CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_in_meeting (ConfabHall *self)
{
  return self->visit != NULL && confab_visit_get_step (self->visit) < CONFAB_VISIT_PARTING;
}

static void
update_may_begin (ConfabHall *self)
{
  ConfabDeskState desk = confab_desk_get_state (self->desk);
  gboolean may_begin = !self->closing && !is_in_meeting (self) &&
                       (desk == CONFAB_DESK_OPEN || desk == CONFAB_DESK_OPENING);

  if (self->may_begin == may_begin)
    return;
  self->may_begin = may_begin;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAY_BEGIN]);
}

static void
notice (ConfabHall *self, const char *text)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, text);
}

/* --- devices --- */

/* In a meeting or a lobby it is of interest what is heard. */
static gboolean
is_listening (ConfabHall *self)
{
  return self->visit != NULL || self->lobby != NULL;
}

static void
listen (ConfabHall *self)
{
  if (self->sound_out != NULL)
    confab_sound_out_set_in_use (self->sound_out, is_listening (self));
}

static void
on_sound_lost (ConfabSoundOut *sound_out, const char *text, ConfabHall *self)
{
  notice (self, text);
}

static void
on_switched (ConfabDevices *devices, const char *text, gboolean undoable, ConfabHall *self)
{
  if (is_listening (self))
    g_signal_emit (self, signals[SIGNAL_SWITCHED], 0, text, undoable);
}

void
confab_hall_prepare (ConfabHall *self)
{
  ConfabPlayback *playback;

  g_return_if_fail (CONFAB_IS_HALL (self));
  g_return_if_fail (confab_desk_get_client (self->desk) != NULL);

  if (self->devices != NULL)
    return;
  /* Asking for the playback is what starts media/. */
  playback = confab_client_get_playback (confab_desk_get_client (self->desk));
  self->devices = confab_devices_new ((const char *const *) self->given);
  g_signal_connect_object (self->devices, "switched", G_CALLBACK (on_switched), self, 0);
  self->sound_out = confab_sound_out_new (playback, self->devices);
  g_signal_connect_object (self->sound_out, "lost", G_CALLBACK (on_sound_lost), self, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICES]);
}

/* --- the lobby --- */

static void
on_lobby_notice (ConfabLobby *lobby, const char *text, ConfabHall *self)
{
  notice (self, text);
}

/* @link: (nullable) */
static void
open_lobby (ConfabHall *self, const char *link)
{
  confab_hall_prepare (self);
  if (self->lobby == NULL) {
    self->lobby = confab_lobby_new (confab_desk_get_client (self->desk), self->devices,
                                    confab_desk_get_name (self->desk));
    g_signal_connect_object (self->lobby, "notice", G_CALLBACK (on_lobby_notice), self, 0);
  }
  listen (self);
  g_signal_emit (self, signals[SIGNAL_LOBBY], 0, self->lobby, link);
}

static void
close_lobby (ConfabHall *self)
{
  if (self->lobby != NULL)
    confab_lobby_close (self->lobby);
  g_clear_object (&self->lobby);
  listen (self);
}

/* Without @words the lobby is about no invitation. */
static void
enter_lobby (ConfabHall *self, const char *words)
{
  ConfabClient *client = confab_desk_get_client (self->desk);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabLinkSummary) summary = NULL;
  g_autofree char *link = NULL;

  if (words != NULL) {
    link = confab_link_from_words (words, confab_desk_get_service (self->desk),
                                   confab_client_get_recent_meetings (client), &error);
    summary = link != NULL ? confab_link_summary_read (link, &error) : NULL;
    if (summary == NULL) {
      notice (self, error->message);
      return;
    }
  }
  open_lobby (self, link);
}

/* --- visits --- */

static void grant (ConfabHall *self);

static void
remember_meeting (ConfabHall *self)
{
  ConfabRecentMeetings *meetings =
      confab_client_get_recent_meetings (confab_desk_get_client (self->desk));

  confab_recent_meetings_add (meetings, confab_visit_get_link (self->visit),
                              g_get_real_time () / 1000);
}

static gboolean
on_over (gpointer user_data)
{
  ConfabHall *self = user_data;
  g_autoptr (ConfabVisit) visit = g_steal_pointer (&self->visit);

  self->ending = 0;
  if (confab_visit_get_link (visit) != NULL) {
    g_free (self->last_link);
    self->last_link = g_strdup (confab_visit_get_link (visit));
  }
  listen (self);
  if (self->closing)
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
  else
    grant (self);
  return G_SOURCE_REMOVE;
}

/* What ends a visit comes from inside its call, so letting go of both follows later. */
static void
on_step (ConfabVisit *visit, GParamSpec *pspec, ConfabHall *self)
{
  update_may_begin (self);
  if (confab_visit_get_step (visit) == CONFAB_VISIT_INSIDE)
    remember_meeting (self);
  else if (confab_visit_get_step (visit) == CONFAB_VISIT_OVER)
    self->ending = g_idle_add (on_over, self);
}

static ConfabVisit *
new_visit (ConfabHall *self)
{
  ConfabVisitOptions options = {
    .name = confab_desk_get_name (self->desk),
    .camera = self->lobby != NULL ? confab_lobby_get_camera (self->lobby) : NULL,
    .microphone = self->lobby != NULL ? confab_lobby_get_microphone (self->lobby) : NULL,
  };

  confab_hall_prepare (self);
  options.devices = self->devices;
  self->visit = confab_visit_new (confab_desk_get_client (self->desk), &options);
  g_clear_object (&self->lobby);
  g_signal_connect_object (self->visit, "notify::step", G_CALLBACK (on_step), self, 0);
  listen (self);
  update_may_begin (self);
  g_signal_emit (self, signals[SIGNAL_VISIT], 0, self->visit);
  return self->visit;
}

/* --- wishes --- */

static void
grant (ConfabHall *self)
{
  g_autofree char *words = NULL;
  Wish wish = self->wish;

  if (self->visit != NULL || self->closing ||
      confab_desk_get_state (self->desk) != CONFAB_DESK_OPEN)
    return;
  self->wish = NOTHING;
  words = g_steal_pointer (&self->words);
  switch (wish) {
  case START:
    confab_visit_start (new_visit (self), confab_desk_get_service (self->desk));
    break;
  case JOIN:
    confab_visit_join (new_visit (self), words);
    break;
  case LOBBY:
    enter_lobby (self, words);
    break;
  default:
    break;
  }
}

/* Whoever wishes for something will not undo their leaving. @words: (nullable) */
static void
make_wish (ConfabHall *self, Wish wish, const char *words)
{
  g_free (self->words);
  self->words = g_strdup (words);
  self->wish = wish;
  if (self->visit != NULL)
    confab_visit_leave (self->visit);
  else
    grant (self);
}

static void
wish_outside_meetings (ConfabHall *self, Wish wish, const char *words, const char *refusal)
{
  if (is_in_meeting (self))
    notice (self, refusal);
  else if (!self->closing)
    make_wish (self, wish, words);
}

void
confab_hall_start (ConfabHall *self)
{
  g_return_if_fail (CONFAB_IS_HALL (self));

  wish_outside_meetings (self, START, NULL, _ ("You are in a meeting already"));
}

void
confab_hall_join (ConfabHall *self, const char *link)
{
  g_return_if_fail (CONFAB_IS_HALL (self));
  g_return_if_fail (link != NULL);

  wish_outside_meetings (self, JOIN, link,
                         _ ("You are in a meeting: leave it to join another one"));
}

void
confab_hall_join_again (ConfabHall *self)
{
  const char *link;

  g_return_if_fail (CONFAB_IS_HALL (self));

  link = self->visit != NULL ? confab_visit_get_link (self->visit) : self->last_link;
  if (link != NULL)
    confab_hall_join (self, link);
}

void
confab_hall_open_invitation (ConfabHall *self, const char *words)
{
  g_return_if_fail (CONFAB_IS_HALL (self));
  g_return_if_fail (words != NULL);

  wish_outside_meetings (self, LOBBY, words,
                         _ ("You are in a meeting: leave it to join another one"));
}

void
confab_hall_check_devices (ConfabHall *self)
{
  g_return_if_fail (CONFAB_IS_HALL (self));

  wish_outside_meetings (self, LOBBY, NULL, _ ("You are in a meeting already"));
}

void
confab_hall_go_out (ConfabHall *self)
{
  g_return_if_fail (CONFAB_IS_HALL (self));

  if (is_in_meeting (self))
    return;
  make_wish (self, NOTHING, NULL);
  close_lobby (self);
}

void
confab_hall_close (ConfabHall *self)
{
  g_return_if_fail (CONFAB_IS_HALL (self));
  g_return_if_fail (!self->closing);

  self->closing = TRUE;
  if (self->sound_out != NULL)
    confab_sound_out_stop (self->sound_out);
  if (self->lobby != NULL)
    confab_lobby_close (self->lobby);
  update_may_begin (self);
  if (self->visit != NULL)
    confab_visit_leave (self->visit);
  else
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* --- keys --- */

void
confab_hall_hold_to_talk (ConfabHall *self, gboolean held)
{
  g_return_if_fail (CONFAB_IS_HALL (self));

  if (self->visit != NULL)
    confab_visit_hold_to_talk (self->visit, held);
}

gboolean
confab_hall_toggle_microphone (ConfabHall *self)
{
  g_return_val_if_fail (CONFAB_IS_HALL (self), FALSE);

  if (!is_in_meeting (self))
    return FALSE;
  confab_visit_toggle_microphone (self->visit);
  return TRUE;
}

/* --- the object --- */

static void
on_desk_state (ConfabHall *self)
{
  update_may_begin (self);
  grant (self);
}

static void
confab_hall_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabHall *self = CONFAB_HALL (object);

  if (id == PROP_MAY_BEGIN)
    g_value_set_boolean (value, self->may_begin);
  else if (id == PROP_DEVICES)
    g_value_set_object (value, self->devices);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
confab_hall_dispose (GObject *object)
{
  ConfabHall *self = CONFAB_HALL (object);

  g_clear_handle_id (&self->ending, g_source_remove);
  g_clear_object (&self->lobby);
  g_clear_object (&self->visit);
  g_clear_object (&self->sound_out);
  g_clear_object (&self->devices);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (confab_hall_parent_class)->dispose (object);
}

static void
confab_hall_finalize (GObject *object)
{
  ConfabHall *self = CONFAB_HALL (object);

  for (guint kind = 0; kind < CONFAB_N_DEVICE_KINDS; kind++)
    g_free (self->given[kind]);
  g_free (self->words);
  g_free (self->last_link);
  G_OBJECT_CLASS (confab_hall_parent_class)->finalize (object);
}

static void
confab_hall_class_init (ConfabHallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = confab_hall_get_property;
  object_class->dispose = confab_hall_dispose;
  object_class->finalize = confab_hall_finalize;

  properties[PROP_MAY_BEGIN] = g_param_spec_boolean ("may-begin", NULL, NULL, FALSE, readable);
  properties[PROP_DEVICES] =
      g_param_spec_object ("devices", NULL, NULL, CONFAB_TYPE_DEVICES, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_LOBBY] = g_signal_new ("lobby", CONFAB_TYPE_HALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 2, CONFAB_TYPE_LOBBY, G_TYPE_STRING);
  signals[SIGNAL_VISIT] = g_signal_new ("visit", CONFAB_TYPE_HALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, CONFAB_TYPE_VISIT);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", CONFAB_TYPE_HALL, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SWITCHED] =
      g_signal_new ("switched", CONFAB_TYPE_HALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", CONFAB_TYPE_HALL, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_hall_init (ConfabHall *self)
{
}

ConfabHall *
confab_hall_new (ConfabDesk *desk, const char *const *given)
{
  ConfabHall *self = g_object_new (CONFAB_TYPE_HALL, NULL);

  self->desk = g_object_ref (desk);
  for (guint kind = 0; kind < CONFAB_N_DEVICE_KINDS; kind++)
    self->given[kind] = g_strdup (given[kind]);
  /* After the window, which shows the start page then. */
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (on_desk_state), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_may_begin (self);
  return self;
}

ConfabVisit *
confab_hall_get_visit (ConfabHall *self)
{
  g_return_val_if_fail (CONFAB_IS_HALL (self), NULL);

  return self->visit;
}

ConfabDevices *
confab_hall_get_devices (ConfabHall *self)
{
  g_return_val_if_fail (CONFAB_IS_HALL (self), NULL);

  return self->devices;
}
