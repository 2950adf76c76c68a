/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages: none twice, none lost without a word, none from those who have no right to it. */
#include "meeting/leader.h"
#include "meeting/messages.h"
#include "meeting/sequence.h"
#include "meeting/tests/rig.h"

/* The numbers alone. */
static void
test_sequence (void)
{
  ConfabSequence sequence = { 0 };
  guint64 first;

  g_assert_cmpint (confab_sequence_take (&sequence, 7, &first), ==, CONFAB_SEQUENCE_NEXT);
  g_assert_cmpuint (first, ==, 7); /* the first one seen is the base: nothing is missing */
  g_assert_cmpint (confab_sequence_take (&sequence, 6, &first), ==, CONFAB_SEQUENCE_REPEAT);
  g_assert_cmpint (confab_sequence_take (&sequence, 7, &first), ==, CONFAB_SEQUENCE_REPEAT);
  g_assert_cmpint (confab_sequence_take (&sequence, 8, &first), ==, CONFAB_SEQUENCE_NEXT);
  g_assert_cmpuint (first, ==, 8);
  g_assert_cmpint (confab_sequence_take (&sequence, 12, &first), ==, CONFAB_SEQUENCE_NEXT);
  g_assert_cmpuint (first, ==, 9);
  g_assert_cmpint (confab_sequence_take (&sequence, 10, &first), ==, CONFAB_SEQUENCE_LATE);
  g_assert_cmpint (confab_sequence_take (&sequence, 10, &first), ==, CONFAB_SEQUENCE_REPEAT);
  g_assert_cmpint (confab_sequence_take (&sequence, 11, &first), ==, CONFAB_SEQUENCE_LATE);
  g_assert_cmpint (confab_sequence_take (&sequence, G_MAXUINT64, &first), ==, CONFAB_SEQUENCE_NEXT);
  g_assert_cmpuint (first, ==, 13);
  g_assert_cmpuint (sequence.n_missing, ==, CONFAB_SEQUENCE_MAX_MISSING);
  g_assert_cmpint (confab_sequence_take (&sequence, 9, &first), ==, CONFAB_SEQUENCE_REPEAT);
  g_assert_cmpint (confab_sequence_take (&sequence, G_MAXUINT64 - 1, &first), ==,
                   CONFAB_SEQUENCE_LATE);
}

typedef struct {
  guint skip;  /* chat messages to pass before */
  guint count; /* to take away then */
  GPtrArray *kept;
} Thief;

static gboolean
steal (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  Thief *thief = user_data;

  if (to == NULL || carrier->type != CONFAB_CARRIER_MESSAGE ||
      !confab_pid_is_none (&carrier->message.to))
    return TRUE;
  if (thief->skip > 0) {
    thief->skip--;
    return TRUE;
  }
  if (thief->count == 0)
    return TRUE;
  thief->count--;
  g_ptr_array_add (thief->kept, confab_carrier_to_json (carrier));
  return FALSE;
}

static char *
read_log (Person *person)
{
  GListModel *log = G_LIST_MODEL (confab_meeting_get_chat_log (person->meeting));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (log); i++) {
    g_autoptr (ConfabChatMessage) message = g_list_model_get_item (log, i);

    g_string_append_printf (
        text, "%s%s", i > 0 ? "|" : "",
        confab_chat_message_is_missing (message) ? "?" : confab_chat_message_get_text (message));
  }
  return g_string_free (text, FALSE);
}

/* A lost message leaves a mark where it was; come late after all, it takes its place. */
static void
test_gap_is_shown_and_filled (void)
{
  g_autoptr (Rig) rig = rig_new (70);
  Thief thief = { .skip = 1, .count = 2, .kept = g_ptr_array_new_with_free_func (g_free) };
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  const char *words[] = { "one", "two", "three", "four" };

  rig->filter = steal;
  rig->filter_data = &thief;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    rig_chat (ada, words[i]);
    rig_run (rig, 100);
  }
  {
    g_autofree char *shown = read_log (bob);

    g_assert_cmpstr (shown, ==, "one|?|four");
  }
  for (guint i = thief.kept->len; i > 0; i--) {
    const char *json = thief.kept->pdata[i - 1];
    g_autoptr (ConfabCarrier) late = confab_carrier_parse (json, strlen (json), NULL);
    g_autofree char *shown = NULL;

    confab_meeting_receive (bob->meeting, late, NULL, rig_time (bob));
    confab_meeting_receive (bob->meeting, late, NULL, rig_time (bob));
    shown = read_log (bob);
    g_assert_cmpstr (shown, ==, i == 2 ? "one|?|three|four" : "one|two|three|four");
  }
  g_ptr_array_unref (thief.kept);
}

/* What was written while the line was dead is sent when it is back, once. */
static void
test_words_survive_a_dead_line (void)
{
  g_autoptr (Rig) rig = rig_new (71);
  Thief thief = { .count = 1, .kept = g_ptr_array_new_with_free_func (g_free) };
  Person *bob, *eve;
  g_autofree char *shown = NULL;
  g_autofree char *shown_to_eve = NULL;

  rig_found (rig);
  bob = rig_let_in (rig, "Bob");
  eve = rig_let_in (rig, "Eve");
  rig_run (rig, 1000);
  rig->filter = steal; /* the line swallows the first one on its way to one of the two others */
  rig->filter_data = &thief;
  rig_chat (bob, "into the void");
  rig_run (rig, 500);
  rig_disconnect (bob);
  rig_chat (bob, "while offline");
  rig_run (rig, 8000);
  rig_connect (bob);
  rig_run (rig, 3000);
  rig_chat (bob, "and on");
  rig_run (rig, 500);
  shown = read_log (bob);
  shown_to_eve = read_log (eve);
  g_assert_cmpstr (shown, ==, "into the void|while offline|and on");
  g_assert_cmpstr (shown_to_eve, ==, shown);
  g_ptr_array_unref (thief.kept);
}

/* What was written while there was no way at all goes out as soon as there is a direct one, once. */
static void
test_words_wait_for_a_direct_way (void)
{
  g_autoptr (Rig) rig = rig_new (77);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  g_autofree char *shown = NULL;

  rig_run (rig, 1000);
  rig_chat (ada, "first");
  rig_run (rig, 500);
  rig_disconnect (ada);
  rig_chat (ada, "into the void");
  rig_run (rig, 500);
  g_assert_false (rig_has_text (bob, "into the void"));
  rig->direct = TRUE;
  confab_meeting_open_direct (ada->meeting, rig_time (ada));
  rig_run (rig, 500);
  shown = read_log (bob);
  g_assert_cmpstr (shown, ==, "first|into the void");
}

/* What may have got lost goes out again when there is a direct way, but not to who came later. */
static void
test_lost_words_are_not_for_a_late_joiner (void)
{
  g_autoptr (Rig) rig = rig_new (78);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve;

  rig->direct = TRUE;
  rig_run (rig, 1000);
  rig_chat (ada, "before Eve");
  rig_run (rig, 500);
  confab_meeting_leave (bob->meeting, rig_time (bob));
  rig_run (rig, 1000);
  eve = rig_let_in (rig, "Eve");
  rig_run (rig, 1000);
  confab_meeting_open_direct (ada->meeting, rig_time (ada));
  rig_run (rig, 500);
  g_assert_false (rig_has_text (eve, "before Eve"));
  g_assert_true (rig_has_text (bob, "before Eve"));
}

/* Private words are for one only. */
static void
test_private_chat (void)
{
  g_autoptr (Rig) rig = rig_new (72);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  g_autoptr (GError) error = NULL;

  rig_run (rig, 1000);
  confab_meeting_send_chat (ada->meeting, rig_pid (bob), "psst", rig_time (ada), &error);
  g_assert_no_error (error);
  rig_run (rig, 300);
  g_assert_true (rig_has_text (bob, "psst"));
  g_assert_false (rig_has_text (eve, "psst"));
}

/* A message sealed for a LINK that has not come yet waits for it. */
static gboolean
slow_links (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  Thief *thief = user_data;

  if (to == NULL || g_strcmp0 (to->name, "Eve") != 0 || thief->count == 0 ||
      (carrier->type != CONFAB_CARRIER_LINK && carrier->type != CONFAB_CARRIER_SYNC))
    return TRUE;
  g_ptr_array_add (thief->kept, confab_carrier_to_json (carrier));
  return FALSE;
}

static void
test_message_waits_for_its_link (void)
{
  g_autoptr (Rig) rig = rig_new (73);
  Thief thief = { .count = 1, .kept = g_ptr_array_new_with_free_func (g_free) };
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");

  rig_run (rig, 3000);
  rig->filter = slow_links;
  rig->filter_data = &thief;
  confab_meeting_set_locked (ada->meeting, TRUE, rig_time (ada), NULL);
  rig_run (rig, 1300); /* Bob has the key and uses it */
  rig_chat (bob, "for the new epoch");
  rig_run (rig, 100);
  g_assert_false (rig_has_text (eve, "for the new epoch"));
  thief.count = 0;
  for (guint i = 0; i < thief.kept->len; i++) {
    const char *json = thief.kept->pdata[i];
    g_autoptr (ConfabCarrier) late = confab_carrier_parse (json, strlen (json), NULL);

    confab_meeting_receive (eve->meeting, late, NULL, rig_time (eve));
  }
  g_assert_true (rig_has_text (eve, "for the new epoch"));
  g_ptr_array_unref (thief.kept);
}

/* With the right to write to all taken, a participant is told so, and one who writes anyway is not
 * shown. */
static void
test_chat_rights (void)
{
  g_autoptr (Rig) rig = rig_new (74);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  g_autoptr (GBytes) payload = confab_chat_payload_encode ("anyway", NULL);
  g_autoptr (GError) error = NULL;

  ada->meeting->leading->draft->link_rights = CONFAB_RIGHT_CHAT_ONE;
  rig_run (rig, 3000);
  g_assert_false (confab_meeting_send_chat (bob->meeting, NULL, "may I?", rig_time (bob), &error));
  g_assert_error (error, CONFAB_MEETING_ERROR, CONFAB_MEETING_ERROR_DENIED);
  confab_meeting_enter (bob->meeting, rig_time (bob));
  g_assert_true (
      confab_meeting_send_message (bob->meeting, CONFAB_MESSAGE_CHAT, NULL, payload, NULL, NULL));
  confab_meeting_exit (bob->meeting);
  rig_chat (ada, "hosts may");
  rig_run (rig, 500);
  g_assert_false (rig_has_text (ada, "anyway"));
  g_assert_true (rig_has_text (bob, "hosts may"));
}

/* Hands go up and down, and down with their owner. */
static void
test_hands (void)
{
  g_autoptr (Rig) rig = rig_new (75);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");

  confab_meeting_raise_hand (bob->meeting, TRUE, rig_time (bob), NULL);
  rig_run (rig, 300);
  g_assert_true (confab_participant_has_hand_up (rig_find (ada, bob)));
  confab_meeting_raise_hand (bob->meeting, FALSE, rig_time (bob), NULL);
  rig_run (rig, 300);
  g_assert_false (confab_participant_has_hand_up (rig_find (ada, bob)));
}

/* A late joiner reads nothing that was written before, by any means it has. */
static void
test_late_joiner_reads_nothing_of_before (void)
{
  g_autoptr (Rig) rig = rig_new (76);
  Thief thief = { .kept = g_ptr_array_new_with_free_func (g_free), .count = 1 };
  Person *ada = rig_found (rig);
  Person *eve;
  const char *json;
  g_autoptr (ConfabCarrier) recorded = NULL;

  rig_let_in (rig, "Bob");
  rig_run (rig, 2000);
  rig->filter = steal;
  rig->filter_data = &thief;
  rig_chat (ada, "between us");
  rig_run (rig, 100);
  eve = rig_let_in (rig, "Eve");
  g_assert_cmpuint (thief.kept->len, ==, 1);
  json = thief.kept->pdata[0];
  recorded = confab_carrier_parse (json, strlen (json), NULL);
  confab_meeting_receive (eve->meeting, recorded, NULL, rig_time (eve));
  rig_run (rig, 1000);
  g_assert_false (rig_has_text (eve, "between us"));
  g_ptr_array_unref (thief.kept);
}

static void
hand_in_message_of (Person *to, Person *from, guint32 n, guint64 seq)
{
  ConfabMessageHead head = { .meeting = to->meeting->charter->tag,
                             .kind = CONFAB_MESSAGE_CHAT,
                             .scope = CONFAB_SCOPE_GROUP,
                             .n = n,
                             .from = *rig_pid (from),
                             .seq = seq };
  guint8 bytes[CONFAB_MESSAGE_HEAD_BYTES + 144] = { 0 };
  g_autoptr (GBytes) encoded = confab_message_head_encode (&head);
  g_autoptr (GBytes) message = NULL;
  g_autoptr (ConfabCarrier) carrier = NULL;

  memcpy (bytes, g_bytes_get_data (encoded, NULL), CONFAB_MESSAGE_HEAD_BYTES);
  message = g_bytes_new (bytes, sizeof bytes);
  carrier = confab_carrier_new_message (message, &CONFAB_PID_NONE);
  confab_meeting_receive (to->meeting, carrier, NULL, rig_time (to));
}

/* One participant does not take all the places of messages that wait for their LINK, nor keeps its
 * own. */
static void
test_waiting_messages_of_one_are_few (void)
{
  g_autoptr (Rig) rig = rig_new (81);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  guint n = confab_meeting_get_epoch (ada->meeting);

  rig_run (rig, 2000);
  for (guint i = 1; i <= 100; i++)
    hand_in_message_of (eve, bob, n + 1000, i);
  hand_in_message_of (eve, ada, n + 1000, 1);
  g_assert_cmpuint (g_queue_get_length (&eve->meeting->messages->held), ==, 17);
  for (guint i = 0; i < 4; i++) {
    rig_run (rig, 2800);
    confab_meeting_set_locked (ada->meeting, i % 2 == 0, rig_time (ada), NULL);
  }
  g_assert_cmpuint (g_queue_get_length (&eve->meeting->messages->held), ==, 0);
}

typedef struct {
  Person *of; /* whose messages on their way to the service count */
  guint n_messages;
} Counter;

static gboolean
count_messages (Rig *rig, Person *from, Person *to, ConfabCarrier *carrier, gpointer user_data)
{
  Counter *counter = user_data;

  if (to == NULL && from == counter->of && carrier->type == CONFAB_CARRIER_MESSAGE)
    counter->n_messages++;
  return TRUE;
}

static void
send_ping (Person *from, Person *to)
{
  ConfabToken nonce = confab_token_random ();
  g_autoptr (GBytes) payload = confab_presence_payload_encode (&nonce);

  confab_meeting_enter (from->meeting, rig_time (from));
  confab_meeting_send_message (from->meeting, CONFAB_MESSAGE_PING, rig_pid (to), payload, NULL,
                               NULL);
  confab_meeting_exit (from->meeting);
}

/* Whoever asks all the time is answered every two seconds, and nobody's words are pushed out by it. */
static void
test_pings_make_no_flood (void)
{
  g_autoptr (Rig) rig = rig_new (79);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Person *eve = rig_let_in (rig, "Eve");
  Counter counter = { .of = ada };

  rig_run (rig, 5000);
  rig_disconnect (eve);
  rig_chat (ada, "for Eve too");
  rig->filter = count_messages;
  rig->filter_data = &counter;
  for (guint i = 0; i < 500; i++) {
    send_ping (bob, ada);
    rig_run (rig, 20);
  }
  g_assert_cmpuint (counter.n_messages, >=, 4);
  g_assert_cmpuint (counter.n_messages, <=, 7); /* the words, and a pong every 2 s */
  counter.n_messages = 0;
  rig_disconnect (ada);
  rig_run (rig, 500);
  rig_connect (ada);
  rig_connect (eve);
  rig_run (rig, 5000);
  g_assert_true (rig_has_text (eve, "for Eve too"));
  g_assert_cmpuint (counter.n_messages, <=, 5);
}

/* What a dead line may have swallowed does not go out all at once. */
static void
test_lost_words_come_little_by_little (void)
{
  g_autoptr (Rig) rig = rig_new (80);
  Person *ada = rig_found (rig);
  Person *bob = rig_let_in (rig, "Bob");
  Counter counter = { .of = ada };

  rig_run (rig, 3000);
  rig_disconnect (ada);
  for (guint i = 0; i < 100; i++) {
    g_autofree char *text = g_strdup_printf ("word %u", i);

    rig_chat (ada, text);
  }
  rig->filter = count_messages;
  rig->filter_data = &counter;
  rig_connect (ada);
  rig_run (rig, 1000);
  g_assert_cmpuint (counter.n_messages, <=, 20);
  rig_run (rig, 6000);
  g_assert_cmpuint (counter.n_messages, ==, 100);
  g_assert_true (rig_has_text (bob, "word 99"));
  {
    g_autofree char *shown = read_log (bob);

    g_assert_null (strchr (shown, '?'));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meeting/chat/sequence", test_sequence);
  g_test_add_func ("/meeting/chat/gap-is-shown-and-filled", test_gap_is_shown_and_filled);
  g_test_add_func ("/meeting/chat/words-survive-a-dead-line", test_words_survive_a_dead_line);
  g_test_add_func ("/meeting/chat/words-wait-for-a-direct-way", test_words_wait_for_a_direct_way);
  g_test_add_func ("/meeting/chat/lost-words-are-not-for-a-late-joiner",
                   test_lost_words_are_not_for_a_late_joiner);
  g_test_add_func ("/meeting/chat/private-chat", test_private_chat);
  g_test_add_func ("/meeting/chat/message-waits-for-its-link", test_message_waits_for_its_link);
  g_test_add_func ("/meeting/chat/rights", test_chat_rights);
  g_test_add_func ("/meeting/chat/hands", test_hands);
  g_test_add_func ("/meeting/chat/late-joiner-reads-nothing-of-before",
                   test_late_joiner_reads_nothing_of_before);
  g_test_add_func ("/meeting/chat/waiting-messages-of-one-are-few",
                   test_waiting_messages_of_one_are_few);
  g_test_add_func ("/meeting/chat/pings-make-no-flood", test_pings_make_no_flood);
  g_test_add_func ("/meeting/chat/lost-words-come-little-by-little",
                   test_lost_words_come_little_by_little);
  return g_test_run ();
}
