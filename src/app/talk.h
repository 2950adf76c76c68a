/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/device-switch.h"

G_BEGIN_DECLS

/**
 * ConfabTalk:
 *
 * Speaking during a visit: a key that is held to talk, and a word to whoever talks into a microphone that is off.
 * Main thread.
 *
 * Signal "unheard": somebody seems to speak, and the microphone is off.
 */
#define CONFAB_TYPE_TALK (confab_talk_get_type ())
G_DECLARE_FINAL_TYPE (ConfabTalk, confab_talk, CONFAB, TALK, GObject)

/* Listens until it is closed. */
ConfabTalk *confab_talk_new (ConfabCapture *capture, ConfabDeviceSwitch *microphone);
void confab_talk_close (ConfabTalk *self);

/* Turns the microphone on for as long as the key is held. When a host turns it off meanwhile, it stays off. */
void confab_talk_hold (ConfabTalk *self, gboolean held);

G_END_DECLS
