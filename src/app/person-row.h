/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of the list of people. Main thread. */
#pragma once

#include "app/tile.h"
#include "meeting/meeting.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: (transfer floating): somebody in the meeting, with the menu of that person */
GtkWidget *confab_person_row_new (ConfabTile *tile);

/* Returns: (transfer floating): somebody at the door, to be let in ("people.let-in") */
GtkWidget *confab_waiting_row_new (ConfabParticipant *participant);

G_END_DECLS
