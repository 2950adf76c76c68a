/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Introduces meeting/ to signalling/, and to the data channels beside it: what arrives goes into the
 * meeting, what the meeting sends takes the way that is open. Main thread.
 */
#pragma once

#include "client/direct-binding.h"
#include "client/ice-supply.h"
#include "meeting/meeting.h"
#include "signalling/signalling.h"

G_BEGIN_DECLS

typedef struct _ConfabSignallingBinding ConfabSignallingBinding;

/**
 * confab_signalling_binding_new:
 * @first_welcome: called for the first welcome instead of the meeting: somebody has to decide between
 *   founding and joining
 *
 * References @meeting and @signalling; @supply must outlive the binding.
 */
ConfabSignallingBinding *confab_signalling_binding_new (
    ConfabMeeting *meeting, ConfabSignalling *signalling, ConfabIceSupply *supply,
    void (*first_welcome) (const ConfabCarrier *welcome, gpointer user_data), gpointer user_data);
void confab_signalling_binding_free (ConfabSignallingBinding *self);

/* @direct: (nullable): the second way, until it is set to %NULL again */
void
confab_signalling_binding_set_direct (ConfabSignallingBinding *self, ConfabDirectBinding *direct);

/* What came over a data channel. */
void confab_signalling_binding_receive_direct (ConfabSignallingBinding *self,
                                               const ConfabCarrier *carrier, const ConfabPid *from);

G_END_DECLS
