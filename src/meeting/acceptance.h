/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a LINK is accepted: docs/protocol.md 7 in its order. Pure: it reads, and gives a view;
 * what follows from a verdict is the follower's and the joiner's business.
 */
#pragma once

#include "meeting/link-view.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_VERDICT_ACCEPTED,
  CONFAB_VERDICT_REPEATED,   /* the newest LINK once more */
  CONFAB_VERDICT_OUTDATED,   /* of an earlier n */
  CONFAB_VERDICT_AHEAD,      /* LINKs are missing between: `sync` */
  CONFAB_VERDICT_FORKED,     /* the leader signed another LINK of the same n and term */
  CONFAB_VERDICT_GAP,        /* the leader signed n + 1, but not on our n */
  CONFAB_VERDICT_NEW_LEADER, /* a change of leader (9) */
  CONFAB_VERDICT_BAD_DATA,   /* not of this meeting, or signed by nobody who may */
  CONFAB_VERDICT_FORBIDDEN,  /* signed by the leader, but 7.4 to 7.7 do not allow it */
} ConfabVerdict;

/* What the LINK says about this client's own entry (7.5). */
typedef enum {
  CONFAB_FATE_NOT_IN, /* no entry (for one who waits: still waiting) */
  CONFAB_FATE_PRESENT,
  CONFAB_FATE_ABSENT,  /* dropped: return by 9.5 */
  CONFAB_FATE_REMOVED, /* wipe keys, leave */
} ConfabFate;

/**
 * ConfabAcceptance:
 * @sources: charter, the last accepted LINK as `old`, and JOINs seen before
 * @own_pid: this client
 * @own_joins: hashes (ConfabDigest *) of its JOINs that may stand in a roster now
 */
typedef struct {
  ConfabLinkSources sources;
  ConfabPid own_pid;
  GPtrArray *own_joins;
} ConfabAcceptance;

/* The verdict about @step as the successor of `old`. Writes @view (transfer full) and @fate for
 * CONFAB_VERDICT_ACCEPTED only; @error says why for the last two. */
ConfabVerdict confab_acceptance_check (const ConfabAcceptance *acceptance, ConfabLinkStep *step,
                                       ConfabLinkView **view, ConfabFate *fate, GError **error);

/** ConfabLeaderKnown: whose signature counts in a term, learnt from GENESIS and lineage. */
typedef struct {
  guint32 term;
  guint32 first_n;
  ConfabPid pid;
  ConfabVerifyKey sk;
} ConfabLeaderKnown;

/* A joiner's first LINK (6.2, 6.5), which has no predecessor to be compared with: everything of 7
 * but 5 and the differences of 6 and 7. Gives (transfer full) (nullable) the view. */
ConfabLinkView *
confab_acceptance_check_base (const ConfabLinkSources *sources, const ConfabLeaderKnown *leader,
                              ConfabLinkStep *step, GError **error);

/* Decodes the LINK of @step and hashes it; FALSE if it is not of this meeting. */
gboolean confab_link_read (const ConfabCharter *charter, GBytes *statement,
                           ConfabLinkStatement *link, ConfabDigest *hash);

G_END_DECLS
