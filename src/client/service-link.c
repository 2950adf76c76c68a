/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/service-link.h"

#include "client/client-error.h"

ConfabInvitation *
confab_service_link_read (const char *link, GError **error)
{
  g_autoptr (GError) reason = NULL;
  ConfabInvitation *invitation = confab_invitation_parse (link, &reason);

  if (invitation == NULL)
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_LINK_INVALID,
                         reason->message);
  return invitation;
}

ConfabServiceAddress *
confab_service_link_address (const ConfabInvitation *invitation, GError **error)
{
  g_autofree char *url = confab_invitation_dup_service_url (invitation);
  g_autoptr (GBytes) pin = NULL;
  g_autoptr (GError) reason = NULL;
  ConfabServiceAddress *address;

  if (invitation->version == CONFAB_INVITATION_SELF_SIGNED)
    pin = g_bytes_new (invitation->certificate.bytes, CONFAB_DIGEST_BYTES);
  address = confab_service_address_new (url, pin, &reason);
  if (address == NULL)
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_LINK_INVALID,
                         reason->message);
  return address;
}

GError *
confab_service_link_explain (GError *error)
{
  ConfabClientError code = CONFAB_CLIENT_ERROR_SERVICE;
  GError *explained;

  if (error->domain != CONFAB_SIGNALLING_ERROR)
    return error;
  if (error->code == CONFAB_SIGNALLING_ERROR_TAKEN)
    code = CONFAB_CLIENT_ERROR_NOT_OURS;
  else if (error->code == CONFAB_SIGNALLING_ERROR_ADDRESS)
    code = CONFAB_CLIENT_ERROR_LINK_INVALID;
  explained = g_error_new_literal (CONFAB_CLIENT_ERROR, code, error->message);
  g_error_free (error);
  return explained;
}
