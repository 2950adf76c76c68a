/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mapped GstBuffer with a face that needs no GStreamer header. Any thread. */
#include "media/picture-wrap.h"

typedef struct {
  ConfabPicture picture; /* first: a ConfabPicture is the address of this */
  GstVideoFrame frame;
} WrappedPicture;

ConfabPicture *
confab_picture_wrap (GstBuffer *buffer, const GstVideoInfo *info, gint64 meeting_time_ns)
{
  GstVideoFrame frame;
  WrappedPicture *self;

  if (GST_VIDEO_INFO_FORMAT (info) != GST_VIDEO_FORMAT_I420 ||
      !gst_video_frame_map (&frame, info, buffer, GST_MAP_READ))
    return NULL;

  self = g_atomic_rc_box_new0 (WrappedPicture);
  self->frame = frame;
  self->picture.width = GST_VIDEO_FRAME_WIDTH (&frame);
  self->picture.height = GST_VIDEO_FRAME_HEIGHT (&frame);
  self->picture.meeting_time_ns = meeting_time_ns;
  for (guint i = 0; i < G_N_ELEMENTS (self->picture.plane); i++) {
    self->picture.plane[i] = GST_VIDEO_FRAME_PLANE_DATA (&frame, i);
    self->picture.stride[i] = GST_VIDEO_FRAME_PLANE_STRIDE (&frame, i);
  }
  return &self->picture;
}

ConfabPicture *
confab_picture_ref (ConfabPicture *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
unmap_picture (gpointer self)
{
  gst_video_frame_unmap (&((WrappedPicture *) self)->frame);
}

void
confab_picture_unref (ConfabPicture *self)
{
  g_atomic_rc_box_release_full (self, unmap_picture);
}
