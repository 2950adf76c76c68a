/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One link to the other person from its making to its end: negotiation, signed descriptions, the gate.
 * Introduces a ConfabMeeting (SDPAUTH, candidates) to a ConfabLink (docs/protocol.md 11.2). Main thread.
 */
#pragma once

#include "client/call.h"
#include "media/media.h"
#include "meeting/meeting.h"

G_BEGIN_DECLS

typedef struct _ConfabDirectAttempt ConfabDirectAttempt;

/**
 * ConfabDirectAttemptEvents:
 * @state: the link's state changed
 * @flowing: the first picture or sound has come
 * @track: the peer's track started, stopped or changed
 * @data: from a data channel, never before the gate is open
 * @messages_open: the channel of messages takes some now
 * @failed: over; @manipulated: somebody else's certificate (no retry, alarm)
 *
 * None is called from inside a function of this file, but for confab_direct_attempt_free ().
 */
typedef struct {
  void (*state) (ConfabDirectAttempt *attempt, ConfabLinkState state, gpointer user_data);
  void (*flowing) (ConfabDirectAttempt *attempt, gpointer user_data);
  void (*track) (ConfabDirectAttempt *attempt, const ConfabCallTrack *track, gpointer user_data);
  void (*data) (ConfabDirectAttempt *attempt, const char *label, GBytes *bytes, gpointer user_data);
  void (*messages_open) (ConfabDirectAttempt *attempt, gpointer user_data);
  void (*failed) (ConfabDirectAttempt *attempt, const GError *error, gboolean manipulated,
                  gpointer user_data);
} ConfabDirectAttemptEvents;

/* @link: (transfer full): new, without servers; @certificate: its own. @events must outlive the attempt. */
ConfabDirectAttempt *
confab_direct_attempt_new (ConfabMeeting *meeting, const ConfabPid *peer, ConfabLink *link,
                           ConfabCertificate *certificate, const ConfabDirectAttemptEvents *events,
                           gpointer user_data);
/* Closes the link; no event follows. */
void confab_direct_attempt_free (ConfabDirectAttempt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabDirectAttempt, confab_direct_attempt_free)

/* Makes the offer. */
void confab_direct_attempt_offer (ConfabDirectAttempt *self, const ConfabLinkServer *servers,
                                  guint n_servers);
/* Takes a verified offer and answers it. */
void confab_direct_attempt_answer (ConfabDirectAttempt *self, const ConfabLinkServer *servers,
                                   guint n_servers, const char *offer, const ConfabDigest *fp);
/* Takes a verified answer; FALSE if this attempt waits for none. */
gboolean confab_direct_attempt_take_answer (ConfabDirectAttempt *self, const char *answer,
                                            const ConfabDigest *fp);
void confab_direct_attempt_take_candidate (ConfabDirectAttempt *self,
                                           const ConfabCandidateCarrier *candidate);

/* Lets media and data flow as soon as the certificate has been compared: while the meeting is ACTIVE
 * (12.2). Later FALSE stops what is sent, and nothing else. */
void confab_direct_attempt_set_permitted (ConfabDirectAttempt *self, gboolean permitted);

/* What the peer is told from now on belongs to a newer attempt. */
void confab_direct_attempt_silence (ConfabDirectAttempt *self);

/* (transfer none) */
ConfabLink *confab_direct_attempt_get_link (ConfabDirectAttempt *self);
gboolean confab_direct_attempt_is_flowing (ConfabDirectAttempt *self);
gboolean confab_direct_attempt_takes_messages (ConfabDirectAttempt *self);
/* What the peer sends on this link. */
const ConfabCallTrack *
confab_direct_attempt_get_track (ConfabDirectAttempt *self, ConfabMediaKind kind);

G_END_DECLS
