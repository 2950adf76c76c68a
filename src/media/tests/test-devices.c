/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cameras and microphones without hardware: a device provider of our own, whose cameras come, go, and are
 * taken by others; and a private PulseAudio for the real way of sound.
 */
#include <gio/gio.h>
#include <gst/base/gstpushsrc.h>
#include <string.h>

#include "media/hop.h"
#include "media/media.h"
#include "media/meeting-clock.h"
#include "media/receive/playback-stream.h"
#include "media/source/device-element.h"
#include "media/source/device-filter.h"
#include "media/source/paced-source.h"
#include "media/tests/clips.h"

/* A camera that another program has. */

typedef GstPushSrc BusySource;
typedef GstPushSrcClass BusySourceClass;
GType busy_source_get_type (void);
G_DEFINE_TYPE (BusySource, busy_source, GST_TYPE_PUSH_SRC)

static gboolean
busy_source_start (GstBaseSrc *source)
{
  GST_ELEMENT_ERROR (source, RESOURCE, BUSY, (NULL), ("taken"));
  return FALSE;
}

static void
busy_source_class_init (BusySourceClass *klass)
{
  static GstStaticPadTemplate template =
      GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS ("video/x-raw"));

  GST_BASE_SRC_CLASS (klass)->start = busy_source_start;
  gst_element_class_add_static_pad_template (GST_ELEMENT_CLASS (klass), &template);
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "Busy", "Source", "Busy", "-");
}

static void
busy_source_init (BusySource *self)
{
}

/* A device of any properties. */

typedef struct {
  GstDevice parent_instance;
  gboolean busy;
} FakeDevice;
typedef GstDeviceClass FakeDeviceClass;
GType fake_device_get_type (void);
G_DEFINE_TYPE (FakeDevice, fake_device, GST_TYPE_DEVICE)

static GstElement *
fake_device_create_element (GstDevice *device, const char *name)
{
  if (((FakeDevice *) (gpointer) device)->busy)
    return g_object_new (busy_source_get_type (), NULL);
  return confab_paced_source_new_for_test (
      gst_device_has_classes (device, "Video") ? CONFAB_MEDIA_VIDEO : CONFAB_MEDIA_AUDIO);
}

static void
fake_device_class_init (FakeDeviceClass *klass)
{
  klass->create_element = fake_device_create_element;
}

static void
fake_device_init (FakeDevice *self)
{
}

/* @properties: as gst_structure_new_from_string () takes them */
static GstDevice *
fake_device_new (const char *name, const char *class, const char *properties)
{
  g_autoptr (GstStructure) structure = gst_structure_new_from_string (properties);
  g_autoptr (GstCaps) caps = gst_caps_new_any ();

  g_assert_nonnull (structure);
  return g_object_new (fake_device_get_type (), "display-name", name, "device-class", class, "caps",
                       caps, "properties", structure, NULL);
}

/* The provider of such devices. */

typedef GstDeviceProvider FakeProvider;
typedef GstDeviceProviderClass FakeProviderClass;
GType fake_provider_get_type (void);
G_DEFINE_TYPE (FakeProvider, fake_provider, GST_TYPE_DEVICE_PROVIDER)

static GMutex plugged_lock; /* guards what follows; providers are started on a thread */
static GList *plugged;      /* (element-type GstDevice) */
static GstDeviceProvider *started_provider;

static gboolean
fake_provider_start (GstDeviceProvider *self)
{
  g_mutex_lock (&plugged_lock);
  for (GList *node = plugged; node != NULL; node = node->next)
    gst_device_provider_device_add (self, node->data);
  started_provider = self;
  g_mutex_unlock (&plugged_lock);
  return TRUE;
}

static void
fake_provider_stop (GstDeviceProvider *self)
{
  g_mutex_lock (&plugged_lock);
  started_provider = NULL;
  g_mutex_unlock (&plugged_lock);
}

static void
fake_provider_class_init (FakeProviderClass *klass)
{
  klass->start = fake_provider_start;
  klass->stop = fake_provider_stop;
  gst_device_provider_class_set_static_metadata (klass, "Fake", "Video/Source", "Fake cameras",
                                                 "-");
}

static void
fake_provider_init (FakeProvider *self)
{
}

/* The news is on a bus. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static GstDevice *
plug_in (const char *name, const char *path, gboolean busy)
{
  g_autofree char *properties = g_strdup_printf ("fake, device.path=\"%s\"", path);
  GstDevice *device = gst_object_ref_sink (fake_device_new (name, "Video/Source", properties));

  ((FakeDevice *) (gpointer) device)->busy = busy;
  g_mutex_lock (&plugged_lock);
  plugged = g_list_append (plugged, device);
  if (started_provider != NULL)
    gst_device_provider_device_add (started_provider, device);
  g_mutex_unlock (&plugged_lock);
  return device;
}

static void
pull_out (GstDevice *device)
{
  g_mutex_lock (&plugged_lock);
  plugged = g_list_remove (plugged, device);
  if (started_provider != NULL)
    gst_device_provider_device_remove (started_provider, device);
  g_mutex_unlock (&plugged_lock);
  gst_object_unref (device);
  settle ();
}

/* The filter. */

static char *
names_of (GPtrArray *devices)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < devices->len; i++) {
    g_autofree char *name = gst_device_get_display_name (devices->pdata[i]);

    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
  }
  return g_strdup (names->str);
}

static void
assert_selected (GList *devices, ConfabDeviceKind kind, const char *expected)
{
  g_autoptr (GPtrArray) selected = confab_device_filter_select (devices, kind);
  g_autofree char *names = names_of (selected);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_filter (void)
{
  static const struct {
    const char *name;
    const char *class;
    const char *properties;
  } found[] = {
    { "Monitor of Speakers", "Audio/Source", "pulse-proplist, device.class=monitor" },
    { "Headset", "Audio/Source", "pulse-proplist, is-default=(boolean)false" },
    { "Built-in", "Audio/Source", "pulse-proplist, is-default=(boolean)true" },
    { "Headset", "Audio/Source", "pipewire-proplist, media.class=\"Audio/Source\"" },
    { "hw:0", "Audio/Source", "alsa-proplist, device.api=alsa" },
    { "Speakers", "Audio/Sink", "pipewire-proplist, media.class=\"Audio/Sink\"" },
    { "hw:0", "Audio/Sink", "alsa-proplist, device.api=alsa" },
    { "Webcam", "Video/Source", "v4l2deviceprovider, device.path=\"/dev/video0\"" },
    { "Webcam (V4L2)", "Video/Source", "pipewire-proplist, object.path=\"v4l2:/dev/video0\"" },
    { "Phone", "Video/Source", "pipewire-proplist, node.name=phone" },
    { "Printer", "Printer/Sink", "strange, a=b" },
  };
  GList *devices = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    devices = g_list_append (devices, gst_object_ref_sink (fake_device_new (
                                          found[i].name, found[i].class, found[i].properties)));
  assert_selected (devices, CONFAB_DEVICE_MICROPHONE, "Built-in, Headset");
  assert_selected (devices, CONFAB_DEVICE_SPEAKER, "Speakers");
  assert_selected (devices, CONFAB_DEVICE_CAMERA, "Webcam, Phone");
  g_list_free_full (devices, gst_object_unref);
}

static void
assert_group (const char *class, const char *properties, const char *expected)
{
  g_autoptr (GstDevice) device = gst_object_ref_sink (fake_device_new ("Name", class, properties));
  g_autofree char *group = confab_device_filter_group (device);

  g_assert_cmpstr (group, ==, expected);
}

static void
test_groups (void)
{
  assert_group ("Audio/Source", "pulse-proplist, sysfs.path=\"/card1\"", "/card1");
  assert_group ("Audio/Sink", "pulse-proplist, sysfs.path=\"/card1\"", "/card1");
  assert_group ("Audio/Sink", "pipewire-proplist, api.bluez5.address=(string)\"00:11\"", "00:11");
  assert_group ("Audio/Sink", "pulse-proplist, device.form_factor=headset", "Name");
  assert_group ("Audio/Source",
                "pulse-proplist, sysfs.path=\"/card0\", device.form_factor=internal", NULL);
  assert_group ("Audio/Source", "pulse-proplist, device.form_factor=webcam", NULL);
  assert_group ("Video/Source", "v4l2deviceprovider, device.path=\"/dev/video0\"", NULL);
}

static void
assert_chosen (const char *offered, const char *expected)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (offered);
  g_autoptr (GstCaps) chosen = confab_device_element_choose_format (caps);
  g_autofree char *text = chosen != NULL ? gst_caps_to_string (chosen) : g_strdup ("nothing");

  g_test_message ("%s", text);
  if (expected == NULL)
    g_assert_null (chosen);
  else
    g_assert_true (strstr (text, expected) != NULL);
}

static void
test_camera_format (void)
{
  /* An ordinary webcam on USB 2: 720p at full rate only as JPEG. */
  assert_chosen ("video/x-raw, format=YUY2, width=640, height=480, framerate={ 30/1, 15/1 };"
                 "video/x-raw, format=YUY2, width=1280, height=720, framerate=10/1;"
                 "image/jpeg, width=1920, height=1080, framerate=30/1;"
                 "image/jpeg, width=1280, height=720, framerate={ 60/1, 30/1 }",
                 "image/jpeg, width=(int)1280, height=(int)720, framerate=(fraction)30/1");
  /* Both: then without the work of decoding. */
  assert_chosen ("image/jpeg, width=1280, height=720, framerate=30/1;"
                 "video/x-raw, format=NV12, width=1280, height=720, framerate=30/1",
                 "video/x-raw, format=(string)NV12, width=(int)1280, height=(int)720");
  assert_chosen ("video/x-raw, format=I420, width=[ 16, 4096 ], height=[ 16, 2160 ], "
                 "framerate=[ 0/1, 60/1 ]",
                 "width=(int)1280, height=(int)720, framerate=(fraction)30/1");
  assert_chosen ("video/x-raw(memory:DMABuf), format=NV12, width=1280, height=720, framerate=30/1;"
                 "video/x-raw, format=YUY2, width=320, height=240, framerate=30/1",
                 "width=(int)320");
  assert_chosen ("video/x-h264, width=1280, height=720", NULL);
  assert_chosen ("ANY", NULL);
}

/* The list and the capture, with devices that come and go. */

typedef struct {
  ConfabDeviceList *list;
  const char *expected;
} ListWish;

static gboolean
has_listed (gpointer user_data)
{
  ListWish *wish = user_data;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (wish->list)); i++) {
    g_autoptr (ConfabDevice) device = g_list_model_get_item (G_LIST_MODEL (wish->list), i);

    g_string_append_printf (names, "%s%s=%s", i > 0 ? ", " : "", confab_device_get_name (device),
                            confab_device_get_id (device));
  }
  return g_str_equal (names->str, wish->expected);
}

static void
wait_for_list (ConfabDeviceList *list, const char *expected)
{
  ListWish wish = { list, expected };

  confab_clips_wait_for (has_listed, &wish);
}

static gboolean
is_ready (gpointer list)
{
  return confab_device_list_is_ready (list);
}

static void
test_list_follows (void)
{
  ConfabDeviceList *list = confab_device_list_new (CONFAB_DEVICE_CAMERA);
  g_autoptr (ConfabDevice) first = NULL;
  g_autoptr (ConfabDevice) still_first = NULL;
  GstDevice *webcam;
  GstDevice *phone;

  confab_clips_wait_for (is_ready, list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  webcam = plug_in ("Webcam", "/dev/fake0", FALSE);
  wait_for_list (list, "Webcam=/dev/fake0");
  first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  phone = plug_in ("Phone", "/dev/fake1", FALSE);
  wait_for_list (list, "Webcam=/dev/fake0, Phone=/dev/fake1");
  still_first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (first == still_first);
  pull_out (webcam);
  wait_for_list (list, "Phone=/dev/fake1");
  pull_out (phone);
  wait_for_list (list, "");
  g_object_unref (list);
}

typedef struct {
  guint started;
  GError *failed;
  GError *lost;
} Said;

static void
on_started (ConfabCapture *capture, guint kind, Said *said)
{
  said->started++;
}

static void
on_failed (ConfabCapture *capture, guint kind, GError *error, Said *said)
{
  g_test_message ("%s", error->message);
  g_clear_error (&said->failed);
  said->failed = g_error_copy (error);
}

static void
on_lost (ConfabCapture *capture, guint kind, GError *error, Said *said)
{
  g_test_message ("%s", error->message);
  g_clear_error (&said->lost);
  said->lost = g_error_copy (error);
}

static ConfabCapture *
new_capture (Said *said)
{
  ConfabCapture *capture = confab_capture_new ();

  g_signal_connect (capture, "source-started", G_CALLBACK (on_started), said);
  g_signal_connect (capture, "source-failed", G_CALLBACK (on_failed), said);
  g_signal_connect (capture, "source-lost", G_CALLBACK (on_lost), said);
  return capture;
}

static gboolean
has_said_something (gpointer user_data)
{
  Said *said = user_data;

  return said->started > 0 || said->failed != NULL || said->lost != NULL;
}

static void
said_clear (Said *said)
{
  g_clear_error (&said->failed);
  g_clear_error (&said->lost);
  said->started = 0;
}

static void
test_camera_comes_and_goes (void)
{
  Said said = { 0 };
  ConfabCapture *capture = new_capture (&said);
  GstDevice *webcam;

  /* None at all. */
  confab_capture_set_camera (capture, "default");
  confab_clips_wait_for (has_said_something, &said);
  g_assert_error (said.failed, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_NOT_FOUND);
  g_assert_cmpstr (said.failed->message, ==, "There is no camera. Plug one in, or go on without");
  said_clear (&said);

  confab_capture_set_camera (capture, "Webcam");
  confab_clips_wait_for (has_said_something, &said);
  g_assert_error (said.failed, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (said.failed->message, "“Webcam”"));
  said_clear (&said);

  /* Plugged in, by name; pulled out while it runs; plugged in again, by id. */
  webcam = plug_in ("Webcam", "/dev/fake0", FALSE);
  confab_capture_set_camera (capture, "Webcam");
  confab_clips_wait_for (has_said_something, &said);
  g_assert_cmpuint (said.started, ==, 1);
  said_clear (&said);
  pull_out (webcam);
  confab_clips_wait_for (has_said_something, &said);
  g_assert_error (said.lost, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_LOST);
  g_assert_false (confab_capture_is_sending (capture, CONFAB_MEDIA_VIDEO));
  said_clear (&said);

  webcam = plug_in ("Webcam", "/dev/fake0", FALSE);
  confab_capture_set_camera (capture, "/dev/fake0");
  confab_clips_wait_for (has_said_something, &said);
  pull_out (webcam);
  said_clear (&said);
  g_object_unref (capture);
  confab_media_drain ();
}

/* Some cameras go on without a word, so that another one is there is no comfort. */
static void
test_default_camera_is_missed_beside_another (void)
{
  Said said = { 0 };
  ConfabCapture *capture = new_capture (&said);
  GstDevice *first = plug_in ("Webcam", "/dev/fake0", FALSE);
  GstDevice *second = plug_in ("Other webcam", "/dev/fake1", FALSE);

  confab_capture_set_camera (capture, "default");
  confab_clips_wait_for (has_said_something, &said);
  g_assert_cmpuint (said.started, ==, 1);
  said_clear (&said);
  pull_out (first);
  confab_clips_wait_for (has_said_something, &said);
  g_assert_error (said.lost, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_LOST);
  said_clear (&said);
  pull_out (second);
  g_object_unref (capture);
  confab_media_drain ();
}

static void
test_camera_is_busy (void)
{
  Said said = { 0 };
  ConfabCapture *capture = new_capture (&said);
  GstDevice *webcam = plug_in ("Webcam", "/dev/fake0", TRUE);

  confab_capture_set_camera (capture, "default");
  confab_clips_wait_for (has_said_something, &said);
  g_assert_error (said.failed, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_BUSY);
  g_assert_nonnull (strstr (said.failed->message, "Another program"));
  pull_out (webcam);
  said_clear (&said);
  g_object_unref (capture);
  confab_media_drain ();
}

/* The real way of sound: a private PulseAudio with one loudspeaker and one microphone, which are wired together. */

static GSubprocess *
start_pulseaudio (void)
{
  g_autofree char *path = g_find_program_in_path ("pulseaudio");
  g_autoptr (GSubprocessLauncher) launcher = NULL;

  if (path == NULL)
    return NULL;
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  return g_subprocess_launcher_spawn (
      launcher, NULL, path, "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
      "--load=module-native-protocol-unix",
      "--load=module-null-sink sink_name=speaker sink_properties=device.description=Speaker",
      "--load=module-remap-source master=speaker.monitor source_name=microphone "
      "source_properties=device.description=Microphone",
      NULL);
}

/* FALSE: it is not so, or the server is not up yet. */
static gboolean
run_pactl (const char *command, const char *argument)
{
  g_autoptr (GSubprocess) pactl =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                        "pactl", command, argument, NULL);

  return pactl != NULL && g_subprocess_wait_check (pactl, NULL, NULL);
}

static gboolean
pactl_lists (const char *what, const char *text)
{
  g_autoptr (GSubprocess) pactl =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "pactl", "list", what, NULL);
  g_autofree char *list = NULL;

  return pactl != NULL && g_subprocess_communicate_utf8 (pactl, NULL, NULL, &list, NULL, NULL) &&
         strstr (list, text) != NULL;
}

static gboolean
is_pulseaudio_up (gpointer unused)
{
  return run_pactl ("get-source-volume", "microphone");
}

static void
on_sink_lost (ConfabPlayback *playback, GError *error, gpointer lost)
{
  g_test_message ("%s", error->message);
  *(gboolean *) lost = TRUE;
}

typedef struct {
  gint pieces; /* atomic */
} Tap;

static void
on_piece (const gint16 *samples, gsize n_samples, gint64 meeting_time_ns, gpointer user_data)
{
  g_atomic_int_inc (&((Tap *) user_data)->pieces);
}

static gboolean
has_played (gpointer user_data)
{
  return g_atomic_int_get (&((Tap *) user_data)->pieces) >= 50;
}

static void
test_sound_devices (void)
{
  g_autoptr (GSubprocess) server = start_pulseaudio ();
  ConfabDeviceList *microphones;
  ConfabDeviceList *speakers;
  ConfabPlayback *playback;
  ConfabPlaybackStream *stream;
  ConfabCapture *capture;
  Said said = { 0 };
  Tap tap = { 0 };
  gboolean sink_lost = FALSE;

  if (server == NULL) {
    g_test_skip ("PulseAudio is not installed");
    return;
  }
  confab_clips_wait_for (is_pulseaudio_up, NULL);
  microphones = confab_device_list_new (CONFAB_DEVICE_MICROPHONE);
  speakers = confab_device_list_new (CONFAB_DEVICE_SPEAKER);
  wait_for_list (microphones, "Microphone=microphone"); /* and no monitor */
  wait_for_list (speakers, "Speaker=speaker");

  playback = confab_playback_new ("Speaker");
  g_signal_connect (playback, "sink-lost", G_CALLBACK (on_sink_lost), &sink_lost);
  stream = confab_playback_add_stream (playback, "a");
  confab_playback_stream_set_tap (stream, on_piece, &tap);
  capture = new_capture (&said);
  confab_capture_set_playback (capture, playback);
  confab_capture_set_microphone (capture, "default");
  confab_clips_wait_for (has_said_something, &said);
  g_assert_cmpuint (said.started, ==, 1);
  confab_clips_wait_for (has_played, &tap);
  g_assert_false (sink_lost);
  g_assert_true (pactl_lists ("source-outputs", "media.role = \"phone\""));
  g_assert_true (pactl_lists ("sink-inputs", "media.role = \"phone\""));

  /* The server goes: both are said, and the streams go on unheard. */
  said_clear (&said);
  g_subprocess_force_exit (server);
  confab_clips_wait_for (has_said_something, &said);
  g_assert_error (said.lost, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_LOST);
  confab_clips_wait (&sink_lost);
  g_atomic_int_set (&tap.pieces, 0);
  confab_clips_wait_for (has_played, &tap);

  said_clear (&said);
  g_object_unref (capture);
  confab_playback_stream_remove (stream);
  confab_playback_stream_unref (stream);
  g_object_unref (playback);
  g_object_unref (microphones);
  g_object_unref (speakers);
  confab_media_drain ();
}

int
main (int argc, char **argv)
{
  g_autofree char *runtime = NULL;
  int result; /* Nothing of this computer's own sound is to be found, but GStreamer's list of plug-ins. */
  g_setenv ("XDG_CACHE_HOME", g_get_user_cache_dir (), TRUE);
  runtime = g_build_filename (confab_clips_folder (), "run", NULL);
  g_mkdir_with_parents (runtime, 0700);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_setenv ("XDG_CONFIG_HOME", runtime, TRUE);
  g_setenv ("HOME", runtime, TRUE);
  g_unsetenv ("PULSE_SERVER");
  g_unsetenv ("DISPLAY");

  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  gst_device_provider_register (NULL, "confabtestprovider", GST_RANK_PRIMARY,
                                fake_provider_get_type ());
  g_test_add_func ("/devices/each-is-listed-once", test_filter);
  g_test_add_func ("/devices/halves-of-a-headset-belong-together", test_groups);
  g_test_add_func ("/devices/best-camera-format-is-chosen", test_camera_format);
  g_test_add_func ("/devices/list-follows-plugging", test_list_follows);
  g_test_add_func ("/devices/camera-comes-and-goes", test_camera_comes_and_goes);
  g_test_add_func ("/devices/default-camera-is-missed-beside-another",
                   test_default_camera_is_missed_beside_another);
  g_test_add_func ("/devices/busy-camera-is-said", test_camera_is_busy);
  g_test_add_func ("/devices/sound-server-works-and-dies", test_sound_devices);
  result = g_test_run ();
  confab_clips_remove ();
  return result;
}
