/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rooms in the database: what is kept of a room while nobody is in it. Main thread; the work is done on the
 * storage thread. */
#pragma once

#include "base/base.h"
#include "service/storage.h"

G_BEGIN_DECLS

/** ConfabRoomRecord: a registered room. */
typedef struct {
  char *id;               /* canonical, lower case */
  ConfabDigest room_hash; /* H("room", ...), as its statements name it */
  ConfabVerifyKey owner_ik;
  gboolean is_transport; /* type "transport" rather than "e2ee" */
  guint16 policy;        /* ConfabPolicy: what the owner wants in GENESIS */
  gboolean waiting_room;
  gint64 created_ms; /* wall clock */
} ConfabRoomRecord;

/* (transfer full): all zero. */
ConfabRoomRecord *confab_room_record_new (void);
ConfabRoomRecord *confab_room_record_copy (const ConfabRoomRecord *record);
void confab_room_record_free (ConfabRoomRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabRoomRecord, confab_room_record_free)

const char *confab_room_record_type (const ConfabRoomRecord *record);

/* Looks for the room @id. (transfer full): the record; %NULL without @error: there is none. */
void confab_room_store_find_async (ConfabStorage *storage, const char *id,
                                   GAsyncReadyCallback callback, gpointer user_data);
ConfabRoomRecord *confab_room_store_find_finish (GAsyncResult *result, GError **error);

typedef enum {
  CONFAB_ROOM_STORE_FAILED, /* the error is set */
  CONFAB_ROOM_STORE_CREATED,
  CONFAB_ROOM_STORE_UPDATED, /* it was this owner's before; its settings are the new ones */
  CONFAB_ROOM_STORE_TAKEN,   /* it is another owner's; nothing changed */
} ConfabRoomStoreResult;

/* Registers @record (copied): all of it or nothing. */
void confab_room_store_put_async (ConfabStorage *storage, const ConfabRoomRecord *record,
                                  GAsyncReadyCallback callback, gpointer user_data);
ConfabRoomStoreResult confab_room_store_put_finish (GAsyncResult *result, GError **error);

G_END_DECLS
