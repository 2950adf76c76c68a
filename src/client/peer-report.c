/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/peer-report.h"

void
confab_peer_report_init (ConfabPeerReport *self, const ConfabPid *pid,
                         const ConfabDirectEvents *events, gpointer user_data)
{
  *self = (ConfabPeerReport){
    .events = events,
    .user_data = user_data,
    .pid = *pid,
    .answering = TRUE,
    .state = CONFAB_PATH_CLOSED,
  };
  for (guint kind = 0; kind < CONFAB_N_MEDIA_KINDS; kind++)
    self->tracks[kind] = (ConfabCallTrack){ .pid = *pid, .kind = (ConfabMediaKind) kind };
}

void
confab_peer_report_get_path (const ConfabPeerReport *self, ConfabCallPath *path)
{
  *path = (ConfabCallPath){
    .kind = CONFAB_PATH_DIRECT,
    .state = self->state,
    .pid = self->pid,
  };
  if (!self->path_known)
    return;
  path->local = confab_candidate_type_to_string (self->path.local);
  path->remote = confab_candidate_type_to_string (self->path.remote);
  path->transport = confab_link_transport_to_string (self->path.transport);
  path->relay_host = *self->path.relay_host != '\0' ? self->path.relay_host : NULL;
}

void
confab_peer_report_tell_way (ConfabPeerReport *self)
{
  ConfabCallPath path;

  confab_peer_report_get_path (self, &path);
  self->events->path (&path, self->user_data);
}

void
confab_peer_report_set_state (ConfabPeerReport *self, ConfabPathState state)
{
  if (self->state == state)
    return;
  self->state = state;
  confab_peer_report_tell_way (self);
}

void
confab_peer_report_set_answering (ConfabPeerReport *self, gboolean answering)
{
  if (self->answering == answering)
    return;
  self->answering = answering;
  self->events->answering (&self->pid, answering, self->user_data);
}

static gboolean
is_same_way (const ConfabLinkPath *a, const ConfabLinkPath *b)
{
  return a->local == b->local && a->remote == b->remote && a->transport == b->transport &&
         g_str_equal (a->relay_host, b->relay_host);
}

gboolean
confab_peer_report_note_way (ConfabPeerReport *self, ConfabLink *link)
{
  ConfabLinkPath path;

  if (link == NULL || !confab_link_get_path (link, &path) ||
      (self->path_known && is_same_way (&path, &self->path)))
    return FALSE;
  self->path = path;
  self->path_known = TRUE;
  return TRUE;
}

gboolean
confab_peer_report_is_relayed (const ConfabPeerReport *self)
{
  return self->path_known && (self->path.local == CONFAB_CANDIDATE_RELAY ||
                              self->path.remote == CONFAB_CANDIDATE_RELAY);
}

void
confab_peer_report_set_track (ConfabPeerReport *self, const ConfabCallTrack *track)
{
  ConfabCallTrack *told = &self->tracks[track->kind];

  if (told->started == track->started && told->width == track->width &&
      told->height == track->height)
    return;
  *told = *track;
  self->events->track (track, self->user_data);
}

void
confab_peer_report_stop_tracks (ConfabPeerReport *self)
{
  for (guint kind = 0; kind < CONFAB_N_MEDIA_KINDS; kind++) {
    ConfabCallTrack stopped = { .pid = self->pid, .kind = (ConfabMediaKind) kind };

    confab_peer_report_set_track (self, &stopped);
  }
}

void
confab_peer_report_close (ConfabPeerReport *self)
{
  confab_peer_report_stop_tracks (self);
  self->path_known = FALSE;
  confab_peer_report_set_state (self, CONFAB_PATH_CLOSED);
}
