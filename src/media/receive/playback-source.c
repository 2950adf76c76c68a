/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The streaming thread pulls; the rest comes from state changes. */
#include "media/receive/playback-source.h"

#include <gst/base/gstpushsrc.h>

#include "media/clock-wait.h"
#include "media/meeting-clock.h"

#define PIECE_BYTES (CONFAB_OPUS_PULL_SAMPLES * sizeof (gint16))
#define PIECE_DURATION (10 * GST_MSECOND)

/* After a longer stall than this what was missed is not made up for. */
#define MAX_BEHIND (100 * GST_MSECOND)

struct _ConfabPlaybackSource {
  GstPushSrc parent_instance;
  ConfabMix *mix;
  gboolean paced;
  GstClockTime next; /* meeting time of the next piece, or NONE */
  ConfabClockWait wait;
};

#define CONFAB_TYPE_PLAYBACK_SOURCE (confab_playback_source_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPlaybackSource, confab_playback_source, CONFAB, PLAYBACK_SOURCE,
                      GstPushSrc)
G_DEFINE_FINAL_TYPE (ConfabPlaybackSource, confab_playback_source, GST_TYPE_PUSH_SRC)

static gboolean
confab_playback_source_start (GstBaseSrc *source)
{
  CONFAB_PLAYBACK_SOURCE (source)->next = GST_CLOCK_TIME_NONE;
  return TRUE;
}

static gboolean
confab_playback_source_unlock (GstBaseSrc *source)
{
  confab_clock_wait_interrupt (&CONFAB_PLAYBACK_SOURCE (source)->wait, TRUE);
  return TRUE;
}

static gboolean
confab_playback_source_unlock_stop (GstBaseSrc *source)
{
  confab_clock_wait_interrupt (&CONFAB_PLAYBACK_SOURCE (source)->wait, FALSE);
  return TRUE;
}

static GstFlowReturn
confab_playback_source_create (GstPushSrc *source, GstBuffer **buffer)
{
  ConfabPlaybackSource *self = CONFAB_PLAYBACK_SOURCE (source);
  GstClockTime now = confab_meeting_clock_now ();
  GstMapInfo map;

  if (!GST_CLOCK_TIME_IS_VALID (self->next) || self->next + MAX_BEHIND < now)
    self->next = now;
  if (self->paced) {
    if (!confab_clock_wait_until (&self->wait, self->next))
      return GST_FLOW_FLUSHING;
    now = confab_meeting_clock_now ();
  }

  *buffer = gst_buffer_new_allocate (NULL, PIECE_BYTES, NULL);
  gst_buffer_map (*buffer, &map, GST_MAP_WRITE);
  confab_mix_pull (self->mix, (gint64) now, (gint16 *) map.data);
  gst_buffer_unmap (*buffer, &map);
  GST_BUFFER_PTS (*buffer) = self->next;
  GST_BUFFER_DURATION (*buffer) = PIECE_DURATION;
  self->next += PIECE_DURATION;
  return GST_FLOW_OK;
}

static void
confab_playback_source_finalize (GObject *object)
{
  ConfabPlaybackSource *self = CONFAB_PLAYBACK_SOURCE (object);

  g_clear_pointer (&self->mix, confab_mix_unref);
  confab_clock_wait_clear (&self->wait);
  G_OBJECT_CLASS (confab_playback_source_parent_class)->finalize (object);
}

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE (
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS ("audio/x-raw, format=S16LE, layout=interleaved, rate=48000, channels=1"));

static void
confab_playback_source_class_init (ConfabPlaybackSourceClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *source_class = GST_BASE_SRC_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = confab_playback_source_finalize;
  source_class->start = confab_playback_source_start;
  source_class->unlock = confab_playback_source_unlock;
  source_class->unlock_stop = confab_playback_source_unlock_stop;
  GST_PUSH_SRC_CLASS (klass)->create = confab_playback_source_create;
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Playback source", "Source/Audio",
                                         "The sound of all participants", "Confab");
}

static void
confab_playback_source_init (ConfabPlaybackSource *self)
{
  confab_clock_wait_init (&self->wait);
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
}

GstElement *
confab_playback_source_new (ConfabMix *mix)
{
  ConfabPlaybackSource *self = g_object_new (CONFAB_TYPE_PLAYBACK_SOURCE, NULL);

  self->mix = confab_mix_ref (mix);
  return GST_ELEMENT (self);
}

void
confab_playback_source_set_paced (GstElement *source, gboolean paced)
{
  CONFAB_PLAYBACK_SOURCE (source)->paced = paced;
  gst_base_src_set_live (GST_BASE_SRC (source), paced);
}
