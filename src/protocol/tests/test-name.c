/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol.h"

static gboolean
check (const char *name)
{
  return confab_name_check (name, strlen (name), NULL);
}

/* (transfer full) @unit @count times. */
static char *
repeat (const char *unit, guint count)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append (text, unit);
  return g_string_free (text, FALSE);
}

static void
test_names_of_people_are_allowed (void)
{
  static const char *const names[] = {
    "A",          "Ada Lovelace",    "Zoë", "Łukasz", "山田 太郎", "محمد",
    "Ada (work)", "👩‍💻 Ada", "<b>", "\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (check (names[i]));
}

static void
test_control_and_direction_characters_are_refused (void)
{
  static const gunichar refused[] = {
    0x01,   0x07,   0x09,   0x0a,   0x1f,   0x7f,   0x80,   0x9f,   0x061c, 0x200e,
    0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069,
  };
  static const gunichar neighbours[] = { 0x20, 0x7e, 0xa0, 0x061b, 0x200d, 0x2029, 0x202f, 0x206a };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    char name[16] = "Ada";

    name[3 + g_unichar_to_utf8 (refused[i], name + 3)] = '\0';
    g_test_message ("U+%04x", refused[i]);
    g_assert_false (check (name));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (neighbours); i++) {
    char name[16] = "Ada";

    name[3 + g_unichar_to_utf8 (neighbours[i], name + 3)] = '\0';
    g_test_message ("U+%04x", neighbours[i]);
    g_assert_true (check (name));
  }
}

static void
test_names_have_1_to_64_code_points_and_at_most_128_bytes (void)
{
  g_autofree char *most = repeat ("x", 64);
  g_autofree char *more = repeat ("x", 65);
  g_autofree char *most_bytes = repeat ("ä", 64);
  g_autofree char *more_bytes = repeat ("€", 43);

  g_assert_false (check (""));
  g_assert_true (check (most));
  g_assert_false (check (more));
  g_assert_cmpuint (strlen (most_bytes), ==, 128);
  g_assert_true (check (most_bytes));
  g_assert_cmpuint (strlen (more_bytes), ==, 129);
  g_assert_false (check (more_bytes));
}

static void
test_names_are_utf8_in_nfc (void)
{
  g_assert_true (check ("Zo\xc3\xab"));
  g_assert_false (check ("Zoe\xcc\x88")); /* the same, decomposed */
  g_assert_false (check ("\xc3"));
  g_assert_false (check ("\xed\xa0\x80")); /* a surrogate */
  g_assert_false (check ("\xc0\x80"));     /* zero, too long */
  g_assert_false (confab_name_check ("A\0da", 4, NULL));
}

static void
test_refused_name_is_explained_to_the_person (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (confab_name_check ("", 0, &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_NAME);
  g_assert_cmpstr (error->message, ==, "The name is empty; type at least one letter");
}

static void
test_typed_names_are_tidied (void)
{
  static const char *const pairs[][2] = {
    { "Ada", "Ada" },
    { "  Ada \t Lovelace\n", "Ada Lovelace" },
    { "Zoe\xcc\x88", "Zo\xc3\xab" },
    { "Ada\xe2\x80\x8f", "Ada" },
    { "Zoe\xe2\x80\x8f\xcc\x88", "Zo\xc3\xab" }, /* a direction mark before the diaeresis */
    { "\xe3\x80\x80山田\xe3\x80\x80太郎", "山田 太郎" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *name = confab_name_normalize (pairs[i][0], NULL);

    g_assert_cmpstr (name, ==, pairs[i][1]);
  }
  g_assert_null (confab_name_normalize (" \t ", NULL));
  g_assert_null (confab_name_normalize ("\xff", NULL));
  g_assert_null (confab_name_normalize ("Ada\x07", NULL));
}

static void
test_room_ids_are_3_to_40_letters_digits_and_hyphens (void)
{
  static const char *const refused[] = { "",      "ab",    "a b c", "a_b_c", "räume",
                                         "a/b/c", "a.b.c", "abc#",  "a%20b" };
  g_autofree char *most = repeat ("x", 40);
  g_autofree char *more = repeat ("x", 41);
  g_autofree char *lower = confab_room_id_normalize ("Ada-LOVELACE-1815");

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_assert_false (confab_room_id_check (refused[i]));
    g_assert_null (confab_room_id_normalize (refused[i]));
  }
  g_assert_true (confab_room_id_check ("abc"));
  g_assert_true (confab_room_id_check (most));
  g_assert_false (confab_room_id_check (more));
  g_assert_cmpstr (lower, ==, "ada-lovelace-1815");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/names-of-people-are-allowed", test_names_of_people_are_allowed);
  g_test_add_func ("/name/control-and-direction-characters-are-refused",
                   test_control_and_direction_characters_are_refused);
  g_test_add_func ("/name/names-have-1-to-64-code-points-and-at-most-128-bytes",
                   test_names_have_1_to_64_code_points_and_at_most_128_bytes);
  g_test_add_func ("/name/names-are-utf8-in-nfc", test_names_are_utf8_in_nfc);
  g_test_add_func ("/name/refused-name-is-explained-to-the-person",
                   test_refused_name_is_explained_to_the_person);
  g_test_add_func ("/name/typed-names-are-tidied", test_typed_names_are_tidied);
  g_test_add_func ("/name/room-ids-are-3-to-40-letters-digits-and-hyphens",
                   test_room_ids_are_3_to_40_letters_digits_and_hyphens);
  return g_test_run ();
}
