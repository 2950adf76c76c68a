/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/process-usage.h"

#include <math.h>
#include <time.h>

ConfabProcessUsage
confab_process_usage_now (void)
{
  clock_t used = clock ();

  return (ConfabProcessUsage){
    .cpu_s = used == (clock_t) -1 ? NAN : (double) used / CLOCKS_PER_SEC,
    .rss_mb = NAN,
  };
}
