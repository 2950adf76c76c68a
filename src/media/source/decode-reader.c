/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A media file through GStreamer's decoders: a pipeline that runs ahead of its reader by a few pictures, or
 * a tenth of a second of sound. It seeks back to the beginning as soon as the decoder has seen the end, while the
 * reader still has those few: so the next pass begins without a gap.
 *
 * Two threads meet here: the decoder's streaming thread fills the queue, the reader's empties it and
 * alone changes the pipeline.
 */
#include <glib/gi18n-lib.h>
#include <gst/app/gstappsink.h>

#include "media/error.h"
#include "media/reason.h"
#include "media/source/reader.h"

/* Uncompressed: 4 pictures of 720p are 5.5 MB, of 2160p 50 MB. */
#define MAX_PICTURES_AHEAD 4
#define MAX_SOUND_AHEAD (100 * GST_MSECOND)

/* The slowest disk has given something after this. */
#define PATIENCE_S 10

typedef struct {
  ConfabReader reader;
  char *name;
  ConfabMediaKind kind;
  GstElement *pipeline;
  GstElement *entry; /* what the decoded stream goes into */

  GMutex lock; /* guards what follows */
  GCond changed;
  GQueue samples; /* (element-type GstSample); END_OF_PASS between two passes */
  GstClockTime sound_ahead;
  guint pictures_ahead;
  gboolean ended;
  gboolean interrupted;
  gboolean discarding; /* while seeking or closing: the streaming thread is not to wait */
  gboolean linked;
  GError *error;
} DecodeReader;

static const char END_OF_PASS[] = "end of pass";

static void
clear_samples (DecodeReader *self)
{
  gpointer item;

  while ((item = g_queue_pop_head (&self->samples)) != NULL) {
    if (item != END_OF_PASS)
      gst_sample_unref (item);
  }
  self->sound_ahead = 0;
  self->pictures_ahead = 0;
}

/* Under lock. The first error counts: others follow from it. */
static void
take_error (DecodeReader *self, ConfabMediaError code, const char *reason)
{
  gboolean is_camera = self->kind != CONFAB_MEDIA_AUDIO;
  if (self->error == NULL) {
    self->error = g_error_new (CONFAB_MEDIA_ERROR, code,
                               is_camera ? _ ("The file “%s” can't be played as a camera: %s. "
                                              "Choose a video file such as MP4 or WebM")
                                         : _ ("The file “%s” can't be played as a microphone: %s. "
                                              "Choose a sound file such as WAV or OGG"),
                               self->name, reason);
  }
  g_cond_broadcast (&self->changed);
}

/* Any thread that posts. */
static GstBusSyncReply
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  DecodeReader *self = user_data;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    g_autoptr (GError) error = NULL;
    g_autofree char *debug = NULL;
    g_autofree char *reason = NULL;

    gst_message_parse_error (message, &error, &debug);
    g_debug ("decoding a file as a device: %s (%s)", error->message, debug);
    reason = confab_reason_from (error);
    g_mutex_lock (&self->lock);
    take_error (self, CONFAB_MEDIA_ERROR_UNSUPPORTED, reason);
    g_mutex_unlock (&self->lock);
  }
  gst_message_unref (message);
  return GST_BUS_DROP;
}

/* Under lock. */
static gboolean
is_far_ahead (DecodeReader *self)
{
  return self->kind == CONFAB_MEDIA_AUDIO ? self->sound_ahead >= MAX_SOUND_AHEAD
                                          : self->pictures_ahead >= MAX_PICTURES_AHEAD;
}

/* Under lock; sign +1 or -1. */
static void
count_ahead (DecodeReader *self, GstSample *sample, int sign)
{
  GstClockTime duration = GST_BUFFER_DURATION (gst_sample_get_buffer (sample));

  self->pictures_ahead += sign;
  if (GST_CLOCK_TIME_IS_VALID (duration))
    self->sound_ahead += sign * duration;
}

/* A sample that is ours alone: appsink 1.22 writes into the one it gave out when the caps change. */
static GstSample *
pull_sample (GstAppSink *sink)
{
  g_autoptr (GstSample) lent = gst_app_sink_pull_sample (sink);

  if (lent == NULL)
    return NULL;
  return gst_sample_new (gst_sample_get_buffer (lent), gst_sample_get_caps (lent),
                         gst_sample_get_segment (lent), NULL);
}

/* The decoder's streaming thread. Waits while the reader has enough; a seek or the end wakes it. */
static GstFlowReturn
on_sample (GstAppSink *sink, gpointer user_data)
{
  DecodeReader *self = user_data;
  g_autoptr (GstSample) sample = pull_sample (sink);

  if (sample == NULL)
    return GST_FLOW_EOS;

  g_mutex_lock (&self->lock);
  while (is_far_ahead (self) && !self->discarding)
    g_cond_wait (&self->changed, &self->lock);
  if (!self->discarding) {
    count_ahead (self, sample, +1);
    g_queue_push_tail (&self->samples, g_steal_pointer (&sample));
    g_cond_broadcast (&self->changed);
  }
  g_mutex_unlock (&self->lock);
  return GST_FLOW_OK;
}

/* The decoder's streaming thread. */
static void
on_end (GstAppSink *sink, gpointer user_data)
{
  DecodeReader *self = user_data;

  g_mutex_lock (&self->lock);
  if (!self->discarding) {
    self->ended = TRUE;
    g_queue_push_tail (&self->samples, (gpointer) END_OF_PASS);
    g_cond_broadcast (&self->changed);
  }
  g_mutex_unlock (&self->lock);
}

/* A streaming thread of decodebin. The first stream of the right kind is taken. */
static void
on_pad_added (GstElement *decoder, GstPad *pad, gpointer user_data)
{
  DecodeReader *self = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autoptr (GstPad) entry = gst_element_get_static_pad (self->entry, "sink");
  const char *wanted = self->kind == CONFAB_MEDIA_AUDIO ? "audio/x-raw" : "video/x-raw";
  gboolean linked;

  if (caps == NULL || gst_pad_is_linked (entry) ||
      !gst_structure_has_name (gst_caps_get_structure (caps, 0), wanted))
    return;

  linked = GST_PAD_LINK_SUCCESSFUL (gst_pad_link (pad, entry));
  g_mutex_lock (&self->lock);
  self->linked = linked;
  g_mutex_unlock (&self->lock);
}

/* A streaming thread of decodebin. FALSE: streams of the other kind are left as they are, not decoded. What
 * already says its size or its rate is a stream and not a container. */
static gboolean
on_autoplug_continue (GstElement *decoder, GstPad *pad, GstCaps *caps, gpointer user_data)
{
  DecodeReader *self = user_data;
  const GstStructure *format = gst_caps_get_structure (caps, 0);

  return !gst_structure_has_field (format, self->kind == CONFAB_MEDIA_AUDIO ? "width" : "rate");
}

static void
on_no_more_pads (GstElement *decoder, gpointer user_data)
{
  DecodeReader *self = user_data;
  g_mutex_lock (&self->lock);
  if (!self->linked)
    take_error (self, CONFAB_MEDIA_ERROR_UNSUPPORTED,
                self->kind == CONFAB_MEDIA_AUDIO ? _ ("there is no sound in it")
                                                 : _ ("there is no moving picture in it"));
  g_mutex_unlock (&self->lock);
}

/* Under lock. FALSE: there is nothing and will be nothing. Of some damaged files decodebin gives neither a stream nor
 * an error. */
static gboolean
wait_for_sample (DecodeReader *self)
{
  gint64 end_time = g_get_monotonic_time () + PATIENCE_S * G_TIME_SPAN_SECOND;

  while (g_queue_is_empty (&self->samples) && self->error == NULL && !self->interrupted) {
    if (g_cond_wait_until (&self->changed, &self->lock, end_time))
      continue;
    take_error (self, CONFAB_MEDIA_ERROR_UNSUPPORTED, _ ("nothing in it could be decoded"));
  }
  return !self->interrupted && !g_queue_is_empty (&self->samples);
}

/* From the beginning again. What can't seek is opened anew. */
static void
rewind_pipeline (DecodeReader *self)
{
  if (gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH, 0))
    return;

  gst_element_set_state (self->pipeline, GST_STATE_READY);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

/* The reader's thread only. */
static void
rewind_when_due (DecodeReader *self)
{
  gboolean due;

  g_mutex_lock (&self->lock);
  due = self->ended;
  self->ended = FALSE;
  g_mutex_unlock (&self->lock);

  if (due)
    rewind_pipeline (self);
}

static ConfabReadResult
decode_reader_read (ConfabReader *reader, GstSample **sample, GError **error)
{
  DecodeReader *self = (DecodeReader *) reader;
  ConfabReadResult result = CONFAB_READ_SAMPLE;

  rewind_when_due (self);

  g_mutex_lock (&self->lock);
  if (!wait_for_sample (self)) {
    result = self->interrupted ? CONFAB_READ_INTERRUPTED : CONFAB_READ_FAILED;
    if (result == CONFAB_READ_FAILED)
      g_propagate_error (error, g_error_copy (self->error));
  } else {
    gpointer item = g_queue_pop_head (&self->samples);

    if (item == END_OF_PASS) {
      result = CONFAB_READ_END;
    } else {
      *sample = item;
      count_ahead (self, item, -1);
    }
    g_cond_broadcast (&self->changed);
  }
  g_mutex_unlock (&self->lock);
  return result;
}

static GstClockTime
decode_reader_get_duration (ConfabReader *reader)
{
  DecodeReader *self = (DecodeReader *) reader;
  gint64 duration;

  if (!gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration) || duration <= 0)
    return GST_CLOCK_TIME_NONE;
  return (GstClockTime) duration;
}

static gboolean
decode_reader_seek (ConfabReader *reader, GstClockTime position)
{
  DecodeReader *self = (DecodeReader *) reader;
  gboolean done;

  /* The streaming thread gets out of on_sample (), or the flush would wait for it. */
  g_mutex_lock (&self->lock);
  clear_samples (self);
  self->ended = FALSE;
  self->discarding = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  done = gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME,
                                  GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, (gint64) position);
  if (!done)
    rewind_pipeline (self);

  g_mutex_lock (&self->lock);
  self->discarding = FALSE;
  g_mutex_unlock (&self->lock);
  return done;
}

static void
decode_reader_interrupt (ConfabReader *reader, gboolean interrupt)
{
  DecodeReader *self = (DecodeReader *) reader;

  g_mutex_lock (&self->lock);
  self->interrupted = interrupt;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static void
decode_reader_free (ConfabReader *reader)
{
  DecodeReader *self = (DecodeReader *) reader;

  g_mutex_lock (&self->lock);
  self->discarding = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);

  gst_clear_object (&self->pipeline);
  clear_samples (self);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->name);
  g_free (self);
}

static const ConfabReaderClass decode_reader_class = {
  .read = decode_reader_read,
  .seek = decode_reader_seek,
  .get_duration = decode_reader_get_duration,
  .interrupt = decode_reader_interrupt,
  .free = decode_reader_free,
};

/* Pictures come in whatever raw format they have: the
 * source behind converts them once. Sound is made what the encoder takes. */
static GstElement *
build_pipeline (ConfabMediaKind kind, GError **error)
{
  if (kind == CONFAB_MEDIA_AUDIO)
    return gst_parse_launch ("filesrc name=file ! decodebin name=decoder"
                             " audioconvert name=entry ! audioresample"
                             " ! audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=1"
                             " ! appsink name=exit sync=false max-buffers=1 wait-on-eos=false",
                             error);
  return gst_parse_launch (
      "filesrc name=file ! decodebin name=decoder"
      " appsink name=entry caps=video/x-raw sync=false max-buffers=1 wait-on-eos=false",
      error);
}

static void
connect_pipeline (DecodeReader *self, const char *path)
{
  GstAppSinkCallbacks callbacks = { .eos = on_end, .new_sample = on_sample };
  g_autoptr (GstElement) file = gst_bin_get_by_name (GST_BIN (self->pipeline), "file");
  g_autoptr (GstElement) decoder = gst_bin_get_by_name (GST_BIN (self->pipeline), "decoder");
  g_autoptr (GstElement) entry = gst_bin_get_by_name (GST_BIN (self->pipeline), "entry");
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "exit");
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  self->entry = entry; /* the pipeline keeps it */
  g_object_set (file, "location", path, NULL);
  g_signal_connect (decoder, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (decoder, "autoplug-continue", G_CALLBACK (on_autoplug_continue), self);
  g_signal_connect (decoder, "no-more-pads", G_CALLBACK (on_no_more_pads), self);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink != NULL ? sink : entry), &callbacks, self, NULL);
  gst_bus_set_sync_handler (bus, on_message, self, NULL);
}

ConfabReader *
confab_decode_reader_new (const char *path, ConfabMediaKind kind)
{
  DecodeReader *self = g_new0 (DecodeReader, 1);
  g_autoptr (GError) error = NULL;

  self->reader.klass = &decode_reader_class;
  self->name = g_path_get_basename (path);
  self->kind = kind;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->samples);

  self->pipeline = build_pipeline (kind, &error);
  if (error != NULL) {
    g_mutex_lock (&self->lock);
    take_error (self, CONFAB_MEDIA_ERROR_MISSING_PLUGIN, error->message);
    g_mutex_unlock (&self->lock);
  } else {
    connect_pipeline (self, path);
    gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  }
  return &self->reader;
}
