/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * docs/protocol.md 7.6, entry by entry. Role 1 leads with what role 2 may besides what it is given
 * itself: a co-host must be able to let a host come back.
 */
#include "meeting/roster-rules.h"

#include "meeting/meeting-error.h"
#include "meeting/warrants.h"

#define RIGHTS_FLAGS \
  (CONFAB_ENTRY_MUTED_BY_HOST | CONFAB_ENTRY_MAY_RECORD | CONFAB_ENTRY_MAY_SHARE_AND_CONTROL)

/* Bits for the causes of a LINK (5). */
#define CAUSE_BIT(cause) (1u << (cause))
#define CAUSES_OF_ENTRANCE                                                 \
  (CAUSE_BIT (CONFAB_CAUSE_END) | CAUSE_BIT (CONFAB_CAUSE_LEADER_CHANGE) | \
   CAUSE_BIT (CONFAB_CAUSE_JOIN))
#define CAUSES_OF_DROP (CAUSES_OF_ENTRANCE | CAUSE_BIT (CONFAB_CAUSE_LEAVE))
#define CAUSES_OF_UPDATE (CAUSES_OF_DROP | CAUSE_BIT (CONFAB_CAUSE_UPDATE))
#define CAUSES_OF_FLAGS (CAUSES_OF_UPDATE | CAUSE_BIT (CONFAB_CAUSE_FLAGS))

static gboolean
is_for_cause (const ConfabRosterChange *change, guint causes)
{
  return (CAUSE_BIT (change->new->link.cause) & causes) != 0;
}

static gboolean
leads_as (const ConfabRosterChange *change, guint role)
{
  return change->leader->entry.role <= role;
}

static gboolean
is_owner (const ConfabRosterChange *change, const ConfabSeat *seat)
{
  return confab_charter_is_owner (change->charter, &seat->join->join.ik);
}

/* The same person with a new pid and SK: its old entry goes in the same LINK (9.5). */
static gboolean
is_restart (const ConfabRosterChange *change, const ConfabSeat *added)
{
  const ConfabSeat *before = confab_link_view_find_ik (change->old, &added->join->join.ik);

  return before != NULL && !confab_seat_is_removed (before);
}

static gboolean
may_enter (const ConfabRosterChange *change, const ConfabSeat *added)
{
  const ConfabWarrant *admit;

  if (leads_as (change, CONFAB_ROLE_COHOST) || is_restart (change, added))
    return TRUE;
  admit = confab_warrants_find (change->warrants, CONFAB_COMMAND_ADMIT, &added->entry.pid);
  if (admit != NULL && confab_digest_equal (&admit->command.bind, &added->join->hash))
    return TRUE;
  if ((change->old->link.flags & CONFAB_LINK_LOCKED) != 0 &&
      confab_warrants_find (change->warrants, CONFAB_COMMAND_UNLOCK, NULL) == NULL)
    return FALSE;
  return confab_charter_is_host_key (change->charter, &added->join->join.ik);
}

static gboolean
check_added (const ConfabRosterChange *change, const ConfabSeat *added, GError **error)
{
  gboolean is_host = confab_charter_is_host_key (change->charter, &added->join->join.ik);
  guint causes = is_restart (change, added) ? CAUSES_OF_UPDATE : CAUSES_OF_ENTRANCE;

  if (added->entry.ord <= change->old->max_ord)
    return confab_meeting_forbid (error, "a new entry has a used place");
  if (added->entry.role != (is_host ? CONFAB_ROLE_HOST : CONFAB_ROLE_PARTICIPANT))
    return confab_meeting_forbid (error, "a new entry has a role");
  if ((added->entry.flags & CONFAB_ENTRY_ABSENT) != 0)
    return confab_meeting_forbid (error, "a new entry is absent");
  if ((added->entry.flags & RIGHTS_FLAGS) != 0 && !leads_as (change, CONFAB_ROLE_COHOST))
    return confab_meeting_forbid (error, "a new entry has rights of its own");
  if (!is_for_cause (change, causes))
    return confab_meeting_forbid (error, "a new entry does not fit the cause");
  return may_enter (change, added) ||
         confab_meeting_forbid (error, "the leader may not let a new entry in");
}

static gboolean
may_send_back (const ConfabRosterChange *change, const ConfabSeat *gone)
{
  return gone->entry.role != CONFAB_ROLE_HOST &&
         (leads_as (change, CONFAB_ROLE_COHOST) ||
          confab_warrants_find (change->warrants, CONFAB_COMMAND_TO_WAITING_ROOM,
                                &gone->entry.pid) != NULL);
}

static gboolean
check_gone (const ConfabRosterChange *change, const ConfabSeat *gone, GError **error)
{
  if (confab_seat_is_removed (gone))
    return leads_as (change, CONFAB_ROLE_HOST) ||
           confab_meeting_forbid (error, "only a host may lift a removal");
  if (change->new->link.cause == CONFAB_CAUSE_TO_WAITING_ROOM)
    return may_send_back (change, gone) ||
           confab_meeting_forbid (error, "the leader may not send an entry back");
  if (!is_for_cause (change, CAUSES_OF_UPDATE))
    return confab_meeting_forbid (error, "a missing entry does not fit the cause");
  if (confab_seat_is_absent (gone) ||
      confab_link_view_find_ik (change->new, &gone->join->join.ik) != NULL)
    return TRUE;
  if (gone->entry.role == CONFAB_ROLE_HOST ? is_owner (change, change->leader)
                                           : leads_as (change, CONFAB_ROLE_HOST))
    return TRUE;
  return confab_meeting_forbid (error, "the leader may not leave an entry out");
}

/* Role 0 is removed by owner_ik only, be it as leader or by CMD. */
static gboolean
may_remove (const ConfabRosterChange *change, const ConfabSeat *old)
{
  const ConfabWarrant *remove =
      confab_warrants_find (change->warrants, CONFAB_COMMAND_REMOVE, &old->entry.pid);

  if (old->entry.role == CONFAB_ROLE_HOST)
    return is_owner (change, change->leader) ||
           (remove != NULL && is_owner (change, remove->signer));
  return leads_as (change, CONFAB_ROLE_COHOST) || remove != NULL;
}

static gboolean
check_role (const ConfabRosterChange *change, const ConfabSeat *old, const ConfabSeat *new,
            GError **error)
{
  if (old->entry.role == new->entry.role)
    return TRUE;
  if (new->entry.role == CONFAB_ROLE_REMOVED) {
    if (change->new->link.cause != CONFAB_CAUSE_REMOVAL)
      return confab_meeting_forbid (error, "a removal does not fit the cause");
    return may_remove (change, old) ||
           confab_meeting_forbid (error, "the leader may not remove an entry");
  }
  if (!is_for_cause (change, CAUSES_OF_UPDATE | CAUSE_BIT (CONFAB_CAUSE_FLAGS)))
    return confab_meeting_forbid (error, "a change of role does not fit the cause");
  return leads_as (change, CONFAB_ROLE_HOST) ||
         confab_meeting_forbid (error, "only a host may change a role");
}

/* A drop and a return (9.5, 10.1). Both keep the role; a return needs a JOIN never accepted
 * before. */
static gboolean
check_presence (const ConfabRosterChange *change, const ConfabSeat *old, const ConfabSeat *new,
                GError **error)
{
  gboolean returns = confab_seat_is_absent (old) && confab_seat_is_present (new);
  gboolean drops = !confab_seat_is_absent (old) && confab_seat_is_absent (new);

  if (!returns && !drops)
    return TRUE;
  if (old->entry.role != new->entry.role)
    return confab_meeting_forbid (error, "an entry changes role while it comes or goes");
  if (drops && !is_for_cause (change, CAUSES_OF_DROP))
    return confab_meeting_forbid (error, "a drop does not fit the cause");
  if (returns && confab_digest_equal (&old->join->hash, &new->join->hash))
    return confab_meeting_forbid (error, "an entry returns without a new JOIN");
  return TRUE;
}

static gboolean
check_update (const ConfabRosterChange *change, const ConfabSeat *old, const ConfabSeat *new,
              GError **error)
{
  if (!confab_checked_join_is_same_member (old->join, new->join))
    return confab_meeting_forbid (error, "a pid changed its keys");
  if (confab_digest_equal (&old->join->hash, &new->join->hash))
    return TRUE;
  if (confab_seat_is_removed (new))
    return confab_meeting_forbid (error, "a removed entry has a new JOIN");
  if (new->join->join.seq <= old->join->join.seq)
    return confab_meeting_forbid (error, "an entry goes back to an earlier JOIN");
  return is_for_cause (change, CAUSES_OF_UPDATE) ||
         confab_meeting_forbid (error, "a new JOIN does not fit the cause");
}

/* Flags 20, 40 and 80 as a CMD of a host or co-host asks for them. */
static gboolean
is_wanted_by_command (const ConfabRosterChange *change, const ConfabSeat *new, guint changed)
{
  const ConfabWarrant *person =
      confab_warrants_find (change->warrants, CONFAB_COMMAND_PERSON_RIGHTS, &new->entry.pid);
  const ConfabWarrant *mute =
      confab_warrants_find (change->warrants, CONFAB_COMMAND_MUTE, &new->entry.pid);

  if (person != NULL && (new->entry.flags &RIGHTS_FLAGS) == (person->command.arg & RIGHTS_FLAGS))
    return TRUE;
  if (mute == NULL)
    mute = confab_warrants_find (change->warrants, CONFAB_COMMAND_MUTE, &CONFAB_PID_NONE);
  return mute != NULL && changed == CONFAB_ENTRY_MUTED_BY_HOST &&
         (mute->command.arg & CONFAB_MUTE_AUDIO_UNTIL_ALLOWED) != 0 &&
         (new->entry.flags &CONFAB_ENTRY_MUTED_BY_HOST) != 0;
}

static gboolean
check_flags (const ConfabRosterChange *change, const ConfabSeat *old, const ConfabSeat *new,
             GError **error)
{
  guint changed = old->entry.flags ^ new->entry.flags;

  if (confab_seat_is_removed (old) && confab_seat_is_removed (new))
    return changed == 0 || confab_meeting_forbid (error, "a removed entry changes");
  if ((changed & CONFAB_ENTRY_INVITE_VERIFIED) != 0 &&
      confab_digest_equal (&old->join->hash, &new->join->hash))
    return confab_meeting_forbid (error, "an invitation is verified without a new JOIN");
  if ((changed & (RIGHTS_FLAGS | CONFAB_ENTRY_CONSENTED)) == 0)
    return TRUE;
  if (!is_for_cause (change, CAUSES_OF_FLAGS))
    return confab_meeting_forbid (error, "a change of flags does not fit the cause");
  return (changed & RIGHTS_FLAGS) == 0 || leads_as (change, CONFAB_ROLE_COHOST) ||
         is_wanted_by_command (change, new, changed & RIGHTS_FLAGS) ||
         confab_meeting_forbid (error, "the leader may not change rights");
}

static gboolean
check_kept (const ConfabRosterChange *change, const ConfabSeat *old, const ConfabSeat *new,
            GError **error)
{
  if (old->entry.ord != new->entry.ord)
    return confab_meeting_forbid (error, "an entry changed its place");
  return check_update (change, old, new, error) && check_role (change, old, new, error) &&
         check_presence (change, old, new, error) && check_flags (change, old, new, error);
}

static gboolean
is_unchanged (const ConfabSeat *old, const ConfabSeat *new)
{
  return new != NULL && old->entry.role == new->entry.role &&
         old->entry.flags ==
             new->entry.flags &&confab_digest_equal (&old->join->hash, &new->join->hash);
}

/* Causes 3 and 8 change nothing but what they are named for, 0 changes nothing. */
static gboolean
check_stands_alone (const ConfabRosterChange *change, GError **error)
{
  guint cause = change->new->link.cause;
  guint n_meant = 0;

  if (cause != CONFAB_CAUSE_REMOVAL && cause != CONFAB_CAUSE_TO_WAITING_ROOM &&
      cause != CONFAB_CAUSE_PERIODIC)
    return TRUE;
  if (change->new->link.flags != change->old->link.flags ||
      change->new->link.rights != change->old->link.rights)
    return confab_meeting_forbid (error, "flags change beside a cause that stands alone");

  for (guint i = 0; i < change->old->n_seats; i++) {
    const ConfabSeat *old = &change->old->seats[i];
    const ConfabSeat *new = confab_link_view_find (change->new, &old->entry.pid);

    if (is_unchanged (old, new))
      continue;
    if (cause == CONFAB_CAUSE_REMOVAL && new != NULL && confab_seat_is_removed (new) &&
        old->entry.flags == new->entry.flags)
      n_meant++;
    else if (cause == CONFAB_CAUSE_TO_WAITING_ROOM && new == NULL)
      n_meant++;
    else
      return confab_meeting_forbid (error, "an entry changes beside a cause that stands alone");
  }
  return cause == CONFAB_CAUSE_PERIODIC || n_meant > 0 ||
         confab_meeting_forbid (error, "a removal removes nobody");
}

/* Section 5 "Limits": a receiver must be able to get the JOINs it lacks. */
static gboolean
check_new_joins (const ConfabRosterChange *change, GError **error)
{
  guint n_new = 0;

  for (guint i = 0; i < change->new->n_seats; i++) {
    const ConfabSeat *new = &change->new->seats[i];
    const ConfabSeat *old = confab_link_view_find (change->old, &new->entry.pid);

    if (old == NULL || !confab_digest_equal (&old->join->hash, &new->join->hash))
      n_new++;
  }
  return n_new <= CONFAB_LINK_MAX_NEW_JOINS ||
         confab_meeting_forbid (error, "too many new JOINs in one LINK");
}

gboolean
confab_roster_rules_check (const ConfabRosterChange *change, GError **error)
{
  if (!check_stands_alone (change, error) || !check_new_joins (change, error))
    return FALSE;
  for (guint i = 0; i < change->new->n_seats; i++) {
    const ConfabSeat *new = &change->new->seats[i];
    const ConfabSeat *old = confab_link_view_find (change->old, &new->entry.pid);

    if (old == NULL ? !check_added (change, new, error) : !check_kept (change, old, new, error))
      return FALSE;
  }
  for (guint i = 0; i < change->old->n_seats; i++) {
    const ConfabSeat *old = &change->old->seats[i];

    if (confab_link_view_find (change->new, &old->entry.pid) == NULL &&
        !check_gone (change, old, error))
      return FALSE;
  }
  return TRUE;
}

static const ConfabWarrant *
find_rights (const ConfabRosterChange *change)
{
  for (guint i = 0; i < change->warrants->len; i++) {
    const ConfabWarrant *warrant = change->warrants->pdata[i];

    if (warrant->command.command == CONFAB_COMMAND_RIGHTS &&
        warrant->command.arg == change->new->link.rights)
      return warrant;
  }
  return NULL;
}

static gboolean
may_end (const ConfabRosterChange *change)
{
  const ConfabWarrant *end = confab_warrants_find (change->warrants, CONFAB_COMMAND_END, NULL);

  return leads_as (change, CONFAB_ROLE_HOST) ||
         (end != NULL && end->signer->entry.role == CONFAB_ROLE_HOST);
}

gboolean
confab_link_rules_check (const ConfabRosterChange *change, GError **error)
{
  guint old = change->old->link.flags;
  guint new = change->new->link.flags;

  if (change->new->link.rights != change->old->link.rights &&
      !leads_as (change, CONFAB_ROLE_COHOST) && find_rights (change) == NULL)
    return confab_meeting_forbid (error, "the leader may not change rights");
  if ((old & ~new &CONFAB_LINK_LOCKED) != 0 && !leads_as (change, CONFAB_ROLE_COHOST) &&
      confab_warrants_find (change->warrants, CONFAB_COMMAND_UNLOCK, NULL) == NULL)
    return confab_meeting_forbid (error, "the leader may not unlock");
  if ((new &CONFAB_LINK_RECORDING) != 0 &&
      (change->charter->genesis.policy & CONFAB_POLICY_RECORDING) == 0)
    return confab_meeting_forbid (error, "this meeting may not be recorded");
  if (((new &CONFAB_LINK_ENDED) != 0) != (change->new->link.cause == CONFAB_CAUSE_END))
    return confab_meeting_forbid (error, "the end does not fit the cause");
  return (new &CONFAB_LINK_ENDED) == 0 || may_end (change) ||
         confab_meeting_forbid (error, "the leader may not end the meeting");
}
