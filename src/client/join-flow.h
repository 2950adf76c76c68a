/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From a link to a meeting and out of it again: the state machine of one call. It makes the rooms of a
 * meeting in the order in which they are needed, introduces them, and takes them down. Main thread.
 *
 *   PREPARING   certificate for DTLS
 *   CONNECTING  to the service, until its first welcome
 *   ENTERING    found the meeting or join it; the meeting's own states decide from here
 *   INSIDE      in the roster
 *   LEAVING     goodbye is on its way, files are finished
 *   OVER
 */
#pragma once

#include "client/call.h"
#include "client/certificate-shelf.h"
#include "client/direct-binding.h"
#include "crypto/crypto.h"
#include "protocol/protocol.h"
#include "signalling/signalling.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_JOIN_PREPARING,
  CONFAB_JOIN_CONNECTING,
  CONFAB_JOIN_ENTERING,
  CONFAB_JOIN_INSIDE,
  CONFAB_JOIN_LEAVING,
  CONFAB_JOIN_OVER,
} ConfabJoinStep;

typedef struct _ConfabJoinFlow ConfabJoinFlow;

/**
 * ConfabJoinFlowEvents:
 * @step: another step was reached; with INSIDE the meeting has accepted us
 * @waiting: the meeting does not let us in yet; again when the host's words change
 * @over: the last event. @was_inside tells "ended" from "refused"
 * @problem: worth telling, the flow goes on
 * @service_online: the line to the service went down or came up
 *
 * The links' events come by @direct, but for what they received, which goes into the meeting. All may come
 * from inside a call into the meeting: a handler reads, and acts later.
 */
typedef struct {
  void (*step) (ConfabJoinStep step, gpointer user_data);
  void (*waiting) (const ConfabWaitTextStatement *text, gpointer user_data);
  void (*over) (gboolean was_inside, const char *code, const char *text, gpointer user_data);
  void (*problem) (const char *code, const char *text, gpointer user_data);
  void (*service_online) (gboolean online, gpointer user_data);
  ConfabDirectEvents direct;
} ConfabJoinFlowEvents;

/**
 * ConfabJoinFlowConfig:
 * @address: of the service
 * @invitation: what the link says
 * @identity: this installation's IK
 * @one_time: @identity is for this meeting only
 * @name: allowed as a participant's name
 * @certificates: gives one now; lent
 * @founding: suite and policy of the meeting if the room is ours; its owner_ik is @identity's
 *
 * Copied or referenced.
 */
typedef struct {
  const ConfabServiceAddress *address;
  const ConfabInvitation *invitation;
  ConfabSigner *identity;
  gboolean one_time;
  const char *name;
  ConfabCertificateShelf *certificates;
  ConfabMeetingFounding founding;
  ConfabCapture *capture;
  ConfabPlayback *playback;
  gboolean relay_only;
  const char *save_dir;
} ConfabJoinFlowConfig;

/* @events must outlive the flow. Begins in an idle. */
ConfabJoinFlow *confab_join_flow_new (const ConfabJoinFlowConfig *config,
                                      const ConfabJoinFlowEvents *events, gpointer user_data);
/* Drops everything as it is; polite is to wait for "over". */
void confab_join_flow_free (ConfabJoinFlow *self);

/* Leaves as politely as the step allows; "over" with code "left" follows. */
void confab_join_flow_leave (ConfabJoinFlow *self);

ConfabJoinStep confab_join_flow_get_step (ConfabJoinFlow *self);
/* (transfer none) */
ConfabMeeting *confab_join_flow_get_meeting (ConfabJoinFlow *self);
/* (transfer none) (nullable): %NULL before ENTERING */
ConfabDirectBinding *confab_join_flow_get_direct (ConfabJoinFlow *self);

G_END_DECLS
