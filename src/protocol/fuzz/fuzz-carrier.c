/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message that is taken must come out of to_json() as one that is taken again and is the same. */
#include <stdint.h>
#include <string.h>

#include "protocol/protocol.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_parse ((const char *) bytes, size, NULL);
  g_autoptr (ConfabCarrier) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  if (carrier == NULL)
    return 0;
  text = confab_carrier_to_json (carrier);
  again = confab_carrier_parse (text, strlen (text), NULL);
  g_assert_nonnull (again);
  g_assert_true (again->type == carrier->type);
  text_again = confab_carrier_to_json (again);
  g_assert_true (strlen (text) == strlen (text_again));
  return 0;
}
