/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The links to one other person while they change (DESIGN 3), make before break: the next one is built beside the
 * current one, takes over when media flows on it, and the former one retires. Main thread.
 */
#pragma once

#include "client/direct-attempt.h"

G_BEGIN_DECLS

/**
 * ConfabLinkSwitch:
 * @current: (nullable): seen and heard
 * @next: (nullable): being built
 *
 * Both are for reading.
 */
typedef struct {
  ConfabDirectAttempt *current;
  ConfabDirectAttempt *next;

  /*< private >*/
  ConfabDirectAttempt *retired; /* (nullable): to be closed in a moment */
  guint retire_source;
  guint take_source;
  void (*taken) (gpointer user_data);
  gpointer user_data;
} ConfabLinkSwitch;

/* @taken: @current is another one now; called from within the functions below and from the main loop. */
void confab_link_switch_init (ConfabLinkSwitch *self, void (*taken) (gpointer user_data),
                              gpointer user_data);
/* Closes them all. */
void confab_link_switch_clear (ConfabLinkSwitch *self);

/* @attempt: (transfer full): in the place of the one that is being built, if any. */
void confab_link_switch_set_next (ConfabLinkSwitch *self, ConfabDirectAttempt *attempt);
void confab_link_switch_drop_next (ConfabLinkSwitch *self);

/* The next one is connected, or shows media: it takes over now or in a moment. */
void confab_link_switch_consider (ConfabLinkSwitch *self);
/* The current one carries nothing any more: a next one that is connected need not wait. TRUE if it took over. */
gboolean confab_link_switch_rescue (ConfabLinkSwitch *self);
void confab_link_switch_drop_current (ConfabLinkSwitch *self);

void confab_link_switch_set_permitted (ConfabLinkSwitch *self, gboolean permitted);

/* Returns: (transfer none) (nullable) */
ConfabLink *confab_link_switch_get_link (const ConfabLinkSwitch *self);

G_END_DECLS
