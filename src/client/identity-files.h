/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The identity key's seed in a file of the profile (docs/protocol.md 3): "CFID" 01 and the seed sealed
 * under a passphrase, or, by explicit choice, "CFID" 00 and the seed itself. Mode 0600.
 * All functions touch the disk and may take a second and 256 MiB for the passphrase: worker threads. */
#pragma once

#include "crypto/crypto.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_IDENTITY_FILE_ABSENT,
  CONFAB_IDENTITY_FILE_PLAIN,
  CONFAB_IDENTITY_FILE_SEALED,
} ConfabIdentityFileKind;

/**
 * confab_identity_file_read:
 * @passphrase: (nullable)
 * @kind: (out): also set when a passphrase is needed
 *
 * Returns: (transfer full) (nullable): the seed; %NULL without @error if there is no file. Errors:
 *   %CONFAB_CLIENT_ERROR_PASSPHRASE_NEEDED, _PASSPHRASE_WRONG, _PROFILE_DAMAGED
 */
ConfabSecret *confab_identity_file_read (const char *path, ConfabSecret *passphrase,
                                         ConfabIdentityFileKind *kind, GError **error);

/* @passphrase: (nullable): %NULL writes it unsealed. Whole or not at all. */
gboolean confab_identity_file_write (const char *path, ConfabSecret *seed, ConfabSecret *passphrase,
                                     GError **error);

G_END_DECLS
