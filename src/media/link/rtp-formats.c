/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/rtp-formats.h"

#include <gst/rtp/rtp.h>

#define TWCC_URI "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
#define TWCC_ID 1
/* Room for TURN's and the tunnels' headers in the 1280 bytes that every IPv6 path carries (RFC 8200
 * section 5). */
#define MTU 1200

static const struct {
  const char *payloader, *encoded, *receive;
  guint payload_type;
} formats[CONFAB_N_MEDIA_KINDS] = {
  [CONFAB_MEDIA_AUDIO] = { "rtpopuspay",
                           "audio/x-opus,channels=1,rate=48000,channel-mapping-family=0",
                           "application/x-rtp,media=audio,encoding-name=OPUS,payload=97,"
                           "clock-rate=48000,encoding-params=(string)2",
                           97 },
  [CONFAB_MEDIA_VIDEO] = { "rtpvp8pay", "video/x-vp8",
                           "application/x-rtp,media=video,encoding-name=VP8,payload=96,"
                           "clock-rate=90000",
                           96 },
  [CONFAB_MEDIA_SCREEN] = { "rtpvp8pay", "video/x-vp8",
                            "application/x-rtp,media=video,encoding-name=VP8,payload=96,"
                            "clock-rate=90000",
                            96 },
};

static void
add_feedback_extension (GstElement *payloader)
{
  GstRTPHeaderExtension *extension = gst_rtp_header_extension_create_from_uri (TWCC_URI);

  if (extension == NULL)
    return; /* the link works without; only congestion control has less to go by */
  gst_rtp_header_extension_set_id (extension, TWCC_ID);
  g_signal_emit_by_name (payloader, "add-extension", extension);
  gst_object_unref (extension);
}

GstElement *
confab_rtp_payloader_new (ConfabMediaKind kind)
{
  GstElement *payloader = gst_element_factory_make (formats[kind].payloader, NULL);

  if (payloader == NULL)
    return NULL;
  g_object_set (payloader, "pt", formats[kind].payload_type, "mtu", MTU, NULL);
  if (kind != CONFAB_MEDIA_AUDIO)
    gst_util_set_object_arg (G_OBJECT (payloader), "picture-id-mode", "15-bit");
  add_feedback_extension (payloader);
  return payloader;
}

GstCaps *
confab_rtp_encoded_caps_new (ConfabMediaKind kind)
{
  return gst_caps_from_string (formats[kind].encoded);
}

GstCaps *
confab_rtp_receive_caps_new (ConfabMediaKind kind)
{
  return gst_caps_from_string (formats[kind].receive);
}
