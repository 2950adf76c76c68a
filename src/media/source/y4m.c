/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/source/y4m.h"

#include <string.h>

#define MAGIC "YUV4MPEG2 "
/* More than any camera or screen; keeps one frame below 400 MB. */
#define MAX_SIDE 16384
#define MAX_RATE 1000
#define MAX_PERIOD_S 10

static gboolean
parse_side (const char *text, int *side)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 1, MAX_SIDE, &value, NULL))
    return FALSE;
  *side = (int) value;
  return TRUE;
}

static gboolean
parse_ratio (const char *text, int *n, int *d)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 2);
  guint64 numerator;
  guint64 denominator;

  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT, &numerator, NULL) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXINT, &denominator, NULL))
    return FALSE;
  *n = (int) numerator;
  *d = (int) denominator;
  return TRUE;
}

/* 420 and its three placings of the chroma samples; "420p10" and the like are deeper than 8 bits. */
static gboolean
is_8_bit_420 (const char *format)
{
  return g_str_equal (format, "420") || g_str_equal (format, "420jpeg") ||
         g_str_equal (format, "420mpeg2") || g_str_equal (format, "420paldv");
}

static gboolean
parse_parameter (ConfabY4mHeader *header, const char *parameter)
{
  const char *value = parameter + 1;

  switch (*parameter) {
  case 'W':
    return parse_side (value, &header->width);
  case 'H':
    return parse_side (value, &header->height);
  case 'F':
    return parse_ratio (value, &header->rate_n, &header->rate_d);
  case 'A':
    return parse_ratio (value, &header->pixel_n, &header->pixel_d);
  case 'C':
    header->is_420 = is_8_bit_420 (value);
    return TRUE;
  default: /* interlacing, comments, nothing at all between two spaces */
    return TRUE;
  }
}

gboolean
confab_y4m_header_parse (const char *bytes, gsize size, ConfabY4mHeader *header)
{
  const char *end = size > 0 ? memchr (bytes, '\n', MIN (size, CONFAB_Y4M_MAX_HEADER)) : NULL;
  ConfabY4mHeader parsed = { .is_420 = TRUE };
  g_autofree char *line = NULL;
  g_auto (GStrv) parameters = NULL;

  if (end == NULL || (gsize) (end - bytes) < strlen (MAGIC) ||
      memcmp (bytes, MAGIC, strlen (MAGIC)) != 0)
    return FALSE;

  line = g_strndup (bytes, end - bytes);
  parameters = g_strsplit (line + strlen (MAGIC), " ", -1);
  for (guint i = 0; parameters[i] != NULL; i++) {
    if (!parse_parameter (&parsed, parameters[i]))
      return FALSE;
  }
  if (parsed.width == 0 || parsed.height == 0)
    return FALSE;

  if (parsed.rate_n <= 0 || parsed.rate_d <= 0 || parsed.rate_n / parsed.rate_d > MAX_RATE ||
      parsed.rate_d / parsed.rate_n > MAX_PERIOD_S) {
    parsed.rate_n = 30; /* "0:0" is "unknown" */
    parsed.rate_d = 1;
  }
  if (parsed.pixel_n <= 0 || parsed.pixel_d <= 0)
    parsed.pixel_n = parsed.pixel_d = 1;
  parsed.size = end - bytes + 1;
  *header = parsed;
  return TRUE;
}
