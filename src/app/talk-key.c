/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/talk-key.h"

ConfabTalkAct
confab_talk_key_press (ConfabTalkKey *self, gboolean on)
{
  if (self->down)
    return CONFAB_TALK_NOTHING;
  self->down = TRUE;
  self->talking = !on;
  return self->talking ? CONFAB_TALK_TURN_ON : CONFAB_TALK_NOTHING;
}

ConfabTalkAct
confab_talk_key_release (ConfabTalkKey *self)
{
  gboolean talking = self->talking;

  self->down = self->talking = FALSE;
  return talking ? CONFAB_TALK_TURN_OFF : CONFAB_TALK_NOTHING;
}

void
confab_talk_key_overruled (ConfabTalkKey *self)
{
  self->talking = FALSE;
}
