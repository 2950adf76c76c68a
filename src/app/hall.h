/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/desk.h"
#include "app/devices.h"
#include "app/lobby.h"
#include "app/visit.h"

G_BEGIN_DECLS

/**
 * ConfabHall:
 *
 * What one is in: a lobby, a visit, or neither; one after another. There is one visit at a time: the service that this
 * program hosts has one database and one port, and who has left is to be neither seen nor heard anywhere. What is asked
 * for while a visit is being left, or before the profile is open, is a wish: it is granted as soon as it can be, and the
 * last one counts. What is asked for in a meeting is refused with a sentence. Main thread.
 *
 * Properties, read-only and with notify: "may-begin": a meeting can be begun now, or is when the profile has opened;
 * "devices": ConfabDevices, %NULL until they are looked for.
 *
 * Signals:
 * - "lobby" (ConfabLobby *, const char *link): it is open; @link: (nullable): the invitation it is about
 * - "visit" (ConfabVisit *): it is about to begin
 * - "notice" (const char *text): something to be said in passing
 * - "switched" (const char *text, gboolean undoable): as ConfabDevices, while devices are in use
 * - "closed": nothing runs any more, see confab_hall_close ()
 */
#define CONFAB_TYPE_HALL (confab_hall_get_type ())
G_DECLARE_FINAL_TYPE (ConfabHall, confab_hall, CONFAB, HALL, GObject)

/* @given: (array fixed-size=3): as confab_devices_new () */
ConfabHall *confab_hall_new (ConfabDesk *desk, const char *const *given);

/* Looks for devices, which starts media/ and so takes its time: once the desk is open, and the start page painted. */
void confab_hall_prepare (ConfabHall *self);

/* A meeting of one's own. */
void confab_hall_start (ConfabHall *self);

void confab_hall_join (ConfabHall *self, const char *link);

/* The meeting of the last visit; nothing if there was none. */
void confab_hall_join_again (ConfabHall *self);

/* The lobby, for @words: a link, or an ID at the service that is set. An invitation only asks; what it leads to waits for
 * a click (docs/protocol.md 4). */
void confab_hall_open_invitation (ConfabHall *self, const char *words);

/* The lobby without an invitation. */
void confab_hall_check_devices (ConfabHall *self);

/* Out of the lobby, or of the visit that is being left; nothing is wished for any more. */
void confab_hall_go_out (ConfabHall *self);

/* Leaves whatever there is, for ever: the others are told goodbye, which takes four seconds at most; then "closed". */
void confab_hall_close (ConfabHall *self);

/* See ConfabTalk; nothing where no meeting runs. */
void confab_hall_hold_to_talk (ConfabHall *self, gboolean held);

/* FALSE: no meeting runs, or it is being left. */
gboolean confab_hall_toggle_microphone (ConfabHall *self);

/* (nullable): the one that runs */
ConfabVisit *confab_hall_get_visit (ConfabHall *self);

/* (nullable): see "devices" */
ConfabDevices *confab_hall_get_devices (ConfabHall *self);

G_END_DECLS
