/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be tried where the service is not on loopback may be tried where it is. */
#include <stdint.h>

#include "meeting/candidates.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) bytes : "", size);

  if (confab_candidate_is_allowed (text, FALSE))
    g_assert_true (confab_candidate_is_allowed (text, TRUE));
  return 0;
}
