/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/opus-packet.h"

#include <opus/opus.h>

#define RATE 48000
#define CELT_ONLY 0x80         /* in the first byte (RFC 6716 3.1, table 2) */
#define SILK_FRAME_SAMPLES 960 /* SILK codes 20 ms at a time (RFC 6716 4.2.2) */
#define MAX_FRAMES 48
#define SILENCE_BYTES 2

guint
confab_opus_packet_samples (const guint8 *bytes, gsize size)
{
  unsigned char toc;
  const unsigned char *frames[MAX_FRAMES];
  opus_int16 sizes[MAX_FRAMES];
  int n_samples;

  if (size == 0 || size > CONFAB_OPUS_MAX_PACKET)
    return 0;
  /* The count alone reads two bytes; parsing checks the rest of the framing too. */
  if (opus_packet_parse (bytes, (opus_int32) size, &toc, frames, sizes, NULL) <= 0)
    return 0;
  n_samples = opus_packet_get_nb_samples (bytes, (opus_int32) size, RATE);
  return n_samples > 0 && n_samples <= CONFAB_OPUS_MAX_SAMPLES ? (guint) n_samples : 0;
}

gboolean
confab_opus_packet_has_fec (const guint8 *bytes, gsize size)
{
  unsigned char toc;
  const unsigned char *frames[MAX_FRAMES];
  opus_int16 sizes[MAX_FRAMES];
  int n_silk_frames;

  if (size == 0 || size > CONFAB_OPUS_MAX_PACKET || (bytes[0] & CELT_ONLY) != 0 ||
      opus_packet_parse (bytes, (opus_int32) size, &toc, frames, sizes, NULL) <= 0 || sizes[0] == 0)
    return FALSE;

  /* First the voice activity bits of the SILK frames, then the LBRR flag (RFC 6716 4.2.3); the same again for
   * a second channel. */
  n_silk_frames = MAX (opus_packet_get_samples_per_frame (bytes, RATE) / SILK_FRAME_SAMPLES, 1);
  if (((frames[0][0] >> (7 - n_silk_frames)) & 1) != 0)
    return TRUE;
  return opus_packet_get_nb_channels (bytes) == 2 &&
         ((frames[0][0] >> (6 - 2 * n_silk_frames)) & 1) != 0;
}

gboolean
confab_opus_packet_is_silence (const guint8 *bytes, gsize size)
{
  return size <= SILENCE_BYTES;
}
