/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service of a rig: it keeps and passes on, as docs/protocol.md 13 says, and checks only what
 * it must. */
#include "meeting/tests/rig.h"

struct _RigService {
  GBytes *genesis;      /* (nullable) */
  GBytes *roomcert;     /* (nullable) */
  GHashTable *joins;    /* ConfabPid -> GBytes: the newest of each */
  GHashTable *by_hash;  /* join_hash -> GBytes */
  GPtrArray *chain;     /* of ConfabLinkStep as the leader sent them; n rises by 1 */
  ConfabLinkStep *full; /* (nullable): the newest with all JOINs of its roster */
  guint32 first;        /* n of chain[0] */
  ConfabDigest hash;    /* link_hash of the newest */
  ConfabPid leader;
  ConfabRosterEntry *entries;
  guint n_entries;
  GHashTable *boxes; /* ConfabPid -> GBytes */
};

static void
clear (struct _RigService *service)
{
  g_clear_pointer (&service->genesis, g_bytes_unref);
  g_clear_pointer (&service->roomcert, g_bytes_unref);
  g_clear_pointer (&service->joins, g_hash_table_unref);
  g_clear_pointer (&service->by_hash, g_hash_table_unref);
  g_clear_pointer (&service->chain, g_ptr_array_unref);
  g_clear_pointer (&service->boxes, g_hash_table_unref);
  g_clear_pointer (&service->full, confab_link_step_unref);
  g_clear_pointer (&service->entries, g_free);
  service->n_entries = 0;
}

static void
begin (struct _RigService *service)
{
  GDestroyNotify unref = (GDestroyNotify) g_bytes_unref;

  service->joins = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, unref);
  service->by_hash = g_hash_table_new_full (confab_digest_hash, confab_digest_equal, g_free, unref);
  service->boxes = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, unref);
  service->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
}

struct _RigService *
rig_service_new (void)
{
  struct _RigService *service = g_new0 (struct _RigService, 1);

  begin (service);
  return service;
}

void
rig_service_free (struct _RigService *service)
{
  clear (service);
  g_free (service);
}

void
rig_service_forget (Rig *rig)
{
  clear (rig->service);
  begin (rig->service);
}

guint
rig_service_get_n (Rig *rig)
{
  return rig->service->chain->len > 0 ? rig->service->first + rig->service->chain->len - 1 : 0;
}

ConfabLinkStep *
rig_service_get_newest (Rig *rig)
{
  GPtrArray *chain = rig->service->chain;

  return chain->len > 0 ? chain->pdata[chain->len - 1] : NULL;
}

static GBytes *
body_of (GBytes *statement)
{
  ConfabSignature signature;
  GBytes *body = NULL;

  g_assert_true (confab_signed_split (statement, &body, &signature, NULL));
  return body;
}

static const ConfabRosterEntry *
find_entry (Rig *rig, const ConfabPid *pid)
{
  for (guint i = 0; i < rig->service->n_entries; i++) {
    if (confab_pid_equal (&rig->service->entries[i].pid, pid))
      return &rig->service->entries[i];
  }
  return NULL;
}

static gboolean
is_member (Rig *rig, Person *person)
{
  const ConfabRosterEntry *entry = find_entry (rig, confab_meeting_get_pid (person->meeting));

  return person->online && person->is_bound && entry != NULL &&
         confab_roster_entry_is_present (entry);
}

static Person *
find_person (Rig *rig, const ConfabPid *pid)
{
  for (guint i = 0; i < rig->people->len; i++) {
    Person *person = rig->people->pdata[i];

    if (person->online && person->is_bound &&
        confab_pid_equal (confab_meeting_get_pid (person->meeting), pid))
      return person;
  }
  return NULL;
}

static void
send_to_members (Rig *rig, const ConfabCarrier *carrier, Person *except)
{
  for (guint i = 0; i < rig->people->len; i++) {
    Person *person = rig->people->pdata[i];

    if (person != except && is_member (rig, person))
      rig_deliver (rig, person, carrier);
  }
}

static void
send_to (Rig *rig, const ConfabPid *pid, const ConfabCarrier *carrier)
{
  Person *person = find_person (rig, pid);

  if (person != NULL)
    rig_deliver (rig, person, carrier);
}

static void
refuse (Rig *rig, Person *person, const char *code)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new_error (CONFAB_CARRIER_ERROR, code, code);

  rig_deliver (rig, person, carrier);
}

void
rig_service_welcome (Rig *rig, Person *person)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new (CONFAB_CARRIER_WELCOME);
  carrier->welcome.room = g_strdup ("ada-lovelace");
  carrier->welcome.owner_ik = *confab_signer_get_key (rig->owner);
  carrier->welcome.policy = (guint16) rig->policy;
  carrier->welcome.server_time_ms = rig_time (person).wall_ms;
  if (rig->service->genesis != NULL)
    carrier->welcome.genesis = g_bytes_ref (rig->service->genesis);
  if (rig->service->roomcert != NULL)
    carrier->welcome.roomcert = g_bytes_ref (rig->service->roomcert);
  if (rig->service->full != NULL)
    carrier->welcome.link = confab_link_step_ref (rig->service->full);
  person->last_arrival = rig->now;
  rig_deliver (rig, person, carrier);
}

static void
announce (Rig *rig, Person *from, GBytes *genesis)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new (CONFAB_CARRIER_GENESIS);

  rig->service->genesis = g_bytes_ref (genesis);
  carrier->genesis.genesis = g_bytes_ref (genesis);
  for (guint i = 0; i < rig->people->len; i++) {
    if (rig->people->pdata[i] != from)
      rig_deliver (rig, rig->people->pdata[i], carrier);
  }
}

static void
take_genesis (Rig *rig, Person *from, const ConfabCarrier *carrier)
{
  if (rig->service->genesis != NULL) {
    if (!g_bytes_equal (rig->service->genesis, carrier->genesis.genesis))
      refuse (rig, from, "meeting-running");
    return;
  }
  if (carrier->genesis.roomcert != NULL)
    rig->service->roomcert = g_bytes_ref (carrier->genesis.roomcert);
  announce (rig, from, carrier->genesis.genesis);
}

static void
keep_join (Rig *rig, GBytes *statement, ConfabJoinStatement *join)
{
  g_autoptr (GBytes) body = body_of (statement);
  ConfabDigest hash = confab_join_hash (body);

  g_assert_true (confab_join_decode (body, join, NULL));
  g_hash_table_replace (rig->service->by_hash, g_memdup2 (&hash, sizeof hash),
                        g_bytes_ref (statement));
  g_hash_table_replace (rig->service->joins, confab_pid_copy (&join->pid), g_bytes_ref (statement));
}

static void
offer_joins (Rig *rig)
{
  GHashTableIter iter;
  gpointer statement;

  g_hash_table_iter_init (&iter, rig->service->joins);
  while (g_hash_table_iter_next (&iter, NULL, &statement)) {
    g_autoptr (ConfabCarrier) carrier =
        confab_carrier_new_statement (CONFAB_CARRIER_JOIN, statement);

    send_to (rig, &rig->service->leader, carrier);
  }
}

static void
take_join (Rig *rig, Person *from, const ConfabCarrier *carrier)
{
  ConfabJoinStatement join;

  keep_join (rig, carrier->statement, &join);
  from->is_bound = TRUE;
  if (rig->service->chain->len == 0)
    return;
  if (confab_pid_equal (&join.pid, &rig->service->leader))
    offer_joins (rig);
  else
    send_to (rig, &rig->service->leader, carrier);
}

static ConfabLinkStep *
complete (Rig *rig, const ConfabLinkStep *step)
{
  ConfabLinkStep *full = confab_link_step_new (step->link, step->roster);

  for (guint i = 0; i < rig->service->n_entries; i++) {
    GBytes *join = g_hash_table_lookup (rig->service->by_hash, &rig->service->entries[i].join_hash);

    g_assert_nonnull (join);
    g_ptr_array_add (full->joins, g_bytes_ref (join));
  }
  for (guint i = 0; i < step->cmds->len; i++)
    g_ptr_array_add (full->cmds, g_bytes_ref (step->cmds->pdata[i]));
  for (guint i = 0; i < step->roles->len; i++) {
    const ConfabRoleProof *proof = step->roles->pdata[i];

    g_ptr_array_add (full->roles, confab_role_proof_new (proof->cmd, proof->join));
  }
  return full;
}

static void
deliver_link (Rig *rig, Person *person, ConfabLinkStep *step)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new (CONFAB_CARRIER_LINK);
  GBytes *box = g_hash_table_lookup (rig->service->boxes, confab_meeting_get_pid (person->meeting));

  carrier->link.step = confab_link_step_ref (step);
  carrier->link.box = box != NULL ? g_bytes_ref (box) : NULL;
  rig_deliver (rig, person, carrier);
}

static void
deliver_base (Rig *rig, Person *person, ConfabLinkStep *base)
{
  g_autoptr (ConfabCarrier) carrier = confab_carrier_new (CONFAB_CARRIER_SYNC);

  carrier->sync.links = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
  g_ptr_array_add (carrier->sync.links, confab_link_step_ref (base));
  rig_deliver (rig, person, carrier);
}

static void
take_boxes (Rig *rig, GHashTable *boxes)
{
  GHashTableIter iter;
  gpointer pid, box;

  if (boxes == NULL)
    return;
  g_hash_table_iter_init (&iter, boxes);
  while (g_hash_table_iter_next (&iter, &pid, &box))
    g_hash_table_replace (rig->service->boxes, confab_pid_copy (pid), g_bytes_ref (box));
}

/* The same LINK with new boxes. */
static void
repeat_boxes (Rig *rig, const ConfabCarrier *carrier)
{
  GHashTableIter iter;
  gpointer pid;

  take_boxes (rig, carrier->link.boxes);
  g_hash_table_iter_init (&iter, carrier->link.boxes);
  while (g_hash_table_iter_next (&iter, &pid, NULL)) {
    Person *person = find_person (rig, pid);

    if (person != NULL)
      deliver_link (rig, person, rig_service_get_newest (rig));
  }
}

/* Whoever had an entry and has none now begins anew, with another pid. */
static void
forget_joins_of_gone (Rig *rig, const ConfabRosterEntry *old, guint n_old)
{
  for (guint i = 0; i < n_old; i++) {
    if (find_entry (rig, &old[i].pid) == NULL)
      g_hash_table_remove (rig->service->joins, &old[i].pid);
  }
}

static void
adopt (Rig *rig, ConfabLinkStep *step, const ConfabLinkStatement *link, const ConfabDigest *hash)
{
  struct _RigService *service = rig->service;
  g_autofree ConfabRosterEntry *old = NULL;
  guint n_old;

  for (guint i = 0; i < step->joins->len; i++) {
    ConfabJoinStatement join;

    keep_join (rig, step->joins->pdata[i], &join);
  }
  old = service->entries;
  n_old = service->n_entries;
  service->entries = confab_roster_decode (step->roster, &service->n_entries, NULL);
  g_assert_nonnull (service->entries);
  forget_joins_of_gone (rig, old, n_old);
  service->hash = *hash;
  service->leader = link->leader_pid;
  g_hash_table_remove_all (service->boxes);
  if (service->chain->len == 0)
    service->first = link->n;
  g_ptr_array_add (service->chain, confab_link_step_ref (step));
  g_clear_pointer (&service->full, confab_link_step_unref);
  service->full = complete (rig, step);
}

static void
take_link (Rig *rig, Person *from, const ConfabCarrier *carrier)
{
  struct _RigService *service = rig->service;
  g_autoptr (ConfabLinkStep) base = NULL;
  g_autoptr (GBytes) body = body_of (carrier->link.step->link);
  g_autofree ConfabRosterEntry *old = NULL;
  guint n_old = service->n_entries;
  ConfabLinkStatement link;
  ConfabDigest hash = confab_link_hash (body);

  g_assert_true (confab_link_statement_decode (body, &link, NULL));
  if (service->full != NULL)
    base = confab_link_step_ref (service->full);
  if (base != NULL && confab_digest_equal (&hash, &service->hash)) {
    repeat_boxes (rig, carrier);
    return;
  }
  if (base != NULL && !confab_digest_equal (&link.prev, &service->hash)) {
    refuse (rig, from, "wrong-prev");
    return;
  }
  old = g_memdup2 (service->entries, n_old * sizeof *old);
  adopt (rig, carrier->link.step, &link, &hash);
  take_boxes (rig, carrier->link.boxes);
  for (guint i = 0; i < rig->people->len; i++) {
    Person *person = rig->people->pdata[i];
    const ConfabPid *pid = confab_meeting_get_pid (person->meeting);
    gboolean was_in = FALSE;

    for (guint k = 0; k < n_old; k++)
      was_in |= confab_pid_equal (&old[k].pid, pid) && confab_roster_entry_is_present (&old[k]);
    if (!person->online || !person->is_bound || (!was_in && find_entry (rig, pid) == NULL))
      continue;
    if (!was_in && base != NULL)
      deliver_base (rig, person, base);
    deliver_link (rig, person, rig_service_get_newest (rig));
  }
  if (base == NULL)
    offer_joins (rig);
}

static void
take_restore (Rig *rig, Person *from, const ConfabCarrier *carrier)
{
  ConfabLinkStep *step = carrier->restore.link;
  g_autoptr (GBytes) body = body_of (step->link);
  ConfabLinkStatement link;
  ConfabDigest hash = confab_link_hash (body);

  g_assert_true (confab_link_statement_decode (body, &link, NULL));
  if (rig->service->genesis == NULL)
    announce (rig, from, carrier->restore.genesis);
  if (rig->service->chain->len > 0 && link.n <= rig_service_get_n (rig))
    return;
  if (rig->service->chain->len > 0 && link.n != rig_service_get_n (rig) + 1)
    g_ptr_array_set_size (rig->service->chain, 0);
  adopt (rig, step, &link, &hash);
  offer_joins (rig);
}

static void
answer_sync (Rig *rig, Person *from, guint32 have)
{
  g_autoptr (ConfabCarrier) answer = confab_carrier_new (CONFAB_CARRIER_SYNC);
  guint32 n = rig_service_get_n (rig);
  GBytes *box = g_hash_table_lookup (rig->service->boxes, confab_meeting_get_pid (from->meeting));

  if (have + 1 < rig->service->first) {
    refuse (rig, from, "gap");
    return;
  }
  answer->sync.links = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_link_step_unref);
  for (guint32 i = have + 1; i <= n; i++)
    g_ptr_array_add (answer->sync.links,
                     confab_link_step_ref (rig->service->chain->pdata[i - rig->service->first]));
  answer->sync.box = box != NULL ? g_bytes_ref (box) : NULL;
  rig_deliver (rig, from, answer);
}

void
rig_service_take (Rig *rig, Person *from, ConfabCarrier *carrier)
{
  switch (carrier->type) {
  case CONFAB_CARRIER_GENESIS:
    take_genesis (rig, from, carrier);
    break;
  case CONFAB_CARRIER_JOIN:
    if (rig->service->genesis != NULL)
      take_join (rig, from, carrier);
    break;
  case CONFAB_CARRIER_LINK:
    if (from->is_bound)
      take_link (rig, from, carrier);
    break;
  case CONFAB_CARRIER_RESTORE:
    take_restore (rig, from, carrier);
    break;
  case CONFAB_CARRIER_HEARTBEAT:
  case CONFAB_CARRIER_FORK:
    send_to_members (rig, carrier, from);
    break;
  case CONFAB_CARRIER_ACK:
    send_to (rig, &rig->service->leader, carrier);
    break;
  case CONFAB_CARRIER_COMMAND:
    send_to_members (rig, carrier, NULL);
    break;
  case CONFAB_CARRIER_MESSAGE:
    if (confab_pid_is_none (&carrier->message.to))
      send_to_members (rig, carrier, from);
    else
      send_to (rig, &carrier->message.to, carrier);
    break;
  case CONFAB_CARRIER_SDP:
    send_to (rig, &carrier->sdp.to, carrier);
    break;
  case CONFAB_CARRIER_ICE_CANDIDATE:
    send_to (rig, &carrier->candidate.to, carrier);
    break;
  case CONFAB_CARRIER_RENEW:
    send_to (rig, &carrier->to, carrier);
    break;
  case CONFAB_CARRIER_SYNC_REQUEST:
    if (rig->service->chain->len > 0)
      answer_sync (rig, from, carrier->have);
    break;
  default:
    break;
  }
}
