/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/preload.h"

#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

static const char *const elements[] = {
  "appsink",         "appsrc",       "clocksync",  "dtlssrtpdec",  "dtlssrtpenc",   "fakesink",
  "funnel",          "nicesink",     "nicesrc",    "queue",        "rtpbin",        "rtpfunnel",
  "rtpjitterbuffer", "rtpopuspay",   "rtpptdemux", "rtpreddec",    "rtprtxreceive", "rtprtxsend",
  "rtpsession",      "rtpssrcdemux", "rtpstorage", "rtpulpfecdec", "rtpvp8depay",   "rtpvp8pay",
  "sctpdec",         "sctpenc",      "srtpdec",    "srtpenc",      "vp8dec",        "webrtcbin",
};

static void
load_elements (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++) {
    g_autoptr (GstElementFactory) factory = gst_element_factory_find (elements[i]);
    g_autoptr (GstPluginFeature) loaded =
        factory != NULL ? gst_plugin_feature_load (GST_PLUGIN_FEATURE (factory)) : NULL;

    if (loaded == NULL)
      g_warning ("GStreamer's element %s is missing: calls may not be possible", elements[i]);
  }
}

/* Debian's libsrtp starts NSS with its first key and ends it with its last: 40 ms each time. So one key
 * of no use is kept for the life of the program. */
static void
wake_srtp (void)
{
  static GstElement *kept;
  GstElement *pipeline = gst_parse_launch (
      "appsrc name=source caps=application/x-rtp,ssrc=(uint)1,payload=96,clock-rate=90000 ! "
      "srtpenc random-key=true ! fakesink name=sink async=false sync=false",
      NULL);
  g_autoptr (GstElement) source = NULL;
  static const guint8 packet[] = { 0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0 };

  if (pipeline == NULL)
    return;
  kept = gst_object_ref_sink (pipeline);
  source = gst_bin_get_by_name (GST_BIN (kept), "source");
  gst_element_set_state (kept, GST_STATE_PLAYING);
  gst_app_src_push_buffer (GST_APP_SRC (source), gst_buffer_new_memdup (packet, sizeof packet));
}

void
confab_link_preload (void)
{
  load_elements ();
  wake_srtp ();
}
