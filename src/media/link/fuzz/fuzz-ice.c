/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A peer's candidate and a service's URI of any bytes. */
#include <stdint.h>
#include <string.h>

#include "media/link/candidate.h"
#include "media/link/ice-uri.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *) bytes : "", size);
  ConfabIceUri uri;

  if (confab_candidate_is_acceptable (text, FALSE))
    g_assert_true (confab_candidate_is_acceptable (text, TRUE));
  if (confab_ice_uri_parse (text, &uri)) {
    g_assert_cmpuint (uri.port, >, 0);
    g_assert_cmpuint (strlen (uri.host), >, 0);
    confab_ice_uri_clear (&uri);
  }
  return 0;
}
