/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Main thread, but for the one thread that starts it: asking a sound server may take seconds. */
#include "media/source/device-monitor.h"

#include "media/source/device-filter.h"

struct _ConfabDeviceMonitor {
  GObject parent_instance;
  GstDeviceMonitor *monitor;
  gboolean ready;
};

enum { READY, CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabDeviceMonitor, confab_device_monitor, G_TYPE_OBJECT)

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  ConfabDeviceMonitor *self = user_data;

  switch (GST_MESSAGE_TYPE (message)) {
  case GST_MESSAGE_DEVICE_ADDED:
  case GST_MESSAGE_DEVICE_REMOVED:
  case GST_MESSAGE_DEVICE_CHANGED:
    if (self->ready)
      g_signal_emit (self, signals[CHANGED], 0);
    break;
  default:
    break;
  }
  return G_SOURCE_CONTINUE;
}

/* A thread of the task's. */
static void
start_monitor (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  ConfabDeviceMonitor *self = source;

  /* FALSE: no provider could start; then there are no devices, which is what is said. */
  g_task_return_boolean (task, gst_device_monitor_start (self->monitor));
}

static void
on_monitor_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabDeviceMonitor *self = CONFAB_DEVICE_MONITOR (source);

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    g_message ("no way to look for cameras and microphones works on this computer");
  self->ready = TRUE;
  g_signal_emit (self, signals[READY], 0);
}

ConfabDeviceMonitor *
confab_device_monitor_get (void)
{
  static ConfabDeviceMonitor *singleton;
  g_autoptr (GTask) task = NULL;

  if (singleton == NULL) {
    singleton = g_object_new (CONFAB_TYPE_DEVICE_MONITOR, NULL);
    task = g_task_new (singleton, NULL, on_monitor_started, NULL);
    g_task_set_source_tag (task, confab_device_monitor_get);
    g_task_run_in_thread (task, start_monitor);
  }
  return singleton;
}

gboolean
confab_device_monitor_is_ready (ConfabDeviceMonitor *self)
{
  return self->ready;
}

GPtrArray *
confab_device_monitor_list (ConfabDeviceMonitor *self, ConfabDeviceKind kind)
{
  GList *devices = self->ready ? gst_device_monitor_get_devices (self->monitor) : NULL;
  GPtrArray *selected = confab_device_filter_select (devices, kind);

  g_list_free_full (devices, gst_object_unref);
  return selected;
}

static gboolean
matches (GstDevice *device, const char *name, gboolean by_id)
{
  g_autofree char *own =
      by_id ? confab_device_filter_id (device) : gst_device_get_display_name (device);

  return g_strcmp0 (own, name) == 0;
}

GstDevice *
confab_device_monitor_find (ConfabDeviceMonitor *self, ConfabDeviceKind kind, const char *name)
{
  g_autoptr (GPtrArray) devices = confab_device_monitor_list (self, kind);

  if (name == NULL)
    return devices->len > 0 ? gst_object_ref (devices->pdata[0]) : NULL;
  for (int by_id = 1; by_id >= 0; by_id--) {
    for (guint i = 0; i < devices->len; i++) {
      if (matches (devices->pdata[i], name, by_id))
        return gst_object_ref (devices->pdata[i]);
    }
  }
  return NULL;
}

static void
confab_device_monitor_class_init (ConfabDeviceMonitorClass *klass)
{
  signals[READY] = g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_device_monitor_init (ConfabDeviceMonitor *self)
{
  g_autoptr (GstBus) bus = NULL;

  self->monitor = gst_device_monitor_new ();
  gst_device_monitor_add_filter (self->monitor, "Video/Source", NULL);
  gst_device_monitor_add_filter (self->monitor, "Audio/Source", NULL);
  gst_device_monitor_add_filter (self->monitor, "Audio/Sink", NULL);
  bus = gst_device_monitor_get_bus (self->monitor);
  gst_bus_add_watch (bus, on_bus_message, self);
}
