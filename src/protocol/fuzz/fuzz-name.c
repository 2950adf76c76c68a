/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tidied name is an allowed one, and tidying it again changes nothing. */
#include <stdint.h>
#include <string.h>

#include "protocol/protocol.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autofree char *typed = g_strndup (size > 0 ? (const char *) bytes : "", size);
  g_autofree char *name = confab_name_normalize (typed, NULL);
  g_autofree char *again = NULL;

  confab_name_check ((const char *) bytes, size, NULL);
  confab_room_id_check (typed);
  if (name == NULL)
    return 0;
  g_assert_true (confab_name_check (name, strlen (name), NULL));
  again = confab_name_normalize (name, NULL);
  g_assert_cmpstr (again, ==, name);
  return 0;
}
