/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: the data channels of one link, by label (docs/protocol.md 11.2): `msg`, `st`, `rc`,
 * all ordered and reliable. Other labels, a second channel of one label, and whatever comes while the gate
 * is shut are ignored.
 */
#pragma once

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "media/link/gate.h"
#include "media/post.h"

G_BEGIN_DECLS

/* Larger ones are not sent and, when they come, dropped. */
#define CONFAB_DATA_MAX_BYTES (64 * 1024)

/* Counted; main thread. */
typedef struct _ConfabDataChannels ConfabDataChannels;

/* What is posted; valid during the call. @label is a constant. */
typedef struct {
  const char *label;
  GBytes *bytes; /* NULL: the channel is open */
} ConfabDataNews;

/* @news: called by way of @post with a ConfabDataNews */
ConfabDataChannels *confab_data_channels_new (GstElement *webrtcbin, ConfabGate *gate,
                                              ConfabPost *post, ConfabPostFunc news);
ConfabDataChannels *confab_data_channels_ref (ConfabDataChannels *self);
void confab_data_channels_unref (ConfabDataChannels *self);

/* The offerer's part, before its offer; the other side gets to see them. */
void confab_data_channels_create (ConfabDataChannels *self);

gboolean confab_data_channels_send (ConfabDataChannels *self, const char *label, GBytes *bytes,
                                    GError **error);

/* Lets go of the channels: they refer to us. */
void confab_data_channels_close (ConfabDataChannels *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDataChannels, confab_data_channels_unref)

G_END_DECLS
