/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A link that is taken has one canonical form, and its authority is one that stays as it is. */
#include <stdint.h>

#include "protocol/protocol.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) bytes : "", size);
  g_autoptr (ConfabInvitation) invitation = confab_invitation_parse (text, NULL);
  g_autoptr (ConfabInvitation) again = NULL;
  g_autofree char *authority = NULL;
  g_autofree char *link = NULL;
  g_autofree char *link_again = NULL;
  g_autofree char *url = NULL;

  if (invitation == NULL)
    return 0;
  authority = confab_authority_normalize (invitation->authority, NULL);
  g_assert_cmpstr (authority, ==, invitation->authority);
  link = confab_invitation_to_confab (invitation);
  again = confab_invitation_parse (link, NULL);
  g_assert_nonnull (again);
  link_again = confab_invitation_to_confab (again);
  g_assert_cmpstr (link, ==, link_again);
  url = confab_invitation_dup_service_url (invitation);
  return 0;
}
