/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/ice-agent.h"

#include <nice/agent.h>
#include <nice/interfaces.h>

/* webrtcbin's first and, bundled, only ICE stream. */
#define STREAM_ID 1
#define COMPONENT_ID NICE_COMPONENT_TYPE_RTP
/* Each costs a candidate of each kind, and a peer takes 64 (docs/protocol.md 11.2). */
#define MAX_LOCAL_ADDRESSES 8
/* RFC 8445 section 14.2: at least 5 ms between two checks. libnice's 20 ms cost a joiner 45 ms. */
#define PACING_MS 5
/* libnice's 3 give a TURN server 3.5 s, TCP and TLS included; RFC 8489 section 6.2.1 has 7, which would
 * leave a hopeless path undecided for most of a minute. */
#define STUN_RETRANSMISSIONS 5
/* libnice retransmits its goodbye to a silent TURN server for 32 s (RFC 8489 section 6.2.1). */
#define CLOSE_TIMEOUT_S 40
/* RFC 8445 section 5.1.2.1 with libnice's values: where in a relayed candidate's priority the server's
 * place in our list stands. */
#define SERVER_OF_PRIORITY(priority) (((priority) >> (8 + 6)) & 7)

typedef struct {
  ConfabLinkTransport transport;
  char *host;
} TurnServer;

struct _ConfabIceAgent {
  NiceAgent *agent;
  gulong pair_handler;
  GPtrArray *tunnels; /* ConfabTurnTls */
  ConfabPost *post;
  ConfabPostFunc path_changed;

  GMutex lock;
  GArray *turn_servers; /* TurnServer, in libnice's order; guarded by lock */
  gboolean has_path;    /* guarded by lock */
  ConfabLinkPath path;  /* guarded by lock */
};

static void
turn_server_clear (gpointer user_data)
{
  g_free (((TurnServer *) user_data)->host);
}

static ConfabCandidateType
type_of (const NiceCandidate *candidate)
{
  switch (candidate->type) {
  case NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE:
    return CONFAB_CANDIDATE_SRFLX;
  case NICE_CANDIDATE_TYPE_PEER_REFLEXIVE:
    return CONFAB_CANDIDATE_PRFLX;
  case NICE_CANDIDATE_TYPE_RELAYED:
    return CONFAB_CANDIDATE_RELAY;
  case NICE_CANDIDATE_TYPE_HOST:
  default:
    return CONFAB_CANDIDATE_HOST;
  }
}

/* The thread of the agent. */
static void
on_selected_pair (NiceAgent *agent, guint stream_id, guint component_id, NiceCandidate *local,
                  NiceCandidate *remote, gpointer user_data)
{
  ConfabIceAgent *self = user_data;
  ConfabLinkPath path = { .local = type_of (local), .remote = type_of (remote) };
  guint server = SERVER_OF_PRIORITY (local->priority);

  g_mutex_lock (&self->lock);
  if (path.local == CONFAB_CANDIDATE_RELAY && server < self->turn_servers->len) {
    TurnServer *turn = &g_array_index (self->turn_servers, TurnServer, server);

    path.transport = turn->transport;
    g_strlcpy (path.relay_host, turn->host, sizeof path.relay_host);
  }
  self->path = path;
  self->has_path = TRUE;
  g_mutex_unlock (&self->lock);
  confab_post_send (self->post, self->path_changed, NULL, NULL);
}

/* Link-local ones need a scope to be of use, which candidates do not carry (RFC 8839 section 5.1). */
static gboolean
is_of_use (const char *text, NiceAddress *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (text);

  nice_address_init (address);
  return parsed != NULL && !g_inet_address_get_is_link_local (parsed) &&
         nice_address_set_from_string (address, text);
}

/* All usual addresses first, so that loopback (only ever of use to tests and to a service on this
 * machine) does not push one of them out. */
static void
add_local_addresses (NiceAgent *agent, gboolean allow_loopback)
{
  GList *usual = nice_interfaces_get_local_ips (FALSE);
  GList *all = allow_loopback ? nice_interfaces_get_local_ips (TRUE) : NULL;
  GList *lists[] = { usual, all };
  guint n_added = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (GList *item = lists[i]; item != NULL && n_added < MAX_LOCAL_ADDRESSES; item = item->next) {
      NiceAddress address;

      if ((i > 0 && g_list_find_custom (usual, item->data, (GCompareFunc) g_strcmp0) != NULL) ||
          !is_of_use (item->data, &address))
        continue;
      if (nice_agent_add_local_address (agent, &address))
        n_added++;
    }
  g_list_free_full (usual, g_free);
  g_list_free_full (all, g_free);
}

ConfabIceAgent *
confab_ice_agent_new (GstElement *webrtcbin, gboolean allow_loopback, ConfabPost *post,
                      ConfabPostFunc path_changed)
{
  ConfabIceAgent *self = g_new0 (ConfabIceAgent, 1);
  g_autoptr (GstObject) ice = NULL;

  g_object_get (webrtcbin, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &self->agent, NULL);
  g_mutex_init (&self->lock);
  self->post = confab_post_ref (post);
  self->path_changed = path_changed;
  self->turn_servers = g_array_new (FALSE, TRUE, sizeof (TurnServer));
  g_array_set_clear_func (self->turn_servers, turn_server_clear);
  self->tunnels = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_turn_tls_free);

  g_object_set (self->agent, "stun-pacing-timer", PACING_MS, "stun-max-retransmissions",
                STUN_RETRANSMISSIONS, NULL);
  /* TCP between peers would open listening ports for what a TURN server does as well. */
  g_object_set (ice, "ice-tcp", FALSE, NULL);
  /* Nobody asked us to open ports in the router or to shout into the local network. */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (self->agent), "upnp") != NULL)
    g_object_set (self->agent, "upnp", FALSE, NULL);
  add_local_addresses (self->agent, allow_loopback);
  self->pair_handler =
      g_signal_connect (self->agent, "new-selected-pair-full", G_CALLBACK (on_selected_pair), self);
  return self;
}

static void
add_turn_server (ConfabIceAgent *self, const ConfabIceUri *uri, const char *address, guint16 port,
                 const char *username, const char *credential)
{
  TurnServer server = { uri->transport, g_strdup (uri->host) };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  NiceRelayType type = uri->transport == CONFAB_LINK_TRANSPORT_UDP ? NICE_RELAY_TYPE_TURN_UDP
                                                                   : NICE_RELAY_TYPE_TURN_TCP;

  if (self->turn_servers->len == NICE_CANDIDATE_MAX_TURN_SERVERS ||
      !nice_agent_set_relay_info (self->agent, STREAM_ID, COMPONENT_ID, address, port, username,
                                  credential, type)) {
    g_free (server.host);
    return;
  }
  g_array_append_val (self->turn_servers, server);
}

void
confab_ice_agent_add_server (ConfabIceAgent *self, const ConfabIceUri *uri, const char *address,
                             const char *username, const char *credential, ConfabTurnTls *tunnel)
{
  if (!uri->is_turn) {
    g_object_set (self->agent, "stun-server", address, "stun-server-port", (guint) uri->port, NULL);
    return;
  }
  add_turn_server (self, uri, address,
                   tunnel != NULL ? confab_turn_tls_get_port (tunnel) : uri->port,
                   username != NULL ? username : "", credential != NULL ? credential : "");
  if (tunnel != NULL)
    g_ptr_array_add (self->tunnels, tunnel);
}

gboolean
confab_ice_agent_get_path (ConfabIceAgent *self, ConfabLinkPath *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->has_path)
    *path = self->path;
  return self->has_path;
}

static void
on_closed (GObject *agent, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;

  *done = TRUE;
}

static gboolean
on_timeout (gpointer user_data)
{
  gboolean *done = user_data;

  *done = TRUE;
  return G_SOURCE_CONTINUE;
}

/* libnice's own thread does the work; its answer comes to the context that asked. */
static void
say_goodbye (NiceAgent *agent)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) timeout = g_timeout_source_new_seconds (CLOSE_TIMEOUT_S);
  gboolean done = FALSE;

  g_main_context_push_thread_default (context);
  g_source_set_callback (timeout, on_timeout, &done, NULL);
  g_source_attach (timeout, context);
  nice_agent_close_async (agent, on_closed, &done);
  while (!done)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (timeout);
  g_main_context_pop_thread_default (context);
}

void
confab_ice_agent_close (ConfabIceAgent *self)
{
  g_signal_handler_disconnect (self->agent, self->pair_handler);
  say_goodbye (self->agent);
  g_ptr_array_unref (self->tunnels);
  g_object_unref (self->agent);
  g_array_unref (self->turn_servers);
  confab_post_unref (self->post);
  g_mutex_clear (&self->lock);
  g_free (self);
}
