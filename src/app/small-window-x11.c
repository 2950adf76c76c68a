/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/small-window.h"

#include <gdk/x11/gdkx.h>
#include <X11/Xlib.h>

#define ADD 1              /* _NET_WM_STATE_ADD, Extended Window Manager Hints 1.5 */
#define FROM_APPLICATION 1 /* the source indication there */

/* GTK 4 has no call for it. On Wayland there is no request at all. */
void
confab_small_window_keep_above (GtkWindow *window)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  XEvent event = { 0 };
  Display *x;

  if (!GDK_IS_X11_DISPLAY (display))
    return;
  x = gdk_x11_display_get_xdisplay (display);
  event.xclient.type = ClientMessage;
  event.xclient.window = gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window)));
  event.xclient.message_type = XInternAtom (x, "_NET_WM_STATE", False);
  event.xclient.format = 32;
  event.xclient.data.l[0] = ADD;
  event.xclient.data.l[1] = (long) XInternAtom (x, "_NET_WM_STATE_ABOVE", False);
  event.xclient.data.l[3] = FROM_APPLICATION;
  XSendEvent (x, DefaultRootWindow (x), False, SubstructureNotifyMask | SubstructureRedirectMask,
              &event);
}
