/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a device's name to an element, once the devices are known. Main thread. */
#include "media/source/device-element.h"

#include <glib/gi18n-lib.h>
#include <gst/video/video.h>

#include "media/error.h"
#include "media/source/device-filter.h"
#include "media/source/device-monitor.h"
#include "media/source/picture-fit.h"

#define DEVICE_ID "confab-device-id"

/* Sound devices hand over 10 ms at a time, and keep at most so much, in µs. A stall of the computer longer
 * than the latter is heard; everything in there is delay. */
#define PERIOD_US G_GINT64_CONSTANT (10000)
#define BUFFER_US G_GINT64_CONSTANT (40000)

/* Slower cameras than this look wrong in a conversation, larger pictures or not. */
#define FLUENT_RATE 24.0

typedef struct {
  ConfabDeviceKind kind;
  char *name; /* NULL: the default */
  gboolean looked_again;
} Wish;

static void
wish_free (Wish *self)
{
  g_free (self->name);
  g_free (self);
}

static void
set_missing_error (GError **error, const Wish *wish)
{
  static const char *const none[] = {
    [CONFAB_DEVICE_CAMERA] = N_ ("There is no camera. Plug one in, or go on without"),
    [CONFAB_DEVICE_MICROPHONE] = N_ ("There is no microphone. Plug one in, or go on without"),
    [CONFAB_DEVICE_SPEAKER] = N_ ("There is no loudspeaker. Plug one in, or go on without"),
  };

  if (wish->name == NULL)
    g_set_error_literal (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_NOT_FOUND,
                         _ (none[wish->kind]));
  else if (wish->kind == CONFAB_DEVICE_CAMERA)
    g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_NOT_FOUND,
                 _ ("There is no camera called “%s”. Plug it in, or choose another one"),
                 wish->name);
  else if (wish->kind == CONFAB_DEVICE_MICROPHONE)
    g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_NOT_FOUND,
                 _ ("There is no microphone called “%s”. Plug it in, or choose another one"),
                 wish->name);
  else
    g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_NOT_FOUND,
                 _ ("There is no loudspeaker called “%s”. Plug it in, or choose another one"),
                 wish->name);
}

typedef struct {
  int width;
  int height;
  double rate;
  gboolean is_raw;
} Format;

/* Higher is better. */
static double
rate_format (const Format *format)
{
  double area = (double) format->width * format->height;
  double most = (double) CONFAB_MAX_WIDTH * CONFAB_MAX_HEIGHT;
  gboolean fits = format->width <= CONFAB_MAX_WIDTH && format->height <= CONFAB_MAX_HEIGHT;

  return (format->rate >= FLUENT_RATE ? 1e9 : 0) + 1e3 * MIN (area, most) / most * 1e3 +
         (fits ? 1e3 : 0) + MIN (format->rate, CONFAB_MAX_RATE) * 10 + (format->is_raw ? 1 : 0);
}

static gboolean
read_format (GstStructure *structure, Format *format)
{
  int rate_n = 0;
  int rate_d = 1;

  format->is_raw = gst_structure_has_name (structure, "video/x-raw");
  if (!format->is_raw && !gst_structure_has_name (structure, "image/jpeg"))
    return FALSE;

  gst_structure_fixate_field_nearest_int (structure, "width", CONFAB_MAX_WIDTH);
  gst_structure_fixate_field_nearest_int (structure, "height", CONFAB_MAX_HEIGHT);
  gst_structure_fixate_field_nearest_fraction (structure, "framerate", CONFAB_MAX_RATE, 1);
  if (!gst_structure_get_int (structure, "width", &format->width) ||
      !gst_structure_get_int (structure, "height", &format->height))
    return FALSE;
  if (gst_structure_get_fraction (structure, "framerate", &rate_n, &rate_d) && rate_d > 0)
    format->rate = (double) rate_n / rate_d;
  else
    format->rate = CONFAB_MAX_RATE; /* does not say */
  return TRUE;
}

GstCaps *
confab_device_element_choose_format (GstCaps *caps)
{
  g_autoptr (GstStructure) best = NULL;
  double best_rating = -1;
  GstCaps *chosen;

  for (guint i = 0; caps != NULL && !gst_caps_is_any (caps) && i < gst_caps_get_size (caps); i++) {
    g_autoptr (GstStructure) candidate = gst_structure_copy (gst_caps_get_structure (caps, i));
    GstCapsFeatures *features = gst_caps_get_features (caps, i);
    Format format;

    /* Pictures in a graphics card's memory are not for us. */
    if (!gst_caps_features_is_equal (features, GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY) ||
        !read_format (candidate, &format) || rate_format (&format) <= best_rating)
      continue;
    best_rating = rate_format (&format);
    g_clear_pointer (&best, gst_structure_free);
    best = g_steal_pointer (&candidate);
  }
  if (best == NULL)
    return NULL;
  chosen = gst_caps_new_empty ();
  gst_caps_append_structure (chosen, g_steal_pointer (&best));
  return chosen;
}

/* A camera and what makes raw pictures of its format. */
static GstElement *
make_camera (GstDevice *device, GstElement *source)
{
  g_autoptr (GstCaps) offered = gst_device_get_caps (device);
  g_autoptr (GstCaps) chosen = confab_device_element_choose_format (offered);
  GstElement *bin = gst_bin_new (NULL);
  GstElement *filter = gst_element_factory_make ("capsfilter", NULL);
  GstElement *last = filter;
  g_autoptr (GstPad) pad = NULL;

  gst_bin_add_many (GST_BIN (bin), source, filter, NULL);
  gst_element_link (source, filter);
  if (chosen != NULL)
    g_object_set (filter, "caps", chosen, NULL);
  if (chosen != NULL && gst_structure_has_name (gst_caps_get_structure (chosen, 0), "image/jpeg")) {
    last = gst_element_factory_make ("jpegdec", NULL);
    gst_bin_add (GST_BIN (bin), last);
    gst_element_link (filter, last);
  }
  pad = gst_element_get_static_pad (last, "src");
  gst_element_add_pad (bin, gst_ghost_pad_new ("src", pad));
  return bin;
}

static void
set_if_there (GstElement *element, const char *property, gint64 value)
{
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (element), property);

  if (spec != NULL && spec->value_type == G_TYPE_INT64)
    g_object_set (element, property, value, NULL);
}

/* Makes the desktop treat this as a call: WirePlumber and PulseAudio switch a Bluetooth headset to where it has a
 * microphone (pipewire-pulse reads "phone" as "Communication"). PulseAudio would put an echo canceller of its own before
 * ours. */
static void
tell_role (GstElement *element)
{
  GstElementFactory *factory = gst_element_get_factory (element);
  GParamSpec *spec =
      g_object_class_find_property (G_OBJECT_GET_CLASS (element), "stream-properties");
  gboolean pulse = factory != NULL && g_str_has_prefix (GST_OBJECT_NAME (factory), "pulse");
  g_autoptr (GstStructure) properties = NULL;

  if (spec == NULL || spec->value_type != GST_TYPE_STRUCTURE)
    return;
  properties = gst_structure_new ("props", "media.role", G_TYPE_STRING,
                                  pulse ? "phone" : "Communication", NULL);
  if (pulse)
    gst_structure_set (properties, "filter.suppress", G_TYPE_STRING, "echo-cancel", NULL);
  g_object_set (element, "stream-properties", properties, NULL);
}

/* PulseAudio moves what was opened without a name when another device becomes the default. */
static gboolean
follow_default (GstElement *element)
{
  GstElementFactory *factory = gst_element_get_factory (element);

  if (factory == NULL || (!g_str_equal (GST_OBJECT_NAME (factory), "pulsesrc") &&
                          !g_str_equal (GST_OBJECT_NAME (factory), "pulsesink")))
    return FALSE;
  g_object_set (element, "device", NULL, NULL);
  return TRUE;
}

const char *
confab_device_element_get_id (GstElement *element)
{
  return g_object_get_data (G_OBJECT (element), DEVICE_ID);
}

static GstElement *
make_element (const Wish *wish, GstDevice *device)
{
  GstElement *element = gst_device_create_element (device, NULL);
  gboolean follows;

  if (element == NULL)
    return NULL;
  follows = wish->name == NULL && follow_default (element);
  if (wish->kind == CONFAB_DEVICE_CAMERA) {
    element = make_camera (device, element);
  } else {
    set_if_there (element, "latency-time", PERIOD_US);
    set_if_there (element, "buffer-time", BUFFER_US);
    tell_role (element);
  }
  if (!follows)
    g_object_set_data_full (G_OBJECT (element), DEVICE_ID, confab_device_filter_id (device),
                            g_free);
  return gst_object_ref_sink (element);
}

static void
finish (GTask *task)
{
  const Wish *wish = g_task_get_task_data (task);
  g_autoptr (GstDevice) device =
      confab_device_monitor_find (confab_device_monitor_get (), wish->kind, wish->name);
  GstElement *element = device != NULL ? make_element (wish, device) : NULL;
  GError *error = NULL;

  if (element != NULL) {
    g_task_return_pointer (task, element, gst_object_unref);
  } else {
    set_missing_error (&error, wish);
    g_task_return_error (task, error);
  }
}

static void on_monitor_ready (ConfabDeviceMonitor *monitor, gpointer user_data);

/* Finishes, at once or when the devices are known. What is not there is looked for once more. */
static void
proceed (GTask *task)
{
  ConfabDeviceMonitor *monitor = confab_device_monitor_get ();
  Wish *wish = g_task_get_task_data (task);

  if (confab_device_monitor_is_ready (monitor)) {
    g_autoptr (GstDevice) device = confab_device_monitor_find (monitor, wish->kind, wish->name);

    if (device != NULL || wish->looked_again) {
      finish (task);
      return;
    }
    confab_device_monitor_look_again (monitor);
    wish->looked_again = TRUE;
  }
  g_signal_connect (monitor, "ready", G_CALLBACK (on_monitor_ready), g_object_ref (task));
}

static void
on_monitor_ready (ConfabDeviceMonitor *monitor, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_signal_handlers_disconnect_by_func (monitor, on_monitor_ready, user_data);
  proceed (task);
}

void
confab_device_element_new_async (ConfabDeviceKind kind, const char *name, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Wish *wish = g_new0 (Wish, 1);

  g_task_set_source_tag (task, confab_device_element_new_async);
  wish->kind = kind;
  wish->name = g_strdup (name);
  g_task_set_task_data (task, wish, (GDestroyNotify) wish_free);

  proceed (task);
}
