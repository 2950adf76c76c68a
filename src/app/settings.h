/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this desktop remembers of Confab (data/app.confab.Confab.gschema.xml); what belongs to the person is in
 * the profile (docs/decisions/0007). Main thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Before anything else: FALSE with @error set if the schema is not installed. */
gboolean confab_settings_load (GError **error);

/* Returns: (transfer none): lives as long as the program */
GSettings *confab_settings_get (void);

G_END_DECLS
