/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/link-meter.h"

#include <math.h>

#define UNKNOWN ((double) NAN)
/* More than four reports after the last picture: the last of its packets is not what they tell of. */
#define SENDING_ON_NS (1 * GST_SECOND)

struct _ConfabLinkMeter {
  ConfabLinkStats stats;
  gint64 updated_ns;
  guint64 received_bytes[CONFAB_N_MEDIA_KINDS];
  ConfabSenderCounts sent[CONFAB_N_MEDIA_KINDS];
};

static const struct {
  ConfabMediaKind kind;
  ConfabSdpKind sdp;
} kinds[] = {
  { CONFAB_MEDIA_AUDIO, CONFAB_SDP_AUDIO },
  { CONFAB_MEDIA_VIDEO, CONFAB_SDP_VIDEO },
};

ConfabLinkMeter *
confab_link_meter_new (void)
{
  ConfabLinkMeter *self = g_new0 (ConfabLinkMeter, 1);

  for (guint i = 0; i < CONFAB_N_MEDIA_KINDS; i++) {
    self->stats.receive[i] = (ConfabReceiveStats){ .fps = UNKNOWN,
                                                   .level_dbfs = UNKNOWN,
                                                   .kbps = UNKNOWN,
                                                   .loss = UNKNOWN,
                                                   .jitter_ms = UNKNOWN,
                                                   .rtt_ms = UNKNOWN,
                                                   .latency_ms = UNKNOWN };
    self->stats.send[i] =
        (ConfabSendStats){ .fps = UNKNOWN, .kbps = UNKNOWN, .loss = UNKNOWN, .rtt_ms = UNKNOWN };
  }
  return self;
}

void
confab_link_meter_free (ConfabLinkMeter *self)
{
  g_free (self);
}

static double
kbps_of (guint64 bytes, double seconds)
{
  return seconds > 0 ? (double) bytes * 8 / 1000 / seconds : UNKNOWN;
}

static void
update_traffic (ConfabLinkMeter *self, const ConfabTrafficSnapshot *traffic, double seconds)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const ConfabTrafficKind *counted = &traffic->kind[kinds[i].sdp];
    ConfabReceiveStats *receive = &self->stats.receive[kinds[i].kind];
    ConfabSendStats *send = &self->stats.send[kinds[i].kind];

    receive->kbps = kbps_of (counted->bytes - self->received_bytes[kinds[i].kind], seconds);
    receive->rtt_ms = send->rtt_ms = traffic->rtt_ms;
    send->loss = counted->peer_loss;
    self->received_bytes[kinds[i].kind] = counted->bytes;
  }
}

/* The freeze that is still going on counts as soon as the peer says that it goes on sending. */
static void
count_running_freeze (ConfabReceiveStats *receive, const ConfabVideoReceiverStats *stats,
                      const ConfabTrafficKind *reported)
{
  if (stats->freezing_s <= 0 || reported->sent_ns - stats->last_picture_ns < (gint64) SENDING_ON_NS)
    return;
  receive->freezes++;
  receive->freeze_s += stats->freezing_s;
}

static void
update_video (ConfabLinkMeter *self, ConfabVideoReceiver *video,
              const ConfabTrafficSnapshot *traffic)
{
  ConfabReceiveStats *receive = &self->stats.receive[CONFAB_MEDIA_VIDEO];
  double transit_ms = confab_video_receiver_take_transit (video);
  ConfabVideoReceiverStats stats;

  confab_video_receiver_snapshot (video, &stats);
  receive->frames = stats.pictures;
  receive->width = stats.width;
  receive->height = stats.height;
  receive->fps = stats.fps;
  receive->freezes = stats.freezes;
  receive->freeze_s = stats.freeze_s;
  receive->max_gap_ms = stats.max_gap_ms;
  count_running_freeze (receive, &stats, &traffic->kind[CONFAB_SDP_VIDEO]);
  receive->latency_ms = traffic->has_offset && !isnan (transit_ms)
                            ? transit_ms - (double) traffic->clock_offset_ns / 1e6
                            : UNKNOWN;
}

static void
update_sound (ConfabLinkMeter *self, ConfabIncoming *incoming, ConfabPlaybackStream *stream)
{
  ConfabReceiveStats *receive = &self->stats.receive[CONFAB_MEDIA_AUDIO];
  ConfabOpusReceiverStats stats;
  ConfabIncomingSound sound;

  confab_incoming_get_sound (incoming, &sound);
  receive->frames = sound.packets;
  if (stream == NULL)
    return;
  confab_playback_stream_get_stats (stream, &stats);
  receive->level_dbfs = stats.level_dbfs;
  receive->concealed_ms = (double) stats.concealed_ms;
  receive->jitter_ms = stats.jitter_ms;
  if (stats.packets + stats.lost > 0)
    receive->loss = (double) stats.lost / (double) (stats.packets + stats.lost);
}

/* One of webrtcbin's sources. Pictures are those with a 90 kHz clock that are not ours; of these the
 * busiest: another one is their retransmission. */
static void
read_source (ConfabReceiveStats *receive, const GstStructure *source, guint64 *most)
{
  gboolean internal = TRUE;
  guint64 received = 0;
  gint lost = 0, clock_rate = 0;
  guint jitter = 0;

  gst_structure_get (source, "internal", G_TYPE_BOOLEAN, &internal, "packets-received",
                     G_TYPE_UINT64, &received, "packets-lost", G_TYPE_INT, &lost, "clock-rate",
                     G_TYPE_INT, &clock_rate, "jitter", G_TYPE_UINT, &jitter, NULL);
  if (internal || clock_rate != 90000 || received <= *most)
    return;
  *most = received;
  receive->jitter_ms = jitter * 1000.0 / clock_rate;
  lost = MAX (lost, 0); /* retransmissions count as received once more */
  receive->loss = (double) lost / (double) (received + (guint64) lost);
}

static void
update_from_session (ConfabLinkMeter *self, GObject *rtp_session)
{
  ConfabReceiveStats *receive = &self->stats.receive[CONFAB_MEDIA_VIDEO];
  g_autoptr (GstStructure) stats = NULL;
  const GValue *sources;
  const GValueArray *array; /* deprecated, and still what GStreamer hands out */
  guint64 most = 0;

  g_object_get (rtp_session, "stats", &stats, NULL);
  sources = stats != NULL ? gst_structure_get_value (stats, "source-stats") : NULL;
  array = sources != NULL && G_VALUE_HOLDS_BOXED (sources) ? g_value_get_boxed (sources) : NULL;
  for (guint i = 0; array != NULL && i < array->n_values; i++)
    read_source (receive, g_value_get_boxed (&array->values[i]), &most);
}

static void
update_sender (ConfabLinkMeter *self, ConfabMediaKind kind, ConfabSender *sender, double seconds)
{
  ConfabSendStats *send = &self->stats.send[kind];
  ConfabSenderCounts counts, *former = &self->sent[kind];
  ConfabTrackCounts track;

  confab_sender_get_counts (sender, &counts);
  confab_track_get_counts (confab_sender_get_track (sender), &track);
  send->frames = counts.frames;
  send->width = (guint) track.width;
  send->height = (guint) track.height;
  send->kbps = kbps_of (counts.bytes - former->bytes, seconds);
  send->fps = seconds > 0 && kind != CONFAB_MEDIA_AUDIO
                  ? (double) (counts.frames - former->frames) / seconds
                  : UNKNOWN;
  *former = counts;
}

void
confab_link_meter_update (ConfabLinkMeter *self, const ConfabLinkSources *sources, gint64 now_ns)
{
  double seconds = self->updated_ns > 0 ? (double) (now_ns - self->updated_ns) / 1e9 : 0;
  ConfabTrafficSnapshot traffic;

  confab_traffic_snapshot (sources->traffic, &traffic);
  update_traffic (self, &traffic, seconds);
  update_video (self, sources->video, &traffic);
  update_sound (self, sources->incoming, sources->sound);
  if (sources->rtp_session != NULL)
    update_from_session (self, sources->rtp_session);
  for (guint i = 0; i < CONFAB_N_MEDIA_KINDS; i++)
    if (sources->senders[i] != NULL)
      update_sender (self, (ConfabMediaKind) i, sources->senders[i], seconds);
  self->updated_ns = now_ns;
}

const ConfabLinkStats *
confab_link_meter_get (ConfabLinkMeter *self)
{
  return &self->stats;
}
