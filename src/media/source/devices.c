/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Main thread. */
#include "media/source/devices.h"

#include "media/source/device-filter.h"
#include "media/source/device-monitor.h"

struct _ConfabDevice {
  GObject parent_instance;
  ConfabDeviceKind kind;
  char *name;
  char *id;
  char *group;
};

enum { DEVICE_PROP_0, DEVICE_PROP_NAME, DEVICE_PROP_ID, N_DEVICE_PROPS };
static GParamSpec *device_properties[N_DEVICE_PROPS];

G_DEFINE_FINAL_TYPE (ConfabDevice, confab_device, G_TYPE_OBJECT)

ConfabDevice *
confab_device_new (ConfabDeviceKind kind, const char *name, const char *id, const char *group)
{
  ConfabDevice *self = g_object_new (CONFAB_TYPE_DEVICE, NULL);

  self->kind = kind;
  self->name = g_strdup (name);
  self->id = g_strdup (id);
  self->group = g_strdup (group);
  return self;
}

static ConfabDevice *
wrap (GstDevice *device, ConfabDeviceKind kind)
{
  g_autofree char *name = gst_device_get_display_name (device);
  g_autofree char *id = confab_device_filter_id (device);
  g_autofree char *group = confab_device_filter_group (device);

  return confab_device_new (kind, name, id, group);
}

static void
confab_device_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  ConfabDevice *self = CONFAB_DEVICE (object);

  switch (property_id) {
  case DEVICE_PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case DEVICE_PROP_ID:
    g_value_set_string (value, self->id);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
confab_device_finalize (GObject *object)
{
  ConfabDevice *self = CONFAB_DEVICE (object);
  g_free (self->name);
  g_free (self->id);
  g_free (self->group);
  G_OBJECT_CLASS (confab_device_parent_class)->finalize (object);
}

static void
confab_device_class_init (ConfabDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = confab_device_get_property;
  object_class->finalize = confab_device_finalize;
  device_properties[DEVICE_PROP_NAME] =
      g_param_spec_string ("name", NULL, "What a person knows it by", NULL, flags);
  device_properties[DEVICE_PROP_ID] =
      g_param_spec_string ("id", NULL, "What the system knows it by", NULL, flags);
  g_object_class_install_properties (object_class, N_DEVICE_PROPS, device_properties);
}

static void
confab_device_init (ConfabDevice *self)
{
}

ConfabDeviceKind
confab_device_get_kind (ConfabDevice *self)
{
  g_return_val_if_fail (CONFAB_IS_DEVICE (self), CONFAB_DEVICE_CAMERA);

  return self->kind;
}

const char *
confab_device_get_name (ConfabDevice *self)
{
  g_return_val_if_fail (CONFAB_IS_DEVICE (self), NULL);

  return self->name;
}

const char *
confab_device_get_id (ConfabDevice *self)
{
  g_return_val_if_fail (CONFAB_IS_DEVICE (self), NULL);

  return self->id;
}

const char *
confab_device_get_group (ConfabDevice *self)
{
  g_return_val_if_fail (CONFAB_IS_DEVICE (self), NULL);

  return self->group;
}

struct _ConfabDeviceList {
  GObject parent_instance;
  ConfabDeviceKind kind;
  GPtrArray *devices; /* (element-type ConfabDevice) */
  gboolean ready;
};

enum { LIST_PROP_0, LIST_PROP_READY, N_LIST_PROPS };
static GParamSpec *list_properties[N_LIST_PROPS];

static GType
get_item_type (GListModel *list)
{
  return CONFAB_TYPE_DEVICE;
}

static guint
get_n_items (GListModel *list)
{
  return CONFAB_DEVICE_LIST (list)->devices->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  ConfabDeviceList *self = CONFAB_DEVICE_LIST (list);

  return position < self->devices->len ? g_object_ref (self->devices->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabDeviceList, confab_device_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* The object that was there before, so that a selection in a list stays where it is. */
static ConfabDevice *
find_or_wrap (ConfabDeviceList *self, GstDevice *device)
{
  g_autoptr (ConfabDevice) found = wrap (device, self->kind);

  for (guint i = 0; i < self->devices->len; i++) {
    ConfabDevice *known = self->devices->pdata[i];

    if (g_str_equal (known->id, found->id) && g_str_equal (known->name, found->name))
      return g_object_ref (known);
  }
  return g_steal_pointer (&found);
}

static gboolean
is_same_list (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    if (a->pdata[i] != b->pdata[i])
      return FALSE;
  }
  return TRUE;
}

static void
refresh (ConfabDeviceList *self)
{
  g_autoptr (GPtrArray) found =
      confab_device_monitor_list (confab_device_monitor_get (), self->kind);
  g_autoptr (GPtrArray) former = NULL;
  GPtrArray *devices = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (devices, find_or_wrap (self, found->pdata[i]));
  if (is_same_list (devices, self->devices)) {
    g_ptr_array_unref (devices);
    return;
  }
  former = g_steal_pointer (&self->devices);
  self->devices = devices;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, former->len, devices->len);
}

static void
on_monitor_ready (ConfabDeviceMonitor *monitor, ConfabDeviceList *self)
{
  refresh (self);
  if (self->ready)
    return;
  self->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), list_properties[LIST_PROP_READY]);
}

static void
on_monitor_changed (ConfabDeviceMonitor *monitor, ConfabDeviceList *self)
{
  refresh (self);
}

ConfabDeviceList *
confab_device_list_new (ConfabDeviceKind kind)
{
  ConfabDeviceMonitor *monitor = confab_device_monitor_get ();
  ConfabDeviceList *self = g_object_new (CONFAB_TYPE_DEVICE_LIST, NULL);

  self->kind = kind;
  g_signal_connect_object (monitor, "ready", G_CALLBACK (on_monitor_ready), self, 0);
  g_signal_connect_object (monitor, "changed", G_CALLBACK (on_monitor_changed), self, 0);
  if (confab_device_monitor_is_ready (monitor))
    on_monitor_ready (monitor, self);
  if (self->ready && self->devices->len == 0)
    confab_device_monitor_look_again (monitor);
  return self;
}

gboolean
confab_device_list_is_ready (ConfabDeviceList *self)
{
  g_return_val_if_fail (CONFAB_IS_DEVICE_LIST (self), FALSE);

  return self->ready;
}

static void
confab_device_list_get_property (GObject *object, guint property_id, GValue *value,
                                 GParamSpec *pspec)
{
  ConfabDeviceList *self = CONFAB_DEVICE_LIST (object);

  switch (property_id) {
  case LIST_PROP_READY:
    g_value_set_boolean (value, self->ready);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
confab_device_list_finalize (GObject *object)
{
  ConfabDeviceList *self = CONFAB_DEVICE_LIST (object);

  g_ptr_array_unref (self->devices);
  G_OBJECT_CLASS (confab_device_list_parent_class)->finalize (object);
}

static void
confab_device_list_class_init (ConfabDeviceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = confab_device_list_get_property;
  object_class->finalize = confab_device_list_finalize;
  list_properties[LIST_PROP_READY] =
      g_param_spec_boolean ("ready", NULL, "Whether the devices of the start are known", FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_LIST_PROPS, list_properties);
}

static void
confab_device_list_init (ConfabDeviceList *self)
{
  self->devices = g_ptr_array_new_with_free_func (g_object_unref);
}
