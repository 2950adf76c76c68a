/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program costs. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @cpu_s: user and system time so far. @rss_mb: resident memory now, in 2^20 bytes. NAN where unknown. */
typedef struct {
  double cpu_s;
  double rss_mb;
} ConfabProcessUsage;

ConfabProcessUsage confab_process_usage_now (void);

G_END_DECLS
