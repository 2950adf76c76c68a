/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where only the routes can be asked: the addresses that this computer sends from. */
#include "app/interfaces.h"

#include "client/client.h"

GPtrArray *
confab_interfaces_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_interface_address_free);
  ConfabOwnAddresses own = { 0 };

  confab_own_addresses_refresh (&own);
  for (guint i = 0; i < G_N_ELEMENTS (own.outgoing); i++)
    if (own.outgoing[i] != NULL)
      g_ptr_array_add (list, confab_interface_address_new (own.outgoing[i], 0, FALSE));
  confab_own_addresses_clear (&own);
  return list;
}
