/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/teardown.h"

#define STOP_TRIES 10
#define STOP_AGAIN_MS 50

static GMutex lock;
static GCond ended;
static guint n_running; /* guarded by lock */

void
confab_teardown_enter (void)
{
  g_mutex_lock (&lock);
  n_running++;
  g_mutex_unlock (&lock);
}

void
confab_teardown_leave (void)
{
  g_mutex_lock (&lock);
  n_running--;
  g_cond_broadcast (&ended);
  g_mutex_unlock (&lock);
}

typedef struct {
  GstPipeline *pipeline;
  ConfabIceAgent *agent;
} Teardown;

/* One element that fails to stop keeps its whole pipeline as it was; freed like that, all of it would go on. */
static void
stop (GstElement *pipeline)
{
  for (guint i = 0; i < STOP_TRIES; i++) {
    if (gst_element_set_state (pipeline, GST_STATE_NULL) != GST_STATE_CHANGE_FAILURE)
      return;
    g_message ("a connection does not stop, trying again");
    g_usleep (STOP_AGAIN_MS * 1000);
  }
}

static gpointer
teardown_thread (gpointer user_data)
{
  Teardown *teardown = user_data;

  stop (GST_ELEMENT (teardown->pipeline));
  confab_ice_agent_close (teardown->agent);
  gst_object_unref (teardown->pipeline);
  g_free (teardown);
  confab_teardown_leave ();
  return NULL;
}

void
confab_teardown_begin (GstPipeline *pipeline, ConfabIceAgent *agent)
{
  Teardown *teardown = g_new (Teardown, 1);

  *teardown = (Teardown){ pipeline, agent };
  confab_teardown_enter ();
  g_thread_unref (g_thread_new ("link-teardown", teardown_thread, teardown));
}

gboolean
confab_teardown_wait_all (guint timeout_ms)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  gint64 deadline = g_get_monotonic_time () + (gint64) timeout_ms * 1000;

  while (n_running > 0)
    if (!g_cond_wait_until (&ended, &lock, deadline))
      return FALSE;
  return TRUE;
}
