/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/link: certificates in the form in which webrtcbin takes and shows them. Any thread. */
#pragma once

#include "media/link/certificate.h"

G_BEGIN_DECLS

/* (transfer none): certificate and private key, for dtlssrtpdec's "pem". Never logged. */
const char *confab_certificate_get_pem (ConfabCertificate *self);

/* (transfer full) (nullable): SHA-256 over the DER form of the certificate in @pem; NULL if there is
 * not exactly one certificate in it. */
GBytes *confab_certificate_fingerprint_of_pem (const char *pem);

G_END_DECLS
