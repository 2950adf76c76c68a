/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two chains of a participant and what is asked of them. Main thread. */
#include "media/send/capture.h"

#include "media/error.h"
#include "media/send/camera.h"
#include "media/send/capture-chain.h"
#include "media/send/microphone.h"
#include "media/send/track-new.h"
#include "media/source/source-name.h"

struct _ConfabCapture {
  GObject parent_instance;
  ConfabTrack *video;
  ConfabTrack *audio;
  ConfabCaptureChain *camera;
  ConfabCaptureChain *microphone;
  gboolean video_muted;
  gboolean audio_muted;

  ConfabMailbox *self_view;
  ConfabSelfView *showing; /* while a camera is on */
  ConfabMeter *meter;
  ConfabPlayback *playback; /* (nullable) */
  ConfabVoiceProcessing voice_processing;
  gboolean microphone_is_device;
};

enum { SOURCE_STARTED, SOURCE_FAILED, SOURCE_LOST, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabCapture, confab_capture, G_TYPE_OBJECT)

ConfabCapture *
confab_capture_new (void)
{
  return g_object_new (CONFAB_TYPE_CAPTURE, NULL);
}

static void
emit_failed (ConfabCapture *self, ConfabMediaKind kind, const GError *error)
{
  gboolean lost = g_error_matches (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_LOST);

  g_signal_emit (self, signals[lost ? SOURCE_LOST : SOURCE_FAILED], 0, (guint) kind, error);
}

static GError *
camera_build (gpointer owner, GstBin *pipeline, GstElement *source, GstElement *encoder)
{
  ConfabCapture *self = owner;

  g_clear_pointer (&self->showing, confab_self_view_close);
  self->showing = confab_self_view_new (self->self_view);
  return confab_camera_build (pipeline, source, encoder, self->showing);
}

static void
camera_stopped (gpointer owner)
{
  ConfabCapture *self = owner;

  g_clear_pointer (&self->showing, confab_self_view_close);
}

static void
camera_started (gpointer owner)
{
  g_signal_emit (owner, signals[SOURCE_STARTED], 0, (guint) CONFAB_MEDIA_VIDEO);
}

static void
camera_failed (gpointer owner, const GError *error)
{
  emit_failed (owner, CONFAB_MEDIA_VIDEO, error);
}

static GError *
microphone_build (gpointer owner, GstBin *pipeline, GstElement *source, GstElement *encoder)
{
  ConfabCapture *self = owner;
  gboolean process =
      self->voice_processing == CONFAB_VOICE_PROCESSING_ON ||
      (self->voice_processing == CONFAB_VOICE_PROCESSING_AUTO && self->microphone_is_device);
  const char *probe =
      self->playback != NULL ? confab_playback_get_echo_probe (self->playback) : NULL;

  return confab_microphone_build (pipeline, source, encoder, self->meter, process, probe);
}

static void
microphone_stopped (gpointer owner)
{
  confab_meter_reset (((ConfabCapture *) owner)->meter);
}

static void
microphone_started (gpointer owner)
{
  g_signal_emit (owner, signals[SOURCE_STARTED], 0, (guint) CONFAB_MEDIA_AUDIO);
}

static void
microphone_failed (gpointer owner, const GError *error)
{
  emit_failed (owner, CONFAB_MEDIA_AUDIO, error);
}

static const ConfabCaptureChainClass camera_class = {
  .build = camera_build,
  .stopped = camera_stopped,
  .started = camera_started,
  .failed = camera_failed,
};

static const ConfabCaptureChainClass microphone_class = {
  .build = microphone_build,
  .stopped = microphone_stopped,
  .started = microphone_started,
  .failed = microphone_failed,
};

static ConfabCaptureChain *
get_chain (ConfabCapture *self, ConfabMediaKind kind)
{
  return kind == CONFAB_MEDIA_AUDIO ? self->microphone : self->camera;
}

void
confab_capture_set_playback (ConfabCapture *self, ConfabPlayback *playback)
{
  g_return_if_fail (CONFAB_IS_CAPTURE (self));

  g_set_object (&self->playback, playback);
}

void
confab_capture_set_voice_processing (ConfabCapture *self, ConfabVoiceProcessing mode)
{
  g_return_if_fail (CONFAB_IS_CAPTURE (self));

  self->voice_processing = mode;
}

void
confab_capture_set_camera (ConfabCapture *self, const char *source)
{
  g_return_if_fail (CONFAB_IS_CAPTURE (self));

  confab_capture_chain_set_source (self->camera, source);
}

void
confab_capture_set_microphone (ConfabCapture *self, const char *source)
{
  ConfabSourceType type = confab_source_name_parse (source);

  g_return_if_fail (CONFAB_IS_CAPTURE (self));

  self->microphone_is_device = type == CONFAB_SOURCE_DEFAULT || type == CONFAB_SOURCE_DEVICE;
  confab_capture_chain_set_source (self->microphone, source);
}

void
confab_capture_set_muted (ConfabCapture *self, ConfabMediaKind kind, gboolean muted)
{
  g_return_if_fail (CONFAB_IS_CAPTURE (self));
  g_return_if_fail (kind == CONFAB_MEDIA_AUDIO || kind == CONFAB_MEDIA_VIDEO);

  if (kind == CONFAB_MEDIA_AUDIO) {
    self->audio_muted = muted;
    confab_capture_chain_set_muted (self->microphone, muted);
  } else {
    self->video_muted = muted;
    confab_capture_chain_set_suspended (self->camera, muted);
  }
}

gboolean
confab_capture_get_muted (ConfabCapture *self, ConfabMediaKind kind)
{
  g_return_val_if_fail (CONFAB_IS_CAPTURE (self), FALSE);

  return kind == CONFAB_MEDIA_AUDIO ? self->audio_muted : self->video_muted;
}

gboolean
confab_capture_is_sending (ConfabCapture *self, ConfabMediaKind kind)
{
  g_return_val_if_fail (CONFAB_IS_CAPTURE (self), FALSE);

  return confab_capture_chain_is_running (get_chain (self, kind)) &&
         !confab_capture_get_muted (self, kind);
}

ConfabMailbox *
confab_capture_get_self_view (ConfabCapture *self)
{
  g_return_val_if_fail (CONFAB_IS_CAPTURE (self), NULL);

  return self->self_view;
}

ConfabTrack *
confab_capture_get_track (ConfabCapture *self, ConfabMediaKind kind)
{
  g_return_val_if_fail (CONFAB_IS_CAPTURE (self), NULL);

  return kind == CONFAB_MEDIA_AUDIO ? self->audio : self->video;
}

double
confab_capture_get_level_dbfs (ConfabCapture *self)
{
  g_return_val_if_fail (CONFAB_IS_CAPTURE (self), 0);

  return confab_meter_get_dbfs (self->meter);
}

void
confab_capture_set_bitrate (ConfabCapture *self, ConfabMediaKind kind, guint target_bps)
{
  g_return_if_fail (CONFAB_IS_CAPTURE (self));

  confab_capture_chain_set_bitrate (get_chain (self, kind), target_bps);
}

void
confab_capture_set_expected_loss (ConfabCapture *self, guint loss_percent)
{
  g_return_if_fail (CONFAB_IS_CAPTURE (self));

  confab_capture_chain_set_expected_loss (self->microphone, loss_percent);
}

static void
confab_capture_dispose (GObject *object)
{
  ConfabCapture *self = CONFAB_CAPTURE (object);

  g_clear_pointer (&self->camera, confab_capture_chain_free);
  g_clear_pointer (&self->microphone, confab_capture_chain_free);
  g_clear_pointer (&self->showing, confab_self_view_close);
  g_clear_object (&self->video);
  g_clear_object (&self->audio);
  g_clear_object (&self->playback);
  G_OBJECT_CLASS (confab_capture_parent_class)->dispose (object);
}

static void
confab_capture_finalize (GObject *object)
{
  ConfabCapture *self = CONFAB_CAPTURE (object);

  confab_mailbox_unref (self->self_view);
  confab_meter_unref (self->meter);
  G_OBJECT_CLASS (confab_capture_parent_class)->finalize (object);
}

static void
confab_capture_class_init (ConfabCaptureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = confab_capture_dispose;
  object_class->finalize = confab_capture_finalize;
  signals[SOURCE_STARTED] =
      g_signal_new ("source-started", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SOURCE_FAILED] =
      g_signal_new ("source-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_ERROR);
  signals[SOURCE_LOST] =
      g_signal_new ("source-lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_ERROR);
}

static void
confab_capture_init (ConfabCapture *self)
{
  self->video = confab_track_new (CONFAB_MEDIA_VIDEO);
  self->audio = confab_track_new (CONFAB_MEDIA_AUDIO);
  self->camera = confab_capture_chain_new (&camera_class, self, self->video);
  self->microphone = confab_capture_chain_new (&microphone_class, self, self->audio);
  self->self_view = confab_mailbox_new ();
  self->meter = confab_meter_new ();
}
