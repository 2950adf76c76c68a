/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What there is before a meeting: this person's profile, being opened, open, or refusing to open, with the name
 * they go by and the service they start meetings at. Main thread.
 */
#pragma once

#include "client/client.h"

G_BEGIN_DECLS

#define CONFAB_NAME_MAX_CHARACTERS 64 /* docs/protocol.md 5, "Limits" */

typedef enum {
  CONFAB_DESK_OPENING, /* also before it was asked to open */
  CONFAB_DESK_LOCKED, /* the identity key wants its passphrase; "trouble" says if the last one was wrong */
  CONFAB_DESK_CLOSED, /* it can't be opened; "trouble" says why and what to do */
  CONFAB_DESK_OPEN,
} ConfabDeskState;

/**
 * Properties, all with notify: "state" (ConfabDeskState as int), "trouble" (a sentence or %NULL), "name" (never
 * empty, writable), "service" (base URL or %NULL, writable) and "identity-kept".
 *
 * Signal "notice" (const char *text): something to be said in passing.
 */
#define CONFAB_TYPE_DESK (confab_desk_get_type ())
G_DECLARE_FINAL_TYPE (ConfabDesk, confab_desk, CONFAB, DESK, GObject)

/**
 * confab_desk_new:
 * @profile_dir: (nullable): %NULL for this user's own
 * @name: (nullable): what to go by this time, instead of what the profile says; its first
 *   %CONFAB_NAME_MAX_CHARACTERS count
 * @service: (nullable): where to start meetings this time, instead of what the profile says
 */
ConfabDesk *confab_desk_new (const char *profile_dir, const char *name, const char *service);

/* @passphrase: (nullable): of the identity key. Does nothing while opening, or once open. */
void confab_desk_open (ConfabDesk *self, const char *passphrase);

ConfabDeskState confab_desk_get_state (ConfabDesk *self);
const char *confab_desk_get_trouble (ConfabDesk *self);
const char *confab_desk_get_name (ConfabDesk *self);
const char *confab_desk_get_service (ConfabDesk *self);

/* Both are remembered in the profile. An empty name changes nothing, of a long one the first %CONFAB_NAME_MAX_CHARACTERS
 * count; an empty service is none. */
void confab_desk_set_name (ConfabDesk *self, const char *name);
void confab_desk_set_service (ConfabDesk *self, const char *service);

/* FALSE while the key would be lost with this process. */
gboolean confab_desk_is_identity_kept (ConfabDesk *self);
/* @passphrase: (nullable): %NULL keeps it unencrypted, which must have been the person's choice */
void confab_desk_keep_identity (ConfabDesk *self, const char *passphrase);

/* Returns: (transfer none) (nullable): %NULL unless open */
ConfabClient *confab_desk_get_client (ConfabDesk *self);

G_END_DECLS
