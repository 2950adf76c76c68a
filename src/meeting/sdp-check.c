/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/sdp-check.h"

#include <string.h>

/* "AB:CD:...": 32 pairs of hex digits (RFC 8122 5; lower case is tolerated). */
static gboolean
read_fingerprint (const char *text, ConfabDigest *fp)
{
  for (guint i = 0; i < CONFAB_DIGEST_BYTES; i++) {
    int high = g_ascii_xdigit_value (text[0]);
    int low = high < 0 ? -1 : g_ascii_xdigit_value (text[1]);
    char end = i + 1 < CONFAB_DIGEST_BYTES ? ':' : '\0';

    if (low < 0 || text[2] != end)
      return FALSE;
    fp->bytes[i] = (guint8) (high << 4 | low);
    text += 3;
  }
  return TRUE;
}

static gboolean
is_fingerprint_line (const char *line, const ConfabDigest *fp)
{
  const char *prefix = "a=fingerprint:sha-256 ";
  ConfabDigest found;

  return g_ascii_strncasecmp (line, prefix, strlen (prefix)) == 0 &&
         read_fingerprint (line + strlen (prefix), &found) && confab_digest_equal (&found, fp);
}

gboolean
confab_sdp_is_bound_to (const char *sdp, const ConfabDigest *fp)
{
  g_auto (GStrv) lines = g_strsplit_set (sdp, "\r\n", -1);
  guint n_fingerprints = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *lower = g_ascii_strdown (lines[i], -1);

    if (strstr (lower, "a=crypto") != NULL)
      return FALSE;
    /* Anything that a more generous reader might take for a fingerprint has to be ours. */
    if (strstr (lower, "fingerprint") == NULL)
      continue;
    if (!is_fingerprint_line (lines[i], fp))
      return FALSE;
    n_fingerprints++;
  }
  return n_fingerprints > 0;
}
