/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Thousands of random joins, leaves, cuts, losses, repetitions and swaps between one leader and
 * others, with what must hold whatever happens. The seed of a run that fails is in its name.
 */
#include "meeting/meeting-private.h"
#include "meeting/tests/rig.h"

#define STEPS 120
#define MAX_ALIVE 7

typedef struct {
  Rig *rig;
  Person *ada;
  GHashTable *rosters; /* commit -> GHashTable set of pids present: who may have the key */
  guint n_persons;
} Model;

static void
on_epoch (ConfabMeeting *meeting, GParamSpec *pspec, Model *model)
{
  ConfabLinkView *view = meeting->view;
  GHashTable *present;

  if (view == NULL || g_hash_table_contains (model->rosters, &view->link.commit))
    return;
  present = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, NULL);
  for (guint i = 0; i < view->n_seats; i++) {
    if (confab_seat_is_present (&view->seats[i]))
      g_hash_table_add (present, confab_pid_copy (&view->seats[i].entry.pid));
  }
  g_hash_table_insert (model->rosters, g_memdup2 (&view->link.commit, sizeof (ConfabDigest)),
                       present);
}

static gboolean
is_alive (Person *person)
{
  return person->ended == NULL;
}

static guint
count_alive (Model *model)
{
  guint count = 0;

  for (guint i = 0; i < model->rig->people->len; i++)
    count += is_alive (model->rig->people->pdata[i]) ? 1 : 0;
  return count;
}

/* (nullable): somebody alive, Ada not. */
static Person *
draw_person (Model *model)
{
  GPtrArray *people = model->rig->people;
  Person *person = people->pdata[g_rand_int_range (model->rig->random, 0, (gint32) people->len)];

  return is_alive (person) && person != model->ada ? person : NULL;
}

static void
join_one (Model *model)
{
  g_autofree char *name = g_strdup_printf ("Person %u", model->n_persons++);

  if (count_alive (model) < MAX_ALIVE)
    rig_join (model->rig, name, TRUE);
}

static void
restart_one (Model *model, Person *person)
{
  Person *again = rig_add (model->rig, person->name, TRUE, person->keys->identity);

  rig_kill (person);
  rig_enter (again);
}

static void
restart_service (Model *model)
{
  for (guint i = 0; i < model->rig->people->len; i++)
    rig_disconnect (model->rig->people->pdata[i]);
  rig_service_forget (model->rig);
  rig_run (model->rig, g_rand_int_range (model->rig->random, 0, 3000));
  for (guint i = 0; i < model->rig->people->len; i++) {
    if (is_alive (model->rig->people->pdata[i]))
      rig_connect (model->rig->people->pdata[i]);
  }
}

static void
chat_one (Model *model, Person *person)
{
  static guint count;
  g_autofree char *text = g_strdup_printf ("message %u", count++);

  if (confab_meeting_may_send (person->meeting))
    confab_meeting_send_chat (person->meeting, NULL, text, rig_time (person), NULL);
}

static void
toggle_line (Person *person)
{
  if (person->online)
    rig_disconnect (person);
  else
    rig_connect (person);
}

static void
do_something (Model *model)
{
  Person *person = draw_person (model);
  gint32 choice = g_rand_int_range (model->rig->random, 0, 100);

  if (choice < 20)
    join_one (model);
  else if (choice < 55)
    chat_one (model, person != NULL ? person : model->ada);
  else if (choice < 60 && person != NULL)
    confab_meeting_leave (person->meeting, rig_time (person));
  else if (choice < 64 && person != NULL)
    rig_kill (person);
  else if (choice < 68 && person != NULL)
    restart_one (model, person);
  else if (choice < 80 && person != NULL)
    toggle_line (person);
  else if (choice < 83)
    toggle_line (model->ada);
  else if (choice < 84)
    restart_service (model);
  else if (choice < 87)
    confab_meeting_set_locked (model->ada->meeting, choice == 84, rig_time (model->ada), NULL);
  else if (choice < 88 && person != NULL)
    confab_meeting_remove (model->ada->meeting, confab_meeting_get_pid (person->meeting),
                           rig_time (model->ada), NULL);
  else if (choice < 92 && person != NULL)
    confab_meeting_rename_self (person->meeting, "Renamed", rig_time (person), NULL);
  else if (choice < 94)
    rig_run (model->rig, 30000);
}

/* Nobody sends without having heard the leader within 30 s, or without the key of what it sends
 * with. */
static void
check_active (Person *person)
{
  ConfabMeeting *meeting = person->meeting;

  if (!is_alive (person) || confab_meeting_get_state (meeting) != CONFAB_MEETING_ACTIVE)
    return;
  g_assert_nonnull (confab_epochs_get_sending (meeting->epochs, meeting->now.local_ms));
  if (meeting->leading == NULL) {
    g_assert_true (meeting->liveness.has_fresh);
    g_assert_cmpint (rig_time (person).local_ms - meeting->liveness.since, <=,
                     CONFAB_HEARTBEAT_STOP_MS);
  }
}

/* Same LINK, same roster: what two people show is the same if their link_hash is. (That their keys
 * are is asserted wherever one is opened, in test-keys.c.) */
static void
check_agreement (Model *model)
{
  ConfabLinkView *truth = model->ada->meeting->view;

  for (guint i = 0; i < model->rig->people->len; i++) {
    Person *person = model->rig->people->pdata[i];
    ConfabLinkView *view = person->meeting->view;

    check_active (person);
    if (!is_alive (person) || view == NULL || truth == NULL ||
        !confab_digest_equal (&view->hash, &truth->hash))
      continue;
    g_assert_cmpuint (confab_roster_get_count (confab_meeting_get_roster (person->meeting)), ==,
                      confab_roster_get_count (confab_meeting_get_roster (model->ada->meeting)));
  }
}

/* Whoever had a key was in the roster that it was made for: the removed, the dropped and the not
 * yet admitted never. */
static void
check_keys (Model *model)
{
  for (guint i = 0; i < model->rig->people->len; i++) {
    Person *person = model->rig->people->pdata[i];
    GHashTableIter iter;
    gpointer commit;

    g_hash_table_iter_init (&iter, person->keys->opened);
    while (g_hash_table_iter_next (&iter, &commit, NULL)) {
      GHashTable *present = g_hash_table_lookup (model->rosters, commit);

      if (present != NULL)
        g_assert_true (g_hash_table_contains (present, confab_meeting_get_pid (person->meeting)));
    }
  }
}

/* Of each sender the log shows every number from the first one on, as a message or as missing,
 * once. */
static void
check_log (Person *person)
{
  GListModel *log = G_LIST_MODEL (confab_meeting_get_chat_log (person->meeting));
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) bounds =
      g_hash_table_new_full (confab_pid_hash, confab_pid_equal, NULL, g_free);
  GHashTableIter iter;
  gpointer from, bound;

  for (guint i = 0; i < g_list_model_get_n_items (log); i++) {
    g_autoptr (ConfabChatMessage) message = g_list_model_get_item (log, i);
    guint64 first, last;
    guint64 (*range)[2];

    if (confab_chat_message_get_to (message) != NULL)
      continue; /* a lost ping or pong: numbers of its own */
    confab_chat_message_get_range (message, &first, &last);
    range = g_hash_table_lookup (bounds, confab_chat_message_get_from (message));
    if (range == NULL) {
      range = g_malloc0 (sizeof *range);
      (*range)[0] = first;
      g_hash_table_insert (bounds, (gpointer) confab_chat_message_get_from (message), range);
    }
    (*range)[0] = MIN ((*range)[0], first);
    (*range)[1] = MAX ((*range)[1], last);
    for (guint64 seq = first; seq <= last; seq++) {
      g_autofree char *hex = confab_pid_to_hex (confab_chat_message_get_from (message));

      g_assert_true (
          g_hash_table_add (numbers, g_strdup_printf ("%s %" G_GUINT64_FORMAT, hex, seq)));
    }
  }
  g_hash_table_iter_init (&iter, bounds);
  while (g_hash_table_iter_next (&iter, &from, &bound)) {
    const guint64 (*range)[2] = bound;
    g_autofree char *hex = confab_pid_to_hex (from);

    for (guint64 seq = (*range)[0]; seq <= (*range)[1]; seq++) {
      g_autofree char *key = g_strdup_printf ("%s %" G_GUINT64_FORMAT, hex, seq);

      g_assert_true (g_hash_table_contains (numbers, key));
    }
  }
}

/* Nobody honest is ever accused, whatever the network does. */
static void
check_ends (Model *model)
{
  static const char *const fair[] = {
    "left", "killed", "removed", "lost", "locked", "behind", NULL
  };

  for (guint i = 0; i < model->rig->people->len; i++) {
    Person *person = model->rig->people->pdata[i];

    g_assert_false (rig_has_seen (person, "fork"));
    g_assert_false (rig_has_seen (person, "invalid-roster"));
    g_assert_false (rig_has_seen (person, "other-list"));
    if (person->ended != NULL) {
      g_test_message ("%s: %s", person->name, person->ended);
      g_assert_true (g_strv_contains (fair, person->ended));
    }
  }
}

/* When the storm is over everybody who was let in is in again, and hears everybody. */
static void
check_recovery (Model *model)
{
  Rig *rig = model->rig;

  rig->drop = rig->twice = 0;
  rig->reorder = FALSE;
  rig->max_delay = 40;
  for (guint i = 0; i < rig->people->len; i++) {
    Person *person = rig->people->pdata[i];

    if (is_alive (person) && !person->online)
      rig_connect (person);
  }
  rig_run (rig, 40000);
  g_assert_null (model->ada->ended);
  g_assert_cmpint (confab_meeting_get_state (model->ada->meeting), ==, CONFAB_MEETING_ACTIVE);
  rig_chat (model->ada, "Is everybody there?");
  rig_run (rig, 500);
  for (guint i = 0; i < rig->people->len; i++) {
    Person *person = rig->people->pdata[i];

    if (!is_alive (person) || confab_meeting_get_state (person->meeting) == CONFAB_MEETING_WAITING)
      continue;
    g_assert_cmpint (confab_meeting_get_state (person->meeting), ==, CONFAB_MEETING_ACTIVE);
    g_assert_true (rig_has_text (person, "Is everybody there?"));
  }
}

static void
test_storm (gconstpointer data)
{
  Model model = { .rig = rig_new (GPOINTER_TO_UINT (data)) };

  model.rosters = g_hash_table_new_full (confab_digest_hash, confab_digest_equal, g_free,
                                         (GDestroyNotify) g_hash_table_unref);
  model.ada = rig_found (model.rig);
  on_epoch (model.ada->meeting, NULL, &model);
  g_signal_connect (model.ada->meeting, "notify::epoch", G_CALLBACK (on_epoch), &model);
  model.rig->max_delay = 600;
  model.rig->drop = 40;
  model.rig->twice = 60;
  model.rig->reorder = TRUE;

  for (guint i = 0; i < STEPS && model.ada->ended == NULL; i++) {
    do_something (&model);
    rig_run (model.rig, g_rand_int_range (model.rig->random, 1, 2500));
    check_agreement (&model);
  }
  check_ends (&model);
  if (model.ada->ended == NULL)
    check_recovery (&model);
  check_keys (&model);
  for (guint i = 0; i < model.rig->people->len; i++)
    check_log (model.rig->people->pdata[i]);
  g_hash_table_unref (model.rosters);
  rig_free (model.rig);
}

int
main (int argc, char **argv)
{
  guint n_seeds;

  g_test_init (&argc, &argv, NULL);
  n_seeds = g_test_thorough () ? 1000 : 40;
  for (guint seed = 1; seed <= n_seeds; seed++) {
    g_autofree char *path = g_strdup_printf ("/meeting/model/storm-%u", seed);

    g_test_add_data_func (path, GUINT_TO_POINTER (seed), test_storm);
  }
  return g_test_run ();
}
