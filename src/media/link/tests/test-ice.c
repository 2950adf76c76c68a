/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is taken of candidates and of the URIs of servers. */
#include "media/link/candidate.h"
#include "media/link/ice-uri.h"

static void
test_usual_candidates_are_taken (void)
{
  static const char *const good[] = {
    "candidate:1 1 UDP 2015363327 192.0.2.2 39317 typ host",
    "candidate:2 1 udp 2015363583 2001:db8::2 46340 typ host",
    "candidate:842163049 1 udp 1677729535 198.51.100.7 1024 typ srflx raddr 0.0.0.0 rport 0 "
    "generation 0 ufrag EEtu network-cost 999",
    "candidate:9 1 UDP 335544831 203.0.113.5 65535 typ relay raddr 203.0.113.5 rport 65535",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (confab_candidate_is_acceptable (good[i], FALSE));
}

static void
test_dangerous_candidates_are_not_taken (void)
{
  static const char *const bad[] = {
    "",
    "candidate:",
    "a=candidate:1 1 UDP 2015363327 192.0.2.2 39317 typ host",
    "candidate:1 1 UDP 2015363327 192.0.2.2 39317 typ",
    "candidate:1 2 UDP 2015363327 192.0.2.2 39317 typ host",
    "candidate:1 1 TCP 2015363327 192.0.2.2 39317 typ host tcptype passive",
    "candidate:1 1 UDP 0 192.0.2.2 39317 typ host",
    "candidate:1 1 UDP 99999999999 192.0.2.2 39317 typ host",
    "candidate:1 1 UDP 2015363327 192.0.2.2 53 typ host",
    "candidate:1 1 UDP 2015363327 192.0.2.2 1023 typ host",
    "candidate:1 1 UDP 2015363327 192.0.2.2 65536 typ host",
    "candidate:1 1 UDP 2015363327 192.0.2.2 -1 typ host",
    "candidate:1 1 UDP 2015363327 224.0.0.251 5353 typ host",
    "candidate:1 1 UDP 2015363327 ff02::fb 5353 typ host",
    "candidate:1 1 UDP 2015363327 0.0.0.0 39317 typ host",
    "candidate:1 1 UDP 2015363327 example.org 39317 typ host",
    "candidate:1 1 UDP 2015363327 e5b6c.local 39317 typ host",
    "candidate:1 1 UDP 2015363327 192.0.2.2 39317 typ prflx",
    "candidate:1 1 UDP 2015363327 192.0.2.2 39317 typ host\r\na=x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i]);
    g_assert_false (confab_candidate_is_acceptable (bad[i], TRUE));
  }
}

static void
test_loopback_is_taken_only_when_allowed (void)
{
  g_assert_false (
      confab_candidate_is_acceptable ("candidate:1 1 UDP 9 127.0.0.1 2000 typ host", FALSE));
  g_assert_false (
      confab_candidate_is_acceptable ("candidate:1 1 UDP 9 127.9.9.9 2000 typ host", FALSE));
  g_assert_false (confab_candidate_is_acceptable ("candidate:1 1 UDP 9 ::1 2000 typ host", FALSE));
  g_assert_true (
      confab_candidate_is_acceptable ("candidate:1 1 UDP 9 127.0.0.1 2000 typ host", TRUE));
  g_assert_true (confab_candidate_is_acceptable ("candidate:1 1 UDP 9 ::1 2000 typ host", TRUE));
}

static void
assert_uri (const char *text, gboolean is_turn, ConfabLinkTransport transport, const char *host,
            guint port)
{
  ConfabIceUri uri = { 0 };

  g_test_message ("%s", text);
  g_assert_true (confab_ice_uri_parse (text, &uri));
  g_assert_cmpint (uri.is_turn, ==, is_turn);
  g_assert_cmpint (uri.transport, ==, transport);
  g_assert_cmpstr (uri.host, ==, host);
  g_assert_cmpuint (uri.port, ==, port);
  confab_ice_uri_clear (&uri);
}

static void
test_uris_of_servers_are_read (void)
{
  const ConfabLinkTransport udp = CONFAB_LINK_TRANSPORT_UDP, tcp = CONFAB_LINK_TRANSPORT_TCP,
                            tls = CONFAB_LINK_TRANSPORT_TLS;

  assert_uri ("stun:stun.example.org", FALSE, udp, "stun.example.org", 3478);
  assert_uri ("STUN:192.0.2.1:19302", FALSE, udp, "192.0.2.1", 19302);
  assert_uri ("turn:turn.example.org", TRUE, udp, "turn.example.org", 3478);
  assert_uri ("turn:turn.example.org:443?transport=tcp", TRUE, tcp, "turn.example.org", 443);
  assert_uri ("turn:[2001:db8::1]:3479?transport=udp", TRUE, udp, "2001:db8::1", 3479);
  assert_uri ("turn:[2001:db8::1]", TRUE, udp, "2001:db8::1", 3478);
  assert_uri ("turns:turn.example.org", TRUE, tls, "turn.example.org", 5349);
  assert_uri ("turns:turn.example.org:443?transport=tcp", TRUE, tls, "turn.example.org", 443);
}

static void
test_uris_of_no_use_are_refused (void)
{
  static const char *const bad[] = {
    "",
    "stun",
    "stun:",
    "stun:host:",
    "stun:host:0",
    "stun:host:65536",
    "stun:host:12a",
    "stun:ho st",
    "stun://host",
    "stun:user@host",
    "stun:host?transport=udp",
    "stuns:host",
    "turn:host?transport=sctp",
    "turn:host?",
    "turn:host?x=y",
    "turns:host?transport=udp",
    "turn:[2001:db8::1",
    "turn:[host]",
    "turn:[]",
    "turn:2001:db8::1",
    "http:host",
  };
  ConfabIceUri uri = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_test_message ("%s", bad[i]);
    g_assert_false (confab_ice_uri_parse (bad[i], &uri));
    g_assert_null (uri.host);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ice/usual-candidates-are-taken", test_usual_candidates_are_taken);
  g_test_add_func ("/ice/dangerous-candidates-are-not-taken",
                   test_dangerous_candidates_are_not_taken);
  g_test_add_func ("/ice/loopback-is-taken-only-when-allowed",
                   test_loopback_is_taken_only_when_allowed);
  g_test_add_func ("/ice/uris-of-servers-are-read", test_uris_of_servers_are_read);
  g_test_add_func ("/ice/uris-of-no-use-are-refused", test_uris_of_no_use_are_refused);
  return g_test_run ();
}
