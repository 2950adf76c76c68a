/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was told of the way to one other person, and of that one's tracks, so that nothing is told twice. Main
 * thread. */
#pragma once

#include "client/direct-events.h"
#include "media/media.h"

G_BEGIN_DECLS

typedef struct {
  const ConfabDirectEvents *events;
  gpointer user_data;
  ConfabPid pid;
  gboolean answering;
  ConfabPathState state;
  ConfabLinkPath path;
  gboolean path_known;
  ConfabCallTrack tracks[CONFAB_N_MEDIA_KINDS];
} ConfabPeerReport;

/* @events must outlive the report. Begins as closed, without tracks, answering. */
void confab_peer_report_init (ConfabPeerReport *self, const ConfabPid *pid,
                              const ConfabDirectEvents *events, gpointer user_data);

/* Each tells what is new. */
void confab_peer_report_set_state (ConfabPeerReport *self, ConfabPathState state);
void confab_peer_report_set_answering (ConfabPeerReport *self, gboolean answering);
void confab_peer_report_set_track (ConfabPeerReport *self, const ConfabCallTrack *track);
void confab_peer_report_stop_tracks (ConfabPeerReport *self);

/* Notes the way that @link (nullable) uses and tells nothing yet. TRUE if it is known and another one than before. */
gboolean confab_peer_report_note_way (ConfabPeerReport *self, ConfabLink *link);
void confab_peer_report_tell_way (ConfabPeerReport *self);
gboolean confab_peer_report_is_relayed (const ConfabPeerReport *self);

void confab_peer_report_get_path (const ConfabPeerReport *self, ConfabCallPath *path);

/* The last word: no track, no way. */
void confab_peer_report_close (ConfabPeerReport *self);

G_END_DECLS
