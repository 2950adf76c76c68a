/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/reason.h"

#include <string.h>

char *
confab_reason_from (const GError *error)
{
  char *reason = g_strdup (error->message);

  for (gsize length = strlen (reason); length > 0 && reason[length - 1] == '.'; length--)
    reason[length - 1] = '\0';
  return reason;
}
