/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/switches.h"

typedef struct {
  ConfabCapture *capture;
  ConfabPeopleTiles *tiles;
  ConfabMediaKind kind;
} Switch;

static void
switch_free (gpointer data, GClosure *closure)
{
  Switch *switched = data;

  g_object_unref (switched->capture);
  g_object_unref (switched->tiles);
  g_free (switched);
}

static void
on_change_state (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  Switch *switched = user_data;

  confab_capture_set_muted (switched->capture, switched->kind, !g_variant_get_boolean (state));
  confab_people_tiles_refresh_own (switched->tiles);
  g_simple_action_set_state (action, state);
}

static void
add_switch (GActionMap *actions, const char *name, ConfabMediaKind kind, ConfabCapture *capture,
            ConfabPeopleTiles *tiles)
{
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (TRUE));
  Switch *switched = g_new0 (Switch, 1);

  switched->capture = g_object_ref (capture);
  switched->tiles = g_object_ref (tiles);
  switched->kind = kind;
  confab_capture_set_muted (capture, kind, FALSE);
  g_signal_connect_data (action, "change-state", G_CALLBACK (on_change_state), switched,
                         switch_free, 0);
  g_action_map_add_action (actions, G_ACTION (action));
}

void
confab_switches_add (GActionMap *actions, ConfabCapture *capture, ConfabPeopleTiles *tiles)
{
  add_switch (actions, "microphone", CONFAB_MEDIA_AUDIO, capture, tiles);
  add_switch (actions, "camera", CONFAB_MEDIA_VIDEO, capture, tiles);
}
