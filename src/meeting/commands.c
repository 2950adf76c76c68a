/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CMDs: what hosts and co-hosts want done (docs/protocol.md 5). The leader does it, everybody obeys
 * it. */
#include "meeting/leader.h"
#include "meeting/meeting-private.h"
#include "meeting/warrants.h"

static guint32
get_last_seq (ConfabMeeting *self, const ConfabPid *pid)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->command_seqs, pid));
}

/* Whether it is addressed to this client: by name, or to all who are no hosts. */
static gboolean
is_for_us (ConfabMeeting *self, const ConfabCommandStatement *command)
{
  if (!confab_pid_is_none (&command->target))
    return confab_pid_equal (&command->target, &self->pid);
  return confab_meeting_get_role (self) != CONFAB_ROLE_HOST;
}

static void
obey (ConfabMeeting *self, const ConfabCommandStatement *command)
{
  ConfabParticipant *by = confab_roster_find (self->roster, &command->from);

  if (by == NULL || !is_for_us (self, command))
    return;
  switch (command->command) {
  case CONFAB_COMMAND_MUTE:
    confab_meeting_tell (self, CONFAB_SIGNAL_MUTE_REQUESTED, by, command->arg);
    break;
  case CONFAB_COMMAND_ASK_TO_UNMUTE:
    confab_meeting_tell (self, CONFAB_SIGNAL_UNMUTE_REQUESTED, by);
    break;
  case CONFAB_COMMAND_LOWER_HAND:
    confab_meeting_tell (self, CONFAB_SIGNAL_LOWER_HAND_REQUESTED, by);
    break;
  default:
    break;
  }
}

void
confab_meeting_take_command (ConfabMeeting *self, GBytes *statement)
{
  ConfabCommandStatement command;
  const ConfabSeat *signer;

  if (self->view == NULL)
    return;
  signer = confab_command_check (self->charter, self->view, statement, &command);
  if (signer == NULL) {
    confab_meeting_count_bad_data (self, "a CMD is not signed by a participant");
    return;
  }
  if (signer->entry.role > CONFAB_ROLE_COHOST || !confab_seat_is_present (signer)) {
    g_debug ("ignoring a CMD of somebody who is no host");
    return;
  }
  if (confab_pid_equal (&command.from, &self->pid) ||
      command.seq <= get_last_seq (self, &command.from))
    return;
  g_hash_table_replace (self->command_seqs, confab_pid_copy (&command.from),
                        GUINT_TO_POINTER (command.seq));
  confab_meeting_hear_from (self, &command.from);
  obey (self, &command);
  if (self->leading != NULL)
    confab_leading_take_command (self, signer, &command, statement);
}

static GBytes *
encode_command (ConfabMeeting *self, const ConfabCommandStatement *wish)
{
  ConfabCommandStatement command = *wish;

  command.meeting = self->charter->tag;
  command.from = self->pid;
  command.seq = ++self->command_seq;
  command.time_ms = MAX (wish->time_ms, self->now.wall_ms);
  return confab_command_encode (&command);
}

GBytes *
confab_meeting_sign_command (ConfabMeeting *self, const ConfabCommandStatement *wish)
{
  g_autoptr (GBytes) body = encode_command (self, wish);

  return self->keys.table->sign (self->keys.data, body);
}

GBytes *
confab_meeting_send_command (ConfabMeeting *self, const ConfabCommandStatement *wish)
{
  return confab_meeting_send_signed (self, CONFAB_CARRIER_COMMAND, encode_command (self, wish));
}
