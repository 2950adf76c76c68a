/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * State, security and warnings (docs/protocol.md 12): nothing sets them, they follow from the parts
 * after every call, so that they can not be forgotten.
 */
#include "meeting/leader.h"
#include "meeting/meeting-private.h"

#include <glib/gi18n-lib.h>

typedef struct {
  gboolean (*is_due) (ConfabMeeting *self);
  const char *code;
  const char *text;
} Warning;

static ConfabLivenessStage
get_stage (ConfabMeeting *self)
{
  return confab_liveness_get_stage (&self->liveness, self->now.local_ms);
}

static gboolean
is_unheard (ConfabMeeting *self)
{
  if (self->view == NULL)
    return FALSE;
  return self->leading != NULL ? !confab_leading_is_answered (self)
                               : get_stage (self) >= CONFAB_LIVENESS_STOP;
}

static gboolean
is_doubtful (ConfabMeeting *self)
{
  return self->view != NULL && self->leading == NULL && get_stage (self) == CONFAB_LIVENESS_WARN;
}

static gboolean
is_without_key (ConfabMeeting *self)
{
  return self->view != NULL && self->has_been_active &&
         confab_epochs_get_sending (self->epochs, self->now.local_ms) == NULL;
}

static gboolean
is_link_invalid (ConfabMeeting *self)
{
  return self->now.local_ms >= self->faults.invalid_stop_at;
}

static gboolean
is_behind (ConfabMeeting *self)
{
  return self->now.local_ms >= self->following.unknown_n_stop_at;
}

static gboolean
is_withheld (ConfabMeeting *self)
{
  return self->leading != NULL && confab_leading_is_withheld (self);
}

static gboolean
has_bad_data (ConfabMeeting *self)
{
  return self->faults.bad_data_over_at != CONFAB_NEVER;
}

static gboolean
has_diverging (ConfabMeeting *self)
{
  for (guint i = 0; i < confab_roster_get_count (self->roster); i++) {
    if (confab_participant_is_diverging (confab_roster_get (self->roster, i)))
      return TRUE;
  }
  return FALSE;
}

/* By place the bits of ConfabMeeting.warnings. */
static const Warning warnings[] = {
  { is_doubtful, "no-heartbeat", N_ ("The host's computer has not answered for 10 seconds") },
  { is_unheard, "stalled",
    N_ ("Nothing is sent, because the host's computer has not answered for 30 seconds") },
  { is_without_key, "key-exchange", N_ ("Keys are being exchanged; nothing is sent until then") },
  { is_link_invalid, "invalid-roster",
    N_ ("Nothing is sent, because the list of participants can not be checked") },
  { is_behind, "behind",
    N_ ("Nothing is sent, because the newest list of participants has not arrived") },
  { is_withheld, "withheld",
    N_ ("The server does not pass on changes of the list of participants; check the network, or "
        "end "
        "the meeting") },
  { confab_meeting_is_forked, "fork", N_ ("Participants see different lists") },
  { has_diverging, "other-list", N_ ("A participant sees a different list of participants") },
  { has_bad_data, "invalid-data", N_ ("The server delivers invalid data") },
};

static void
settle_warnings (ConfabMeeting *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (warnings) && !self->left; i++) {
    guint bit = 1u << i;
    gboolean is_due = warnings[i].is_due (self);

    if (is_due && (self->warnings & bit) == 0)
      confab_meeting_tell (self, CONFAB_SIGNAL_WARNING, warnings[i].code, _ (warnings[i].text));
    else if (!is_due && (self->warnings & bit) != 0)
      confab_meeting_tell (self, CONFAB_SIGNAL_WARNING_OVER, warnings[i].code);
    self->warnings = is_due ? self->warnings | bit : self->warnings & ~bit;
  }
}

/* Whether something forbids sending, whatever keys there are. */
static gboolean
is_stopped (ConfabMeeting *self)
{
  const ConfabSeat *own = confab_meeting_get_own_seat (self);

  return own == NULL || !confab_seat_is_present (own) || is_unheard (self) ||
         is_link_invalid (self) || is_behind (self) || confab_meeting_is_forked (self);
}

static ConfabMeetingState
find_state_in_meeting (ConfabMeeting *self)
{
  gboolean has_fresh = self->leading != NULL || self->liveness.has_fresh;
  gboolean can_send = confab_epochs_get_sending (self->epochs, self->now.local_ms) != NULL;

  if (has_fresh && can_send && !is_stopped (self))
    return CONFAB_MEETING_ACTIVE;
  if (self->has_been_active || confab_meeting_is_forked (self))
    return CONFAB_MEETING_STALLED;
  return confab_epochs_has_secret (self->epochs) ? CONFAB_MEETING_KEYED : CONFAB_MEETING_ADMITTED;
}

static ConfabMeetingState
find_state (ConfabMeeting *self)
{
  if (self->left)
    return CONFAB_MEETING_LEFT;
  if (self->view != NULL)
    return find_state_in_meeting (self);
  if (confab_own_joins_get_newest (self->own_joins) != NULL)
    return CONFAB_MEETING_WAITING;
  return self->joining.begun ? CONFAB_MEETING_CHECKING : CONFAB_MEETING_IDLE;
}

static ConfabSecurity
find_security (ConfabMeeting *self)
{
  if (self->charter == NULL || self->view == NULL || self->left)
    return CONFAB_SECURITY_WAITING;
  if (self->charter->tag.suite == CONFAB_SUITE_TRANSPORT)
    return CONFAB_SECURITY_UNPROTECTED;
  if (confab_meeting_is_forked (self) || has_diverging (self))
    return CONFAB_SECURITY_FORK;
  if (self->state == CONFAB_MEETING_STALLED)
    return CONFAB_SECURITY_STALLED;
  if (self->state != CONFAB_MEETING_ACTIVE)
    return CONFAB_SECURITY_WAITING;
  return confab_meeting_is_host_confirmed (self) ? CONFAB_SECURITY_OK : CONFAB_SECURITY_UNCONFIRMED;
}

void
confab_meeting_settle (ConfabMeeting *self)
{
  ConfabMeetingState state = find_state (self);
  gboolean may_send = state == CONFAB_MEETING_ACTIVE;
  gboolean new_state = state != self->state;
  gboolean new_may_send = may_send != self->may_send;
  ConfabSecurity security;

  self->state = state;
  self->may_send = may_send;
  self->has_been_active |= may_send;
  security = find_security (self);
  settle_warnings (self);
  confab_meeting_notify_shown (self, new_state, security != self->security, new_may_send);
  self->security = security;
}

gint64
confab_meeting_get_state_deadline (ConfabMeeting *self)
{
  gint64 now = self->now.local_ms;
  gint64 deadline = CONFAB_NEVER;

  if (self->faults.invalid_stop_at > now)
    deadline = MIN (deadline, self->faults.invalid_stop_at);
  if (self->following.unknown_n_stop_at > now)
    deadline = MIN (deadline, self->following.unknown_n_stop_at);
  if (self->view != NULL && self->leading == NULL)
    deadline = MIN (deadline, confab_liveness_get_deadline (&self->liveness, now));
  return deadline;
}
