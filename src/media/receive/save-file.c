/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/receive/save-file.h"

#include <glib/gi18n-lib.h>
#include <gst/app/gstappsrc.h>

#include "media/error.h"

/* What the bus sees; outlives the file by as long as a message is on its way. */
typedef struct {
  gatomicrefcount references;
  char *path;
  ConfabPost *post;
  ConfabPostFunc failed;
  int has_failed; /* atomic */
} Watch;

struct _ConfabSaveFile {
  GstElement *pipeline, *source;
  guint max_buffers;
  Watch *watch;
};

typedef struct {
  Watch *watch;
  void (*done) (gboolean whole, gpointer user_data);
  gpointer user_data;
} Finish;

static Watch *
watch_ref (Watch *watch)
{
  g_atomic_ref_count_inc (&watch->references);
  return watch;
}

static void
watch_unref (gpointer user_data)
{
  Watch *watch = user_data;

  if (!g_atomic_ref_count_dec (&watch->references))
    return;
  confab_post_unref (watch->post);
  g_free (watch->path);
  g_free (watch);
}

static void
fail (Watch *watch, const GError *why)
{
  gboolean full = g_error_matches (why, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT);
  GError *error;

  if (!g_atomic_int_compare_and_exchange (&watch->has_failed, FALSE, TRUE))
    return;
  error =
      full ? g_error_new (CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_FAILED,
                          _ ("The disk is full, so saving to “%s” stopped. Make room before the "
                             "next meeting; this one goes on"),
                          watch->path)
           : g_error_new (CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_FAILED,
                          _ ("Nothing can be saved to “%s”. Choose a folder that you may write to; "
                             "the meeting goes on"),
                          watch->path);
  g_message ("saving stopped: %s", why->message);
  confab_post_send (watch->post, watch->failed, error, (GDestroyNotify) g_error_free);
}

/* Any thread of the pipeline. */
static GstBusSyncReply
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, &error, NULL);
    fail (user_data, error);
  }
  return GST_BUS_PASS;
}

static Watch *
watch_new (const char *path, ConfabPost *post, ConfabPostFunc failed)
{
  Watch *watch = g_new0 (Watch, 1);

  g_atomic_ref_count_init (&watch->references);
  watch->path = g_strdup (path);
  watch->post = confab_post_ref (post);
  watch->failed = failed;
  return watch;
}

static void
build (ConfabSaveFile *self, const char *chain)
{
  g_autofree char *description =
      g_strdup_printf ("appsrc name=source format=time ! %s ! filesink name=sink", chain);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstBus) bus = NULL;

  self->pipeline = gst_parse_launch_full (description, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
  if (self->pipeline == NULL) {
    fail (self->watch, error);
    return;
  }
  gst_object_ref_sink (self->pipeline);
  self->source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  g_object_set (sink, "location", self->watch->path, "async", FALSE, NULL);
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, on_message, watch_ref (self->watch), watch_unref);
}

ConfabSaveFile *
confab_save_file_new (const char *path, const char *chain, guint max_buffers, ConfabRunner *runner,
                      ConfabPost *post, ConfabPostFunc failed)
{
  ConfabSaveFile *self = g_new0 (ConfabSaveFile, 1);

  self->max_buffers = max_buffers;
  self->watch = watch_new (path, post, failed);
  build (self, chain);
  if (self->pipeline != NULL)
    confab_runner_play (runner, self->pipeline);
  return self;
}

void
confab_save_file_set_caps (ConfabSaveFile *self, GstCaps *caps)
{
  if (self->source != NULL)
    gst_app_src_set_caps (GST_APP_SRC (self->source), caps);
}

gboolean
confab_save_file_push (ConfabSaveFile *self, GstBuffer *buffer)
{
  if (self->source == NULL || g_atomic_int_get (&self->watch->has_failed) ||
      gst_app_src_get_current_level_buffers (GST_APP_SRC (self->source)) >= self->max_buffers) {
    gst_buffer_unref (buffer);
    return FALSE;
  }
  return gst_app_src_push_buffer (GST_APP_SRC (self->source), buffer) == GST_FLOW_OK;
}

/* The runner's thread. */
static void
on_finished (gboolean ended, gpointer user_data)
{
  Finish *finish = user_data;
  gboolean whole = ended && !g_atomic_int_get (&finish->watch->has_failed);

  if (finish->done != NULL)
    finish->done (whole, finish->user_data);
  watch_unref (finish->watch);
  g_free (finish);
}

void
confab_save_file_finish (ConfabSaveFile *self, ConfabRunner *runner,
                         void (*done) (gboolean whole, gpointer user_data), gpointer user_data)
{
  Finish *finish = g_new (Finish, 1);

  *finish = (Finish){ self->watch, done, user_data };
  gst_clear_object (&self->source);
  if (self->pipeline != NULL)
    confab_runner_finish (runner, g_steal_pointer (&self->pipeline), on_finished, finish);
  else
    on_finished (FALSE, finish);
  g_free (self);
}
