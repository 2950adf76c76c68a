/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events of docs/cli.md on standard output: one JSON object a line, each with `event` and `t`. Main
 * thread. */
#pragma once

#include "cli/json-line.h"
#include "client/client.h"

G_BEGIN_DECLS

/* `t` counts from here. */
void confab_events_start (void);

/* For events with a form of their own: begin, add members, print. */
void confab_events_begin (ConfabJsonLine *line, const char *event);
void confab_events_print (ConfabJsonLine *line);

void confab_events_waiting (const char *room, const char *message);
void confab_events_joined (ConfabCall *call);
/* @event: "refused", "ended" or "error" */
void confab_events_word (const char *event, const char *code, const char *text);
/* @state: "waiting", "joined", "updated" or "left" */
void confab_events_participant (ConfabParticipant *person, const char *state);
void confab_events_track (const ConfabCallTrack *track);
void confab_events_link (const ConfabCallPath *path);
void confab_events_safety_number (const ConfabPid *pid, const char *number);
void confab_events_chat (ConfabChatMessage *message);

/* Returns: (transfer full): the members of `security` as text, to be compared with the last ones */
char *confab_events_describe_security (const ConfabCallSecurity *security);
void confab_events_security (const ConfabCallSecurity *security);

void confab_events_stats (ConfabCall *call);

G_END_DECLS
