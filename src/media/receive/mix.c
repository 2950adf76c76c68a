/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/mix.h"

#include <string.h>

#include "media/receive/mix-stream.h"

#define PIECE CONFAB_OPUS_PULL_SAMPLES

/* Peaks are kept below -0.4 dBFS. Turning down takes 2 ms, turning up again half a second. */
#define PEAK_LIMIT 31300.0
#define ATTACK_SAMPLES 96
#define RELEASE 0.02

struct _ConfabMix {
  gatomicrefcount ref_count;
  gint volume;   /* atomic: in 1/1000 */
  gdouble gain;  /* the playback's thread: of the limiter, 1 is open */
  gdouble level; /* likewise: volume and limiter at the end of the last piece */

  GMutex lock; /* guards what follows */
  GPtrArray *streams;
  GArray *own; /* (element-type gint16) (nullable): see confab_mix_play () */
  guint own_at;
  guint64 pulls;
};

ConfabMix *
confab_mix_new (void)
{
  ConfabMix *self = g_new0 (ConfabMix, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->streams = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_playback_stream_unref);
  self->volume = 1000;
  self->gain = 1;
  self->level = 1;
  return self;
}

ConfabMix *
confab_mix_ref (ConfabMix *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
confab_mix_unref (ConfabMix *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->streams);
  g_clear_pointer (&self->own, g_array_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
confab_mix_set_volume (ConfabMix *self, double volume)
{
  g_atomic_int_set (&self->volume, (gint) (CLAMP (volume, 0, 1) * 1000));
}

ConfabPlaybackStream *
confab_mix_add (ConfabMix *self, const char *label)
{
  ConfabPlaybackStream *stream = confab_playback_stream_new (self, label);

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->streams, confab_playback_stream_ref (stream));
  g_mutex_unlock (&self->lock);
  return stream;
}

void
confab_mix_remove (ConfabMix *self, ConfabPlaybackStream *stream)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_remove (self->streams, stream);
  g_mutex_unlock (&self->lock);
}

void
confab_mix_clear (ConfabMix *self)
{
  g_autoptr (GPtrArray) streams = NULL;

  g_mutex_lock (&self->lock);
  streams = g_steal_pointer (&self->streams);
  self->streams = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_playback_stream_unref);
  g_mutex_unlock (&self->lock);
}

void
confab_mix_play (ConfabMix *self, GArray *samples)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->own, g_array_unref);
  self->own = g_array_ref (samples);
  self->own_at = 0;
  g_mutex_unlock (&self->lock);
}

/* The lock is held. */
static void
add_own (ConfabMix *self, gint32 *sum)
{
  for (guint i = 0; self->own != NULL && i < PIECE; i++) {
    if (self->own_at < self->own->len)
      sum[i] += g_array_index (self->own, gint16, self->own_at++);
    else
      g_clear_pointer (&self->own, g_array_unref);
  }
}

static gint32
peak_of (const gint32 *sum)
{
  gint32 peak = 0;

  for (guint i = 0; i < PIECE; i++)
    peak = MAX (peak, ABS (sum[i]));
  return peak;
}

/* From the gain at which the last piece ended to what this one needs, without a step. */
static void
limit (ConfabMix *self, const gint32 *sum, gint16 *samples)
{
  double volume = g_atomic_int_get (&self->volume) / 1000.0;
  double needed = PEAK_LIMIT / MAX (peak_of (sum) * volume, PEAK_LIMIT);
  double from = self->level;
  double to;

  self->gain = MIN (needed, self->gain + (1 - self->gain) * RELEASE);
  to = self->gain * volume;
  for (guint i = 0; i < PIECE; i++) {
    double gain = i < ATTACK_SAMPLES ? from + (to - from) * i / ATTACK_SAMPLES : to;

    samples[i] = (gint16) CLAMP (sum[i] * gain, G_MININT16, G_MAXINT16);
  }
  self->level = to;
}

void
confab_mix_pull (ConfabMix *self, gint64 now_ns, gint16 *samples)
{
  gint32 sum[PIECE] = { 0 };

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->streams->len; i++)
    confab_playback_stream_add_to (self->streams->pdata[i], now_ns, sum);
  add_own (self, sum);
  self->pulls++;
  g_mutex_unlock (&self->lock);
  limit (self, sum, samples);
}

guint64
confab_mix_get_pulls (ConfabMix *self)
{
  guint64 pulls;

  g_mutex_lock (&self->lock);
  pulls = self->pulls;
  g_mutex_unlock (&self->lock);
  return pulls;
}
