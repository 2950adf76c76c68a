/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/direct-binding.h"

#include "client/own-addresses.h"

#include <glib/gi18n-lib.h>

struct _ConfabDirectBinding {
  ConfabDirectConfig config; /* owns what it points to, but for the supply */
  const ConfabDirectEvents *events;
  gpointer user_data;
  ConfabLinkShelf *shelf;
  GNetworkMonitor *monitor;
  ConfabOwnAddresses addresses; /* as of the last change */
  guint update_source;
  ConfabDirectPeer *peer; /* (nullable) */
  ConfabVerifyKey peer_ik;
  ConfabSaver *saver; /* (nullable): of @peer */
  GArray *refused;    /* of ConfabVerifyKey: the identities whose connection was tampered with */
  gboolean closed;
  GPtrArray *closing; /* of SaverClosing; lent to the operations under way */
  void (*on_closed) (gpointer user_data);
  guint closed_source;
};

/* A saver that writes its last; it may outlast the binding. */
typedef struct {
  ConfabDirectBinding *binding; /* (nullable): freed meanwhile */
} SaverClosing;

static gboolean
on_all_closed (gpointer user_data)
{
  ConfabDirectBinding *self = user_data;

  self->closed_source = 0;
  self->on_closed (self->user_data);
  return G_SOURCE_REMOVE;
}

static void
consider_closed (ConfabDirectBinding *self)
{
  if (self->closed && self->on_closed != NULL && self->closing->len == 0 &&
      self->closed_source == 0)
    self->closed_source = g_idle_add (on_all_closed, self);
}

static void
on_saver_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree SaverClosing *closing = user_data;
  ConfabDirectBinding *self = closing->binding;
  g_autoptr (GError) error = NULL;
  gboolean whole = confab_saver_close_finish (CONFAB_SAVER (source), result, &error);

  if (self == NULL) {
    if (!whole)
      g_message ("what was saved of a participant is incomplete");
    return;
  }
  if (!whole)
    self->events->problem ("output", error->message, self->user_data);
  g_ptr_array_remove_fast (self->closing, closing);
  consider_closed (self);
}

static void
on_saver_failed (ConfabSaver *saver, const GError *error, gpointer user_data)
{
  ConfabDirectBinding *self = user_data;

  self->events->problem ("output", error->message, self->user_data);
}

static void
open_saver (ConfabDirectBinding *self, ConfabParticipant *person)
{
  g_autofree char *base_name = NULL;

  if (self->config.save_dir == NULL)
    return;
  base_name = g_strdup_printf ("%s-%s", confab_participant_get_name (person),
                               confab_participant_get_pid_hex (person));
  self->saver = confab_saver_new (self->config.save_dir, base_name);
  g_signal_connect (self->saver, "failed", G_CALLBACK (on_saver_failed), self);
}

static void
close_saver (ConfabDirectBinding *self)
{
  g_autoptr (ConfabSaver) saver = g_steal_pointer (&self->saver);
  SaverClosing *closing;

  if (saver == NULL)
    return;
  g_signal_handlers_disconnect_by_data (saver, self);
  closing = g_new0 (SaverClosing, 1);
  closing->binding = self;
  g_ptr_array_add (self->closing, closing);
  confab_saver_close_async (saver, on_saver_closed, closing);
}

/* Whoever is in between would be there in the next link too, and in one with the same person under another pid:
 * no automatic retry (docs/protocol.md 12.2). */
static gboolean
is_refused (ConfabDirectBinding *self, const ConfabVerifyKey *ik)
{
  for (guint i = 0; i < self->refused->len; i++) {
    if (confab_verify_key_equal (&g_array_index (self->refused, ConfabVerifyKey, i), ik))
      return TRUE;
  }
  return FALSE;
}

static void
note_refused (ConfabDirectBinding *self, const ConfabVerifyKey *ik)
{
  if (!is_refused (self, ik))
    g_array_append_val (self->refused, *ik);
}

static void
forget_peer (ConfabDirectBinding *self)
{
  ConfabDirectPeer *peer = g_steal_pointer (&self->peer);

  if (peer != NULL) {
    if (confab_direct_peer_was_manipulated (peer))
      note_refused (self, &self->peer_ik);
    confab_direct_peer_free (peer);
  }
  close_saver (self);
}

/* The other person of a meeting of two, as long as the meeting goes on; lent. */
static ConfabParticipant *
wanted_peer (ConfabDirectBinding *self)
{
  switch (confab_meeting_get_state (self->config.meeting)) {
  case CONFAB_MEETING_KEYED:
  case CONFAB_MEETING_ACTIVE:
  case CONFAB_MEETING_STALLED:
    return confab_meeting_get_direct_peer (self->config.meeting);
  default:
    return NULL;
  }
}

static void
follow_roster (ConfabDirectBinding *self)
{
  ConfabParticipant *person = wanted_peer (self);
  const ConfabPid *pid = person != NULL ? confab_participant_get_pid (person) : NULL;

  if (self->peer != NULL &&
      (pid == NULL || !confab_pid_equal (pid, confab_direct_peer_get_pid (self->peer))))
    forget_peer (self);
  if (self->peer != NULL || person == NULL)
    return;
  open_saver (self, person);
  self->peer = confab_direct_peer_new (&self->config, self->shelf, pid, self->saver, self->events,
                                       self->user_data);
  self->peer_ik = *confab_participant_get_ik (person);
  if (is_refused (self, &self->peer_ik))
    confab_direct_peer_refuse (self->peer);
}

static gboolean
on_update (gpointer user_data)
{
  ConfabDirectBinding *self = user_data;

  self->update_source = 0;
  follow_roster (self);
  if (self->peer != NULL)
    confab_direct_peer_set_permitted (self->peer, confab_meeting_may_send (self->config.meeting));
  else
    confab_link_shelf_prepare (self->shelf); /* for who comes next */
  return G_SOURCE_REMOVE;
}

/* Signals of the meeting come from inside a call into it, so nothing is done there and then. */
static void
schedule_update (ConfabDirectBinding *self)
{
  if (self->update_source == 0 && !self->closed)
    self->update_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_update, self, NULL);
}

static ConfabDirectPeer *
peer_of (ConfabDirectBinding *self, ConfabParticipant *from)
{
  return confab_direct_binding_find (self, confab_participant_get_pid (from));
}

static void
on_sdp (ConfabMeeting *meeting, ConfabParticipant *from, gboolean is_offer, guint session,
        const char *sdp, const ConfabDigest *fp, gpointer user_data)
{
  ConfabDirectBinding *self = user_data;

  follow_roster (self); /* an offer comes together with the admission */
  if (peer_of (self, from) == NULL)
    g_debug ("a description of somebody without a link, dropped");
  else if (is_offer)
    confab_direct_peer_take_offer (peer_of (self, from), sdp, fp);
  else
    confab_direct_peer_take_answer (peer_of (self, from), sdp, fp);
}

static void
on_ice (ConfabMeeting *meeting, ConfabParticipant *from, const ConfabCandidateCarrier *candidate,
        gpointer user_data)
{
  ConfabDirectPeer *peer = peer_of (user_data, from);

  if (peer != NULL)
    confab_direct_peer_take_candidate (peer, candidate);
}

static void
on_renew (ConfabMeeting *meeting, ConfabParticipant *from, gpointer user_data)
{
  ConfabDirectPeer *peer = peer_of (user_data, from);

  if (peer != NULL)
    confab_direct_peer_renew (peer);
}

static void
on_refused (ConfabMeeting *meeting, ConfabParticipant *from, gpointer user_data)
{
  ConfabDirectBinding *self = user_data;
  ConfabDirectPeer *peer = peer_of (self, from);

  note_refused (self, confab_participant_get_ik (from));
  if (peer != NULL)
    confab_direct_peer_refuse (peer);
}

static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  ConfabDirectBinding *self = user_data;

  if (!available || !confab_own_addresses_refresh (&self->addresses))
    return;
  confab_link_shelf_renew (self->shelf);
  if (self->peer == NULL)
    return;
  g_message ("the network has changed, looking for a new path");
  confab_direct_peer_network_changed (self->peer);
}

static void
on_connected (ConfabMeeting *meeting, GParamSpec *pspec, gpointer user_data)
{
  ConfabDirectBinding *self = user_data;
  gboolean connected;

  g_object_get (meeting, "connected", &connected, NULL);
  if (!connected)
    return;
  /* What is built from now on is built on these; their change is no news any more. */
  if (confab_own_addresses_refresh (&self->addresses))
    confab_link_shelf_renew (self->shelf);
  if (self->peer != NULL)
    confab_direct_peer_line_returned (self->peer);
}

static void
follow_meeting (ConfabDirectBinding *self)
{
  ConfabMeeting *meeting = self->config.meeting;

  g_signal_connect (meeting, "sdp", G_CALLBACK (on_sdp), self);
  g_signal_connect (meeting, "ice", G_CALLBACK (on_ice), self);
  g_signal_connect (meeting, "renew", G_CALLBACK (on_renew), self);
  g_signal_connect (meeting, "direct-link-refused", G_CALLBACK (on_refused), self);
  g_signal_connect (meeting, "notify::connected", G_CALLBACK (on_connected), self);
  g_signal_connect_swapped (meeting, "notify::state", G_CALLBACK (schedule_update), self);
  g_signal_connect_swapped (meeting, "notify::may-send", G_CALLBACK (schedule_update), self);
  g_signal_connect_swapped (meeting, "participant-joined", G_CALLBACK (schedule_update), self);
  g_signal_connect_swapped (meeting, "participant-left", G_CALLBACK (schedule_update), self);
}

static ConfabLinkShelf *
make_shelf (const ConfabDirectConfig *config)
{
  ConfabLinkConfig link = {
    .relay_only = config->relay_only,
    .allow_loopback = config->allow_loopback,
    .certificate = config->certificate,
    .audio = confab_capture_get_track (config->capture, CONFAB_MEDIA_AUDIO),
    .video = confab_capture_get_track (config->capture, CONFAB_MEDIA_VIDEO),
  };

  return confab_link_shelf_new (&link);
}

ConfabDirectBinding *
confab_direct_binding_new (const ConfabDirectConfig *config, const ConfabDirectEvents *events,
                           gpointer user_data)
{
  ConfabDirectBinding *self = g_new0 (ConfabDirectBinding, 1);

  self->config = *config;
  g_object_ref (self->config.meeting);
  g_object_ref (self->config.certificate);
  g_object_ref (self->config.capture);
  g_object_ref (self->config.playback);
  self->config.save_dir = g_strdup (config->save_dir);
  self->events = events;
  self->user_data = user_data;
  self->refused = g_array_new (FALSE, FALSE, sizeof (ConfabVerifyKey));
  self->closing = g_ptr_array_new ();
  self->shelf = make_shelf (config);
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self);
  confab_own_addresses_refresh (&self->addresses);
  follow_meeting (self);
  schedule_update (self);
  return self;
}

static void
stop (ConfabDirectBinding *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  g_signal_handlers_disconnect_by_data (self->config.meeting, self);
  g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_handle_id (&self->update_source, g_source_remove);
  forget_peer (self);
  g_clear_pointer (&self->shelf, confab_link_shelf_free);
}

void
confab_direct_binding_close (ConfabDirectBinding *self, void (*closed) (gpointer user_data))
{
  self->on_closed = closed;
  stop (self);
  consider_closed (self);
}

void
confab_direct_binding_free (ConfabDirectBinding *self)
{
  stop (self);
  for (guint i = 0; i < self->closing->len; i++)
    ((SaverClosing *) self->closing->pdata[i])->binding = NULL;
  g_ptr_array_unref (self->closing);
  g_array_unref (self->refused);
  g_clear_handle_id (&self->closed_source, g_source_remove);
  g_object_unref (self->monitor);
  confab_own_addresses_clear (&self->addresses);
  g_object_unref (self->config.playback);
  g_object_unref (self->config.capture);
  g_object_unref (self->config.certificate);
  g_object_unref (self->config.meeting);
  g_free ((char *) self->config.save_dir);
  g_free (self);
}

gboolean
confab_direct_binding_send (ConfabDirectBinding *self, const ConfabCarrier *carrier,
                            const ConfabPid *to)
{
  if (self->peer == NULL ||
      (to != NULL && !confab_pid_equal (to, confab_direct_peer_get_pid (self->peer))))
    return FALSE;
  return confab_direct_peer_send (self->peer, carrier);
}

ConfabDirectPeer *
confab_direct_binding_find (ConfabDirectBinding *self, const ConfabPid *pid)
{
  if (self->peer == NULL || !confab_pid_equal (pid, confab_direct_peer_get_pid (self->peer)))
    return NULL;
  return self->peer;
}

gboolean
confab_direct_binding_was_manipulated (ConfabDirectBinding *self)
{
  return self->refused->len > 0 ||
         (self->peer != NULL && confab_direct_peer_was_manipulated (self->peer));
}
