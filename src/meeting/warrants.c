/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/warrants.h"

#include "meeting/meeting-error.h"

const ConfabSeat *
confab_command_check (const ConfabCharter *charter, const ConfabLinkView *view, GBytes *statement,
                      ConfabCommandStatement *out)
{
  g_autoptr (GBytes) body = confab_statement_body (statement);
  g_autoptr (GBytes) signed_body = NULL;
  ConfabCommandStatement command;
  const ConfabSeat *signer;

  if (body == NULL || !confab_command_decode (body, &command, NULL) ||
      !confab_charter_owns (charter, &command.meeting))
    return NULL;
  signer = confab_link_view_find (view, &command.from);
  if (signer == NULL || confab_seat_is_removed (signer))
    return NULL;
  signed_body =
      confab_charter_open (charter, statement, CONFAB_STATEMENT_COMMAND, &signer->join->join.sk);
  if (signed_body == NULL)
    return NULL;
  *out = command;
  return signer;
}

GPtrArray *
confab_warrants_check (const ConfabCharter *charter, const ConfabLinkView *old, GPtrArray *cmds,
                       GError **error)
{
  g_autoptr (GPtrArray) warrants = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < cmds->len; i++) {
    ConfabWarrant *warrant = g_new0 (ConfabWarrant, 1);

    g_ptr_array_add (warrants, warrant);
    warrant->signer = confab_command_check (charter, old, cmds->pdata[i], &warrant->command);
    if (warrant->signer == NULL || warrant->signer->entry.role > CONFAB_ROLE_COHOST)
      return confab_meeting_invalid (error, "an attached CMD is no host's or co-host's");
  }
  return g_steal_pointer (&warrants);
}

const ConfabWarrant *
confab_warrants_find (GPtrArray *warrants, ConfabCommand command, const ConfabPid *target)
{
  for (guint i = 0; i < warrants->len; i++) {
    const ConfabWarrant *warrant = warrants->pdata[i];

    if (warrant->command.command == command &&
        (target == NULL || confab_pid_equal (&warrant->command.target, target)))
      return warrant;
  }
  return NULL;
}
