/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sound-out.h"

struct _ConfabSoundOut {
  GObject parent_instance;
  ConfabPlayback *playback;
  ConfabDevices *devices;
  char *sink; /* (nullable): that the playback was told last */
  gboolean in_use;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (ConfabSoundOut, confab_sound_out, G_TYPE_OBJECT)

enum { SIGNAL_LOST, N_SIGNALS };
static guint signals[N_SIGNALS];

static const char *
sink_for_now (ConfabSoundOut *self)
{
  const char *sink = confab_devices_get_source (self->devices, CONFAB_DEVICE_SPEAKER);

  if (g_str_has_prefix (sink, "file:") ||
      (self->in_use && confab_devices_has_any (self->devices, CONFAB_DEVICE_SPEAKER)))
    return sink;
  return "none";
}

/* @anew: also where it is the same sink as before */
static void
play (ConfabSoundOut *self, gboolean anew)
{
  const char *sink = sink_for_now (self);

  if (self->stopped || (!anew && g_strcmp0 (self->sink, sink) == 0))
    return;
  g_free (self->sink);
  self->sink = g_strdup (sink);
  confab_playback_set_sink (self->playback, sink);
}

static void
on_source_changed (ConfabDevices *devices, guint kind, gboolean unplugged, ConfabSoundOut *self)
{
  if (kind == CONFAB_DEVICE_SPEAKER)
    play (self, TRUE);
}

static void
on_sink_lost (ConfabPlayback *playback, GError *error, ConfabSoundOut *self)
{
  if (!confab_devices_lose (self->devices, CONFAB_DEVICE_SPEAKER) && self->in_use)
    g_signal_emit (self, signals[SIGNAL_LOST], 0, error->message);
}

static void
confab_sound_out_finalize (GObject *object)
{
  ConfabSoundOut *self = CONFAB_SOUND_OUT (object);

  g_clear_object (&self->playback);
  g_clear_object (&self->devices);
  g_free (self->sink);
  G_OBJECT_CLASS (confab_sound_out_parent_class)->finalize (object);
}

static void
confab_sound_out_class_init (ConfabSoundOutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_sound_out_finalize;

  signals[SIGNAL_LOST] = g_signal_new ("lost", CONFAB_TYPE_SOUND_OUT, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_sound_out_init (ConfabSoundOut *self)
{
}

ConfabSoundOut *
confab_sound_out_new (ConfabPlayback *playback, ConfabDevices *devices)
{
  ConfabSoundOut *self = g_object_new (CONFAB_TYPE_SOUND_OUT, NULL);

  self->playback = g_object_ref (playback);
  self->devices = g_object_ref (devices);
  g_signal_connect_object (devices, "source-changed", G_CALLBACK (on_source_changed), self, 0);
  g_signal_connect_object (playback, "sink-lost", G_CALLBACK (on_sink_lost), self, 0);
  play (self, FALSE);
  return self;
}

void
confab_sound_out_set_in_use (ConfabSoundOut *self, gboolean in_use)
{
  g_return_if_fail (CONFAB_IS_SOUND_OUT (self));

  self->in_use = in_use;
  play (self, FALSE);
}

void
confab_sound_out_stop (ConfabSoundOut *self)
{
  g_return_if_fail (CONFAB_IS_SOUND_OUT (self));

  self->stopped = TRUE;
}
