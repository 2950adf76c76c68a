/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/role-grants.h"

#include "meeting/meeting-error.h"

#include <string.h>

void
confab_role_grant_free (ConfabRoleGrant *grant)
{
  g_clear_pointer (&grant->signer, confab_checked_join_unref);
  g_free (grant);
}

ConfabRoleGrant *
confab_role_grant_new (const ConfabCommandStatement *command, ConfabCheckedJoin *signer)
{
  ConfabRoleGrant *grant = g_new0 (ConfabRoleGrant, 1);

  grant->command = *command;
  grant->signer = confab_checked_join_ref (signer);
  return grant;
}

static ConfabRoleGrant *
check_proof (const ConfabCharter *charter, const ConfabRoleProof *proof, GError **error)
{
  g_autoptr (ConfabCheckedJoin) signer = confab_checked_join_check (charter, proof->join, error);
  g_autoptr (GBytes) body = NULL;
  ConfabCommandStatement command;

  if (signer == NULL)
    return NULL;
  body = confab_charter_open (charter, proof->cmd, CONFAB_STATEMENT_COMMAND, &signer->join.sk);
  if (body == NULL || !confab_command_decode (body, &command, NULL))
    return confab_meeting_invalid (error, "a role's CMD is not signed by its signer");
  if (!confab_charter_owns (charter, &command.meeting) ||
      command.command != CONFAB_COMMAND_SET_ROLE ||
      !confab_pid_equal (&command.from, &signer->join.pid))
    return confab_meeting_invalid (error, "a role's CMD is not one that sets a role here");

  return confab_role_grant_new (&command, signer);
}

GPtrArray *
confab_role_grants_check (const ConfabCharter *charter, GPtrArray *proofs, GError **error)
{
  g_autoptr (GPtrArray) grants =
      g_ptr_array_new_with_free_func ((GDestroyNotify) confab_role_grant_free);

  for (guint i = 0; i < proofs->len; i++) {
    ConfabRoleGrant *grant = check_proof (charter, proofs->pdata[i], error);

    if (grant == NULL)
      return NULL;
    g_ptr_array_add (grants, grant);
  }
  return g_steal_pointer (&grants);
}

/* Whether a signer's word counts, by what @grants say about the signer. */
typedef gboolean (*Judge) (const ConfabCharter *charter, GPtrArray *grants,
                           const ConfabRoleGrant *grant);

static gboolean
is_by_host_key (const ConfabCharter *charter, GPtrArray *grants, const ConfabRoleGrant *grant)
{
  return confab_charter_is_host_key (charter, &grant->signer->join.ik);
}

static gboolean
is_of_same_signer (const ConfabRoleGrant *a, const ConfabRoleGrant *b)
{
  return confab_digest_equal (&a->signer->member, &b->signer->member);
}

static gboolean
is_newer (const ConfabRoleGrant *a, const ConfabRoleGrant *b)
{
  if (is_of_same_signer (a, b))
    return a->command.seq > b->command.seq;
  if (a->command.time_ms != b->command.time_ms)
    return a->command.time_ms > b->command.time_ms;
  return memcmp (&a->command.from, &b->command.from, sizeof a->command.from) > 0;
}

/* Whether its signer said something else about the same member afterwards. */
static gboolean
is_taken_back (GPtrArray *grants, const ConfabRoleGrant *grant)
{
  for (guint i = 0; i < grants->len; i++) {
    const ConfabRoleGrant *other = grants->pdata[i];

    if (confab_digest_equal (&other->command.bind, &grant->command.bind) &&
        is_of_same_signer (other, grant) && is_newer (other, grant))
      return TRUE;
  }
  return FALSE;
}

static const ConfabRoleGrant *
find_newest (const ConfabCharter *charter, GPtrArray *grants, const ConfabDigest *member,
             Judge counts)
{
  const ConfabRoleGrant *newest = NULL;

  for (guint i = 0; i < grants->len; i++) {
    const ConfabRoleGrant *grant = grants->pdata[i];

    if (confab_digest_equal (&grant->command.bind, member) && counts (charter, grants, grant) &&
        !is_taken_back (grants, grant) && (newest == NULL || is_newer (grant, newest)))
      newest = grant;
  }
  return newest;
}

/* Role 0 is given by the founder or the owner only; role 1 also by who was made host by them. */
static gboolean
is_by_host (const ConfabCharter *charter, GPtrArray *grants, const ConfabRoleGrant *grant,
            Judge counts)
{
  const ConfabRoleGrant *own;

  if (is_by_host_key (charter, grants, grant))
    return TRUE;
  if (grant->command.arg == CONFAB_ROLE_HOST)
    return FALSE;
  own = find_newest (charter, grants, &grant->signer->member, counts);
  return own != NULL && own->command.arg == CONFAB_ROLE_HOST &&
         is_by_host_key (charter, grants, own);
}

/* About a signer, another one whom the founder or the owner made host counts too: no deeper, or two
 * who depose each other would have no end. */
static gboolean
counts_about_signer (const ConfabCharter *charter, GPtrArray *grants, const ConfabRoleGrant *grant)
{
  return is_by_host (charter, grants, grant, is_by_host_key);
}

static gboolean
may_grant (const ConfabCharter *charter, GPtrArray *grants, const ConfabRoleGrant *grant)
{
  return is_by_host (charter, grants, grant, counts_about_signer);
}

const ConfabRoleGrant *
confab_role_grants_find (const ConfabCharter *charter, GPtrArray *grants,
                         const ConfabDigest *member)
{
  return find_newest (charter, grants, member, may_grant);
}

/* All are judged by all before the first one goes. */
static void
forget_void (const ConfabCharter *charter, GPtrArray *grants)
{
  g_autoptr (GPtrArray) voids = g_ptr_array_new ();

  for (guint i = 0; i < grants->len; i++) {
    ConfabRoleGrant *grant = grants->pdata[i];

    if (!may_grant (charter, grants, grant) || is_taken_back (grants, grant))
      g_ptr_array_add (voids, grant);
  }
  for (guint i = 0; i < voids->len; i++)
    g_ptr_array_remove (grants, voids->pdata[i]);
}

static gboolean
has_same (GPtrArray *grants, const ConfabRoleGrant *grant)
{
  for (guint i = 0; i < grants->len; i++) {
    const ConfabRoleGrant *other = grants->pdata[i];

    if (confab_digest_equal (&other->command.bind, &grant->command.bind) &&
        is_of_same_signer (other, grant) && other->command.seq == grant->command.seq)
      return TRUE;
  }
  return FALSE;
}

void
confab_role_grants_remember (const ConfabCharter *charter, GPtrArray *grants, GPtrArray *earlier)
{
  for (guint i = 0; i < earlier->len; i++) {
    const ConfabRoleGrant *grant = earlier->pdata[i];

    if (!has_same (grants, grant))
      g_ptr_array_add (grants, confab_role_grant_new (&grant->command, grant->signer));
  }
  forget_void (charter, grants);
}

gboolean
confab_role_grants_allow (const ConfabCharter *charter, GPtrArray *grants,
                          const ConfabCheckedJoin *member, guint role)
{
  const ConfabRoleGrant *grant;

  if (confab_charter_is_host_key (charter, &member->join.ik))
    return role == CONFAB_ROLE_HOST;
  if (role != CONFAB_ROLE_HOST && role != CONFAB_ROLE_COHOST)
    return role == CONFAB_ROLE_PARTICIPANT;
  grant = confab_role_grants_find (charter, grants, &member->member);
  return grant != NULL && grant->command.arg == role &&
         confab_pid_equal (&grant->command.target, &member->join.pid);
}
