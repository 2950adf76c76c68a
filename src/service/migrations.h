/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The database's form, as numbered steps. Storage thread. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* "Cfab": PRAGMA application_id of our databases. */
#define CONFAB_DATABASE_ID 0x43666162

/* The number of steps there are, which is the version of an up-to-date database. */
guint confab_migrations_newest (void);

/* Brings @database from the version it has to @version, each step in a transaction of its own. A database
 * of a newer program, or that is none of ours, is refused and not touched. */
gboolean confab_migrations_run (sqlite3 *database, guint version, GError **error);

G_END_DECLS
