/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One link made ahead of need: building a webrtcbin takes a tenth of a second, which is better spent in
 * the waiting room than between admission and the first picture. Main thread. */
#pragma once

#include "media/media.h"

G_BEGIN_DECLS

typedef struct _ConfabLinkShelf ConfabLinkShelf;

/* @config: what all links have in common, without servers, playback and label; referenced and copied. */
ConfabLinkShelf *confab_link_shelf_new (const ConfabLinkConfig *config);
void confab_link_shelf_free (ConfabLinkShelf *self);

/* Puts a link on the shelf unless there is one. */
void confab_link_shelf_prepare (ConfabLinkShelf *self);

/* The addresses of this computer changed: a link that lies there knows the former ones alone, so another takes its
 * place. */
void confab_link_shelf_renew (ConfabLinkShelf *self);

/* Returns: (transfer full): the one from the shelf, or a new one; @peer_label names a new one. */
ConfabLink *confab_link_shelf_take (ConfabLinkShelf *self, const char *peer_label);

G_END_DECLS
