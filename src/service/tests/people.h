/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People for tests: they make real statements with real keys, and one of them leads. What they make is what
 * docs/protocol.md wants, unless a test changes it.
 */
#pragma once

#include "crypto/crypto.h"
#include "service/founding-check.h"

G_BEGIN_DECLS

#define TEST_AUTHORITY "meet.example.org"
#define TEST_ROOM "ada-lovelace"

/** Person: one identity in one joining. */
typedef struct {
  const char *name;
  ConfabSigner *ik;
  ConfabSigner *sk;
  ConfabKeyPair *ek;
  ConfabPid pid;
  guint16 caps;
  guint32 seq;     /* of @join */
  guint32 cmd_seq; /* of the last command */
  GBytes *join;    /* the last JOIN made */
  ConfabDigest join_hash;
} Person;

Person *person_new (const char *name);
void person_free (Person *person);

/* The same identity after a restart of its program: new pid, SK and EK. */
Person *person_new_again (const Person *person);

const ConfabVerifyKey *person_ik (const Person *person);

/* (transfer none): its next JOIN, with seq + 1 and a new EK. */
GBytes *person_make_join (Person *person, const ConfabMeetingTag *tag);

/* (transfer full) statements of this person. */
GBytes *person_make_ack (const Person *person, const ConfabMeetingTag *tag, guint8 status);
GBytes *person_make_command (Person *person, const ConfabMeetingTag *tag, guint8 command,
                             const ConfabPid *target);
GBytes *person_make_sdpauth (const Person *person, const ConfabMeetingTag *tag, const ConfabPid *to,
                             const char *sdp);
GBytes *
person_make_message (const Person *person, const ConfabMeetingTag *tag, const ConfabPid *to);
GBytes *person_make_roomcert (const Person *owner, const ConfabDigest *room,
                              const ConfabVerifyKey *delegate, gint64 not_after_ms);
GBytes *person_make_wait_text (const Person *owner, const ConfabDigest *room);

/* (transfer full): a room that belongs to @owner. */
ConfabRoomRecord *person_make_room (const Person *owner);

/** Lead: a meeting as its leader has it. */
typedef struct {
  Person *leader; /* (unowned) */
  Person *signer; /* (unowned) (nullable): signs LINKs in the leader's name */
  ConfabGenesisStatement founding;
  GBytes *genesis;
  ConfabMeetingTag tag;
  GArray *entries;   /* of ConfabRosterEntry */
  GPtrArray *people; /* of Person (unowned), one per entry */
  GPtrArray *joins;  /* of GBytes: the JOIN of each entry */
  GPtrArray *fresh;  /* of GBytes: JOINs for the next LINK */
  guint32 n;
  guint32 term;
  guint32 hb;
  guint16 flags;
  ConfabDigest prev;    /* of the next LINK */
  gint64 time_ms;       /* wall clock, of the next LINK */
  ConfabLinkStep *step; /* the last LINK */
} Lead;

/* The founding of a meeting in @room (owner key @owner_ik) by @founder, whose first JOIN is made too. */
Lead *lead_new (Person *founder, const ConfabRoomRecord *room, gint64 created_ms);
void lead_free (Lead *lead);

/* Puts a person, with its last JOIN, into the next roster. */
void lead_admit (Lead *lead, Person *person, guint8 role);

/* Takes the person's last JOIN instead of an older one, and clears its absence. */
void lead_update (Lead *lead, Person *person);

/* (transfer none): its entry, to be changed before the next LINK. */
ConfabRosterEntry *lead_entry (Lead *lead, const Person *person);
void lead_delete (Lead *lead, const Person *person);

/* Signs the next LINK, with boxes for everybody present. (transfer full) */
ConfabCarrier *lead_make_link (Lead *lead, guint8 cause);

/* The last LINK again, with a box for one person. (transfer full) */
ConfabCarrier *lead_make_box (Lead *lead, const Person *person);

/* HANDOVER to @next, and @next as leader of the next term. (transfer full) */
GBytes *lead_make_handover (Lead *lead, const Person *next);
void lead_become (Lead *lead, Person *next);

/* (transfer full) */
GBytes *lead_make_heartbeat (Lead *lead);

/* (transfer full) the messages that begin, and bring back, the meeting. */
ConfabCarrier *lead_make_genesis (const Lead *lead);
ConfabCarrier *lead_make_restore (const Lead *lead, ConfabLineage *lineage);

/* (transfer full): the last LINK with every JOIN of its roster. */
ConfabLinkStep *lead_full_step (const Lead *lead);

/* (transfer full): @statement with one bit of it turned. */
GBytes *spoil (GBytes *statement, gsize byte);

G_END_DECLS
