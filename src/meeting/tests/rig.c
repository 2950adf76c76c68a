/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/tests/rig.h"

typedef struct {
  gint64 at;
  guint serial;
  Person *from; /* NULL: the service */
  Person *to;   /* NULL: the service */
  guint connection;
  gboolean direct;
  char *json;
} Event;

/* 2026-01-01, as good as any. */
#define WALL_BEGIN G_GINT64_CONSTANT (1767225600000)

static void
event_free (Event *event)
{
  g_free (event->json);
  g_free (event);
}

static int
compare_events (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Event *first = a, *second = b;

  if (first->at != second->at)
    return first->at < second->at ? -1 : 1;
  return first->serial < second->serial ? -1 : 1;
}

Rig *
rig_new (guint32 seed)
{
  Rig *rig = g_new0 (Rig, 1);

  g_assert_true (confab_crypto_init (NULL));
  rig->random = g_rand_new_with_seed (seed);
  rig->people = g_ptr_array_new ();
  rig->events = g_sequence_new ((GDestroyNotify) event_free);
  rig->secrets = test_secrets_new ();
  rig->owner = confab_signer_new_random (CONFAB_SIGNER_IDENTITY);
  memset (rig->inv.bytes, 7, sizeof rig->inv.bytes);
  rig->policy = CONFAB_POLICY_ADMIT_BY_INVITE | CONFAB_POLICY_CARETAKER;
  rig->suite = CONFAB_SUITE_AES_256;
  rig->min_delay = 5;
  rig->max_delay = 40;
  rig->service = rig_service_new ();
  return rig;
}

static void
person_free (Person *person)
{
  g_clear_object (&person->meeting);
  test_keys_free (person->keys);
  g_ptr_array_unref (person->texts);
  g_hash_table_unref (person->ids);
  g_hash_table_unref (person->alarms);
  g_ptr_array_unref (person->seen);
  g_free (person->ended);
  g_free (person->sdp);
  g_free (person->name);
  g_free (person);
}

void
rig_free (Rig *rig)
{
  for (guint i = 0; i < rig->people->len; i++)
    person_free (rig->people->pdata[i]);
  g_ptr_array_unref (rig->people);
  g_sequence_free (rig->events);
  rig_service_free (rig->service);
  g_hash_table_unref (rig->secrets);
  confab_signer_unref (rig->owner);
  g_rand_free (rig->random);
  g_free (rig);
}

ConfabMeetingTime
rig_time (Person *person)
{
  return (ConfabMeetingTime){ .local_ms = person->rig->now + person->clock,
                              .wall_ms = WALL_BEGIN + person->rig->now };
}

static gint64
draw_delay (Rig *rig)
{
  return g_rand_int_range (rig->random, (gint32) rig->min_delay, (gint32) rig->max_delay + 1);
}

static gboolean
is_unlucky (Rig *rig, guint per_mille)
{
  return per_mille > 0 && g_rand_int_range (rig->random, 0, 1000) < (gint32) per_mille;
}

/* @last: (nullable): when the one before arrives; in order after it. */
static void
schedule (Rig *rig, Event *event, gint64 *last)
{
  event->at = rig->now + draw_delay (rig);
  if (last != NULL)
    *last = event->at = MAX (event->at, *last);
  event->serial = rig->serial++;
  g_sequence_insert_sorted (rig->events, event, compare_events, NULL);
}

static Event *
new_event (Person *from, Person *to, const ConfabCarrier *carrier)
{
  Event *event = g_new0 (Event, 1);

  event->from = from;
  event->to = to;
  event->json = confab_carrier_to_json (carrier);
  return event;
}

void
rig_deliver (Rig *rig, Person *to, const ConfabCarrier *carrier)
{
  guint copies = is_unlucky (rig, rig->twice) ? 2 : 1;
  /* What nobody would ask for again is not lost: a line that lives loses nothing. */
  gboolean is_precious = carrier->type == CONFAB_CARRIER_JOIN ||
                         carrier->type == CONFAB_CARRIER_WELCOME ||
                         carrier->type == CONFAB_CARRIER_GENESIS;

  if (!to->online || (!is_precious && is_unlucky (rig, rig->drop)))
    return;
  for (guint i = 0; i < copies; i++) {
    Event *event = new_event (NULL, to, carrier);

    event->connection = to->connection;
    schedule (rig, event, rig->reorder && !is_precious ? NULL : &to->last_arrival);
  }
}

static void
send_direct (Person *from, const ConfabCarrier *carrier)
{
  ConfabParticipant *peer = confab_meeting_get_direct_peer (from->meeting);

  if (!from->rig->direct || peer == NULL)
    return;
  for (guint i = 0; i < from->rig->people->len; i++) {
    Person *to = from->rig->people->pdata[i];
    Event *event;

    if (to->meeting == NULL || to->ended != NULL ||
        !confab_pid_equal (confab_meeting_get_pid (to->meeting), confab_participant_get_pid (peer)))
      continue;
    event = new_event (from, to, carrier);
    event->direct = TRUE;
    schedule (from->rig, event, NULL);
  }
}

static void
on_send (ConfabMeeting *meeting, const ConfabCarrier *carrier, int route, const char *to,
         Person *person)
{
  if (route != CONFAB_ROUTE_DIRECT && person->online) {
    Event *event = new_event (person, NULL, carrier);

    event->connection = person->connection;
    schedule (person->rig, event, &person->last_departure);
  }
  if (route != CONFAB_ROUTE_SERVICE)
    send_direct (person, carrier);
}

static void
note (Person *person, const char *verb, const char *object)
{
  g_ptr_array_add (person->seen,
                   object != NULL ? g_strdup_printf ("%s %s", verb, object) : g_strdup (verb));
}

static void
on_joined (ConfabMeeting *meeting, ConfabParticipant *participant, Person *person)
{
  note (person, "joined", confab_participant_get_name (participant));
}

static void
on_left (ConfabMeeting *meeting, ConfabParticipant *participant, int reason, Person *person)
{
  note (person, "left", confab_participant_get_name (participant));
}

static void
on_admission (ConfabMeeting *meeting, ConfabParticipant *participant, Person *person)
{
  note (person, "knock", confab_participant_get_name (participant));
}

static void
on_chat (ConfabMeeting *meeting, ConfabChatMessage *message, Person *person)
{
  const char *text = confab_chat_message_get_text (message);

  g_ptr_array_add (person->texts, g_strdup (text != NULL ? text : "?"));
  if (text != NULL)
    g_assert_true (g_hash_table_add (person->ids, g_strdup (confab_chat_message_get_id (message))));
}

static void
on_warning (ConfabMeeting *meeting, const char *code, const char *text, Person *person)
{
  g_hash_table_add (person->alarms, g_strdup (code));
  note (person, code, NULL);
}

static void
on_warning_over (ConfabMeeting *meeting, const char *code, Person *person)
{
  g_hash_table_remove (person->alarms, code);
}

static void
on_notice (ConfabMeeting *meeting, const char *code, const char *text, Person *person)
{
  note (person, code, NULL);
}

static void
on_mute (ConfabMeeting *meeting, ConfabParticipant *by, guint what, Person *person)
{
  g_autofree char *number = g_strdup_printf ("%u", what);

  note (person, "mute", number);
}

static void
on_sdp (ConfabMeeting *meeting, ConfabParticipant *from, gboolean is_offer, guint session,
        const char *sdp, const ConfabDigest *fp, Person *person)
{
  g_free (person->sdp);
  person->sdp = g_strdup (sdp);
  note (person, is_offer ? "offer" : "answer", NULL);
}

static void
on_ice (ConfabMeeting *meeting, ConfabParticipant *from, const ConfabCandidateCarrier *candidate,
        Person *person)
{
  person->n_candidates++;
}

static void
on_refused_link (ConfabMeeting *meeting, ConfabParticipant *from, Person *person)
{
  note (person, "direct-link-refused", NULL);
}

static void
on_ended (ConfabMeeting *meeting, const char *code, const char *text, Person *person)
{
  g_assert_null (person->ended);
  person->ended = g_strdup (code);
}

static void
listen (Person *person)
{
  static const struct {
    const char *name;
    GCallback callback;
  } handlers[] = {
    { "send", G_CALLBACK (on_send) },
    { "participant-joined", G_CALLBACK (on_joined) },
    { "participant-left", G_CALLBACK (on_left) },
    { "admission-requested", G_CALLBACK (on_admission) },
    { "chat", G_CALLBACK (on_chat) },
    { "warning", G_CALLBACK (on_warning) },
    { "warning-over", G_CALLBACK (on_warning_over) },
    { "notice", G_CALLBACK (on_notice) },
    { "question", G_CALLBACK (on_notice) },
    { "mute-requested", G_CALLBACK (on_mute) },
    { "sdp", G_CALLBACK (on_sdp) },
    { "ice", G_CALLBACK (on_ice) },
    { "direct-link-refused", G_CALLBACK (on_refused_link) },
    { "ended", G_CALLBACK (on_ended) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (person->meeting, handlers[i].name, handlers[i].callback, person);
}

Person *
rig_add (Rig *rig, const char *name, gboolean invited, ConfabSigner *identity)
{
  Person *person = g_new0 (Person, 1);
  ConfabMeetingConfig config = { .keys = &test_keys_table,
                                 .name = name,
                                 .caps =
                                     CONFAB_CAP_NATIVE_FRAMES | CONFAB_CAP_LEAD | CONFAB_CAP_P2P };
  ConfabToken of = confab_owner_hash (confab_signer_get_key (rig->owner));

  person->rig = rig;
  person->name = g_strdup (name);
  person->keys =
      test_keys_new (identity, invited ? &rig->inv : NULL, g_rand_int (rig->random), rig->secrets);
  person->clock = g_rand_int_range (rig->random, 0, 1000000);
  person->texts = g_ptr_array_new_with_free_func (g_free);
  person->seen = g_ptr_array_new_with_free_func (g_free);
  person->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  person->alarms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  config.keys_data = person->keys;
  config.room = confab_room_hash ("meet.example.org", "ada-lovelace");
  config.of = invited ? &of : NULL;
  person->meeting = confab_meeting_new (&config);
  listen (person);
  g_ptr_array_add (rig->people, person);
  return person;
}

void
rig_enter (Person *person)
{
  rig_connect (person);
}

Person *
rig_found (Rig *rig)
{
  /* A link with a fragment is for encrypted rooms only. */
  Person *ada = rig_add (rig, "Ada", rig->suite != CONFAB_SUITE_TRANSPORT, rig->owner);
  ConfabMeetingFounding founding = { .suite = rig->suite,
                                     .policy = rig->policy,
                                     .owner_ik = *confab_signer_get_key (rig->owner) };
  g_autoptr (GError) error = NULL;

  ada->online = TRUE;
  ada->connection++;
  confab_meeting_found (ada->meeting, &founding, rig_time (ada), &error);
  g_assert_no_error (error);
  rig_await (ada, CONFAB_MEETING_ACTIVE);
  return ada;
}

Person *
rig_join (Rig *rig, const char *name, gboolean invited)
{
  Person *person = rig_add (rig, name, invited, NULL);

  rig_enter (person);
  return person;
}

void
rig_connect (Person *person)
{
  person->online = TRUE;
  person->connection++;
  person->is_bound = FALSE;
  rig_service_welcome (person->rig, person);
}

void
rig_disconnect (Person *person)
{
  if (!person->online)
    return;
  person->online = FALSE;
  person->connection++;
  person->is_bound = FALSE;
  if (person->ended == NULL)
    confab_meeting_set_connected (person->meeting, FALSE, rig_time (person));
}

void
rig_kill (Person *person)
{
  person->online = FALSE;
  person->connection++;
  person->is_bound = FALSE;
  g_free (person->ended);
  person->ended = g_strdup ("killed");
}

static void
arrive_at_person (Rig *rig, Event *event, ConfabCarrier *carrier)
{
  Person *to = event->to;
  ConfabPid pid;

  if (to->ended != NULL)
    return;
  if (carrier->type == CONFAB_CARRIER_WELCOME &&
      confab_meeting_get_state (to->meeting) == CONFAB_MEETING_IDLE) {
    confab_meeting_join (to->meeting, carrier, rig_time (to));
    return;
  }
  if (event->from != NULL)
    pid = *confab_meeting_get_pid (event->from->meeting);
  confab_meeting_receive (to->meeting, carrier, event->from != NULL ? &pid : NULL, rig_time (to));
}

static void
arrive (Rig *rig, Event *event)
{
  Person *end = event->to != NULL ? event->to : event->from;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabCarrier) carrier = NULL;

  if (!event->direct && event->connection != end->connection)
    return;
  if (event->direct && !rig->direct)
    return;
  carrier = confab_carrier_parse (event->json, strlen (event->json), &error);
  g_assert_no_error (error);
  if (rig->filter != NULL && !rig->filter (rig, event->from, event->to, carrier, rig->filter_data))
    return;
  if (event->to != NULL)
    arrive_at_person (rig, event, carrier);
  else
    rig_service_take (rig, event->from, carrier);
}

/* The person whose meeting has something to do first, if that is before @until. */
static Person *
find_next (Rig *rig, gint64 *until)
{
  Person *next = NULL;

  for (guint i = 0; i < rig->people->len; i++) {
    Person *person = rig->people->pdata[i];
    gint64 deadline;

    if (person->ended != NULL)
      continue;
    deadline = confab_meeting_get_next_deadline (person->meeting);
    if (deadline != G_MAXINT64 && deadline - person->clock < *until) {
      *until = MAX (deadline - person->clock, rig->now);
      next = person;
    }
  }
  return next;
}

/* The first thing that happens before @end: a message arrives, or a meeting's time has come. */
static gboolean
step (Rig *rig, gint64 end)
{
  GSequenceIter *first = g_sequence_get_begin_iter (rig->events);
  gint64 at = end;
  Person *next = find_next (rig, &at);

  if (!g_sequence_iter_is_end (first) && ((Event *) g_sequence_get (first))->at <= at &&
      ((Event *) g_sequence_get (first))->at < end) {
    Event event = *(Event *) g_sequence_get (first);

    event.json = g_strdup (event.json);
    g_sequence_remove (first);
    rig->now = MAX (rig->now, event.at);
    arrive (rig, &event);
    g_free (event.json);
    return TRUE;
  }
  if (next == NULL)
    return FALSE;
  rig->now = at;
  next->n_ticks = next->ticked_at == at ? next->n_ticks + 1 : 1;
  next->ticked_at = at;
  g_assert_cmpuint (next->n_ticks, <, 5);
  confab_meeting_tick (next->meeting, rig_time (next));
  return TRUE;
}

void
rig_run (Rig *rig, gint64 ms)
{
  gint64 end = rig->now + ms;

  while (step (rig, end))
    ;
  rig->now = end;
}

void
rig_await (Person *person, ConfabMeetingState state)
{
  gint64 end = person->rig->now + 20000;

  while (confab_meeting_get_state (person->meeting) != state && person->rig->now < end)
    rig_run (person->rig, 10);
  g_assert_cmpint (confab_meeting_get_state (person->meeting), ==, state);
}

Person *
rig_let_in (Rig *rig, const char *name)
{
  Person *person = rig_join (rig, name, TRUE);

  rig_await (person, CONFAB_MEETING_ACTIVE);
  return person;
}

const ConfabPid *
rig_pid (Person *person)
{
  return confab_meeting_get_pid (person->meeting);
}

void
rig_chat (Person *person, const char *text)
{
  g_autoptr (GError) error = NULL;

  confab_meeting_send_chat (person->meeting, NULL, text, rig_time (person), &error);
  g_assert_no_error (error);
}

static gboolean
contains (GPtrArray *strings, const char *what)
{
  return g_ptr_array_find_with_equal_func (strings, what, g_str_equal, NULL);
}

gboolean
rig_has_seen (Person *person, const char *what)
{
  return contains (person->seen, what);
}

gboolean
rig_has_text (Person *person, const char *text)
{
  return contains (person->texts, text);
}

ConfabParticipant *
rig_find (Person *viewer, Person *of)
{
  return confab_roster_find (confab_meeting_get_roster (viewer->meeting),
                             confab_meeting_get_pid (of->meeting));
}
