/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/identity-files.h"

#include "client/client-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#define MAGIC "CFID"
#define MAGIC_BYTES 4
#define VERSION_PLAIN 0x00
#define PLAIN_BYTES (MAGIC_BYTES + 1 + CONFAB_SECRET_BYTES)
#define FILE_MODE 0600

static ConfabSecret *
fail_damaged (const char *path, GError **error)
{
  g_set_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_DAMAGED,
               _ ("The file %s does not hold an identity key; restore it from a backup, or move it "
                  "away and start with a new identity. Nothing was changed"),
               path);
  return NULL;
}

static ConfabSecret *
open_sealed (const guint8 *bytes, gsize length, ConfabSecret *passphrase, const char *path,
             GError **error)
{
  g_autoptr (GBytes) sealed = g_bytes_new (bytes, length);
  g_autoptr (GError) reason = NULL;
  ConfabSecret *seed;

  if (passphrase == NULL) {
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PASSPHRASE_NEEDED,
                         _ ("The identity key of this profile is protected by a passphrase"));
    return NULL;
  }
  seed = confab_identity_file_open (sealed, passphrase, &reason);
  if (seed != NULL)
    return seed;
  if (!g_error_matches (reason, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_PASSPHRASE))
    return fail_damaged (path, error);
  g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PASSPHRASE_WRONG,
                       _ ("This passphrase does not open the identity key; try again"));
  return NULL;
}

/* Reads into the caller's buffer, so that no allocator keeps a copy. Gives how many bytes there are,
 * 0 if there is no file, -1 if it can't be read. */
static gssize
read_bytes (const char *path, guint8 *buffer, gsize size)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);
  gsize length = 0;

  if (stream == NULL)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? 0 : -1;
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, size, &length, NULL, NULL))
    return -1;
  return length == 0 ? -1 : (gssize) length;
}

ConfabSecret *
confab_identity_file_read (const char *path, ConfabSecret *passphrase, ConfabIdentityFileKind *kind,
                           GError **error)
{
  guint8 buffer[CONFAB_IDENTITY_FILE_BYTES + 1];
  gssize length = read_bytes (path, buffer, sizeof buffer);

  *kind = CONFAB_IDENTITY_FILE_ABSENT;
  if (length == 0)
    return NULL;
  if (length == CONFAB_IDENTITY_FILE_BYTES) {
    *kind = CONFAB_IDENTITY_FILE_SEALED;
    return open_sealed (buffer, (gsize) length, passphrase, path, error);
  }
  if (length == PLAIN_BYTES && memcmp (buffer, MAGIC, MAGIC_BYTES) == 0 &&
      buffer[MAGIC_BYTES] == VERSION_PLAIN) {
    *kind = CONFAB_IDENTITY_FILE_PLAIN;
    return confab_secret_new_take (buffer + MAGIC_BYTES + 1, CONFAB_SECRET_BYTES);
  }
  return fail_damaged (path, error);
}

static gboolean
write_bytes (const char *path, const guint8 *bytes, gsize length, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (g_file_set_contents_full (path, (const char *) bytes, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                FILE_MODE, &reason))
    return TRUE;
  g_set_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_UNWRITABLE,
               _ ("The identity key can not be kept: %s"), reason->message);
  return FALSE;
}

gboolean
confab_identity_file_write (const char *path, ConfabSecret *seed, ConfabSecret *passphrase,
                            GError **error)
{
  guint8 plain[PLAIN_BYTES] = MAGIC;
  g_autoptr (ConfabSecret) wiped = NULL;
  gboolean written;

  if (passphrase != NULL) {
    g_autoptr (GBytes) sealed = confab_identity_file_seal (seed, passphrase, error);

    return sealed != NULL &&
           write_bytes (path, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), error);
  }
  plain[MAGIC_BYTES] = VERSION_PLAIN;
  memcpy (plain + MAGIC_BYTES + 1, confab_secret_get_bytes (seed), CONFAB_SECRET_BYTES);
  written = write_bytes (path, plain, sizeof plain, error);
  wiped = confab_secret_new_take (plain, sizeof plain); /* takes the bytes off the stack */
  return written;
}
