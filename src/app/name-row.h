/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The field "Your name", which stands in more than one place. Main thread. */
#pragma once

#include "app/desk.h"
#include "app/entry-row.h"

G_BEGIN_DECLS

/* @row shows the name of @desk and changes it as one types; an empty row changes nothing, and shows the name again when the
 * keyboard goes elsewhere. Lasts as long as both do. */
void confab_name_row_follow (ConfabEntryRow *row, ConfabDesk *desk);

G_END_DECLS
