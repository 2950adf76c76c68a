/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/hashes.h"

#include <sodium.h>

#include "crypto/labelled.h"

G_STATIC_ASSERT (crypto_hash_sha256_BYTES == CONFAB_DIGEST_BYTES);

static ConfabDigest
hash_bytes (const char *label, GBytes *bytes)
{
  const ConfabPart part = confab_part_of_bytes (bytes);

  return confab_labelled_hash (label, &part, 1);
}

ConfabDigest
confab_room_hash (const char *authority, const char *room)
{
  /* The terminating zero of the authority is the 00 between the two. */
  const ConfabPart parts[] = {
    { (const guint8 *) authority, strlen (authority) + 1 },
    { (const guint8 *) room, strlen (room) },
  };

  return confab_labelled_hash ("room", parts, G_N_ELEMENTS (parts));
}

ConfabToken
confab_owner_hash (const ConfabVerifyKey *owner_ik)
{
  const ConfabPart part = CONFAB_PART (owner_ik);
  ConfabDigest digest = confab_labelled_hash ("owner", &part, 1);
  ConfabToken owner_hash;

  memcpy (owner_hash.bytes, digest.bytes, sizeof owner_hash.bytes);
  return owner_hash;
}

ConfabDigest
confab_genesis_hash (GBytes *body)
{
  return hash_bytes ("genesis", body);
}

ConfabDigest
confab_join_hash (GBytes *body)
{
  return hash_bytes ("join", body);
}

ConfabDigest
confab_link_hash (GBytes *body)
{
  return hash_bytes ("link", body);
}

ConfabDigest
confab_sdpauth_hash (GBytes *body)
{
  return hash_bytes ("sdpauth", body);
}

ConfabDigest
confab_roster_hash (GBytes *roster)
{
  return hash_bytes ("roster", roster);
}

ConfabDigest
confab_member_hash (const ConfabPid *pid, const ConfabVerifyKey *ik, const ConfabVerifyKey *sk)
{
  const ConfabPart parts[] = { CONFAB_PART (pid), CONFAB_PART (ik), CONFAB_PART (sk) };

  return confab_labelled_hash ("member", parts, G_N_ELEMENTS (parts));
}

ConfabDigest
confab_sdp_hash (const char *sdp, gsize length)
{
  const ConfabPart part = { (const guint8 *) sdp, length };

  return confab_labelled_hash ("sdp", &part, 1);
}

ConfabDigest
confab_certificate_fingerprint (const guint8 *der, gsize length)
{
  ConfabDigest fingerprint;

  crypto_hash_sha256 (fingerprint.bytes, der, length);
  return fingerprint;
}
