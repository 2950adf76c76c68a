/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/startup.h"

#include <glib/gstdio.h>

static void
test_render_node_is_a_graphics_processor (void)
{
#ifdef __linux__
  g_autofree char *dir = g_dir_make_tmp ("confab-dri-XXXXXX", NULL);
  g_autofree char *card = g_build_filename (dir, "card0", NULL);
  g_autofree char *node = g_build_filename (dir, "renderD128", NULL);

  /* A card alone shows pictures without rendering any: a virtual machine's, for example. */
  g_assert_true (g_file_set_contents (card, "", 0, NULL));
  g_assert_false (confab_startup_has_render_node (dir));
  g_assert_true (g_file_set_contents (node, "", 0, NULL));
  g_assert_true (confab_startup_has_render_node (dir));
  g_remove (card);
  g_remove (node);
  g_rmdir (dir);
  g_assert_false (confab_startup_has_render_node (dir));
#else
  g_test_skip ("only Linux is asked for its devices");
#endif
}

static void
test_chosen_renderer_is_respected (void)
{
  g_setenv ("GSK_RENDERER", "gl", TRUE);
  g_unsetenv ("GDK_DEBUG");
  confab_startup_choose_renderer ();
  g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==, "gl");
  g_assert_null (g_getenv ("GDK_DEBUG"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/startup/a render node is a graphics processor",
                   test_render_node_is_a_graphics_processor);
  g_test_add_func ("/startup/a chosen renderer is respected", test_chosen_renderer_is_respected);
  return g_test_run ();
}
