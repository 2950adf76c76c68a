/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/connection-quality.h"

#include <glib/gi18n.h>
#include <math.h>

/* Shares of a second; round trips by ITU-T G.114: above 400 ms both ways together people talk into each other. */
#define POOR_CONCEALED 0.10
#define FAIR_CONCEALED 0.03
#define POOR_FROZEN 0.5
#define FAIR_FROZEN 0.1
#define POOR_RTT_MS 600
#define FAIR_RTT_MS 300
#define RISES_AFTER 3 /* updates */

static ConfabQuality
judge (double concealed, double frozen, double rtt_ms)
{
  if (concealed > POOR_CONCEALED || frozen > POOR_FROZEN || rtt_ms > POOR_RTT_MS)
    return CONFAB_QUALITY_POOR;
  if (concealed > FAIR_CONCEALED || frozen > FAIR_FROZEN || rtt_ms > FAIR_RTT_MS)
    return CONFAB_QUALITY_FAIR;
  return CONFAB_QUALITY_GOOD;
}

static double
grown (double *former, double now, double seconds)
{
  double per_second = (now - *former) / seconds;

  *former = now;
  return per_second;
}

ConfabQuality
confab_connection_quality_update (ConfabConnectionQuality *self, const ConfabLinkStats *stats,
                                  gint64 now_ms)
{
  const ConfabReceiveStats *audio = &stats->receive[CONFAB_MEDIA_AUDIO];
  const ConfabReceiveStats *video = &stats->receive[CONFAB_MEDIA_VIDEO];
  double seconds = (double) (now_ms - self->counted_ms) / 1000;
  double concealed, frozen;
  ConfabQuality judged;

  if (!self->running || seconds <= 0) {
    self->running = TRUE;
    seconds = 1;
    self->concealed_ms = audio->concealed_ms;
    self->freeze_s = video->freeze_s;
  }
  self->counted_ms = now_ms;
  concealed = grown (&self->concealed_ms, audio->concealed_ms, seconds) / 1000;
  frozen = grown (&self->freeze_s, video->freeze_s, seconds);
  if (audio->frames == 0 && video->frames == 0)
    return self->quality;

  judged = judge (concealed, frozen, isnan (audio->rtt_ms) ? 0 : audio->rtt_ms);
  self->n_better = judged > self->quality ? self->n_better + 1 : 0;
  if (judged < self->quality || self->quality == CONFAB_QUALITY_UNKNOWN ||
      self->n_better >= RISES_AFTER) {
    self->quality = judged;
    self->n_better = 0;
  }
  return self->quality;
}

const char *
confab_quality_words (ConfabQuality quality)
{
  switch (quality) {
  case CONFAB_QUALITY_POOR:
    return _ ("Poor connection");
  case CONFAB_QUALITY_FAIR:
    return _ ("Fair connection");
  case CONFAB_QUALITY_GOOD:
    return _ ("Good connection");
  case CONFAB_QUALITY_UNKNOWN:
    break;
  }
  return _ ("Not connected yet");
}

const char *
confab_quality_icon (ConfabQuality quality)
{
  switch (quality) {
  case CONFAB_QUALITY_POOR:
    return "confab-quality-poor-symbolic";
  case CONFAB_QUALITY_FAIR:
    return "confab-quality-fair-symbolic";
  case CONFAB_QUALITY_GOOD:
    return "confab-quality-good-symbolic";
  case CONFAB_QUALITY_UNKNOWN:
    break;
  }
  return "confab-quality-none-symbolic";
}

/* @value: (transfer full) */
static void
add (GArray *figures, const char *title, char *value)
{
  ConfabFigure figure = { title, value };

  g_array_append_val (figures, figure);
}

static void
add_picture (GArray *figures, const char *title, guint width, guint height, double fps)
{
  if (height == 0)
    return;
  if (isnan (fps))
    add (figures, title, g_strdup_printf ("%u × %u", width, height));
  else
    /* Translators: width, height and pictures per second */
    add (figures, title, g_strdup_printf (_ ("%u × %u, %.0f per second"), width, height, fps));
}

static void
add_rate (GArray *figures, const char *title, double audio_kbps, double video_kbps)
{
  double kbps = (isnan (audio_kbps) ? 0 : audio_kbps) + (isnan (video_kbps) ? 0 : video_kbps);

  if (kbps > 0)
    add (figures, title, g_strdup_printf (_ ("%.0f kbit/s"), kbps));
}

static void
add_ms (GArray *figures, const char *title, double ms)
{
  if (!isnan (ms))
    add (figures, title, g_strdup_printf (_ ("%.0f ms"), ms));
}

static void
add_percent (GArray *figures, const char *title, double share)
{
  if (!isnan (share))
    add (figures, title, g_strdup_printf (_ ("%.1f %%"), share * 100));
}

static void
clear_figure (gpointer data)
{
  g_free (((ConfabFigure *) data)->value);
}

GArray *
confab_connection_figures (const ConfabLinkStats *stats)
{
  const ConfabReceiveStats *audio = &stats->receive[CONFAB_MEDIA_AUDIO];
  const ConfabReceiveStats *video = &stats->receive[CONFAB_MEDIA_VIDEO];
  const ConfabSendStats *sent_audio = &stats->send[CONFAB_MEDIA_AUDIO];
  const ConfabSendStats *sent_video = &stats->send[CONFAB_MEDIA_VIDEO];
  GArray *figures = g_array_new (FALSE, FALSE, sizeof (ConfabFigure));

  g_array_set_clear_func (figures, clear_figure);
  add_picture (figures, _ ("Picture received"), video->width, video->height, video->fps);
  add_picture (figures, _ ("Picture sent"), sent_video->width, sent_video->height, sent_video->fps);
  add_rate (figures, _ ("Received"), audio->kbps, video->kbps);
  add_rate (figures, _ ("Sent"), sent_audio->kbps, sent_video->kbps);
  add_ms (figures, _ ("There and back"), audio->rtt_ms);
  add_ms (figures, _ ("Camera to screen"), video->latency_ms);
  add_percent (figures, _ ("Sound lost on the way"), audio->loss);
  add_percent (figures, _ ("Picture lost on the way"), video->loss);
  return figures;
}
