/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A room that somebody is in: the clients at its door and inside, and the meeting in it, if one runs. Hands
 * carriers from those who may send them to those they are for. Main thread.
 */
#pragma once

#include "service/ended-meetings.h"
#include "service/room-store.h"
#include "service/service-client.h"
#include "service/service-config.h"

G_BEGIN_DECLS

typedef struct _ConfabServiceRoom ConfabServiceRoom;

/* Called when nobody and no meeting is left in the room; the callee frees it, now or later. */
typedef void (*ConfabRoomEmptyFunc) (ConfabServiceRoom *room, gpointer user_data);

/** ConfabRoomHouse: what all rooms of a service share; outlives them. */
typedef struct {
  const ConfabServiceConfig *config;
  ConfabEndedMeetings *ended; /* said so, or gave way to another */
  ConfabEndedMeetings *lost;  /* had no leader any more: only that leader brings one back */
  ConfabRoomEmptyFunc on_empty;
  gpointer user_data; /* of @on_empty */
} ConfabRoomHouse;

/* (transfer full): an empty room. */
ConfabServiceRoom *
confab_service_room_new (const ConfabRoomRecord *record, const ConfabRoomHouse *house);
void confab_service_room_free (ConfabServiceRoom *room);

const char *confab_service_room_get_id (const ConfabServiceRoom *room);

/* The owner registered it again, perhaps with other settings; they count for the next meeting. */
void confab_service_room_set_record (ConfabServiceRoom *room, const ConfabRoomRecord *record);

/* Whether a meeting runs that can be joined. */
gboolean confab_service_room_is_running (const ConfabServiceRoom *room);

/* Takes in a client that said hello (referenced until it is closed) and welcomes it. */
void confab_service_room_enter (ConfabServiceRoom *room, ConfabServiceClient *client);

G_END_DECLS
