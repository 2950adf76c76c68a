/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts WebSocket frames (RFC 6455 section 5.2) in a stream of bytes without keeping them. libsoup bounds a
 * frame, but neither a message in endless fragments, nor how many pings come, nor what waits unsent; this
 * sees all three. It does not check what libsoup checks. One scan per direction; any one thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ConfabFrameScan: zero it before use. @frames: begun so far, control frames too. @message_bytes: payload of
 * the data message that is under way, 0 between messages. @data_bytes: of data frames, headers included. */
typedef struct {
  guint64 frames;
  guint64 message_bytes;
  guint64 data_bytes;

  guint8 header[14]; /* private from here on */
  guint header_length;
  guint64 payload_left;
  gboolean in_payload;
  gboolean is_control;
  gboolean is_last;
} ConfabFrameScan;

void confab_frame_scan_feed (ConfabFrameScan *scan, const guint8 *bytes, gsize length);

/* Payload of the data message that is under way, with what its current frame has announced. */
guint64 confab_frame_scan_announced (const ConfabFrameScan *scan);

/* What a data frame of @payload bytes from the server takes on the wire, header included. */
gsize confab_frame_scan_size (gsize payload);

G_END_DECLS
