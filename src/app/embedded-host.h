/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The meeting service in this program, for as long as one visit lasts: whoever has set no service meets people in their
 * own network with it (docs/decisions/0006). Main thread; the disk and the making of a certificate are left to threads.
 */
#pragma once

#include "base/base.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* C-O-N-F-A on a telephone's keys; below the ports that systems give out by chance. */
#define CONFAB_EMBEDDED_HOST_PORT 26632

/**
 * Signal "changed": what the functions that give a sentence say is different now.
 */
#define CONFAB_TYPE_EMBEDDED_HOST (confab_embedded_host_get_type ())
G_DECLARE_FINAL_TYPE (ConfabEmbeddedHost, confab_embedded_host, CONFAB, EMBEDDED_HOST, GObject)

/**
 * confab_embedded_host_new:
 * @profile_dir: the service keeps its database and certificate in a folder below
 * @owner: this person's key: nobody else may register rooms
 */
ConfabEmbeddedHost *
confab_embedded_host_new (const char *profile_dir, const ConfabVerifyKey *owner);

/**
 * confab_embedded_host_start_async:
 * @authority: (nullable): "192.168.1.5:26632": where an earlier meeting was, to be there again; %NULL: the best address
 *   of this computer, at %CONFAB_EMBEDDED_HOST_PORT or, if that is taken, any port
 * @certificate_sha256: (nullable): with @authority: what the earlier meeting's link says of the certificate
 *
 * Once. Fails with a sentence that says what to do.
 */
void confab_embedded_host_start_async (ConfabEmbeddedHost *self, const char *authority,
                                       GBytes *certificate_sha256, GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
confab_embedded_host_start_finish (ConfabEmbeddedHost *self, GAsyncResult *result, GError **error);

/* Calls back once nothing runs any more; at once if nothing does. A start under way fails with
 * %G_IO_ERROR_CANCELLED. */
void confab_embedded_host_stop_async (ConfabEmbeddedHost *self, GAsyncReadyCallback callback,
                                      gpointer user_data);
void confab_embedded_host_stop_finish (ConfabEmbeddedHost *self, GAsyncResult *result);

/* (nullable): "https://192.168.1.5:26632", and the SHA-256 of its certificate; %NULL unless it runs */
const char *confab_embedded_host_get_url (ConfabEmbeddedHost *self);
GBytes *confab_embedded_host_get_certificate_sha256 (ConfabEmbeddedHost *self);

/* (nullable): who can join by the link, in words; %NULL unless it runs, and while nobody can */
const char *confab_embedded_host_get_reach (ConfabEmbeddedHost *self);

/* (nullable): why nobody can join by the link any more; %NULL while they can */
const char *confab_embedded_host_get_trouble (ConfabEmbeddedHost *self);

G_END_DECLS
