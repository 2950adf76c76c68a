/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who speaks, by how loud they are. Values without clock or widget: time comes in as milliseconds that only grow. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One person. A cough does not make a speaker, and a breath between two words no silence. All zero to begin with. */
typedef struct {
  gboolean speaking;
  gint64 since_ms; /* of @speaking */

  /*< private >*/
  gint64 loud_ms;  /* since when it has been loud; 0: it is not */
  gint64 heard_ms; /* when it was loud last */
} ConfabSpeaking;

/* @level_dbfs: of the last 100 ms; NAN: not heard. Returns: whether "speaking" has changed */
gboolean confab_speaking_update (ConfabSpeaking *self, double level_dbfs, gint64 now_ms);

/**
 * ConfabSpeakerChoice:
 *
 * Whose picture is large: whoever was pinned, else the one who has the floor. Somebody else takes it by speaking for a
 * second while the one before is silent, so that a "yes" does not turn the screen over. One's own picture is large only
 * when pinned or alone.
 */
typedef struct {
  gpointer key; /* who; only compared */
  gboolean own;
  gboolean pinned;
  ConfabSpeaking speaking;
} ConfabSpeakerCandidate;

/* @present: (nullable): the key of whose picture is large now. Returns: (nullable): a key; NULL if nobody is there */
gpointer confab_speaker_choose (const ConfabSpeakerCandidate *candidates, guint n_candidates,
                                gpointer present, gint64 now_ms);

G_END_DECLS
