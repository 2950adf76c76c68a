/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "confab-resources.h"

#include <gtk/gtk.h>

#define ICONS "/app/confab/Confab/icons/scalable/actions/"

/* Where gdk-pixbuf has no loader for SVG, GTK draws a broken picture in each button and says nothing. */
static void
test_this_computer_can_draw_them (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;

  confab_app_register_resource ();
  names = g_resources_enumerate_children (ICONS, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), >, 0);
  for (char **name = names; *name != NULL; name++) {
    g_autofree char *path = g_strconcat (ICONS, *name, NULL);
    g_autoptr (GdkPixbuf) icon = gdk_pixbuf_new_from_resource (path, &error);

    g_assert_no_error (error);
    g_assert_cmpint (gdk_pixbuf_get_width (icon), >, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/icons/this computer can draw them", test_this_computer_can_draw_them);
  return g_test_run ();
}
