/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/role-grants.h"

#include "meeting/meeting-error.h"

void
confab_role_grant_free (ConfabRoleGrant *grant)
{
  g_clear_pointer (&grant->signer, confab_checked_join_unref);
  g_free (grant);
}

static ConfabRoleGrant *
new_grant (const ConfabCommandStatement *command, ConfabCheckedJoin *signer)
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

  return new_grant (&command, signer);
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

static gboolean
is_newer (const ConfabCommandStatement *a, const ConfabCommandStatement *b)
{
  return a->time_ms > b->time_ms || (a->time_ms == b->time_ms && a->seq > b->seq);
}

const ConfabRoleGrant *
confab_role_grants_find (GPtrArray *grants, const ConfabDigest *member)
{
  const ConfabRoleGrant *newest = NULL;

  for (guint i = 0; i < grants->len; i++) {
    const ConfabRoleGrant *grant = grants->pdata[i];

    if (confab_digest_equal (&grant->command.bind, member) &&
        (newest == NULL || is_newer (&grant->command, &newest->command)))
      newest = grant;
  }
  return newest;
}

void
confab_role_grants_remember (GPtrArray *grants, GPtrArray *earlier)
{
  for (guint i = 0; i < earlier->len; i++) {
    const ConfabRoleGrant *grant = earlier->pdata[i];
    const ConfabRoleGrant *newest = confab_role_grants_find (grants, &grant->command.bind);

    if (newest == NULL || is_newer (&grant->command, &newest->command))
      g_ptr_array_add (grants, new_grant (&grant->command, grant->signer));
  }
}

/* Role 0 is given by the founder or the owner only; role 1 also by who was made host by them. */
static gboolean
may_grant (const ConfabCharter *charter, GPtrArray *grants, const ConfabRoleGrant *grant)
{
  const ConfabRoleGrant *own;

  if (confab_charter_is_host_key (charter, &grant->signer->join.ik))
    return TRUE;
  if (grant->command.arg == CONFAB_ROLE_HOST)
    return FALSE;
  own = confab_role_grants_find (grants, &grant->signer->member);
  return own != NULL && own->command.arg == CONFAB_ROLE_HOST &&
         confab_charter_is_host_key (charter, &own->signer->join.ik);
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
  grant = confab_role_grants_find (grants, &member->member);
  return grant != NULL && grant->command.arg == role &&
         confab_pid_equal (&grant->command.target, &member->join.pid) &&
         may_grant (charter, grants, grant);
}
