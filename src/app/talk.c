/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/talk.h"

#include "app/muted-hint.h"
#include "app/talk-key.h"

#define LISTEN_INTERVAL_MS 100

struct _ConfabTalk {
  GObject parent_instance;
  ConfabCapture *capture;
  ConfabDeviceSwitch *microphone;
  ConfabTalkKey key;
  ConfabMutedHint hint;
  guint listening;
  gboolean turning; /* by the key */
};

G_DEFINE_FINAL_TYPE (ConfabTalk, confab_talk, G_TYPE_OBJECT)

enum { UNHEARD, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_on (ConfabTalk *self)
{
  gboolean on = FALSE;

  g_object_get (self->microphone, "on", &on, NULL);
  return on;
}

static gboolean
on_listen (gpointer user_data)
{
  ConfabTalk *self = CONFAB_TALK (user_data);

  if (confab_muted_hint_hear (&self->hint, g_get_monotonic_time () / 1000,
                              confab_capture_get_level_dbfs (self->capture), !is_on (self)))
    g_signal_emit (self, signals[UNHEARD], 0);
  return G_SOURCE_CONTINUE;
}

static void
on_turned (ConfabTalk *self)
{
  if (!self->turning)
    confab_talk_key_overruled (&self->key);
}

static void
confab_talk_dispose (GObject *object)
{
  ConfabTalk *self = CONFAB_TALK (object);

  confab_talk_close (self);
  g_clear_object (&self->microphone);
  g_clear_object (&self->capture);
  G_OBJECT_CLASS (confab_talk_parent_class)->dispose (object);
}

static void
confab_talk_class_init (ConfabTalkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_talk_dispose;
  signals[UNHEARD] = g_signal_new ("unheard", CONFAB_TYPE_TALK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
confab_talk_init (ConfabTalk *self)
{
}

ConfabTalk *
confab_talk_new (ConfabCapture *capture, ConfabDeviceSwitch *microphone)
{
  ConfabTalk *self = g_object_new (CONFAB_TYPE_TALK, NULL);

  self->capture = g_object_ref (capture);
  self->microphone = g_object_ref (microphone);
  g_signal_connect_object (microphone, "notify::on", G_CALLBACK (on_turned), self,
                           G_CONNECT_SWAPPED);
  self->listening = g_timeout_add (LISTEN_INTERVAL_MS, on_listen, self);
  return self;
}

void
confab_talk_close (ConfabTalk *self)
{
  g_return_if_fail (CONFAB_IS_TALK (self));

  g_clear_handle_id (&self->listening, g_source_remove);
}

void
confab_talk_hold (ConfabTalk *self, gboolean held)
{
  ConfabTalkAct act;

  g_return_if_fail (CONFAB_IS_TALK (self));

  act = held ? confab_talk_key_press (&self->key, is_on (self))
             : confab_talk_key_release (&self->key);
  if (act == CONFAB_TALK_NOTHING || self->listening == 0)
    return;
  self->turning = TRUE;
  g_object_set (self->microphone, "on", act == CONFAB_TALK_TURN_ON, NULL);
  self->turning = FALSE;
}
