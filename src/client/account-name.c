/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/account-name.h"

#include "protocol/protocol.h"

#include <glib/gi18n.h>

/* GLib says "Unknown" where the account has no full name. */
static char *
dup_usable (const char *name_or_null)
{
  if (name_or_null == NULL || g_str_equal (name_or_null, "Unknown") ||
      !g_utf8_validate (name_or_null, -1, NULL))
    return NULL;
  return confab_name_normalize (name_or_null, NULL);
}

char *
confab_account_name_dup (void)
{
  char *name = dup_usable (g_get_real_name ());

  if (name == NULL)
    name = dup_usable (g_get_user_name ());
  return name != NULL ? name : g_strdup (_ ("Guest"));
}
