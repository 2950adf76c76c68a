/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/traffic.h"

#include <gst/rtp/gstrtcpbuffer.h>
#include <math.h>

/* More than a peer has: sound, picture and screen with their retransmissions, and simulcast. */
#define MAX_SSRCS 32
/* The smallest of so many differences between two clocks is the one that waited least on the way. */
#define N_OFFSETS 16
/* RFC 3550 section 4: seconds from 1900 to 1970. */
#define NTP_EPOCH G_GUINT64_CONSTANT (2208988800)
#define RTP_MIN_HEADER 12
#define RTCP_MIN_HEADER 4
#define MAX_RTT_MS 60000.0

typedef struct {
  guint32 ssrc;
  ConfabSdpKind kind;
  gboolean heard;

  ConfabTrafficSign sign; /* by its own reports */
  guint32 sent;           /* packets, by the newest of them */
  gint64 sent_ns;
} Ssrc;

typedef struct {
  Ssrc list[MAX_SSRCS];
  guint length;
} SsrcTable;

struct _ConfabTraffic {
  gatomicrefcount references;

  GMutex lock; /* guards all below */
  SsrcTable announced, senders;
  ConfabTrafficKind kind[3];
  gint64 last_packet_ns;
  double rtt_ms;
  gint64 differences_ns[N_OFFSETS]; /* our clock at arrival minus NTP time in the report */
  guint n_differences;
};

static void
table_add (SsrcTable *table, guint32 ssrc, ConfabSdpKind kind)
{
  if (table->length < MAX_SSRCS)
    table->list[table->length++] = (Ssrc){ .ssrc = ssrc, .kind = kind };
}

/* (nullable) */
static Ssrc *
table_find (SsrcTable *table, guint32 ssrc)
{
  for (guint i = 0; i < table->length; i++)
    if (table->list[i].ssrc == ssrc)
      return &table->list[i];
  return NULL;
}

ConfabTraffic *
confab_traffic_new (void)
{
  ConfabTraffic *self = g_new0 (ConfabTraffic, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->rtt_ms = (double) NAN;
  for (guint i = 0; i < G_N_ELEMENTS (self->kind); i++)
    self->kind[i].peer_loss = self->kind[i].peer_jitter_ms = (double) NAN;
  return self;
}

ConfabTraffic *
confab_traffic_ref (ConfabTraffic *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
confab_traffic_unref (ConfabTraffic *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
confab_traffic_announce (ConfabTraffic *self, const ConfabSdp *remote)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->announced.length = 0;
  for (guint i = 0; i < remote->media->len; i++) {
    const ConfabSdpMedia *media = g_ptr_array_index (remote->media, i);

    for (guint j = 0; j < media->ssrcs->len; j++)
      table_add (&self->announced, g_array_index (media->ssrcs, guint32, j), media->kind);
  }
}

void
confab_traffic_add_sender (ConfabTraffic *self, guint32 ssrc, ConfabSdpKind kind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  table_add (&self->senders, ssrc, kind);
}

gboolean
confab_traffic_find_kind (ConfabTraffic *self, guint32 ssrc, ConfabSdpKind *kind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const Ssrc *found = table_find (&self->announced, ssrc);

  if (found != NULL)
    *kind = found->kind;
  return found != NULL;
}

gboolean
confab_traffic_heard_all (ConfabTraffic *self, ConfabSdpKind kind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gboolean any = FALSE;

  for (guint i = 0; i < self->announced.length; i++) {
    if (self->announced.list[i].kind != kind)
      continue;
    if (!self->announced.list[i].heard)
      return FALSE;
    any = TRUE;
  }
  return any;
}

gboolean
confab_traffic_take_rtp (ConfabTraffic *self, GstBuffer *packet, gint64 now_ns)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint8 header[RTP_MIN_HEADER];
  Ssrc *sender;

  if (gst_buffer_extract (packet, 0, header, sizeof header) != sizeof header)
    return FALSE;
  locker = g_mutex_locker_new (&self->lock);
  sender = table_find (&self->announced, GST_READ_UINT32_BE (header + 8));
  if (sender == NULL)
    return FALSE;
  sender->heard = TRUE;
  self->kind[sender->kind].bytes += gst_buffer_get_size (packet);
  self->kind[sender->kind].packets++;
  self->last_packet_ns = now_ns;
  return TRUE;
}

/* Locked. RFC 3550 section 6.4.1, "delay since last SR": round trip = A - LSR - DLSR, in 1/65536 s. */
static void
read_report_block (ConfabTraffic *self, GstRTCPPacket *packet, guint index, gint64 wall_ns)
{
  guint32 ssrc, highest, jitter, lsr, dlsr, now;
  guint8 fraction_lost;
  gint32 lost;
  const Ssrc *sender;

  gst_rtcp_packet_get_rb (packet, index, &ssrc, &fraction_lost, &lost, &highest, &jitter, &lsr,
                          &dlsr);
  sender = table_find (&self->senders, ssrc);
  if (sender == NULL)
    return;
  self->kind[sender->kind].peer_loss = fraction_lost / 256.0;
  self->kind[sender->kind].peer_jitter_ms =
      jitter * 1000.0 / (sender->kind == CONFAB_SDP_VIDEO ? 90000 : 48000);
  if (lsr == 0)
    return;

  now =
      (guint32) (gst_util_uint64_scale ((guint64) wall_ns, 65536, GST_SECOND) + (NTP_EPOCH << 16));
  now -= lsr + dlsr;
  /* A clock that was set meanwhile gives nonsense, up to 18 hours. */
  if (now * 1000.0 / 65536 < MAX_RTT_MS)
    self->rtt_ms = now * 1000.0 / 65536;
}

/* Locked. Who has stopped repeats its count for a while and then sends receiver reports only (RFC 3550
 * section 6.3.8). */
static void
note_sent (ConfabTraffic *self, guint32 ssrc, guint32 sent, gint64 now_ns)
{
  Ssrc *sender = table_find (&self->announced, ssrc);

  if (sender == NULL)
    return;
  if (sent == sender->sent) {
    sender->sign = CONFAB_TRAFFIC_QUIET;
    return;
  }
  sender->sign = CONFAB_TRAFFIC_SENDING;
  sender->sent = sent;
  sender->sent_ns = now_ns;
}

/* Locked. */
static void
read_receiver_report (ConfabTraffic *self, GstRTCPPacket *packet, gint64 now_ns)
{
  guint32 ssrc = gst_rtcp_packet_rr_get_ssrc (packet);
  const Ssrc *sender = table_find (&self->announced, ssrc);

  if (sender != NULL)
    note_sent (self, ssrc, sender->sent, now_ns);
}

/* Locked. */
static void
read_sender_report (ConfabTraffic *self, GstRTCPPacket *packet, gint64 now_ns, gint64 wall_ns)
{
  guint32 ssrc, rtp_time, packets, octets;
  guint64 ntp_time;
  gint64 sent_ns;

  gst_rtcp_packet_sr_get_sender_info (packet, &ssrc, &ntp_time, &rtp_time, &packets, &octets);
  note_sent (self, ssrc, packets, now_ns);
  if ((ntp_time >> 32) < NTP_EPOCH)
    return;
  ntp_time -= NTP_EPOCH << 32;
  sent_ns = (gint64) gst_util_uint64_scale (ntp_time, GST_SECOND, G_GUINT64_CONSTANT (1) << 32);
  self->differences_ns[self->n_differences++ % N_OFFSETS] = wall_ns - sent_ns;
}

void
confab_traffic_take_rtcp (ConfabTraffic *self, GstBuffer *buffer, gint64 now_ns, gint64 wall_ns)
{
  GstRTCPBuffer rtcp = GST_RTCP_BUFFER_INIT;
  GstRTCPPacket packet;
  g_autoptr (GMutexLocker) locker = NULL;

  if (gst_buffer_get_size (buffer) < RTCP_MIN_HEADER ||
      !gst_rtcp_buffer_validate_reduced (buffer) ||
      !gst_rtcp_buffer_map (buffer, GST_MAP_READ, &rtcp))
    return;

  locker = g_mutex_locker_new (&self->lock);
  self->last_packet_ns = now_ns;
  for (gboolean more = gst_rtcp_buffer_get_first_packet (&rtcp, &packet); more;
       more = gst_rtcp_packet_move_to_next (&packet)) {
    GstRTCPType type = gst_rtcp_packet_get_type (&packet);

    if (type == GST_RTCP_TYPE_SR)
      read_sender_report (self, &packet, now_ns, wall_ns);
    if (type == GST_RTCP_TYPE_RR)
      read_receiver_report (self, &packet, now_ns);
    if (type == GST_RTCP_TYPE_SR || type == GST_RTCP_TYPE_RR)
      for (guint i = 0; i < gst_rtcp_packet_get_rb_count (&packet); i++)
        read_report_block (self, &packet, i, wall_ns);
  }
  gst_rtcp_buffer_unmap (&rtcp);
}

void
confab_traffic_note_packet (ConfabTraffic *self, gint64 now_ns)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->last_packet_ns = now_ns;
}

/* Locked. A picture's sender and that of its repeated packets are both of one kind. */
static void
sum_up_sent (ConfabTraffic *self, ConfabTrafficKind *kinds)
{
  for (guint i = 0; i < self->announced.length; i++) {
    const Ssrc *sender = &self->announced.list[i];
    ConfabTrafficKind *kind = &kinds[sender->kind];

    kind->sent_ns = MAX (kind->sent_ns, sender->sent_ns);
    if (kind->sign == CONFAB_TRAFFIC_UNKNOWN || sender->sign == CONFAB_TRAFFIC_SENDING)
      kind->sign = sender->sign;
  }
}

void
confab_traffic_snapshot (ConfabTraffic *self, ConfabTrafficSnapshot *snapshot)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 smallest_ns = G_MAXINT64;

  *snapshot =
      (ConfabTrafficSnapshot){ .last_packet_ns = self->last_packet_ns, .rtt_ms = self->rtt_ms };
  for (guint i = 0; i < G_N_ELEMENTS (self->kind); i++)
    snapshot->kind[i] = self->kind[i];
  sum_up_sent (self, snapshot->kind);
  if (self->n_differences == 0 || isnan (self->rtt_ms))
    return;
  for (guint i = 0; i < MIN (self->n_differences, N_OFFSETS); i++)
    smallest_ns = MIN (smallest_ns, self->differences_ns[i]);
  snapshot->has_offset = TRUE;
  snapshot->clock_offset_ns = smallest_ns - (gint64) (self->rtt_ms * 1e6 / 2);
}
