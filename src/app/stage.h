/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the people of a meeting are seen: all alike or one large, here or in a small window. Main thread. */
#pragma once

#include "app/video-gallery.h"
#include "app/visit.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_STAGE (confab_stage_get_type ())
G_DECLARE_FINAL_TYPE (ConfabStage, confab_stage, CONFAB, STAGE, GtkWidget)

/* @visit: (nullable) */
void confab_stage_set_visit (ConfabStage *self, ConfabVisit *visit);

/* Adds "other-view", "small-window" and, with a pid in hex, "pin": keeps that person large, or no longer. They do not
 * outlive the stage. */
void confab_stage_add_actions (ConfabStage *self, GActionMap *map);

G_END_DECLS
