/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/room-store.h"

ConfabRoomRecord *
confab_room_record_new (void)
{
  return g_new0 (ConfabRoomRecord, 1);
}

ConfabRoomRecord *
confab_room_record_copy (const ConfabRoomRecord *record)
{
  ConfabRoomRecord *copy = g_memdup2 (record, sizeof *record);

  copy->id = g_strdup (record->id);
  return copy;
}

void
confab_room_record_free (ConfabRoomRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record);
}

const char *
confab_room_record_type (const ConfabRoomRecord *record)
{
  return record->is_transport ? "transport" : "e2ee";
}
