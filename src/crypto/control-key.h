/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RCEVENT: what a controller does to another's pointer and keyboard (docs/protocol.md 11.5). Any
 * thread. */
#pragma once

#include "base/base.h"
#include "crypto/crypto-error.h"
#include "crypto/secret.h"

G_BEGIN_DECLS

/* (transfer full) Kr = KDF(Kp(C,O), "rc", grant), fixed at the time of the grant. */
ConfabSecret *confab_control_key_derive (const ConfabSecret *pair_key, const ConfabToken *grant);

/* Gives (transfer full) grant || ctr || sealed event. @ctr must never be used twice with one key:
 * it rises by one from 1. */
GBytes *confab_control_event_seal (const ConfabSecret *control_key, const ConfabToken *grant,
                                   guint64 ctr, GBytes *event);

/* Gives (transfer full) the event; FORMAT or SEALED. @ctr is the one in it; whether it rises and
 * whether the grant is current is for the caller. */
GBytes *confab_control_event_open (GBytes *rcevent, const ConfabSecret *control_key,
                                   const ConfabToken *grant, guint64 *ctr, GError **error);

G_END_DECLS
