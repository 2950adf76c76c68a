/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/runner.h"

#define END_OF_STREAM_PATIENCE (2 * GST_SECOND)

struct _ConfabRunner {
  GThreadPool *pool; /* of one thread: first come, first served */
};

typedef enum { PLAY, RETIRE, FINISH, CALL } Request;

typedef struct {
  Request request;
  GstElement *pipeline;
  void (*done) (gboolean ended, gpointer user_data);
  void (*call) (gpointer user_data);
  gpointer user_data;
} Job;

static GMutex pending_lock; /* guards pending */
static GCond pending_changed;
static guint pending; /* jobs of all runners */

static void
count_pending (int change)
{
  g_mutex_lock (&pending_lock);
  pending += change;
  g_cond_broadcast (&pending_changed);
  g_mutex_unlock (&pending_lock);
}

static gboolean
end_stream (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  gst_element_send_event (pipeline, gst_event_new_eos ());
  message =
      gst_bus_timed_pop_filtered (bus, END_OF_STREAM_PATIENCE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  return message != NULL && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS;
}

/* The runner's thread. */
static void
run (gpointer data, gpointer unused)
{
  Job *job = data;
  gboolean ended = FALSE;

  switch (job->request) {
  case CALL:
    job->call (job->user_data);
    break;
  case PLAY:
    gst_element_set_state (job->pipeline, GST_STATE_PLAYING);
    break;
  case FINISH:
    ended = end_stream (job->pipeline);
    /* fall through */
  case RETIRE:
  default:
    gst_element_set_state (job->pipeline, GST_STATE_NULL);
    break;
  }
  if (job->done != NULL)
    job->done (ended, job->user_data);
  gst_clear_object (&job->pipeline);
  g_free (job);
  count_pending (-1);
}

ConfabRunner *
confab_runner_new (void)
{
  ConfabRunner *self = g_new0 (ConfabRunner, 1);

  self->pool = g_thread_pool_new (run, NULL, 1, FALSE, NULL);
  return self;
}

void
confab_runner_free (ConfabRunner *self)
{
  g_thread_pool_free (self->pool, FALSE, FALSE);
  g_free (self);
}

static void
push (ConfabRunner *self, const Job *job)
{
  count_pending (+1);
  g_thread_pool_push (self->pool, g_memdup2 (job, sizeof *job), NULL);
}

void
confab_runner_play (ConfabRunner *self, GstElement *pipeline)
{
  push (self, &(Job){ .request = PLAY, .pipeline = gst_object_ref (pipeline) });
}

void
confab_runner_retire (ConfabRunner *self, GstElement *pipeline)
{
  push (self, &(Job){ .request = RETIRE, .pipeline = pipeline });
}

void
confab_runner_call (ConfabRunner *self, void (*call) (gpointer user_data), gpointer user_data)
{
  push (self, &(Job){ .request = CALL, .call = call, .user_data = user_data });
}

void
confab_runner_finish (ConfabRunner *self, GstElement *pipeline,
                      void (*done) (gboolean ended, gpointer user_data), gpointer user_data)
{
  push (self,
        &(Job){ .request = FINISH, .pipeline = pipeline, .done = done, .user_data = user_data });
}

gboolean
confab_runner_drain (guint timeout_ms)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&pending_lock);
  gint64 end = g_get_monotonic_time () + (gint64) timeout_ms * G_TIME_SPAN_MILLISECOND;

  while (pending > 0)
    if (!g_cond_wait_until (&pending_changed, &pending_lock, end))
      return pending == 0;
  return TRUE;
}
