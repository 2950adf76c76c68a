/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The direct link to one other person, through all its changes of path (docs/protocol.md 11.2): a new
 * link is built beside the old one, takes over when media flows on it, and the old one is retired. Tried
 * again until it is freed. Main thread.
 */
#pragma once

#include "client/direct-events.h"
#include "client/ice-supply.h"
#include "client/link-shelf.h"
#include "media/media.h"
#include "meeting/meeting.h"

G_BEGIN_DECLS

typedef struct _ConfabDirectPeer ConfabDirectPeer;

/**
 * ConfabDirectConfig:
 * @supply: must outlive whoever is given this
 * @allow_loopback: loopback candidates may be used: the service is on loopback
 * @save_dir: (nullable): folder for what others are seen and heard to do
 *
 * What all links of one meeting have in common. Lent.
 */
typedef struct {
  ConfabMeeting *meeting;
  ConfabIceSupply *supply;
  ConfabCertificate *certificate;
  ConfabCapture *capture;
  ConfabPlayback *playback;
  gboolean relay_only;
  gboolean allow_loopback;
  const char *save_dir;
} ConfabDirectConfig;

/* @config, @shelf, @events: must outlive the peer. @saver: (nullable) */
ConfabDirectPeer *confab_direct_peer_new (const ConfabDirectConfig *config, ConfabLinkShelf *shelf,
                                          const ConfabPid *pid, ConfabSaver *saver,
                                          const ConfabDirectEvents *events, gpointer user_data);

/* Closes its links and tells that tracks and path are closed. */
void confab_direct_peer_free (ConfabDirectPeer *self);

const ConfabPid *confab_direct_peer_get_pid (ConfabDirectPeer *self);

/* What the meeting received and verified. */
void
confab_direct_peer_take_offer (ConfabDirectPeer *self, const char *sdp, const ConfabDigest *fp);
void
confab_direct_peer_take_answer (ConfabDirectPeer *self, const char *sdp, const ConfabDigest *fp);
void
confab_direct_peer_take_candidate (ConfabDirectPeer *self, const ConfabCandidateCarrier *candidate);
void confab_direct_peer_renew (ConfabDirectPeer *self);
/* A description with a wrong signature or fingerprint: close, alarm, no other try (12.2). */
void confab_direct_peer_refuse (ConfabDirectPeer *self);

/* The meeting may or may not send now. */
void confab_direct_peer_set_permitted (ConfabDirectPeer *self, gboolean permitted);
/* This computer's addresses or routes changed. */
void confab_direct_peer_network_changed (ConfabDirectPeer *self);
/* The line to the service, over which descriptions go, is back. */
void confab_direct_peer_line_returned (ConfabDirectPeer *self);

/* FALSE if no data channel is open. */
gboolean confab_direct_peer_send (ConfabDirectPeer *self, const ConfabCarrier *carrier);

void confab_direct_peer_get_path (ConfabDirectPeer *self, ConfabCallPath *path);
gboolean confab_direct_peer_get_stats (ConfabDirectPeer *self, ConfabLinkStats *stats);
double confab_direct_peer_get_level_dbfs (ConfabDirectPeer *self);
/* (transfer none) */
ConfabMailbox *confab_direct_peer_get_video (ConfabDirectPeer *self);
gboolean confab_direct_peer_is_answering (ConfabDirectPeer *self);
gboolean confab_direct_peer_was_manipulated (ConfabDirectPeer *self);

G_END_DECLS
