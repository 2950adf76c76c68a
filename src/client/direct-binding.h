/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Introduces meeting/ to media/: follows the roster and keeps a direct link to the one other person as
 * long as the meeting has exactly two (docs/protocol.md 11.2). Main thread.
 */
#pragma once

#include "client/direct-peer.h"

G_BEGIN_DECLS

typedef struct _ConfabDirectBinding ConfabDirectBinding;

/* References and copies what is in @config. @events must outlive the binding. */
ConfabDirectBinding *
confab_direct_binding_new (const ConfabDirectConfig *config, const ConfabDirectEvents *events,
                           gpointer user_data);
void confab_direct_binding_free (ConfabDirectBinding *self);

/* Closes all links for good and finishes the files that are saved; then @closed is called once, in an
 * idle at the earliest. */
void confab_direct_binding_close (ConfabDirectBinding *self, void (*closed) (gpointer user_data));

/* FALSE if no data channel is open to @to (NULL: to anybody). */
gboolean confab_direct_binding_send (ConfabDirectBinding *self, const ConfabCarrier *carrier,
                                     const ConfabPid *to);

/* (transfer none) (nullable) */
ConfabDirectPeer *confab_direct_binding_find (ConfabDirectBinding *self, const ConfabPid *pid);

/* Somebody's certificate was not the one that was signed, in this meeting. */
gboolean confab_direct_binding_was_manipulated (ConfabDirectBinding *self);

G_END_DECLS
