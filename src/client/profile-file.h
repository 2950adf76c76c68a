/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one file of a profile as a value: JSON and back. Pure; any thread. */
#pragma once

#include "protocol/protocol.h"

G_BEGIN_DECLS

/* A room that this profile owns. Holds the secret of its link. */
typedef struct {
  char *authority; /* HOST[:PORT], as in the link */
  char *room;
  ConfabToken inv;
  ConfabVerifyKey owner_ik; /* the identity that made it */
  guint16 policy;           /* ConfabPolicy: what its meetings begin with */
  gboolean transport;       /* transport encryption only */
  gboolean self_signed;     /* the service has this certificate, which nobody else vouches for */
  ConfabDigest certificate; /* SHA-256, DER */
} ConfabOwnedRoom;

void confab_owned_room_free (ConfabOwnedRoom *room);
ConfabOwnedRoom *confab_owned_room_copy (const ConfabOwnedRoom *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabOwnedRoom, confab_owned_room_free)

/**
 * ConfabProfileFile:
 * @identity_place: (nullable): where the identity key was put: "keyring", "file"
 * @rooms: of ConfabOwnedRoom
 * @preferences: string -> string
 */
typedef struct {
  char *identity_place;
  GPtrArray *rooms;
  GHashTable *preferences;
} ConfabProfileFile;

ConfabProfileFile *confab_profile_file_new (void);
void confab_profile_file_free (ConfabProfileFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabProfileFile, confab_profile_file_free)

/* Returns: (transfer full): the JSON; secret. */
char *confab_profile_file_to_json (const ConfabProfileFile *file);

/* Returns: (transfer full) (nullable): %NULL for anything that was not written by
 * confab_profile_file_to_json () of this version */
ConfabProfileFile *confab_profile_file_from_json (const char *text, gsize length);

G_END_DECLS
