/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/small-window.h"

/* No request of a program for this: the person has it in the window's menu. */
void
confab_small_window_keep_above (GtkWindow *window)
{
}
