/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line to the service is back (docs/protocol.md 9.5, 13), and keys are renewed (3). */
#include "meeting/leader.h"

#include <glib/gi18n-lib.h>

void
confab_meeting_send_genesis (ConfabMeeting *self)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_GENESIS);

  carrier->genesis.genesis = g_bytes_ref (self->charter->statement);
  if (self->charter->roomcert != NULL)
    carrier->genesis.roomcert = g_bytes_ref (self->charter->roomcert);
  if (self->charter->waittext != NULL)
    carrier->genesis.waittext = g_bytes_ref (self->charter->waittext);
  confab_meeting_send (self, carrier, CONFAB_ROUTE_SERVICE, NULL);
}

static void
send_same_join (ConfabMeeting *self)
{
  const ConfabOwnJoin *own = confab_own_joins_get_newest (self->own_joins);

  if (own == NULL)
    return;
  confab_meeting_send (self,
                       confab_carrier_new_statement (CONFAB_CARRIER_JOIN, own->join->statement),
                       CONFAB_ROUTE_SERVICE, NULL);
}

static void
send_restore (ConfabMeeting *self, const ConfabLinkView *view)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_RESTORE);

  carrier->restore.genesis = g_bytes_ref (self->charter->statement);
  if (self->charter->roomcert != NULL)
    carrier->restore.roomcert = g_bytes_ref (self->charter->roomcert);
  carrier->restore.link = confab_link_view_complete_step (view);
  if (self->joining.lineage != NULL)
    carrier->restore.lineage = confab_lineage_ref (self->joining.lineage);
  confab_meeting_send (self, carrier, CONFAB_ROUTE_SERVICE, NULL);
}

void
confab_meeting_restore_service (ConfabMeeting *self, const ConfabLinkView *view)
{
  send_restore (self, view);
  if (!self->following.join_owed)
    return;
  self->following.join_owed = FALSE;
  confab_meeting_send_join (self);
}

/* Nobody has let us in, and the meeting at whose door we stood is not there any more: the next GENESIS is a
 * new beginning, whoever brings it. Own JOINs stay, as it may be the same meeting that comes back, and its
 * leader may let us in by an earlier one. */
static void
forget_meeting (ConfabMeeting *self)
{
  g_message ("the meeting that we waited for is over");
  g_clear_pointer (&self->charter, confab_charter_free);
  g_clear_pointer (&self->joining.base, confab_link_view_unref);
  g_clear_pointer (&self->book, confab_join_book_free);
  self->book = confab_join_book_new ();
  self->joining.admission_n = 0;
  self->joining.next_ack_at = CONFAB_NEVER;
  self->following.sync_wanted = FALSE;
}

/* A founder posts its LINK again. */
static void
resume_founding (ConfabMeeting *self, const ConfabWelcome *welcome)
{
  if (welcome->genesis == NULL)
    confab_meeting_send_genesis (self);
  send_same_join (self);
  if (self->leading->pending != NULL)
    self->leading->pending->repeat_at = self->now.local_ms;
}

static void
resume_following (ConfabMeeting *self, const ConfabWelcome *welcome)
{
  ConfabLinkStatement link;
  ConfabDigest hash;

  if (welcome->link == NULL ||
      !confab_link_read (self->charter, welcome->link->link, &link, &hash) ||
      link.n < self->view->link.n)
    confab_meeting_restore_service (self, self->view);
  else if (link.n > self->view->link.n)
    confab_meeting_want_sync (self);
  else
    confab_meeting_take_step (self, welcome->link, NULL, FALSE);
}

static gboolean
is_another_meeting (ConfabMeeting *self, const ConfabWelcome *welcome)
{
  return welcome->genesis != NULL && !g_bytes_equal (welcome->genesis, self->charter->statement);
}

/* Those who wait keep their JOIN (6.4), and never bring GENESIS: they would hold a meeting that is over up to
 * each other for ever. */
static void
resume_waiting (ConfabMeeting *self, const ConfabWelcome *welcome)
{
  if (welcome->genesis == NULL || is_another_meeting (self, welcome)) {
    forget_meeting (self);
    confab_meeting_take_welcome (self, welcome);
  } else {
    send_same_join (self);
  }
}

void
confab_meeting_resume (ConfabMeeting *self, const ConfabWelcome *welcome)
{
  if (self->charter == NULL) {
    confab_meeting_take_welcome (self, welcome);
    return;
  }
  if (self->view == NULL && self->leading == NULL) {
    resume_waiting (self, welcome);
    return;
  }
  if (is_another_meeting (self, welcome)) {
    confab_meeting_end_here (self, "replaced",
                             _ ("Another meeting runs in this room now; join it again"));
    return;
  }
  if (self->view == NULL) {
    resume_founding (self, welcome);
    return;
  }
  /* A JOIN belongs to a meeting: a service that has none gets that first. */
  self->following.join_owed = welcome->genesis == NULL;
  if (!self->following.join_owed)
    confab_meeting_send_join (self);
  if (self->leading != NULL)
    confab_leading_resume (self, welcome);
  else
    resume_following (self, welcome);
}

static gint64
get_renewal_at (ConfabMeeting *self)
{
  const ConfabOwnJoin *own = confab_own_joins_get_newest (self->own_joins);

  return self->view != NULL && own != NULL ? own->made_at + CONFAB_EK_RENEWAL_MS : CONFAB_NEVER;
}

void
confab_meeting_renew_own_key (ConfabMeeting *self)
{
  if (self->now.local_ms >= get_renewal_at (self))
    confab_meeting_send_join (self);
}

gint64
confab_meeting_get_renewal_deadline (ConfabMeeting *self)
{
  return get_renewal_at (self);
}
