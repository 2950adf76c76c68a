/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabProtocolError:
 * @CONFAB_PROTOCOL_ERROR_MALFORMED: not of the form docs/protocol.md gives it: drop and count
 * (12.2)
 * @CONFAB_PROTOCOL_ERROR_VERSION: of another major version of the protocol: "please update"
 * @CONFAB_PROTOCOL_ERROR_SUITE: a suite this program does not have: "please update" (12.2)
 * @CONFAB_PROTOCOL_ERROR_UNKNOWN_TYPE: a JSON message or statement of a type not known here
 * @CONFAB_PROTOCOL_ERROR_TOO_LARGE: longer than section 5 "Limits" allows
 * @CONFAB_PROTOCOL_ERROR_NAME: a participant's name breaks the rules for names
 * @CONFAB_PROTOCOL_ERROR_LINK: an invitation that can not be used; the message is for a person
 *
 * Messages of the first five are for developers and logs; they never contain names, texts or keys.
 */
typedef enum {
  CONFAB_PROTOCOL_ERROR_MALFORMED,
  CONFAB_PROTOCOL_ERROR_VERSION,
  CONFAB_PROTOCOL_ERROR_SUITE,
  CONFAB_PROTOCOL_ERROR_UNKNOWN_TYPE,
  CONFAB_PROTOCOL_ERROR_TOO_LARGE,
  CONFAB_PROTOCOL_ERROR_NAME,
  CONFAB_PROTOCOL_ERROR_LINK,
} ConfabProtocolError;

#define CONFAB_PROTOCOL_ERROR (confab_protocol_error_quark ())
GQuark confab_protocol_error_quark (void);

G_END_DECLS
