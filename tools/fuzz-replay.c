/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target once over each file of the folders or files named on the command line, over the
 * empty input, and over every prefix of each file: what the fuzzer found stays found in ordinary builds.
 */
#include <glib.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

static unsigned inputs;

/* Reading past the end of a prefix is caught: each runs in memory of exactly its size. */
static void
replay_prefixes (const char *contents, gsize size)
{
  gsize step = MAX (1, size / 512);

  for (gsize length = 0; length <= size;
       length += (length + step > size && length < size) ? size - length : step) {
    g_autofree char *exact = length > 0 ? g_memdup2 (contents, length) : NULL;

    LLVMFuzzerTestOneInput ((const uint8_t *) exact, length);
    inputs++;
  }
}

static void
replay_path (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autofree char *contents = NULL;
  gsize size = 0;
  const char *name;

  if (folder == NULL) {
    g_autoptr (GError) error = NULL;

    if (!g_file_get_contents (path, &contents, &size, &error))
      g_error ("%s", error->message);
    replay_prefixes (contents, size);
    return;
  }
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    replay_path (child);
  }
}

int
main (int argc, char **argv)
{
  LLVMFuzzerTestOneInput ((const uint8_t *) "", 0);
  for (int i = 1; i < argc; i++)
    replay_path (argv[i]);
  g_print ("1..1\nok 1 - %u inputs replayed\n", inputs + 1);
  return 0;
}
