/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks how the identity key is to be kept, and has the desk do it. */
#pragma once

#include "app/desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void confab_identity_dialog_present (GtkWindow *parent, ConfabDesk *desk);

G_END_DECLS
