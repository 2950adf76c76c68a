/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A host who leads keeps the roles that others gave provable (docs/protocol.md 7.6): whoever gave one may
 * lose the right to it. */
#include "meeting/attachments.h"
#include "meeting/leader.h"

static gboolean
may_give (ConfabMeeting *self, const ConfabLinkView *old, guint role)
{
  const ConfabSeat *own = confab_link_view_find (old, &self->pid);

  return own != NULL && own->entry.role == CONFAB_ROLE_HOST &&
         (role != CONFAB_ROLE_HOST || confab_charter_is_host_key (self->charter, &self->ik));
}

/* Later than the newest word there is, whatever that one's clock said. */
static void
give (ConfabMeeting *self, GPtrArray *grants, const ConfabSeat *seat, const ConfabSeat *own,
      guint role)
{
  const ConfabRoleGrant *newest =
      confab_role_grants_find (self->charter, grants, &seat->join->member);
  ConfabCommandStatement wish = { .command = CONFAB_COMMAND_SET_ROLE,
                                  .target = seat->entry.pid,
                                  .bind = seat->join->member,
                                  .arg = role,
                                  .time_ms = newest != NULL ? newest->command.time_ms + 1 : 0 };
  g_autoptr (GBytes) statement = confab_meeting_sign_command (self, &wish);

  if (statement != NULL)
    confab_draft_add_word (self->leading->draft, statement, own->join);
}

static void
confirm (ConfabMeeting *self, const ConfabLinkView *old, const ConfabRosterEntry *entry,
         GPtrArray *grants)
{
  const ConfabSeat *seat = confab_link_view_find (old, &entry->pid);

  if (seat == NULL || !may_give (self, old, entry->role) ||
      confab_charter_is_host_key (self->charter, &seat->join->join.ik) ||
      confab_role_grants_allow (self->charter, grants, seat->join, entry->role))
    return;
  give (self, grants, seat, confab_link_view_find (old, &self->pid), entry->role);
}

static void
confirm_all_of (ConfabMeeting *self, const ConfabLinkView *old, const ConfabPlan *plan, guint role)
{
  g_autoptr (GPtrArray) grants =
      confab_attachments_get_grants (self->leading->draft, self->charter, old);

  for (guint i = 0; i < plan->entries->len; i++) {
    const ConfabRosterEntry *entry = &g_array_index (plan->entries, ConfabRosterEntry, i);

    if (entry->role == role)
      confirm (self, old, entry, grants);
  }
}

void
confab_leading_confirm_roles (ConfabMeeting *self, const ConfabLinkView *old,
                              const ConfabPlan *plan)
{
  /* Hosts first: their words about others hang on it. */
  confirm_all_of (self, old, plan, CONFAB_ROLE_HOST);
  confirm_all_of (self, old, plan, CONFAB_ROLE_COHOST);
}
