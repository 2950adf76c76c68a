/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/link: how sound and pictures look as RTP (RFC 7587, RFC 7741), the same at both ends
 * of every link. */
#pragma once

#include <gst/gst.h>

#include "media/kind.h"

G_BEGIN_DECLS

/* (transfer floating): with the extension for transport-wide feedback; NULL if GStreamer has none. */
GstElement *confab_rtp_payloader_new (ConfabMediaKind kind);

/* (transfer full): what the payloader takes, as far as it is known before the first frame. */
GstCaps *confab_rtp_encoded_caps_new (ConfabMediaKind kind);

/* (transfer full): what we receive where we send nothing of this kind. */
GstCaps *confab_rtp_receive_caps_new (ConfabMediaKind kind);

G_END_DECLS
