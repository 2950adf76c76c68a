/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the service's meeting share. */
#pragma once

#include "service/chain.h"
#include "service/lineage-check.h"
#include "service/link-check.h"
#include "service/service-meeting.h"

G_BEGIN_DECLS

struct _ConfabServiceMeeting {
  ConfabFounding founding;
  GBytes *genesis;
  GBytes *roomcert; /* (nullable) */
  GBytes *waittext; /* (nullable) */

  GHashTable
      *joins; /* ConfabDigest join_hash -> ConfabKnownJoin (owned): in the roster or pending */
  GHashTable *newest;  /* ConfabPid -> ConfabKnownJoin (in @joins): the highest seq of each */
  GHashTable *cmd_seq; /* ConfabPid -> guint32: the last CMD of each */

  ConfabLeader leader;
  ConfabLinkStatement link; /* the newest; n = 0: none yet */
  ConfabDigest link_hash;
  ConfabRosterEntry *entries;
  guint n_entries;
  ConfabLinkStep *full; /* the newest with every JOIN of its roster; NULL: none yet */
  GHashTable *boxes;    /* ConfabPid -> GBytes: of the newest */
  ConfabChain *chain;
  ConfabLineage *lineage;
  guint32 hb; /* the last of this term */
  gint64 leader_heard_ms;
  gboolean leader_was_heard;
};

/* Makes @checked, carried by @step, the newest LINK. Returns: (transfer full): @step with exactly the JOINs
 * that are new in it. */
ConfabLinkStep *
confab_service_meeting_adopt (ConfabServiceMeeting *meeting, const ConfabCheckedLink *checked,
                              const ConfabLinkStep *step);

/* Adds what is not there yet to the role proofs that late joiners get. */
void
confab_service_meeting_keep_role_proofs (ConfabServiceMeeting *meeting, const GPtrArray *roles);

G_END_DECLS
