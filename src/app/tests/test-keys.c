/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of shortcuts says what the keys do: neither less nor more. */
#include "app/keys.h"
#include "confab-resources.h"

/* Keys of GTK's own, those that a widget with the focus takes, and the one that is held (talk-key.c). */
static const char *const built_in[] = { "F10", "<Control>question", "Escape", "space" };

static void
on_element (GMarkupParseContext *context, const char *element, const char **names,
            const char **values, gpointer user_data, GError **error)
{
  gboolean *is_accelerator = g_object_get_data (user_data, "is-accelerator");
  const char *name = NULL;

  if (g_str_equal (element, "property"))
    g_markup_collect_attributes (element, names, values, NULL,
                                 G_MARKUP_COLLECT_STRING | G_MARKUP_COLLECT_OPTIONAL, "name", &name,
                                 G_MARKUP_COLLECT_STRING | G_MARKUP_COLLECT_OPTIONAL,
                                 "translatable", NULL, G_MARKUP_COLLECT_INVALID);
  *is_accelerator = g_strcmp0 (name, "accelerator") == 0;
}

static void
on_element_end (GMarkupParseContext *context, const char *element, gpointer user_data,
                GError **error)
{
  gboolean *is_accelerator = g_object_get_data (user_data, "is-accelerator");

  *is_accelerator = FALSE;
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
         GError **error)
{
  gboolean *is_accelerator = g_object_get_data (user_data, "is-accelerator");
  g_auto (GStrv) keys = NULL;

  if (!*is_accelerator)
    return;
  keys = g_strsplit (text, " ", -1);
  for (char **key = keys; *key != NULL; key++)
    gtk_string_list_append (user_data, *key);
}

/* (transfer full): every key that the window shows */
static GtkStringList *
read_shown (void)
{
  static const GMarkupParser parser = { on_element, on_element_end, on_text, NULL, NULL };
  GtkStringList *shown = gtk_string_list_new (NULL);
  gboolean is_accelerator = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) ui = NULL;
  g_autoptr (GMarkupParseContext) context = NULL;

  confab_app_register_resource ();
  ui = g_resources_lookup_data ("/app/confab/Confab/gtk/help-overlay.ui",
                                G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_object_set_data (G_OBJECT (shown), "is-accelerator", &is_accelerator);
  context = g_markup_parse_context_new (&parser, 0, shown, NULL);
  g_markup_parse_context_parse (context, g_bytes_get_data (ui, NULL),
                                (gssize) g_bytes_get_size (ui), &error);
  g_assert_no_error (error);
  return shown;
}

static gboolean
is_same_key (const char *one, const char *other)
{
  guint key, other_key;
  GdkModifierType modifiers, other_modifiers;

  g_assert_true (gtk_accelerator_parse (one, &key, &modifiers));
  g_assert_true (gtk_accelerator_parse (other, &other_key, &other_modifiers));
  return key == other_key && modifiers == other_modifiers;
}

static gboolean
is_among (const char *key, const ConfabKey *keys)
{
  for (; keys->key != NULL; keys++)
    if (is_same_key (key, keys->key))
      return TRUE;
  return FALSE;
}

static gboolean
is_shown (GtkStringList *shown, const char *key)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (shown)); i++)
    if (is_same_key (gtk_string_list_get_string (shown, i), key))
      return TRUE;
  return FALSE;
}

static gboolean
is_built_in (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (built_in); i++)
    if (is_same_key (key, built_in[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_accelerator_of (GtkApplication *application, const char *key)
{
  g_auto (GStrv) actions = gtk_application_get_actions_for_accel (application, key);

  return actions[0] != NULL;
}

static void
test_what_is_shown_is_bound (void)
{
  g_autoptr (GtkStringList) shown = read_shown ();
  g_autoptr (GtkApplication) application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);

  confab_keys_set_accelerators (application);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shown)), >, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (shown)); i++) {
    const char *key = gtk_string_list_get_string (shown, i);

    if (!is_accelerator_of (application, key) && !is_among (key, confab_letters) &&
        !is_built_in (key))
      g_error ("%s is shown, and does nothing", key);
  }
}

static void
test_what_is_bound_is_shown (void)
{
  g_autoptr (GtkStringList) shown = read_shown ();

  for (const ConfabKey *key = confab_accelerators; key->key != NULL; key++)
    if (!is_shown (shown, key->key))
      g_error ("%s does %s, and is not shown", key->key, key->action);
  for (const ConfabKey *key = confab_letters; key->key != NULL; key++)
    if (!is_shown (shown, key->key))
      g_error ("%s does %s, and is not shown", key->key, key->action);
}

/* A letter is dead in a text field, so it is never the only way (ux.md). */
static void
test_each_letter_has_an_accelerator (void)
{
  for (const ConfabKey *letter = confab_letters; letter->key != NULL; letter++) {
    gboolean found = FALSE;

    for (const ConfabKey *key = confab_accelerators; key->key != NULL; key++)
      found |= g_str_equal (key->action, letter->action);
    if (!found)
      g_error ("%s can't be reached from a text field", letter->action);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/what is shown is bound", test_what_is_shown_is_bound);
  g_test_add_func ("/keys/what is bound is shown", test_what_is_bound_is_shown);
  g_test_add_func ("/keys/each letter has an accelerator", test_each_letter_has_an_accelerator);
  return g_test_run ();
}
