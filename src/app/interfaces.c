/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/interfaces.h"

ConfabInterfaceAddress *
confab_interface_address_new (GInetAddress *address, guint prefix, gboolean point_to_point)
{
  ConfabInterfaceAddress *self = g_new0 (ConfabInterfaceAddress, 1);

  self->address = g_object_ref (address);
  self->prefix = prefix;
  self->point_to_point = point_to_point;
  return self;
}

void
confab_interface_address_free (ConfabInterfaceAddress *self)
{
  g_object_unref (self->address);
  g_free (self);
}
