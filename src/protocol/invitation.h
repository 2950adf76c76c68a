/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invitation links (docs/protocol.md 4):
 *   https://HOST/j/ROOM#FRAGMENT and confab://HOST/j/ROOM#FRAGMENT
 * FRAGMENT is base64url of 01 || inv || of (44 characters) or 02 || inv || of || SHA-256 of the
 * service's certificate (87 characters). It never goes to a server and never into a log.
 */
#pragma once

#include "base/base.h"
#include "protocol/protocol-error.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_INVITATION_BARE = 0, /* no fragment: says where, not whom to trust */
  CONFAB_INVITATION_WEB = 1,  /* the service has an ordinary certificate, or is on loopback */
  CONFAB_INVITATION_SELF_SIGNED = 2, /* `certificate` is the service's */
} ConfabInvitationVersion;

/** ConfabInvitation: what a link says. Values of absent parts are zero. */
typedef struct {
  ConfabInvitationVersion version;
  char *authority; /* HOST[:PORT]: A-labels in lower case, port 443 omitted */
  char *room;      /* lower case */
  ConfabToken inv;
  ConfabToken owner_hash;   /* `of` */
  ConfabDigest certificate; /* SHA-256, DER */
} ConfabInvitation;

void confab_invitation_free (ConfabInvitation *invitation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabInvitation, confab_invitation_free)

ConfabInvitation *confab_invitation_copy (const ConfabInvitation *invitation);

/* Reads what a person pasted or clicked; white space around it and unknown parameters (?x=y) are
 * ignored. The error's message is for that person and never repeats the fragment.
 * (transfer full) */
ConfabInvitation *confab_invitation_parse (const char *text, GError **error);

/* (transfer full) the two forms of the link; both are secret where there is a fragment. */
char *confab_invitation_to_https (const ConfabInvitation *invitation);
char *confab_invitation_to_confab (const ConfabInvitation *invitation);

/* (transfer full) where the service is, "https://HOST[:PORT]", without a path. "http://" only for
 * an address that is a loopback literal in a link of version 01. */
char *confab_invitation_dup_service_url (const ConfabInvitation *invitation);

/* Gives (transfer full) HOST[:PORT] in its canonical form, or NULL and @error. Unicode names become
 * A-labels; user info, an empty host, a port of 0 and numeric hosts other than a.b.c.d and [ipv6]
 * are refused. */
char *confab_authority_normalize (const char *authority, GError **error);

/* TRUE for 127.0.0.0/8 and [::1], with or without port; FALSE for names, "localhost" included. */
gboolean confab_authority_is_loopback (const char *authority);

G_END_DECLS
