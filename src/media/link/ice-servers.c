/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/ice-servers.h"

#include <string.h>

typedef struct {
  ConfabIceServers *owner;
  ConfabIceUri uri;
  char *username, *credential;
  GList *addresses; /* GInetAddress */
  gboolean pending; /* its name is being looked up */
} Server;

struct _ConfabIceServers {
  GPtrArray *servers; /* Server, in the order of telling */
  GTlsDatabase *trust;
  GCancellable *cancellable;
  GSource *patience;
  gboolean told; /* what is found from here on goes out at once */

  ConfabIceServerFound found;
  void (*done) (gpointer user_data);
  gpointer user_data;
};

static void
server_free (gpointer user_data)
{
  Server *server = user_data;

  confab_ice_uri_clear (&server->uri);
  g_free (server->username);
  g_free (server->credential);
  g_list_free_full (server->addresses, g_object_unref);
  g_free (server);
}

/* libnice prefers what it is told later, so: TLS, TCP, UDP; STUN where it does not matter. */
static int
compare_servers (gconstpointer a, gconstpointer b)
{
  const Server *first = *(Server *const *) a, *second = *(Server *const *) b;

  return (int) second->uri.transport - (int) first->uri.transport;
}

static void
tell_tls (ConfabIceServers *self, Server *server)
{
  g_autoptr (GError) error = NULL;
  ConfabTurnTls *tunnel =
      confab_turn_tls_new (server->uri.host, server->uri.port, self->trust, &error);

  if (tunnel == NULL) {
    g_message ("TURN over TLS is not possible here: %s", error->message);
    return;
  }
  self->found (&server->uri, confab_turn_tls_get_address (tunnel), server->username,
               server->credential, tunnel, self->user_data);
}

/* libnice knows one STUN server; IPv4 is where there are address translators to look behind. */
static GInetAddress *
pick_for_stun (GList *addresses)
{
  for (GList *item = addresses; item != NULL; item = item->next)
    if (g_inet_address_get_family (item->data) == G_SOCKET_FAMILY_IPV4)
      return item->data;
  return addresses != NULL ? addresses->data : NULL;
}

static void
tell_address (ConfabIceServers *self, Server *server, GInetAddress *address)
{
  g_autofree char *text = g_inet_address_to_string (address);

  self->found (&server->uri, text, server->username, server->credential, NULL, self->user_data);
}

static void
tell (ConfabIceServers *self, Server *server)
{
  if (server->pending)
    return;
  if (server->uri.transport == CONFAB_LINK_TRANSPORT_TLS) {
    tell_tls (self, server);
  } else if (!server->uri.is_turn) {
    GInetAddress *address = pick_for_stun (server->addresses);

    if (address != NULL)
      tell_address (self, server, address);
  } else {
    for (GList *item = server->addresses; item != NULL; item = item->next)
      tell_address (self, server, item->data);
  }
}

static gboolean
any_pending (ConfabIceServers *self)
{
  for (guint i = 0; i < self->servers->len; i++)
    if (((Server *) g_ptr_array_index (self->servers, i))->pending)
      return TRUE;
  return FALSE;
}

static void
tell_all (ConfabIceServers *self)
{
  self->told = TRUE;
  if (self->patience != NULL)
    g_source_destroy (self->patience);
  for (guint i = 0; i < self->servers->len; i++)
    tell (self, g_ptr_array_index (self->servers, i));
  self->done (self->user_data);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Server *server = user_data;
  g_autoptr (GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);
  ConfabIceServers *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the list is gone, and @server with it */
  self = server->owner;
  server->addresses = addresses;
  server->pending = FALSE;
  if (error != NULL)
    g_message ("A STUN or TURN server's name is unknown: %s", error->message);

  if (self->told)
    tell (self, server);
  else if (self->found != NULL && !any_pending (self))
    tell_all (self);
}

static void
look_up (ConfabIceServers *self, Server *server)
{
  g_autoptr (GResolver) resolver = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (server->uri.transport == CONFAB_LINK_TRANSPORT_TLS)
    return; /* the tunnel needs the name itself */
  address = g_inet_address_new_from_string (server->uri.host);
  if (address != NULL) {
    server->addresses = g_list_append (NULL, g_steal_pointer (&address));
    return;
  }
  resolver = g_resolver_get_default ();
  server->pending = TRUE;
  g_resolver_lookup_by_name_async (resolver, server->uri.host, self->cancellable, on_looked_up,
                                   server);
}

static void
add_server (ConfabIceServers *self, const ConfabLinkServer *config)
{
  for (const char *const *url = config->urls; url != NULL && *url != NULL; url++) {
    ConfabIceUri uri;
    Server *server;

    if (!confab_ice_uri_parse (*url, &uri)) {
      g_message ("A STUN or TURN server is left out, its address is of no known kind");
      continue;
    }
    server = g_new0 (Server, 1);
    *server = (Server){ .owner = self,
                        .uri = uri,
                        .username = g_strdup (config->username),
                        .credential = g_strdup (config->credential) };
    g_ptr_array_add (self->servers, server);
  }
}

ConfabIceServers *
confab_ice_servers_new (const ConfabLinkServer *servers, guint n_servers, GTlsDatabase *trust)
{
  ConfabIceServers *self = g_new0 (ConfabIceServers, 1);

  self->servers = g_ptr_array_new_with_free_func (server_free);
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->trust, trust);
  for (guint i = 0; i < n_servers; i++)
    add_server (self, &servers[i]);
  g_ptr_array_sort (self->servers, compare_servers);
  for (guint i = 0; i < self->servers->len; i++)
    look_up (self, g_ptr_array_index (self->servers, i));
  return self;
}

static gboolean
on_patience_over (gpointer user_data)
{
  ConfabIceServers *self = user_data;

  tell_all (self);
  return G_SOURCE_REMOVE;
}

void
confab_ice_servers_collect (ConfabIceServers *self, ConfabIceServerFound found,
                            void (*done) (gpointer user_data), gpointer user_data)
{
  g_return_if_fail (self->found == NULL);

  self->found = found;
  self->done = done;
  self->user_data = user_data;
  if (!any_pending (self)) {
    tell_all (self);
    return;
  }
  self->patience = g_timeout_source_new (CONFAB_ICE_SERVERS_PATIENCE_MS);
  g_source_set_callback (self->patience, on_patience_over, self, NULL);
  g_source_attach (self->patience, g_main_context_get_thread_default ());
}

void
confab_ice_servers_free (ConfabIceServers *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  if (self->patience != NULL) {
    g_source_destroy (self->patience);
    g_source_unref (self->patience);
  }
  g_clear_object (&self->trust);
  g_ptr_array_unref (self->servers);
  g_free (self);
}
