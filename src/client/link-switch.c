/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/link-switch.h"

/* The old link stays this long after the new one took over: the other side may still be on it. */
#define RETIRE_MS 1000
/* A connected link without media is taken after this long: the other side may send nothing. */
#define TAKE_SILENT_MS 1000

void
confab_link_switch_init (ConfabLinkSwitch *self, void (*taken) (gpointer user_data),
                         gpointer user_data)
{
  *self = (ConfabLinkSwitch){ .taken = taken, .user_data = user_data };
}

static void
drop_retired (ConfabLinkSwitch *self)
{
  g_clear_handle_id (&self->retire_source, g_source_remove);
  g_clear_pointer (&self->retired, confab_direct_attempt_free);
}

void
confab_link_switch_clear (ConfabLinkSwitch *self)
{
  confab_link_switch_drop_next (self);
  drop_retired (self);
  confab_link_switch_drop_current (self);
}

void
confab_link_switch_drop_next (ConfabLinkSwitch *self)
{
  g_clear_handle_id (&self->take_source, g_source_remove);
  g_clear_pointer (&self->next, confab_direct_attempt_free);
}

void
confab_link_switch_drop_current (ConfabLinkSwitch *self)
{
  g_clear_pointer (&self->current, confab_direct_attempt_free);
}

void
confab_link_switch_set_next (ConfabLinkSwitch *self, ConfabDirectAttempt *attempt)
{
  confab_link_switch_drop_next (self);
  /* Late candidates of the old link would be taken for the new one's: carriers name no session. */
  if (self->current != NULL)
    confab_direct_attempt_silence (self->current);
  self->next = attempt;
}

static gboolean
on_retire (gpointer user_data)
{
  ConfabLinkSwitch *self = user_data;

  self->retire_source = 0;
  drop_retired (self);
  return G_SOURCE_REMOVE;
}

static void
take_next (ConfabLinkSwitch *self)
{
  g_clear_handle_id (&self->take_source, g_source_remove);
  drop_retired (self);
  self->retired = g_steal_pointer (&self->current);
  if (self->retired != NULL)
    self->retire_source = g_timeout_add (RETIRE_MS, on_retire, self);
  self->current = g_steal_pointer (&self->next);
  self->taken (self->user_data);
}

static gboolean
on_take_silent (gpointer user_data)
{
  ConfabLinkSwitch *self = user_data;

  self->take_source = 0;
  take_next (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_connected (ConfabDirectAttempt *attempt_or_null)
{
  return attempt_or_null != NULL &&
         confab_link_get_state (confab_direct_attempt_get_link (attempt_or_null)) ==
             CONFAB_LINK_CONNECTED;
}

void
confab_link_switch_consider (ConfabLinkSwitch *self)
{
  if (!is_connected (self->current) || confab_direct_attempt_is_flowing (self->next))
    take_next (self);
  else if (self->take_source == 0)
    self->take_source = g_timeout_add (TAKE_SILENT_MS, on_take_silent, self);
}

gboolean
confab_link_switch_rescue (ConfabLinkSwitch *self)
{
  if (!is_connected (self->next))
    return FALSE;
  take_next (self);
  return TRUE;
}

/* What one of them finds out when it is allowed to flow may end them all. */
void
confab_link_switch_set_permitted (ConfabLinkSwitch *self, gboolean permitted)
{
  if (self->current != NULL)
    confab_direct_attempt_set_permitted (self->current, permitted);
  if (self->next != NULL)
    confab_direct_attempt_set_permitted (self->next, permitted);
  if (self->retired != NULL)
    confab_direct_attempt_set_permitted (self->retired, permitted);
}

ConfabLink *
confab_link_switch_get_link (const ConfabLinkSwitch *self)
{
  return self->current != NULL ? confab_direct_attempt_get_link (self->current) : NULL;
}
