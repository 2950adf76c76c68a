/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/sequence.h"

#include <string.h>

static gboolean
find_missing (const ConfabSequence *sequence, guint64 seq, guint *index)
{
  for (guint i = 0; i < sequence->n_missing; i++) {
    if (sequence->missing[i] == seq) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

ConfabSequenceVerdict
confab_sequence_peek (const ConfabSequence *sequence, guint64 seq)
{
  guint index;

  if (!sequence->has_base || seq > sequence->last)
    return CONFAB_SEQUENCE_NEXT;
  return find_missing (sequence, seq, &index) ? CONFAB_SEQUENCE_LATE : CONFAB_SEQUENCE_REPEAT;
}

static void
forget_missing (ConfabSequence *sequence, guint index, guint count)
{
  memmove (&sequence->missing[index], &sequence->missing[index + count],
           (sequence->n_missing - index - count) * sizeof (guint64));
  sequence->n_missing -= count;
}

/* Remembers first..end-1, at most the newest of them. */
static void
remember_missing (ConfabSequence *sequence, guint64 first, guint64 end)
{
  guint count = (guint) MIN (end - first, CONFAB_SEQUENCE_MAX_MISSING);
  guint room = CONFAB_SEQUENCE_MAX_MISSING - sequence->n_missing;

  if (count > room)
    forget_missing (sequence, 0, count - room);
  for (guint i = 0; i < count; i++)
    sequence->missing[sequence->n_missing++] = end - count + i;
}

ConfabSequenceVerdict
confab_sequence_take (ConfabSequence *sequence, guint64 seq, guint64 *first_missing)
{
  ConfabSequenceVerdict verdict = confab_sequence_peek (sequence, seq);
  guint index = 0;

  *first_missing = seq;
  if (verdict == CONFAB_SEQUENCE_LATE && find_missing (sequence, seq, &index))
    forget_missing (sequence, index, 1);
  if (verdict != CONFAB_SEQUENCE_NEXT)
    return verdict;

  if (sequence->has_base && seq > sequence->last + 1) {
    *first_missing = sequence->last + 1;
    remember_missing (sequence, sequence->last + 1, seq);
  }
  sequence->has_base = TRUE;
  sequence->last = seq;
  return verdict;
}
