/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happens to each kind of message: one table of who may send it and one short function for what becomes
 * of it. Whatever a function refuses, its sender hears.
 */
#include "service/service-room-private.h"

#include "service/turn-credentials.h"

typedef ConfabRefusal (*Handler) (ConfabServiceRoom *room, ConfabSeat *seat,
                                  const ConfabCarrier *carrier, GBytes *text);

static ConfabRefusal
on_genesis (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  gboolean is_new;
  ConfabRefusal refusal = confab_room_found_meeting (room, &seat->pid, &carrier->genesis, &is_new);

  if (is_new)
    confab_room_send_genesis (room, seat);
  return refusal;
}

/* From now on the client is who its pid says. Only the holder of the identity makes a JOIN with a higher
 * number, so an older connection of that pid is dead or a copy. */
static void
seat_as_joined (ConfabServiceRoom *room, ConfabSeat *seat)
{
  ConfabSeat *other = g_hash_table_lookup (room->joined, &seat->pid);

  if (other != NULL && other != seat) {
    other->has_joined = FALSE;
    confab_service_client_dismiss (other->client, CONFAB_FAREWELL_REPLACED);
  }
  seat->has_joined = TRUE;
  g_hash_table_replace (room->joined, &seat->pid, seat);
}

static ConfabRefusal
on_join (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  gboolean was_joined = seat->has_joined;
  gboolean is_new;
  ConfabRefusal refusal =
      confab_service_meeting_take_join (room->meeting, &seat->pid, carrier->statement, &is_new);

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  seat_as_joined (room, seat);
  if (confab_pid_equal (&seat->pid, confab_service_meeting_get_leader (room->meeting)))
    confab_room_offer_pending_joins (room);
  else if (is_new && confab_service_meeting_has_link (room->meeting))
    confab_room_send_to_leader (room, text);
  if (!was_joined && confab_room_get_standing (room, seat) >= CONFAB_STANDING_MEMBER)
    confab_room_send_presence (room, seat, TRUE);
  return CONFAB_ACCEPTED;
}

static ConfabRefusal
on_link (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  g_auto (ConfabLinkOutcome) outcome = { 0 };
  gboolean had_link = confab_service_meeting_has_link (room->meeting);
  ConfabRefusal refusal = confab_service_meeting_take_link (
      room->meeting, &seat->pid, &carrier->link, room->house->config->times.failover_ms,
      confab_clock_boot_ms (), &outcome);

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  confab_room_heard_leader (room);
  confab_room_deliver_link (room, &carrier->link, &outcome);
  if (outcome.has_ended)
    confab_room_end_meeting (room);
  else if (outcome.leader_changed || !had_link)
    confab_room_offer_pending_joins (room);
  return CONFAB_ACCEPTED;
}

static ConfabRefusal
on_heartbeat (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  ConfabRefusal refusal = confab_service_meeting_take_heartbeat (room->meeting, carrier->statement,
                                                                 confab_clock_boot_ms ());

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  confab_room_heard_leader (room);
  confab_room_send_to_members (room, text, seat);
  return CONFAB_ACCEPTED;
}

static ConfabRefusal
on_ack (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  ConfabRefusal refusal =
      confab_service_meeting_check_ack (room->meeting, &seat->pid, carrier->statement);

  if (refusal == CONFAB_ACCEPTED)
    confab_room_send_to_leader (room, text);
  return refusal;
}

/* Back to its sender as well: the order in which the service had commands is the order for all. */
static ConfabRefusal
on_command (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  ConfabRefusal refusal =
      confab_service_meeting_take_command (room->meeting, &seat->pid, carrier->statement);

  if (refusal == CONFAB_ACCEPTED)
    confab_room_send_to_members (room, text, NULL);
  return refusal;
}

static ConfabRefusal
on_sdp (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  ConfabRefusal refusal =
      confab_service_meeting_check_sdp (room->meeting, &seat->pid, &carrier->sdp);

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  return confab_room_send_to_pid (room, &carrier->sdp.to, text);
}

static ConfabRefusal
on_candidate (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  return confab_room_send_to_pid (room, &carrier->candidate.to, text);
}

static ConfabRefusal
on_renew (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  return confab_room_send_to_pid (room, &carrier->to, text);
}

static ConfabRefusal
on_message (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  ConfabRefusal refusal =
      confab_service_meeting_check_message (room->meeting, &seat->pid, &carrier->message);

  if (refusal != CONFAB_ACCEPTED)
    return refusal;
  if (!confab_pid_is_none (&carrier->message.to))
    return confab_room_send_to_pid (room, &carrier->message.to, text);
  confab_room_send_to_members (room, text, seat);
  return CONFAB_ACCEPTED;
}

static ConfabRefusal
on_fork (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  ConfabRefusal refusal = confab_service_meeting_check_fork (room->meeting, carrier->statement);

  if (refusal == CONFAB_ACCEPTED)
    confab_room_send_to_members (room, text, seat);
  return refusal;
}

static gboolean
may_ask (ConfabSeat *seat)
{
  return confab_rate_limit_take (&seat->answers, 1, confab_clock_boot_ms ());
}

static ConfabRefusal
on_sync (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  g_autoptr (ConfabCarrier) answer = NULL;
  ConfabRefusal refusal;

  if (!may_ask (seat))
    return CONFAB_REFUSED_RATE_LIMITED;
  refusal = confab_service_meeting_answer_sync (room->meeting, &seat->pid, carrier->have, &answer);
  if (refusal == CONFAB_ACCEPTED)
    confab_service_client_send (seat->client, answer);
  return refusal;
}

static ConfabRefusal
on_lineage (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  g_autoptr (ConfabCarrier) answer = NULL;

  if (!may_ask (seat))
    return CONFAB_REFUSED_RATE_LIMITED;
  answer = confab_service_meeting_answer_lineage (room->meeting, carrier->from_term);
  confab_service_client_send (seat->client, answer);
  return CONFAB_ACCEPTED;
}

/* A client brings back what a restart took. */
static ConfabRefusal
on_restore (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  gboolean is_new;
  ConfabRefusal refusal = confab_room_restore_meeting (room, &carrier->restore, &is_new);

  if (is_new)
    confab_room_send_genesis (room, seat);
  if (refusal == CONFAB_ACCEPTED)
    confab_room_offer_pending_joins (room);
  return refusal;
}

static ConfabRefusal
on_ice_get (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  const ConfabServiceConfig *config = room->house->config;
  g_autoptr (ConfabCarrier) answer = confab_carrier_new (CONFAB_CARRIER_ICE);
  g_autoptr (GStrvBuilder) stun = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) turn = g_strv_builder_new ();
  g_auto (GStrv) stun_urls = NULL;
  g_auto (GStrv) turn_urls = NULL;

  for (guint i = 0; config->ice_urls != NULL && config->ice_urls[i] != NULL; i++)
    g_strv_builder_add (g_str_has_prefix (config->ice_urls[i], "turn") ? turn : stun,
                        config->ice_urls[i]);
  stun_urls = g_strv_builder_end (stun);
  turn_urls = g_strv_builder_end (turn);

  answer->ice.ttl_s = CONFAB_TURN_TTL_S;
  answer->ice.servers = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_ice_server_free);
  if (stun_urls[0] != NULL)
    g_ptr_array_add (answer->ice.servers,
                     confab_ice_server_new ((const char *const *) stun_urls, NULL, NULL));
  if (turn_urls[0] != NULL) {
    g_autoptr (ConfabTurnCredentials) credentials =
        confab_turn_credentials_new (config->turn_secret, &seat->pid, confab_clock_wall_ms ());

    g_ptr_array_add (answer->ice.servers,
                     confab_ice_server_new ((const char *const *) turn_urls, credentials->username,
                                            credentials->password));
  }
  confab_service_client_send (seat->client, answer);
  return CONFAB_ACCEPTED;
}

static ConfabRefusal
on_leave (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier, GBytes *text)
{
  seat->has_left = TRUE;
  confab_service_client_close (seat->client);
  return CONFAB_ACCEPTED;
}

static const struct {
  Handler handle;         /* NULL: only the service sends it */
  gboolean needs_meeting; /* a GENESIS must be here */
  ConfabStanding standing;
} carriers[CONFAB_CARRIER_N_TYPES] = {
  [CONFAB_CARRIER_GENESIS] = { on_genesis, FALSE, CONFAB_STANDING_GUEST },
  [CONFAB_CARRIER_JOIN] = { on_join, TRUE, CONFAB_STANDING_GUEST },
  [CONFAB_CARRIER_LINK] = { on_link, TRUE, CONFAB_STANDING_WAITING },
  [CONFAB_CARRIER_HEARTBEAT] = { on_heartbeat, TRUE, CONFAB_STANDING_LEADER },
  [CONFAB_CARRIER_ACK] = { on_ack, TRUE, CONFAB_STANDING_WAITING },
  [CONFAB_CARRIER_COMMAND] = { on_command, TRUE, CONFAB_STANDING_MEMBER },
  [CONFAB_CARRIER_SDP] = { on_sdp, TRUE, CONFAB_STANDING_MEMBER },
  [CONFAB_CARRIER_ICE_CANDIDATE] = { on_candidate, TRUE, CONFAB_STANDING_MEMBER },
  [CONFAB_CARRIER_MESSAGE] = { on_message, TRUE, CONFAB_STANDING_MEMBER },
  [CONFAB_CARRIER_RENEW] = { on_renew, TRUE, CONFAB_STANDING_MEMBER },
  [CONFAB_CARRIER_FORK] = { on_fork, TRUE, CONFAB_STANDING_MEMBER },
  [CONFAB_CARRIER_SYNC_REQUEST] = { on_sync, TRUE, CONFAB_STANDING_WAITING },
  [CONFAB_CARRIER_LINEAGE_REQUEST] = { on_lineage, TRUE, CONFAB_STANDING_WAITING },
  [CONFAB_CARRIER_RESTORE] = { on_restore, FALSE, CONFAB_STANDING_GUEST },
  [CONFAB_CARRIER_ICE_GET] = { on_ice_get, TRUE, CONFAB_STANDING_MEMBER },
  [CONFAB_CARRIER_LEAVE] = { on_leave, FALSE, CONFAB_STANDING_GUEST },
};

static ConfabRefusal
check_standing (const ConfabServiceRoom *room, const ConfabSeat *seat, ConfabCarrierType type)
{
  ConfabStanding standing = confab_room_get_standing (room, seat);

  if (carriers[type].handle == NULL)
    return CONFAB_REFUSED_UNEXPECTED;
  if (carriers[type].needs_meeting && room->meeting == NULL)
    return CONFAB_REFUSED_NO_MEETING;
  if (standing >= carriers[type].standing)
    return CONFAB_ACCEPTED;
  if (standing == CONFAB_STANDING_GUEST)
    return CONFAB_REFUSED_JOIN_FIRST;
  return standing == CONFAB_STANDING_WAITING ? CONFAB_REFUSED_NOT_ADMITTED
                                             : CONFAB_REFUSED_NOT_LEADER;
}

void
confab_room_dispatch (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabCarrier *carrier,
                      GBytes *text)
{
  g_autoptr (ConfabServiceClient) client = g_object_ref (seat->client);
  ConfabRefusal refusal = check_standing (room, seat, carrier->type);

  if (refusal == CONFAB_ACCEPTED)
    refusal = carriers[carrier->type].handle (room, seat, carrier, text);
  confab_service_client_refuse (client, refusal);
}
