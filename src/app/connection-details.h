/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How good the connection to one person is, by which way it goes, and the figures behind that, as they change. */
#pragma once

#include "app/tile.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_CONNECTION_DETAILS (confab_connection_details_get_type ())
G_DECLARE_FINAL_TYPE (ConfabConnectionDetails, confab_connection_details, CONFAB,
                      CONNECTION_DETAILS, GtkWidget)

GtkWidget *confab_connection_details_new (ConfabTile *tile);

G_END_DECLS
