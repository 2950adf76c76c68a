/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/startup.h"

#include <gtk/gtk.h>
#include <malloc.h>

/* One picture of 1280x720 in RGB24 is 3.7 MB. With glibc's defaults such a block is mapped and unmapped, or
 * trimmed off the top of the heap and faulted in again, 30 times a second. */
void
confab_startup_tune_heap (void)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, 128 * 1024 * 1024);
  mallopt (M_MMAP_THRESHOLD, 32 * 1024 * 1024);
#endif
}

gboolean
confab_startup_has_render_node (const char *device_dir)
{
  g_autoptr (GDir) dir = g_dir_open (device_dir, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;
  return FALSE;
}

/* Without a graphics processor Mesa would run OpenGL on the processor: a picture then costs five times what
 * cairo takes for it, and a second at start. */
void
confab_startup_choose_renderer (void)
{
  if (confab_startup_has_render_node ("/dev/dri") || g_getenv ("GSK_RENDERER") != NULL)
    return;
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  /* GTK asks OpenGL for the window's visual even then: 30 MB of Mesa and LLVM for nothing. */
  if (gtk_get_major_version () == 4 && gtk_get_minor_version () < 16)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  else
    g_setenv ("GDK_DISABLE", "gl,vulkan", FALSE);
}
