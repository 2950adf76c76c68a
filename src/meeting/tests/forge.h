/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements as a test wants them, right or wrong: for the pure checks, without any meeting. */
#pragma once

#include "meeting/acceptance.h"
#include "meeting/tests/test-keys.h"

/** Actor: somebody with keys and the newest JOIN. */
typedef struct {
  TestKeys *keys;
  ConfabPid pid;
  guint32 seq;
  guint32 command_seq;
  ConfabCheckedJoin *join;
} Actor;

typedef struct {
  ConfabCharter *charter;
  Actor *ada; /* the founder */
  GPtrArray *actors;
  gint64 time_ms;
} Forge;

/** Sketch: a LINK to be made; forge_sketch () fills it with what stands in the view before. */
typedef struct {
  Actor *leader;
  guint32 n;
  ConfabDigest prev;
  guint32 term;
  guint cause;
  guint16 flags;
  guint16 rights;
  GArray *entries;  /* of ConfabRosterEntry */
  GPtrArray *joins; /* of GBytes */
  GPtrArray *cmds;  /* of GBytes */
  GPtrArray *roles; /* of ConfabRoleProof */
} Sketch;

/* @owner: (nullable): the owner, if Ada is only its delegate. */
Forge *forge_new (guint policy, ConfabSigner *owner);
void forge_free (Forge *forge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Forge, forge_free)

/* @identity: (nullable): a fresh one. */
Actor *forge_actor (Forge *forge, ConfabSigner *identity);
/* Its next JOIN: seq + 1, new EK. */
void forge_rejoin (Forge *forge, Actor *actor);

/* The next LINK of @old's leader, saying the same as @old. */
Sketch *forge_sketch (Forge *forge, const ConfabLinkView *old, Actor *leader);
void forge_sketch_free (Sketch *sketch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sketch, forge_sketch_free)
ConfabRosterEntry *sketch_entry (Sketch *sketch, Actor *actor);
ConfabRosterEntry *sketch_add (Sketch *sketch, Actor *actor, guint role);
void sketch_delete (Sketch *sketch, Actor *actor);
/* Its newest JOIN. */
void sketch_update (Sketch *sketch, Actor *actor);
void sketch_grant (Forge *forge, Sketch *sketch, Actor *by, Actor *member, guint role);

/* (transfer full) */
GBytes *forge_command (Forge *forge, Actor *from, ConfabCommand command, Actor *target,
                       const ConfabDigest *bind, guint arg);
ConfabLinkStep *forge_step (Forge *forge, Sketch *sketch);
/* The view of a sketch, checked for itself only: a place to begin from. */
ConfabLinkView *forge_view (Forge *forge, const ConfabLinkView *old, Sketch *sketch);
/* What a follower (@me) says to it. @why: (optional) (transfer full). */
ConfabVerdict
forge_judge (Forge *forge, const ConfabLinkView *old, Sketch *sketch, Actor *me, char **why);
