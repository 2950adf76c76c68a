/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/base.h"

/* RFC 4648 section 10, without its padding; the last two need the URL's own letters. */
static const struct {
  const char *bytes;
  const char *text;
} vectors[] = {
  { "", "" },
  { "f", "Zg" },
  { "fo", "Zm8" },
  { "foo", "Zm9v" },
  { "foob", "Zm9vYg" },
  { "fooba", "Zm9vYmE" },
  { "foobar", "Zm9vYmFy" },
  { "\xff\xef\xff", "_-__" },
  { "\xfb", "-w" },
};

static void
test_encodes_and_decodes_the_vectors_of_rfc_4648 (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    gsize length = strlen (vectors[i].bytes);
    g_autofree char *text = confab_base64url_encode ((const guint8 *) vectors[i].bytes, length);
    g_autoptr (GBytes) bytes = confab_base64url_decode (vectors[i].text);

    g_assert_cmpstr (text, ==, vectors[i].text);
    g_assert_cmpuint (strlen (text), ==, confab_base64url_length (length));
    g_assert_nonnull (bytes);
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), vectors[i].bytes,
                     length);
  }
}

/* Every text that decodes is the text its bytes encode to, so none has a twin. */
static void
test_every_short_text_is_canonical_or_refused (void)
{
  char text[4] = { 0 };
  guint accepted = 0;

  for (guint a = 1; a < 256; a++) {
    for (guint b = 1; b < 256; b++) {
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *again = NULL;

      text[0] = (char) a;
      text[1] = (char) b;
      bytes = confab_base64url_decode (text);
      if (bytes == NULL)
        continue;
      again = confab_base64url_encode_bytes (bytes);
      g_assert_cmpstr (again, ==, text);
      accepted++;
    }
  }
  g_assert_cmpuint (accepted, ==, 256);
}

static void
test_refuses_what_is_not_canonical (void)
{
  static const char *const refused[] = {
    NULL,     "A",     "AAAAA", "Zg==", "Zm8=",  "Zh",       "Zm9",
    "Zm9v\n", " Zm9v", "Zm 9v", "+/+/", "Zm9v=", "\xc3\xa4",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_null (confab_base64url_decode (refused[i]));
}

static void
test_exact_decoding_takes_one_length_only (void)
{
  guint8 bytes[3] = { 1, 2, 3 };

  g_assert_false (confab_base64url_decode_exact ("Zm8", bytes, 3));
  g_assert_false (confab_base64url_decode_exact ("Zm9vYg", bytes, 3));
  g_assert_false (confab_base64url_decode_exact ("Zm+v", bytes, 3));
  g_assert_false (confab_base64url_decode_exact (NULL, bytes, 3));
  g_assert_cmpmem (bytes, 3, "\1\2\3", 3);
  g_assert_true (confab_base64url_decode_exact ("Zm9v", bytes, 3));
  g_assert_cmpmem (bytes, 3, "foo", 3);
  g_assert_true (confab_base64url_decode_exact ("", NULL, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base64url/encodes-and-decodes-the-vectors-of-rfc-4648",
                   test_encodes_and_decodes_the_vectors_of_rfc_4648);
  g_test_add_func ("/base64url/every-short-text-is-canonical-or-refused",
                   test_every_short_text_is_canonical_or_refused);
  g_test_add_func ("/base64url/refuses-what-is-not-canonical", test_refuses_what_is_not_canonical);
  g_test_add_func ("/base64url/exact-decoding-takes-one-length-only",
                   test_exact_decoding_takes_one_length_only);
  return g_test_run ();
}
