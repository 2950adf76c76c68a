/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/link-error.h"
#include "media/link/sdp.h"

#include <string.h>

#define PRINT_A                                                                                   \
  "AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:AA:" \
  "AA"
#define PRINT_B                                                                                   \
  "BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:BB:" \
  "BB"
#define TWCC "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

/* As webrtcbin 1.22 writes it, shortened. */
static const char *const offer = "v=0\r\n"
                                 "o=- 4099275327118283312 0 IN IP4 0.0.0.0\r\n"
                                 "s=-\r\n"
                                 "t=0 0\r\n"
                                 "a=ice-options:trickle\r\n"
                                 "a=group:BUNDLE audio0 video1 application2\r\n"
                                 "m=audio 9 UDP/TLS/RTP/SAVPF 97\r\n"
                                 "c=IN IP4 0.0.0.0\r\n"
                                 "a=setup:actpass\r\n"
                                 "a=ice-ufrag:u4HnE5mVbTfL0aGq\r\n"
                                 "a=ice-pwd:Zr3yKQJ0VdWc1mXo8tUeHs5P\r\n"
                                 "a=rtcp-mux\r\n"
                                 "a=sendrecv\r\n"
                                 "a=rtpmap:97 OPUS/48000/2\r\n"
                                 "a=extmap:1 " TWCC "\r\n"
                                 "a=ssrc:1000 msid:user@host webrtctransceiver0\r\n"
                                 "a=ssrc:1000 cname:user@host\r\n"
                                 "a=mid:audio0\r\n"
                                 "a=fingerprint:sha-256 " PRINT_A "\r\n"
                                 "m=video 0 UDP/TLS/RTP/SAVPF 96 98\r\n"
                                 "c=IN IP4 0.0.0.0\r\n"
                                 "a=setup:actpass\r\n"
                                 "a=ice-ufrag:u4HnE5mVbTfL0aGq\r\n"
                                 "a=ice-pwd:Zr3yKQJ0VdWc1mXo8tUeHs5P\r\n"
                                 "a=bundle-only\r\n"
                                 "a=rtcp-mux\r\n"
                                 "a=sendrecv\r\n"
                                 "a=rtpmap:96 VP8/90000\r\n"
                                 "a=rtpmap:98 rtx/90000\r\n"
                                 "a=fmtp:98 apt=96\r\n"
                                 "a=extmap:3 " TWCC "\r\n"
                                 "a=ssrc-group:FID 2000 2001\r\n"
                                 "a=ssrc:2000 cname:user@host\r\n"
                                 "a=ssrc:2001 cname:user@host\r\n"
                                 "a=mid:video1\r\n"
                                 "a=fingerprint:sha-256 " PRINT_A "\r\n"
                                 "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n"
                                 "c=IN IP4 0.0.0.0\r\n"
                                 "a=setup:actpass\r\n"
                                 "a=ice-ufrag:u4HnE5mVbTfL0aGq\r\n"
                                 "a=ice-pwd:Zr3yKQJ0VdWc1mXo8tUeHs5P\r\n"
                                 "a=bundle-only\r\n"
                                 "a=mid:application2\r\n"
                                 "a=sctp-port:5000\r\n"
                                 "a=fingerprint:sha-256 " PRINT_A "\r\n";

/* (transfer full): @text with every @from replaced. */
static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  g_assert_cmpuint (g_strv_length (parts), >, 1);
  return g_strjoinv (to, parts);
}

static char *
replace_first (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, 2);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (to, parts);
}

static void
test_offer_of_webrtcbin_is_understood (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSdp) sdp = confab_sdp_parse (offer, CONFAB_SDP_OFFER, &error);
  const ConfabSdpMedia *media;

  g_assert_no_error (error);
  g_assert_cmpuint (sdp->media->len, ==, 3);
  g_assert_cmpuint (sdp->bundle_mline, ==, 0);
  g_assert_cmpint (confab_sdp_find_mid (sdp, "video1"), ==, 1);
  g_assert_cmpint (confab_sdp_find_mid (sdp, "video7"), ==, -1);
  media = g_ptr_array_index (sdp->media, 1);
  g_assert_cmpint (media->kind, ==, CONFAB_SDP_VIDEO);
  g_assert_false (media->rejected);
  g_assert_cmpuint (media->twcc_id, ==, 3);
  g_assert_cmpuint (*(const guint8 *) g_bytes_get_data (sdp->fingerprint, NULL), ==, 0xaa);
}

static void
test_ssrcs_lead_to_their_medium (void)
{
  g_autoptr (ConfabSdp) sdp = confab_sdp_parse (offer, CONFAB_SDP_OFFER, NULL);

  g_assert_cmpint (confab_sdp_find_ssrc (sdp, 1000)->kind, ==, CONFAB_SDP_AUDIO);
  g_assert_cmpint (confab_sdp_find_ssrc (sdp, 2001)->kind, ==, CONFAB_SDP_VIDEO);
  g_assert_null (confab_sdp_find_ssrc (sdp, 3000));
}

static void
test_answer_may_reject_a_medium (void)
{
  g_autofree char *active = replace (offer, "a=setup:actpass", "a=setup:active");
  g_autofree char *unbundled = replace_first (active, "audio0 video1 ", "audio0 ");
  g_autofree char *rejected = replace_first (unbundled, "a=bundle-only\r\n", "");
  g_autoptr (ConfabSdp) sdp = confab_sdp_parse (rejected, CONFAB_SDP_ANSWER, NULL);

  g_assert_nonnull (sdp);
  g_assert_true (((ConfabSdpMedia *) g_ptr_array_index (sdp->media, 1))->rejected);
}

static void
assert_refused (const char *text, ConfabSdpType type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabSdp) sdp = confab_sdp_parse (text, type, &error);

  g_assert_null (sdp);
  g_assert_error (error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_DESCRIPTION);
}

/* Each line of the table makes one thing wrong that the good offer has right. */
static void
test_what_a_direct_link_must_not_have_is_refused (void)
{
  static const struct {
    const char *from, *to;
  } wrongs[] = {
    { "v=0", "v=1" },
    { "a=group:BUNDLE audio0 video1 application2\r\n", "" },
    { "a=group:BUNDLE audio0 video1 application2", "a=group:BUNDLE audio0 video1" },
    { "a=group:BUNDLE audio0 video1 application2", "a=group:BUNDLE audio0 video1 nobody" },
    { "a=mid:video1\r\n", "" },
    { "a=mid:video1", "a=mid:audio0" },
    { "a=mid:video1", "a=mid:vid eo" },
    { "a=rtcp-mux\r\n", "" },
    { "a=sctp-port:5000", "a=sctp-port:0" },
    { "a=sctp-port:5000", "a=sctp-port:five" },
    { "a=sctp-port:5000", "a=candidate:1 1 UDP 1 192.0.2.1 50000 typ host" },
    { "a=sctp-port:5000", "a=sctp-port:5000\r\na=ice-lite" },
    { "a=rtpmap:97", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\na=rtpmap:97" },
    { "m=audio 9 UDP/TLS/RTP/SAVPF 97", "m=audio 9 RTP/AVP 97" },
    { "m=audio 9 UDP/TLS/RTP/SAVPF 97", "m=audio 9 UDP/TLS/RTP/SAVPF" },
    { "m=audio 9 UDP/TLS/RTP/SAVPF 97", "m=audio 9 UDP/TLS/RTP/SAVPF 128" },
    { "m=audio 9 UDP/TLS/RTP/SAVPF 97", "m=text 9 UDP/TLS/RTP/SAVPF 97" },
    { "m=video 0 UDP/TLS/RTP/SAVPF", "m=application 0 UDP/DTLS/SCTP" },
    { "a=extmap:3 ", "a=extmap:15 " },
    { "a=extmap:1 ", "a=extmap:1 urn:x\r\na=extmap:1 " },
    { "a=ssrc:1000 cname", "a=ssrc:0 cname" },
    { "a=ssrc:1000 cname", "a=ssrc:4294967296 cname" },
    { "s=-\r\n", "s=-\r\nnonsense\r\n" },
    { "s=-\r\n", "s=\001\r\n" },
    { "s=-\r\n", "s=\303\266\r\n" },
    { "s=-\r\n", "\r\ns=-\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++) {
    g_autofree char *wrong = replace_first (offer, wrongs[i].from, wrongs[i].to);

    g_test_message ("%s -> %s", wrongs[i].from, wrongs[i].to);
    assert_refused (wrong, CONFAB_SDP_OFFER);
  }
  assert_refused ("", CONFAB_SDP_OFFER);
}

static void
test_weak_or_differing_fingerprints_are_refused (void)
{
  g_autofree char *sha1 = replace (offer, "sha-256", "sha-1");
  g_autofree char *differing = replace_first (offer, PRINT_A, PRINT_B);
  g_autofree char *cut = replace (offer, PRINT_A "\r\n", "AA:AA\r\n");
  g_autofree char *none = replace (offer, "a=fingerprint:sha-256 " PRINT_A "\r\n", "");

  assert_refused (sha1, CONFAB_SDP_OFFER);
  assert_refused (differing, CONFAB_SDP_OFFER);
  assert_refused (cut, CONFAB_SDP_OFFER);
  assert_refused (none, CONFAB_SDP_OFFER);
}

/* Without the check both sides could end up as DTLS clients, or as servers. */
static void
test_dtls_roles_are_those_of_offer_and_answer (void)
{
  g_autofree char *active = replace (offer, "actpass", "active");
  g_autofree char *passive = replace (offer, "actpass", "passive");

  assert_refused (active, CONFAB_SDP_OFFER);
  assert_refused (offer, CONFAB_SDP_ANSWER);
  assert_refused (passive, CONFAB_SDP_ANSWER);
}

static void
test_endless_descriptions_are_refused (void)
{
  GString *text = g_string_new (offer);

  while (text->len <= CONFAB_SDP_MAX_BYTES)
    g_string_append (text, "a=x:0123456789012345678901234567890123456789012345678901234567890\r\n");
  assert_refused (text->str, CONFAB_SDP_OFFER);

  g_string_assign (text, offer);
  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "a=x\r\n");
  assert_refused (text->str, CONFAB_SDP_OFFER);
  g_string_free (text, TRUE);
}

static void
test_fingerprint_is_written_everywhere (void)
{
  guint8 ours[32];
  g_autoptr (GBytes) fingerprint = NULL;
  g_autofree char *text = NULL;
  g_autoptr (ConfabSdp) sdp = NULL;

  memset (ours, 0xbb, sizeof ours);
  fingerprint = g_bytes_new (ours, sizeof ours);
  text = confab_sdp_set_fingerprint (offer, fingerprint);
  g_assert_null (strstr (text, PRINT_A));
  g_assert_cmpuint (strlen (text), ==, strlen (offer));
  sdp = confab_sdp_parse (text, CONFAB_SDP_OFFER, NULL);
  g_assert_true (g_bytes_equal (sdp->fingerprint, fingerprint));
}

static void
test_answer_repeats_the_feedback_extension_of_each_medium (void)
{
  g_autoptr (ConfabSdp) offered = confab_sdp_parse (offer, CONFAB_SDP_OFFER, NULL);
  g_autofree char *active = replace (offer, "actpass", "active");
  g_autofree char *without_one = replace (active, "a=extmap:1 " TWCC "\r\n", "");
  g_autofree char *without = replace (without_one, "a=extmap:3 " TWCC "\r\n", "");
  g_autofree char *text = confab_sdp_mirror_twcc (without, offered);
  g_autofree char *again = confab_sdp_mirror_twcc (text, offered);
  g_autoptr (ConfabSdp) answered = confab_sdp_parse (text, CONFAB_SDP_ANSWER, NULL);

  g_assert_nonnull (answered);
  g_assert_cmpuint (((ConfabSdpMedia *) g_ptr_array_index (answered->media, 0))->twcc_id, ==, 1);
  g_assert_cmpuint (((ConfabSdpMedia *) g_ptr_array_index (answered->media, 1))->twcc_id, ==, 3);
  g_assert_cmpuint (((ConfabSdpMedia *) g_ptr_array_index (answered->media, 2))->twcc_id, ==, 0);
  g_assert_cmpuint (strlen (again), ==, strlen (text));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sdp/offer-of-webrtcbin-is-understood", test_offer_of_webrtcbin_is_understood);
  g_test_add_func ("/sdp/ssrcs-lead-to-their-medium", test_ssrcs_lead_to_their_medium);
  g_test_add_func ("/sdp/answer-may-reject-a-medium", test_answer_may_reject_a_medium);
  g_test_add_func ("/sdp/what-a-direct-link-must-not-have-is-refused",
                   test_what_a_direct_link_must_not_have_is_refused);
  g_test_add_func ("/sdp/weak-or-differing-fingerprints-are-refused",
                   test_weak_or_differing_fingerprints_are_refused);
  g_test_add_func ("/sdp/dtls-roles-are-those-of-offer-and-answer",
                   test_dtls_roles_are_those_of_offer_and_answer);
  g_test_add_func ("/sdp/endless-descriptions-are-refused", test_endless_descriptions_are_refused);
  g_test_add_func ("/sdp/fingerprint-is-written-everywhere",
                   test_fingerprint_is_written_everywhere);
  g_test_add_func ("/sdp/answer-repeats-the-feedback-extension-of-each-medium",
                   test_answer_repeats_the_feedback_extension_of_each_medium);
  return g_test_run ();
}
