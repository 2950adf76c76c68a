/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What passes, and what reports say. */
#include "media/link/traffic.h"

#include <gst/rtp/gstrtcpbuffer.h>
#include <math.h>

#define SECOND G_GINT64_CONSTANT (1000000000)
/* Any moment after 1970 will do. */
#define WALL_NS (G_GINT64_CONSTANT (1800000000) * SECOND)
#define NTP_EPOCH G_GUINT64_CONSTANT (2208988800)

static guint64
ntp_of (gint64 wall_ns)
{
  return gst_util_uint64_scale ((guint64) wall_ns, G_GUINT64_CONSTANT (1) << 32, GST_SECOND) +
         (NTP_EPOCH << 32);
}

/* One that has announced 1000 as sound and 2000 as pictures, and sends sound as 7000. */
static ConfabTraffic *
traffic_new (void)
{
  ConfabTraffic *traffic = confab_traffic_new ();
  ConfabSdpMedia media[2] = { { .kind = CONFAB_SDP_AUDIO }, { .kind = CONFAB_SDP_VIDEO } };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  ConfabSdp sdp = { .media = list };

  for (guint32 i = 0; i < 2; i++) {
    guint32 ssrc = (i + 1) * 1000;

    media[i].ssrcs = g_array_new (FALSE, FALSE, sizeof (guint32));
    g_array_append_val (media[i].ssrcs, ssrc);
    g_ptr_array_add (list, &media[i]);
  }
  confab_traffic_announce (traffic, &sdp);
  confab_traffic_add_sender (traffic, 7000, CONFAB_SDP_AUDIO);
  g_array_unref (media[0].ssrcs);
  g_array_unref (media[1].ssrcs);
  return traffic;
}

static GstBuffer *
rtp_new (guint32 ssrc, gsize size)
{
  GstBuffer *packet = gst_buffer_new_allocate (NULL, size, NULL);
  guint8 header[12] = { 0x80, 96 };

  gst_buffer_memset (packet, 0, 0, size);
  GST_WRITE_UINT32_BE (header + 8, ssrc);
  gst_buffer_fill (packet, 0, header, sizeof header);
  return packet;
}

static gboolean
take (ConfabTraffic *traffic, guint32 ssrc, gsize size)
{
  g_autoptr (GstBuffer) packet = rtp_new (ssrc, size);

  return confab_traffic_take_rtp (traffic, packet, 5 * SECOND);
}

static void
test_only_announced_senders_pass (void)
{
  g_autoptr (ConfabTraffic) traffic = traffic_new ();
  g_autoptr (ConfabTraffic) strange = confab_traffic_new ();
  g_autoptr (GstBuffer) stump = gst_buffer_new_allocate (NULL, 11, NULL);
  ConfabTrafficSnapshot snapshot;

  g_assert_false (take (strange, 1000, 100));
  g_assert_true (take (traffic, 1000, 100));
  g_assert_true (take (traffic, 2000, 1200));
  g_assert_false (take (traffic, 3000, 100));
  g_assert_false (confab_traffic_take_rtp (traffic, stump, 9 * SECOND));
  confab_traffic_snapshot (traffic, &snapshot);
  g_assert_cmpuint (snapshot.kind[CONFAB_SDP_AUDIO].bytes, ==, 100);
  g_assert_cmpuint (snapshot.kind[CONFAB_SDP_VIDEO].bytes, ==, 1200);
  g_assert_cmpuint (snapshot.kind[CONFAB_SDP_VIDEO].packets, ==, 1);
  g_assert_cmpint (snapshot.last_packet_ns, ==, 5 * SECOND);
}

static void
test_senders_are_remembered_when_heard (void)
{
  g_autoptr (ConfabTraffic) traffic = traffic_new ();

  g_assert_false (confab_traffic_heard_all (traffic, CONFAB_SDP_VIDEO));
  take (traffic, 1000, 100);
  g_assert_false (confab_traffic_heard_all (traffic, CONFAB_SDP_VIDEO));
  take (traffic, 2000, 100);
  g_assert_true (confab_traffic_heard_all (traffic, CONFAB_SDP_VIDEO));
  g_assert_false (confab_traffic_heard_all (traffic, CONFAB_SDP_DATA));
}

/* (transfer full): a sender report about @sent_ns, with a report block on our 7000 unless @lsr is 0. */
static GstBuffer *
report_new (gint64 sent_ns, guint8 fraction_lost, guint32 lsr, guint32 dlsr)
{
  GstBuffer *buffer = gst_rtcp_buffer_new (200);
  GstRTCPBuffer rtcp = GST_RTCP_BUFFER_INIT;
  GstRTCPPacket packet;

  gst_rtcp_buffer_map (buffer, GST_MAP_READWRITE, &rtcp);
  g_assert_true (gst_rtcp_buffer_add_packet (&rtcp, GST_RTCP_TYPE_SR, &packet));
  gst_rtcp_packet_sr_set_sender_info (&packet, 1000, ntp_of (sent_ns), 0, 1, 1);
  if (lsr != 0)
    g_assert_true (gst_rtcp_packet_add_rb (&packet, 7000, fraction_lost, 3, 100, 480, lsr, dlsr));
  gst_rtcp_buffer_unmap (&rtcp);
  return buffer;
}

/* What 2000, the sender of pictures, says; without a count it is a receiver report. */
static void
take_count (ConfabTraffic *traffic, int packets, gint64 now_ns)
{
  g_autoptr (GstBuffer) buffer = gst_rtcp_buffer_new (200);
  GstRTCPBuffer rtcp = GST_RTCP_BUFFER_INIT;
  GstRTCPPacket packet;

  gst_rtcp_buffer_map (buffer, GST_MAP_READWRITE, &rtcp);
  if (packets >= 0) {
    gst_rtcp_buffer_add_packet (&rtcp, GST_RTCP_TYPE_SR, &packet);
    gst_rtcp_packet_sr_set_sender_info (&packet, 2000, ntp_of (WALL_NS), 0, (guint32) packets, 1);
  } else {
    gst_rtcp_buffer_add_packet (&rtcp, GST_RTCP_TYPE_RR, &packet);
    gst_rtcp_packet_rr_set_ssrc (&packet, 2000);
  }
  gst_rtcp_buffer_unmap (&rtcp);
  confab_traffic_take_rtcp (traffic, buffer, now_ns, WALL_NS);
}

static void
assert_pictures (ConfabTraffic *traffic, ConfabTrafficSign sign, gint64 sent_ns)
{
  ConfabTrafficSnapshot snapshot;

  confab_traffic_snapshot (traffic, &snapshot);
  g_assert_cmpint (snapshot.kind[CONFAB_SDP_VIDEO].sign, ==, sign);
  g_assert_cmpint (snapshot.kind[CONFAB_SDP_VIDEO].sent_ns, ==, sent_ns);
  g_assert_cmpint (snapshot.kind[CONFAB_SDP_AUDIO].sign, ==, CONFAB_TRAFFIC_UNKNOWN);
}

static void
test_reports_tell_who_goes_on_sending (void)
{
  g_autoptr (ConfabTraffic) traffic = traffic_new ();

  assert_pictures (traffic, CONFAB_TRAFFIC_UNKNOWN, 0);
  take_count (traffic, 10, 1 * SECOND);
  assert_pictures (traffic, CONFAB_TRAFFIC_SENDING, 1 * SECOND);
  take_count (traffic, 20, 2 * SECOND);
  assert_pictures (traffic, CONFAB_TRAFFIC_SENDING, 2 * SECOND);
  take_count (traffic, 20, 3 * SECOND);
  assert_pictures (traffic, CONFAB_TRAFFIC_QUIET, 2 * SECOND);
  take_count (traffic, 21, 4 * SECOND);
  assert_pictures (traffic, CONFAB_TRAFFIC_SENDING, 4 * SECOND);
  take_count (traffic, -1, 5 * SECOND);
  assert_pictures (traffic, CONFAB_TRAFFIC_QUIET, 4 * SECOND);
}

static void
take_report (ConfabTraffic *traffic, GstBuffer *report, gint64 wall_ns)
{
  g_autoptr (GstBuffer) owned = report;

  confab_traffic_take_rtcp (traffic, owned, 5 * SECOND, wall_ns);
}

/* RFC 3550 section 6.4.1: the report left us at LSR and lay DLSR with the peer. */
static void
test_round_trip_is_what_reports_say (void)
{
  g_autoptr (ConfabTraffic) traffic = traffic_new ();
  ConfabTrafficSnapshot snapshot;
  guint32 lsr = (guint32) (ntp_of (WALL_NS) >> 16);

  confab_traffic_snapshot (traffic, &snapshot);
  g_assert_true (isnan (snapshot.rtt_ms));
  take_report (traffic, report_new (WALL_NS, 64, lsr, 65536 / 2), WALL_NS + 6 * SECOND / 10);
  confab_traffic_snapshot (traffic, &snapshot);
  g_assert_cmpfloat_with_epsilon (snapshot.rtt_ms, 100, 0.1);
  g_assert_cmpfloat_with_epsilon (snapshot.kind[CONFAB_SDP_AUDIO].peer_loss, 0.25, 0.001);
  g_assert_cmpfloat_with_epsilon (snapshot.kind[CONFAB_SDP_AUDIO].peer_jitter_ms, 10, 0.001);
  g_assert_true (isnan (snapshot.kind[CONFAB_SDP_VIDEO].peer_loss));
}

/* Our clock is an hour ahead; the round trip takes 100 ms, one report waited 500 ms more on its way. */
static void
test_clocks_are_compared_by_the_fastest_report (void)
{
  g_autoptr (ConfabTraffic) traffic = traffic_new ();
  ConfabTrafficSnapshot snapshot;
  gint64 ours_ns = WALL_NS + 3600 * SECOND;
  guint32 lsr = (guint32) (ntp_of (ours_ns) >> 16);

  take_report (traffic, report_new (WALL_NS, 0, 0, 0), ours_ns + 55 * SECOND / 100);
  confab_traffic_snapshot (traffic, &snapshot);
  g_assert_false (snapshot.has_offset);

  take_report (traffic, report_new (WALL_NS + SECOND, 0, lsr, 65536 * 19 / 20),
               ours_ns + SECOND + 5 * SECOND / 100);
  confab_traffic_snapshot (traffic, &snapshot);
  g_assert_true (snapshot.has_offset);
  g_assert_cmpfloat_with_epsilon ((double) snapshot.clock_offset_ns / 1e9, 3600, 0.001);
}

static void
test_clock_set_back_makes_no_round_trip (void)
{
  g_autoptr (ConfabTraffic) traffic = traffic_new ();
  ConfabTrafficSnapshot snapshot;
  guint32 lsr = (guint32) (ntp_of (WALL_NS + 60 * SECOND) >> 16);

  take_report (traffic, report_new (WALL_NS, 0, lsr, 0), WALL_NS);
  confab_traffic_snapshot (traffic, &snapshot);
  g_assert_true (isnan (snapshot.rtt_ms));
}

static void
test_damaged_reports_are_passed_over (void)
{
  g_autoptr (ConfabTraffic) traffic = traffic_new ();
  g_autoptr (GstBuffer) whole = report_new (WALL_NS, 0, 1, 0);
  gsize size = gst_buffer_get_size (whole);

  for (gsize length = 0; length < size; length++) {
    g_autoptr (GstBuffer) part =
        gst_buffer_copy_region (whole, GST_BUFFER_COPY_DEEP | GST_BUFFER_COPY_MEMORY, 0, length);

    confab_traffic_take_rtcp (traffic, part, SECOND, WALL_NS);
  }
}

int
main (int argc, char **argv)
{
  gst_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/traffic/only-announced-senders-pass", test_only_announced_senders_pass);
  g_test_add_func ("/traffic/senders-are-remembered-when-heard",
                   test_senders_are_remembered_when_heard);
  g_test_add_func ("/traffic/reports-tell-who-goes-on-sending",
                   test_reports_tell_who_goes_on_sending);
  g_test_add_func ("/traffic/round-trip-is-what-reports-say", test_round_trip_is_what_reports_say);
  g_test_add_func ("/traffic/clocks-are-compared-by-the-fastest-report",
                   test_clocks_are_compared_by_the_fastest_report);
  g_test_add_func ("/traffic/clock-set-back-makes-no-round-trip",
                   test_clock_set_back_makes_no_round_trip);
  g_test_add_func ("/traffic/damaged-reports-are-passed-over",
                   test_damaged_reports_are_passed_over);
  return g_test_run ();
}
