/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A peer's description of any bytes: read, or refused, and what was read can be worked with. */
#include <stdint.h>

#include "media/link/sdp.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

static void
try_as (const char *text, ConfabSdpType type)
{
  g_autoptr (ConfabSdp) sdp = confab_sdp_parse (text, type, NULL);
  g_autofree char *mirrored = NULL, *printed = NULL;

  if (sdp == NULL)
    return;
  g_assert_cmpuint (sdp->bundle_mline, <, sdp->media->len);
  g_assert_cmpuint (g_bytes_get_size (sdp->fingerprint), ==, 32);
  for (guint i = 0; i < sdp->media->len; i++) {
    const ConfabSdpMedia *media = g_ptr_array_index (sdp->media, i);

    g_assert_cmpint (confab_sdp_find_mid (sdp, media->mid), ==, (int) i);
  }
  mirrored = confab_sdp_mirror_twcc (text, sdp);
  printed = confab_sdp_set_fingerprint (text, sdp->fingerprint);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) bytes : "", size);

  try_as (text, CONFAB_SDP_OFFER);
  try_as (text, CONFAB_SDP_ANSWER);
  return 0;
}
