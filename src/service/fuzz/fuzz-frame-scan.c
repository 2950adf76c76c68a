/* SPDX-License-Identifier: GPL-3.0-or-later */
/* However a stream of bytes is cut, its frames are counted the same. */
#include <stdint.h>

#include "service/frame-scan.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  ConfabFrameScan whole = { 0 };
  ConfabFrameScan pieces = { 0 };

  confab_frame_scan_feed (&whole, bytes, size);
  for (size_t at = 0; at < size; at++)
    confab_frame_scan_feed (&pieces, bytes + at, 1);
  g_assert_true (whole.frames == pieces.frames && whole.data_bytes == pieces.data_bytes &&
                 whole.message_bytes == pieces.message_bytes);
  g_assert_true (confab_frame_scan_announced (&whole) >= whole.message_bytes);
  g_assert_true (whole.data_bytes <= size);
  return 0;
}
