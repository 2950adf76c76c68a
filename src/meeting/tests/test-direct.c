/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Direct links: signed descriptions, candidates, and a call that lives on without its service. */
#include "meeting/candidates.h"
#include "meeting/sdp-check.h"
#include "meeting/tests/rig.h"

#define FP_HEX                                                                                    \
  "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:" \
  "1F"
#define SDP_BEGIN "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
#define SDP SDP_BEGIN "a=fingerprint:sha-256 " FP_HEX "\r\n"

static ConfabDigest
own_fp (void)
{
  ConfabDigest fp;

  for (guint i = 0; i < sizeof fp.bytes; i++)
    fp.bytes[i] = (guint8) i;
  return fp;
}

typedef struct {
  const char *sdp;
  gboolean bound;
} SdpCase;

static const SdpCase sdp_cases[] = {
  { SDP, TRUE },
  { SDP_BEGIN "a=fingerprint:SHA-256 " FP_HEX "\r\nm=x\r\na=fingerprint:sha-256 " FP_HEX "\r\n",
    TRUE },
  { SDP_BEGIN, FALSE },
  { SDP_BEGIN "a=fingerprint:sha-1 00:01\r\n", FALSE },
  { SDP "a=fingerprint:sha-1 00:01\r\n", FALSE },
  { SDP "a=fingerprint:sha-256 FF:01\r\n", FALSE },
  { SDP "A=FINGERPRINT:sha-256 FF:01\r\n", FALSE },
  { SDP "a=x\ra=fingerprint:sha-256 FF:01\r\n", FALSE }, /* a bare CR ends a line for GStreamer */
  { SDP "a=fingerprint:sha-256 " FP_HEX ":20\r\n", FALSE },
  { SDP " a=fingerprint:sha-256 " FP_HEX "\r\n", FALSE },
  { SDP "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n", FALSE },
};

/* Every fingerprint in a description is the signed one, or it is not used. */
static void
test_every_fingerprint_counts (void)
{
  ConfabDigest fp = own_fp ();

  for (guint i = 0; i < G_N_ELEMENTS (sdp_cases); i++) {
    g_test_message ("%u", i);
    g_assert_cmpint (confab_sdp_is_bound_to (sdp_cases[i].sdp, &fp), ==, sdp_cases[i].bound);
  }
}

typedef struct {
  const char *address;
  guint port;
  gboolean allowed;
  gboolean allowed_on_loopback;
} CandidateCase;

static const CandidateCase candidate_cases[] = {
  { "192.0.2.1", 50000, TRUE, TRUE },
  { "2001:db8::1", 1024, TRUE, TRUE },
  { "10.0.0.1", 1023, FALSE, FALSE },
  { "10.0.0.1", 65536, FALSE, FALSE },
  { "10.0.0.1", 0, FALSE, FALSE },
  { "224.0.0.1", 50000, FALSE, FALSE },
  { "ff02::1", 50000, FALSE, FALSE },
  { "255.255.255.255", 50000, FALSE, FALSE },
  { "0.0.0.0", 50000, FALSE, FALSE },
  { "0.0.0.1", 50000, FALSE, FALSE },
  { "::", 50000, FALSE, FALSE },
  { "127.0.0.1", 50000, FALSE, TRUE },
  { "127.8.9.1", 50000, FALSE, TRUE },
  { "::1", 50000, FALSE, TRUE },
  { "::ffff:127.0.0.1", 50000, FALSE, TRUE },
  { "::ffff:224.0.0.1", 50000, FALSE, FALSE },
  { "::ffff:192.0.2.1", 50000, TRUE, TRUE },
  { "1b2e9f1e-0000.local", 50000, TRUE, TRUE },
  { "router.example", 50000, FALSE, FALSE },
  { ".local", 50000, FALSE, FALSE },
};

/* Addresses that must not be tried are not. */
static void
test_candidates_are_filtered (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (candidate_cases); i++) {
    const CandidateCase *c = &candidate_cases[i];
    g_autofree char *text =
        g_strdup_printf ("candidate:1 1 UDP 2013266431 %s %u typ host", c->address, c->port);

    g_test_message ("%s", text);
    g_assert_cmpint (confab_candidate_is_allowed (text, FALSE), ==, c->allowed);
    g_assert_cmpint (confab_candidate_is_allowed (text, TRUE), ==, c->allowed_on_loopback);
  }
  g_assert_true (confab_candidate_is_allowed ("", FALSE));
  g_assert_true (
      confab_candidate_is_allowed ("a=candidate:1 1 TCP 1 192.0.2.1 5000 typ srflx raddr 0.0.0.0 "
                                   "rport 0 tcptype passive",
                                   FALSE));
  g_assert_false (confab_candidate_is_allowed ("candidate:1 1 UDP 1 192.0.2.1 5000", FALSE));
  g_assert_false (confab_candidate_is_allowed ("192.0.2.1:5000", FALSE));
  g_assert_false (
      confab_candidate_is_allowed ("candidate:1 1 UDP 1 192.0.2.1 5000 typ host\r\na=x", FALSE));
}

typedef struct {
  Rig *rig;
  Person *ada, *bob;
} Call;

static void
call_begin (Call *call, guint32 seed)
{
  call->rig = rig_new (seed);
  call->ada = rig_found (call->rig);
  call->bob = rig_join (call->rig, "Bob", TRUE);
  rig_await (call->bob, CONFAB_MEETING_ACTIVE);
  rig_run (call->rig, 500);
}

static void
authorise (Person *from, Person *to, gboolean is_offer)
{
  ConfabDigest fp = own_fp ();
  g_autoptr (GError) error = NULL;

  confab_meeting_authorise_sdp (from->meeting, confab_meeting_get_pid (to->meeting), is_offer, SDP,
                                &fp, rig_time (from), &error);
  g_assert_no_error (error);
}

/* The founder has the lower place and offers; the other one answers, and only once. */
static void
test_offer_and_answer (void)
{
  Call call;
  ConfabDigest fp = own_fp ();

  call_begin (&call, 60);
  g_assert_true (
      confab_meeting_makes_offers (call.ada->meeting, confab_meeting_get_pid (call.bob->meeting)));
  g_assert_false (confab_meeting_authorise_sdp (call.bob->meeting,
                                                confab_meeting_get_pid (call.ada->meeting), TRUE,
                                                SDP, &fp, rig_time (call.bob), NULL));
  g_assert_false (confab_meeting_authorise_sdp (call.bob->meeting,
                                                confab_meeting_get_pid (call.ada->meeting), FALSE,
                                                SDP, &fp, rig_time (call.bob), NULL));
  authorise (call.ada, call.bob, TRUE);
  rig_run (call.rig, 200);
  g_assert_true (rig_has_seen (call.bob, "offer"));
  g_assert_cmpstr (call.bob->sdp, ==, SDP);
  authorise (call.bob, call.ada, FALSE);
  rig_run (call.rig, 200);
  g_assert_true (rig_has_seen (call.ada, "answer"));
  g_assert_false (confab_meeting_authorise_sdp (call.bob->meeting,
                                                confab_meeting_get_pid (call.ada->meeting), FALSE,
                                                SDP, &fp, rig_time (call.bob), NULL));
  rig_free (call.rig);
}

static guint
count_seen (Person *person, const char *what)
{
  guint count = 0;

  for (guint i = 0; i < person->seen->len; i++)
    count += g_str_equal (person->seen->pdata[i], what) ? 1 : 0;
  return count;
}

/* Both ways at once, or once more: the first copy counts. */
static void
test_copies_count_once (void)
{
  Call call;

  call_begin (&call, 61);
  call.rig->direct = TRUE;
  call.rig->twice = 1000;
  authorise (call.ada, call.bob, TRUE);
  rig_run (call.rig, 300);
  g_assert_cmpuint (count_seen (call.bob, "offer"), ==, 1);
  rig_chat (call.ada, "once");
  rig_run (call.rig, 300);
  g_assert_cmpuint (call.bob->texts->len, ==, 1);
  rig_free (call.rig);
}

/* The service swaps the fingerprint, in the description alone: refused, with an alarm. */
static gboolean
bend_sdp (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  if (to != NULL && carrier->type == CONFAB_CARRIER_SDP) {
    g_free (carrier->sdp.sdp);
    carrier->sdp.sdp = g_strdup (SDP "a=x\r\n");
  }
  return TRUE;
}

static void
test_changed_description_is_refused (void)
{
  Call call;

  call_begin (&call, 62);
  call.rig->filter = bend_sdp;
  authorise (call.ada, call.bob, TRUE);
  rig_run (call.rig, 300);
  g_assert_false (rig_has_seen (call.bob, "offer"));
  g_assert_true (rig_has_seen (call.bob, "direct-link-refused"));
  g_assert_cmpint (confab_meeting_get_state (call.bob->meeting), ==, CONFAB_MEETING_ACTIVE);
  rig_free (call.rig);
}

/* A signed description that does not say the fingerprint which was signed. */
static void
test_wrong_fingerprint_is_refused (void)
{
  Call call;
  ConfabDigest fp = own_fp ();

  call_begin (&call, 63);
  fp.bytes[5] ^= 1;
  confab_meeting_authorise_sdp (call.ada->meeting, confab_meeting_get_pid (call.bob->meeting), TRUE,
                                SDP, &fp, rig_time (call.ada), NULL);
  rig_run (call.rig, 300);
  g_assert_true (rig_has_seen (call.bob, "direct-link-refused"));
  rig_free (call.rig);
}

/* An answer to an offer of before belongs to no link any more. */
static gboolean
hold_answer (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  char **kept = user_data;

  if (from != NULL || carrier->type != CONFAB_CARRIER_SDP || *kept != NULL || to->name[0] != 'A')
    return TRUE;
  *kept = confab_carrier_to_json (carrier);
  return FALSE;
}

static void
test_answer_to_an_old_offer_is_ignored (void)
{
  g_autofree char *kept = NULL;
  g_autoptr (ConfabCarrier) late = NULL;
  Call call;

  call_begin (&call, 64);
  call.rig->filter = hold_answer;
  call.rig->filter_data = &kept;
  authorise (call.ada, call.bob, TRUE);
  rig_run (call.rig, 200);
  authorise (call.bob, call.ada, FALSE);
  rig_run (call.rig, 200);
  g_assert_nonnull (kept);
  authorise (call.ada, call.bob, TRUE);
  late = confab_carrier_parse (kept, strlen (kept), NULL);
  confab_meeting_receive (call.ada->meeting, late, NULL, rig_time (call.ada));
  g_assert_false (rig_has_seen (call.ada, "answer"));
  g_assert_false (rig_has_seen (call.ada, "direct-link-refused"));
  rig_free (call.rig);
}

/* Sixty-four candidates of one session are tried, not more. */
static void
test_candidates_are_counted (void)
{
  Call call;

  call_begin (&call, 65);
  authorise (call.ada, call.bob, TRUE);
  rig_run (call.rig, 200);
  for (guint i = 0; i < 100; i++)
    confab_meeting_send_candidate (call.ada->meeting, confab_meeting_get_pid (call.bob->meeting),
                                   "candidate:1 1 UDP 1 192.0.2.1 5000 typ host", "0", 0);
  confab_meeting_send_candidate (call.ada->meeting, confab_meeting_get_pid (call.bob->meeting),
                                 "candidate:1 1 UDP 1 127.0.0.1 5000 typ host", "0", 0);
  rig_run (call.rig, 500);
  g_assert_cmpuint (call.bob->n_candidates, ==, CONFAB_CANDIDATES_MAX);
  authorise (call.ada, call.bob, TRUE);
  confab_meeting_send_candidate (call.ada->meeting, confab_meeting_get_pid (call.bob->meeting),
                                 "candidate:1 1 UDP 1 192.0.2.1 5000 typ host", "0", 0);
  rig_run (call.rig, 500);
  g_assert_cmpuint (call.bob->n_candidates, ==, CONFAB_CANDIDATES_MAX + 1);
  rig_free (call.rig);
}

/* Only in a meeting of exactly two is there a direct peer. */
static void
test_direct_peer_of_two_only (void)
{
  Call call;
  Person *eve;

  call_begin (&call, 66);
  g_assert_true (confab_meeting_get_direct_peer (call.ada->meeting) ==
                 rig_find (call.ada, call.bob));
  eve = rig_join (call.rig, "Eve", TRUE);
  rig_await (eve, CONFAB_MEETING_ACTIVE);
  g_assert_null (confab_meeting_get_direct_peer (call.ada->meeting));
  rig_free (call.rig);
}

/* The service is killed: both go on over their own channel, keys change, words arrive; when it is
 * back it learns what it missed, and a third one can come. */
static void
test_call_outlives_its_service (void)
{
  Call call;
  Person *eve;
  guint n;

  call_begin (&call, 67);
  call.rig->direct = TRUE;
  rig_run (call.rig, 3000);
  n = confab_meeting_get_epoch (call.ada->meeting);
  rig_disconnect (call.ada);
  rig_disconnect (call.bob);
  rig_run (call.rig, 180000);
  rig_chat (call.ada, "still here");
  rig_run (call.rig, 200);
  g_assert_true (rig_has_text (call.bob, "still here"));
  g_assert_cmpint (confab_meeting_get_state (call.bob->meeting), ==, CONFAB_MEETING_ACTIVE);
  g_assert_cmpint (confab_meeting_get_state (call.ada->meeting), ==, CONFAB_MEETING_ACTIVE);
  g_assert_cmpuint (confab_meeting_get_epoch (call.bob->meeting), >=, n + 3);
  g_assert_false (rig_has_seen (call.bob, "stalled"));

  rig_connect (call.bob);
  rig_run (call.rig, 500);
  rig_connect (call.ada);
  rig_run (call.rig, 2000);
  g_assert_cmpuint (rig_service_get_n (call.rig), ==, confab_meeting_get_epoch (call.ada->meeting));
  eve = rig_join (call.rig, "Eve", TRUE);
  rig_await (eve, CONFAB_MEETING_ACTIVE);
  g_assert_false (rig_has_seen (call.bob, "stalled"));
  rig_free (call.rig);
}

/* Only the follower's line is down: nothing is missed. */
static void
test_follower_without_line (void)
{
  Call call;

  call_begin (&call, 68);
  call.rig->direct = TRUE;
  rig_disconnect (call.bob);
  rig_run (call.rig, 120000);
  g_assert_cmpint (confab_meeting_get_state (call.bob->meeting), ==, CONFAB_MEETING_ACTIVE);
  g_assert_cmpuint (confab_meeting_get_epoch (call.bob->meeting), ==,
                    confab_meeting_get_epoch (call.ada->meeting));
  rig_chat (call.bob, "from below");
  rig_run (call.rig, 200);
  g_assert_true (rig_has_text (call.ada, "from below"));
  g_assert_nonnull (rig_find (call.ada, call.bob));
  rig_free (call.rig);
}

/* The peer is killed while the service is away: it does not answer, and after 30 s nothing is
 * sent. */
static void
test_killed_peer_without_service (void)
{
  Call call;

  call_begin (&call, 69);
  call.rig->direct = TRUE;
  rig_disconnect (call.ada);
  rig_disconnect (call.bob);
  rig_run (call.rig, 10000);
  rig_kill (call.bob);
  rig_run (call.rig, 16000);
  g_assert_false (confab_participant_is_responding (rig_find (call.ada, call.bob)));
  rig_run (call.rig, 20000);
  g_assert_null (rig_find (call.ada, call.bob)); /* dropped: it is he who is away */
  g_assert_cmpint (confab_meeting_get_state (call.ada->meeting), ==, CONFAB_MEETING_ACTIVE);
  rig_free (call.rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meeting/direct/every-fingerprint-counts", test_every_fingerprint_counts);
  g_test_add_func ("/meeting/direct/candidates-are-filtered", test_candidates_are_filtered);
  g_test_add_func ("/meeting/direct/offer-and-answer", test_offer_and_answer);
  g_test_add_func ("/meeting/direct/copies-count-once", test_copies_count_once);
  g_test_add_func ("/meeting/direct/changed-description-is-refused",
                   test_changed_description_is_refused);
  g_test_add_func ("/meeting/direct/wrong-fingerprint-is-refused",
                   test_wrong_fingerprint_is_refused);
  g_test_add_func ("/meeting/direct/answer-to-an-old-offer-is-ignored",
                   test_answer_to_an_old_offer_is_ignored);
  g_test_add_func ("/meeting/direct/candidates-are-counted", test_candidates_are_counted);
  g_test_add_func ("/meeting/direct/direct-peer-of-two-only", test_direct_peer_of_two_only);
  g_test_add_func ("/meeting/direct/call-outlives-its-service", test_call_outlives_its_service);
  g_test_add_func ("/meeting/direct/follower-without-line", test_follower_without_line);
  g_test_add_func ("/meeting/direct/killed-peer-without-service", test_killed_peer_without_service);
  return g_test_run ();
}
