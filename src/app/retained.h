/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A box around one widget that keeps its pixels. Over a moving picture everything is painted thirty times a second: text
 * and round corners cost more than the picture itself, a copy of them next to nothing. Only with cairo; a graphics
 * processor has caches of its own.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_RETAINED (confab_retained_get_type ())
G_DECLARE_FINAL_TYPE (ConfabRetained, confab_retained, CONFAB, RETAINED, AdwBin)

G_END_DECLS
