/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tells a screen reader what others see at a glance: who comes and goes, who raises a hand, who does not
 * answer, and what is said in passing. GTK can say things aloud from 4.14 on; before, what is true of people
 * stands on the tiles and in the list of people.
 * Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Signal "said" (const char *text): this was announced. */
#define CONFAB_TYPE_ANNOUNCER (confab_announcer_get_type ())
G_DECLARE_FINAL_TYPE (ConfabAnnouncer, confab_announcer, CONFAB, ANNOUNCER, GObject)

/* @speaker: (nullable): the widget in whose name it is said; outlives the announcer */
ConfabAnnouncer *confab_announcer_new (GtkWidget *speaker);

/* @tiles: (nullable): a list of ConfabTile; those that are in it already are not announced */
void confab_announcer_set_tiles (ConfabAnnouncer *self, GListModel *tiles);

/* Says what a window shows only for a moment, or where nobody looks. */
void confab_announcer_say (ConfabAnnouncer *self, const char *text);

G_END_DECLS
