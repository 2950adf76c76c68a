/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/send/encoder-settings.h"

#include <glib/gi18n-lib.h>

#include "media/error.h"

/* Measured on two cores with a talking head at 720p30 and 1.5 Mbit/s (README.md): against cpu-used -6, -12 takes 20 % less
 * time for .001 of SSIM; -16 another 20 %, but for .013. Denoising costs 12 %, a second thread makes it slower. */
static const ConfabEncoderProperty vp8_properties[] = {
  { "deadline", "1" }, /* real time */
  { "cpu-used", "-12" },
  { "threads", "1" },
  { "noise-sensitivity", "0" },
  { "lag-in-frames", "0" },
  { "end-usage", "cbr" },
  /* Links ask for key frames when they need one; on its own account the encoder makes one in 100 s. */
  { "keyframe-max-dist", "3000" },
  /* 90 kHz, the clock of RTP (RFC 7741 4.1): in units of a frame, two frames of a jittering camera would
   * get the same time, which libvpx takes for an error. */
  { "timebase", "1/90000" },
  { "undershoot", "100" },
  { "overshoot", "15" },
  /* ms of the target bitrate: how far the rate may swing. */
  { "buffer-size", "1000" },
  { "buffer-initial-size", "500" },
  { "buffer-optimal-size", "600" },
  { "min-quantizer", "2" },
  { "max-quantizer", "56" },
  { "static-threshold", "1" },
  { NULL, NULL },
};

/* Speech for conversation: 20 ms, FEC in band (RFC 6716 2.1.7), nothing to send while nobody speaks (2.1.9).
 * Complexity 5 takes half the time of 10. */
static const ConfabEncoderProperty opus_properties[] = {
  { "audio-type", "voice" },
  { "bandwidth", "fullband" },
  { "bitrate-type", "constrained-vbr" },
  { "frame-size", "20" },
  { "inband-fec", "true" },
  { "dtx", "true" },
  { "packet-loss-percentage", "5" },
  { "complexity", "5" },
  /* One Ethernet packet is enough for any 20 ms. */
  { "max-payload-size", "1200" },
  { NULL, NULL },
};

static const ConfabEncoderSettings table[] = {
  {
      .kind = CONFAB_MEDIA_AUDIO,
      .factory = "opusenc",
      .properties = opus_properties,
      .bitrate_property = "bitrate",
      .bitrate_bps = 32000,
      .min_bitrate_bps = 6000,
      .max_bitrate_bps = 128000,
      .loss_property = "packet-loss-percentage",
      .max_queued = 5, /* 100 ms: older sound only adds delay */
  },
  {
      .kind = CONFAB_MEDIA_VIDEO,
      .factory = "vp8enc",
      .properties = vp8_properties,
      .bitrate_property = "target-bitrate",
      .bitrate_bps = 1500000,
      .min_bitrate_bps = 50000,
      .max_bitrate_bps = 4000000,
      .max_queued = 8, /* a quarter of a second */
  },
};

const ConfabEncoderSettings *
confab_encoder_settings_get (ConfabMediaKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (table[i].kind == kind)
      return &table[i];
  }
  g_return_val_if_reached (NULL);
}

GstElement *
confab_encoder_settings_make (const ConfabEncoderSettings *settings, GError **error)
{
  GstElement *encoder = gst_element_factory_make (settings->factory, NULL);

  if (encoder == NULL) {
    g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_MISSING_PLUGIN,
                 _ ("GStreamer's element “%s” is missing, so nothing can be sent. Install "
                    "GStreamer's “good” and “base” plug-ins"),
                 settings->factory);
    return NULL;
  }

  for (const ConfabEncoderProperty *property = settings->properties; property->name != NULL;
       property++)
    gst_util_set_object_arg (G_OBJECT (encoder), property->name, property->value);
  g_object_set (encoder, settings->bitrate_property, settings->bitrate_bps, NULL);
  return encoder;
}
