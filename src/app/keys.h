/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which key does what, in one place: ui/help-overlay.ui shows these, and a test compares the two. Main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @key: as gtk_accelerator_parse () reads it */
typedef struct {
  const char *key;
  const char *action;
} ConfabKey;

/* Work everywhere, in text fields too. Both end with a %NULL key. */
extern const ConfabKey confab_accelerators[];
/* Plain letters, which a text field takes for itself: what a letter does in a meeting, an accelerator does too. */
extern const ConfabKey confab_letters[];

void confab_keys_set_accelerators (GtkApplication *application);

/* Returns: (transfer full): for a window, whose action groups are asked for the actions */
GtkEventController *confab_keys_new_letters (void);

G_END_DECLS
