/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the service's welcome to the first LINK with the own entry (docs/protocol.md 6). */
#include "meeting/lineage.h"
#include "meeting/meeting-private.h"

#include <glib/gi18n-lib.h>

#define CLOCK_HINT_MS (5 * 60 * 1000)

static void
refuse_as_not_genuine (ConfabMeeting *self, const char *why)
{
  g_message ("not joining: %s", why);
  confab_meeting_end_here (self, "not-genuine",
                           _ ("This room does not belong to the sender of the invitation; ask "
                              "them for a new link"));
}

/* 6.2: the LINK that was the newest when we came; what is let in later must not be older. */
static gboolean
take_seen_link (ConfabMeeting *self)
{
  ConfabLinkSources sources = { .charter = self->charter, .book = self->book };
  g_autoptr (GError) error = NULL;

  if (self->joining.seen == NULL)
    return TRUE;
  self->joining.base =
      confab_acceptance_check_base (&sources, &self->joining.leader, self->joining.seen, &error);
  if (self->joining.base == NULL)
    refuse_as_not_genuine (self, error->message);
  return self->joining.base != NULL;
}

static void
accept_charter (ConfabMeeting *self, ConfabCharter *charter)
{
  g_autoptr (GError) error = NULL;

  self->charter = charter;
  if (!confab_lineage_follow (charter, self->joining.lineage, &self->joining.leader, &error)) {
    refuse_as_not_genuine (self, error->message);
    return;
  }
  if (!take_seen_link (self) || confab_meeting_send_join (self) == NULL)
    return;
  self->joining.next_ack_at = self->now.local_ms + CONFAB_WAITING_ACK_PERIOD_MS;
}

static void
ask_about (ConfabMeeting *self, ConfabCharter *charter, ConfabCharterVerdict verdict)
{
  g_clear_pointer (&self->joining.doubtful, confab_charter_free);
  self->joining.doubtful = charter;
  if (verdict == CONFAB_CHARTER_OLD)
    confab_meeting_tell (self, CONFAB_SIGNAL_QUESTION, "old-meeting",
                         _ ("This meeting says it began more than a day ago. Join it only if that "
                            "can be true and the clock of this computer is right."));
  else
    confab_meeting_tell (self, CONFAB_SIGNAL_QUESTION, "permission-expired",
                         _ ("The permission to hold meetings in this room has run out. Join only "
                            "if you know who holds this one."));
}

/* Another GENESIS was first while we were founding. Later the service may say what it wants. */
static void
take_other_genesis (ConfabMeeting *self, GBytes *genesis)
{
  if (g_bytes_equal (self->charter->statement, genesis))
    return;
  if (self->leading != NULL && self->view == NULL)
    confab_meeting_end_here (self, "already-running",
                             _ ("Somebody else has just started a meeting in this room; join "
                                "it"));
  else
    g_message ("ignoring the GENESIS of another meeting");
}

void
confab_meeting_take_genesis (ConfabMeeting *self, const ConfabGenesisCarrier *parts)
{
  ConfabCharterTerms terms = { .keys = self->keys,
                               .room = self->room,
                               .of = self->has_of ? &self->of : NULL };
  ConfabCharter *charter = NULL;
  ConfabCharterVerdict verdict;

  if (self->charter != NULL)
    take_other_genesis (self, parts->genesis);
  if (self->charter != NULL || !self->joining.begun)
    return;
  verdict = confab_charter_check (&terms, parts, self->now.wall_ms, &charter);
  switch (verdict) {
  case CONFAB_CHARTER_GOOD:
    accept_charter (self, charter);
    break;
  case CONFAB_CHARTER_OLD:
  case CONFAB_CHARTER_EXPIRED:
    ask_about (self, charter, verdict);
    break;
  case CONFAB_CHARTER_UNSUPPORTED:
    confab_meeting_end_here (self, "update-needed",
                             _ ("This meeting needs a newer Confab; please update"));
    break;
  case CONFAB_CHARTER_UNPROTECTED:
    confab_meeting_end_here (self, "not-encrypted",
                             _ ("The invitation promises end-to-end encryption, but this meeting "
                                "has none; ask the sender"));
    break;
  case CONFAB_CHARTER_INVALID:
    refuse_as_not_genuine (self, "GENESIS, owner or ROOMCERT is invalid");
    break;
  }
}

void
confab_meeting_take_welcome (ConfabMeeting *self, const ConfabWelcome *welcome)
{
  ConfabGenesisCarrier parts = { .genesis = welcome->genesis,
                                 .roomcert = welcome->roomcert,
                                 .waittext = welcome->waittext };

  g_clear_pointer (&self->joining.lineage, confab_lineage_unref);
  g_clear_pointer (&self->joining.seen, confab_link_step_unref);
  if (welcome->lineage != NULL)
    self->joining.lineage = confab_lineage_ref (welcome->lineage);
  if (welcome->link != NULL)
    self->joining.seen = confab_link_step_ref (welcome->link);
  if (welcome->genesis != NULL)
    confab_meeting_take_genesis (self, &parts);
}

/* 12.2: a hint only; who is right nobody knows here. */
static void
compare_clocks (ConfabMeeting *self, gint64 service_ms)
{
  if (ABS (self->now.wall_ms - service_ms) > CLOCK_HINT_MS)
    confab_meeting_tell (self, CONFAB_SIGNAL_NOTICE, "clock",
                         _ ("The clocks of this computer and of the server differ by more than "
                            "5 minutes; check the time here"));
}

void
confab_meeting_join (ConfabMeeting *self, const ConfabCarrier *welcome, ConfabMeetingTime now)
{
  g_return_if_fail (CONFAB_IS_MEETING (self));
  g_return_if_fail (welcome != NULL && welcome->type == CONFAB_CARRIER_WELCOME);
  g_return_if_fail (!self->joining.begun);

  confab_meeting_enter (self, now);
  self->joining.begun = TRUE;
  confab_meeting_take_line (self, TRUE);
  compare_clocks (self, welcome->welcome.server_time_ms);
  confab_meeting_take_welcome (self, &welcome->welcome);
  confab_meeting_exit (self);
}

void
confab_meeting_confirm (ConfabMeeting *self, ConfabMeetingTime now)
{
  g_return_if_fail (CONFAB_IS_MEETING (self));

  if (self->left || self->joining.doubtful == NULL)
    return;
  confab_meeting_enter (self, now);
  accept_charter (self, g_steal_pointer (&self->joining.doubtful));
  confab_meeting_exit (self);
}

/* A LINK without us: the base that our admission will be compared with. It never goes back. */
static void
take_base (ConfabMeeting *self, ConfabLinkView *view)
{
  ConfabLinkView *base = self->joining.base;

  if (base != NULL && view->link.n < base->link.n)
    return;
  if (base != NULL && view->link.n == base->link.n &&
      !confab_digest_equal (&view->hash, &base->hash)) {
    confab_meeting_count_bad_data (self, "the LINK before our admission was exchanged");
    return;
  }
  confab_link_view_ref (view);
  g_clear_pointer (&self->joining.base, confab_link_view_unref);
  self->joining.base = view;
}

/* Asks for the LINK before the one that lets us in. */
static void
want_base (ConfabMeeting *self, ConfabLinkStep *step)
{
  ConfabLinkStatement link;
  ConfabDigest hash;

  if (!confab_link_read (self->charter, step->link, &link, &hash))
    return;
  self->joining.admission_n = link.n;
  confab_meeting_want_sync (self);
}

/* 6.5: a LINK with our entry counts only as the successor of one we have. */
static void
take_admission (ConfabMeeting *self, ConfabLinkStep *step, GBytes *box)
{
  g_autoptr (GPtrArray) own_joins = confab_own_joins_list_current (self->own_joins);
  g_autoptr (ConfabLinkView) view = NULL;
  g_autoptr (GError) error = NULL;
  ConfabAcceptance acceptance = {
    .sources = { .charter = self->charter, .old = self->joining.base, .book = self->book },
    .own_pid = self->pid,
    .own_joins = own_joins,
  };
  ConfabFate fate = CONFAB_FATE_NOT_IN;
  ConfabVerdict verdict = confab_acceptance_check (&acceptance, step, &view, &fate, &error);

  if (verdict == CONFAB_VERDICT_AHEAD) {
    want_base (self, step);
  } else if (verdict != CONFAB_VERDICT_ACCEPTED) {
    confab_meeting_count_bad_data (self, error->message);
  } else if (fate == CONFAB_FATE_NOT_IN) {
    take_base (self, view);
  } else {
    g_clear_pointer (&self->joining.base, confab_link_view_unref);
    self->joining.next_ack_at = CONFAB_NEVER;
    confab_meeting_follow (self, view, fate, box);
  }
}

static gboolean
is_of_later_term (ConfabMeeting *self, GBytes *statement)
{
  ConfabLinkStatement link;
  ConfabDigest hash;

  return confab_link_read (self->charter, statement, &link, &hash) &&
         link.term > self->joining.leader.term;
}

void
confab_meeting_take_waiting_step (ConfabMeeting *self, ConfabLinkStep *step, GBytes *box)
{
  ConfabLinkSources sources = { .charter = self->charter,
                                .old = self->joining.base,
                                .book = self->book };
  g_autoptr (ConfabLinkView) view = NULL;
  g_autoptr (GError) error = NULL;

  if (self->leading != NULL || confab_own_joins_get_newest (self->own_joins) == NULL)
    return;
  if (is_of_later_term (self, step->link)) {
    g_message ("not following a change of leader");
    return;
  }
  view = confab_acceptance_check_base (&sources, &self->joining.leader, step, &error);
  if (view == NULL) {
    confab_meeting_count_bad_data (self, error->message);
    return;
  }
  for (guint i = 0; i < view->n_seats; i++)
    confab_join_book_add (self->book, view->seats[i].join);
  if (confab_link_view_find (view, &self->pid) == NULL)
    take_base (self, view);
  else if (self->joining.base != NULL)
    take_admission (self, step, box);
  else
    want_base (self, step);
}

/* "Still waiting", with a token for the key box that may come any moment (6.4). */
static void
send_waiting_ack (ConfabMeeting *self)
{
  ConfabAckStatement ack = { .meeting = self->charter->tag,
                             .pid = self->pid,
                             .status = CONFAB_ACK_WAITING };

  self->keys.table->random (self->keys.data, ack.token.bytes, sizeof ack.token.bytes);
  confab_tokens_add (self->tokens, &ack.token, self->now.local_ms);
  g_bytes_unref (confab_meeting_send_signed (self, CONFAB_CARRIER_ACK, confab_ack_encode (&ack)));
}

void
confab_meeting_advance_joining (ConfabMeeting *self)
{
  if (self->now.local_ms < self->joining.next_ack_at)
    return;
  send_waiting_ack (self);
  self->joining.next_ack_at = self->now.local_ms + CONFAB_WAITING_ACK_PERIOD_MS;
}

gint64
confab_meeting_get_joining_deadline (ConfabMeeting *self)
{
  return self->joining.next_ack_at;
}
