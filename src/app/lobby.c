/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/lobby.h"

#include "app/people-tiles.h"

struct _ConfabLobby {
  GObject parent_instance;
  ConfabClient *client;
  ConfabDevices *devices;
  ConfabPeopleTiles *tiles;
  ConfabDeviceSwitch *camera, *microphone;
};

G_DEFINE_FINAL_TYPE (ConfabLobby, confab_lobby, G_TYPE_OBJECT)

enum { NOTICE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_switch_notice (ConfabLobby *self, const char *text)
{
  g_signal_emit (self, signals[NOTICE], 0, text);
}

/* Returns: (transfer full) */
static ConfabDeviceSwitch *
add_switch (ConfabLobby *self, ConfabMediaKind kind)
{
  ConfabDeviceSwitch *device =
      confab_device_switch_new (confab_client_get_capture (self->client), kind, self->devices);

  g_signal_connect_object (device, "notice", G_CALLBACK (on_switch_notice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (device, "notify::on", G_CALLBACK (confab_people_tiles_refresh_own),
                           self->tiles, G_CONNECT_SWAPPED);
  return device;
}

static void
confab_lobby_dispose (GObject *object)
{
  ConfabLobby *self = CONFAB_LOBBY (object);

  g_clear_object (&self->camera);
  g_clear_object (&self->microphone);
  g_clear_object (&self->tiles);
  g_clear_object (&self->devices);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (confab_lobby_parent_class)->dispose (object);
}

static void
confab_lobby_class_init (ConfabLobbyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_lobby_dispose;
  signals[NOTICE] = g_signal_new ("notice", CONFAB_TYPE_LOBBY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_lobby_init (ConfabLobby *self)
{
}

ConfabLobby *
confab_lobby_new (ConfabClient *client, ConfabDevices *devices, const char *name)
{
  ConfabLobby *self = g_object_new (CONFAB_TYPE_LOBBY, NULL);

  self->client = g_object_ref (client);
  self->devices = g_object_ref (devices);
  self->tiles = confab_people_tiles_new (confab_client_get_capture (client), name);
  self->camera = add_switch (self, CONFAB_MEDIA_VIDEO);
  self->microphone = add_switch (self, CONFAB_MEDIA_AUDIO);
  confab_people_tiles_refresh_own (self->tiles);
  confab_device_switch_open (self->camera);
  confab_device_switch_open (self->microphone);
  return self;
}

void
confab_lobby_close (ConfabLobby *self)
{
  g_return_if_fail (CONFAB_IS_LOBBY (self));

  confab_device_switch_close (self->camera);
  confab_device_switch_close (self->microphone);
}

ConfabDevices *
confab_lobby_get_devices (ConfabLobby *self)
{
  return self->devices;
}

ConfabDeviceSwitch *
confab_lobby_get_camera (ConfabLobby *self)
{
  return self->camera;
}

ConfabDeviceSwitch *
confab_lobby_get_microphone (ConfabLobby *self)
{
  return self->microphone;
}

GListModel *
confab_lobby_get_tiles (ConfabLobby *self)
{
  return G_LIST_MODEL (self->tiles);
}

void
confab_lobby_set_name (ConfabLobby *self, const char *name)
{
  g_autoptr (ConfabTile) own = g_list_model_get_item (G_LIST_MODEL (self->tiles), 0);

  g_return_if_fail (own != NULL);

  g_object_set (own, "name", name, NULL);
}

double
confab_lobby_get_level (ConfabLobby *self)
{
  ConfabCapture *capture = confab_client_get_capture (self->client);

  return confab_capture_get_muted (capture, CONFAB_MEDIA_AUDIO)
             ? -100
             : confab_capture_get_level_dbfs (capture);
}

void
confab_lobby_play_test_sound (ConfabLobby *self)
{
  confab_playback_play_test_sound (confab_client_get_playback (self->client));
}

GSimpleActionGroup *
confab_lobby_dup_actions (ConfabLobby *self)
{
  GSimpleActionGroup *actions = g_simple_action_group_new ();
  g_autoptr (GPropertyAction) camera = g_property_action_new ("camera", self->camera, "on");
  g_autoptr (GPropertyAction) microphone =
      g_property_action_new ("microphone", self->microphone, "on");

  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (camera));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (microphone));
  return actions;
}
