/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): the name of this computer's account, made fit for a meeting; "Guest" if nothing
 * in it is. */
char *confab_account_name_dup (void);

G_END_DECLS
