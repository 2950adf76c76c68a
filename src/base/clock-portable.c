/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For systems without a file of their own. GLib's monotonic clock may stand still while the
 * computer sleeps: a client that slept then notices it by its lost connection only. */
#include "base/clock.h"

gint64
confab_clock_boot_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

gint64
confab_clock_wall_ms (void)
{
  return g_get_real_time () / 1000;
}
