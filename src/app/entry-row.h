/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A text field as a row of a list, its title above it. AdwEntryRow of libadwaita 1.2 is not found by a screen reader, so
 * this one is made of a plain GtkEntry, which bears the row's title as its name. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Properties, of its entry: "text-title" (what is to be typed), "max-length" (0: any), "input-purpose" and
 * "activates-default". A child of type "suffix" stands beside the entry.
 *
 * Signals: "typed": the text is another one; "entered": Return was pressed; "left": the keyboard is elsewhere.
 */
#define CONFAB_TYPE_ENTRY_ROW (confab_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (ConfabEntryRow, confab_entry_row, CONFAB, ENTRY_ROW, AdwPreferencesRow)

G_END_DECLS
