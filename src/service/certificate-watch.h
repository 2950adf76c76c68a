/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The service's own TLS certificate, read again when its files change: renewals need no restart. Main thread;
 * files are read in the background.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_CERTIFICATE_WATCH (confab_certificate_watch_get_type ())
G_DECLARE_FINAL_TYPE (ConfabCertificateWatch, confab_certificate_watch, CONFAB, CERTIFICATE_WATCH,
                      GObject)

/* Looks at both files every @interval_ms from the first load on. */
ConfabCertificateWatch *confab_certificate_watch_new (const char *certificate_file,
                                                      const char *key_file, guint interval_ms);

/* Reads both files. Where that fails, the pair that was there stays. */
void confab_certificate_watch_load_async (ConfabCertificateWatch *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
gboolean confab_certificate_watch_load_finish (ConfabCertificateWatch *self, GAsyncResult *result,
                                               GError **error);

/* Looks at once whether the files changed. */
void confab_certificate_watch_check (ConfabCertificateWatch *self);

/* No more looking. */
void confab_certificate_watch_stop (ConfabCertificateWatch *self);

/* Returns: (transfer none) (nullable): the certificate with its chain and key */
GTlsCertificate *confab_certificate_watch_get (ConfabCertificateWatch *self);

/* Signals: "changed": another certificate is in use. */

G_END_DECLS
