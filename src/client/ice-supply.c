/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/ice-supply.h"

#define FRESH_MS 60000
#define ANSWER_TIMEOUT_MS 1000

struct _ConfabIceSupply {
  ConfabSignalling *signalling;
  GPtrArray *servers; /* (nullable): of ConfabIceServer, the newest answer */
  gint64 received_ms;
  gint64 valid_until_ms;
  ConfabIceSupplyReady ready;
  gpointer user_data;
  guint source; /* the timeout, or the idle that answers */
};

static ConfabIceServer *
copy_server (const ConfabIceServer *server)
{
  return confab_ice_server_new ((const char *const *) server->urls, server->username,
                                server->credential);
}

ConfabIceSupply *
confab_ice_supply_new (ConfabSignalling *signalling)
{
  ConfabIceSupply *self = g_new0 (ConfabIceSupply, 1);

  self->signalling = g_object_ref (signalling);
  return self;
}

void
confab_ice_supply_cancel (ConfabIceSupply *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->ready = NULL;
}

void
confab_ice_supply_free (ConfabIceSupply *self)
{
  confab_ice_supply_cancel (self);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  g_object_unref (self->signalling);
  g_free (self);
}

/* A TURN server refuses old credentials; without them the STUN half is still of use. */
static void
hand_out (ConfabIceSupply *self)
{
  ConfabIceSupplyReady ready = g_steal_pointer (&self->ready);
  gboolean valid = confab_clock_boot_ms () < self->valid_until_ms;
  g_autoptr (GArray) servers = g_array_new (FALSE, TRUE, sizeof (ConfabLinkServer));

  g_clear_handle_id (&self->source, g_source_remove);
  if (ready == NULL)
    return;
  for (guint i = 0; self->servers != NULL && i < self->servers->len; i++) {
    const ConfabIceServer *server = self->servers->pdata[i];
    ConfabLinkServer entry = {
      .urls = (const char *const *) server->urls,
      .username = server->username,
      .credential = server->credential,
    };

    if (valid || server->credential == NULL)
      g_array_append_val (servers, entry);
  }
  ready ((const ConfabLinkServer *) (gpointer) servers->data, servers->len, self->user_data);
}

static gboolean
on_answer_due (gpointer user_data)
{
  ConfabIceSupply *self = user_data;

  self->source = 0;
  hand_out (self);
  return G_SOURCE_REMOVE;
}

static gboolean
request (ConfabIceSupply *self)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new (CONFAB_CARRIER_ICE_GET);

  return confab_signalling_send (self->signalling, carrier);
}

void
confab_ice_supply_prefetch (ConfabIceSupply *self)
{
  request (self);
}

static gboolean
is_fresh (ConfabIceSupply *self)
{
  return self->servers != NULL && confab_clock_boot_ms () - self->received_ms < FRESH_MS;
}

void
confab_ice_supply_ask (ConfabIceSupply *self, ConfabIceSupplyReady ready, gpointer user_data)
{
  confab_ice_supply_cancel (self);
  self->ready = ready;
  self->user_data = user_data;
  if (is_fresh (self) || !request (self))
    self->source = g_idle_add (on_answer_due, self);
  else
    self->source = g_timeout_add (ANSWER_TIMEOUT_MS, on_answer_due, self);
}

gboolean
confab_ice_supply_receive (ConfabIceSupply *self, const ConfabCarrier *carrier)
{
  if (carrier->type != CONFAB_CARRIER_ICE)
    return FALSE;

  g_clear_pointer (&self->servers, g_ptr_array_unref);
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_ice_server_free);
  for (guint i = 0; i < carrier->ice.servers->len; i++)
    g_ptr_array_add (self->servers, copy_server (carrier->ice.servers->pdata[i]));
  self->received_ms = confab_clock_boot_ms ();
  self->valid_until_ms = self->received_ms + carrier->ice.ttl_s * 1000;
  hand_out (self);
  return TRUE;
}
