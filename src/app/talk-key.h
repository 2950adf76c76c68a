/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A key that is held to talk: what its presses and releases do to the microphone. Pure; begins as zeros. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_TALK_NOTHING,
  CONFAB_TALK_TURN_ON,
  CONFAB_TALK_TURN_OFF,
} ConfabTalkAct;

typedef struct {
  gboolean down;
  gboolean talking; /* it is on because of this key */
} ConfabTalkKey;

/* Also for the repetitions of a key that is held: they do nothing. @on: whether the microphone is */
ConfabTalkAct confab_talk_key_press (ConfabTalkKey *self, gboolean on);

/* Turns off only what this key has turned on, so never on. */
ConfabTalkAct confab_talk_key_release (ConfabTalkKey *self);

/* The microphone was turned on or off by somebody: a host, or the person with another key. The key that is still held
 * has no say in it any more. */
void confab_talk_key_overruled (ConfabTalkKey *self);

G_END_DECLS
