/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sound out. One front (the mix and the echo canceller's probe) lasts as long as the playback; behind
 * it is a pipeline for each loudspeaker that is chosen. A loudspeaker is the clock of its own playing, so it takes
 * sound as it needs it; where nothing is heard, the meeting clock takes its place.
 *
 * Main thread, but for switch_front ().
 */
#include "media/receive/playback.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>

#include "media/error.h"
#include "media/meeting-clock.h"
#include "media/reason.h"
#include "media/receive/chime.h"
#include "media/receive/mix-stream.h"
#include "media/receive/playback-source.h"
#include "media/runner.h"
#include "media/source/device-element.h"
#include "media/source/source-name.h"

/* A sound server that takes nothing for so long hangs. */
#define WATCH_INTERVAL_MS 1500

struct _ConfabPlayback {
  GObject parent_instance;
  ConfabMix *mix;
  ConfabRunner *runner;
  GstElement *front;
  GstElement *source; /* in the front */
  char *echo_probe;   /* name; NULL where it is not installed */

  GCancellable *opening;
  GstElement *pipeline; /* (nullable) */
  gboolean heard;       /* it ends in a loudspeaker */
  gboolean closed;
  guint watch;
  guint64 watched_pulls;
};

enum { SINK_LOST, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabPlayback, confab_playback, G_TYPE_OBJECT)

static void play_to_nobody (ConfabPlayback *self);

typedef struct {
  GstElement *former; /* (nullable) */
  GstElement *next;   /* (nullable) */
  GstElement *entry;  /* of next */
  GstElement *front;
  GstElement *source;
  gboolean paced;
} Switch;

/* The runner's thread: the front leaves one pipeline before it joins another. */
static void
switch_front (gpointer user_data)
{
  Switch *job = user_data;

  if (job->former != NULL) {
    gst_element_set_state (job->former, GST_STATE_NULL);
    gst_bin_remove (GST_BIN (job->former), job->front);
  }
  if (job->next != NULL) {
    confab_playback_source_set_paced (job->source, job->paced);
    gst_bin_add (GST_BIN (job->next), job->front);
    gst_element_link (job->front, job->entry);
    gst_element_set_state (job->next, GST_STATE_PLAYING);
  }
  gst_clear_object (&job->former);
  gst_clear_object (&job->next);
  gst_clear_object (&job->entry);
  gst_clear_object (&job->front);
  gst_clear_object (&job->source);
  g_free (job);
}

static void
stop_watching (ConfabPlayback *self)
{
  g_autoptr (GstBus) bus = NULL;

  g_clear_handle_id (&self->watch, g_source_remove);
  if (self->pipeline == NULL)
    return;
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_remove_watch (bus);
}

/* @next: (transfer full) (nullable), @entry: (transfer none): its first element */
static void
replace_pipeline (ConfabPlayback *self, GstElement *next, GstElement *entry, gboolean paced)
{
  Switch *job = g_new0 (Switch, 1);

  stop_watching (self);
  job->former = g_steal_pointer (&self->pipeline);
  if (next != NULL) {
    job->next = gst_object_ref (next);
    job->entry = gst_object_ref (entry);
  }
  job->front = gst_object_ref (self->front);
  job->source = gst_object_ref (self->source);
  job->paced = paced;
  self->pipeline = next;
  confab_runner_call (self->runner, switch_front, job);
}

static void
lose_sink (ConfabPlayback *self, GError *error)
{
  g_message ("nothing is heard any more: %s %d", g_quark_to_string (error->domain), error->code);
  play_to_nobody (self);
  g_signal_emit (self, signals[SINK_LOST], 0, error);
  g_error_free (error);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  ConfabPlayback *self = user_data;
  g_autoptr (GError) cause = NULL;
  g_autofree char *reason = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return G_SOURCE_CONTINUE;
  gst_message_parse_error (message, &cause, NULL);
  reason = confab_reason_from (cause);
  g_debug ("%s", reason);
  if (self->heard)
    lose_sink (self, g_error_new_literal (CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_LOST,
                                          _ ("Your loudspeaker can't be used. Plug it in again, "
                                             "or choose another one")));
  else
    lose_sink (self,
               g_error_new (CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_FAILED,
                            _ ("The sound can't be written: %s. Choose another file"), reason));
  return G_SOURCE_REMOVE;
}

static gboolean
on_watch (gpointer user_data)
{
  ConfabPlayback *self = user_data;
  guint64 pulls = confab_mix_get_pulls (self->mix);

  if (pulls != self->watched_pulls) {
    self->watched_pulls = pulls;
    return G_SOURCE_CONTINUE;
  }
  self->watch = 0;
  lose_sink (self, g_error_new_literal (CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_LOST,
                                        _ ("Your loudspeaker does not play any more. Choose "
                                           "another one, or this one again")));
  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full): a pipeline with @entry in it, watched */
static GstElement *
new_pipeline (ConfabPlayback *self, GstElement *entry)
{
  GstElement *pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  confab_meeting_clock_apply (GST_PIPELINE (pipeline));
  gst_bin_add (GST_BIN (pipeline), entry);
  gst_bus_add_watch (bus, on_bus_message, self);
  return pipeline;
}

static void
play_into (ConfabPlayback *self, GstElement *entry, gboolean paced)
{
  GstElement *pipeline = new_pipeline (self, entry);

  self->heard = !paced;
  replace_pipeline (self, pipeline, entry, paced);
  if (self->heard) {
    self->watched_pulls = G_MAXUINT64;
    self->watch = g_timeout_add (WATCH_INTERVAL_MS, on_watch, self);
  }
}

static void
play_to_nobody (ConfabPlayback *self)
{
  play_into (self, gst_element_factory_make_full ("fakesink", "sync", FALSE, NULL), TRUE);
}

static void
play_to_file (ConfabPlayback *self, const char *path)
{
  GstElement *entry = gst_parse_bin_from_description ("wavenc ! filesink name=file", TRUE, NULL);
  g_autoptr (GstElement) file = NULL;

  if (entry == NULL) {
    g_warning ("GStreamer's “good” plug-ins are missing: no sound can be written");
    play_to_nobody (self);
    return;
  }
  file = gst_bin_get_by_name (GST_BIN (entry), "file");
  g_object_set (file, "location", path, NULL);
  play_into (self, entry, TRUE);
}

static void
on_device_made (GObject *unused, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  GstElement *sink = g_task_propagate_pointer (G_TASK (result), &error);
  ConfabPlayback *self = user_data;
  GstElement *entry;
  g_autoptr (GstPad) pad = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_error_free (error); /* @self may be gone */
    return;
  }
  g_clear_object (&self->opening);
  if (sink == NULL) {
    lose_sink (self, error);
    return;
  }

  /* It takes samples as it needs them and looks at no clock. */
  g_object_set (sink, "sync", FALSE, NULL);
  entry = gst_parse_bin_from_description ("audioconvert ! audioresample name=last", FALSE, NULL);
  gst_bin_add (GST_BIN (entry), sink);
  {
    g_autoptr (GstElement) last = gst_bin_get_by_name (GST_BIN (entry), "last");

    gst_element_link (last, sink);
  }
  gst_object_unref (sink);
  pad = gst_bin_find_unlinked_pad (GST_BIN (entry), GST_PAD_SINK);
  gst_element_add_pad (entry, gst_ghost_pad_new ("sink", pad));
  play_into (self, entry, FALSE);
}

void
confab_playback_set_sink (ConfabPlayback *self, const char *sink)
{
  ConfabSourceType type = confab_source_name_parse (sink);

  g_return_if_fail (CONFAB_IS_PLAYBACK (self));
  g_return_if_fail (!self->closed);

  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (type == CONFAB_SOURCE_NONE) {
    play_to_nobody (self);
  } else if (g_str_has_prefix (sink, "file:")) {
    play_to_file (self, sink + strlen ("file:"));
  } else {
    /* Until it is found, and in case it is not, the streams must go on. */
    if (self->pipeline == NULL)
      play_to_nobody (self);
    self->opening = g_cancellable_new ();
    confab_device_element_new_async (CONFAB_DEVICE_SPEAKER,
                                     type == CONFAB_SOURCE_DEFAULT ? NULL : sink, self->opening,
                                     on_device_made, self);
  }
}

ConfabPlayback *
confab_playback_new (const char *sink)
{
  ConfabPlayback *self = g_object_new (CONFAB_TYPE_PLAYBACK, NULL);

  confab_playback_set_sink (self, sink);
  return self;
}

void
confab_playback_set_volume (ConfabPlayback *self, double volume)
{
  g_return_if_fail (CONFAB_IS_PLAYBACK (self));

  confab_mix_set_volume (self->mix, volume);
}

void
confab_playback_play_test_sound (ConfabPlayback *self)
{
  g_autoptr (GArray) chime = confab_chime_new ();

  g_return_if_fail (CONFAB_IS_PLAYBACK (self));

  confab_mix_play (self->mix, chime);
}

const char *
confab_playback_get_echo_probe (ConfabPlayback *self)
{
  g_return_val_if_fail (CONFAB_IS_PLAYBACK (self), NULL);

  return self->echo_probe;
}

ConfabPlaybackStream *
confab_playback_add_stream (ConfabPlayback *self, const char *label)
{
  return confab_mix_add (self->mix, label);
}

/* The runner's thread. */
static void
on_finished (gboolean ended, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (ended)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_FAILED,
                             _ ("The sound file could not be finished; it may lack its end"));
}

void
confab_playback_close_async (ConfabPlayback *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CONFAB_IS_PLAYBACK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_playback_close_async);
  self->closed = TRUE;
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->pipeline == NULL) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }
  stop_watching (self);
  confab_runner_finish (self->runner, g_steal_pointer (&self->pipeline), on_finished, task);
}

gboolean
confab_playback_close_finish (ConfabPlayback *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
confab_playback_dispose (GObject *object)
{
  ConfabPlayback *self = CONFAB_PLAYBACK (object);

  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->pipeline != NULL)
    replace_pipeline (self, NULL, NULL, FALSE);
  g_clear_pointer (&self->runner, confab_runner_free);
  confab_mix_clear (self->mix);
  gst_clear_object (&self->front);
  gst_clear_object (&self->source);
  G_OBJECT_CLASS (confab_playback_parent_class)->dispose (object);
}

static void
confab_playback_finalize (GObject *object)
{
  ConfabPlayback *self = CONFAB_PLAYBACK (object);

  confab_mix_unref (self->mix);
  g_free (self->echo_probe);
  G_OBJECT_CLASS (confab_playback_parent_class)->finalize (object);
}

static void
confab_playback_class_init (ConfabPlaybackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_playback_dispose;
  object_class->finalize = confab_playback_finalize;
  signals[SINK_LOST] = g_signal_new ("sink-lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
make_front (ConfabPlayback *self)
{
  GstElement *probe = gst_element_factory_make ("webrtcechoprobe", NULL);
  GstElement *last = self->source;
  g_autoptr (GstPad) pad = NULL;

  gst_bin_add (GST_BIN (self->front), self->source);
  if (probe != NULL) {
    self->echo_probe = gst_object_get_name (GST_OBJECT (probe));
    gst_bin_add (GST_BIN (self->front), probe);
    gst_element_link (self->source, probe);
    last = probe;
  }
  pad = gst_element_get_static_pad (last, "src");
  gst_element_add_pad (self->front, gst_ghost_pad_new ("src", pad));
}

static void
confab_playback_init (ConfabPlayback *self)
{
  self->mix = confab_mix_new ();
  self->runner = confab_runner_new ();
  self->front = gst_object_ref_sink (gst_bin_new (NULL));
  self->source = gst_object_ref_sink (confab_playback_source_new (self->mix));
  make_front (self);
}
