/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is in the room, and how long the meeting in it lives (docs/protocol.md 9.3, 13). */
#include "service/service-room-private.h"

static void
seat_free (gpointer data)
{
  ConfabSeat *seat = data;

  g_signal_handlers_disconnect_by_data (seat->client, seat);
  g_object_unref (seat->client);
  g_free (seat);
}

ConfabServiceRoom *
confab_service_room_new (const ConfabRoomRecord *record, const ConfabRoomHouse *house)
{
  ConfabServiceRoom *room = g_new0 (ConfabServiceRoom, 1);

  room->record = confab_room_record_copy (record);
  room->house = house;
  room->seats = g_ptr_array_new_with_free_func (seat_free);
  room->joined = g_hash_table_new (confab_pid_hash, confab_pid_equal);
  return room;
}

void
confab_service_room_free (ConfabServiceRoom *room)
{
  if (room == NULL)
    return;

  g_clear_handle_id (&room->lost_source, g_source_remove);
  g_hash_table_unref (room->joined);
  g_ptr_array_unref (room->seats);
  confab_service_meeting_free (room->meeting);
  confab_room_record_free (room->record);
  g_free (room);
}

const char *
confab_service_room_get_id (const ConfabServiceRoom *room)
{
  return room->record->id;
}

void
confab_service_room_set_record (ConfabServiceRoom *room, const ConfabRoomRecord *record)
{
  confab_room_record_free (room->record);
  room->record = confab_room_record_copy (record);
}

gboolean
confab_service_room_is_running (const ConfabServiceRoom *room)
{
  return room->meeting != NULL && !room->is_lost && confab_service_meeting_has_link (room->meeting);
}

ConfabStanding
confab_room_get_standing (const ConfabServiceRoom *room, const ConfabSeat *seat)
{
  if (room->meeting == NULL || !seat->has_joined)
    return CONFAB_STANDING_GUEST;
  return confab_service_meeting_get_standing (room->meeting, &seat->pid);
}

static guint
count_members (const ConfabServiceRoom *room)
{
  guint members = 0;

  for (guint i = 0; i < room->seats->len; i++)
    if (confab_room_get_standing (room, room->seats->pdata[i]) >= CONFAB_STANDING_MEMBER)
      members++;
  return members;
}

static void
check_empty (ConfabServiceRoom *room)
{
  if (room->seats->len == 0 && room->meeting == NULL)
    room->house->on_empty (room, room->house->user_data);
}

/* Members hear that the meeting is over; those who wait, that they may wait for the next one. */
static void
dismiss_all (ConfabServiceRoom *room)
{
  for (guint i = 0; i < room->seats->len; i++) {
    ConfabSeat *seat = room->seats->pdata[i];
    gboolean is_member = confab_room_get_standing (room, seat) >= CONFAB_STANDING_MEMBER;

    confab_service_client_dismiss (seat->client,
                                   is_member ? CONFAB_FAREWELL_ENDED : CONFAB_FAREWELL_NO_HOST);
  }
}

static void
drop_meeting (ConfabServiceRoom *room)
{
  g_clear_handle_id (&room->lost_source, g_source_remove);
  g_clear_pointer (&room->meeting, confab_service_meeting_free);
  room->is_lost = FALSE;
  g_hash_table_remove_all (room->joined);
  for (guint i = 0; i < room->seats->len; i++)
    ((ConfabSeat *) room->seats->pdata[i])->has_joined = FALSE;
}

static void
remember_in (ConfabServiceRoom *room, ConfabEndedMeetings *memory)
{
  confab_ended_meetings_add (memory, confab_service_meeting_get_gen (room->meeting),
                             confab_clock_boot_ms ());
}

void
confab_room_end_meeting (ConfabServiceRoom *room)
{
  remember_in (room, room->house->ended);
  dismiss_all (room);
  drop_meeting (room);
  g_message ("a meeting has ended");
}

/* Nobody is left in a meeting that nobody leads. Whoever still waits in it starts over. */
static void
forget_lost_meeting (ConfabServiceRoom *room)
{
  for (guint i = 0; i < room->seats->len; i++) {
    ConfabSeat *seat = room->seats->pdata[i];

    if (seat->has_joined)
      confab_service_client_dismiss (seat->client, CONFAB_FAREWELL_NO_HOST);
  }
  if (confab_service_meeting_has_link (room->meeting)) /* else its founder may try again */
    remember_in (room, room->house->lost);
  drop_meeting (room);
}

static void
tell_outsiders (ConfabServiceRoom *room, ConfabFarewell farewell)
{
  for (guint i = 0; i < room->seats->len; i++) {
    ConfabSeat *seat = room->seats->pdata[i];

    if (confab_room_get_standing (room, seat) < CONFAB_STANDING_MEMBER)
      confab_service_client_dismiss (seat->client, farewell);
  }
}

/* Nobody leads any more. Those who wait are told; those inside may still reach one another without us, and
 * their leader may come back, so their meeting is forgotten only when they are gone or another begins. */
static void
lose_meeting (ConfabServiceRoom *room)
{
  if (!room->is_lost) {
    room->is_lost = TRUE;
    g_message ("a meeting has had no leader for too long");
    tell_outsiders (room, CONFAB_FAREWELL_NO_HOST);
  }
  if (count_members (room) == 0)
    forget_lost_meeting (room);
}

static void watch_leader (ConfabServiceRoom *room);

/* When, by the boot clock, the meeting is lost if its leader is not heard. One that was brought back, and that
 * its leader has not spoken in since, has not as long as one that was seen alive. */
static gint64
lost_at_ms (const ConfabServiceRoom *room)
{
  const ConfabServiceTimes *times = &room->house->config->times;
  guint patience_ms = confab_service_meeting_leader_was_heard (room->meeting)
                          ? times->leader_lost_ms
                          : times->failover_ms;

  return confab_service_meeting_get_leader_heard_ms (room->meeting) + patience_ms;
}

static gboolean
on_lost_check (gpointer user_data)
{
  ConfabServiceRoom *room = user_data;

  room->lost_source = 0;
  if (confab_clock_boot_ms () < lost_at_ms (room)) {
    watch_leader (room);
    return G_SOURCE_REMOVE;
  }
  lose_meeting (room);
  check_empty (room);
  return G_SOURCE_REMOVE;
}

static void
watch_leader (ConfabServiceRoom *room)
{
  gint64 left_ms = MAX (0, lost_at_ms (room) - confab_clock_boot_ms ());

  if (room->lost_source == 0)
    room->lost_source = g_timeout_add ((guint) left_ms, on_lost_check, room);
}

/* A leader that was thought lost is back: who came to the door meanwhile was told of no meeting. */
void
confab_room_heard_leader (ConfabServiceRoom *room)
{
  if (!room->is_lost)
    return;
  room->is_lost = FALSE;
  watch_leader (room);
  tell_outsiders (room, CONFAB_FAREWELL_RESTARTING);
}

/* Another meeting takes the place of one that nobody leads. Who has no part in that one stays and waits; who
 * waited in it may wait in the next one. */
static void
make_way (ConfabServiceRoom *room)
{
  if (room->meeting == NULL)
    return;
  for (guint i = 0; i < room->seats->len; i++) {
    ConfabSeat *seat = room->seats->pdata[i];
    gboolean is_member = confab_room_get_standing (room, seat) >= CONFAB_STANDING_MEMBER;

    if (seat->has_joined)
      confab_service_client_dismiss (seat->client,
                                     is_member ? CONFAB_FAREWELL_ENDED : CONFAB_FAREWELL_NO_HOST);
  }
  remember_in (room, room->house->ended);
  drop_meeting (room);
}

/* Whether the meeting @founding may begin where another one is. Never an older one, which somebody may have
 * kept; and not while the other one lives. One without a LINK does not live yet. */
static gboolean
may_follow (const ConfabServiceRoom *room, const ConfabFounding *founding)
{
  if (room->meeting == NULL)
    return TRUE;
  return founding->genesis.created_ms > confab_service_meeting_get_created_ms (room->meeting) &&
         (room->is_lost || !confab_service_meeting_has_link (room->meeting));
}

/* Whether the meeting of this GENESIS may be in the room, now or again. */
static ConfabRefusal
check_founding (const ConfabServiceRoom *room, const ConfabGenesisCarrier *carrier,
                ConfabFounding *founding)
{
  ConfabRefusal refusal =
      confab_founding_check (room->record, carrier->genesis, carrier->roomcert, carrier->waittext,
                             confab_clock_wall_ms (), founding);

  if (refusal == CONFAB_ACCEPTED &&
      confab_ended_meetings_contain (room->house->ended, &founding->tag.gen,
                                     confab_clock_boot_ms ()))
    return CONFAB_REFUSED_MEETING_OVER;
  return refusal;
}

static gboolean
is_here (const ConfabServiceRoom *room, const ConfabFounding *founding)
{
  return room->meeting != NULL &&
         confab_digest_equal (&founding->tag.gen, confab_service_meeting_get_gen (room->meeting));
}

static gboolean
was_lost (const ConfabServiceRoom *room, const ConfabFounding *founding)
{
  return confab_ended_meetings_contain (room->house->lost, &founding->tag.gen,
                                        confab_clock_boot_ms ());
}

/* Everybody at the door gets GENESIS, so it counts from its founder alone: others could hold an abandoned
 * meeting up to those who wait, again and again. */
ConfabRefusal
confab_room_found_meeting (ConfabServiceRoom *room, const ConfabPid *pid,
                           const ConfabGenesisCarrier *carrier, gboolean *is_new)
{
  ConfabFounding founding;
  ConfabRefusal refusal = check_founding (room, carrier, &founding);

  *is_new = FALSE;
  if (refusal != CONFAB_ACCEPTED || is_here (room, &founding))
    return refusal;
  if (!confab_pid_equal (pid, &founding.genesis.pid))
    return CONFAB_REFUSED_NOT_YOURS;
  if (was_lost (room, &founding))
    return CONFAB_REFUSED_MEETING_OVER;
  if (!may_follow (room, &founding))
    return CONFAB_REFUSED_MEETING_RUNNING;

  make_way (room);
  room->meeting = confab_service_meeting_new (&founding, carrier, confab_clock_boot_ms ());
  watch_leader (room);
  *is_new = TRUE;
  g_message ("a meeting has begun");
  return CONFAB_ACCEPTED;
}

/* A meeting that was lost before comes back unseen: it may be a recording. Its leader's own word shows it. */
ConfabRefusal
confab_room_restore_meeting (ConfabServiceRoom *room, const ConfabRestore *restore,
                             gboolean *is_new)
{
  ConfabGenesisCarrier carrier = { .genesis = restore->genesis, .roomcert = restore->roomcert };
  g_autoptr (ConfabServiceMeeting) fresh = NULL;
  ConfabFounding founding;
  gboolean changed = FALSE;
  ConfabRefusal refusal = check_founding (room, &carrier, &founding);

  *is_new = FALSE;
  if (refusal == CONFAB_ACCEPTED && !is_here (room, &founding)) {
    if (!may_follow (room, &founding))
      return CONFAB_REFUSED_MEETING_RUNNING;
    fresh = confab_service_meeting_new (&founding, &carrier, confab_clock_boot_ms ());
  }
  if (refusal == CONFAB_ACCEPTED)
    refusal =
        confab_service_meeting_restore (fresh != NULL ? fresh : room->meeting, &founding, restore,
                                        confab_clock_wall_ms (), confab_clock_boot_ms (), &changed);
  if (refusal != CONFAB_ACCEPTED)
    return refusal;

  if (fresh != NULL) {
    make_way (room);
    room->meeting = g_steal_pointer (&fresh);
    room->is_lost = was_lost (room, &founding);
    watch_leader (room);
    *is_new = !room->is_lost;
  }
  if (changed)
    g_message ("a meeting was brought back by its participants");
  return CONFAB_ACCEPTED;
}

static void
welcome (ConfabServiceRoom *room, ConfabServiceClient *client)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new (CONFAB_CARRIER_WELCOME);
  ConfabWelcome *words = &carrier->welcome;

  words->room = g_strdup (room->record->id);
  words->owner_ik = room->record->owner_ik;
  words->policy = room->record->policy;
  words->waiting_room = room->record->waiting_room;
  words->server_time_ms = confab_clock_wall_ms ();
  if (room->meeting != NULL && !room->is_lost)
    confab_service_meeting_fill_welcome (room->meeting, words);
  confab_service_client_welcome (client, carrier);
}

static void
on_carrier (ConfabServiceClient *client, gpointer carrier, gpointer text, gpointer user_data)
{
  ConfabSeat *seat = user_data;

  confab_room_dispatch (seat->room, seat, carrier, text);
}

/* The meeting ends with the goodbye of the leader, if nobody is there to miss it. */
static gboolean
was_last (const ConfabServiceRoom *room, const ConfabSeat *seat, ConfabStanding standing)
{
  return standing == CONFAB_STANDING_LEADER && seat->has_left && count_members (room) == 0;
}

static void
leave_meeting (ConfabServiceRoom *room, ConfabSeat *seat)
{
  ConfabStanding standing = confab_room_get_standing (room, seat);

  if (!seat->has_joined)
    return;
  seat->has_joined = FALSE;
  g_hash_table_remove (room->joined, &seat->pid);
  if (room->meeting == NULL)
    return;

  confab_service_meeting_forget_waiting (room->meeting, &seat->pid);
  if (!seat->has_left)
    confab_room_send_presence (room, seat, FALSE);
  if (was_last (room, seat, standing))
    confab_room_end_meeting (room);
  else if (room->is_lost && count_members (room) == 0)
    forget_lost_meeting (room);
}

static void
on_closed (ConfabServiceClient *client, gpointer user_data)
{
  ConfabSeat *seat = user_data;
  ConfabServiceRoom *room = seat->room;

  leave_meeting (room, seat);
  g_ptr_array_remove (room->seats, seat);
  check_empty (room);
}

void
confab_service_room_enter (ConfabServiceRoom *room, ConfabServiceClient *client)
{
  ConfabSeat *seat = g_new0 (ConfabSeat, 1);

  seat->room = room;
  seat->client = g_object_ref (client);
  seat->pid = *confab_service_client_get_pid (client);
  seat->answers =
      confab_rate_limit (CONFAB_ANSWERS_PER_SECOND, CONFAB_ANSWERS_BURST, confab_clock_boot_ms ());
  g_ptr_array_add (room->seats, seat);
  g_signal_connect (client, "carrier", G_CALLBACK (on_carrier), seat);
  g_signal_connect (client, "closed", G_CALLBACK (on_closed), seat);
  welcome (room, client);
}
