/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ages, stages, epochs and tokens, by the clock alone. */
#include "meeting/epochs.h"
#include "meeting/liveness.h"
#include "meeting/tests/forge.h"
#include "meeting/tokens.h"

/* The age is counted against the fastest message of the term, whatever the two clocks say. */
static void
test_age_is_relative_to_the_fastest (void)
{
  ConfabLiveness liveness = { 0 };

  g_assert_cmpint (confab_liveness_take_link (&liveness, 1, 1000000, 500), ==, 0);
  g_assert_cmpint (confab_liveness_measure (&liveness, 1005000, 5700), ==, 200);
  g_assert_cmpint (confab_liveness_measure (&liveness, 1010000, 10400), ==, 0);
  g_assert_cmpint (confab_liveness_measure (&liveness, 1015000, 15500), ==, 100);
}

/* A new term has another clock behind it. */
static void
test_new_term_begins_anew (void)
{
  ConfabLiveness liveness = { 0 };

  confab_liveness_take_link (&liveness, 1, 1000, 0);
  liveness.last_hb = 90;
  g_assert_cmpint (confab_liveness_take_link (&liveness, 2, 9999999, 5), ==, 0);
  g_assert_cmpuint (liveness.last_hb, ==, 0);
}

/* Older than 15 s is not fresh; 10, 30 and 60 s without a fresh one have names. */
static void
test_stages (void)
{
  ConfabLiveness liveness = { 0 };

  confab_liveness_take_link (&liveness, 1, 0, 0);
  g_assert_true (confab_liveness_take_heartbeat (&liveness, 1, 15000, 1000));
  g_assert_false (confab_liveness_take_heartbeat (&liveness, 2, 15001, 9000));
  g_assert_cmpuint (liveness.last_hb, ==, 2);
  g_assert_cmpint (confab_liveness_get_stage (&liveness, 10999), ==, CONFAB_LIVENESS_FRESH);
  g_assert_cmpint (confab_liveness_get_deadline (&liveness, 10999), ==, 11000);
  g_assert_cmpint (confab_liveness_get_stage (&liveness, 11000), ==, CONFAB_LIVENESS_WARN);
  g_assert_cmpint (confab_liveness_get_stage (&liveness, 31000), ==, CONFAB_LIVENESS_STOP);
  g_assert_cmpint (confab_liveness_get_deadline (&liveness, 31000), ==, 61000);
  g_assert_cmpint (confab_liveness_get_stage (&liveness, 61000), ==, CONFAB_LIVENESS_LOST);
  g_assert_cmpint (confab_liveness_get_deadline (&liveness, 61000), ==, G_MAXINT64);
}

/* A stranger's time can be any number. */
static void
test_absurd_times_do_not_overflow (void)
{
  ConfabLiveness liveness = { 0 };

  confab_liveness_take_link (&liveness, 1, G_MAXINT64, 100);
  g_assert_cmpint (confab_liveness_measure (&liveness, G_MININT64, 200), >, 15000);
  g_assert_cmpint (confab_liveness_measure (&liveness, G_MAXINT64, 300), ==, 200);
}

/* Tokens count for 25 s, however many there are. */
static void
test_tokens_live_25_s (void)
{
  g_autoptr (ConfabTokens) tokens = confab_tokens_new ();
  ConfabToken first = { { 1 } }, other = { { 0 } };

  confab_tokens_add (tokens, &first, 0);
  for (guint i = 0; i < 100; i++) {
    other.bytes[1] = (guint8) i;
    confab_tokens_add (tokens, &other, 10000);
  }
  g_assert_true (confab_tokens_is_recent (tokens, &first, 25000));
  g_assert_false (confab_tokens_is_recent (tokens, &first, 25001));
  g_assert_true (confab_tokens_is_recent (tokens, &other, 35000));
}

typedef struct {
  Forge *forge;
  ConfabEpochs *epochs;
  ConfabLinkView *view;
} Epochs;

static void
begin (Epochs *epochs)
{
  epochs->forge = forge_new (0, NULL);
  epochs->epochs = confab_epochs_new (&test_keys_table);
  epochs->view = NULL;
}

/* The next LINK, with or without its secret. */
static guint32
add (Epochs *epochs, guint cause, gboolean with_secret, gint64 now)
{
  Actor *ada = epochs->forge->ada;
  g_autoptr (Sketch) sketch = forge_sketch (epochs->forge, epochs->view, ada);
  ConfabMeetingEpoch *secret = NULL;
  ConfabExchangeKey epk;
  ConfabDigest commit;
  ConfabLinkView *view;

  if (epochs->view == NULL)
    sketch_add (sketch, ada, CONFAB_ROLE_HOST);
  sketch->cause = cause;
  view = forge_view (epochs->forge, epochs->view, sketch);
  if (with_secret)
    secret = test_keys_table.epoch_begin (ada->keys, &epochs->forge->charter->tag.gen, view->link.n,
                                          &epk, &commit);
  confab_epochs_add (epochs->epochs, view, secret, 0, now);
  g_clear_pointer (&epochs->view, confab_link_view_unref);
  epochs->view = view;
  return view->link.n;
}

static guint32
sending (Epochs *epochs, gint64 now)
{
  const ConfabEpoch *epoch = confab_epochs_get_sending (epochs->epochs, now);

  return epoch != NULL ? epoch->view->link.n : 0;
}

static gboolean
is_alive (Epochs *epochs, guint32 n, gint64 now)
{
  confab_epochs_expire (epochs->epochs, now);
  return confab_epochs_find (epochs->epochs, n) != NULL;
}

static void
end (Epochs *epochs)
{
  confab_epochs_free (epochs->epochs);
  confab_link_view_unref (epochs->view);
  forge_free (epochs->forge);
}

typedef struct {
  const char *name;
  guint cause;
  gint64 use_ms;  /* at latest */
  gint64 drop_ms; /* of the old key */
} CauseCase;

static const CauseCase cause_cases[] = {
  { "periodic", CONFAB_CAUSE_PERIODIC, 2000, 5000 },
  { "join", CONFAB_CAUSE_JOIN, 1000, 5000 },
  { "leave", CONFAB_CAUSE_LEAVE, 1000, 5000 },
  { "removal", CONFAB_CAUSE_REMOVAL, 0, 2000 },
  { "update", CONFAB_CAUSE_UPDATE, 1000, 5000 },
  { "leader-change", CONFAB_CAUSE_LEADER_CHANGE, 0, 5000 },
  { "flags", CONFAB_CAUSE_FLAGS, 1000, 5000 },
  { "end", CONFAB_CAUSE_END, 1000, 5000 },
  { "to-waiting-room", CONFAB_CAUSE_TO_WAITING_ROOM, 0, 2000 },
};

/* When the new key is used, and the old one forgotten: the table of 8.1. */
static void
test_epoch_times (gconstpointer data)
{
  const CauseCase *c = data;
  Epochs epochs;

  begin (&epochs);
  add (&epochs, CONFAB_CAUSE_JOIN, TRUE, 0);
  add (&epochs, c->cause, TRUE, 10000);
  if (c->use_ms > 0)
    g_assert_cmpuint (sending (&epochs, 10000 + c->use_ms - 1), ==, 1);
  g_assert_cmpuint (sending (&epochs, 10000 + c->use_ms), ==, 2);
  g_assert_true (is_alive (&epochs, 1, 10000 + c->drop_ms - 1));
  g_assert_false (is_alive (&epochs, 1, 10000 + c->drop_ms));
  g_assert_true (is_alive (&epochs, 2, 1000000));
  end (&epochs);
}

/* The leader's active_n comes sooner than the last moment. */
static void
test_active_n_switches (void)
{
  Epochs epochs;

  begin (&epochs);
  add (&epochs, CONFAB_CAUSE_JOIN, TRUE, 0);
  g_assert_cmpuint (sending (&epochs, 500), ==, 0); /* nobody else has the first key yet */
  confab_epochs_set_active (epochs.epochs, 1);
  g_assert_cmpuint (sending (&epochs, 500), ==, 1);
  add (&epochs, CONFAB_CAUSE_PERIODIC, TRUE, 10000);
  g_assert_cmpuint (sending (&epochs, 10100), ==, 1);
  confab_epochs_set_active (epochs.epochs, 2);
  g_assert_cmpuint (sending (&epochs, 10100), ==, 2);
  confab_epochs_set_active (epochs.epochs, 1); /* never back */
  g_assert_cmpuint (sending (&epochs, 10100), ==, 2);
  end (&epochs);
}

/* Without the new key the old one is good for a second more, after a removal not at all. */
static void
test_missing_key_stops_sending (void)
{
  Epochs epochs;

  begin (&epochs);
  add (&epochs, CONFAB_CAUSE_JOIN, TRUE, 0);
  add (&epochs, CONFAB_CAUSE_JOIN, FALSE, 10000);
  confab_epochs_set_active (epochs.epochs, 2);
  g_assert_cmpuint (sending (&epochs, 10999), ==, 1);
  g_assert_cmpuint (sending (&epochs, 11000), ==, 0);
  end (&epochs);

  begin (&epochs);
  add (&epochs, CONFAB_CAUSE_JOIN, TRUE, 0);
  add (&epochs, CONFAB_CAUSE_PERIODIC, FALSE, 10000);
  g_assert_cmpint (confab_epochs_get_deadline (epochs.epochs, 10000), ==, 11000);
  g_assert_cmpuint (sending (&epochs, 10999), ==, 1);
  g_assert_cmpuint (sending (&epochs, 11000), ==, 0);
  end (&epochs);

  begin (&epochs);
  add (&epochs, CONFAB_CAUSE_JOIN, TRUE, 0);
  add (&epochs, CONFAB_CAUSE_REMOVAL, FALSE, 10000);
  g_assert_cmpuint (sending (&epochs, 10000), ==, 0);
  end (&epochs);
}

/* LINKs in quick succession: the removal takes all keys before it along. */
static void
test_removal_ends_all_earlier_keys (void)
{
  Epochs epochs;

  begin (&epochs);
  add (&epochs, CONFAB_CAUSE_JOIN, TRUE, 0);
  add (&epochs, CONFAB_CAUSE_JOIN, TRUE, 500);
  add (&epochs, CONFAB_CAUSE_REMOVAL, TRUE, 1000);
  add (&epochs, CONFAB_CAUSE_JOIN, TRUE, 1500);
  g_assert_false (is_alive (&epochs, 1, 3000));
  g_assert_false (is_alive (&epochs, 2, 3000));
  g_assert_true (is_alive (&epochs, 3, 3000));
  end (&epochs);
}

int
main (int argc, char **argv)
{
  g_assert_true (confab_crypto_init (NULL));
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meeting/time/age-is-relative-to-the-fastest",
                   test_age_is_relative_to_the_fastest);
  g_test_add_func ("/meeting/time/new-term-begins-anew", test_new_term_begins_anew);
  g_test_add_func ("/meeting/time/stages", test_stages);
  g_test_add_func ("/meeting/time/absurd-times-do-not-overflow", test_absurd_times_do_not_overflow);
  g_test_add_func ("/meeting/time/tokens-live-25-s", test_tokens_live_25_s);
  for (guint i = 0; i < G_N_ELEMENTS (cause_cases); i++) {
    g_autofree char *path = g_strconcat ("/meeting/time/epoch-by-", cause_cases[i].name, NULL);

    g_test_add_data_func (path, &cause_cases[i], test_epoch_times);
  }
  g_test_add_func ("/meeting/time/active-n-switches", test_active_n_switches);
  g_test_add_func ("/meeting/time/missing-key-stops-sending", test_missing_key_stops_sending);
  g_test_add_func ("/meeting/time/removal-ends-all-earlier-keys",
                   test_removal_ends_all_earlier_keys);
  return g_test_run ();
}
