/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: pictures out of GStreamer's buffers. */
#pragma once

#include <gst/video/video.h>

#include "media/picture.h"

G_BEGIN_DECLS

/**
 * confab_picture_wrap:
 * @buffer: (transfer none): a raw I420 buffer; a reference and a read mapping are kept
 * @info: its layout; I420 (a GstVideoMeta of @buffer wins over its strides)
 * @meeting_time_ns: what the picture is stamped with
 *
 * Returns: (transfer full) (nullable): %NULL when @buffer can't be mapped or is not I420
 */
ConfabPicture *
confab_picture_wrap (GstBuffer *buffer, const GstVideoInfo *info, gint64 meeting_time_ns);

G_END_DECLS
