/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Introduces meeting/ to crypto/: the keys of one joining behind the table the meeting asks. */
#pragma once

#include "crypto/crypto.h"
#include "meeting/meeting.h"

G_BEGIN_DECLS

typedef struct _ConfabKeyBinding ConfabKeyBinding;

/* @identity: this installation's IK. @inv: (nullable): the invitation's secret. Draws a new SK. */
ConfabKeyBinding *confab_key_binding_new (ConfabSigner *identity, const ConfabToken *inv);
/* After the last meeting that uses it. */
void confab_key_binding_free (ConfabKeyBinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabKeyBinding, confab_key_binding_free)

/* The table; its user_data is a ConfabKeyBinding. */
extern const ConfabMeetingKeys confab_key_binding_table;

G_END_DECLS
