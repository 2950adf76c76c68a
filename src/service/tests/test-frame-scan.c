/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/frame-scan.h"

#include <string.h>

#define TEXT_LAST 0x81
#define TEXT_FIRST 0x01
#define CONTINUATION 0x00
#define CONTINUATION_LAST 0x80
#define PING 0x89

/* A masked frame of @payload bytes, as clients send them. */
static void
append_frame (GByteArray *bytes, guint8 first, gsize payload)
{
  guint8 header[14] = { first };
  guint length = 2;

  if (payload < 126) {
    header[1] = 0x80 | (guint8) payload;
  } else if (payload <= G_MAXUINT16) {
    header[1] = 0x80 | 126;
    header[2] = (guint8) (payload >> 8);
    header[3] = (guint8) payload;
    length = 4;
  } else {
    header[1] = 0x80 | 127;
    for (guint i = 0; i < 8; i++)
      header[2 + i] = (guint8) ((guint64) payload >> (56 - 8 * i));
    length = 10;
  }
  g_byte_array_append (bytes, header, length + 4);
  g_byte_array_set_size (bytes, bytes->len + (guint) payload);
}

static void
feed_in_pieces (ConfabFrameScan *scan, const GByteArray *bytes, gsize piece)
{
  for (gsize at = 0; at < bytes->len; at += piece)
    confab_frame_scan_feed (scan, bytes->data + at, MIN (piece, bytes->len - at));
}

/* However the network cuts the stream, the count is the same. */
static void
test_pieces (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  append_frame (bytes, TEXT_LAST, 0);
  append_frame (bytes, TEXT_LAST, 125);
  append_frame (bytes, PING, 4);
  append_frame (bytes, TEXT_LAST, 126);
  append_frame (bytes, TEXT_LAST, 65536);
  for (gsize piece = 1; piece < 300; piece++) {
    ConfabFrameScan scan = { 0 };

    feed_in_pieces (&scan, bytes, piece);
    g_assert_cmpuint (scan.frames, ==, 5);
    g_assert_cmpuint (scan.message_bytes, ==, 0);
    g_assert_cmpuint (scan.data_bytes, ==, bytes->len - (2 + 4 + 4));
  }
}

/* Fragments of one message add up, with pings between them, until its last one. */
static void
test_fragments_add_up (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  ConfabFrameScan scan = { 0 };

  append_frame (bytes, TEXT_FIRST, 1000);
  append_frame (bytes, PING, 100);
  append_frame (bytes, CONTINUATION, 1000);
  feed_in_pieces (&scan, bytes, 7);
  g_assert_cmpuint (scan.message_bytes, ==, 2000);

  g_byte_array_set_size (bytes, 0);
  append_frame (bytes, CONTINUATION_LAST, 1);
  feed_in_pieces (&scan, bytes, 7);
  g_assert_cmpuint (scan.message_bytes, ==, 0);
}

/* What a frame announces counts from its header on, before any of it has come. */
static void
test_announced (void)
{
  static const guint8 huge[] = { TEXT_LAST, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff,
                                 0xff,      0xff, 0xff, 1,    2,    3,    4 };
  ConfabFrameScan scan = { 0 };

  confab_frame_scan_feed (&scan, huge, sizeof huge - 1);
  g_assert_cmpuint (confab_frame_scan_announced (&scan), ==, 0);
  confab_frame_scan_feed (&scan, huge + sizeof huge - 1, 1);
  g_assert_cmpuint (confab_frame_scan_announced (&scan), ==, G_MAXINT64);
}

static void
test_size (void)
{
  g_assert_cmpuint (confab_frame_scan_size (125), ==, 127);
  g_assert_cmpuint (confab_frame_scan_size (126), ==, 130);
  g_assert_cmpuint (confab_frame_scan_size (65535), ==, 65539);
  g_assert_cmpuint (confab_frame_scan_size (65536), ==, 65546);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/frame-scan/pieces-of-any-size-count-the-same", test_pieces);
  g_test_add_func ("/service/frame-scan/fragments-of-a-message-add-up", test_fragments_add_up);
  g_test_add_func ("/service/frame-scan/a-frame-counts-when-it-is-announced", test_announced);
  g_test_add_func ("/service/frame-scan/the-servers-own-frames-have-a-known-size", test_size);
  return g_test_run ();
}
