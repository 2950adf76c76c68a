/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/frame-scan.h"

#define LAST_FRAGMENT 0x80
#define CONTROL_FRAME 0x08
#define MASKED 0x80
#define LENGTH_BITS 0x7f
#define LENGTH_16 126
#define LENGTH_64 127
#define MASK_BYTES 4

static guint
extended_length_bytes (const ConfabFrameScan *scan)
{
  switch (scan->header[1] & LENGTH_BITS) {
  case LENGTH_16:
    return 2;
  case LENGTH_64:
    return 8;
  default:
    return 0;
  }
}

static guint
wanted_header_bytes (const ConfabFrameScan *scan)
{
  guint wanted = 2;

  if (scan->header_length >= 2) {
    wanted += extended_length_bytes (scan);
    if (scan->header[1] & MASKED)
      wanted += MASK_BYTES;
  }
  return wanted;
}

static guint64
payload_length (const ConfabFrameScan *scan)
{
  guint extended = extended_length_bytes (scan);
  guint64 length = 0;

  if (extended == 0)
    return scan->header[1] & LENGTH_BITS;
  for (guint i = 0; i < extended; i++)
    length = length << 8 | scan->header[2 + i];
  return length;
}

static void
end_frame (ConfabFrameScan *scan)
{
  scan->in_payload = FALSE;
  scan->header_length = 0;
  if (!scan->is_control && scan->is_last)
    scan->message_bytes = 0;
}

static void
begin_payload (ConfabFrameScan *scan)
{
  scan->is_last = (scan->header[0] & LAST_FRAGMENT) != 0;
  scan->is_control = (scan->header[0] & CONTROL_FRAME) != 0;
  scan->payload_left = payload_length (scan);
  scan->in_payload = TRUE;
  scan->frames++;
  if (!scan->is_control)
    scan->data_bytes += scan->header_length;
  if (scan->payload_left == 0)
    end_frame (scan);
}

static gsize
take_header (ConfabFrameScan *scan, const guint8 *bytes)
{
  scan->header[scan->header_length++] = *bytes;
  if (scan->header_length == wanted_header_bytes (scan))
    begin_payload (scan);
  return 1;
}

static gsize
take_payload (ConfabFrameScan *scan, gsize length)
{
  gsize taken = (gsize) MIN (scan->payload_left, length);

  scan->payload_left -= taken;
  if (!scan->is_control) {
    scan->message_bytes += taken;
    scan->data_bytes += taken;
  }
  if (scan->payload_left == 0)
    end_frame (scan);
  return taken;
}

void
confab_frame_scan_feed (ConfabFrameScan *scan, const guint8 *bytes, gsize length)
{
  for (gsize at = 0; at < length;)
    at += scan->in_payload ? take_payload (scan, length - at) : take_header (scan, bytes + at);
}

guint64
confab_frame_scan_announced (const ConfabFrameScan *scan)
{
  guint64 left = scan->in_payload && !scan->is_control ? scan->payload_left : 0;

  /* 2^63 is the most a frame may announce; two of those must not become few. */
  return left < G_MAXUINT64 - scan->message_bytes ? scan->message_bytes + left : G_MAXUINT64;
}

gsize
confab_frame_scan_size (gsize payload)
{
  if (payload < LENGTH_16)
    return 2 + payload;
  return (payload <= G_MAXUINT16 ? 4 : 10) + payload;
}
