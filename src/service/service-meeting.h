/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A running meeting as the service knows it: GENESIS, the LINKs, and who is in the newest roster. It checks
 * what docs/protocol.md 13 gives the service to check, and decides nothing else: no I/O, no timers, time comes
 * in by parameters (@now_ms: boot clock, @wall_ms: wall clock). Main thread.
 */
#pragma once

#include "protocol/protocol.h"
#include "service/founding-check.h"
#include "service/known-join.h"

G_BEGIN_DECLS

typedef struct _ConfabServiceMeeting ConfabServiceMeeting;

/** ConfabStanding: what somebody is in this meeting; each may do what those before it may. */
typedef enum {
  CONFAB_STANDING_GUEST,   /* no JOIN of this pid is known */
  CONFAB_STANDING_WAITING, /* its JOIN is; or it was dropped or removed */
  CONFAB_STANDING_MEMBER,  /* in the newest roster, role 0..2, not absent */
  CONFAB_STANDING_LEADER,  /* and leads the current term */
} ConfabStanding;

/* (transfer full): founded by @carrier, with no LINK yet. */
ConfabServiceMeeting *
confab_service_meeting_new (const ConfabFounding *founding, const ConfabGenesisCarrier *carrier,
                            gint64 now_ms);
void confab_service_meeting_free (ConfabServiceMeeting *meeting);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabServiceMeeting, confab_service_meeting_free)

const ConfabDigest *confab_service_meeting_get_gen (const ConfabServiceMeeting *meeting);
ConfabStanding
confab_service_meeting_get_standing (const ConfabServiceMeeting *meeting, const ConfabPid *pid);

/* The pid that leads, or will with the first LINK. */
const ConfabPid *confab_service_meeting_get_leader (const ConfabServiceMeeting *meeting);

/* When the leader was last heard, or the meeting came to be here. */
gint64 confab_service_meeting_get_leader_heard_ms (const ConfabServiceMeeting *meeting);

/* FALSE if everything known of the meeting was brought by others: nobody here heard its leader. */
gboolean confab_service_meeting_leader_was_heard (const ConfabServiceMeeting *meeting);

/* Of GENESIS: the founder's wall clock. */
gint64 confab_service_meeting_get_created_ms (const ConfabServiceMeeting *meeting);

gboolean confab_service_meeting_has_link (const ConfabServiceMeeting *meeting);

/* Fills in what @welcome says of the meeting. */
void
confab_service_meeting_fill_welcome (const ConfabServiceMeeting *meeting, ConfabWelcome *welcome);

/* (transfer full): the "e2ee.genesis" that began it. */
ConfabCarrier *confab_service_meeting_make_genesis (const ConfabServiceMeeting *meeting);

/* A JOIN from the client that said it is @pid. @is_new: (out): FALSE for a repetition of the last one. */
ConfabRefusal confab_service_meeting_take_join (ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                                GBytes *statement, gboolean *is_new);

/* (transfer full): JOINs (of GBytes) that wait for the leader: of people who wait, and renewed ones of
 * others. */
GPtrArray *confab_service_meeting_list_pending_joins (const ConfabServiceMeeting *meeting);

/* The client @pid is gone; if it was waiting only, nothing of it stays. */
void confab_service_meeting_forget_waiting (ConfabServiceMeeting *meeting, const ConfabPid *pid);

/** ConfabLinkOutcome: what a LINK that was accepted changed. */
typedef struct {
  gboolean is_repetition;         /* the newest LINK again, with more key boxes */
  ConfabLinkStep *base;           /* (nullable): LINK n - 1 with every JOIN of its roster */
  ConfabLinkStep *step;           /* the LINK, with the JOINs that are new in it */
  ConfabRosterEntry *old_entries; /* the roster of n - 1 */
  guint n_old_entries;
  gboolean leader_changed;
  gboolean has_ended;
} ConfabLinkOutcome;

void confab_link_outcome_clear (ConfabLinkOutcome *outcome);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabLinkOutcome, confab_link_outcome_clear)

/* A LINK by @pid. @failover_ms: how long the old leader must be silent before another takes its place
 * unasked. */
ConfabRefusal confab_service_meeting_take_link (ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                                const ConfabLinkCarrier *carrier, guint failover_ms,
                                                gint64 now_ms, ConfabLinkOutcome *outcome);

/* (transfer none) (nullable): the key box of @pid for the newest LINK. */
GBytes *confab_service_meeting_get_box (const ConfabServiceMeeting *meeting, const ConfabPid *pid);

/* (nullable): the entry of @pid in the newest roster. */
const ConfabRosterEntry *
confab_service_meeting_find_entry (const ConfabServiceMeeting *meeting, const ConfabPid *pid);

/* Statements of @pid, whose standing the caller has checked. */
ConfabRefusal confab_service_meeting_take_heartbeat (ConfabServiceMeeting *meeting,
                                                     GBytes *statement, gint64 now_ms);
ConfabRefusal confab_service_meeting_check_ack (const ConfabServiceMeeting *meeting,
                                                const ConfabPid *pid, GBytes *statement);
ConfabRefusal confab_service_meeting_take_command (ConfabServiceMeeting *meeting,
                                                   const ConfabPid *pid, GBytes *statement);
ConfabRefusal
confab_service_meeting_check_sdp (const ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                  const ConfabSdpCarrier *carrier);
ConfabRefusal
confab_service_meeting_check_message (const ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                      const ConfabMessageCarrier *carrier);
ConfabRefusal
confab_service_meeting_check_fork (const ConfabServiceMeeting *meeting, GBytes *statement);

/* The answers to "e2ee.sync" and "e2ee.lineage". @carrier: (out) (transfer full), on CONFAB_ACCEPTED. */
ConfabRefusal
confab_service_meeting_answer_sync (const ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                    guint32 have, ConfabCarrier **carrier);
ConfabCarrier *
confab_service_meeting_answer_lineage (const ConfabServiceMeeting *meeting, guint32 from_term);

/* What a client remembers of this meeting, whose GENESIS was checked by @founding. Taken if it is newer than
 * what is here; @changed: (out): whether it was. */
ConfabRefusal
confab_service_meeting_restore (ConfabServiceMeeting *meeting, const ConfabFounding *founding,
                                const ConfabRestore *restore, gint64 wall_ms, gint64 now_ms,
                                gboolean *changed);

G_END_DECLS
