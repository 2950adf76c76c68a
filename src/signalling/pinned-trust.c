/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/pinned-trust.h"

struct _ConfabPinnedTrust {
  GTlsDatabase parent_instance;
  GBytes *sha256; /* set once, before any thread verifies */
};

G_DEFINE_FINAL_TYPE (ConfabPinnedTrust, confab_pinned_trust, G_TYPE_TLS_DATABASE)

static GBytes *
hash_certificate (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_object_get (certificate, "certificate", &der, NULL);
  if (der == NULL)
    return NULL;
  g_checksum_update (checksum, der->data, der->len);
  g_checksum_get_digest (checksum, digest, &length);
  return g_bytes_new (digest, length);
}

/* Thread of the TLS handshake. */
static GTlsCertificateFlags
confab_pinned_trust_verify_chain (GTlsDatabase *database, GTlsCertificate *chain,
                                  const char *purpose, GSocketConnectable *identity,
                                  GTlsInteraction *interaction, GTlsDatabaseVerifyFlags flags,
                                  GCancellable *cancellable, GError **error)
{
  ConfabPinnedTrust *self = CONFAB_PINNED_TRUST (database);
  g_autoptr (GBytes) found = hash_certificate (chain);

  if (found != NULL && g_bytes_equal (found, self->sha256))
    return 0;
  return G_TLS_CERTIFICATE_UNKNOWN_CA;
}

static void
confab_pinned_trust_finalize (GObject *object)
{
  ConfabPinnedTrust *self = CONFAB_PINNED_TRUST (object);

  g_clear_pointer (&self->sha256, g_bytes_unref);
  G_OBJECT_CLASS (confab_pinned_trust_parent_class)->finalize (object);
}

static void
confab_pinned_trust_class_init (ConfabPinnedTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_pinned_trust_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = confab_pinned_trust_verify_chain;
}

static void
confab_pinned_trust_init (ConfabPinnedTrust *self)
{
}

GTlsDatabase *
confab_pinned_trust_new (GBytes *sha256)
{
  ConfabPinnedTrust *self = g_object_new (CONFAB_TYPE_PINNED_TRUST, NULL);

  self->sha256 = g_bytes_ref (sha256);
  return G_TLS_DATABASE (self);
}
