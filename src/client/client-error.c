/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/client-error.h"

G_DEFINE_QUARK (confab_client_error, confab_client_error)

const char *
confab_client_error_word (ConfabClientError code)
{
  switch (code) {
  case CONFAB_CLIENT_ERROR_PROFILE_IN_USE:
    return "profile-in-use";
  case CONFAB_CLIENT_ERROR_PROFILE_DAMAGED:
    return "profile-damaged";
  case CONFAB_CLIENT_ERROR_PROFILE_UNWRITABLE:
    return "profile-unwritable";
  case CONFAB_CLIENT_ERROR_PASSPHRASE_NEEDED:
    return "passphrase-needed";
  case CONFAB_CLIENT_ERROR_PASSPHRASE_WRONG:
    return "passphrase-wrong";
  case CONFAB_CLIENT_ERROR_NO_KEYRING:
    return "no-keyring";
  case CONFAB_CLIENT_ERROR_LINK_INVALID:
    return "link-invalid";
  case CONFAB_CLIENT_ERROR_NAME_INVALID:
    return "name-invalid";
  case CONFAB_CLIENT_ERROR_SERVICE:
    return "service";
  case CONFAB_CLIENT_ERROR_NOT_OURS:
    return "room-taken";
  case CONFAB_CLIENT_ERROR_OUTPUT:
    return "output";
  case CONFAB_CLIENT_ERROR_FAILED:
    break;
  }
  return "failed";
}
