/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What has to be settled before the first library of the window system is asked anything: how the heap
 * behaves, and which renderer draws. Called once from main (), before any thread is there.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps the heap from being given back and faulted in again with every painted picture. */
void confab_startup_tune_heap (void);

/* Lets GTK draw with cairo where it would otherwise draw with OpenGL on the processor. Does nothing where
 * the person has set GSK_RENDERER. The environment is what GTK reads this from. */
void confab_startup_choose_renderer (void);

/* Whether @device_dir ("/dev/dri") shows a graphics processor that renders. */
gboolean confab_startup_has_render_node (const char *device_dir);

G_END_DECLS
