/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/send/camera.h"

#include <gst/video/video.h>

#include "media/picture-wrap.h"
#include "media/source/picture-fit.h"

struct _ConfabSelfView {
  gatomicrefcount ref_count;
  ConfabMailbox *mailbox;
  GstVideoInfo info; /* streaming thread */

  GMutex lock; /* guards closed, and is held while a picture is put */
  gboolean closed;
};

ConfabSelfView *
confab_self_view_new (ConfabMailbox *mailbox)
{
  ConfabSelfView *self = g_new0 (ConfabSelfView, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->mailbox = confab_mailbox_ref (mailbox);
  gst_video_info_init (&self->info);
  return self;
}

static void
self_view_unref (ConfabSelfView *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  confab_mailbox_unref (self->mailbox);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
confab_self_view_close (ConfabSelfView *self)
{
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_mutex_unlock (&self->lock);

  confab_mailbox_clear (self->mailbox);
  self_view_unref (self);
}

/* Streaming thread. */
static void
show (ConfabSelfView *self, GstPad *pad, GstBuffer *buffer)
{
  g_autoptr (GstEvent) event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  const GstSegment *segment;
  ConfabPicture *picture;

  if (event == NULL)
    return;
  gst_event_parse_segment (event, &segment);
  picture = confab_picture_wrap (
      buffer, &self->info,
      (gint64) gst_segment_to_running_time (segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer)));
  if (picture == NULL)
    return;

  g_mutex_lock (&self->lock);
  if (self->closed)
    confab_picture_unref (picture);
  else
    confab_mailbox_put (self->mailbox, picture);
  g_mutex_unlock (&self->lock);
}

/* Streaming thread. */
static GstPadProbeReturn
on_fitted (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  ConfabSelfView *self = user_data;
  GstCaps *caps;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    show (self, pad, GST_PAD_PROBE_INFO_BUFFER (info));
  } else if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_CAPS) {
    gst_event_parse_caps (GST_PAD_PROBE_INFO_EVENT (info), &caps);
    gst_video_info_from_caps (&self->info, caps);
  }
  return GST_PAD_PROBE_OK;
}

GError *
confab_camera_build (GstBin *pipeline, GstElement *source, GstElement *encoder,
                     ConfabSelfView *self_view)
{
  GError *error = NULL;
  GstElement *fit = confab_picture_fit_new (&error);
  g_autoptr (GstPad) pad = NULL;

  if (fit == NULL)
    return error;

  gst_bin_add (pipeline, fit);
  gst_element_link_many (source, fit, encoder, NULL);
  pad = gst_element_get_static_pad (fit, "src");
  g_atomic_ref_count_inc (&self_view->ref_count);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                     on_fitted, self_view, (GDestroyNotify) self_view_unref);
  return NULL;
}
