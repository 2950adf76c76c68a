/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/source/source-name.h"

static gboolean
ends_like_media (const char *name)
{
  static const char *const endings[] = {
    ".y4m", ".mp4", ".m4v", ".mov",  ".webm", ".mkv", ".ogv",
    ".wav", ".ogg", ".oga", ".opus", ".m4a",  ".mp3", ".flac"
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  }
  return FALSE;
}

ConfabSourceType
confab_source_name_parse (const char *source)
{
  if (source == NULL || *source == '\0' || g_str_equal (source, "none"))
    return CONFAB_SOURCE_NONE;
  if (g_str_equal (source, "test"))
    return CONFAB_SOURCE_TEST;
  if (g_str_equal (source, "default"))
    return CONFAB_SOURCE_DEFAULT;
  if (g_str_has_prefix (source, "/dev/"))
    return CONFAB_SOURCE_DEVICE; /* the id of a camera */
  if (g_path_is_absolute (source) || g_str_has_prefix (source, "./") ||
      g_str_has_prefix (source, "../") || ends_like_media (source) ||
      g_file_test (source, G_FILE_TEST_EXISTS))
    return CONFAB_SOURCE_FILE;
  return CONFAB_SOURCE_DEVICE;
}
