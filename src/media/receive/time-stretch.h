/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: makes a piece of sound a little shorter or longer without changing its pitch: one
 * period of it is left out or repeated, cross-faded. Pure; 48 kHz, mono.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 15 ms: the longest period, of a 67 Hz voice, and the most that one call adds. */
#define CONFAB_STRETCH_MAX_SAMPLES 720

/* Below this many samples nothing is done. */
#define CONFAB_STRETCH_MIN_LENGTH 480

/**
 * confab_time_stretch_shorten:
 * @samples: changed in place
 * @force: even where no two parts of it are alike
 *
 * Returns: its new length; @length when nothing was alike enough
 */
gsize confab_time_stretch_shorten (gint16 *samples, gsize length, gboolean force);

/* As above; @samples has room for CONFAB_STRETCH_MAX_SAMPLES more. */
gsize confab_time_stretch_lengthen (gint16 *samples, gsize length);

G_END_DECLS
