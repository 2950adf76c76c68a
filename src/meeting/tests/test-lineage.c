/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the founder to the leader of now (docs/protocol.md 9.4). */
#include "meeting/lineage.h"
#include "meeting/tests/forge.h"

/** Descent: Ada led with Cleo (co-host), Bob and Eve (participants); then somebody else did. */
typedef struct {
  Forge *forge;
  Actor *cleo, *bob, *eve;
  ConfabLinkView *last; /* of Ada's term */
  ConfabLineage *lineage;
} Descent;

static void
begin (Descent *descent, guint policy)
{
  g_autoptr (Sketch) sketch = NULL;

  descent->forge = forge_new (policy, NULL);
  descent->cleo = forge_actor (descent->forge, NULL);
  descent->bob = forge_actor (descent->forge, NULL);
  descent->eve = forge_actor (descent->forge, NULL);
  descent->lineage = confab_lineage_new ();
  sketch = forge_sketch (descent->forge, NULL, descent->forge->ada);
  sketch->n = 9;
  sketch_add (sketch, descent->forge->ada, CONFAB_ROLE_HOST);
  sketch_add (sketch, descent->cleo, CONFAB_ROLE_COHOST);
  sketch_add (sketch, descent->bob, CONFAB_ROLE_PARTICIPANT);
  sketch_grant (descent->forge, sketch, descent->forge->ada, descent->cleo, CONFAB_ROLE_COHOST);
  descent->last = forge_view (descent->forge, NULL, sketch);
}

static void
end (Descent *descent)
{
  confab_link_view_unref (descent->last);
  confab_lineage_unref (descent->lineage);
  forge_free (descent->forge);
}

static Sketch *
first_of (Descent *descent, Actor *leader)
{
  Sketch *sketch = forge_sketch (descent->forge, descent->last, leader);

  sketch->term = 2;
  sketch->cause = CONFAB_CAUSE_LEADER_CHANGE;
  return sketch;
}

static GBytes *
hand_over (Descent *descent, Actor *from, Actor *to)
{
  ConfabHandoverStatement handover = { .meeting = descent->forge->charter->tag,
                                       .term = 1,
                                       .n = descent->last->link.n,
                                       .link_hash = descent->last->hash,
                                       .next_pid = to->pid };
  g_autoptr (GBytes) body = confab_handover_encode (&handover);

  return test_keys_sign (from->keys, body);
}

static void
add (Descent *descent, Actor *leader, Sketch *first, GBytes *handover)
{
  g_autoptr (ConfabLinkStep) next = forge_step (descent->forge, first);
  const ConfabLinkStep *last = descent->last->step;

  g_ptr_array_add (descent->lineage->entries,
                   confab_lineage_entry_new (last->link, last->roster, leader->join->statement,
                                             next->link, handover));
  for (guint i = 0; i < last->roles->len; i++) {
    const ConfabRoleProof *proof = last->roles->pdata[i];

    g_ptr_array_add (descent->lineage->roles, confab_role_proof_new (proof->cmd, proof->join));
  }
}

static gboolean
follow (Descent *descent, ConfabLeaderKnown *leader)
{
  g_autoptr (GError) error = NULL;
  gboolean good = confab_lineage_follow (descent->forge->charter, descent->lineage, leader, &error);

  if (!good)
    g_test_message ("%s", error->message);
  return good;
}

/* Without any change the founder leads. */
static void
test_founder_leads_first (void)
{
  Descent descent;
  ConfabLeaderKnown leader;

  begin (&descent, 0);
  g_assert_true (follow (&descent, &leader));
  g_assert_cmpuint (leader.term, ==, 1);
  g_assert_true (confab_pid_equal (&leader.pid, &descent.forge->ada->pid));
  end (&descent);
}

/* A co-host follows a lost leader, by right of the order. */
static void
test_cohost_takes_over (void)
{
  Descent descent;
  ConfabLeaderKnown leader;
  g_autoptr (Sketch) first = NULL;

  begin (&descent, 0);
  first = first_of (&descent, descent.cleo);
  add (&descent, descent.cleo, first, NULL);
  g_assert_true (follow (&descent, &leader));
  g_assert_cmpuint (leader.term, ==, 2);
  g_assert_cmpuint (leader.first_n, ==, 10);
  g_assert_true (confab_pid_equal (&leader.pid, &descent.cleo->pid));
  end (&descent);
}

/* A participant follows only where the policy knows caretakers, named by a HANDOVER or not. */
static void
test_participant_needs_policy (void)
{
  Descent descent;
  ConfabLeaderKnown leader;

  for (guint i = 0; i < 4; i++) {
    gboolean has_policy = (i & 1) != 0, is_named = (i & 2) != 0;
    g_autoptr (Sketch) first = NULL;
    g_autoptr (GBytes) handover = NULL;

    begin (&descent, has_policy ? CONFAB_POLICY_CARETAKER : 0);
    first = first_of (&descent, descent.bob);
    if (is_named)
      handover = hand_over (&descent, descent.forge->ada, descent.bob);
    add (&descent, descent.bob, first, handover);
    g_assert_cmpint (follow (&descent, &leader), ==, has_policy);
    end (&descent);
  }
}

/* A co-host may be named without any policy. */
static void
test_cohost_is_handed_over_to (void)
{
  Descent descent;
  ConfabLeaderKnown leader;
  g_autoptr (Sketch) first = NULL;
  g_autoptr (GBytes) handover = NULL;

  begin (&descent, 0);
  first = first_of (&descent, descent.cleo);
  handover = hand_over (&descent, descent.forge->ada, descent.cleo);
  add (&descent, descent.cleo, first, handover);
  g_assert_true (follow (&descent, &leader));
  end (&descent);
}

typedef void (*Damage) (Descent *descent, Sketch *first, GBytes **handover);

static void
by_a_stranger (Descent *descent, Sketch *first, GBytes **handover)
{
  first->leader = descent->eve; /* not in the roster */
  descent->cleo = descent->eve;
}

static void
handover_by_nobody (Descent *descent, Sketch *first, GBytes **handover)
{
  *handover = hand_over (descent, descent->bob, descent->cleo);
}

static void
handover_to_another (Descent *descent, Sketch *first, GBytes **handover)
{
  *handover = hand_over (descent, descent->forge->ada, descent->bob);
}

static void
wrong_prev (Descent *descent, Sketch *first, GBytes **handover)
{
  first->prev.bytes[0] ^= 1;
}

static void
wrong_term (Descent *descent, Sketch *first, GBytes **handover)
{
  first->term = 3;
}

static void
wrong_cause (Descent *descent, Sketch *first, GBytes **handover)
{
  first->cause = CONFAB_CAUSE_PERIODIC;
}

static void
skipped_link (Descent *descent, Sketch *first, GBytes **handover)
{
  first->n += 1;
}

static void
the_leader_itself (Descent *descent, Sketch *first, GBytes **handover)
{
  first->leader = descent->forge->ada;
  descent->cleo = descent->forge->ada;
}

static const struct {
  const char *name;
  Damage damage;
} damages[] = {
  { "by-a-stranger", by_a_stranger },
  { "handover-by-nobody", handover_by_nobody },
  { "handover-to-another", handover_to_another },
  { "wrong-prev", wrong_prev },
  { "wrong-term", wrong_term },
  { "wrong-cause", wrong_cause },
  { "skipped-link", skipped_link },
  { "the-leader-itself", the_leader_itself },
};

/* Anything that does not follow from what was signed before ends the joining. */
static void
test_broken_descent (gconstpointer data)
{
  Damage damage = *(const Damage *) data;
  Descent descent;
  ConfabLeaderKnown leader;
  g_autoptr (Sketch) first = NULL;
  g_autoptr (GBytes) handover = NULL;

  begin (&descent, 0);
  first = first_of (&descent, descent.cleo);
  damage (&descent, first, &handover);
  add (&descent, descent.cleo, first, handover);
  g_assert_false (follow (&descent, &leader));
  end (&descent);
}

/* A role without the host's word gives no right to lead. */
static void
test_role_without_word (void)
{
  Descent descent;
  ConfabLeaderKnown leader;
  g_autoptr (Sketch) first = NULL;

  begin (&descent, 0);
  first = first_of (&descent, descent.cleo);
  add (&descent, descent.cleo, first, NULL);
  g_ptr_array_set_size (descent.lineage->roles, 0);
  g_assert_false (follow (&descent, &leader));
  end (&descent);
}

int
main (int argc, char **argv)
{
  g_assert_true (confab_crypto_init (NULL));
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meeting/lineage/founder-leads-first", test_founder_leads_first);
  g_test_add_func ("/meeting/lineage/cohost-takes-over", test_cohost_takes_over);
  g_test_add_func ("/meeting/lineage/participant-needs-policy", test_participant_needs_policy);
  g_test_add_func ("/meeting/lineage/cohost-is-handed-over-to", test_cohost_is_handed_over_to);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++) {
    g_autofree char *path = g_strconcat ("/meeting/lineage/broken/", damages[i].name, NULL);

    g_test_add_data_func (path, &damages[i].damage, test_broken_descent);
  }
  g_test_add_func ("/meeting/lineage/role-without-word", test_role_without_word);
  return g_test_run ();
}
