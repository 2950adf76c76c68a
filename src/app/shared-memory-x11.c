/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hides the X server's shared memory from cairo. Cairo asks XShmQueryExtension () once for each display; when
 * the answer is yes it makes and destroys a segment as large as the window for every frame that GTK draws,
 * which costs more than sending the changed pixels. The program's own function of that name is found before
 * the one in libXext, which can still be had: whoever captures windows needs it.
 *
 * CONFAB_X11_SHM=1 in the environment shows shared memory to everybody again.
 */
#include <dlfcn.h>
#include <gmodule.h>
#include <X11/Xlib.h>

typedef Bool (*QueryExtension) (Display *display);

G_MODULE_EXPORT Bool XShmQueryExtension (Display *display);

/* Any thread that talks to an X server. */
Bool
XShmQueryExtension (Display *display)
{
  static gsize next;

  if (g_strcmp0 (g_getenv ("CONFAB_X11_SHM"), "1") != 0)
    return False;
  if (g_once_init_enter (&next)) {
    /* POSIX keeps this conversion defined; ISO C has no word for it. */
    gsize found = (gsize) dlsym (RTLD_NEXT, "XShmQueryExtension");

    g_once_init_leave (&next, found != 0 ? found : 1);
  }
  return next > 1 ? ((QueryExtension) next) (display) : False;
}
