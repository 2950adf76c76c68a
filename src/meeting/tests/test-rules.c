/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a leader may say in a LINK, role by role (docs/protocol.md 7). */
#include "meeting/tests/forge.h"

/** Stage: Ada (founder, host), Cleo (co-host), Bob and Eve (participants); Mallory is not in. */
typedef struct {
  Forge *forge;
  Actor *cleo, *bob, *eve, *mallory;
  ConfabLinkView *view; /* led by @leader */
  Actor *leader;
} Stage;

static const guint policy = CONFAB_POLICY_CARETAKER | CONFAB_POLICY_RECORDING;

/* @leader: 0 Ada, 1 Cleo, 2 Bob. */
static void
stage_begin (Stage *stage, guint leader_role, ConfabSigner *owner)
{
  g_autoptr (Sketch) sketch = NULL;

  stage->forge = forge_new (policy, owner);
  stage->cleo = forge_actor (stage->forge, NULL);
  stage->bob = forge_actor (stage->forge, NULL);
  stage->eve = forge_actor (stage->forge, NULL);
  stage->mallory = forge_actor (stage->forge, NULL);
  stage->leader = leader_role == 0   ? stage->forge->ada
                  : leader_role == 1 ? stage->cleo
                                     : stage->bob;
  sketch = forge_sketch (stage->forge, NULL, stage->leader);
  sketch->n = 7;
  sketch->term = leader_role == 0 ? 1 : 2;
  sketch_add (sketch, stage->forge->ada, CONFAB_ROLE_HOST);
  sketch_add (sketch, stage->cleo, CONFAB_ROLE_COHOST);
  sketch_add (sketch, stage->bob, CONFAB_ROLE_PARTICIPANT);
  sketch_add (sketch, stage->eve, CONFAB_ROLE_PARTICIPANT);
  sketch_grant (stage->forge, sketch, stage->forge->ada, stage->cleo, CONFAB_ROLE_COHOST);
  stage->view = forge_view (stage->forge, NULL, sketch);
}

static void
stage_end (Stage *stage)
{
  confab_link_view_unref (stage->view);
  forge_free (stage->forge);
}

static Sketch *
next (Stage *stage, guint cause)
{
  Sketch *sketch = forge_sketch (stage->forge, stage->view, stage->leader);

  sketch->cause = cause;
  return sketch;
}

static void
expect (Stage *stage, Sketch *sketch, ConfabVerdict expected)
{
  g_autoptr (Sketch) owned = sketch;
  g_autofree char *why = NULL;
  ConfabVerdict verdict = forge_judge (stage->forge, stage->view, owned, stage->eve, &why);

  if (verdict != expected)
    g_test_message ("%s", why != NULL ? why : "accepted");
  g_assert_cmpint (verdict, ==, expected);
}

static void
attach (Stage *stage, Sketch *sketch, Actor *by, ConfabCommand command, Actor *target, guint arg)
{
  const ConfabDigest *bind =
      command == CONFAB_COMMAND_ADMIT && target != NULL ? &target->join->hash : NULL;

  g_ptr_array_add (sketch->cmds, forge_command (stage->forge, by, command, target, bind, arg));
}

/* One change made to a sketch. */
typedef void (*Change) (Stage *stage, Sketch *sketch);

static void
let_in (Stage *stage, Sketch *sketch)
{
  sketch_add (sketch, stage->mallory, CONFAB_ROLE_PARTICIPANT);
}

static void
let_in_as_cohost (Stage *stage, Sketch *sketch)
{
  sketch_add (sketch, stage->mallory, CONFAB_ROLE_COHOST);
  sketch_grant (stage->forge, sketch, stage->forge->ada, stage->mallory, CONFAB_ROLE_COHOST);
}

static void
let_in_with_rights (Stage *stage, Sketch *sketch)
{
  sketch_add (sketch, stage->mallory, CONFAB_ROLE_PARTICIPANT)->flags |= CONFAB_ENTRY_MAY_RECORD;
}

static void
let_in_by_command (Stage *stage, Sketch *sketch)
{
  let_in (stage, sketch);
  attach (stage, sketch, stage->cleo, CONFAB_COMMAND_ADMIT, stage->mallory, 0);
}

static void
let_in_by_participant (Stage *stage, Sketch *sketch)
{
  let_in (stage, sketch);
  attach (stage, sketch, stage->bob, CONFAB_COMMAND_ADMIT, stage->mallory, 0);
}

static void
drop_eve (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->eve)->flags |= CONFAB_ENTRY_ABSENT;
}

static void
drop_leader (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->leader)->flags |= CONFAB_ENTRY_ABSENT;
}

static void
drop_ada (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->forge->ada)->flags |= CONFAB_ENTRY_ABSENT;
}

static void
drop_cleo (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->cleo)->flags |= CONFAB_ENTRY_ABSENT;
}

static void
remove_bob (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->bob)->role = CONFAB_ROLE_REMOVED;
}

static void
remove_eve_by_command (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->eve)->role = CONFAB_ROLE_REMOVED;
  attach (stage, sketch, stage->cleo, CONFAB_COMMAND_REMOVE, stage->eve, 0);
}

static void
remove_eve (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->eve)->role = CONFAB_ROLE_REMOVED;
}

static void
remove_ada (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->forge->ada)->role = CONFAB_ROLE_REMOVED;
}

static void
remove_bob_and_lock (Stage *stage, Sketch *sketch)
{
  remove_bob (stage, sketch);
  sketch->flags |= CONFAB_LINK_LOCKED;
}

static void
remove_bob_and_drop_cleo (Stage *stage, Sketch *sketch)
{
  remove_bob (stage, sketch);
  drop_cleo (stage, sketch);
}

static void
send_bob_back (Stage *stage, Sketch *sketch)
{
  sketch_delete (sketch, stage->bob);
}

static void
send_cleo_back (Stage *stage, Sketch *sketch)
{
  sketch_delete (sketch, stage->cleo);
}

static void
leave_ada_out (Stage *stage, Sketch *sketch)
{
  sketch_delete (sketch, stage->forge->ada);
}

static void
update_bob (Stage *stage, Sketch *sketch)
{
  forge_rejoin (stage->forge, stage->bob);
  sketch_update (sketch, stage->bob);
}

static void
update_ada (Stage *stage, Sketch *sketch)
{
  forge_rejoin (stage->forge, stage->forge->ada);
  sketch_update (sketch, stage->forge->ada);
}

static void
promote_bob_without_word (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->bob)->role = CONFAB_ROLE_COHOST;
}

static void
promote_bob_by_ada (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->bob)->role = CONFAB_ROLE_COHOST;
  sketch_grant (stage->forge, sketch, stage->forge->ada, stage->bob, CONFAB_ROLE_COHOST);
}

static void
promote_bob_by_cleo (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->bob)->role = CONFAB_ROLE_COHOST;
  sketch_grant (stage->forge, sketch, stage->cleo, stage->bob, CONFAB_ROLE_COHOST);
}

static void
make_bob_host_by_ada (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->bob)->role = CONFAB_ROLE_HOST;
  sketch_grant (stage->forge, sketch, stage->forge->ada, stage->bob, CONFAB_ROLE_HOST);
}

static void
demote_ada (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->forge->ada)->role = CONFAB_ROLE_PARTICIPANT;
}

static void
demote_cleo (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->cleo)->role = CONFAB_ROLE_PARTICIPANT;
}

static void
lock (Stage *stage, Sketch *sketch)
{
  sketch->flags |= CONFAB_LINK_LOCKED;
}

static void
change_rights (Stage *stage, Sketch *sketch)
{
  sketch->rights = CONFAB_RIGHT_CHAT_ALL;
}

static void
change_rights_by_command (Stage *stage, Sketch *sketch)
{
  sketch->rights = CONFAB_RIGHT_CHAT_ALL;
  attach (stage, sketch, stage->cleo, CONFAB_COMMAND_RIGHTS, NULL, CONFAB_RIGHT_CHAT_ALL);
}

static void
mute_eve (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->eve)->flags |= CONFAB_ENTRY_MUTED_BY_HOST;
}

static void
mute_eve_by_command (Stage *stage, Sketch *sketch)
{
  mute_eve (stage, sketch);
  attach (stage, sketch, stage->cleo, CONFAB_COMMAND_MUTE, stage->eve,
          CONFAB_MUTE_AUDIO_UNTIL_ALLOWED);
}

static void
take_rights_itself (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->leader)->flags |= CONFAB_ENTRY_MAY_RECORD;
}

static void
end_it (Stage *stage, Sketch *sketch)
{
  sketch->flags |= CONFAB_LINK_ENDED;
}

static void
end_it_by_ada (Stage *stage, Sketch *sketch)
{
  end_it (stage, sketch);
  attach (stage, sketch, stage->forge->ada, CONFAB_COMMAND_END, NULL, 0);
}

static void
end_it_by_cleo (Stage *stage, Sketch *sketch)
{
  end_it (stage, sketch);
  attach (stage, sketch, stage->cleo, CONFAB_COMMAND_END, NULL, 0);
}

static void
verify_invitation (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->bob)->flags |= CONFAB_ENTRY_INVITE_VERIFIED;
}

static void
move_bob (Stage *stage, Sketch *sketch)
{
  ConfabRosterEntry *last =
      &g_array_index (sketch->entries, ConfabRosterEntry, sketch->entries->len - 1);

  last->ord += 5;
}

static void
nothing (Stage *stage, Sketch *sketch)
{
}

static void
forget_a_join (Stage *stage, Sketch *sketch)
{
  let_in (stage, sketch);
  g_ptr_array_set_size (sketch->joins, 0);
}

static void
claim_browser (Stage *stage, Sketch *sketch)
{
  sketch_entry (sketch, stage->bob)->flags |= CONFAB_ENTRY_BROWSER;
}

static void
restart_bob (Stage *stage, Sketch *sketch)
{
  Actor *again = forge_actor (stage->forge, stage->bob->keys->identity);

  sketch_add (sketch, again, CONFAB_ROLE_PARTICIPANT);
  sketch_delete (sketch, stage->bob);
}

static void
double_bob (Stage *stage, Sketch *sketch)
{
  sketch_add (sketch, forge_actor (stage->forge, stage->bob->keys->identity),
              CONFAB_ROLE_PARTICIPANT);
}

typedef struct {
  const char *name;
  guint cause;
  Change change;
  gboolean host, cohost, caretaker; /* may a leader of this role do it? */
} Rule;

#define YES TRUE
#define NO FALSE

static const Rule rules[] = {
  { "nothing-periodically", CONFAB_CAUSE_PERIODIC, nothing, YES, YES, YES },
  { "a-change-called-periodic", CONFAB_CAUSE_PERIODIC, lock, NO, NO, NO },
  { "let-in", CONFAB_CAUSE_JOIN, let_in, YES, YES, NO },
  { "let-in-called-leave", CONFAB_CAUSE_LEAVE, let_in, NO, NO, NO },
  { "let-in-as-cohost", CONFAB_CAUSE_JOIN, let_in_as_cohost, NO, NO, NO },
  { "let-in-with-rights", CONFAB_CAUSE_JOIN, let_in_with_rights, YES, YES, NO },
  { "let-in-by-command-of-cohost", CONFAB_CAUSE_JOIN, let_in_by_command, YES, YES, YES },
  { "let-in-by-command-of-participant", CONFAB_CAUSE_JOIN, let_in_by_participant, NO, NO, NO },
  { "drop-participant", CONFAB_CAUSE_LEAVE, drop_eve, YES, YES, YES },
  { "drop-host", CONFAB_CAUSE_LEAVE, drop_ada, NO, YES, YES },
  { "drop-oneself", CONFAB_CAUSE_LEAVE, drop_leader, NO, NO, NO },
  { "drop-called-update", CONFAB_CAUSE_UPDATE, drop_cleo, NO, NO, NO },
  { "remove-participant", CONFAB_CAUSE_REMOVAL, remove_eve, YES, YES, NO },
  { "remove-by-command", CONFAB_CAUSE_REMOVAL, remove_eve_by_command, YES, YES, YES },
  { "remove-called-leave", CONFAB_CAUSE_LEAVE, remove_eve, NO, NO, NO },
  { "remove-founder", CONFAB_CAUSE_REMOVAL, remove_ada, NO, NO, NO },
  { "remove-and-lock", CONFAB_CAUSE_REMOVAL, remove_bob_and_lock, NO, NO, NO },
  { "remove-and-drop", CONFAB_CAUSE_REMOVAL, remove_bob_and_drop_cleo, NO, NO, NO },
  { "removal-of-nobody", CONFAB_CAUSE_REMOVAL, nothing, NO, NO, NO },
  { "send-participant-back", CONFAB_CAUSE_TO_WAITING_ROOM, send_bob_back, YES, YES, NO },
  { "send-host-back", CONFAB_CAUSE_TO_WAITING_ROOM, leave_ada_out, NO, NO, NO },
  { "leave-cohost-out", CONFAB_CAUSE_UPDATE, send_cleo_back, YES, NO, NO },
  { "update-participant", CONFAB_CAUSE_UPDATE, update_bob, YES, YES, YES },
  { "update-host", CONFAB_CAUSE_UPDATE, update_ada, YES, YES, YES },
  { "update-called-flags", CONFAB_CAUSE_FLAGS, update_bob, NO, NO, NO },
  { "promote-without-word", CONFAB_CAUSE_FLAGS, promote_bob_without_word, NO, NO, NO },
  { "promote-by-host", CONFAB_CAUSE_FLAGS, promote_bob_by_ada, YES, NO, NO },
  { "promote-by-cohost", CONFAB_CAUSE_FLAGS, promote_bob_by_cleo, NO, NO, NO },
  { "make-host-by-founder", CONFAB_CAUSE_FLAGS, make_bob_host_by_ada, YES, NO, NO },
  { "demote-founder", CONFAB_CAUSE_FLAGS, demote_ada, NO, NO, NO },
  { "demote-cohost", CONFAB_CAUSE_FLAGS, demote_cleo, YES, NO, NO },
  { "lock", CONFAB_CAUSE_FLAGS, lock, YES, YES, YES },
  { "change-rights", CONFAB_CAUSE_FLAGS, change_rights, YES, YES, NO },
  { "change-rights-by-command", CONFAB_CAUSE_FLAGS, change_rights_by_command, YES, YES, YES },
  { "mute-until-allowed", CONFAB_CAUSE_FLAGS, mute_eve, YES, YES, NO },
  { "mute-until-allowed-by-command", CONFAB_CAUSE_FLAGS, mute_eve_by_command, YES, YES, YES },
  { "take-rights-oneself", CONFAB_CAUSE_FLAGS, take_rights_itself, YES, YES, NO },
  { "end", CONFAB_CAUSE_END, end_it, YES, NO, NO },
  { "end-called-flags", CONFAB_CAUSE_FLAGS, end_it, NO, NO, NO },
  { "end-without-flag", CONFAB_CAUSE_END, nothing, NO, NO, NO },
  { "end-by-command-of-host", CONFAB_CAUSE_END, end_it_by_ada, YES, YES, YES },
  { "end-by-command-of-cohost", CONFAB_CAUSE_END, end_it_by_cleo, YES, NO, NO },
  { "verify-invitation-afterwards", CONFAB_CAUSE_FLAGS, verify_invitation, NO, NO, NO },
  { "move-an-entry", CONFAB_CAUSE_FLAGS, move_bob, NO, NO, NO },
  { "entry-without-join", CONFAB_CAUSE_JOIN, forget_a_join, NO, NO, NO },
  { "browser-against-its-join", CONFAB_CAUSE_FLAGS, claim_browser, NO, NO, NO },
  { "same-identity-twice", CONFAB_CAUSE_JOIN, double_bob, NO, NO, NO },
  { "restart", CONFAB_CAUSE_UPDATE, restart_bob, YES, YES, NO },
};

static void
test_rule (gconstpointer data)
{
  const Rule *rule = data;
  const gboolean allowed[] = { rule->host, rule->cohost, rule->caretaker };

  for (guint role = 0; role < G_N_ELEMENTS (allowed); role++) {
    Stage stage = { 0 };
    Sketch *sketch;

    stage_begin (&stage, role, NULL);
    sketch = next (&stage, rule->cause);
    rule->change (&stage, sketch);
    g_test_message ("led by role %u", role);
    expect (&stage, sketch, allowed[role] ? CONFAB_VERDICT_ACCEPTED : CONFAB_VERDICT_FORBIDDEN);
    stage_end (&stage);
  }
}

/* A caretaker lets a restarted client in, since its identity has an entry. (Bob leads in the table,
 * so he can not be the one who restarts there.) */
static void
test_caretaker_lets_restarted_client_in (void)
{
  Stage stage = { 0 };
  Sketch *sketch;

  stage_begin (&stage, 2, NULL);
  sketch = next (&stage, CONFAB_CAUSE_UPDATE);
  sketch_add (sketch, forge_actor (stage.forge, stage.cleo->keys->identity),
              CONFAB_ROLE_PARTICIPANT);
  sketch_delete (sketch, stage.cleo);
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);
  stage_end (&stage);
}

/* The founder is removed by the owner only, where they are not the same. */
static void
test_only_the_owner_removes_a_host (void)
{
  g_autoptr (ConfabSigner) owner = confab_signer_new_random (CONFAB_SIGNER_IDENTITY);
  Stage stage = { 0 };
  Sketch *sketch;
  Actor *boss;
  g_autoptr (Sketch) with_owner = NULL;
  ConfabLinkView *view;

  stage_begin (&stage, 1, owner);
  boss = forge_actor (stage.forge, owner);
  sketch = next (&stage, CONFAB_CAUSE_REMOVAL);
  remove_ada (&stage, sketch);
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);

  with_owner = next (&stage, CONFAB_CAUSE_JOIN);
  sketch_add (with_owner, boss, CONFAB_ROLE_HOST);
  view = forge_view (stage.forge, stage.view, with_owner);
  confab_link_view_unref (stage.view);
  stage.view = view;

  /* A co-host may not, even as leader; the owner's CMD may. */
  sketch = next (&stage, CONFAB_CAUSE_REMOVAL);
  remove_ada (&stage, sketch);
  attach (&stage, sketch, stage.cleo, CONFAB_COMMAND_REMOVE, stage.forge->ada, 0);
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);
  sketch = next (&stage, CONFAB_CAUSE_REMOVAL);
  remove_ada (&stage, sketch);
  attach (&stage, sketch, boss, CONFAB_COMMAND_REMOVE, stage.forge->ada, 0);
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);
  stage_end (&stage);
}

static void
advance (Stage *stage, Sketch *sketch)
{
  g_autoptr (Sketch) owned = sketch;
  ConfabLinkView *view = forge_view (stage->forge, stage->view, owned);

  confab_link_view_unref (stage->view);
  stage->view = view;
}

/* A ban stands until a host lifts it; nobody with that identity comes in beside it. */
static void
test_removal_stands (void)
{
  Stage stage = { 0 };
  Sketch *sketch;

  stage_begin (&stage, 1, NULL);
  sketch = next (&stage, CONFAB_CAUSE_REMOVAL);
  remove_bob (&stage, sketch);
  advance (&stage, sketch);

  sketch = next (&stage, CONFAB_CAUSE_FLAGS);
  sketch_entry (sketch, stage.bob)->role = CONFAB_ROLE_PARTICIPANT;
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);
  sketch = next (&stage, CONFAB_CAUSE_UPDATE);
  sketch_delete (sketch, stage.bob);
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);
  sketch = next (&stage, CONFAB_CAUSE_JOIN);
  double_bob (&stage, sketch);
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);
  sketch = next (&stage, CONFAB_CAUSE_UPDATE);
  restart_bob (&stage, sketch);
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);
  stage_end (&stage);
}

/* Back after a drop: only by a JOIN that was never accepted, with the role of before. */
static void
test_return_needs_a_new_join (void)
{
  Stage stage = { 0 };
  Sketch *sketch;

  stage_begin (&stage, 0, NULL);
  sketch = next (&stage, CONFAB_CAUSE_LEAVE);
  drop_cleo (&stage, sketch);
  advance (&stage, sketch);

  sketch = next (&stage, CONFAB_CAUSE_UPDATE);
  sketch_entry (sketch, stage.cleo)->flags &= (guint8) ~CONFAB_ENTRY_ABSENT;
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);
  forge_rejoin (stage.forge, stage.cleo);
  sketch = next (&stage, CONFAB_CAUSE_UPDATE);
  sketch_entry (sketch, stage.cleo)->flags &= (guint8) ~CONFAB_ENTRY_ABSENT;
  sketch_update (sketch, stage.cleo);
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);
  sketch = next (&stage, CONFAB_CAUSE_UPDATE);
  sketch_delete (sketch, stage.cleo); /* ten minutes later */
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);
  stage_end (&stage);
}

/* A place in the list is never given again. */
static void
test_place_is_not_reused (void)
{
  Stage stage = { 0 };
  Sketch *sketch;

  stage_begin (&stage, 0, NULL);
  sketch = next (&stage, CONFAB_CAUSE_TO_WAITING_ROOM);
  sketch_delete (sketch, stage.bob);
  advance (&stage, sketch);
  sketch = next (&stage, CONFAB_CAUSE_JOIN);
  let_in (&stage, sketch);
  sketch_entry (sketch, stage.mallory)->ord = 4;
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);

  sketch = next (&stage, CONFAB_CAUSE_UPDATE);
  sketch_delete (sketch, stage.eve); /* the last place */
  {
    g_autoptr (Sketch) owned = sketch;
    g_autoptr (ConfabLinkView) view = forge_view (stage.forge, stage.view, owned);
    g_autoptr (Sketch) reuse = forge_sketch (stage.forge, view, stage.forge->ada);

    reuse->cause = CONFAB_CAUSE_JOIN;
    sketch_add (reuse, stage.mallory, CONFAB_ROLE_PARTICIPANT);
    g_assert_cmpint (forge_judge (stage.forge, view, reuse, stage.cleo, NULL), ==,
                     CONFAB_VERDICT_FORBIDDEN);
  }
  stage_end (&stage);
}

/* While locked a caretaker lets nobody in without a host's word; clearing the lock needs one
 * too. */
static void
test_lock_binds_a_caretaker (void)
{
  Stage stage = { 0 };
  Sketch *sketch;
  Actor *founder_again;

  stage_begin (&stage, 2, NULL);
  sketch = next (&stage, CONFAB_CAUSE_LEAVE);
  drop_ada (&stage, sketch);
  sketch->flags |= CONFAB_LINK_LOCKED;
  advance (&stage, sketch);

  sketch = next (&stage, CONFAB_CAUSE_FLAGS);
  sketch->flags = 0;
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);
  sketch = next (&stage, CONFAB_CAUSE_FLAGS);
  sketch->flags = 0;
  attach (&stage, sketch, stage.cleo, CONFAB_COMMAND_UNLOCK, NULL, 0);
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);
  sketch = next (&stage, CONFAB_CAUSE_JOIN);
  let_in_by_command (&stage, sketch);
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);

  founder_again = forge_actor (stage.forge, stage.forge->ada->keys->identity);
  sketch = next (&stage, CONFAB_CAUSE_UPDATE);
  sketch_add (sketch, founder_again, CONFAB_ROLE_HOST);
  sketch_delete (sketch, stage.forge->ada);
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);
  stage_end (&stage);
}

/* The newest word about a role counts: an older one does not come back later. */
static void
test_revoked_role_does_not_come_back (void)
{
  Stage stage = { 0 };
  Sketch *sketch;

  stage_begin (&stage, 0, NULL);
  sketch = next (&stage, CONFAB_CAUSE_FLAGS);
  sketch_entry (sketch, stage.cleo)->role = CONFAB_ROLE_PARTICIPANT;
  sketch_grant (stage.forge, sketch, stage.forge->ada, stage.cleo, CONFAB_ROLE_PARTICIPANT);
  advance (&stage, sketch);
  sketch = next (&stage, CONFAB_CAUSE_PERIODIC);
  g_ptr_array_set_size (sketch->roles, 1); /* only the old promotion */
  advance (&stage, sketch);
  sketch = next (&stage, CONFAB_CAUSE_FLAGS);
  {
    g_autoptr (Sketch) owned = sketch;

    sketch_entry (owned, stage.cleo)->role = CONFAB_ROLE_COHOST;
    g_assert_cmpint (forge_judge (stage.forge, stage.view, owned, stage.eve, NULL), ==,
                     CONFAB_VERDICT_FORBIDDEN);
  }
  stage_end (&stage);
}

/* Of one signer the later word counts, whatever its clock said. */
static void
test_word_after_a_clock_set_back (void)
{
  Stage stage = { 0 };
  Sketch *sketch;

  stage_begin (&stage, 0, NULL);
  sketch = next (&stage, CONFAB_CAUSE_FLAGS);
  sketch_entry (sketch, stage.cleo)->role = CONFAB_ROLE_PARTICIPANT;
  sketch_grant (stage.forge, sketch, stage.forge->ada, stage.cleo, CONFAB_ROLE_PARTICIPANT);
  advance (&stage, sketch);
  stage.forge->time_ms -= 3600 * 1000;
  sketch = next (&stage, CONFAB_CAUSE_FLAGS);
  sketch_entry (sketch, stage.cleo)->role = CONFAB_ROLE_COHOST;
  sketch_grant (stage.forge, sketch, stage.forge->ada, stage.cleo, CONFAB_ROLE_COHOST);
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);
  stage_end (&stage);
}

/* A word of somebody who may give no role hides nobody else's, however late it is. */
static void
test_word_of_nobody_hides_none (void)
{
  Stage stage = { 0 };
  Sketch *sketch;

  stage_begin (&stage, 0, NULL);
  sketch = next (&stage, CONFAB_CAUSE_PERIODIC);
  sketch_grant (stage.forge, sketch, stage.bob, stage.cleo, CONFAB_ROLE_PARTICIPANT);
  expect (&stage, sketch, CONFAB_VERDICT_ACCEPTED);
  stage_end (&stage);
}

/* 7.1 to 7.3 and 7.5: place, signature, own entry. */
static void
test_place_and_signature (void)
{
  Stage stage = { 0 };
  Sketch *sketch;

  stage_begin (&stage, 0, NULL);
  sketch = next (&stage, CONFAB_CAUSE_PERIODIC);
  sketch->n += 1;
  expect (&stage, sketch, CONFAB_VERDICT_AHEAD);
  sketch = next (&stage, CONFAB_CAUSE_PERIODIC);
  sketch->n -= 3;
  expect (&stage, sketch, CONFAB_VERDICT_OUTDATED);
  sketch = next (&stage, CONFAB_CAUSE_PERIODIC);
  sketch->n -= 1;
  expect (&stage, sketch, CONFAB_VERDICT_FORKED);
  sketch = next (&stage, CONFAB_CAUSE_PERIODIC);
  sketch->prev.bytes[0] ^= 1;
  expect (&stage, sketch, CONFAB_VERDICT_GAP);
  sketch = next (&stage, CONFAB_CAUSE_PERIODIC);
  sketch->leader = stage.bob; /* a participant names itself the leader */
  expect (&stage, sketch, CONFAB_VERDICT_BAD_DATA);
  sketch = next (&stage, CONFAB_CAUSE_LEADER_CHANGE);
  sketch->leader = stage.cleo;
  sketch->term += 1;
  expect (&stage, sketch, CONFAB_VERDICT_NEW_LEADER);
  sketch = next (&stage, CONFAB_CAUSE_LEADER_CHANGE);
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);
  sketch = next (&stage, CONFAB_CAUSE_UPDATE);
  forge_rejoin (stage.forge, stage.eve); /* Eve has sent a newer JOIN; a copy made by nobody... */
  sketch_update (sketch, stage.eve);
  forge_rejoin (stage.forge, stage.eve); /* ...and has forgotten that one */
  expect (&stage, sketch, CONFAB_VERDICT_FORBIDDEN);
  stage_end (&stage);
}

/* A LINK signed with a key that is not the leader's, or of another meeting. */
static void
test_forged_link (void)
{
  Stage stage = { 0 }, other = { 0 };
  Sketch *sketch;
  Actor thief;

  stage_begin (&stage, 0, NULL);
  stage_begin (&other, 0, NULL);
  thief = *stage.mallory;
  thief.pid = stage.forge->ada->pid;
  sketch = next (&stage, CONFAB_CAUSE_PERIODIC);
  sketch->leader = &thief;
  expect (&stage, sketch, CONFAB_VERDICT_BAD_DATA);
  sketch = next (&other, CONFAB_CAUSE_PERIODIC);
  {
    g_autoptr (Sketch) owned = sketch;
    g_autoptr (ConfabLinkStep) step = forge_step (other.forge, owned);
    ConfabLinkStatement link;
    ConfabDigest hash;

    g_assert_false (confab_link_read (stage.forge->charter, step->link, &link, &hash));
  }
  stage_end (&stage);
  stage_end (&other);
}

int
main (int argc, char **argv)
{
  g_assert_true (confab_crypto_init (NULL));
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *path = g_strconcat ("/meeting/rules/who-may/", rules[i].name, NULL);

    g_test_add_data_func (path, &rules[i], test_rule);
  }
  g_test_add_func ("/meeting/rules/caretaker-lets-restarted-client-in",
                   test_caretaker_lets_restarted_client_in);
  g_test_add_func ("/meeting/rules/only-the-owner-removes-a-host",
                   test_only_the_owner_removes_a_host);
  g_test_add_func ("/meeting/rules/removal-stands", test_removal_stands);
  g_test_add_func ("/meeting/rules/return-needs-a-new-join", test_return_needs_a_new_join);
  g_test_add_func ("/meeting/rules/place-is-not-reused", test_place_is_not_reused);
  g_test_add_func ("/meeting/rules/lock-binds-a-caretaker", test_lock_binds_a_caretaker);
  g_test_add_func ("/meeting/rules/revoked-role-does-not-come-back",
                   test_revoked_role_does_not_come_back);
  g_test_add_func ("/meeting/rules/word-after-a-clock-set-back", test_word_after_a_clock_set_back);
  g_test_add_func ("/meeting/rules/word-of-nobody-hides-none", test_word_of_nobody_hides_none);
  g_test_add_func ("/meeting/rules/place-and-signature", test_place_and_signature);
  g_test_add_func ("/meeting/rules/forged-link", test_forged_link);
  return g_test_run ();
}
