/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The numbers of one sender's messages (docs/protocol.md 11.3): the first one seen is the base, a
 * repeat is dropped, a gap is shown, and a message that comes late by the other way still fills its
 * gap. Pure.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers of lost messages that may still come; older ones are given up. */
#define CONFAB_SEQUENCE_MAX_MISSING 256

typedef struct {
  gboolean has_base;
  guint64 last;
  guint64 missing[CONFAB_SEQUENCE_MAX_MISSING]; /* ascending */
  guint n_missing;
} ConfabSequence;

typedef enum {
  CONFAB_SEQUENCE_NEXT,   /* show it; numbers before it may be missing */
  CONFAB_SEQUENCE_LATE,   /* it was missing: show it in its place */
  CONFAB_SEQUENCE_REPEAT, /* drop it */
} ConfabSequenceVerdict;

/* What @seq would be, without taking it: its sender is not proven before the message is opened. */
ConfabSequenceVerdict confab_sequence_peek (const ConfabSequence *sequence, guint64 seq);

/* Takes @seq of an opened message. NEXT: @first_missing is the first number skipped, or @seq if
 * none. */
ConfabSequenceVerdict
confab_sequence_take (ConfabSequence *sequence, guint64 seq, guint64 *first_missing);

G_END_DECLS
