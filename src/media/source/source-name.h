/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: what a SRC of docs/cli.md names. Pure but for a look at the file system. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_SOURCE_NONE,
  CONFAB_SOURCE_TEST,
  CONFAB_SOURCE_DEFAULT,
  CONFAB_SOURCE_DEVICE, /* a name or id */
  CONFAB_SOURCE_FILE,   /* a path, there or not */
} ConfabSourceType;

/**
 * confab_source_name_parse:
 * @source: (nullable): %NULL and "" are "none"
 *
 * A path is what is absolute (but not below /dev), begins with "./" or "../", ends like a media file, or is a file that is there.
 * A camera called "clip.mp4" can be chosen by its id.
 */
ConfabSourceType confab_source_name_parse (const char *source);

G_END_DECLS
