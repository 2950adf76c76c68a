/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a room share. */
#pragma once

#include "service/rate-limit.h"
#include "service/service-meeting.h"
#include "service/service-room.h"

G_BEGIN_DECLS

/* Answers to sync and lineage: as many as the longest chain takes, and then slowly. */
#define CONFAB_ANSWERS_BURST 64
#define CONFAB_ANSWERS_PER_SECOND 2

/** ConfabSeat: one client in the room. */
typedef struct {
  ConfabServiceRoom *room;
  ConfabServiceClient *client;
  ConfabPid pid;
  gboolean has_joined;     /* its JOIN was verified: it is who it says */
  gboolean has_left;       /* it said goodbye */
  ConfabRateLimit answers; /* a small question may have an answer of 512 KiB */
} ConfabSeat;

struct _ConfabServiceRoom {
  ConfabRoomRecord *record;
  const ConfabRoomHouse *house;

  GPtrArray *seats;   /* of ConfabSeat */
  GHashTable *joined; /* ConfabPid -> ConfabSeat (in @seats), those with has_joined */

  ConfabServiceMeeting *meeting; /* (nullable) */
  gboolean is_lost;  /* nobody has led it for so long that a new GENESIS may take its place */
  guint lost_source; /* looks whether it is */
};

/* service-room.c: the life of the meeting. */
ConfabStanding confab_room_get_standing (const ConfabServiceRoom *room, const ConfabSeat *seat);
/* GENESIS by the client @pid. @is_new: (out): FALSE if that meeting runs here already. */
ConfabRefusal confab_room_found_meeting (ConfabServiceRoom *room, const ConfabPid *pid,
                                         const ConfabGenesisCarrier *carrier, gboolean *is_new);
/* @is_new: (out): TRUE if a meeting that all may hear of is here by it, and was not before. */
ConfabRefusal confab_room_restore_meeting (ConfabServiceRoom *room, const ConfabRestore *restore,
                                           gboolean *is_new);
void confab_room_end_meeting (ConfabServiceRoom *room);
void confab_room_heard_leader (ConfabServiceRoom *room);

/* service-room-dispatch.c: one carrier of one client. */
void confab_room_dispatch (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier,
                           GBytes *text);

/* service-room-delivery.c: who gets what. @except: (nullable). */
void confab_room_send_to_members (ConfabServiceRoom *room, GBytes *text, const ConfabSeat *except);
void confab_room_send_to_leader (ConfabServiceRoom *room, GBytes *text);
ConfabRefusal confab_room_send_to_pid (ConfabServiceRoom *room, const ConfabPid *pid, GBytes *text);
void confab_room_send_genesis (ConfabServiceRoom *room, const ConfabSeat *except);
void confab_room_send_presence (ConfabServiceRoom *room, const ConfabSeat *seat, gboolean online);
void confab_room_offer_pending_joins (ConfabServiceRoom *room);
void confab_room_deliver_link (ConfabServiceRoom *room, const ConfabLinkCarrier *carrier,
                               const ConfabLinkOutcome *outcome);

G_END_DECLS
