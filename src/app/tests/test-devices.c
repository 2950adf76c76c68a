/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which device is used when what is plugged in: with lists of our own, and settings that nobody keeps. */
#define G_SETTINGS_ENABLE_BACKEND
#include "app/devices.h"

#include <gio/gsettingsbackend.h>

#define CAMERA CONFAB_DEVICE_CAMERA
#define MICROPHONE CONFAB_DEVICE_MICROPHONE
#define SPEAKER CONFAB_DEVICE_SPEAKER
#define N_KINDS CONFAB_N_DEVICE_KINDS

/* A desk: what is plugged in, what the app made of it, and what it said. */
typedef struct {
  GListStore *plugged[N_KINDS];
  GSettings *settings;
  ConfabDevices *devices;
  GString *said;
  guint n_changes[N_KINDS];
} Desk;

static void
on_switched (ConfabDevices *devices, const char *text, gboolean undoable, Desk *desk)
{
  g_string_append_printf (desk->said, "%s%s;", text, undoable ? " (Undo)" : "");
}

static void
on_source_changed (ConfabDevices *devices, guint kind, gboolean unplugged, Desk *desk)
{
  desk->n_changes[kind]++;
}

static void
plug (Desk *desk, ConfabDeviceKind kind, const char *name, const char *id, const char *group)
{
  g_autoptr (ConfabDevice) device = confab_device_new (kind, name, id, group);

  g_list_store_append (desk->plugged[kind], device);
}

static void
plug_headset (Desk *desk)
{
  plug (desk, SPEAKER, "Headset", "headset.out", "usb-1");
  plug (desk, MICROPHONE, "Headset", "headset.in", "usb-1");
}

static void
pull (Desk *desk, const char *id)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (desk->plugged[kind])); i++) {
      g_autoptr (ConfabDevice) device =
          g_list_model_get_item (G_LIST_MODEL (desk->plugged[kind]), i);

      if (g_str_equal (confab_device_get_id (device), id)) {
        g_list_store_remove (desk->plugged[kind], i);
        return;
      }
    }
  g_assert_not_reached ();
}

static void
sit_down (Desk *desk, const char *const *given)
{
  desk->devices =
      confab_devices_new_for ((GListModel *const *) desk->plugged, desk->settings, given);
  g_signal_connect (desk->devices, "switched", G_CALLBACK (on_switched), desk);
  g_signal_connect (desk->devices, "source-changed", G_CALLBACK (on_source_changed), desk);
}

/* A notebook: a microphone and a loudspeaker that are no headset, and a camera. */
static void
desk_init (Desk *desk)
{
  static const char *const nothing[N_KINDS] = { NULL };
  g_autoptr (GSettingsSchemaSource) source = g_settings_schema_source_new_from_directory (
      CONFAB_TEST_SCHEMA_DIR, g_settings_schema_source_get_default (), TRUE, NULL);
  g_autoptr (GSettingsSchema) schema =
      g_settings_schema_source_lookup (source, "app.confab.Confab", FALSE);
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();

  *desk = (Desk){ .said = g_string_new (NULL) };
  desk->settings = g_settings_new_full (schema, backend, NULL);
  for (guint kind = 0; kind < N_KINDS; kind++)
    desk->plugged[kind] = g_list_store_new (CONFAB_TYPE_DEVICE);
  plug (desk, CAMERA, "Webcam", "/dev/video0", NULL);
  plug (desk, MICROPHONE, "Built-in", "built-in.in", NULL);
  plug (desk, SPEAKER, "Built-in", "built-in.out", NULL);
  sit_down (desk, nothing);
}

static void
desk_clear (Desk *desk)
{
  g_object_unref (desk->devices);
  g_object_unref (desk->settings);
  for (guint kind = 0; kind < N_KINDS; kind++)
    g_object_unref (desk->plugged[kind]);
  g_string_free (desk->said, TRUE);
}

/* The program is started again. */
static void
come_back (Desk *desk, const char *const *given)
{
  static const char *const nothing[N_KINDS] = { NULL };

  g_object_unref (desk->devices);
  sit_down (desk, given != NULL ? given : nothing);
}

static void
assert_used (Desk *desk, const char *microphone, const char *speaker)
{
  g_assert_cmpstr (confab_devices_get_source (desk->devices, MICROPHONE), ==, microphone);
  g_assert_cmpstr (confab_devices_get_source (desk->devices, SPEAKER), ==, speaker);
}

static void
assert_said (Desk *desk, const char *text)
{
  g_assert_cmpstr (desk->said->str, ==, text);
  g_string_truncate (desk->said, 0);
}

static void
test_desktop_is_followed (void)
{
  Desk desk;

  desk_init (&desk);
  assert_used (&desk, "default", "default");
  /* One that can only be heard is no headset. */
  plug (&desk, SPEAKER, "Monitor", "hdmi.out", "hdmi");
  confab_devices_settle (desk.devices);
  assert_used (&desk, "default", "default");
  assert_said (&desk, "");
  g_assert_cmpuint (desk.n_changes[SPEAKER], ==, 0);
  /* The desktop has another default: what stands for "default" is another device. */
  {
    g_autoptr (ConfabDevice) chosen = confab_device_new (SPEAKER, "Kitchen", "kitchen.out", NULL);

    g_list_store_insert (desk.plugged[SPEAKER], 0, chosen);
  }
  confab_devices_settle (desk.devices);
  g_assert_cmpuint (desk.n_changes[SPEAKER], ==, 1);
  assert_used (&desk, "default", "default");
  desk_clear (&desk);
}

static void
test_headset_and_undo (void)
{
  Desk desk;

  desk_init (&desk);
  plug_headset (&desk);
  assert_used (&desk, "default", "default"); /* half of it is no headset */
  confab_devices_settle (desk.devices);
  assert_used (&desk, "headset.in", "headset.out");
  assert_said (&desk, "Switched to Headset (Undo);");

  confab_devices_undo (desk.devices);
  assert_used (&desk, "built-in.in", "built-in.out");
  confab_devices_undo (desk.devices);
  assert_used (&desk, "built-in.in", "built-in.out");
  assert_said (&desk, "");

  pull (&desk, "headset.out");
  pull (&desk, "headset.in");
  confab_devices_settle (desk.devices);
  plug_headset (&desk);
  confab_devices_settle (desk.devices);
  assert_used (&desk, "built-in.in", "built-in.out");
  assert_said (&desk, "");
  desk_clear (&desk);
}

static void
test_unplugging_falls_back_at_once (void)
{
  Desk desk;

  desk_init (&desk);
  plug_headset (&desk);
  confab_devices_settle (desk.devices);
  assert_said (&desk, "Switched to Headset (Undo);");
  pull (&desk, "headset.out");
  assert_used (&desk, "headset.in", "default");
  pull (&desk, "headset.in");
  assert_used (&desk, "default", "default");
  assert_said (&desk,
               "Headset is gone. Switched to Built-in;Headset is gone. Switched to Built-in;");
  pull (&desk, "/dev/video0");
  assert_said (&desk, "Webcam is gone;");
  g_assert_false (confab_devices_has_any (desk.devices, CAMERA));
  desk_clear (&desk);
}

static void
test_choice_is_remembered_for_the_set (void)
{
  Desk desk;

  desk_init (&desk);
  plug (&desk, CAMERA, "Good camera", "/dev/video2", NULL);
  confab_devices_settle (desk.devices);
  confab_devices_choose (desk.devices, CAMERA, "/dev/video2");
  pull (&desk, "/dev/video2");
  confab_devices_settle (desk.devices);
  g_assert_cmpstr (confab_devices_get_source (desk.devices, CAMERA), ==, "default");
  /* The kernel gives it another file. */
  plug (&desk, CAMERA, "Good camera", "/dev/video4", NULL);
  confab_devices_settle (desk.devices);
  g_assert_cmpstr (confab_devices_get_source (desk.devices, CAMERA), ==, "/dev/video4");
  come_back (&desk, NULL);
  g_assert_cmpstr (confab_devices_get_source (desk.devices, CAMERA), ==, "/dev/video4");
  desk_clear (&desk);
}

static void
test_command_line_counts_for_this_run (void)
{
  static const char *const given[N_KINDS] = { [MICROPHONE] = "./voice.wav", [SPEAKER] = "none" };
  Desk desk;

  desk_init (&desk);
  confab_devices_choose (desk.devices, MICROPHONE, "built-in.in");
  come_back (&desk, given);
  assert_used (&desk, "./voice.wav", "none");
  plug_headset (&desk);
  confab_devices_settle (desk.devices);
  assert_used (&desk, "./voice.wav", "none");
  pull (&desk, "headset.in");
  pull (&desk, "headset.out");
  come_back (&desk, NULL);
  assert_used (&desk, "built-in.in", "default");
  desk_clear (&desk);
}

/* As long as it is plugged in. */
static void
test_device_of_the_command_line_stays (void)
{
  static const char *const given[N_KINDS] = { [MICROPHONE] = "Built-in" };
  Desk desk;

  desk_init (&desk);
  come_back (&desk, given);
  plug_headset (&desk);
  confab_devices_settle (desk.devices);
  assert_used (&desk, "Built-in", "headset.out");
  pull (&desk, "built-in.in");
  assert_used (&desk, "default", "headset.out");
  desk_clear (&desk);
}

static void
test_failing_device_is_replaced (void)
{
  Desk desk;

  desk_init (&desk);
  plug (&desk, MICROPHONE, "Other", "other.in", NULL);
  confab_devices_settle (desk.devices);
  g_assert_true (confab_devices_lose (desk.devices, MICROPHONE));
  assert_used (&desk, "other.in", "default");
  assert_said (&desk, "Built-in is gone. Switched to Other;");
  /* Neither works: that has an end. */
  g_assert_false (confab_devices_lose (desk.devices, MICROPHONE));
  desk_clear (&desk);
}

static void
test_memory_is_bounded (void)
{
  g_autoptr (GVariant) memory =
      g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("(ssss)"), NULL, 0));

  for (guint i = 0; i < 3 * CONFAB_DEVICE_MEMORIES; i++) {
    g_autofree char *key = g_strdup_printf ("%u", i);
    g_autoptr (GVariant) former = g_steal_pointer (&memory);

    memory = g_variant_ref_sink (confab_device_memory_store (former, key, CAMERA, "Webcam"));
  }
  g_assert_cmpuint (g_variant_n_children (memory), ==, CONFAB_DEVICE_MEMORIES);
  g_assert_null (confab_device_memory_look_up (memory, "1", CAMERA));
  g_assert_cmpstr (confab_device_memory_look_up (memory, "71", CAMERA), ==, "Webcam");
  g_assert_null (confab_device_memory_look_up (memory, "71", SPEAKER));
}

static void
test_set_has_no_order (void)
{
  Desk one, other;
  ConfabPluggedDevices plugged[2];
  g_autofree char *key = NULL;
  g_autofree char *other_key = NULL;

  desk_init (&one);
  desk_init (&other);
  plug (&one, MICROPHONE, "A", "a", NULL);
  plug (&one, MICROPHONE, "B", "b", NULL);
  plug (&other, MICROPHONE, "B", "b", NULL);
  plug (&other, MICROPHONE, "A", "a", NULL);
  confab_plugged_devices_read (&plugged[0], (GListModel *const *) one.plugged);
  confab_plugged_devices_read (&plugged[1], (GListModel *const *) other.plugged);
  key = confab_plugged_devices_dup_key (&plugged[0]);
  other_key = confab_plugged_devices_dup_key (&plugged[1]);
  g_assert_cmpstr (key, ==, other_key);
  confab_plugged_devices_clear (&plugged[0]);
  confab_plugged_devices_clear (&plugged[1]);
  desk_clear (&one);
  desk_clear (&other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/devices/desktop-is-followed", test_desktop_is_followed);
  g_test_add_func ("/devices/headset-is-switched-to-and-undone", test_headset_and_undo);
  g_test_add_func ("/devices/unplugging-falls-back-at-once", test_unplugging_falls_back_at_once);
  g_test_add_func ("/devices/choice-is-remembered-for-the-set",
                   test_choice_is_remembered_for_the_set);
  g_test_add_func ("/devices/command-line-counts-for-this-run",
                   test_command_line_counts_for_this_run);
  g_test_add_func ("/devices/device-of-the-command-line-stays",
                   test_device_of_the_command_line_stays);
  g_test_add_func ("/devices/failing-device-is-replaced", test_failing_device_is_replaced);
  g_test_add_func ("/devices/memory-is-bounded", test_memory_is_bounded);
  g_test_add_func ("/devices/set-has-no-order", test_set_has_no_order);
  return g_test_run ();
}
