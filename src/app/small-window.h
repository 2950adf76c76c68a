/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The meeting as a small window beside the work: its pictures, microphone, and the way back. It stays above other
 * windows where the desktop lets a program ask for that (X11; on Wayland the person does, in the window's menu).
 */
#pragma once

#include "app/visit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SMALL_WINDOW (confab_small_window_get_type ())
G_DECLARE_FINAL_TYPE (ConfabSmallWindow, confab_small_window, CONFAB, SMALL_WINDOW, GtkWindow)

/* Of @visit, as long as that is INSIDE. @main_window: shown again when this one is closed, unless it is hidden */
ConfabSmallWindow *confab_small_window_new (GtkWindow *main_window, ConfabVisit *visit);

/* @tiles: (nullable): a list of ConfabTile */
void confab_small_window_set_tiles (ConfabSmallWindow *self, GListModel *tiles);

/* Private, per platform: asks the desktop to keep @window, which is mapped, above others. */
void confab_small_window_keep_above (GtkWindow *window);

G_END_DECLS
