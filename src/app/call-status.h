/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a call is doing, in words: which way the media takes, and what is wrong at the moment. Main thread. */
#pragma once

#include "client/client.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CALL_STATUS (confab_call_status_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCallStatus, confab_call_status, CONFAB, CALL_STATUS, GObject)

/* Signal "changed": what the functions below say may be different now. */
ConfabCallStatus *confab_call_status_new (ConfabCall *call);

/* Whether nobody else is in the meeting. */
gboolean confab_call_status_is_alone (ConfabCallStatus *self);

/* Returns: (transfer full): the way that media takes, "" if there is none */
char *confab_call_status_dup_path (ConfabCallStatus *self);

/* Returns: (transfer full) (nullable): as the words above, but without names and addresses, and in English: for support */
char *confab_call_status_dup_path_kind (ConfabCallStatus *self);

/* @why_offline: (nullable): what is known to keep people from the meeting: said instead of a service that does not answer,
 * or if nothing else is wrong. Returns: (transfer full) (nullable): what is wrong, and what is done about it */
char *confab_call_status_dup_trouble (ConfabCallStatus *self, const char *why_offline);

G_END_DECLS
