/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probes run on the source's streaming thread. */
#include "media/source/picture-fit.h"

#include <gst/video/video.h>
#include <math.h>

#define MIN_SIDE 2

static int
even (double side)
{
  return MAX ((int) (side / 2) * 2, MIN_SIDE);
}

ConfabPictureSize
confab_picture_fit_size (int width, int height, int pixel_n, int pixel_d)
{
  double shown_width = width;
  double shown_height = height;
  double scale;

  /* Only ever smaller: wide pixels lose rows, narrow ones columns. */
  if (pixel_n > pixel_d)
    shown_height = shown_height * pixel_d / pixel_n;
  else
    shown_width = shown_width * pixel_n / pixel_d;

  scale = fmin (1.0, fmin (CONFAB_MAX_WIDTH / shown_width, CONFAB_MAX_HEIGHT / shown_height));
  /* A hair more, so that 404.9999 rounded from 405 is not 404. */
  return (ConfabPictureSize){ even (shown_width * scale + 1e-6),
                              even (shown_height * scale + 1e-6) };
}

gboolean
confab_rate_limit_pass (ConfabRateLimit *self, GstClockTime time)
{
  const GstClockTime interval = GST_SECOND / CONFAB_MAX_RATE;
  /* A camera's clock jitters; one picture may come this much too early. */
  const GstClockTime tolerance = interval / 4;

  if (self->any && (time <= self->last || time + tolerance < self->next))
    return FALSE;

  /* In step with the wanted moments, so that 50 a second become 30 and not 25; anew after a gap. */
  if (self->any && time < self->next + interval)
    self->next += interval;
  else
    self->next = time + interval;
  self->any = TRUE;
  self->last = time;
  return TRUE;
}

/* The converter's output is set from its input before that arrives there. */
static GstPadProbeReturn
on_event (GstPad *pad, GstPadProbeInfo *info, gpointer filter)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  g_autoptr (GstCaps) fitted = NULL;
  ConfabPictureSize size;
  GstVideoInfo video;
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_event_parse_caps (event, &caps);
  if (!gst_video_info_from_caps (&video, caps))
    return GST_PAD_PROBE_OK; /* the converter will refuse it */

  size = confab_picture_fit_size (video.width, video.height, video.par_n, video.par_d);
  fitted = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "I420", "width", G_TYPE_INT,
                                size.width, "height", G_TYPE_INT, size.height, "pixel-aspect-ratio",
                                GST_TYPE_FRACTION, 1, 1, NULL);
  g_object_set (filter, "caps", fitted, NULL);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_picture (GstPad *pad, GstPadProbeInfo *info, gpointer limit)
{
  GstClockTime time = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info));

  if (GST_CLOCK_TIME_IS_VALID (time) && !confab_rate_limit_pass (limit, time))
    return GST_PAD_PROBE_DROP;
  return GST_PAD_PROBE_OK;
}

GstElement *
confab_picture_fit_new (GError **error)
{
  GstElement *bin =
      gst_parse_bin_from_description ("videoconvertscale name=convert add-borders=false ! "
                                      "capsfilter name=filter caps=video/x-raw,format=I420",
                                      TRUE, error);
  g_autoptr (GstElement) convert = NULL;
  g_autoptr (GstElement) filter = NULL;
  g_autoptr (GstPad) pad = NULL;

  if (bin == NULL)
    return NULL;
  convert = gst_bin_get_by_name (GST_BIN (bin), "convert");
  filter = gst_bin_get_by_name (GST_BIN (bin), "filter");
  pad = gst_element_get_static_pad (convert, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_picture, g_new0 (ConfabRateLimit, 1),
                     g_free);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, gst_object_ref (filter),
                     gst_object_unref);
  return bin;
}
