/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One DTLS certificate made ahead of need: a meeting takes it and another is made for the next one, so that no two
 * meetings share it. Main thread. */
#pragma once

#include "media/media.h"

G_BEGIN_DECLS

typedef struct _ConfabCertificateShelf ConfabCertificateShelf;

/* Begins to make the first one. */
ConfabCertificateShelf *confab_certificate_shelf_new (void);
void confab_certificate_shelf_free (ConfabCertificateShelf *self);

/* Never calls back at once. Finish with confab_certificate_shelf_take_finish (). */
void confab_certificate_shelf_take_async (ConfabCertificateShelf *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full): or %NULL with @error set */
ConfabCertificate *confab_certificate_shelf_take_finish (GAsyncResult *result, GError **error);

G_END_DECLS
