/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A description is bound to one fingerprint at most, and stays so whatever comes after it. */
#include <stdint.h>

#include "meeting/sdp-check.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autofree char *sdp = g_strndup (size > 0 ? (const char *) bytes : "", size);
  g_autofree char *more = NULL;
  ConfabDigest zero = { { 0 } }, other = { { 1 } };

  if (!confab_sdp_is_bound_to (sdp, &zero))
    return 0;
  g_assert_false (confab_sdp_is_bound_to (sdp, &other));
  more = g_strconcat (sdp, "\na=fingerprint:sha-256 01:00\n", NULL);
  g_assert_false (confab_sdp_is_bound_to (more, &zero));
  return 0;
}
