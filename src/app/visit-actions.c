/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one can do in a visit by a button or a key. */
#include "app/visit-private.h"

/* Who is about to leave is not heard any more, whatever key they press. */
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

GSimpleActionGroup *
confab_visit_dup_actions (ConfabVisit *self)
{
  GSimpleActionGroup *actions = g_simple_action_group_new ();
  g_autoptr (GPropertyAction) microphone =
      g_property_action_new ("microphone", self->microphone, "on");
  g_autoptr (GPropertyAction) camera = g_property_action_new ("camera", self->camera, "on");
  g_autoptr (GSimpleAction) leave = g_simple_action_new ("leave", NULL);
  g_autoptr (GSimpleAction) stay = g_simple_action_new ("stay", NULL);

  g_signal_connect_object (leave, "activate", G_CALLBACK (on_leave_action), self, 0);
  g_signal_connect_object (stay, "activate", G_CALLBACK (on_stay_action), self, 0);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (stay));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (microphone));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (camera));
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (leave));
  return actions;
}
