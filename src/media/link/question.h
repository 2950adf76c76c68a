/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/link: asking webrtcbin, which answers on a thread of its own. */
#pragma once

#include <gst/gst.h>

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "media/post.h"

G_BEGIN_DECLS

/* @description: (nullable): what was asked for; freed after the call */
typedef void (*ConfabAnswerFunc) (gpointer object, GstWebRTCSessionDescription *description);

/**
 * confab_question_new:
 * @field: (nullable): of the answer, a description; NULL: whether it went well is all
 * @next: called by way of @post if it went well
 * @failed: called by way of @post if not
 *
 * Returns: (transfer none): a promise for one request of webrtcbin; it is freed with the answer
 */
GstPromise *confab_question_new (ConfabPost *post, const char *field, ConfabAnswerFunc next,
                                 ConfabPostFunc failed);

G_END_DECLS
