/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The meeting itself: its founding, who is what in it, what a newcomer is told. */
#include "service/service-meeting-private.h"

/* GENESIS, ROOMCERT and WAITTEXT, and the welcome's own words. */
#define WELCOME_FRAME_BYTES (32 * 1024)
/* Half of an answer for changes of leader, the other half for what proves their roles. */
#define LINEAGE_HALF_BYTES (CONFAB_CARRIER_SYNC_MAX_BYTES / 2 - 1024)
/* As many as clients read in one list. */
#define ROLE_PROOFS_MAX CONFAB_ROSTER_MAX_ENTRIES

ConfabServiceMeeting *
confab_service_meeting_new (const ConfabFounding *founding, const ConfabGenesisCarrier *carrier,
                            gint64 now_ms)
{
  ConfabServiceMeeting *meeting = g_new0 (ConfabServiceMeeting, 1);

  meeting->founding = *founding;
  meeting->genesis = g_bytes_ref (carrier->genesis);
  meeting->roomcert = carrier->roomcert != NULL ? g_bytes_ref (carrier->roomcert) : NULL;
  meeting->waittext = carrier->waittext != NULL ? g_bytes_ref (carrier->waittext) : NULL;
  meeting->joins = g_hash_table_new_full (confab_digest_hash, confab_digest_equal, NULL,
                                          (GDestroyNotify) confab_known_join_unref);
  meeting->newest = g_hash_table_new (confab_pid_hash, confab_pid_equal);
  meeting->cmd_seq = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, NULL);
  meeting->boxes = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free,
                                          (GDestroyNotify) g_bytes_unref);
  meeting->chain = confab_chain_new ();
  meeting->lineage = confab_lineage_new ();
  meeting->leader = (ConfabLeader){
    .term = 1, .pid = founding->genesis.pid, .sk = founding->genesis.sk, .first_n = 1
  };
  meeting->leader_heard_ms = now_ms;
  return meeting;
}

void
confab_service_meeting_free (ConfabServiceMeeting *meeting)
{
  if (meeting == NULL)
    return;

  g_bytes_unref (meeting->genesis);
  g_clear_pointer (&meeting->roomcert, g_bytes_unref);
  g_clear_pointer (&meeting->waittext, g_bytes_unref);
  g_hash_table_unref (meeting->newest);
  g_hash_table_unref (meeting->joins);
  g_hash_table_unref (meeting->cmd_seq);
  g_free (meeting->entries);
  g_clear_pointer (&meeting->full, confab_link_step_unref);
  g_hash_table_unref (meeting->boxes);
  confab_chain_free (meeting->chain);
  confab_lineage_unref (meeting->lineage);
  g_free (meeting);
}

const ConfabDigest *
confab_service_meeting_get_gen (const ConfabServiceMeeting *meeting)
{
  return &meeting->founding.tag.gen;
}

const ConfabPid *
confab_service_meeting_get_leader (const ConfabServiceMeeting *meeting)
{
  return &meeting->leader.pid;
}

gint64
confab_service_meeting_get_leader_heard_ms (const ConfabServiceMeeting *meeting)
{
  return meeting->leader_heard_ms;
}

gboolean
confab_service_meeting_leader_was_heard (const ConfabServiceMeeting *meeting)
{
  return meeting->leader_was_heard;
}

gint64
confab_service_meeting_get_created_ms (const ConfabServiceMeeting *meeting)
{
  return meeting->founding.genesis.created_ms;
}

gboolean
confab_service_meeting_has_link (const ConfabServiceMeeting *meeting)
{
  return meeting->full != NULL;
}

const ConfabRosterEntry *
confab_service_meeting_find_entry (const ConfabServiceMeeting *meeting, const ConfabPid *pid)
{
  return confab_roster_find_entry (meeting->entries, meeting->n_entries, pid);
}

GBytes *
confab_service_meeting_get_box (const ConfabServiceMeeting *meeting, const ConfabPid *pid)
{
  return g_hash_table_lookup (meeting->boxes, pid);
}

ConfabStanding
confab_service_meeting_get_standing (const ConfabServiceMeeting *meeting, const ConfabPid *pid)
{
  const ConfabRosterEntry *entry = confab_service_meeting_find_entry (meeting, pid);

  if (entry != NULL && confab_roster_entry_is_present (entry))
    return confab_pid_equal (pid, &meeting->leader.pid) ? CONFAB_STANDING_LEADER
                                                        : CONFAB_STANDING_MEMBER;
  return g_hash_table_contains (meeting->newest, pid) ? CONFAB_STANDING_WAITING
                                                      : CONFAB_STANDING_GUEST;
}

static gsize
lineage_entry_bytes (const ConfabLineageEntry *entry)
{
  gsize raw = g_bytes_get_size (entry->link) + g_bytes_get_size (entry->roster) +
              g_bytes_get_size (entry->join) + g_bytes_get_size (entry->next) +
              (entry->handover != NULL ? g_bytes_get_size (entry->handover) : 0);

  return confab_base64url_length (raw) + 128; /* keys and punctuation */
}

static gsize
role_proof_bytes (const ConfabRoleProof *proof)
{
  gsize raw = g_bytes_get_size (proof->cmd) + g_bytes_get_size (proof->join);

  return confab_base64url_length (raw) + 32;
}

static gsize
lineage_bytes (const ConfabLineage *lineage)
{
  gsize bytes = 0;

  for (guint i = 0; i < lineage->entries->len; i++)
    bytes += lineage_entry_bytes (lineage->entries->pdata[i]);
  for (guint i = 0; i < lineage->roles->len; i++)
    bytes += role_proof_bytes (lineage->roles->pdata[i]);
  return bytes;
}

/* A lineage too long for the welcome is left to "e2ee.lineage". */
void
confab_service_meeting_fill_welcome (const ConfabServiceMeeting *meeting, ConfabWelcome *welcome)
{
  welcome->genesis = g_bytes_ref (meeting->genesis);
  welcome->roomcert = meeting->roomcert != NULL ? g_bytes_ref (meeting->roomcert) : NULL;
  welcome->waittext = meeting->waittext != NULL ? g_bytes_ref (meeting->waittext) : NULL;
  if (meeting->full == NULL)
    return;

  welcome->link = confab_link_step_ref (meeting->full);
  if (meeting->lineage->entries->len > 0 &&
      lineage_bytes (meeting->lineage) + confab_link_step_json_bytes (meeting->full) <
          CONFAB_CARRIER_SYNC_MAX_BYTES - WELCOME_FRAME_BYTES)
    welcome->lineage = confab_lineage_ref (meeting->lineage);
}

ConfabCarrier *
confab_service_meeting_make_genesis (const ConfabServiceMeeting *meeting)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_GENESIS);

  carrier->genesis.genesis = g_bytes_ref (meeting->genesis);
  carrier->genesis.roomcert = meeting->roomcert != NULL ? g_bytes_ref (meeting->roomcert) : NULL;
  carrier->genesis.waittext = meeting->waittext != NULL ? g_bytes_ref (meeting->waittext) : NULL;
  return carrier;
}

ConfabRefusal
confab_service_meeting_answer_sync (const ConfabServiceMeeting *meeting, const ConfabPid *pid,
                                    guint32 have, ConfabCarrier **carrier)
{
  g_autoptr (ConfabCarrier) answer = confab_carrier_new (CONFAB_CARRIER_SYNC);
  GBytes *box = NULL;

  answer->sync.links = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
  if (!confab_chain_select (meeting->chain, have, answer->sync.links, &answer->sync.more))
    return meeting->full != NULL ? CONFAB_REFUSED_GAP : CONFAB_REFUSED_NO_MEETING;
  if (!answer->sync.more && pid != NULL)
    box = confab_service_meeting_get_box (meeting, pid);
  answer->sync.box = box != NULL ? g_bytes_ref (box) : NULL;
  *carrier = g_steal_pointer (&answer);
  return CONFAB_ACCEPTED;
}

ConfabCarrier *
confab_service_meeting_answer_lineage (const ConfabServiceMeeting *meeting, guint32 from_term)
{
  ConfabCarrier *answer = confab_carrier_new (CONFAB_CARRIER_LINEAGE);
  const GPtrArray *entries = meeting->lineage->entries;
  const GPtrArray *roles = meeting->lineage->roles;
  gsize left = LINEAGE_HALF_BYTES;

  answer->lineage.lineage = confab_lineage_new ();
  /* Entry i is the change from term i + 1 to i + 2. */
  for (guint i = from_term > 0 ? from_term - 1 : 0; i < entries->len; i++) {
    const ConfabLineageEntry *entry = entries->pdata[i];
    gsize bytes = lineage_entry_bytes (entry);

    if (bytes > left) {
      answer->lineage.more = TRUE;
      break;
    }
    left -= bytes;
    g_ptr_array_add (answer->lineage.lineage->entries,
                     confab_lineage_entry_new (entry->link, entry->roster, entry->join, entry->next,
                                               entry->handover));
  }
  left = LINEAGE_HALF_BYTES;
  for (guint i = 0; i < roles->len && role_proof_bytes (roles->pdata[i]) <= left; i++) {
    const ConfabRoleProof *proof = roles->pdata[i];

    left -= role_proof_bytes (proof);
    g_ptr_array_add (answer->lineage.lineage->roles,
                     confab_role_proof_new (proof->cmd, proof->join));
  }
  return answer;
}

static gboolean
has_proof (const GPtrArray *proofs, GBytes *cmd)
{
  for (guint i = 0; i < proofs->len; i++)
    if (g_bytes_equal (((const ConfabRoleProof *) proofs->pdata[i])->cmd, cmd))
      return TRUE;
  return FALSE;
}

/* The oldest give way: those of the newest roster come again with each LINK. */
void
confab_service_meeting_keep_role_proofs (ConfabServiceMeeting *meeting, const GPtrArray *roles)
{
  GPtrArray *kept = meeting->lineage->roles;

  for (guint i = 0; i < roles->len; i++) {
    const ConfabRoleProof *proof = roles->pdata[i];

    if (has_proof (kept, proof->cmd))
      continue;
    if (kept->len == ROLE_PROOFS_MAX)
      g_ptr_array_remove_index (kept, 0);
    g_ptr_array_add (kept, confab_role_proof_new (proof->cmd, proof->join));
  }
}
