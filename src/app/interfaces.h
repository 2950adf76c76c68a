/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network addresses of this computer. Main thread; asks the kernel alone, and waits for nothing. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabInterfaceAddress:
 * @prefix: how many bits name the network; 0 if that is not known
 * @point_to_point: of a tunnel or a modem, where nobody is near
 */
typedef struct {
  GInetAddress *address;
  guint prefix;
  gboolean point_to_point;
} ConfabInterfaceAddress;

/* (transfer full) */
ConfabInterfaceAddress *
confab_interface_address_new (GInetAddress *address, guint prefix, gboolean point_to_point);
void confab_interface_address_free (ConfabInterfaceAddress *self);

/* Returns: (transfer full): of ConfabInterfaceAddress: those of all interfaces that work, loopback included */
GPtrArray *confab_interfaces_list (void);

G_END_DECLS
