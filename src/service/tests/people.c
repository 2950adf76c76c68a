/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/tests/people.h"

#define SUITE CONFAB_SUITE_AES_256

/* (transfer full): signs @body (taken) by @signer. */
static GBytes *
sign (GBytes *body, const ConfabSigner *signer)
{
  GBytes *statement;

  g_assert_nonnull (body);
  statement = confab_statement_sign (body, signer);
  g_assert_nonnull (statement);
  g_bytes_unref (body);
  return statement;
}

static Person *
make_person (const char *name, ConfabSigner *ik)
{
  Person *person = g_new0 (Person, 1);

  person->name = name;
  person->ik = ik;
  person->sk = confab_signer_new_random (CONFAB_SIGNER_SESSION);
  person->pid = confab_pid_random ();
  person->caps = CONFAB_CAP_NATIVE_FRAMES | CONFAB_CAP_LEAD | CONFAB_CAP_P2P;
  return person;
}

Person *
person_new (const char *name)
{
  return make_person (name, confab_signer_new_random (CONFAB_SIGNER_IDENTITY));
}

Person *
person_new_again (const Person *person)
{
  return make_person (person->name, confab_signer_ref (person->ik));
}

void
person_free (Person *person)
{
  confab_signer_unref (person->ik);
  confab_signer_unref (person->sk);
  g_clear_pointer (&person->ek, confab_key_pair_unref);
  g_clear_pointer (&person->join, g_bytes_unref);
  g_free (person);
}

const ConfabVerifyKey *
person_ik (const Person *person)
{
  return confab_signer_get_key (person->ik);
}

GBytes *
person_make_join (Person *person, const ConfabMeetingTag *tag)
{
  ConfabJoinStatement join = { 0 };
  g_autoptr (GBytes) body = NULL;
  ConfabSignature signature;

  if (person->seq > 0 || person->ek == NULL) {
    g_clear_pointer (&person->ek, confab_key_pair_unref);
    person->ek = confab_key_pair_new_random ();
  }
  join.meeting = *tag;
  join.pid = person->pid;
  join.seq = ++person->seq;
  join.time_ms = confab_clock_wall_ms ();
  join.ik = *person_ik (person);
  join.sk = *confab_signer_get_key (person->sk);
  join.ek = *confab_key_pair_get_key (person->ek);
  join.caps = person->caps;
  join.token = confab_token_random ();
  g_strlcpy (join.name, person->name, sizeof join.name);

  g_clear_pointer (&person->join, g_bytes_unref);
  person->join = sign (confab_join_encode (&join), person->ik);
  g_assert_true (confab_signed_split (person->join, &body, &signature, NULL));
  person->join_hash = confab_join_hash (body);
  return person->join;
}

GBytes *
person_make_ack (const Person *person, const ConfabMeetingTag *tag, guint8 status)
{
  ConfabAckStatement ack = {
    .meeting = *tag, .pid = person->pid, .status = status, .token = confab_token_random ()
  };

  return sign (confab_ack_encode (&ack), person->sk);
}

GBytes *
person_make_command (Person *person, const ConfabMeetingTag *tag, guint8 command,
                     const ConfabPid *target)
{
  ConfabCommandStatement statement = { .meeting = *tag,
                                       .from = person->pid,
                                       .seq = ++person->cmd_seq,
                                       .command = command,
                                       .target = *target };

  return sign (confab_command_encode (&statement), person->sk);
}

GBytes *
person_make_sdpauth (const Person *person, const ConfabMeetingTag *tag, const ConfabPid *to,
                     const char *sdp)
{
  ConfabSdpauthStatement sdpauth = {
    .meeting = *tag, .from = person->pid, .to = *to, .session = 1, .direction = CONFAB_SDP_OFFER
  };

  confab_random_bytes (sdpauth.fp.bytes, sizeof sdpauth.fp.bytes);
  sdpauth.sdp_hash = confab_sdp_hash (sdp, strlen (sdp));
  return sign (confab_sdpauth_encode (&sdpauth), person->sk);
}

/* Its seal is nothing but noise, which is all that the service ever sees of one. */
GBytes *
person_make_message (const Person *person, const ConfabMeetingTag *tag, const ConfabPid *to)
{
  ConfabMessageHead head = { .meeting = *tag,
                             .kind = CONFAB_MESSAGE_CHAT,
                             .scope =
                                 confab_pid_is_none (to) ? CONFAB_SCOPE_GROUP : CONFAB_SCOPE_PAIR,
                             .n = 1,
                             .from = person->pid,
                             .to = *to,
                             .seq = 1 };
  g_autoptr (GBytes) bytes = confab_message_head_encode (&head);
  GByteArray *message = g_byte_array_new ();
  guint8 ct[144];

  confab_random_bytes (ct, sizeof ct);
  g_byte_array_append (message, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (message, ct, sizeof ct);
  return g_byte_array_free_to_bytes (message);
}

GBytes *
person_make_roomcert (const Person *owner, const ConfabDigest *room,
                      const ConfabVerifyKey *delegate, gint64 not_after_ms)
{
  ConfabRoomcertStatement cert = { .room = *room,
                                   .owner_ik = *person_ik (owner),
                                   .delegate_ik = *delegate,
                                   .not_after_ms = not_after_ms,
                                   .rights = CONFAB_ROOMCERT_FOUND };

  return sign (confab_roomcert_encode (&cert), owner->ik);
}

GBytes *
person_make_wait_text (const Person *owner, const ConfabDigest *room)
{
  ConfabWaitTextStatement text = { .room = *room,
                                   .time_ms = confab_clock_wall_ms (),
                                   .text = (char *) "{\"en\":{\"title\":\"T\",\"body\":\"B\"}}" };

  return sign (confab_wait_text_encode (&text), owner->ik);
}

ConfabRoomRecord *
person_make_room (const Person *owner)
{
  ConfabRoomRecord *room = g_new0 (ConfabRoomRecord, 1);

  room->id = g_strdup (TEST_ROOM);
  room->room_hash = confab_room_hash (TEST_AUTHORITY, TEST_ROOM);
  room->owner_ik = *person_ik (owner);
  room->policy = CONFAB_POLICY_ADMIT_BY_INVITE;
  return room;
}

Lead *
lead_new (Person *founder, const ConfabRoomRecord *room, gint64 created_ms)
{
  Lead *lead = g_new0 (Lead, 1);
  g_autoptr (GBytes) body = NULL;
  ConfabSignature signature;

  g_clear_pointer (&founder->ek, confab_key_pair_unref);
  founder->ek = confab_key_pair_new_random ();
  founder->seq = 0; /* the first JOIN has the EK of GENESIS */
  lead->founding = (ConfabGenesisStatement){ .suite = SUITE,
                                             .room = room->room_hash,
                                             .created_ms = created_ms,
                                             .nonce = confab_token_random (),
                                             .policy = room->policy,
                                             .pid = founder->pid,
                                             .ik = *person_ik (founder),
                                             .sk = *confab_signer_get_key (founder->sk),
                                             .ek = *confab_key_pair_get_key (founder->ek),
                                             .owner_ik = room->owner_ik };
  lead->genesis = sign (confab_genesis_encode (&lead->founding), founder->ik);
  g_assert_true (confab_signed_split (lead->genesis, &body, &signature, NULL));
  lead->tag = (ConfabMeetingTag){ .suite = SUITE, .gen = confab_genesis_hash (body) };
  lead->leader = founder;
  lead->prev = lead->tag.gen;
  lead->term = 1;
  lead->time_ms = created_ms;
  lead->entries = g_array_new (FALSE, TRUE, sizeof (ConfabRosterEntry));
  lead->people = g_ptr_array_new ();
  lead->joins = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  lead->fresh = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  person_make_join (founder, &lead->tag);
  lead_admit (lead, founder, CONFAB_ROLE_HOST);
  return lead;
}

void
lead_free (Lead *lead)
{
  g_bytes_unref (lead->genesis);
  g_array_unref (lead->entries);
  g_ptr_array_unref (lead->people);
  g_ptr_array_unref (lead->joins);
  g_ptr_array_unref (lead->fresh);
  g_clear_pointer (&lead->step, confab_link_step_unref);
  g_free (lead);
}

void
lead_admit (Lead *lead, Person *person, guint8 role)
{
  ConfabRosterEntry entry = {
    .pid = person->pid, .role = role, .flags = CONFAB_ENTRY_MAY_LEAD, .join_hash = person->join_hash
  };

  if (lead->entries->len > 0)
    entry.ord = g_array_index (lead->entries, ConfabRosterEntry, lead->entries->len - 1).ord + 1;
  g_array_append_val (lead->entries, entry);
  g_ptr_array_add (lead->people, person);
  g_ptr_array_add (lead->joins, g_bytes_ref (person->join));
  g_ptr_array_add (lead->fresh, g_bytes_ref (person->join));
}

ConfabRosterEntry *
lead_entry (Lead *lead, const Person *person)
{
  for (guint i = 0; i < lead->people->len; i++)
    if (lead->people->pdata[i] == person)
      return &g_array_index (lead->entries, ConfabRosterEntry, i);
  g_assert_not_reached ();
}

void
lead_update (Lead *lead, Person *person)
{
  ConfabRosterEntry *entry = lead_entry (lead, person);
  guint at;

  g_assert_true (g_ptr_array_find (lead->people, person, &at));
  g_bytes_unref (lead->joins->pdata[at]);
  lead->joins->pdata[at] = g_bytes_ref (person->join);
  entry->join_hash = person->join_hash;
  entry->flags &= ~CONFAB_ENTRY_ABSENT;
  g_ptr_array_add (lead->fresh, g_bytes_ref (person->join));
}

void
lead_delete (Lead *lead, const Person *person)
{
  for (guint i = 0; i < lead->people->len; i++)
    if (lead->people->pdata[i] == person) {
      g_array_remove_index (lead->entries, i);
      g_ptr_array_remove_index (lead->people, i);
      g_ptr_array_remove_index (lead->joins, i);
      return;
    }
}

static GBytes *
make_box (const Person *person)
{
  ConfabKeybox box = { .pid = person->pid, .token = confab_token_random () };

  confab_random_bytes (box.ct, sizeof box.ct);
  return confab_keybox_encode (&box);
}

static GHashTable *
make_boxes (const Lead *lead)
{
  GHashTable *boxes = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free,
                                             (GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < lead->entries->len; i++) {
    const Person *person = lead->people->pdata[i];

    if (person != lead->leader &&
        confab_roster_entry_is_present (&g_array_index (lead->entries, ConfabRosterEntry, i)))
      g_hash_table_insert (boxes, confab_pid_copy (&person->pid), make_box (person));
  }
  return boxes;
}

static GBytes *
make_link_statement (Lead *lead, guint8 cause, GBytes *roster)
{
  ConfabLinkStatement link = { .meeting = lead->tag,
                               .n = ++lead->n,
                               .prev = lead->prev,
                               .term = lead->term,
                               .leader_pid = lead->leader->pid,
                               .cause = cause,
                               .flags = lead->flags,
                               .rights = 0x3ff,
                               .time_ms = lead->time_ms,
                               .count = (guint16) lead->entries->len,
                               .roster_hash = confab_roster_hash (roster) };
  GBytes *body;

  confab_random_bytes (link.epk.bytes, sizeof link.epk.bytes);
  confab_random_bytes (link.commit.bytes, sizeof link.commit.bytes);
  body = confab_link_statement_encode (&link);
  lead->prev = confab_link_hash (body);
  return sign (body, (lead->signer != NULL ? lead->signer : lead->leader)->sk);
}

ConfabCarrier *
lead_make_link (Lead *lead, guint8 cause)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_LINK);
  g_autoptr (GBytes) roster = confab_roster_encode (
      (const ConfabRosterEntry *) (void *) lead->entries->data, lead->entries->len);
  g_autoptr (GBytes) link = make_link_statement (lead, cause, roster);

  g_clear_pointer (&lead->step, confab_link_step_unref);
  lead->step = confab_link_step_new (link, roster);
  for (guint i = 0; i < lead->fresh->len; i++)
    g_ptr_array_add (lead->step->joins, g_bytes_ref (lead->fresh->pdata[i]));
  g_ptr_array_set_size (lead->fresh, 0);
  carrier->link.step = confab_link_step_ref (lead->step);
  carrier->link.boxes = make_boxes (lead);
  return carrier;
}

ConfabCarrier *
lead_make_box (Lead *lead, const Person *person)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_LINK);

  carrier->link.step = confab_link_step_ref (lead->step);
  carrier->link.boxes = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free,
                                               (GDestroyNotify) g_bytes_unref);
  g_hash_table_insert (carrier->link.boxes, confab_pid_copy (&person->pid), make_box (person));
  return carrier;
}

GBytes *
lead_make_handover (Lead *lead, const Person *next)
{
  ConfabHandoverStatement handover = { .meeting = lead->tag,
                                       .term = lead->term,
                                       .n = lead->n,
                                       .link_hash = lead->prev,
                                       .next_pid = next->pid };

  return sign (confab_handover_encode (&handover), lead->leader->sk);
}

void
lead_become (Lead *lead, Person *next)
{
  lead->leader = next;
  lead->term++;
  lead->hb = 0;
}

GBytes *
lead_make_heartbeat (Lead *lead)
{
  ConfabHeartbeatStatement heartbeat = { .meeting = lead->tag,
                                         .term = lead->term,
                                         .hb = ++lead->hb,
                                         .n = lead->n,
                                         .link_hash = lead->prev,
                                         .active_n = lead->n,
                                         .flags = lead->flags,
                                         .time_ms = lead->time_ms };

  return sign (confab_heartbeat_encode (&heartbeat), lead->leader->sk);
}

ConfabCarrier *
lead_make_genesis (const Lead *lead)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_GENESIS);

  carrier->genesis.genesis = g_bytes_ref (lead->genesis);
  return carrier;
}

ConfabLinkStep *
lead_full_step (const Lead *lead)
{
  ConfabLinkStep *full = confab_link_step_new (lead->step->link, lead->step->roster);

  for (guint i = 0; i < lead->joins->len; i++)
    g_ptr_array_add (full->joins, g_bytes_ref (lead->joins->pdata[i]));
  full->handover = lead->step->handover != NULL ? g_bytes_ref (lead->step->handover) : NULL;
  return full;
}

ConfabCarrier *
lead_make_restore (const Lead *lead, ConfabLineage *lineage)
{
  ConfabCarrier *carrier = confab_carrier_new (CONFAB_CARRIER_RESTORE);

  carrier->restore.genesis = g_bytes_ref (lead->genesis);
  carrier->restore.link = lead_full_step (lead);
  carrier->restore.lineage = lineage != NULL ? confab_lineage_ref (lineage) : NULL;
  return carrier;
}

GBytes *
spoil (GBytes *statement, gsize byte)
{
  gsize size;
  guint8 *copy = g_bytes_unref_to_data (g_bytes_ref (statement), &size);

  g_assert_cmpuint (byte, <, size);
  copy[byte] ^= 1;
  return g_bytes_new_take (copy, size);
}
