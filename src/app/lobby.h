/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/device-switch.h"

G_BEGIN_DECLS

/**
 * ConfabLobby:
 *
 * The own camera and microphone before a meeting, open, and seen by nobody else: no link wants what they give, so
 * nothing of it is even encoded. Joining takes them over as they are. Main thread.
 *
 * Signal "notice" (const char *text): something to be said in passing.
 */
#define CONFAB_TYPE_LOBBY (confab_lobby_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLobby, confab_lobby, CONFAB, LOBBY, GObject)

/* Opens both. @name: what to go by */
ConfabLobby *confab_lobby_new (ConfabClient *client, ConfabDevices *devices, const char *name);

/* Lets go of both. Not for a lobby whose devices a visit has taken over. */
void confab_lobby_close (ConfabLobby *self);

ConfabDevices *confab_lobby_get_devices (ConfabLobby *self);
ConfabDeviceSwitch *confab_lobby_get_camera (ConfabLobby *self);
ConfabDeviceSwitch *confab_lobby_get_microphone (ConfabLobby *self);

/* A list of one ConfabTile: oneself. */
GListModel *confab_lobby_get_tiles (ConfabLobby *self);
void confab_lobby_set_name (ConfabLobby *self, const char *name);

/* In dBFS over the last 100 ms, -100 while the microphone is off. */
double confab_lobby_get_level (ConfabLobby *self);

void confab_lobby_play_test_sound (ConfabLobby *self);

/* Returns: (transfer full): "microphone" and "camera", as in a meeting */
GSimpleActionGroup *confab_lobby_dup_actions (ConfabLobby *self);

G_END_DECLS
