/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is to see and do about one person of a meeting: how good the connection is, by which way it goes, the
 * figures behind that; keep large, mute, remove. Main thread. */
#pragma once

#include "app/tile.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: (transfer floating): a popover; what the own role does not allow is not in it. It activates "meeting.pin",
 * "meeting.remove" and "people.mute". */
GtkWidget *confab_person_menu_new (ConfabTile *tile);

G_END_DECLS
