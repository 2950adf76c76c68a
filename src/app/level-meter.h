/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bar that moves with what a microphone hears. It is told as often as one likes and drawn only when it would look
 * different. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_LEVEL_METER (confab_level_meter_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLevelMeter, confab_level_meter, CONFAB, LEVEL_METER, GtkWidget)

/* @dbfs: -60 and less is an empty bar, 0 a full one */
void confab_level_meter_set_level (ConfabLevelMeter *self, double dbfs);

G_END_DECLS
