/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows and macOS: the heap gives nothing back between pictures, and there is always a graphics processor. */
#include "app/startup.h"

void
confab_startup_tune_heap (void)
{
}

gboolean
confab_startup_has_render_node (const char *device_dir)
{
  return TRUE;
}

void
confab_startup_choose_renderer (void)
{
}
