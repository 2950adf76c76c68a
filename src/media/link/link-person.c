/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/link-person.h"

#include <math.h>

#include "media/meeting-clock.h"

/* A stream without a packet for so long has been stopped, if the peer's reports do not say otherwise; DTX
 * still sends one every 400 ms. */
#define STOPPED_NS (2 * GST_SECOND)

struct _ConfabLinkPerson {
  GObject parent_instance;
  ConfabPost *post;
  char *label;
  gboolean stopped;

  ConfabVideoReceiver *video;
  ConfabIncoming *incoming;
  ConfabPlayback *playback;
  ConfabPlaybackStream *stream;
  ConfabSaver *saver;

  gboolean flowing[CONFAB_N_MEDIA_KINDS]; /* "media-flowing" was emitted */
  gboolean started[CONFAB_N_MEDIA_KINDS]; /* "track-state" */
  guint width, height;
};

G_DEFINE_FINAL_TYPE (ConfabLinkPerson, confab_link_person, G_TYPE_OBJECT)

enum { MEDIA_FLOWING, TRACK_STATE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- What flows; any handler may stop it --- */

static void
set_flowing (ConfabLinkPerson *self, ConfabMediaKind kind)
{
  if (self->flowing[kind] || self->stopped)
    return;
  self->flowing[kind] = TRUE;
  g_signal_emit (self, signals[MEDIA_FLOWING], 0, (guint) kind);
}

static void
set_started (ConfabLinkPerson *self, ConfabMediaKind kind, gboolean started, guint width,
             guint height)
{
  if (self->stopped)
    return;
  self->started[kind] = started;
  g_signal_emit (self, signals[TRACK_STATE], 0, (guint) kind, started, width, height);
  if (started)
    set_flowing (self, kind);
}

static void
on_video_changed (gpointer object, gpointer data)
{
  ConfabLinkPerson *self = object;
  ConfabVideoReceiverStats stats;

  confab_video_receiver_snapshot (self->video, &stats);
  if (stats.width != self->width || stats.height != self->height ||
      !self->started[CONFAB_MEDIA_VIDEO]) {
    self->width = stats.width;
    self->height = stats.height;
    set_started (self, CONFAB_MEDIA_VIDEO, TRUE, stats.width, stats.height);
  }
}

/* An encoder in DTX sends a packet of sound every 400 ms even of digital silence, so mere signs of life
 * come from who is muted. */
static void
watch_sound (ConfabLinkPerson *self, gint64 now_ns)
{
  gboolean started = self->started[CONFAB_MEDIA_AUDIO];
  ConfabIncomingSound sound;

  confab_incoming_get_sound (self->incoming, &sound);
  if (sound.last_sound_ns != 0 && started != (now_ns - sound.last_sound_ns < (gint64) STOPPED_NS))
    set_started (self, CONFAB_MEDIA_AUDIO, !started, 0, 0);
}

static void
on_sound_began (gpointer object, gpointer data)
{
  ConfabLinkPerson *self = object;

  set_flowing (self, CONFAB_MEDIA_AUDIO);
  watch_sound (self, (gint64) confab_meeting_clock_now ());
}

/* Pictures that stay away were stopped by their sender only if it says so: else they are lost on the way. */
static gboolean
is_video_stopped (ConfabLinkPerson *self, ConfabTraffic *traffic, gint64 now_ns)
{
  ConfabVideoReceiverStats video;
  ConfabTrafficSnapshot snapshot;
  const ConfabTrafficKind *reported = &snapshot.kind[CONFAB_SDP_VIDEO];

  confab_video_receiver_snapshot (self->video, &video);
  confab_traffic_snapshot (traffic, &snapshot);
  return now_ns - video.last_frame_ns >= (gint64) STOPPED_NS &&
         reported->sign == CONFAB_TRAFFIC_QUIET &&
         now_ns - reported->sent_ns >= (gint64) STOPPED_NS;
}

void
confab_link_person_watch (ConfabLinkPerson *self, ConfabTraffic *traffic, gint64 now_ns)
{
  watch_sound (self, now_ns);
  if (!self->started[CONFAB_MEDIA_VIDEO] || !is_video_stopped (self, traffic, now_ns))
    return;
  confab_video_receiver_pause (self->video);
  set_started (self, CONFAB_MEDIA_VIDEO, FALSE, 0, 0);
}

/* --- Where it goes --- */

static void
drop_stream (ConfabLinkPerson *self)
{
  if (self->stream == NULL)
    return;
  confab_incoming_set_stream (self->incoming, NULL);
  confab_playback_stream_remove (self->stream);
  g_clear_pointer (&self->stream, confab_playback_stream_unref);
}

static void
on_playback_samples (const gint16 *samples, gsize n_samples, gint64 meeting_time_ns,
                     gpointer user_data)
{
  confab_saver_push_sound (user_data, samples, n_samples, (guint64) meeting_time_ns);
}

static void
tap_stream (ConfabLinkPerson *self)
{
  if (self->stream != NULL)
    confab_playback_stream_set_tap (self->stream, self->saver != NULL ? on_playback_samples : NULL,
                                    self->saver);
}

void
confab_link_person_set_playback (ConfabLinkPerson *self, ConfabPlayback *playback)
{
  if (self->stopped || (playback == self->playback && playback != NULL))
    return;
  drop_stream (self);
  if (g_set_object (&self->playback, playback) && playback != NULL) {
    self->stream = confab_playback_add_stream (playback, self->label);
    confab_incoming_set_stream (self->incoming, self->stream);
    tap_stream (self);
  }
}

void
confab_link_person_set_saver (ConfabLinkPerson *self, ConfabSaver *saver)
{
  g_autoptr (ConfabSaver) former = NULL;

  if (self->stopped)
    return;
  former = g_steal_pointer (&self->saver); /* kept until the tap is off */
  g_set_object (&self->saver, saver);
  tap_stream (self);
  confab_video_receiver_set_saver (self->video, saver);
}

/* --- The rest --- */

ConfabLinkPerson *
confab_link_person_new (const char *label)
{
  ConfabLinkPerson *self = g_object_new (CONFAB_TYPE_LINK_PERSON, NULL);

  self->label = g_strdup (label);
  return self;
}

void
confab_link_person_connect (ConfabLinkPerson *self, GstBin *pipeline, GstElement *webrtcbin,
                            ConfabTraffic *traffic)
{
  g_return_if_fail (self->incoming == NULL);

  self->incoming =
      confab_incoming_new (pipeline, webrtcbin, traffic, self->video, self->post, on_sound_began);
}

ConfabVideoReceiver *
confab_link_person_get_receiver (ConfabLinkPerson *self)
{
  return self->video;
}

void
confab_link_person_ask_again (ConfabLinkPerson *self)
{
  confab_incoming_ask_again (self->incoming);
}

void
confab_link_person_fill_sources (ConfabLinkPerson *self, ConfabLinkSources *sources)
{
  sources->incoming = self->incoming;
  sources->video = self->video;
  sources->sound = self->stream;
}

double
confab_link_person_get_level_dbfs (ConfabLinkPerson *self)
{
  ConfabOpusReceiverStats stats;

  if (self->stream == NULL)
    return (double) NAN;
  confab_playback_stream_get_stats (self->stream, &stats);
  return stats.level_dbfs;
}

void
confab_link_person_stop (ConfabLinkPerson *self)
{
  self->stopped = TRUE;
  confab_post_stop (self->post);
  drop_stream (self);
  confab_video_receiver_set_saver (self->video, NULL);
}

static void
confab_link_person_dispose (GObject *object)
{
  ConfabLinkPerson *self = CONFAB_LINK_PERSON (object);

  confab_link_person_stop (self);
  g_clear_object (&self->playback);
  g_clear_object (&self->saver);
  G_OBJECT_CLASS (confab_link_person_parent_class)->dispose (object);
}

static void
confab_link_person_finalize (GObject *object)
{
  ConfabLinkPerson *self = CONFAB_LINK_PERSON (object);

  g_clear_pointer (&self->incoming, confab_incoming_unref);
  g_clear_pointer (&self->video, confab_video_receiver_unref);
  confab_post_unref (self->post);
  g_free (self->label);
  G_OBJECT_CLASS (confab_link_person_parent_class)->finalize (object);
}

static void
confab_link_person_class_init (ConfabLinkPersonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = confab_link_person_dispose;
  object_class->finalize = confab_link_person_finalize;
  signals[MEDIA_FLOWING] = g_signal_new ("media-flowing", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[TRACK_STATE] =
      g_signal_new ("track-state", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                    G_TYPE_UINT, G_TYPE_BOOLEAN, G_TYPE_UINT, G_TYPE_UINT);
}

static void
confab_link_person_init (ConfabLinkPerson *self)
{
  self->post = confab_post_new (G_OBJECT (self));
  self->video = confab_video_receiver_new (self->post, on_video_changed);
}
