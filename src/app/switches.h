/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Microphone and camera as switches: the actions "microphone" and "camera", whose state is whether it is on. */
#pragma once

#include "app/people-tiles.h"

G_BEGIN_DECLS

/* Adds them to @actions. Both are on at first. @tiles: where one's own marks are */
void confab_switches_add (GActionMap *actions, ConfabCapture *capture, ConfabPeopleTiles *tiles);

G_END_DECLS
