/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/direct-attempt.h"

struct _ConfabDirectAttempt {
  ConfabMeeting *meeting;
  ConfabPid peer;
  ConfabLink *link;
  ConfabCertificate *certificate;
  const ConfabDirectAttemptEvents *events;
  gpointer user_data;
  gboolean offered; /* our offer is out, no answer is there yet */
  gboolean silenced;
  gboolean permitted;
  gboolean flowing;
  gboolean takes_messages;
  GBytes *peer_fp; /* (nullable): what the peer signed */
  ConfabCallTrack tracks[CONFAB_N_MEDIA_KINDS];
};

/* The two conditions of the gate: a signed fingerprint, and a meeting that lets media flow. */
static void
open_gate_if_ready (ConfabDirectAttempt *self)
{
  if (self->permitted && self->peer_fp != NULL)
    confab_link_open_gate (self->link, self->peer_fp);
}

static void
set_peer_fp (ConfabDirectAttempt *self, const ConfabDigest *fp)
{
  g_clear_pointer (&self->peer_fp, g_bytes_unref);
  self->peer_fp = g_bytes_new (fp->bytes, sizeof fp->bytes);
  open_gate_if_ready (self);
}

static ConfabDigest
own_fp (ConfabDirectAttempt *self)
{
  GBytes *bytes = confab_certificate_get_fingerprint (self->certificate);
  ConfabDigest fp;

  g_assert (g_bytes_get_size (bytes) == sizeof fp.bytes);
  memcpy (fp.bytes, g_bytes_get_data (bytes, NULL), sizeof fp.bytes);
  return fp;
}

static void
on_description (ConfabLink *link, gboolean is_offer, const char *sdp, gpointer user_data)
{
  ConfabDirectAttempt *self = user_data;
  ConfabDigest fp = own_fp (self);
  g_autoptr (GError) error = NULL;

  if (self->silenced)
    return;
  if (!confab_meeting_authorise_sdp (self->meeting, &self->peer, is_offer, sdp, &fp,
                                     confab_meeting_time_now (), &error)) {
    g_message ("a description can not be signed: %s", error->message);
    self->events->failed (self, error, FALSE, self->user_data);
    return;
  }
  self->offered = is_offer;
}

static void
on_candidate (ConfabLink *link, guint mline, const char *mid, const char *candidate,
              gpointer user_data)
{
  ConfabDirectAttempt *self = user_data;

  if (!self->silenced)
    confab_meeting_send_candidate (self->meeting, &self->peer, candidate != NULL ? candidate : "",
                                   mid, mline);
}

static void
on_state (ConfabLink *link, guint state, gpointer user_data)
{
  ConfabDirectAttempt *self = user_data;

  self->events->state (self, (ConfabLinkState) state, self->user_data);
}

static void
on_flowing (ConfabLink *link, guint kind, gpointer user_data)
{
  ConfabDirectAttempt *self = user_data;

  if (self->flowing)
    return;
  self->flowing = TRUE;
  self->events->flowing (self, self->user_data);
}

static void
on_track (ConfabLink *link, guint kind, gboolean started, guint width, guint height,
          gpointer user_data)
{
  ConfabDirectAttempt *self = user_data;
  ConfabCallTrack *track = &self->tracks[kind];

  track->started = started;
  track->width = started ? width : 0;
  track->height = started ? height : 0;
  self->events->track (self, track, self->user_data);
}

static void
on_data (ConfabLink *link, const char *label, GBytes *bytes, gpointer user_data)
{
  ConfabDirectAttempt *self = user_data;

  self->events->data (self, label, bytes, self->user_data);
}

static void
on_data_open (ConfabLink *link, const char *label, gpointer user_data)
{
  ConfabDirectAttempt *self = user_data;

  if (!g_str_equal (label, "msg"))
    return;
  self->takes_messages = TRUE;
  self->events->messages_open (self, self->user_data);
}

static void
on_failed (ConfabLink *link, const GError *error, gpointer user_data)
{
  ConfabDirectAttempt *self = user_data;
  gboolean manipulated = g_error_matches (error, CONFAB_LINK_ERROR, CONFAB_LINK_ERROR_CERTIFICATE);

  self->events->failed (self, error, manipulated, self->user_data);
}

ConfabDirectAttempt *
confab_direct_attempt_new (ConfabMeeting *meeting, const ConfabPid *peer, ConfabLink *link,
                           ConfabCertificate *certificate, const ConfabDirectAttemptEvents *events,
                           gpointer user_data)
{
  ConfabDirectAttempt *self = g_new0 (ConfabDirectAttempt, 1);

  self->meeting = g_object_ref (meeting);
  self->peer = *peer;
  self->certificate = g_object_ref (certificate);
  self->events = events;
  self->user_data = user_data;
  for (guint kind = 0; kind < CONFAB_N_MEDIA_KINDS; kind++)
    self->tracks[kind] = (ConfabCallTrack){ .pid = *peer, .kind = (ConfabMediaKind) kind };
  self->link = link;
  g_signal_connect (self->link, "description", G_CALLBACK (on_description), self);
  g_signal_connect (self->link, "candidate", G_CALLBACK (on_candidate), self);
  g_signal_connect (self->link, "state", G_CALLBACK (on_state), self);
  g_signal_connect (self->link, "media-flowing", G_CALLBACK (on_flowing), self);
  g_signal_connect (self->link, "track-state", G_CALLBACK (on_track), self);
  g_signal_connect (self->link, "data", G_CALLBACK (on_data), self);
  g_signal_connect (self->link, "data-open", G_CALLBACK (on_data_open), self);
  g_signal_connect (self->link, "failed", G_CALLBACK (on_failed), self);
  return self;
}

void
confab_direct_attempt_free (ConfabDirectAttempt *self)
{
  g_signal_handlers_disconnect_by_data (self->link, self);
  confab_link_close (self->link);
  g_clear_object (&self->link);
  g_clear_object (&self->certificate);
  g_clear_object (&self->meeting);
  g_clear_pointer (&self->peer_fp, g_bytes_unref);
  g_free (self);
}

void
confab_direct_attempt_offer (ConfabDirectAttempt *self, const ConfabLinkServer *servers,
                             guint n_servers)
{
  confab_link_set_ice_servers (self->link, servers, n_servers);
  confab_link_create_offer (self->link);
}

void
confab_direct_attempt_answer (ConfabDirectAttempt *self, const ConfabLinkServer *servers,
                              guint n_servers, const char *offer, const ConfabDigest *fp)
{
  confab_link_set_ice_servers (self->link, servers, n_servers);
  set_peer_fp (self, fp);
  confab_link_accept_offer (self->link, offer);
}

gboolean
confab_direct_attempt_take_answer (ConfabDirectAttempt *self, const char *answer,
                                   const ConfabDigest *fp)
{
  if (!self->offered)
    return FALSE;
  self->offered = FALSE;
  set_peer_fp (self, fp);
  confab_link_accept_answer (self->link, answer);
  return TRUE;
}

void
confab_direct_attempt_take_candidate (ConfabDirectAttempt *self,
                                      const ConfabCandidateCarrier *candidate)
{
  const char *text = *candidate->candidate != '\0' ? candidate->candidate : NULL;

  confab_link_add_candidate (self->link, candidate->sdp_mline_index, candidate->sdp_mid, text);
}

void
confab_direct_attempt_set_permitted (ConfabDirectAttempt *self, gboolean permitted)
{
  if (self->permitted == permitted)
    return;
  self->permitted = permitted;
  confab_link_set_sending (self->link, permitted);
  open_gate_if_ready (self);
}

void
confab_direct_attempt_silence (ConfabDirectAttempt *self)
{
  self->silenced = TRUE;
}

ConfabLink *
confab_direct_attempt_get_link (ConfabDirectAttempt *self)
{
  return self->link;
}

gboolean
confab_direct_attempt_is_flowing (ConfabDirectAttempt *self)
{
  return self->flowing;
}

const ConfabCallTrack *
confab_direct_attempt_get_track (ConfabDirectAttempt *self, ConfabMediaKind kind)
{
  return &self->tracks[kind];
}

gboolean
confab_direct_attempt_takes_messages (ConfabDirectAttempt *self)
{
  return self->takes_messages;
}
