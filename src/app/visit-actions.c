/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one can do in a visit by a button or a key. */
#include "app/visit-private.h"

/* Who is about to leave is neither seen nor heard any more, whatever key they press. */
static gboolean
may_speak (ConfabVisit *self)
{
  return self->step < CONFAB_VISIT_PARTING;
}

void
confab_visit_hold_to_talk (ConfabVisit *self, gboolean held)
{
  g_return_if_fail (CONFAB_IS_VISIT (self));

  if (!held || may_speak (self))
    confab_talk_hold (self->talk, held);
}

void
confab_visit_toggle_microphone (ConfabVisit *self)
{
  gboolean on = FALSE;

  g_return_if_fail (CONFAB_IS_VISIT (self));

  if (!may_speak (self))
    return;
  g_object_get (self->microphone, "on", &on, NULL);
  g_object_set (self->microphone, "on", !on, NULL);
}

static void
on_leave_action (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_visit_part (CONFAB_VISIT (user_data));
}

static void
on_stay_action (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  confab_visit_stay (CONFAB_VISIT (user_data));
}

static void
offer_switch (GActionMap *actions, const char *name, ConfabDeviceSwitch *device, gboolean offered)
{
  g_autoptr (GPropertyAction) action = NULL;

  if (!offered) {
    g_action_map_remove_action (actions, name);
  } else if (g_action_map_lookup_action (actions, name) == NULL) {
    action = g_property_action_new (name, device, "on");
    g_action_map_add_action (actions, G_ACTION (action));
  }
}

static void
offer (GActionMap *actions, const char *name, gboolean offered)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (actions, name)),
                               offered);
}

/* Undoing is offered before it can be asked for, so that its button can have the keyboard at once. */
static void
on_step (GActionMap *actions, GParamSpec *pspec, ConfabVisit *visit)
{
  offer_switch (actions, "microphone", visit->microphone, may_speak (visit));
  offer_switch (actions, "camera", visit->camera, may_speak (visit));
  offer (actions, "leave", visit->step < CONFAB_VISIT_PARTING);
  offer (actions, "stay", visit->step <= CONFAB_VISIT_PARTING);
}

GSimpleActionGroup *
confab_visit_dup_actions (ConfabVisit *self)
{
  GSimpleActionGroup *actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) leave = g_simple_action_new ("leave", NULL);
  g_autoptr (GSimpleAction) stay = g_simple_action_new ("stay", NULL);

  g_signal_connect_object (leave, "activate", G_CALLBACK (on_leave_action), self, 0);
  g_signal_connect_object (stay, "activate", G_CALLBACK (on_stay_action), self, 0);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (leave));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (stay));
  g_signal_connect_object (self, "notify::step", G_CALLBACK (on_step), actions, G_CONNECT_SWAPPED);
  on_step (G_ACTION_MAP (actions), NULL, self);
  return actions;
}
