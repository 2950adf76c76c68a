/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers people read to each other (docs/protocol.md 12.3). Each takes a few ms;
 * any thread. */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

/* (transfer full) 60 digits in 12 groups of five with spaces between; the same whoever is @a. */
char *confab_safety_number (const ConfabVerifyKey *a, const ConfabVerifyKey *b);

/* (transfer full) what the QR code of the safety number says, as seen by @own. */
char *confab_safety_number_qr (const ConfabVerifyKey *own, const ConfabVerifyKey *peer);

/* TRUE if @scanned is the QR text that @peer's client shows for @own. */
gboolean confab_safety_number_qr_check (const char *scanned, const ConfabVerifyKey *own,
                                        const ConfabVerifyKey *peer);

/* (transfer full) 30 digits in 6 groups of five: the same for everybody in the meeting. */
char *confab_meeting_code (const ConfabDigest *gen, const ConfabVerifyKey *founder_ik);

G_END_DECLS
