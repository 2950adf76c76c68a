/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tiles of a meeting: oneself from the start, the others as the roster has them. Main thread. */
#pragma once

#include "app/tile.h"
#include "client/client.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_PEOPLE_TILES (confab_people_tiles_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPeopleTiles, confab_people_tiles, CONFAB, PEOPLE_TILES, GObject)

/* A GListModel of ConfabTile. @name: one's own, until the roster says how it is shown to others */
ConfabPeopleTiles *confab_people_tiles_new (ConfabCapture *capture, const char *name);

/* Follows the roster of @call from when there is one. Once. */
void confab_people_tiles_follow (ConfabPeopleTiles *self, ConfabCall *call);

/* Returns: (transfer none) (nullable): of @tiles, a list of ConfabTile */
ConfabTile *confab_tiles_find (GListModel *tiles, const ConfabPid *pid);

/* The own microphone or camera was switched. */
void confab_people_tiles_refresh_own (ConfabPeopleTiles *self);

G_END_DECLS
