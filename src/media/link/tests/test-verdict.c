/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/link-verdict.h"

#define SECOND G_GINT64_CONSTANT (1000000000)

static void
assert_state (const ConfabLinkSigns *signs, gint64 now_ns, ConfabLinkState state)
{
  ConfabLinkVerdict verdict = confab_link_judge (signs, now_ns);

  g_assert_cmpint (verdict.fault, ==, CONFAB_LINK_FAULT_NONE);
  g_assert_cmpint (verdict.state, ==, state);
}

static void
assert_fault (const ConfabLinkSigns *signs, gint64 now_ns, ConfabLinkFault fault)
{
  ConfabLinkVerdict verdict = confab_link_judge (signs, now_ns);

  g_assert_cmpint (verdict.fault, ==, fault);
  g_assert_cmpint (verdict.state, ==, CONFAB_LINK_FAILED);
}

/* Connected since 100 s, and heard of at @last_packet_ns. */
static ConfabLinkSigns
connected (gint64 last_packet_ns)
{
  return (ConfabLinkSigns){ .state = CONFAB_LINK_CONNECTED,
                            .gate = CONFAB_GATE_OPEN,
                            .dtls = CONFAB_DTLS_CONNECTED,
                            .proven = TRUE,
                            .described = TRUE,
                            .since_ns = 100 * SECOND,
                            .last_packet_ns = last_packet_ns };
}

static void
test_link_connects_when_dtls_is_done_and_the_gate_open (void)
{
  ConfabLinkSigns signs = { .state = CONFAB_LINK_CONNECTING, .described = TRUE };

  assert_state (&signs, SECOND, CONFAB_LINK_CONNECTING);
  signs.gate = CONFAB_GATE_OPEN;
  assert_state (&signs, SECOND, CONFAB_LINK_CONNECTING);
  signs.gate = CONFAB_GATE_SHUT;
  signs.dtls = CONFAB_DTLS_CONNECTED;
  assert_state (&signs, SECOND, CONFAB_LINK_CONNECTING);
  signs.proven = TRUE;
  assert_state (&signs, SECOND, CONFAB_LINK_SECURED);
  signs.gate = CONFAB_GATE_OPEN;
  assert_state (&signs, SECOND, CONFAB_LINK_CONNECTED);
}

/* 30 s from the descriptions on; before them it may wait for ever. */
static void
test_link_that_does_not_connect_is_given_up (void)
{
  ConfabLinkSigns signs = { .state = CONFAB_LINK_CONNECTING, .since_ns = 10 * SECOND };

  assert_state (&signs, 1000 * SECOND, CONFAB_LINK_CONNECTING);
  signs.described = TRUE;
  assert_state (&signs, 40 * SECOND, CONFAB_LINK_CONNECTING);
  assert_fault (&signs, 40 * SECOND + 1, CONFAB_LINK_FAULT_UNREACHABLE);
}

static void
test_faults_end_the_link_whatever_its_state (void)
{
  ConfabLinkSigns signs = connected (200 * SECOND);

  signs.ice_failed = TRUE;
  assert_fault (&signs, 200 * SECOND, CONFAB_LINK_FAULT_UNREACHABLE);
  signs.dtls = CONFAB_DTLS_FAILED;
  assert_fault (&signs, 200 * SECOND, CONFAB_LINK_FAULT_ENCRYPTION);
  signs.gate = CONFAB_GATE_REFUSED;
  assert_fault (&signs, 200 * SECOND, CONFAB_LINK_FAULT_MANIPULATED);
  signs = (ConfabLinkSigns){ .state = CONFAB_LINK_CONNECTING, .gate = CONFAB_GATE_REFUSED };
  assert_fault (&signs, SECOND, CONFAB_LINK_FAULT_MANIPULATED);
}

static void
test_silence_disconnects_and_in_the_end_fails (void)
{
  ConfabLinkSigns signs = connected (200 * SECOND);

  assert_state (&signs, 201 * SECOND + SECOND / 2, CONFAB_LINK_CONNECTED);
  assert_state (&signs, 201 * SECOND + SECOND / 2 + 1, CONFAB_LINK_DISCONNECTED);
  signs.state = CONFAB_LINK_DISCONNECTED;
  assert_state (&signs, 230 * SECOND, CONFAB_LINK_DISCONNECTED);
  assert_fault (&signs, 230 * SECOND + 1, CONFAB_LINK_FAULT_SILENT);
  signs.last_packet_ns = 229 * SECOND;
  assert_state (&signs, 230 * SECOND, CONFAB_LINK_CONNECTED);
}

/* Nothing may have come yet: the silence begins with the connection. */
static void
test_new_connection_is_not_silent (void)
{
  ConfabLinkSigns signs = connected (0);

  assert_state (&signs, 101 * SECOND, CONFAB_LINK_CONNECTED);
  assert_state (&signs, 102 * SECOND, CONFAB_LINK_DISCONNECTED);
}

static void
test_goodbye_disconnects_at_once (void)
{
  ConfabLinkSigns signs = connected (200 * SECOND);

  signs.dtls = CONFAB_DTLS_CLOSED;
  assert_state (&signs, 200 * SECOND, CONFAB_LINK_DISCONNECTED);
  signs.state = CONFAB_LINK_DISCONNECTED;
  signs.last_packet_ns = 201 * SECOND;
  assert_state (&signs, 201 * SECOND, CONFAB_LINK_DISCONNECTED);
}

static void
test_every_fault_has_a_sentence (void)
{
  for (guint fault = CONFAB_LINK_FAULT_MANIPULATED; fault <= CONFAB_LINK_FAULT_SILENT; fault++) {
    g_autoptr (GError) error = confab_link_fault_to_error ((ConfabLinkFault) fault);

    int code = fault == CONFAB_LINK_FAULT_MANIPULATED ? CONFAB_LINK_ERROR_CERTIFICATE
                                                      : CONFAB_LINK_ERROR_UNREACHABLE;

    g_assert_error (error, CONFAB_LINK_ERROR, code);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/link-connects-when-dtls-is-done-and-the-gate-open",
                   test_link_connects_when_dtls_is_done_and_the_gate_open);
  g_test_add_func ("/verdict/link-that-does-not-connect-is-given-up",
                   test_link_that_does_not_connect_is_given_up);
  g_test_add_func ("/verdict/faults-end-the-link-whatever-its-state",
                   test_faults_end_the_link_whatever_its_state);
  g_test_add_func ("/verdict/silence-disconnects-and-in-the-end-fails",
                   test_silence_disconnects_and_in_the_end_fails);
  g_test_add_func ("/verdict/new-connection-is-not-silent", test_new_connection_is_not_silent);
  g_test_add_func ("/verdict/goodbye-disconnects-at-once", test_goodbye_disconnects_at_once);
  g_test_add_func ("/verdict/every-fault-has-a-sentence", test_every_fault_has_a_sentence);
  return g_test_run ();
}
