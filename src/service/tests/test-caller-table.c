/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/caller-table.h"

#define ANN "198.51.100.1"
#define BEN "198.51.100.2"

static ConfabCallerEntry *
add (ConfabCallerTable *table, const char *key, int *caller)
{
  gpointer evicted;
  ConfabCallerEntry *entry = confab_caller_table_add (table, key, caller, &evicted);

  g_assert_null (evicted);
  return entry;
}

static void
test_silent_gives_way (void)
{
  ConfabCallerTable *table = confab_caller_table_new (100, 2);
  int callers[4] = { 0 };
  ConfabCallerEntry *entries[4];
  gpointer evicted;

  entries[0] = add (table, ANN, &callers[0]);
  entries[1] = add (table, ANN, &callers[1]);
  entries[2] = add (table, BEN, &callers[2]);
  entries[3] = confab_caller_table_add (table, ANN, &callers[3], &evicted);
  g_assert_true (evicted == &callers[0]);

  for (guint i = 0; i < 4; i++)
    confab_caller_table_remove (table, entries[i]);
  confab_caller_table_free (table);
}

/* One that talks is never given up for one that is silent. */
static void
test_talking_stays (void)
{
  ConfabCallerTable *table = confab_caller_table_new (100, 1);
  int callers[3] = { 0 };
  ConfabCallerEntry *talking = add (table, ANN, &callers[0]);
  ConfabCallerEntry *silent;
  ConfabCallerEntry *last;
  gpointer evicted;

  g_assert_true (confab_caller_table_let_talk (table, talking));
  silent = add (table, ANN, &callers[1]);
  g_assert_false (confab_caller_table_let_talk (table, silent));
  last = confab_caller_table_add (table, ANN, &callers[2], &evicted);
  g_assert_true (evicted == &callers[1]);
  g_assert_cmpuint (confab_caller_table_get_n_talking (table), ==, 1);

  confab_caller_table_remove (table, talking);
  g_assert_true (confab_caller_table_let_talk (table, last));
  confab_caller_table_remove (table, silent);
  confab_caller_table_remove (table, last);
  confab_caller_table_free (table);
}

/* When the house is full, the address that floods it gives way, not the one that came last. */
static void
test_full_house (void)
{
  ConfabCallerTable *table = confab_caller_table_new (4, 100);
  int callers[5] = { 0 };
  ConfabCallerEntry *entries[5];
  gpointer evicted;

  for (guint i = 0; i < 4; i++)
    entries[i] = add (table, ANN, &callers[i]);
  entries[4] = confab_caller_table_add (table, BEN, &callers[4], &evicted);
  g_assert_true (evicted == &callers[0]);

  for (guint i = 0; i < 5; i++)
    confab_caller_table_remove (table, entries[i]);
  confab_caller_table_free (table);
}

static void
test_full_of_talkers (void)
{
  ConfabCallerTable *table = confab_caller_table_new (1, 100);
  int callers[2] = { 0 };
  ConfabCallerEntry *talking = add (table, ANN, &callers[0]);
  ConfabCallerEntry *late;
  gpointer evicted;

  g_assert_true (confab_caller_table_let_talk (table, talking));
  late = confab_caller_table_add (table, BEN, &callers[1], &evicted);
  g_assert_true (evicted == &callers[1]);
  confab_caller_table_remove (table, late);
  confab_caller_table_remove (table, talking);
  confab_caller_table_free (table);
}

/* A proxy is no address; whoever it speaks for is counted from then on. */
static void
test_proxy (void)
{
  ConfabCallerTable *table = confab_caller_table_new (100, 1);
  int callers[3] = { 0 };
  ConfabCallerEntry *entries[3];

  for (guint i = 0; i < 3; i++)
    entries[i] = add (table, NULL, &callers[i]);
  confab_caller_table_set_key (table, entries[0], ANN);
  confab_caller_table_set_key (table, entries[1], ANN);
  confab_caller_table_set_key (table, entries[2], BEN);
  g_assert_true (confab_caller_table_let_talk (table, entries[0]));
  g_assert_false (confab_caller_table_let_talk (table, entries[1]));
  g_assert_true (confab_caller_table_let_talk (table, entries[2]));

  for (guint i = 0; i < 3; i++)
    confab_caller_table_remove (table, entries[i]);
  confab_caller_table_free (table);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/caller-table/the-oldest-silent-one-of-an-address-gives-way",
                   test_silent_gives_way);
  g_test_add_func ("/service/caller-table/one-that-talks-stays", test_talking_stays);
  g_test_add_func ("/service/caller-table/a-full-house-gives-up-one-of-who-floods-it",
                   test_full_house);
  g_test_add_func ("/service/caller-table/a-house-full-of-talkers-takes-nobody",
                   test_full_of_talkers);
  g_test_add_func ("/service/caller-table/a-proxy-speaks-for-many", test_proxy);
  return g_test_run ();
}
