/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What only the leader does (docs/protocol.md 6.4, 7 to 10): it decides who is in, makes the LINKs
 * with their key boxes, and listens for answers. Split by subject: leader.c (life, HEARTBEATs),
 * leader-links.c, link-making.c, leader-roles.c, leader-members.c, admission.c, leader-commands.c.
 */
#pragma once

#include "meeting/draft.h"
#include "meeting/meeting-private.h"

G_BEGIN_DECLS

/** ConfabPending: a LINK that was posted and does not count yet. */
typedef struct {
  ConfabLinkView *view;
  ConfabMeetingEpoch *secret;
  gint64 posted_at;
  gint64 repeat_at; /* no echo till then: ask, and post it again */
} ConfabPending;

/** ConfabMember: what the leader knows about an entry, by its ACKs. Times are local ms. */
typedef struct {
  ConfabToken token;    /* the newest challenge */
  guint32 acked_n;      /* has the key of this LINK */
  guint32 acked_hb;     /* the newest HEARTBEAT it answered */
  gint64 heard_at;      /* when that one was sent; at first when it came in */
  gint64 lacking_since; /* has not the key of LINK @lacking_n since; CONFAB_NEVER: has the newest */
  guint32 lacking_n;
  gint64 box_again_at;       /* next key box, if it still lacks the key */
  gint64 absent_since;       /* CONFAB_NEVER: present */
  ConfabCheckedJoin *update; /* (nullable): its newest JOIN, in no LINK before @update_at */
  gint64 update_at;
} ConfabMember;

/** ConfabApplicant: somebody in the waiting room. */
typedef struct {
  ConfabCheckedJoin *join;
  gboolean invited;
  gboolean is_shown; /* a host was asked; not while locked */
  ConfabToken token;
  gint64 heard_at;
  ConfabParticipant *participant;
} ConfabApplicant;

struct _ConfabLeading {
  const ConfabMeetingKeys *keys;
  gint64 started_local_ms; /* of the term; time_ms counts from here (10.2) */
  gint64 started_wall_ms;
  guint32 term;
  ConfabDraft *draft;
  ConfabPending *pending; /* (nullable) */
  gboolean is_leaving;    /* ends the meeting itself, and says so */
  gint64 last_link_at;    /* when the last one was posted */
  gint64 hurried_till;    /* the more LINKs there were lately, the later: then they are batched */
  gint64 unechoed_since;  /* the service owes us a LINK; CONFAB_NEVER: it does not */
  gint64 counted_at;      /* when the newest one began to count */
  gint64 restored_at;     /* when a service that lacked LINKs was helped last */
  gint64 next_try_at;     /* wishes that could not be fulfilled rest till then */
  GPtrArray *log;         /* of ConfabLinkView: what a service may have missed, the newest last */
  guint32 hb;
  gint64 next_heartbeat_at;
  GArray *heartbeats;  /* of SentHeartbeat: the last 25 s */
  GHashTable *members; /* ConfabPid -> ConfabMember, all but the leader itself */
  gint64
      last_answer_at; /* when the newest HEARTBEAT was sent that anybody answered, or the first one came in */
  gint64 line_lost_at;    /* CONFAB_NEVER while connected */
  gint64 advanced_at;     /* the last look at the clock */
  GHashTable *applicants; /* ConfabPid -> ConfabApplicant */
  GHashTable *retired;    /* set of ConfabPid: had an entry that was deleted */
  GHashTable *barred;     /* set of IK: sent back, let in by a host only (7.6) */
};

/* leader.c */
ConfabLeading *confab_leading_new (ConfabMeeting *self, guint16 link_rights);
void confab_leading_free (ConfabLeading *leading);
void confab_meeting_advance_leading (ConfabMeeting *self);
gint64 confab_meeting_get_leading_deadline (ConfabMeeting *self);
/* time_ms of what the leader signs: wall time at the start of the term, never set back. */
gint64 confab_leading_get_time_ms (ConfabMeeting *self);
void confab_leading_send_heartbeat (ConfabMeeting *self);
/* When HEARTBEAT @hb was sent; FALSE if it is not one of the last 25 s. */
gboolean confab_leading_find_heartbeat (ConfabMeeting *self, guint32 hb, gint64 *sent_at);
/* FALSE: there are others, and none of them answered for 30 s (9.3, 10.2). */
gboolean confab_leading_is_answered (ConfabMeeting *self);
void confab_leading_lose_line (ConfabMeeting *self);
/* Brings a service that forgot everything the last LINKs, so that those who missed some can ask for
 * them. */
void confab_leading_restore_service (ConfabMeeting *self);
/* The line is back: brings the service what it lacks. */
void confab_leading_resume (ConfabMeeting *self, const ConfabWelcome *welcome);

/* leader-links.c */
void confab_leading_post_first (ConfabMeeting *self, ConfabCheckedJoin *join);
void confab_leading_advance_links (ConfabMeeting *self);
gint64 confab_leading_get_links_deadline (ConfabMeeting *self);
/* The line is up, and LINKs do not come back. */
gboolean confab_leading_is_withheld (ConfabMeeting *self);
/* Posts a LINK that says all that is wanted, whatever the spacing: the last one. */
void confab_leading_post_last (ConfabMeeting *self);
/* A LINK came back from the service: if it is the pending one, it counts. */
void confab_leading_take_echo (ConfabMeeting *self, ConfabLinkStep *step);
/* The service refused a LINK: @is_bad: for what it says, else because it lacks the one before. */
void confab_leading_take_refusal (ConfabMeeting *self, gboolean is_bad);
void confab_leading_forget_pending (ConfabLeading *leading);
void confab_leading_count_pending (ConfabMeeting *self);
/* Posts @view again without key boxes, for a service that lacks it. */
void confab_leading_post_again (ConfabMeeting *self, const ConfabLinkView *view);
/* A new key box of the newest LINK for @pid (8.1). */
void confab_leading_send_box (ConfabMeeting *self, const ConfabPid *pid);

/* link-making.c */
/* (transfer full) (nullable): the LINK of @plan after @old (nullable: the first one), with a new E;
 * NULL if a receiver would refuse it. */
ConfabPending *
confab_leading_make_link (ConfabMeeting *self, const ConfabLinkView *old, const ConfabPlan *plan);

/* leader-roles.c */
/* Signs a CMD 5 of our own for each role in @plan that nobody's word covers any more, or not yet. */
void confab_leading_confirm_roles (ConfabMeeting *self, const ConfabLinkView *old,
                                   const ConfabPlan *plan);

/* leader-members.c */
void confab_leading_seat_members (ConfabMeeting *self);
void confab_leading_take_ack (ConfabMeeting *self, GBytes *statement);
void confab_leading_advance_members (ConfabMeeting *self);
gint64 confab_leading_get_members_deadline (ConfabMeeting *self);
void confab_member_free (ConfabMember *member);
/* Everybody has 25 s again: we were away, not they. */
void confab_leading_excuse_members (ConfabMeeting *self);
void confab_leading_look_at_acks (ConfabMeeting *self);

/* admission.c */
void confab_leading_take_join (ConfabMeeting *self, ConfabCheckedJoin *join);
void confab_leading_take_waiting_ack (ConfabMeeting *self, GBytes *statement,
                                      const ConfabAckStatement *ack);
/* The JOIN that had to wait. */
void confab_leading_release_update (ConfabMeeting *self, ConfabMember *member);
/* A host's decision. FALSE: nobody of this pid waits. */
gboolean confab_leading_admit (ConfabMeeting *self, const ConfabPid *pid);
/* After a change: whether those who wait can come in by themselves, or be shown. */
void confab_leading_review_applicants (ConfabMeeting *self);
void confab_leading_advance_applicants (ConfabMeeting *self);
gint64 confab_leading_get_applicants_deadline (ConfabMeeting *self);
void confab_applicant_free (ConfabApplicant *applicant);

/* leader-commands.c */
/* Whether somebody in @signer may want this; @target: (nullable) its seat. */
gboolean confab_leading_may (ConfabMeeting *self, const ConfabSeat *signer,
                             const ConfabCommandStatement *command);
/* Puts what is wanted into the draft. */
void confab_leading_carry_out (ConfabMeeting *self, const ConfabCommandStatement *command);
void confab_leading_take_command (ConfabMeeting *self, const ConfabSeat *signer,
                                  const ConfabCommandStatement *command, GBytes *statement);

G_END_DECLS
