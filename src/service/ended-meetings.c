/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/ended-meetings.h"

#include "protocol/protocol.h"

/* From a day ahead of the service's clock to a day behind: so long a GENESIS is taken. */
#define REMEMBER_MS ((gint64) 2 * CONFAB_GENESIS_MAX_AGE_MS)
/* A few megabytes; whoever founds more than that makes room for what is older. */
#define REMEMBER_MAX 65536

typedef struct {
  ConfabDigest gen;
  gint64 ended_ms;
} Ended;

struct _ConfabEndedMeetings {
  GQueue in_order;    /* of Ended, the oldest first; owned */
  GHashTable *by_gen; /* ConfabDigest -> Ended (in @in_order) */
};

ConfabEndedMeetings *
confab_ended_meetings_new (void)
{
  ConfabEndedMeetings *ended = g_new0 (ConfabEndedMeetings, 1);

  ended->by_gen = g_hash_table_new (confab_digest_hash, confab_digest_equal);
  return ended;
}

void
confab_ended_meetings_free (ConfabEndedMeetings *ended)
{
  if (ended == NULL)
    return;
  g_hash_table_unref (ended->by_gen);
  g_queue_clear_full (&ended->in_order, g_free);
  g_free (ended);
}

static void
forget_oldest (ConfabEndedMeetings *ended)
{
  Ended *oldest = g_queue_pop_head (&ended->in_order);

  g_hash_table_remove (ended->by_gen, &oldest->gen);
  g_free (oldest);
}

static void
forget_old (ConfabEndedMeetings *ended, gint64 now_ms)
{
  const Ended *oldest;

  while ((oldest = g_queue_peek_head (&ended->in_order)) != NULL &&
         now_ms - oldest->ended_ms > REMEMBER_MS)
    forget_oldest (ended);
}

void
confab_ended_meetings_add (ConfabEndedMeetings *ended, const ConfabDigest *gen, gint64 now_ms)
{
  Ended *entry;

  forget_old (ended, now_ms);
  if (g_hash_table_contains (ended->by_gen, gen))
    return;
  if (ended->in_order.length >= REMEMBER_MAX)
    forget_oldest (ended);
  entry = g_new (Ended, 1);
  entry->gen = *gen;
  entry->ended_ms = now_ms;
  g_queue_push_tail (&ended->in_order, entry);
  g_hash_table_insert (ended->by_gen, &entry->gen, entry);
}

gboolean
confab_ended_meetings_contain (ConfabEndedMeetings *ended, const ConfabDigest *gen, gint64 now_ms)
{
  forget_old (ended, now_ms);
  return g_hash_table_contains (ended->by_gen, gen);
}
