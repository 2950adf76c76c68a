/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: the end of a capture pipeline: raw pictures or sound in, encoded into a hop. It encodes
 * only while the hop has subscribers and it is not muted; the rest is dropped before the encoder, which
 * costs nothing and leaves nothing queued that would delay what comes later.
 *
 * When the first subscriber comes, the newest picture is encoded at once and not only the next one: that
 * is up to a thirtieth of a second of joining time.
 */
#pragma once

#include "media/hop.h"
#include "media/kind.h"

G_BEGIN_DECLS

typedef struct _ConfabEncoder ConfabEncoder;

/* @hop gets this producer; one at a time. NULL with @error: the encoder is not installed. */
ConfabEncoder *confab_encoder_new (ConfabMediaKind kind, ConfabHop *hop, GError **error);

/* Leaves the hop and gives the elements up. They may still be running in a pipeline, but nothing of theirs
 * reaches the hop any more. Main thread. */
void confab_encoder_free (ConfabEncoder *self);

/* Returns: (transfer none): a bin with a sink pad, for one pipeline on the meeting clock */
GstElement *confab_encoder_get_element (ConfabEncoder *self);

/* Any thread. */
void confab_encoder_set_muted (ConfabEncoder *self, gboolean muted);
void confab_encoder_set_bitrate (ConfabEncoder *self, guint target_bps);
void confab_encoder_set_expected_loss (ConfabEncoder *self, guint loss_percent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabEncoder, confab_encoder_free)

G_END_DECLS
