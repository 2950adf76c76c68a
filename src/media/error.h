/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabMediaError:
 * @CONFAB_MEDIA_ERROR_NOT_FOUND: no such file or device
 * @CONFAB_MEDIA_ERROR_UNREADABLE: it is there and can't be opened or read
 * @CONFAB_MEDIA_ERROR_UNSUPPORTED: it was read, and is not something Confab plays
 * @CONFAB_MEDIA_ERROR_BUSY: another program uses the device
 * @CONFAB_MEDIA_ERROR_LOST: the device went away while it was used
 * @CONFAB_MEDIA_ERROR_MISSING_PLUGIN: an element that Confab needs is not installed
 * @CONFAB_MEDIA_ERROR_FAILED: anything else
 *
 * The message is always a sentence for a person and says what to do.
 */
typedef enum {
  CONFAB_MEDIA_ERROR_NOT_FOUND,
  CONFAB_MEDIA_ERROR_UNREADABLE,
  CONFAB_MEDIA_ERROR_UNSUPPORTED,
  CONFAB_MEDIA_ERROR_BUSY,
  CONFAB_MEDIA_ERROR_LOST,
  CONFAB_MEDIA_ERROR_MISSING_PLUGIN,
  CONFAB_MEDIA_ERROR_FAILED,
} ConfabMediaError;

#define CONFAB_MEDIA_ERROR (confab_media_error_quark ())
GQuark confab_media_error_quark (void);

G_END_DECLS
