/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/invite-mac.h"

#include <sodium.h>

#include "crypto/labelled.h"

ConfabToken
confab_invite_mac (const ConfabToken *inv, const ConfabInviteClaim *claim)
{
  const ConfabPart key = CONFAB_PART (inv);
  const ConfabPart parts[] = {
    CONFAB_PART (&claim->gen), CONFAB_PART (&claim->pid), CONFAB_PART (&claim->ik),
    CONFAB_PART (&claim->sk),  CONFAB_PART (&claim->ek),
  };
  ConfabToken mac;

  confab_labelled_mac (&key, "invite", parts, G_N_ELEMENTS (parts), mac.bytes, sizeof mac.bytes);
  return mac;
}

gboolean
confab_invite_mac_check (const ConfabToken *inv, const ConfabInviteClaim *claim,
                         const ConfabToken *mac)
{
  ConfabToken expected = confab_invite_mac (inv, claim);

  return sodium_memcmp (expected.bytes, mac->bytes, sizeof expected.bytes) == 0;
}
