/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CLOCK_BOOTTIME is Linux's monotonic clock that counts on while the computer sleeps. */
#include "base/clock.h"

#include <time.h>

gint64
confab_clock_boot_ms (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_BOOTTIME, &now) != 0)
    g_error ("This kernel has no CLOCK_BOOTTIME; Confab needs Linux 2.6.39 or newer");
  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

gint64
confab_clock_wall_ms (void)
{
  return g_get_real_time () / 1000;
}
