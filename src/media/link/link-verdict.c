/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/link-verdict.h"

#include <glib/gi18n-lib.h>

/* Three heartbeats (peer-connection.c) and a little for a busy computer. */
#define SILENCE_NS (1500 * GST_MSECOND)
/* RFC 7675 section 5.1: consent to send ends after 30 s. Also what a first connection may take. */
#define GIVE_UP_NS (30 * GST_SECOND)

gboolean
confab_link_state_is_up (ConfabLinkState state)
{
  return state == CONFAB_LINK_CONNECTED || state == CONFAB_LINK_DISCONNECTED;
}

static ConfabLinkVerdict
fault (ConfabLinkFault fault)
{
  return (ConfabLinkVerdict){ CONFAB_LINK_FAILED, fault };
}

static ConfabLinkVerdict
fine (ConfabLinkState state)
{
  return (ConfabLinkVerdict){ state, CONFAB_LINK_FAULT_NONE };
}

static ConfabLinkVerdict
judge_beginning (const ConfabLinkSigns *signs, gint64 now_ns)
{
  if (signs->dtls == CONFAB_DTLS_CONNECTED && signs->gate == CONFAB_GATE_OPEN)
    return fine (CONFAB_LINK_CONNECTED);
  if (signs->described && now_ns - signs->since_ns > (gint64) GIVE_UP_NS)
    return fault (CONFAB_LINK_FAULT_UNREACHABLE);
  return fine (signs->dtls == CONFAB_DTLS_CONNECTED && signs->proven ? CONFAB_LINK_SECURED
                                                                     : signs->state);
}

static ConfabLinkVerdict
judge_running (const ConfabLinkSigns *signs, gint64 now_ns)
{
  gint64 silent_ns = now_ns - MAX (signs->last_packet_ns, signs->since_ns);

  if (silent_ns > (gint64) GIVE_UP_NS)
    return fault (CONFAB_LINK_FAULT_SILENT);
  if (silent_ns > (gint64) SILENCE_NS || signs->dtls == CONFAB_DTLS_CLOSED)
    return fine (CONFAB_LINK_DISCONNECTED);
  return fine (signs->dtls == CONFAB_DTLS_CONNECTED ? CONFAB_LINK_CONNECTED : signs->state);
}

ConfabLinkVerdict
confab_link_judge (const ConfabLinkSigns *signs, gint64 now_ns)
{
  if (signs->gate == CONFAB_GATE_REFUSED)
    return fault (CONFAB_LINK_FAULT_MANIPULATED);
  if (signs->dtls == CONFAB_DTLS_FAILED)
    return fault (CONFAB_LINK_FAULT_ENCRYPTION);
  if (signs->ice_failed)
    return fault (CONFAB_LINK_FAULT_UNREACHABLE);
  if (confab_link_state_is_up (signs->state))
    return judge_running (signs, now_ns);
  return judge_beginning (signs, now_ns);
}

GError *
confab_link_fault_to_error (ConfabLinkFault fault)
{
  switch (fault) {
  case CONFAB_LINK_FAULT_MANIPULATED:
    return g_error_new_literal (
        CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_CERTIFICATE,
        _ ("Connection manipulated: somebody on the way pretends to be the other side. Nothing was "
           "sent to them and the direct connection was closed; do not use this network for "
           "anything confidential"));
  case CONFAB_LINK_FAULT_ENCRYPTION:
    return g_error_new_literal (
        CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_UNREACHABLE,
        _ ("The two computers reached each other but could not agree on encryption; install the "
           "newest Confab on both sides"));
  case CONFAB_LINK_FAULT_SILENT:
    return g_error_new_literal (
        CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_UNREACHABLE,
        _ ("The other side has not answered for 30 seconds, so the direct connection was ended"));
  case CONFAB_LINK_FAULT_UNREACHABLE:
  case CONFAB_LINK_FAULT_NONE:
  default:
    return g_error_new_literal (
        CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_UNREACHABLE,
        _ ("No way was found between the two computers; check both networks, or ask whoever runs "
           "the service to set up a TURN server"));
  }
}
