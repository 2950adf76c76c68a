/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/words.h"

#include "service/service-resources.h"

#include <gio/gio.h>

/* Divides 2^16, so that every word is as likely as any other. */
#define WORDS 512

static GStrv
load_list (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (confab_service_get_resource (),
                                                     "/org/confab/service/words.txt", 0, &error);
  g_autofree char *text = NULL;

  if (bytes == NULL)
    g_error ("the word list is not compiled in: %s", error->message);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return g_strsplit (g_strstrip (text), "\n", -1);
}

const char *const *
confab_words_list (guint *n_words)
{
  static gsize loaded;
  static GStrv words;
  static guint count;

  if (g_once_init_enter (&loaded)) {
    words = load_list ();
    count = g_strv_length (words);
    g_assert (count == WORDS);
    g_once_init_leave (&loaded, 1);
  }
  *n_words = count;
  return (const char *const *) words;
}

char *
confab_words_make_room (const guint8 random[2 * CONFAB_WORDS_IN_ROOM])
{
  guint n_words;
  const char *const *words = confab_words_list (&n_words);
  GString *room = g_string_new (NULL);

  for (gsize i = 0; i < CONFAB_WORDS_IN_ROOM; i++) {
    guint draw = random[2 * i] << 8 | random[2 * i + 1];

    g_string_append_printf (room, "%s%s", i > 0 ? "-" : "", words[draw % WORDS]);
  }
  return g_string_free (room, FALSE);
}
