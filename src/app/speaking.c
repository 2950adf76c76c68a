/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/speaking.h"

#include <math.h>

#define LOUD_DBFS (-45.0)
#define LOUD_FOR_MS 150   /* a cough, a key, a cup */
#define SILENT_FOR_MS 700 /* breath between two words */
#define FLOOR_AFTER_MS 1000

gboolean
confab_speaking_update (ConfabSpeaking *self, double level_dbfs, gint64 now_ms)
{
  gboolean loud = !isnan (level_dbfs) && level_dbfs >= LOUD_DBFS;
  gboolean speaking = self->speaking;

  if (!loud)
    self->loud_ms = 0;
  else if (self->loud_ms == 0)
    self->loud_ms = now_ms;
  if (loud)
    self->heard_ms = now_ms;

  if (loud && now_ms - self->loud_ms >= LOUD_FOR_MS)
    speaking = TRUE;
  else if (now_ms - self->heard_ms >= SILENT_FOR_MS)
    speaking = FALSE;
  if (speaking == self->speaking)
    return FALSE;
  self->speaking = speaking;
  self->since_ms = now_ms;
  return TRUE;
}

static const ConfabSpeakerCandidate *
find (const ConfabSpeakerCandidate *candidates, guint n_candidates, gpointer key)
{
  for (guint i = 0; i < n_candidates; i++)
    if (candidates[i].key == key)
      return &candidates[i];
  return NULL;
}

static const ConfabSpeakerCandidate *
find_pinned (const ConfabSpeakerCandidate *candidates, guint n_candidates)
{
  for (guint i = 0; i < n_candidates; i++)
    if (candidates[i].pinned)
      return &candidates[i];
  return NULL;
}

/* Who has spoken longest of those who speak long enough. */
static const ConfabSpeakerCandidate *
find_speaker (const ConfabSpeakerCandidate *candidates, guint n_candidates, gint64 now_ms)
{
  const ConfabSpeakerCandidate *speaker = NULL;

  for (guint i = 0; i < n_candidates; i++) {
    const ConfabSpeakerCandidate *candidate = &candidates[i];

    if (candidate->own || !candidate->speaking.speaking ||
        now_ms - candidate->speaking.since_ms < FLOOR_AFTER_MS)
      continue;
    if (speaker == NULL || candidate->speaking.since_ms < speaker->speaking.since_ms)
      speaker = candidate;
  }
  return speaker;
}

static const ConfabSpeakerCandidate *
find_other (const ConfabSpeakerCandidate *candidates, guint n_candidates)
{
  for (guint i = 0; i < n_candidates; i++)
    if (!candidates[i].own)
      return &candidates[i];
  return n_candidates > 0 ? &candidates[0] : NULL;
}

gpointer
confab_speaker_choose (const ConfabSpeakerCandidate *candidates, guint n_candidates,
                       gpointer present, gint64 now_ms)
{
  const ConfabSpeakerCandidate *chosen = find_pinned (candidates, n_candidates);
  const ConfabSpeakerCandidate *former = find (candidates, n_candidates, present);

  if (former != NULL && former->own)
    former = NULL; /* was pinned, or alone */
  if (chosen == NULL && (former == NULL || !former->speaking.speaking))
    chosen = find_speaker (candidates, n_candidates, now_ms);
  if (chosen == NULL)
    chosen = former;
  if (chosen == NULL)
    chosen = find_other (candidates, n_candidates);
  return chosen != NULL ? chosen->key : NULL;
}
