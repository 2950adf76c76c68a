/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The streaming thread reads, waits and pushes; start, stop and unlock come from state changes. */
#include "media/source/paced-source.h"

#include <glib/gi18n-lib.h>
#include <gst/base/gstadapter.h>
#include <gst/base/gstpushsrc.h>

#include "media/clock-wait.h"
#include "media/error.h"
#include "media/meeting-clock.h"
#include "media/source/anchor.h"
#include "media/source/loop-timeline.h"
#include "media/source/reader.h"

#define SOUND_RATE 48000
#define SOUND_FRAME_BYTES 2
#define CHUNK_DURATION (10 * GST_MSECOND)
#define CHUNK_BYTES (SOUND_RATE / 100 * SOUND_FRAME_BYTES)

/* A picture this late is left out, as a camera would have done. */
#define TOLERATED_DELAY (100 * GST_MSECOND)
/* Later than this is no hiccup: the computer slept, or the disk did. The file goes on from where it was. */
#define HOPELESS_DELAY (2 * GST_SECOND)
/* Joining a file that is being played: further away than this is sought, nearer is read past. */
#define WORTH_SEEKING (1 * GST_SECOND)
/* Sound that starts within this of where the former ended follows it without a seam. */
#define SOUND_TOLERANCE (5 * GST_MSECOND)

struct _ConfabPacedSource {
  GstPushSrc parent_instance;
  char *path; /* NULL: the test source */
  ConfabMediaKind kind;

  ConfabReader *reader; /* from start to stop */
  gboolean anchored;
  gboolean started;
  ConfabLoopTimeline timeline;
  GstCaps *caps;
  GstAdapter *sound;       /* what was read and is not pushed yet */
  GstClockTime sound_time; /* meeting time of the first byte in there */
  ConfabClockWait wait;
};

#define CONFAB_TYPE_PACED_SOURCE (confab_paced_source_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPacedSource, confab_paced_source, CONFAB, PACED_SOURCE, GstPushSrc)
G_DEFINE_FINAL_TYPE (ConfabPacedSource, confab_paced_source, GST_TYPE_PUSH_SRC)

static void
post_error (ConfabPacedSource *self, const GError *error)
{
  gst_element_message_full (GST_ELEMENT (self), GST_MESSAGE_ERROR, error->domain, error->code,
                            g_strdup (error->message), NULL, __FILE__, G_STRFUNC, __LINE__);
}

static const char *
anchor_name (ConfabPacedSource *self)
{
  return self->path != NULL ? self->path : "test";
}

static gboolean
confab_paced_source_start (GstBaseSrc *source)
{
  ConfabPacedSource *self = CONFAB_PACED_SOURCE (source);
  g_autoptr (GError) error = NULL;

  self->reader = self->path == NULL ? confab_test_reader_new (self->kind)
                                    : confab_reader_open (self->path, self->kind, &error);
  if (self->reader == NULL) {
    post_error (self, error);
    return FALSE;
  }
  self->started = FALSE;
  return TRUE;
}

static gboolean
confab_paced_source_stop (GstBaseSrc *source)
{
  ConfabPacedSource *self = CONFAB_PACED_SOURCE (source);

  if (self->anchored)
    confab_anchor_release (anchor_name (self));
  self->anchored = FALSE;
  g_clear_pointer (&self->reader, confab_reader_free);
  gst_clear_caps (&self->caps);
  gst_adapter_clear (self->sound);
  return TRUE;
}

/* From the thread that changes the state: whatever the streaming thread waits for, it stops waiting. */
static void
set_interrupted (ConfabPacedSource *self, gboolean interrupted)
{
  confab_clock_wait_interrupt (&self->wait, interrupted);
  if (self->reader != NULL && self->reader->klass->interrupt != NULL)
    self->reader->klass->interrupt (self->reader, interrupted);
}

static gboolean
confab_paced_source_unlock (GstBaseSrc *source)
{
  set_interrupted (CONFAB_PACED_SOURCE (source), TRUE);
  return TRUE;
}

static gboolean
confab_paced_source_unlock_stop (GstBaseSrc *source)
{
  set_interrupted (CONFAB_PACED_SOURCE (source), FALSE);
  return TRUE;
}

/* The first sample is there, so the length is known: begin, or join whoever plays this file already. */
static gboolean
begin (ConfabPacedSource *self)
{
  GstClockTime now = confab_meeting_clock_now ();
  GstClockTime duration = self->reader->klass->get_duration (self->reader);
  GstClockTime anchor = confab_anchor_acquire (anchor_name (self), now);
  GstClockTime position = confab_loop_timeline_start (&self->timeline, anchor, duration, now);

  self->anchored = TRUE;
  self->sound_time = now;
  self->started = TRUE;
  return position > WORTH_SEEKING && self->reader->klass->seek (self->reader, position);
}

static gboolean
end_pass (ConfabPacedSource *self, GError **error)
{
  g_autofree char *name = NULL;

  if (confab_loop_timeline_end_pass (&self->timeline,
                                     self->reader->klass->get_duration (self->reader)))
    return TRUE;

  name = g_path_get_basename (anchor_name (self));

  g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_UNSUPPORTED,
               _ ("The file “%s” has nothing in it that can be played. Choose another one"), name);
  return FALSE;
}

/* When @sample is due; NONE: it is too late for it. */
static GstClockTime
place (ConfabPacedSource *self, GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstClockTime position = GST_BUFFER_PTS (buffer);
  GstClockTime now = confab_meeting_clock_now ();
  GstClockTime due;

  if (gst_sample_get_segment (sample)->format == GST_FORMAT_TIME)
    position =
        gst_segment_to_stream_time (gst_sample_get_segment (sample), GST_FORMAT_TIME, position);
  due = confab_loop_timeline_place (&self->timeline, position, GST_BUFFER_DURATION (buffer));
  if (due + HOPELESS_DELAY < now) {
    confab_loop_timeline_delay (&self->timeline, now - due);
    return now;
  }
  return due + TOLERATED_DELAY < now ? GST_CLOCK_TIME_NONE : due;
}

static GstFlowReturn
fail (ConfabPacedSource *self, GError *error)
{
  post_error (self, error);
  g_error_free (error);
  return GST_FLOW_ERROR;
}

/* The next sample that is not too late, and when it is due. */
static GstFlowReturn
read_sample (ConfabPacedSource *self, GstSample **sample, GstClockTime *due)
{
  for (;;) {
    g_autoptr (GstSample) candidate = NULL;
    GError *error = NULL;

    switch (self->reader->klass->read (self->reader, &candidate, &error)) {
    case CONFAB_READ_SAMPLE:
      break;
    case CONFAB_READ_END:
      if (!end_pass (self, &error))
        return fail (self, error);
      continue;
    case CONFAB_READ_INTERRUPTED:
      return GST_FLOW_FLUSHING;
    case CONFAB_READ_FAILED:
    default:
      return fail (self, error);
    }

    if (!self->started && begin (self))
      continue;
    *due = place (self, candidate);
    if (GST_CLOCK_TIME_IS_VALID (*due)) {
      *sample = g_steal_pointer (&candidate);
      return GST_FLOW_OK;
    }
  }
}

static gboolean
follow_caps (ConfabPacedSource *self, GstSample *sample)
{
  GstCaps *caps = gst_sample_get_caps (sample);

  if (caps == NULL || (self->caps != NULL && gst_caps_is_equal (caps, self->caps)))
    return TRUE;
  gst_caps_replace (&self->caps, caps);
  return gst_base_src_set_caps (GST_BASE_SRC (self), caps);
}

static GstFlowReturn
create_picture (ConfabPacedSource *self, GstBuffer **buffer)
{
  g_autoptr (GstSample) sample = NULL;
  GstClockTime due;
  GstFlowReturn flow = read_sample (self, &sample, &due);

  if (flow != GST_FLOW_OK)
    return flow;
  if (!confab_clock_wait_until (&self->wait, due))
    return GST_FLOW_FLUSHING;
  if (!follow_caps (self, sample))
    return GST_FLOW_NOT_NEGOTIATED;

  /* The only holder of a buffer may stamp it without copying its description. */
  *buffer = gst_buffer_ref (gst_sample_get_buffer (sample));
  g_clear_pointer (&sample, gst_sample_unref);
  *buffer = gst_buffer_make_writable (*buffer);
  GST_BUFFER_PTS (*buffer) = due;
  GST_BUFFER_DTS (*buffer) = GST_CLOCK_TIME_NONE;
  return GST_FLOW_OK;
}

static GstClockTime
sound_duration (gsize bytes)
{
  return gst_util_uint64_scale_int (bytes / SOUND_FRAME_BYTES, GST_SECOND, SOUND_RATE);
}

static gsize
sound_bytes (GstClockTime duration)
{
  return gst_util_uint64_scale_int (duration, SOUND_RATE, GST_SECOND) * SOUND_FRAME_BYTES;
}

/* Puts @sample where it is due: silence before it, or its beginning cut off, where it does not fit. */
static void
append_sound (ConfabPacedSource *self, GstSample *sample, GstClockTime due)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_ref (gst_sample_get_buffer (sample));
  gsize size = gst_buffer_get_size (buffer);
  GstClockTime end = self->sound_time + sound_duration (gst_adapter_available (self->sound));

  if (due > end + SOUND_TOLERANCE) {
    gsize missing = sound_bytes (MIN (due - end, HOPELESS_DELAY));
    GstBuffer *silence = gst_buffer_new_allocate (NULL, missing, NULL);

    gst_buffer_memset (silence, 0, 0, missing);
    gst_adapter_push (self->sound, silence);
  } else if (end > due + SOUND_TOLERANCE) {
    gsize surplus = MIN (sound_bytes (end - due), size);

    if (surplus < size)
      gst_adapter_push (self->sound, gst_buffer_copy_region (buffer, GST_BUFFER_COPY_MEMORY,
                                                             surplus, size - surplus));
    return;
  }
  gst_adapter_push (self->sound, g_steal_pointer (&buffer));
}

static GstFlowReturn
fill_sound (ConfabPacedSource *self)
{
  while (gst_adapter_available (self->sound) < CHUNK_BYTES) {
    g_autoptr (GstSample) sample = NULL;
    GstClockTime due;
    GstFlowReturn flow = read_sample (self, &sample, &due);

    if (flow != GST_FLOW_OK)
      return flow;
    if (!follow_caps (self, sample))
      return GST_FLOW_NOT_NEGOTIATED;
    append_sound (self, sample, due);
  }
  return GST_FLOW_OK;
}

static GstFlowReturn
create_sound (ConfabPacedSource *self, GstBuffer **buffer)
{
  GstFlowReturn flow = fill_sound (self);

  if (flow != GST_FLOW_OK)
    return flow;
  /* A microphone's sound is there once it was spoken. */
  if (!confab_clock_wait_until (&self->wait, self->sound_time + CHUNK_DURATION))
    return GST_FLOW_FLUSHING;

  *buffer = gst_buffer_make_writable (gst_adapter_take_buffer (self->sound, CHUNK_BYTES));
  GST_BUFFER_PTS (*buffer) = self->sound_time;
  GST_BUFFER_DTS (*buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION (*buffer) = CHUNK_DURATION;
  self->sound_time += CHUNK_DURATION;
  return GST_FLOW_OK;
}

static GstFlowReturn
confab_paced_source_create (GstPushSrc *source, GstBuffer **buffer)
{
  ConfabPacedSource *self = CONFAB_PACED_SOURCE (source);

  return self->kind == CONFAB_MEDIA_AUDIO ? create_sound (self, buffer)
                                          : create_picture (self, buffer);
}

/* The caps come with the first sample. */
static gboolean
confab_paced_source_negotiate (GstBaseSrc *source)
{
  return TRUE;
}

static void
confab_paced_source_finalize (GObject *object)
{
  ConfabPacedSource *self = CONFAB_PACED_SOURCE (object);

  g_free (self->path);
  g_object_unref (self->sound);
  confab_clock_wait_clear (&self->wait);
  G_OBJECT_CLASS (confab_paced_source_parent_class)->finalize (object);
}

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE (
    "src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS ("video/x-raw(ANY); audio/x-raw(ANY)"));

static void
confab_paced_source_class_init (ConfabPacedSourceClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *source_class = GST_BASE_SRC_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = confab_paced_source_finalize;
  source_class->start = confab_paced_source_start;
  source_class->stop = confab_paced_source_stop;
  source_class->unlock = confab_paced_source_unlock;
  source_class->unlock_stop = confab_paced_source_unlock_stop;
  source_class->negotiate = confab_paced_source_negotiate;
  GST_PUSH_SRC_CLASS (klass)->create = confab_paced_source_create;

  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Paced source", "Source",
                                         "Plays a file or a test pattern in real time, repeated",
                                         "Confab");
}

static void
confab_paced_source_init (ConfabPacedSource *self)
{
  self->sound = gst_adapter_new ();
  confab_clock_wait_init (&self->wait);
  gst_base_src_set_live (GST_BASE_SRC (self), TRUE);
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
}

GstElement *
confab_paced_source_new_for_file (const char *path, ConfabMediaKind kind)
{
  ConfabPacedSource *self = g_object_new (CONFAB_TYPE_PACED_SOURCE, NULL);

  self->path = g_strdup (path);
  self->kind = kind;
  return GST_ELEMENT (self);
}

GstElement *
confab_paced_source_new_for_test (ConfabMediaKind kind)
{
  ConfabPacedSource *self = g_object_new (CONFAB_TYPE_PACED_SOURCE, NULL);

  self->kind = kind;
  return GST_ELEMENT (self);
}
