/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/playback-stream.h"

#include "media/receive/mix-stream.h"

struct _ConfabPlaybackStream {
  gatomicrefcount ref_count;
  ConfabMix *mix;
  char *label;

  GMutex lock; /* guards what follows; taken after the mix's */
  ConfabOpusReceiver *receiver;
  ConfabPlaybackTap tap;
  gpointer tap_user_data;
};

ConfabPlaybackStream *
confab_playback_stream_new (ConfabMix *mix, const char *label)
{
  ConfabPlaybackStream *self = g_new0 (ConfabPlaybackStream, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->mix = confab_mix_ref (mix);
  self->label = g_strdup (label);
  self->receiver = confab_opus_receiver_new ();
  return self;
}

ConfabPlaybackStream *
confab_playback_stream_ref (ConfabPlaybackStream *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
confab_playback_stream_unref (ConfabPlaybackStream *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  confab_opus_receiver_free (self->receiver);
  g_mutex_clear (&self->lock);
  g_clear_pointer (&self->mix, confab_mix_unref);
  g_free (self->label);
  g_free (self);
}

void
confab_playback_stream_remove (ConfabPlaybackStream *self)
{
  ConfabOpusReceiverStats stats;

  confab_playback_stream_get_stats (self, &stats);
  g_debug ("sound of %s: %" G_GUINT64_FORMAT " ms, %" G_GUINT64_FORMAT
           " of them made up; %" G_GUINT64_FORMAT " packets lost, %" G_GUINT64_FORMAT " late",
           self->label, stats.played_ms, stats.concealed_ms, stats.lost, stats.late);
  confab_mix_remove (self->mix, self);
}

void
confab_playback_stream_push (ConfabPlaybackStream *self, const ConfabOpusPacket *packet)
{
  g_mutex_lock (&self->lock);
  confab_opus_receiver_push (self->receiver, packet);
  g_mutex_unlock (&self->lock);
}

void
confab_playback_stream_add_to (ConfabPlaybackStream *self, gint64 now_ns, gint32 *sum)
{
  gint16 samples[CONFAB_OPUS_PULL_SAMPLES];

  g_mutex_lock (&self->lock);
  if (confab_opus_receiver_pull (self->receiver, now_ns, samples)) {
    for (guint i = 0; i < CONFAB_OPUS_PULL_SAMPLES; i++)
      sum[i] += samples[i];
  }
  if (self->tap != NULL)
    self->tap (samples, CONFAB_OPUS_PULL_SAMPLES, now_ns, self->tap_user_data);
  g_mutex_unlock (&self->lock);
}

void
confab_playback_stream_get_stats (ConfabPlaybackStream *self, ConfabOpusReceiverStats *stats)
{
  g_mutex_lock (&self->lock);
  confab_opus_receiver_get_stats (self->receiver, stats);
  g_mutex_unlock (&self->lock);
}

void
confab_playback_stream_set_tap (ConfabPlaybackStream *self, ConfabPlaybackTap tap,
                                gpointer user_data)
{
  g_mutex_lock (&self->lock);
  self->tap = tap;
  self->tap_user_data = user_data;
  g_mutex_unlock (&self->lock);
}
