/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trust in exactly one certificate, the one that the invitation names (protocol.md 4). Neither the
 * system's authorities nor the name in the certificate count. Any thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PINNED_TRUST (confab_pinned_trust_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPinnedTrust, confab_pinned_trust, CONFAB, PINNED_TRUST, GTlsDatabase)

/* @sha256: 32 bytes, over the DER of the certificate. Returns: (transfer full) */
GTlsDatabase *confab_pinned_trust_new (GBytes *sha256);

G_END_DECLS
