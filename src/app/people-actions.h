/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one does in a meeting with people: raise one's hand; and as its host let in, mute, remove, lock. An
 * action is enabled as far as one's role goes. Main thread.
 */
#pragma once

#include "client/client.h"

G_BEGIN_DECLS

/**
 * ConfabPeopleActions:
 *
 * A GActionGroup. With a person's pid in hex: "let-in", "mute", "remove"; "mute-all"; and the switches
 * "hand" and "lock", whose state is what the meeting says.
 *
 * Signal "notice" (const char *text): why something could not be done.
 */
#define CONFAB_TYPE_PEOPLE_ACTIONS (confab_people_actions_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPeopleActions, confab_people_actions, CONFAB, PEOPLE_ACTIONS, GObject)

ConfabPeopleActions *confab_people_actions_new (ConfabMeeting *meeting);

/* (transfer none) */
GActionGroup *confab_people_actions_get_group (ConfabPeopleActions *self);

G_END_DECLS
