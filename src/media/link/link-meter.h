/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/link: the figures of link-stats.h out of what traffic, receivers, senders and webrtcbin's RTP
 * session count. Main thread, once a second. */
#pragma once

#include "media/link/incoming.h"
#include "media/link/link-stats.h"
#include "media/link/sender.h"
#include "media/link/traffic.h"

G_BEGIN_DECLS

typedef struct _ConfabLinkMeter ConfabLinkMeter;

/**
 * ConfabLinkSources:
 * @rtp_session: (nullable): webrtcbin's
 * @sound: (nullable): where the peer's sound is played
 * @senders: (nullable): by ConfabMediaKind
 */
typedef struct {
  ConfabTraffic *traffic;
  ConfabIncoming *incoming;
  ConfabVideoReceiver *video;
  GObject *rtp_session;
  ConfabPlaybackStream *sound;
  ConfabSender *senders[CONFAB_N_MEDIA_KINDS];
} ConfabLinkSources;

ConfabLinkMeter *confab_link_meter_new (void);
void confab_link_meter_free (ConfabLinkMeter *self);

/* @now_ns: meeting time; rates are over the time since the last call. */
void
confab_link_meter_update (ConfabLinkMeter *self, const ConfabLinkSources *sources, gint64 now_ns);

/* What the last update found. */
const ConfabLinkStats *confab_link_meter_get (ConfabLinkMeter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabLinkMeter, confab_link_meter_free)

G_END_DECLS
