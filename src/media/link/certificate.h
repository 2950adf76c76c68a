/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our end of DTLS: a fresh P-256 key with a self-signed certificate, one per meeting, never on
 * disk. docs/protocol.md 11.2. Immutable once made, so any thread may read it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* SHA-256, the only hash that protocol.md 11.2 lets an a=fingerprint carry. */
#define CONFAB_FINGERPRINT_BYTES 32

#define CONFAB_TYPE_CERTIFICATE (confab_certificate_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCertificate, confab_certificate, CONFAB, CERTIFICATE, GObject)

/* Makes the key and certificate in a thread, ahead of need. */
void confab_certificate_new_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * confab_certificate_new_finish:
 *
 * Returns: (transfer full): or NULL with @error set
 */
ConfabCertificate *confab_certificate_new_finish (GAsyncResult *result, GError **error);

/**
 * confab_certificate_get_fingerprint:
 *
 * Returns: (transfer none): the SHA-256 over the certificate's DER form, 32 bytes; what SDPAUTH
 *   signs as fp
 */
GBytes *confab_certificate_get_fingerprint (ConfabCertificate *self);

G_END_DECLS
