/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What went wrong, for code that must choose; the message is a sentence that says what to do. */
typedef enum {
  CONFAB_CLIENT_ERROR_FAILED,
  CONFAB_CLIENT_ERROR_PROFILE_IN_USE,     /* another process has this profile open */
  CONFAB_CLIENT_ERROR_PROFILE_DAMAGED,    /* a file of it is unreadable; nothing was changed */
  CONFAB_CLIENT_ERROR_PROFILE_UNWRITABLE, /* full or read-only disk; nothing was lost */
  CONFAB_CLIENT_ERROR_PASSPHRASE_NEEDED,  /* the identity is there, encrypted */
  CONFAB_CLIENT_ERROR_PASSPHRASE_WRONG,
  CONFAB_CLIENT_ERROR_NO_KEYRING,   /* no Secret Service answers */
  CONFAB_CLIENT_ERROR_LINK_INVALID, /* not an invitation link */
  CONFAB_CLIENT_ERROR_NAME_INVALID, /* empty, too long, or not one line of text */
  CONFAB_CLIENT_ERROR_SERVICE,      /* the meeting service refuses or can't be reached */
  CONFAB_CLIENT_ERROR_NOT_OURS,     /* the room belongs to somebody else */
  CONFAB_CLIENT_ERROR_OUTPUT,       /* a file to be written can't be */
} ConfabClientError;

#define CONFAB_CLIENT_ERROR (confab_client_error_quark ())
GQuark confab_client_error_quark (void);

/* The fixed word of @code in events and logs: "profile-in-use", "link-invalid"... */
const char *confab_client_error_word (ConfabClientError code);

G_END_DECLS
