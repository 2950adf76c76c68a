/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Main thread, but for on_first_buffer (). */
#include "media/send/capture-chain.h"

#include <glib/gi18n-lib.h>

#include "media/error.h"
#include "media/meeting-clock.h"
#include "media/runner.h"
#include "media/send/encoder-settings.h"
#include "media/source/device-element.h"
#include "media/source/device-monitor.h"
#include "media/source/source-name.h"
#include "media/source/source.h"

#define FIRST_BUFFER "confab-first-buffer"

struct _ConfabCaptureChain {
  const ConfabCaptureChainClass *klass;
  gpointer owner;
  ConfabTrack *track;
  ConfabRunner *runner;
  char *name; /* SRC, or NULL: none */
  ConfabSourceType type;
  gboolean suspended;
  gboolean muted;
  guint bitrate_bps;
  guint loss_percent;
  gboolean loss_set;

  /* While it is opened or runs: */
  GCancellable *opening;
  GstElement *pipeline;
  char *device_id; /* (nullable): the default, which the element follows, or no device */
  ConfabEncoder *encoder;
  gboolean running; /* the first buffer was there */
  gulong monitor_handler;
};

static void start (ConfabCaptureChain *self);

ConfabCaptureChain *
confab_capture_chain_new (const ConfabCaptureChainClass *klass, gpointer owner, ConfabTrack *track)
{
  ConfabCaptureChain *self = g_new0 (ConfabCaptureChain, 1);

  self->klass = klass;
  self->owner = owner;
  self->track = track;
  self->runner = confab_runner_new ();
  self->bitrate_bps = confab_encoder_settings_get (confab_track_get_kind (track))->bitrate_bps;
  return self;
}

static void
stop (ConfabCaptureChain *self)
{
  g_autoptr (GstBus) bus = NULL;

  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_signal_handler (&self->monitor_handler, confab_device_monitor_get ());
  g_clear_pointer (&self->device_id, g_free);
  self->running = FALSE;
  if (self->pipeline == NULL)
    return;

  bus = gst_element_get_bus (self->pipeline);
  gst_bus_remove_watch (bus);
  g_clear_pointer (&self->encoder, confab_encoder_free);
  confab_runner_retire (self->runner, g_steal_pointer (&self->pipeline));
}

void
confab_capture_chain_free (ConfabCaptureChain *self)
{
  stop (self);
  confab_runner_free (self->runner);
  g_free (self->name);
  g_free (self);
}

/* The source is off until it is set again. */
static void
give_up (ConfabCaptureChain *self, const GError *error)
{
  stop (self);
  g_clear_pointer (&self->name, g_free);
  self->klass->stopped (self->owner);
  self->klass->failed (self->owner, error);
}

static ConfabMediaKind
get_kind (ConfabCaptureChain *self)
{
  return confab_track_get_kind (self->track);
}

static void
on_pipeline_error (ConfabCaptureChain *self, GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) explained = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  explained = confab_source_explain (get_kind (self), error, self->running);
  g_message ("the %s source %s: %s %d", confab_media_kind_get_name (get_kind (self)),
             self->running ? "stopped" : "failed", g_quark_to_string (error->domain), error->code);
  g_debug ("%s (%s)", error->message, debug != NULL ? debug : "");
  give_up (self, explained);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  ConfabCaptureChain *self = user_data;

  switch (GST_MESSAGE_TYPE (message)) {
  case GST_MESSAGE_ERROR:
    on_pipeline_error (self, message);
    return G_SOURCE_REMOVE;
  case GST_MESSAGE_APPLICATION:
    if (gst_message_has_name (message, FIRST_BUFFER) && !self->running) {
      self->running = TRUE;
      self->klass->started (self->owner);
    }
    return G_SOURCE_CONTINUE;
  default:
    return G_SOURCE_CONTINUE;
  }
}

/* The source's streaming thread, once. */
static GstPadProbeReturn
on_first_buffer (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  g_autoptr (GstElement) element = gst_pad_get_parent_element (pad);

  if (element != NULL)
    gst_element_post_message (
        element,
        gst_message_new_application (GST_OBJECT (element), gst_structure_new_empty (FIRST_BUFFER)));
  return GST_PAD_PROBE_REMOVE;
}

/* Some elements go on without a word when their device is pulled out. */
static void
on_devices_changed (ConfabDeviceMonitor *monitor, gpointer user_data)
{
  ConfabCaptureChain *self = user_data;
  g_autoptr (GstDevice) device = confab_device_monitor_find (
      monitor,
      get_kind (self) == CONFAB_MEDIA_AUDIO ? CONFAB_DEVICE_MICROPHONE : CONFAB_DEVICE_CAMERA,
      self->device_id);
  g_autoptr (GError) lost = NULL;
  g_autoptr (GError) explained = NULL;

  if (device != NULL)
    return;
  lost = g_error_new_literal (GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND, "unplugged");
  explained = confab_source_explain (get_kind (self), lost, TRUE);
  give_up (self, explained);
}

static void
watch_devices (ConfabCaptureChain *self)
{
  if (self->type == CONFAB_SOURCE_DEFAULT || self->type == CONFAB_SOURCE_DEVICE)
    self->monitor_handler = g_signal_connect (confab_device_monitor_get (), "changed",
                                              G_CALLBACK (on_devices_changed), self);
}

/* Returns: (transfer full) (nullable): why it can't be */
static GError *
build (ConfabCaptureChain *self, GstElement *source)
{
  GError *error = NULL;
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");
  GstElement *encoder;

  self->encoder = confab_encoder_new (get_kind (self), confab_track_get_hop (self->track), &error);
  if (self->encoder == NULL)
    return error;

  confab_encoder_set_muted (self->encoder, self->muted);
  confab_encoder_set_bitrate (self->encoder, self->bitrate_bps);
  if (self->loss_set)
    confab_encoder_set_expected_loss (self->encoder, self->loss_percent);

  encoder = confab_encoder_get_element (self->encoder);
  gst_bin_add_many (GST_BIN (self->pipeline), source, encoder, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_first_buffer, NULL, NULL);
  return self->klass->build (self->owner, GST_BIN (self->pipeline), source, encoder);
}

static void
on_source_made (GObject *unused, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) source = confab_source_new_finish (result, &error);
  ConfabCaptureChain *self = user_data;
  g_autoptr (GstBus) bus = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* @self may be gone */
  g_clear_object (&self->opening);
  if (source == NULL) {
    give_up (self, error);
    return;
  }

  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  confab_meeting_clock_apply (GST_PIPELINE (self->pipeline));
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_add_watch (bus, on_bus_message, self);
  error = build (self, source);
  if (error != NULL) {
    give_up (self, error);
    return;
  }
  self->device_id = g_strdup (confab_device_element_get_id (source));
  watch_devices (self);
  confab_runner_play (self->runner, self->pipeline);
}

static void
start (ConfabCaptureChain *self)
{
  if (self->name == NULL || self->suspended)
    return;

  self->opening = g_cancellable_new ();
  confab_source_new_async (get_kind (self), self->name, self->opening, on_source_made, self);
}

void
confab_capture_chain_set_source (ConfabCaptureChain *self, const char *name)
{
  gboolean was_on = self->name != NULL;

  stop (self);
  if (was_on)
    self->klass->stopped (self->owner);
  g_free (self->name);
  self->type = confab_source_name_parse (name);
  self->name = self->type == CONFAB_SOURCE_NONE ? NULL : g_strdup (name);
  start (self);
}

void
confab_capture_chain_set_suspended (ConfabCaptureChain *self, gboolean suspended)
{
  if (self->suspended == suspended)
    return;

  self->suspended = suspended;
  if (suspended) {
    stop (self);
    self->klass->stopped (self->owner);
  } else {
    start (self);
  }
}

void
confab_capture_chain_set_muted (ConfabCaptureChain *self, gboolean muted)
{
  self->muted = muted;
  if (self->encoder != NULL)
    confab_encoder_set_muted (self->encoder, muted);
}

gboolean
confab_capture_chain_is_running (ConfabCaptureChain *self)
{
  return self->running;
}

void
confab_capture_chain_set_bitrate (ConfabCaptureChain *self, guint target_bps)
{
  self->bitrate_bps = target_bps;
  if (self->encoder != NULL)
    confab_encoder_set_bitrate (self->encoder, target_bps);
}

void
confab_capture_chain_set_expected_loss (ConfabCaptureChain *self, guint loss_percent)
{
  self->loss_percent = loss_percent;
  self->loss_set = TRUE;
  if (self->encoder != NULL)
    confab_encoder_set_expected_loss (self->encoder, loss_percent);
}
