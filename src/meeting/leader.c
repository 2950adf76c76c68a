/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/leader.h"

#include <glib/gi18n-lib.h>

/* A leader looks at its clock every 5 s; after a longer pause the computer slept. */
#define SLEPT_MS 15000
/* Whoever is behind further than this has heard no HEARTBEAT for a minute, and left. */
#define RESTORED_LINKS 8

typedef struct {
  guint32 hb;
  gint64 sent_at;
} SentHeartbeat;

ConfabLeading *
confab_leading_new (ConfabMeeting *self, guint16 link_rights)
{
  ConfabLeading *leading = g_new0 (ConfabLeading, 1);

  leading->keys = self->keys.table;
  leading->started_local_ms = self->now.local_ms;
  leading->started_wall_ms = self->now.wall_ms;
  leading->term = 1;
  leading->draft = confab_draft_new (link_rights);
  leading->log = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_view_unref);
  leading->heartbeats = g_array_new (FALSE, FALSE, sizeof (SentHeartbeat));
  leading->next_heartbeat_at = CONFAB_NEVER;
  leading->line_lost_at = CONFAB_NEVER;
  leading->unechoed_since = CONFAB_NEVER;
  leading->restored_at = self->now.local_ms - CONFAB_HEARTBEAT_LEAVE_MS;
  leading->last_link_at = self->now.local_ms;
  leading->hurried_till = self->now.local_ms;
  leading->advanced_at = self->now.local_ms;
  leading->members = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free,
                                            (GDestroyNotify) confab_member_free);
  leading->applicants = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free,
                                               (GDestroyNotify) confab_applicant_free);
  leading->retired = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, NULL);
  leading->barred = g_hash_table_new_full (confab_digest_hash, confab_digest_equal, g_free, NULL);
  return leading;
}

void
confab_leading_free (ConfabLeading *leading)
{
  confab_leading_forget_pending (leading);
  confab_draft_free (leading->draft);
  g_ptr_array_unref (leading->log);
  g_array_unref (leading->heartbeats);
  g_hash_table_unref (leading->members);
  g_hash_table_unref (leading->applicants);
  g_hash_table_unref (leading->retired);
  g_hash_table_unref (leading->barred);
  g_free (leading);
}

gint64
confab_leading_get_time_ms (ConfabMeeting *self)
{
  return self->leading->started_wall_ms + (self->now.local_ms - self->leading->started_local_ms);
}

static void
remember_heartbeat (ConfabMeeting *self)
{
  GArray *heartbeats = self->leading->heartbeats;
  SentHeartbeat sent = { .hb = self->leading->hb, .sent_at = self->now.local_ms };
  guint n_old = 0;

  while (n_old < heartbeats->len &&
         self->now.local_ms - g_array_index (heartbeats, SentHeartbeat, n_old).sent_at >
             CONFAB_SILENT_DROP_MS)
    n_old++;
  if (n_old > 0)
    g_array_remove_range (heartbeats, 0, n_old);
  g_array_append_val (heartbeats, sent);
}

gboolean
confab_leading_find_heartbeat (ConfabMeeting *self, guint32 hb, gint64 *sent_at)
{
  GArray *heartbeats = self->leading->heartbeats;

  for (guint i = 0; i < heartbeats->len; i++) {
    const SentHeartbeat *sent = &g_array_index (heartbeats, SentHeartbeat, i);

    if (sent->hb == hb && self->now.local_ms - sent->sent_at <= CONFAB_SILENT_DROP_MS) {
      *sent_at = sent->sent_at;
      return TRUE;
    }
  }
  return FALSE;
}

void
confab_leading_send_heartbeat (ConfabMeeting *self)
{
  ConfabHeartbeatStatement heartbeat = { .meeting = self->charter->tag,
                                         .term = self->leading->term,
                                         .hb = ++self->leading->hb,
                                         .n = self->view->link.n,
                                         .link_hash = self->view->hash,
                                         .active_n = confab_epochs_get_active (self->epochs),
                                         .flags = self->view->link.flags,
                                         .time_ms = confab_leading_get_time_ms (self) };
  GBytes *statement = confab_meeting_send_signed (self, CONFAB_CARRIER_HEARTBEAT,
                                                  confab_heartbeat_encode (&heartbeat));

  g_clear_pointer (&statement, g_bytes_unref);
  remember_heartbeat (self);
  self->leading->next_heartbeat_at = self->now.local_ms + CONFAB_HEARTBEAT_PERIOD_MS;
}

static gboolean
has_others (ConfabMeeting *self)
{
  return self->view != NULL && confab_link_view_count_present (self->view) > 1;
}

gboolean
confab_leading_is_answered (ConfabMeeting *self)
{
  return !has_others (self) ||
         self->now.local_ms - self->leading->last_answer_at < CONFAB_LEADER_NO_ACK_STOP_MS;
}

void
confab_leading_lose_line (ConfabMeeting *self)
{
  self->leading->line_lost_at = self->now.local_ms;
  self->leading->unechoed_since = CONFAB_NEVER;
  /* Service unreachable: it counts at once (8.1). */
  if (self->leading->pending != NULL && self->view != NULL)
    confab_leading_count_pending (self);
}

/* Cut off from everybody: the others left a minute after our last HEARTBEAT reached them. */
static gboolean
is_alone_for_good (ConfabMeeting *self)
{
  return !self->connected && has_others (self) &&
         self->now.local_ms - self->leading->last_answer_at >= CONFAB_HEARTBEAT_LEAVE_MS;
}

void
confab_meeting_advance_leading (ConfabMeeting *self)
{
  ConfabLeading *leading = self->leading;

  if (self->now.local_ms - leading->advanced_at > SLEPT_MS)
    confab_leading_excuse_members (self);
  leading->advanced_at = self->now.local_ms;
  if (is_alone_for_good (self)) {
    confab_meeting_end_here (self, "lost",
                             _ ("Nobody in the meeting could be reached for a minute; check the "
                                "network and start it again"));
    return;
  }
  confab_leading_advance_members (self);
  confab_leading_advance_applicants (self);
  confab_leading_advance_links (self);
  if (self->now.local_ms >= leading->next_heartbeat_at)
    confab_leading_send_heartbeat (self);
}

gint64
confab_meeting_get_leading_deadline (ConfabMeeting *self)
{
  const ConfabLeading *leading = self->leading;
  gint64 deadline = leading->next_heartbeat_at;

  if (has_others (self)) {
    gint64 stop_at = leading->last_answer_at + CONFAB_LEADER_NO_ACK_STOP_MS;
    gint64 leave_at = leading->last_answer_at + CONFAB_HEARTBEAT_LEAVE_MS;

    if (stop_at > self->now.local_ms)
      deadline = MIN (deadline, stop_at);
    if (!self->connected)
      deadline = MIN (deadline, leave_at);
  }
  deadline = MIN (deadline, confab_leading_get_links_deadline (self));
  deadline = MIN (deadline, confab_leading_get_members_deadline (self));
  return MIN (deadline, confab_leading_get_applicants_deadline (self));
}

/* What the service missed, in order; FALSE if we no longer have it, or it holds another branch. */
static gboolean
post_missed (ConfabMeeting *self, const ConfabLinkStep *newest)
{
  GPtrArray *log = self->leading->log;
  ConfabLinkStatement link;
  ConfabDigest hash;
  guint place = log->len;

  if (newest == NULL || !confab_link_read (self->charter, newest->link, &link, &hash))
    return FALSE;
  for (guint i = 0; i < log->len; i++) {
    if (confab_digest_equal (&((ConfabLinkView *) log->pdata[i])->hash, &hash))
      place = i + 1;
  }
  if (place == log->len && !confab_digest_equal (&self->view->hash, &hash))
    return FALSE;
  for (; place < log->len; place++)
    confab_leading_post_again (self, log->pdata[place]);
  return TRUE;
}

void
confab_leading_restore_service (ConfabMeeting *self)
{
  GPtrArray *log = self->leading->log;
  guint first = log->len > RESTORED_LINKS ? log->len - RESTORED_LINKS : 0;

  confab_meeting_restore_service (self, log->pdata[first]);
  for (guint i = first + 1; i < log->len; i++)
    confab_leading_post_again (self, log->pdata[i]);
}

void
confab_leading_resume (ConfabMeeting *self, const ConfabWelcome *welcome)
{
  self->leading->line_lost_at = CONFAB_NEVER;
  self->leading->next_heartbeat_at = self->now.local_ms;
  confab_leading_excuse_members (self);
  if (!post_missed (self, welcome->link))
    confab_leading_restore_service (self);
}
