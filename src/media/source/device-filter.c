/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Debian's GStreamer finds a microphone up to three times (PulseAudio, PipeWire, ALSA), a camera up to twice, and
 * the monitors of loudspeakers as microphones. A person has one of each.
 */
#include "media/source/device-filter.h"

#include <string.h>

/* How a device was found, the preferred way last. */
typedef enum {
  VIA_OTHER,
  VIA_ALSA,
  VIA_PIPEWIRE,
  VIA_PULSE,
} Route;

static Route
get_route (GstDevice *device)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (device);
  const char *name = properties != NULL ? gst_structure_get_name (properties) : "";

  if (g_str_has_prefix (name, "pulse"))
    return VIA_PULSE;
  if (g_str_has_prefix (name, "pipewire"))
    return VIA_PIPEWIRE;
  if (g_str_has_prefix (name, "alsa"))
    return VIA_ALSA;
  return VIA_OTHER;
}

/* Returns: (transfer full) (nullable) */
static char *
get_property (GstDevice *device, const char *name)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (device);

  return properties != NULL ? g_strdup (gst_structure_get_string (properties, name)) : NULL;
}

static gboolean
is_monitor (GstDevice *device)
{
  g_autofree char *class = get_property (device, "device.class");
  g_autofree char *media_class = get_property (device, "media.class");

  return g_strcmp0 (class, "monitor") == 0 ||
         (media_class != NULL && strstr (media_class, "Monitor") != NULL);
}

gboolean
confab_device_filter_kind (GstDevice *device, ConfabDeviceKind *kind)
{
  if (is_monitor (device))
    return FALSE;
  if (gst_device_has_classes (device, "Video/Source"))
    *kind = CONFAB_DEVICE_CAMERA;
  else if (gst_device_has_classes (device, "Audio/Source"))
    *kind = CONFAB_DEVICE_MICROPHONE;
  else if (gst_device_has_classes (device, "Audio/Sink"))
    *kind = CONFAB_DEVICE_SPEAKER;
  else
    return FALSE;
  return TRUE;
}

/* What the element is told to open is the only name that every provider has. */
static char *
get_element_target (GstDevice *device)
{
  static const char *const targets[] = { "device", "target-object", "path" };
  g_autoptr (GstElement) element = gst_device_create_element (device, NULL);

  if (element == NULL)
    return NULL;
  gst_object_ref_sink (element);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (element), targets[i]);
    char *target = NULL;

    if (spec == NULL || spec->value_type != G_TYPE_STRING)
      continue;
    g_object_get (element, targets[i], &target, NULL);
    if (target != NULL)
      return target;
  }
  return NULL;
}

char *
confab_device_filter_id (GstDevice *device)
{
  char *id = get_property (device, "device.path");

  if (id == NULL)
    id = get_element_target (device);
  return id != NULL ? id : gst_device_get_display_name (device);
}

/* Form factors as PulseAudio and PipeWire name them. */
static gboolean
is_part_of_something_else (GstDevice *device)
{
  static const char *const parts[] = { "internal", "webcam", "microphone", "speaker",  "tv",
                                       "hifi",     "car",    "computer",   "portable", NULL };
  g_autofree char *form = get_property (device, "device.form_factor");

  if (form == NULL)
    form = get_property (device, "device.form-factor");
  return form != NULL && g_strv_contains (parts, form);
}

/* What the sound servers tell of the card; where there is none, the name that both halves have. */
char *
confab_device_filter_group (GstDevice *device)
{
  static const char *const marks[] = { "api.bluez5.address", "bluez.path", "sysfs.path",
                                       "device.bus_path", "device.bus-path" };
  char *group = NULL;

  if (gst_device_has_classes (device, "Video") || is_part_of_something_else (device))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (marks) && group == NULL; i++)
    group = get_property (device, marks[i]);
  return group != NULL ? group : gst_device_get_display_name (device);
}

gboolean
confab_device_filter_is_default (GstDevice *device)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (device);
  gboolean is_default = FALSE;

  return properties != NULL && gst_structure_get_boolean (properties, "is-default", &is_default) &&
         is_default;
}

/* A camera that PipeWire passes on names the device file behind it: "v4l2:/dev/video0". */
static gboolean
is_same_camera (GstDevice *passed_on, GstDevice *camera)
{
  g_autofree char *path = get_property (camera, "device.path");
  g_autofree char *api_path = get_property (passed_on, "api.v4l2.path");
  g_autofree char *object_path = get_property (passed_on, "object.path");

  return path != NULL && (g_strcmp0 (path, api_path) == 0 ||
                          (object_path != NULL && g_str_has_suffix (object_path, path)));
}

static gboolean
is_second_appearance (GstDevice *device, ConfabDeviceKind kind, GPtrArray *all)
{
  Route route = get_route (device);

  for (guint i = 0; i < all->len; i++) {
    if (all->pdata[i] == device)
      continue;
    if (kind == CONFAB_DEVICE_CAMERA
            ? route == VIA_PIPEWIRE && is_same_camera (device, all->pdata[i])
            : get_route (all->pdata[i]) > route)
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
confab_device_filter_select (GList *devices, ConfabDeviceKind kind)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GPtrArray *selected = g_ptr_array_new_with_free_func (gst_object_unref);
  ConfabDeviceKind found;

  for (GList *node = devices; node != NULL; node = node->next) {
    if (confab_device_filter_kind (node->data, &found) && found == kind)
      g_ptr_array_add (all, node->data);
  }
  for (guint i = 0; i < all->len; i++) {
    if (is_second_appearance (all->pdata[i], kind, all))
      continue;
    g_ptr_array_insert (selected, confab_device_filter_is_default (all->pdata[i]) ? 0 : -1,
                        gst_object_ref (all->pdata[i]));
  }
  return selected;
}
