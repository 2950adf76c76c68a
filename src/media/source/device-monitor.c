/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Main thread, but for the one thread that starts it: asking a sound server may take seconds. */
#include "media/source/device-monitor.h"

#include "media/source/device-filter.h"

struct _ConfabDeviceMonitor {
  GObject parent_instance;
  GstDeviceMonitor *monitor;
  GList *devices;   /* (element-type GstDevice): what the monitor told of, the oldest first */
  gboolean started; /* the thread that starts it alone, and there is one at a time */
  gboolean ready;
};

enum { READY, CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabDeviceMonitor, confab_device_monitor, G_TYPE_OBJECT)

static void
forget (ConfabDeviceMonitor *self, GstDevice *device)
{
  GList *node = g_list_find (self->devices, device);

  if (node == NULL)
    return;
  gst_object_unref (node->data);
  self->devices = g_list_delete_link (self->devices, node);
}

/* Asking the monitor for its list instead would connect to every sound server that could not be reached before, and
 * wait for it. */
static void
take_message (ConfabDeviceMonitor *self, GstMessage *message)
{
  g_autoptr (GstDevice) device = NULL;
  g_autoptr (GstDevice) former = NULL;

  switch (GST_MESSAGE_TYPE (message)) {
  case GST_MESSAGE_DEVICE_ADDED:
    gst_message_parse_device_added (message, &device);
    break;
  case GST_MESSAGE_DEVICE_REMOVED:
    gst_message_parse_device_removed (message, &former);
    break;
  case GST_MESSAGE_DEVICE_CHANGED:
    gst_message_parse_device_changed (message, &device, &former);
    break;
  default:
    return;
  }
  if (former != NULL)
    forget (self, former);
  if (device != NULL)
    self->devices = g_list_append (self->devices, g_steal_pointer (&device));
  if (self->ready)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  take_message (user_data, message);
  return G_SOURCE_CONTINUE;
}

/* A thread of the task's. */
static void
start_monitor (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  ConfabDeviceMonitor *self = source;

  if (self->started)
    gst_device_monitor_stop (self->monitor);
  self->started = gst_device_monitor_start (self->monitor);
  g_task_return_boolean (task, self->started);
}

static void
on_monitor_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabDeviceMonitor *self = CONFAB_DEVICE_MONITOR (source);
  g_autoptr (GstBus) bus = gst_device_monitor_get_bus (self->monitor);
  GstMessage *message;

  g_list_free_full (g_steal_pointer (&self->devices), gst_object_unref);
  /* What was found at the start waits on the bus. */
  while ((message = gst_bus_pop (bus)) != NULL) {
    take_message (self, message);
    gst_message_unref (message);
  }
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    g_message ("no way to look for cameras and microphones works on this computer");
  gst_bus_add_watch (bus, on_bus_message, self);
  self->ready = TRUE;
  g_signal_emit (self, signals[READY], 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
look (ConfabDeviceMonitor *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_monitor_started, NULL);
  g_autoptr (GstBus) bus = gst_device_monitor_get_bus (
      self->monitor); /* What comes until it has started belongs to one of two lists: on_monitor_started () knows to which. */
  if (self->ready)
    gst_bus_remove_watch (bus);
  self->ready = FALSE;
  g_task_set_source_tag (task, look);
  g_task_run_in_thread (task, start_monitor);
}

ConfabDeviceMonitor *
confab_device_monitor_get (void)
{
  static ConfabDeviceMonitor *singleton;

  if (singleton == NULL) {
    singleton = g_object_new (CONFAB_TYPE_DEVICE_MONITOR, NULL);
    look (singleton);
  }
  return singleton;
}

void
confab_device_monitor_look_again (ConfabDeviceMonitor *self)
{
  if (self->ready)
    look (self);
}

gboolean
confab_device_monitor_is_ready (ConfabDeviceMonitor *self)
{
  return self->ready;
}

GPtrArray *
confab_device_monitor_list (ConfabDeviceMonitor *self, ConfabDeviceKind kind)
{
  return confab_device_filter_select (self->devices, kind);
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
  self->monitor = gst_device_monitor_new ();
  gst_device_monitor_add_filter (self->monitor, "Video/Source", NULL);
  gst_device_monitor_add_filter (self->monitor, "Audio/Source", NULL);
  gst_device_monitor_add_filter (self->monitor, "Audio/Sink", NULL);
}
