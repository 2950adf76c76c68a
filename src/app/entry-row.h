/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text field as a row of a list, below its title. AdwEntryRow of libadwaita 1.2 is not found by a screen reader, so
 * this one holds a plain GtkEntry, whose name is the row's title. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * Properties: "suffix" (GtkWidget: stands beside the field), and the field's own "input-purpose", "max-length" and
 * "activates-default"; to be written only.
 *
 * Signals: "changed": the text is another one; "entered": Return was pressed in it.
 */
#define CONFAB_TYPE_ENTRY_ROW (confab_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabEntryRow, confab_entry_row, CONFAB, ENTRY_ROW, AdwPreferencesRow)

const char *confab_entry_row_get_text (ConfabEntryRow *self);
void confab_entry_row_set_text (ConfabEntryRow *self, const char *text);

/* Marks the text as one that cannot be what was meant. */
void confab_entry_row_set_wrong (ConfabEntryRow *self, gboolean wrong);

G_END_DECLS
