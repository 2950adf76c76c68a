/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/tests/forge.h"

#define ALL_RIGHTS 0x03ff

static GBytes *
sign (Actor *actor, GBytes *body)
{
  g_autoptr (GBytes) owned = body;

  g_assert_nonnull (owned);
  return test_keys_sign (actor->keys, owned);
}

static ConfabVerifyKey
ik_of (Actor *actor)
{
  return *confab_signer_get_key (actor->keys->identity);
}

static ConfabVerifyKey
sk_of (Actor *actor)
{
  return *confab_signer_get_key (actor->keys->session);
}

static Actor *
new_actor (Forge *forge, ConfabSigner *identity)
{
  Actor *actor = g_new0 (Actor, 1);

  actor->keys = test_keys_new (identity, NULL, forge->actors->len, NULL);
  actor->pid = confab_pid_random ();
  g_ptr_array_add (forge->actors, actor);
  return actor;
}

static void
make_join (Forge *forge, Actor *actor, const ConfabExchangeKey *ek)
{
  ConfabJoinStatement join = { .meeting = forge->charter->tag,
                               .pid = actor->pid,
                               .seq = ++actor->seq,
                               .time_ms = forge->time_ms,
                               .ik = ik_of (actor),
                               .sk = sk_of (actor),
                               .ek = *ek,
                               .caps = CONFAB_CAP_NATIVE_FRAMES | CONFAB_CAP_LEAD,
                               .token = confab_token_random (),
                               .name = "Somebody" };
  g_autoptr (GBytes) statement = sign (actor, confab_join_encode (&join));

  g_clear_pointer (&actor->join, confab_checked_join_unref);
  actor->join = confab_checked_join_check (forge->charter, statement, NULL);
  g_assert_nonnull (actor->join);
}

void
forge_rejoin (Forge *forge, Actor *actor)
{
  g_autoptr (ConfabKeyPair) ek = confab_key_pair_new_random ();

  make_join (forge, actor, confab_key_pair_get_key (ek));
}

Actor *
forge_actor (Forge *forge, ConfabSigner *identity)
{
  Actor *actor = new_actor (forge, identity);

  forge_rejoin (forge, actor);
  return actor;
}

static GBytes *
make_roomcert (Forge *forge, ConfabSigner *owner, const ConfabDigest *room)
{
  ConfabRoomcertStatement cert = { .room = *room,
                                   .owner_ik = *confab_signer_get_key (owner),
                                   .delegate_ik = ik_of (forge->ada),
                                   .not_after_ms = forge->time_ms + 1000,
                                   .rights = CONFAB_ROOMCERT_FOUND };
  g_autoptr (GBytes) body = confab_roomcert_encode (&cert);

  return confab_statement_sign (body, owner);
}

Forge *
forge_new (guint policy, ConfabSigner *owner)
{
  Forge *forge = g_new0 (Forge, 1);
  g_autoptr (ConfabKeyPair) ek = confab_key_pair_new_random ();
  ConfabGenesisStatement genesis = { .suite = CONFAB_SUITE_AES_256,
                                     .room = confab_room_hash ("meet.example.org", "ada"),
                                     .policy = (guint16) policy };
  ConfabCharterTerms terms = { .keys = { .table = &test_keys_table }, .room = genesis.room };
  g_autoptr (GBytes) statement = NULL;
  g_autoptr (GBytes) roomcert = NULL;
  ConfabGenesisCarrier parts = { 0 };

  forge->actors = g_ptr_array_new ();
  forge->time_ms = 1767225600000;
  forge->ada = new_actor (forge, NULL);
  genesis.created_ms = forge->time_ms;
  genesis.pid = forge->ada->pid;
  genesis.ik = ik_of (forge->ada);
  genesis.sk = sk_of (forge->ada);
  genesis.ek = *confab_key_pair_get_key (ek);
  genesis.owner_ik = owner != NULL ? *confab_signer_get_key (owner) : genesis.ik;
  statement = sign (forge->ada, confab_genesis_encode (&genesis));
  roomcert = owner != NULL ? make_roomcert (forge, owner, &genesis.room) : NULL;
  parts.genesis = statement;
  parts.roomcert = roomcert;
  terms.keys.data = forge->ada->keys;
  g_assert_cmpint (confab_charter_check (&terms, &parts, forge->time_ms, &forge->charter), ==,
                   CONFAB_CHARTER_GOOD);
  make_join (forge, forge->ada, confab_key_pair_get_key (ek));
  return forge;
}

void
forge_free (Forge *forge)
{
  for (guint i = 0; i < forge->actors->len; i++) {
    Actor *actor = forge->actors->pdata[i];

    confab_checked_join_unref (actor->join);
    test_keys_free (actor->keys);
    g_free (actor);
  }
  g_ptr_array_unref (forge->actors);
  confab_charter_free (forge->charter);
  g_free (forge);
}

Sketch *
forge_sketch (Forge *forge, const ConfabLinkView *old, Actor *leader)
{
  Sketch *sketch = g_new0 (Sketch, 1);

  sketch->leader = leader;
  sketch->n = old != NULL ? old->link.n + 1 : 1;
  sketch->prev = old != NULL ? old->hash : forge->charter->tag.gen;
  sketch->term = old != NULL ? old->link.term : 1;
  sketch->flags = old != NULL ? old->link.flags : 0;
  sketch->rights = old != NULL ? old->link.rights : ALL_RIGHTS;
  sketch->entries = g_array_new (FALSE, FALSE, sizeof (ConfabRosterEntry));
  sketch->joins = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  sketch->cmds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  sketch->roles = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_role_proof_free);
  for (guint i = 0; old != NULL && i < old->n_seats; i++)
    g_array_append_val (sketch->entries, old->seats[i].entry);
  for (guint i = 0; old != NULL && i < old->step->roles->len; i++) {
    const ConfabRoleProof *proof = old->step->roles->pdata[i];

    g_ptr_array_add (sketch->roles, confab_role_proof_new (proof->cmd, proof->join));
  }
  return sketch;
}

void
forge_sketch_free (Sketch *sketch)
{
  g_array_unref (sketch->entries);
  g_ptr_array_unref (sketch->joins);
  g_ptr_array_unref (sketch->cmds);
  g_ptr_array_unref (sketch->roles);
  g_free (sketch);
}

ConfabRosterEntry *
sketch_entry (Sketch *sketch, Actor *actor)
{
  for (guint i = 0; i < sketch->entries->len; i++) {
    ConfabRosterEntry *entry = &g_array_index (sketch->entries, ConfabRosterEntry, i);

    if (confab_pid_equal (&entry->pid, &actor->pid))
      return entry;
  }
  g_assert_not_reached ();
}

ConfabRosterEntry *
sketch_add (Sketch *sketch, Actor *actor, guint role)
{
  ConfabRosterEntry entry = { .pid = actor->pid,
                              .role = (guint8) role,
                              .flags = CONFAB_ENTRY_MAY_LEAD,
                              .join_hash = actor->join->hash };

  if (sketch->entries->len > 0)
    entry.ord =
        g_array_index (sketch->entries, ConfabRosterEntry, sketch->entries->len - 1).ord + 1;
  g_array_append_val (sketch->entries, entry);
  g_ptr_array_add (sketch->joins, g_bytes_ref (actor->join->statement));
  return sketch_entry (sketch, actor);
}

void
sketch_delete (Sketch *sketch, Actor *actor)
{
  const ConfabRosterEntry *first = (const ConfabRosterEntry *) (gpointer) sketch->entries->data;

  g_array_remove_index (sketch->entries, (guint) (sketch_entry (sketch, actor) - first));
}

void
sketch_update (Sketch *sketch, Actor *actor)
{
  sketch_entry (sketch, actor)->join_hash = actor->join->hash;
  g_ptr_array_add (sketch->joins, g_bytes_ref (actor->join->statement));
}

GBytes *
forge_command (Forge *forge, Actor *from, ConfabCommand command, Actor *target,
               const ConfabDigest *bind, guint arg)
{
  ConfabCommandStatement statement = { .meeting = forge->charter->tag,
                                       .from = from->pid,
                                       .seq = ++from->command_seq,
                                       .command = (guint8) command,
                                       .arg = arg,
                                       .time_ms = ++forge->time_ms };

  if (target != NULL)
    statement.target = target->pid;
  if (bind != NULL)
    statement.bind = *bind;
  return sign (from, confab_command_encode (&statement));
}

void
sketch_grant (Forge *forge, Sketch *sketch, Actor *by, Actor *member, guint role)
{
  g_autoptr (GBytes) cmd =
      forge_command (forge, by, CONFAB_COMMAND_SET_ROLE, member, &member->join->member, role);

  g_ptr_array_add (sketch->roles, confab_role_proof_new (cmd, by->join->statement));
}

ConfabLinkStep *
forge_step (Forge *forge, Sketch *sketch)
{
  g_autoptr (GBytes) roster = confab_roster_encode (
      (const ConfabRosterEntry *) (gpointer) sketch->entries->data, sketch->entries->len);
  ConfabLinkStatement link = { .meeting = forge->charter->tag,
                               .n = sketch->n,
                               .prev = sketch->prev,
                               .term = sketch->term,
                               .leader_pid = sketch->leader->pid,
                               .cause = (guint8) sketch->cause,
                               .flags = sketch->flags,
                               .rights = sketch->rights,
                               .time_ms = ++forge->time_ms,
                               .count = (guint16) sketch->entries->len,
                               .roster_hash = confab_roster_hash (roster) };
  g_autoptr (GBytes) statement = NULL;
  ConfabLinkStep *step;

  confab_random_bytes (link.commit.bytes, sizeof link.commit.bytes);
  statement = sign (sketch->leader, confab_link_statement_encode (&link));
  step = confab_link_step_new (statement, roster);
  for (guint i = 0; i < sketch->joins->len; i++)
    g_ptr_array_add (step->joins, g_bytes_ref (sketch->joins->pdata[i]));
  for (guint i = 0; i < sketch->cmds->len; i++)
    g_ptr_array_add (step->cmds, g_bytes_ref (sketch->cmds->pdata[i]));
  for (guint i = 0; i < sketch->roles->len; i++) {
    const ConfabRoleProof *proof = sketch->roles->pdata[i];

    g_ptr_array_add (step->roles, confab_role_proof_new (proof->cmd, proof->join));
  }
  return step;
}

ConfabLinkView *
forge_view (Forge *forge, const ConfabLinkView *old, Sketch *sketch)
{
  ConfabLinkSources sources = { .charter = forge->charter, .old = old };
  g_autoptr (ConfabLinkStep) step = forge_step (forge, sketch);
  g_autoptr (GError) error = NULL;
  ConfabLinkStatement link;
  ConfabLinkView *view;
  ConfabDigest hash;

  g_assert_true (confab_link_read (forge->charter, step->link, &link, &hash));
  view = confab_link_view_new (&sources, &link, &hash, step, &error);
  g_assert_no_error (error);
  return view;
}

ConfabVerdict
forge_judge (Forge *forge, const ConfabLinkView *old, Sketch *sketch, Actor *me, char **why)
{
  g_autoptr (ConfabLinkStep) step = forge_step (forge, sketch);
  g_autoptr (ConfabLinkView) view = NULL;
  g_autoptr (GPtrArray) own_joins = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  ConfabAcceptance acceptance = { .sources = { .charter = forge->charter, .old = old },
                                  .own_pid = me->pid,
                                  .own_joins = own_joins };
  ConfabFate fate;
  ConfabVerdict verdict;

  g_ptr_array_add (own_joins, &me->join->hash);
  verdict = confab_acceptance_check (&acceptance, step, &view, &fate, &error);
  g_assert_true ((verdict == CONFAB_VERDICT_ACCEPTED) == (view != NULL));
  if (why != NULL)
    *why = error != NULL ? g_strdup (error->message) : NULL;
  return verdict;
}
