/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/chain.h"

/* A LINK whose roster takes @bytes. */
static ConfabLinkStep *
make_step (gsize bytes)
{
  g_autoptr (GBytes) link = g_bytes_new_take (g_malloc0 (267), 267);
  g_autoptr (GBytes) roster = g_bytes_new_take (g_malloc0 (bytes), bytes);

  return confab_link_step_new (link, roster);
}

static void
append (ConfabChain *chain, guint32 n, gsize bytes)
{
  g_autoptr (ConfabLinkStep) step = make_step (bytes);

  confab_chain_append (chain, n, step);
}

static guint
select_after (ConfabChain *chain, guint32 have, gboolean *more, gsize *json_bytes)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new (CONFAB_CARRIER_SYNC);
  g_autofree char *json = NULL;

  carrier->sync.links = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
  g_assert_true (confab_chain_select (chain, have, carrier->sync.links, more));
  carrier->sync.more = *more;
  json = confab_carrier_to_json (carrier);
  *json_bytes = strlen (json);
  return carrier->sync.links->len;
}

/* An answer is as large as it may be and no larger, and asking again gives the rest. */
static void
test_answers_fit (void)
{
  g_autoptr (ConfabChain) chain = confab_chain_new ();
  guint32 have = 0;
  gboolean more = TRUE;

  for (guint32 n = 1; n <= 200; n++)
    append (chain, n, 52 * 200);
  while (more) {
    gsize json_bytes;
    guint got = select_after (chain, have, &more, &json_bytes);

    g_assert_cmpuint (got, >=, more ? 30 : 1);
    g_assert_cmpuint (json_bytes, <=, CONFAB_CARRIER_SYNC_MAX_BYTES);
    have += got;
  }
  g_assert_cmpuint (have, ==, 200);
}

static void
test_old_ones_go (void)
{
  g_autoptr (ConfabChain) chain = confab_chain_new ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  gboolean more;
  gsize json_bytes;

  for (guint32 n = 1; n <= 5000; n++)
    append (chain, n, 52 * 250);
  g_assert_false (confab_chain_select (chain, 0, none, &more));
  g_assert_false (confab_chain_select (chain, 2000, none, &more));
  g_assert_cmpuint (select_after (chain, 4999, &more, &json_bytes), ==, 1);
  g_assert_cmpuint (select_after (chain, 5000, &more, &json_bytes), ==, 0);
}

static void
test_begins_anywhere (void)
{
  g_autoptr (ConfabChain) chain = confab_chain_new ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  gboolean more;
  gsize json_bytes;

  g_assert_false (confab_chain_select (chain, 0, none, &more));
  append (chain, G_MAXUINT32 - 1, 52);
  append (chain, G_MAXUINT32, 52);
  g_assert_cmpuint (select_after (chain, G_MAXUINT32 - 2, &more, &json_bytes), ==, 2);
  g_assert_cmpuint (select_after (chain, G_MAXUINT32, &more, &json_bytes), ==, 0);
  g_assert_false (confab_chain_select (chain, 5, none, &more));
  confab_chain_clear (chain);
  append (chain, 7, 52);
  g_assert_cmpuint (select_after (chain, 6, &more, &json_bytes), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/chain/answers-fit-and-go-on", test_answers_fit);
  g_test_add_func ("/service/chain/the-oldest-go-when-it-is-too-much", test_old_ones_go);
  g_test_add_func ("/service/chain/it-may-begin-anywhere", test_begins_anywhere);
  return g_test_run ();
}
