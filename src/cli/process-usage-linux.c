/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/process-usage.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static double
read_rss_mb (void)
{
  FILE *file = fopen ("/proc/self/statm", "r"); /* proc(5): size resident ..., in pages */
  unsigned long size_pages, resident_pages;
  double rss_mb = NAN;

  if (file == NULL)
    return rss_mb;
  if (fscanf (file, "%lu %lu", &size_pages, &resident_pages) == 2)
    rss_mb = (double) resident_pages * (double) sysconf (_SC_PAGESIZE) / 1048576.0;
  fclose (file);
  return rss_mb;
}

static double
seconds (struct timeval time)
{
  return (double) time.tv_sec + (double) time.tv_usec / 1e6;
}

ConfabProcessUsage
confab_process_usage_now (void)
{
  struct rusage usage;
  ConfabProcessUsage now = { .cpu_s = NAN, .rss_mb = read_rss_mb () };

  if (getrusage (RUSAGE_SELF, &usage) == 0)
    now.cpu_s = seconds (usage.ru_utime) + seconds (usage.ru_stime);
  return now;
}
