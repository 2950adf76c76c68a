/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: whether media and data may flow (docs/protocol.md 11.2). Pure bookkeeping, no
 * GStreamer: it is told what certificate was expected and which one each DTLS transport proved, and is
 * open exactly while all transports proved the expected one. It never opens again once it was refused.
 *
 * Counted; any thread. confab_gate_is_open () is one atomic read, for every packet.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ConfabGate ConfabGate;

/* How a gate stands: OPEN needs no condition to be looked at again, REFUSED is for good. */
typedef enum { CONFAB_GATE_SHUT, CONFAB_GATE_OPEN, CONFAB_GATE_REFUSED } ConfabGateState;

ConfabGate *confab_gate_new (void);
ConfabGate *confab_gate_ref (ConfabGate *self);
void confab_gate_unref (ConfabGate *self);

gboolean confab_gate_is_open (ConfabGate *self);
ConfabGateState confab_gate_get_state (ConfabGate *self);

/**
 * confab_gate_expect:
 * @fingerprint: SHA-256 over the DER of the certificate that the peer signed. Saying another one later
 *   refuses.
 */
ConfabGateState confab_gate_expect (ConfabGate *self, GBytes *fingerprint);

/* A DTLS transport came into being: shut until it has proved its certificate too. @transport is only
 * compared. */
void confab_gate_add_transport (ConfabGate *self, gconstpointer transport);

/**
 * confab_gate_prove:
 * @fingerprint: of the certificate with which @transport finished its handshake, or %NULL if there was
 *   none. Called again for a renegotiation.
 */
ConfabGateState confab_gate_prove (ConfabGate *self, gconstpointer transport, GBytes *fingerprint);

/* (transfer full) (nullable): what the first transport proved. */
GBytes *confab_gate_dup_proven (ConfabGate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabGate, confab_gate_unref)

G_END_DECLS
