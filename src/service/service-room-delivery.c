/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who in a room gets what. Texts are made once, however many they are for. */
#include "service/service-room-private.h"

static const char *
text_of (GBytes *text)
{
  return g_bytes_get_data (text, NULL); /* libsoup keeps a zero byte behind a message */
}

void
confab_room_send_to_members (ConfabServiceRoom *room, GBytes *text, const ConfabSeat *except)
{
  for (guint i = 0; i < room->seats->len; i++) {
    ConfabSeat *seat = room->seats->pdata[i];

    if (seat != except && confab_room_get_standing (room, seat) >= CONFAB_STANDING_MEMBER)
      confab_service_client_send_text (seat->client, text_of (text));
  }
}

static ConfabSeat *
find_leader (const ConfabServiceRoom *room)
{
  return g_hash_table_lookup (room->joined, confab_service_meeting_get_leader (room->meeting));
}

void
confab_room_send_to_leader (ConfabServiceRoom *room, GBytes *text)
{
  ConfabSeat *leader = find_leader (room);

  if (leader != NULL)
    confab_service_client_send_text (leader->client, text_of (text));
}

ConfabRefusal
confab_room_send_to_pid (ConfabServiceRoom *room, const ConfabPid *pid, GBytes *text)
{
  ConfabSeat *seat = g_hash_table_lookup (room->joined, pid);

  if (seat == NULL || confab_room_get_standing (room, seat) < CONFAB_STANDING_MEMBER)
    return CONFAB_REFUSED_NOT_HERE;
  confab_service_client_send_text (seat->client, text_of (text));
  return CONFAB_ACCEPTED;
}

void
confab_room_send_genesis (ConfabServiceRoom *room, const ConfabSeat *except)
{
  g_autoptr (ConfabCarrier) carrier = confab_service_meeting_make_genesis (room->meeting);
  g_autofree char *text = confab_carrier_to_json (carrier);

  for (guint i = 0; i < room->seats->len; i++) {
    ConfabSeat *seat = room->seats->pdata[i];

    if (seat != except)
      confab_service_client_send_text (seat->client, text);
  }
}

/* Members hear of members; of somebody who waits only the leader does. */
void
confab_room_send_presence (ConfabServiceRoom *room, const ConfabSeat *seat, gboolean online)
{
  gboolean is_member =
      confab_service_meeting_get_standing (room->meeting, &seat->pid) >= CONFAB_STANDING_MEMBER;
  g_autoptr (ConfabCarrier) hint = confab_carrier_new (CONFAB_CARRIER_PEER);
  g_autoptr (GBytes) text = NULL;
  char *json;

  hint->peer.pid = seat->pid;
  hint->peer.online = online;
  json = confab_carrier_to_json (hint);
  text = g_bytes_new_take (json, strlen (json) + 1);
  if (is_member)
    confab_room_send_to_members (room, text, seat);
  else
    confab_room_send_to_leader (room, text);
}

void
confab_room_offer_pending_joins (ConfabServiceRoom *room)
{
  ConfabSeat *leader = find_leader (room);
  g_autoptr (GPtrArray) pending = NULL;

  if (leader == NULL || !confab_service_meeting_has_link (room->meeting))
    return;
  pending = confab_service_meeting_list_pending_joins (room->meeting);
  for (guint i = 0; i < pending->len; i++) {
    g_autoptr (ConfabCarrier) carrier =
        confab_carrier_new_statement (CONFAB_CARRIER_JOIN, pending->pdata[i]);

    confab_service_client_send (leader->client, carrier);
  }
}

/* (transfer full): the LINK's message without a box, for people who get none, and to build on. */
static char *
link_text (const ConfabLinkOutcome *outcome)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new (CONFAB_CARRIER_LINK);

  carrier->link.step = confab_link_step_ref (outcome->step);
  return confab_carrier_to_json (carrier);
}

/* (transfer full): the same message with one more key. A LINK for 200 people is encoded once, not 200 times;
 * @text is an object with at least one key, as "type" is always there. */
static char *
add_box (const char *text, GBytes *box)
{
  g_autofree char *encoded = confab_base64url_encode_bytes (box);
  gsize length = strlen (text);

  g_assert (length > 2 && text[length - 1] == '}');
  return g_strdup_printf ("%.*s,\"box\":\"%s\"}", (int) (length - 1), text, encoded);
}

/* What a newcomer builds on (6.5): how leaders changed, and the LINK before its own with every JOIN. */
static void
send_base (ConfabServiceRoom *room, ConfabServiceClient *client, const ConfabLinkOutcome *outcome)
{
  g_autoptr (ConfabCarrier) lineage = confab_service_meeting_answer_lineage (room->meeting, 0);
  g_autoptr (ConfabCarrier) sync = NULL;

  if (lineage->lineage.lineage->entries->len > 0)
    confab_service_client_send (client, lineage);
  if (outcome->base == NULL)
    return;
  sync = confab_carrier_new (CONFAB_CARRIER_SYNC);
  sync->sync.links = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
  g_ptr_array_add (sync->sync.links, confab_link_step_ref (outcome->base));
  confab_service_client_send (client, sync);
}

static const ConfabRosterEntry *
find_old_entry (const ConfabLinkOutcome *outcome, const ConfabPid *pid)
{
  for (guint i = 0; i < outcome->n_old_entries; i++)
    if (confab_pid_equal (&outcome->old_entries[i].pid, pid))
      return &outcome->old_entries[i];
  return NULL;
}

static void
send_link (ConfabSeat *seat, const char *text, GBytes *box)
{
  g_autofree char *own = box != NULL ? add_box (text, box) : NULL;

  confab_service_client_send_text (seat->client, own != NULL ? own : text);
}

/* Everyone whom the old or the new roster names hears of the change; also who is out by it. */
static void
deliver_to_seat (ConfabServiceRoom *room, ConfabSeat *seat, const ConfabLinkOutcome *outcome,
                 const char *text)
{
  const ConfabRosterEntry *old = find_old_entry (outcome, &seat->pid);
  const ConfabRosterEntry *entry = confab_service_meeting_find_entry (room->meeting, &seat->pid);
  gboolean was_member = old != NULL && confab_roster_entry_is_present (old);

  if (!seat->has_joined || (old == NULL && entry == NULL))
    return;
  if (!was_member && entry != NULL && confab_roster_entry_is_present (entry))
    send_base (room, seat->client, outcome);
  send_link (seat, text, confab_service_meeting_get_box (room->meeting, &seat->pid));

  if (entry == NULL) { /* back to the waiting room, or gone: it begins anew with another pid */
    seat->has_joined = FALSE;
    g_hash_table_remove (room->joined, &seat->pid);
  } else if (entry->role == CONFAB_ROLE_REMOVED) {
    confab_service_client_dismiss (seat->client, CONFAB_FAREWELL_REMOVED);
  }
}

/* More boxes for the newest LINK: only whom they are for hears of it. */
static void
deliver_boxes (ConfabServiceRoom *room, const ConfabLinkCarrier *carrier, const char *text)
{
  GHashTableIter iter;
  gpointer pid;
  gpointer box;

  if (carrier->boxes == NULL)
    return;
  g_hash_table_iter_init (&iter, carrier->boxes);
  while (g_hash_table_iter_next (&iter, &pid, &box)) {
    ConfabSeat *seat = g_hash_table_lookup (room->joined, pid);

    if (seat != NULL)
      send_link (seat, text, box);
  }
}

void
confab_room_deliver_link (ConfabServiceRoom *room, const ConfabLinkCarrier *carrier,
                          const ConfabLinkOutcome *outcome)
{
  g_autofree char *text = link_text (outcome);

  if (outcome->is_repetition) {
    deliver_boxes (room, carrier, text);
    return;
  }
  for (guint i = 0; i < room->seats->len; i++)
    deliver_to_seat (room, room->seats->pdata[i], outcome, text);
}
