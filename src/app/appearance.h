/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* From now on the program is as light or dark as "color-scheme" of @settings says. Main thread, once. */
void confab_appearance_follow (GSettings *settings);

G_END_DECLS
