/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What clients bring after the service forgot (docs/protocol.md 13). Nothing of it is believed that does not
 * follow, signature by signature, from GENESIS; the highest (term, n) stays.
 */
#include "service/ended-meetings.h"
#include "service/service-meeting-private.h"

static gboolean
is_newer (const ConfabServiceMeeting *meeting, const ConfabLinkStatement *link)
{
  if (link->term != meeting->leader.term)
    return link->term > meeting->leader.term;
  return link->n > meeting->link.n;
}

/* Whether the LINK stands where the lineage leads to. */
static ConfabRefusal
check_restored (const ConfabFounding *founding, const ConfabLeader *leader,
                const ConfabLinkStatement *link, gint64 wall_ms)
{
  if (!confab_pid_equal (&link->leader_pid, &leader->pid) || link->term != leader->term ||
      link->n < leader->first_n ||
      (link->n == 1 && !confab_digest_equal (&link->prev, &founding->tag.gen)))
    return CONFAB_REFUSED_BAD_LINK;
  if (link->flags & CONFAB_LINK_ENDED)
    return CONFAB_REFUSED_MEETING_OVER;
  /* A live meeting has a LINK every 50 s; one of this morning is somebody's recording. */
  if (ABS (link->time_ms - wall_ms) > CONFAB_RESTORE_MAX_AGE_MS)
    return CONFAB_REFUSED_CLOCK;
  return CONFAB_ACCEPTED;
}

/* Puts the LINK where the newest was. One that follows it directly leaves the ones before in their place. */
static void
put_restored (ConfabServiceMeeting *meeting, const ConfabCheckedLink *checked,
              const ConfabLeader *leader, const ConfabRestore *restore)
{
  gboolean follows = meeting->full != NULL && checked->link.n == meeting->link.n + 1 &&
                     confab_digest_equal (&checked->link.prev, &meeting->link_hash);

  if (!follows)
    confab_chain_clear (meeting->chain);
  if (restore->lineage != NULL) {
    g_autoptr (ConfabLineage) lineage = confab_lineage_new ();

    for (guint i = 0; i < restore->lineage->entries->len; i++) {
      const ConfabLineageEntry *entry = restore->lineage->entries->pdata[i];

      g_ptr_array_add (lineage->entries,
                       confab_lineage_entry_new (entry->link, entry->roster, entry->join,
                                                 entry->next, entry->handover));
    }
    confab_lineage_unref (meeting->lineage);
    meeting->lineage = g_steal_pointer (&lineage);
    confab_service_meeting_keep_role_proofs (meeting, restore->lineage->roles);
  }
  if (meeting->leader.term != leader->term)
    meeting->hb = 0;
  meeting->leader = *leader;
  confab_link_step_unref (confab_service_meeting_adopt (meeting, checked, restore->link));
}

ConfabRefusal
confab_service_meeting_restore (ConfabServiceMeeting *meeting, const ConfabFounding *founding,
                                const ConfabRestore *restore, gint64 wall_ms, gint64 now_ms,
                                gboolean *changed)
{
  g_auto (ConfabCheckedLink) checked = { 0 };
  ConfabLeader leader;
  ConfabLinkContext context = {
    .tag = &founding->tag,
    .policy = founding->genesis.policy,
    .known = meeting->joins,
    .max_new_joins = CONFAB_ROSTER_MAX_ENTRIES,
  };
  ConfabRefusal refusal = confab_lineage_check (founding, restore->lineage, &leader);

  if (refusal == CONFAB_ACCEPTED)
    refusal =
        confab_link_check_statement (&founding->tag, restore->link->link, &leader.sk, &checked);
  if (refusal == CONFAB_ACCEPTED)
    refusal = check_restored (founding, &leader, &checked.link, wall_ms);
  if (refusal == CONFAB_ACCEPTED && !is_newer (meeting, &checked.link)) {
    *changed = FALSE; /* everybody brings it; 200 signatures in it need no second look */
    return CONFAB_ACCEPTED;
  }
  if (refusal == CONFAB_ACCEPTED)
    refusal = confab_link_check_contents (&context, restore->link, NULL, &checked);
  if (refusal != CONFAB_ACCEPTED)
    return refusal;

  put_restored (meeting, &checked, &leader, restore);
  meeting->leader_heard_ms = now_ms;
  *changed = TRUE;
  return CONFAB_ACCEPTED;
}
