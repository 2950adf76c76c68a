/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of refusals and farewells, and that docs/service.md explains each. */
#include "service/refusal.h"

static char *documentation;

/* What happened; what to do. */
static void
assert_helpful (const char *code, const char *text)
{
  if (strstr (text, "; ") == NULL)
    g_error ("the refusal %s does not say what to do: %s", code, text);
}

static void
assert_in_step (const char *code, const char *text)
{
  const char *row = strstr (documentation, code);
  g_autofree char *cell = g_strdup_printf ("| %s |", text);

  if (row == NULL || strstr (row, cell) == NULL)
    g_error ("docs/service.md has another sentence for the code %s", code);
}

static void
assert_documented (const char *code)
{
  g_autofree char *quoted = g_strdup_printf ("| `%s` |", code);

  if (strstr (documentation, quoted) == NULL)
    g_error ("docs/service.md does not explain the code %s", code);
}

static void
test_refusals (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (ConfabRefusal refusal = CONFAB_ACCEPTED + 1; refusal < CONFAB_REFUSAL_N; refusal++) {
    const char *code = confab_refusal_code (refusal);

    g_assert_nonnull (code);
    assert_helpful (code, confab_refusal_text (refusal));
    assert_in_step (code, confab_refusal_text (refusal));
    g_assert_cmpuint (confab_refusal_status (refusal), >=, 400);
    g_assert_true (g_hash_table_add (seen, (gpointer) code));
    assert_documented (code);
  }
}

static void
test_farewells (void)
{
  for (ConfabFarewell farewell = 0; farewell < CONFAB_FAREWELL_N; farewell++) {
    g_assert_cmpuint (strlen (confab_farewell_text (farewell)), >, 15);
    assert_documented (confab_farewell_code (farewell));
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (g_file_get_contents (CONFAB_SERVICE_MANUAL, &documentation, NULL, NULL));
  g_test_add_func ("/service/refusal/each-has-a-word-a-sentence-and-its-line-in-the-manual",
                   test_refusals);
  g_test_add_func ("/service/refusal/each-farewell-too", test_farewells);
  status = g_test_run ();
  g_free (documentation);
  return status;
}
