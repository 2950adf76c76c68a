/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The meeting's own parts, for the files that move it. Each part has one file that writes it; all
 * run on the main thread inside of confab_meeting_enter () and confab_meeting_exit ().
 */
#pragma once

#include "meeting/acceptance.h"
#include "meeting/chat-log-private.h"
#include "meeting/epochs.h"
#include "meeting/liveness.h"
#include "meeting/meeting.h"
#include "meeting/own-joins.h"
#include "meeting/participant-private.h"
#include "meeting/tokens.h"

G_BEGIN_DECLS

/* A deadline that never comes. */
#define CONFAB_NEVER G_MAXINT64

/* What only a leader has (leader.h), and what messages, pings and direct links keep about
 * others. */
typedef struct _ConfabLeading ConfabLeading;
typedef struct _ConfabMessages ConfabMessages;
typedef struct _ConfabPresence ConfabPresence;
typedef struct _ConfabDirectLinks ConfabDirectLinks;

enum {
  CONFAB_SIGNAL_SEND,
  CONFAB_SIGNAL_PARTICIPANT_JOINED,
  CONFAB_SIGNAL_PARTICIPANT_UPDATED,
  CONFAB_SIGNAL_PARTICIPANT_LEFT,
  CONFAB_SIGNAL_ADMISSION_REQUESTED,
  CONFAB_SIGNAL_CHAT,
  CONFAB_SIGNAL_MUTE_REQUESTED,
  CONFAB_SIGNAL_UNMUTE_REQUESTED,
  CONFAB_SIGNAL_LOWER_HAND_REQUESTED,
  CONFAB_SIGNAL_SDP,
  CONFAB_SIGNAL_ICE,
  CONFAB_SIGNAL_RENEW,
  CONFAB_SIGNAL_DIRECT_LINK_REFUSED,
  CONFAB_SIGNAL_QUESTION,
  CONFAB_SIGNAL_WARNING,
  CONFAB_SIGNAL_WARNING_OVER,
  CONFAB_SIGNAL_NOTICE,
  CONFAB_SIGNAL_ENDED,
  CONFAB_N_SIGNALS
};

/** ConfabJoining: until the first LINK with the own entry (joining.c). */
typedef struct {
  gboolean begun;
  ConfabCharter *doubtful;  /* (nullable): waits for confab_meeting_confirm () */
  ConfabLineage *lineage;   /* (nullable): of the welcome */
  ConfabLinkStep *seen;     /* (nullable): the welcome's LINK, not looked at before GENESIS is */
  ConfabLeaderKnown leader; /* once GENESIS is accepted */
  ConfabLinkView *base;     /* (nullable): the newest LINK without us */
  guint32 admission_n;      /* of the LINK that lets us in, while the one before it is missing */
  gint64 next_ack_at;       /* ACK status 4 */
} ConfabJoining;

/** ConfabFollowing: what a follower waits for (follower.c, heartbeats.c). */
typedef struct {
  GBytes *held_heartbeat; /* (nullable): the newest one of a LINK we do not have */
  gint64 unknown_n_stop_at;
  gint64 sync_allowed_at; /* not more often than once a second */
  gboolean sync_wanted;
  gint64 return_again_at; /* dropped: next JOIN (9.5) */
  gint64 key_wanted_at;   /* next ACK that asks for the key box */
  gboolean join_owed;     /* the service gets our JOIN once it has the meeting again */
} ConfabFollowing;

/** ConfabFaults: what went wrong and what follows (faults.c, 12.2). Deadlines, or CONFAB_NEVER. */
typedef struct {
  gint64 bad_data_at[3]; /* the last three, oldest first */
  gint64 bad_data_over_at;
  gint64 bad_data_log_at; /* not before, lest what others send fill the log */
  guint n_bad_unlogged;
  gint64 invalid_stop_at;
  gint64 invalid_leave_at;
  gint64 fork_leave_at;
} ConfabFaults;

struct _ConfabMeeting {
  GObject parent_instance;

  /* Fixed at construction. */
  ConfabKeyring keys;
  ConfabDigest room;
  ConfabToken of;
  gboolean has_of;
  guint caps;
  gboolean service_on_loopback;
  ConfabPid pid;
  char pid_hex[CONFAB_PID_HEX_LENGTH + 1];
  ConfabVerifyKey ik;
  ConfabVerifyKey sk;

  /* The call that is under way, and what it has to tell (news.c). */
  ConfabMeetingTime now;
  guint depth;
  gboolean is_telling;
  GQueue news;

  char *name;
  gboolean connected;
  ConfabCharter *charter; /* (nullable) before GENESIS is accepted */
  ConfabJoinBook *book;
  ConfabOwnJoins *own_joins;
  ConfabTokens *tokens;
  ConfabLinkView *view; /* (nullable): the newest LINK in force */
  GPtrArray *history;   /* of ConfabLinkView: the last ones, the newest last */
  ConfabEpochs *epochs;
  ConfabLiveness liveness; /* a follower's */
  ConfabJoining joining;
  ConfabFollowing following;
  ConfabFaults faults;
  ConfabLeading *leading; /* (nullable) */
  ConfabMessages *messages;
  ConfabPresence *presence;
  ConfabDirectLinks *direct;
  guint32 command_seq;
  GHashTable *command_seqs; /* ConfabPid -> guint32 of the last CMD */

  ConfabRoster *roster;
  ConfabRoster *waiting_room;
  ConfabChatLog *chat_log;

  /* What was said to the outside last (state.c). */
  ConfabMeetingState state;
  ConfabSecurity security;
  gboolean may_send;
  gboolean has_been_active;
  guint warnings; /* bits by place in its table */
  gboolean left;
};

/* meeting.c: the frame of every public call. */
void confab_meeting_enter (ConfabMeeting *self, ConfabMeetingTime now);
void confab_meeting_exit (ConfabMeeting *self);
void confab_meeting_notify_link (ConfabMeeting *self, const ConfabLinkView *old);
void confab_meeting_notify_shown (ConfabMeeting *self, gboolean state, gboolean security,
                                  gboolean may_send);
void confab_meeting_take_line (ConfabMeeting *self, gboolean connected);
/* Everything is over for this client: keys are wiped, "ended" follows. */
void confab_meeting_end_here (ConfabMeeting *self, const char *code, const char *text);

/* news.c: signals, told when the outermost call ends. */
void confab_meeting_install_signals (GObjectClass *klass);
void confab_meeting_tell (ConfabMeeting *self, guint signal, ...);
/* The same; @owned is kept until then and freed by @destroy. */
void confab_meeting_tell_owned (ConfabMeeting *self, gpointer owned, GDestroyNotify destroy,
                                guint signal, ...);
void confab_meeting_tell_all (ConfabMeeting *self);
void confab_meeting_forget_news (ConfabMeeting *self);
/* @carrier: (transfer full). @to: (nullable). */
void confab_meeting_send (ConfabMeeting *self, ConfabCarrier *carrier, ConfabRoute route,
                          const ConfabPid *to);
/* Signs @body (transfer full) and sends the statement; gives (transfer full) (nullable) it. */
GBytes *confab_meeting_send_signed (ConfabMeeting *self, ConfabCarrierType type, GBytes *body);

/* state.c: what the outside may know follows from the parts. */
void confab_meeting_settle (ConfabMeeting *self);
gint64 confab_meeting_get_state_deadline (ConfabMeeting *self);

/* receive.c */
void confab_meeting_dispatch (ConfabMeeting *self, const ConfabCarrier *carrier,
                              const ConfabPid *from_direct);

/* own-join.c: a new JOIN of this client: seq + 1, new token. */
/* @ek: (transfer full) with its public key. Kept; (transfer none) (nullable). */
ConfabCheckedJoin *confab_meeting_make_join (ConfabMeeting *self, ConfabMeetingEk *ek,
                                             const ConfabExchangeKey *public_key);
/* With a new EK, kept and sent: (transfer none) (nullable). */
ConfabCheckedJoin *confab_meeting_send_join (ConfabMeeting *self);

/* refusals.c: the service says no. */
void confab_meeting_take_refusal (ConfabMeeting *self, const ConfabServiceError *error);

/* joining.c */
void confab_meeting_take_welcome (ConfabMeeting *self, const ConfabWelcome *welcome);
void confab_meeting_take_genesis (ConfabMeeting *self, const ConfabGenesisCarrier *parts);
void confab_meeting_take_waiting_step (ConfabMeeting *self, ConfabLinkStep *step, GBytes *box);
void confab_meeting_advance_joining (ConfabMeeting *self);
gint64 confab_meeting_get_joining_deadline (ConfabMeeting *self);

/* installing.c: a LINK comes into force. @secret: (transfer full) (nullable). */
void confab_meeting_install (ConfabMeeting *self, ConfabLinkView *view, ConfabMeetingEpoch *secret);
const ConfabSeat *confab_meeting_get_own_seat (ConfabMeeting *self);
/* (transfer none) (nullable): the view of LINK @n, if it is among the last ones. */
ConfabLinkView *confab_meeting_find_view (ConfabMeeting *self, guint32 n);

/* follower.c */
void confab_meeting_take_step (ConfabMeeting *self, ConfabLinkStep *step, GBytes *box,
                               gboolean from_sync);
void confab_meeting_take_sync (ConfabMeeting *self, const ConfabSyncCarrier *sync);
/* A LINK that was accepted with our entry in it. */
void
confab_meeting_follow (ConfabMeeting *self, ConfabLinkView *view, ConfabFate fate, GBytes *box);
void confab_meeting_want_sync (ConfabMeeting *self);
void confab_meeting_send_sync (ConfabMeeting *self);
void confab_meeting_send_ack (ConfabMeeting *self, ConfabAckStatus status);
void confab_meeting_advance_following (ConfabMeeting *self);
gint64 confab_meeting_get_following_deadline (ConfabMeeting *self);

/* keyboxes.c */
/* Opens @box (nullable) for the newest LINK; asks for another one if that fails. */
void confab_meeting_take_keybox (ConfabMeeting *self, GBytes *box);

/* heartbeats.c */
void confab_meeting_take_heartbeat (ConfabMeeting *self, GBytes *statement);
void confab_meeting_review_held_heartbeat (ConfabMeeting *self);

/* faults.c */
void confab_meeting_count_bad_data (ConfabMeeting *self, const char *what);
void confab_meeting_take_invalid_link (ConfabMeeting *self, const char *why);
void confab_meeting_clear_invalid_link (ConfabMeeting *self);
/* @other: the LINK that contradicts ours. */
void confab_meeting_take_fork (ConfabMeeting *self, GBytes *other);
void confab_meeting_take_fork_evidence (ConfabMeeting *self, GBytes *link);
gboolean confab_meeting_is_forked (ConfabMeeting *self);
void confab_meeting_advance_faults (ConfabMeeting *self);
gint64 confab_meeting_get_faults_deadline (ConfabMeeting *self);

/* commands.c */
void confab_meeting_take_command (ConfabMeeting *self, GBytes *statement);
/* Signs what @wish's command, target, bind and arg say, not dated before its time_ms: (transfer full)
 * (nullable). */
GBytes *confab_meeting_sign_command (ConfabMeeting *self, const ConfabCommandStatement *wish);
/* The same, and sends it to all. */
GBytes *confab_meeting_send_command (ConfabMeeting *self, const ConfabCommandStatement *wish);

/* resuming.c */
void confab_meeting_resume (ConfabMeeting *self, const ConfabWelcome *welcome);
void confab_meeting_send_genesis (ConfabMeeting *self);
/* Brings a service that lost its memory GENESIS and the LINK of @view. */
void confab_meeting_restore_service (ConfabMeeting *self, const ConfabLinkView *view);
void confab_meeting_renew_own_key (ConfabMeeting *self);
gint64 confab_meeting_get_renewal_deadline (ConfabMeeting *self);

/* messages.c, message-opening.c */
ConfabMessages *confab_messages_new (void);
void confab_messages_free (ConfabMessages *messages);
/* @to: (nullable): everybody. Seals, sends and remembers; @seq (optional) is its number. */
gboolean
confab_meeting_send_message (ConfabMeeting *self, ConfabMessageKind kind, const ConfabPid *to,
                             GBytes *payload, guint64 *seq, GError **error);
void confab_meeting_take_message (ConfabMeeting *self, GBytes *message);
/* After a LINK or key box: messages that came before it. */
void confab_meeting_review_held_messages (ConfabMeeting *self);
void confab_meeting_lose_line (ConfabMeeting *self);
void confab_meeting_advance_messages (ConfabMeeting *self);
gint64 confab_meeting_get_messages_deadline (ConfabMeeting *self);
void confab_meeting_forget_messages_of (ConfabMeeting *self, const ConfabPid *pid);

/* presence.c */
ConfabPresence *confab_presence_new (void);
void confab_presence_free (ConfabPresence *presence);
void
confab_meeting_take_ping (ConfabMeeting *self, const ConfabPid *from, const ConfabToken *nonce);
void
confab_meeting_take_pong (ConfabMeeting *self, const ConfabPid *from, const ConfabToken *nonce);
/* Another one leads: whoever was confirmed is asked again. */
void confab_meeting_doubt_presence (ConfabMeeting *self);
gboolean confab_meeting_is_host_confirmed (ConfabMeeting *self);
void confab_meeting_advance_presence (ConfabMeeting *self);
gint64 confab_meeting_get_presence_deadline (ConfabMeeting *self);

/* direct-links.c */
ConfabDirectLinks *confab_direct_links_new (void);
void confab_direct_links_free (ConfabDirectLinks *links);
void confab_meeting_take_sdp (ConfabMeeting *self, const ConfabSdpCarrier *carrier);
void confab_meeting_take_candidate (ConfabMeeting *self, const ConfabCandidateCarrier *candidate,
                                    const ConfabPid *from_direct);
void
confab_meeting_take_renew (ConfabMeeting *self, const ConfabPid *to, const ConfabPid *from_direct);
void confab_meeting_forget_direct_link (ConfabMeeting *self, const ConfabPid *pid);

/* Somebody proved to be there. */
void confab_meeting_hear_from (ConfabMeeting *self, const ConfabPid *pid);

G_END_DECLS
