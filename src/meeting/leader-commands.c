/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the leader does because a host or co-host wants it, itself included (docs/protocol.md 5,
 * 7.6). */
#include "meeting/leader.h"

#define RIGHTS_FLAGS \
  (CONFAB_ENTRY_MUTED_BY_HOST | CONFAB_ENTRY_MAY_RECORD | CONFAB_ENTRY_MAY_SHARE_AND_CONTROL)

/* Of two hosts' words about a role the later one counts: one from a far future would for ever. */
#define CLOCK_LEAD_MAX_MS (24 * 3600 * 1000)

static const ConfabSeat *
find_target (ConfabMeeting *self, const ConfabCommandStatement *command)
{
  const ConfabSeat *seat = confab_link_view_find (self->view, &command->target);

  return seat != NULL && !confab_seat_is_removed (seat) ? seat : NULL;
}

static gboolean
is_host_key (ConfabMeeting *self, const ConfabSeat *seat)
{
  return confab_charter_is_host_key (self->charter, &seat->join->join.ik);
}

/* Nobody removes the leader from under itself: it would sign its own removal. */
static gboolean
may_remove (ConfabMeeting *self, const ConfabSeat *signer, const ConfabSeat *target)
{
  if (target == NULL || confab_pid_equal (&target->entry.pid, &self->pid))
    return FALSE;
  return target->entry.role != CONFAB_ROLE_HOST ||
         confab_charter_is_owner (self->charter, &signer->join->join.ik);
}

static gboolean
may_set_role (ConfabMeeting *self, const ConfabSeat *signer, const ConfabSeat *target,
              const ConfabCommandStatement *command)
{
  if (target == NULL || signer->entry.role != CONFAB_ROLE_HOST || is_host_key (self, target) ||
      command->arg > CONFAB_ROLE_PARTICIPANT ||
      command->time_ms > self->now.wall_ms + CLOCK_LEAD_MAX_MS ||
      !confab_digest_equal (&command->bind, &target->join->member))
    return FALSE;
  return command->arg != CONFAB_ROLE_HOST || is_host_key (self, signer);
}

gboolean
confab_leading_may (ConfabMeeting *self, const ConfabSeat *signer,
                    const ConfabCommandStatement *command)
{
  const ConfabSeat *target = find_target (self, command);

  if (signer->entry.role > CONFAB_ROLE_COHOST)
    return FALSE;
  switch (command->command) {
  case CONFAB_COMMAND_REMOVE:
    return may_remove (self, signer, target);
  case CONFAB_COMMAND_TO_WAITING_ROOM:
    return target != NULL && target->entry.role != CONFAB_ROLE_HOST &&
           !confab_pid_equal (&target->entry.pid, &self->pid);
  case CONFAB_COMMAND_SET_ROLE:
    return may_set_role (self, signer, target, command);
  case CONFAB_COMMAND_END:
    return signer->entry.role == CONFAB_ROLE_HOST;
  case CONFAB_COMMAND_PERSON_RIGHTS:
    return target != NULL;
  default:
    return TRUE;
  }
}

static void
want_rights (ConfabMeeting *self, const ConfabSeat *seat, guint rights)
{
  g_hash_table_replace (self->leading->draft->rights, confab_pid_copy (&seat->entry.pid),
                        GUINT_TO_POINTER (rights));
}

static guint
get_wanted_rights (ConfabMeeting *self, const ConfabSeat *seat)
{
  gpointer wanted;

  if (g_hash_table_lookup_extended (self->leading->draft->rights, &seat->entry.pid, NULL, &wanted))
    return GPOINTER_TO_UINT (wanted);
  return seat->entry.flags & RIGHTS_FLAGS;
}

/* Flag 20: no audio until a host allows it again. Plain muting is obeyed, not remembered. */
static void
mute (ConfabMeeting *self, const ConfabCommandStatement *command)
{
  if ((command->arg & CONFAB_MUTE_AUDIO_UNTIL_ALLOWED) == 0)
    return;
  for (guint i = 0; i < self->view->n_seats; i++) {
    const ConfabSeat *seat = &self->view->seats[i];
    gboolean is_meant = confab_pid_is_none (&command->target)
                            ? seat->entry.role != CONFAB_ROLE_HOST
                            : confab_pid_equal (&command->target, &seat->entry.pid);

    if (is_meant && !confab_seat_is_removed (seat))
      want_rights (self, seat, get_wanted_rights (self, seat) | CONFAB_ENTRY_MUTED_BY_HOST);
  }
}

static void
admit (ConfabMeeting *self, const ConfabCommandStatement *command)
{
  const ConfabApplicant *applicant =
      g_hash_table_lookup (self->leading->applicants, &command->target);

  if (applicant != NULL && confab_digest_equal (&applicant->join->hash, &command->bind))
    confab_leading_admit (self, &command->target);
}

/* Its IK is let in again by a person only. */
static void
send_back (ConfabMeeting *self, const ConfabSeat *target)
{
  g_hash_table_add (self->leading->barred,
                    g_memdup2 (&target->join->join.ik, sizeof (ConfabVerifyKey)));
  confab_draft_add_pid (self->leading->draft->sent_back, &target->entry.pid);
}

static void
set_role (ConfabMeeting *self, const ConfabCommandStatement *command)
{
  g_hash_table_replace (self->leading->draft->roles, confab_pid_copy (&command->target),
                        GUINT_TO_POINTER (command->arg));
}

void
confab_leading_carry_out (ConfabMeeting *self, const ConfabCommandStatement *command)
{
  ConfabDraft *draft = self->leading->draft;

  switch (command->command) {
  case CONFAB_COMMAND_ADMIT:
    admit (self, command);
    break;
  case CONFAB_COMMAND_REMOVE:
    confab_draft_add_pid (draft->removals, &command->target);
    break;
  case CONFAB_COMMAND_LOCK:
    draft->flags |= CONFAB_LINK_LOCKED;
    break;
  case CONFAB_COMMAND_UNLOCK:
    draft->flags &= (guint16) ~CONFAB_LINK_LOCKED;
    break;
  case CONFAB_COMMAND_SET_ROLE:
    set_role (self, command);
    break;
  case CONFAB_COMMAND_END:
    draft->flags |= CONFAB_LINK_ENDED;
    break;
  case CONFAB_COMMAND_STOP_RECORDING:
    draft->flags &= (guint16) ~CONFAB_LINK_RECORDING;
    break;
  case CONFAB_COMMAND_TO_WAITING_ROOM:
    send_back (self, find_target (self, command));
    break;
  case CONFAB_COMMAND_MUTE:
    mute (self, command);
    break;
  case CONFAB_COMMAND_RIGHTS:
    draft->link_rights = (guint16) command->arg;
    break;
  case CONFAB_COMMAND_PERSON_RIGHTS:
    want_rights (self, find_target (self, command), command->arg & RIGHTS_FLAGS);
    break;
  default:
    break;
  }
}

void
confab_leading_take_command (ConfabMeeting *self, const ConfabSeat *signer,
                             const ConfabCommandStatement *command, GBytes *statement)
{
  if (!confab_leading_may (self, signer, command)) {
    g_debug ("not carrying out a CMD that its sender may not give");
    return;
  }
  if (command->command == CONFAB_COMMAND_SET_ROLE)
    confab_draft_add_word (self->leading->draft, statement, signer->join);
  else
    confab_draft_add_command (self->leading->draft, command, statement);
  confab_leading_carry_out (self, command);
}
