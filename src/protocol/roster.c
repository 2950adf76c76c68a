/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/roster.h"

#include "protocol/constants.h"
#include "protocol/wire.h"

gboolean
confab_roster_entry_is_present (const ConfabRosterEntry *entry)
{
  return entry->role != CONFAB_ROLE_REMOVED && !(entry->flags & CONFAB_ENTRY_ABSENT);
}

static gboolean
entries_are_possible (const ConfabRosterEntry *entries, guint n_entries)
{
  g_autoptr (GHashTable) pids = g_hash_table_new (confab_pid_hash, confab_pid_equal);

  for (guint i = 0; i < n_entries; i++) {
    if (i > 0 && entries[i].ord <= entries[i - 1].ord)
      return FALSE;
    if (entries[i].role > CONFAB_ROLE_REMOVED || confab_pid_is_none (&entries[i].pid))
      return FALSE;
    if (!g_hash_table_add (pids, (gpointer) &entries[i].pid))
      return FALSE;
  }
  return TRUE;
}

GBytes *
confab_roster_encode (const ConfabRosterEntry *entries, guint n_entries)
{
  GByteArray *out;

  g_return_val_if_fail (n_entries >= 1 && n_entries <= CONFAB_ROSTER_MAX_ENTRIES, NULL);
  g_return_val_if_fail (entries_are_possible (entries, n_entries), NULL);

  out = g_byte_array_sized_new (n_entries * CONFAB_ROSTER_ENTRY_BYTES);
  for (guint i = 0; i < n_entries; i++) {
    confab_wire_write_u16 (out, entries[i].ord);
    CONFAB_WIRE_WRITE (out, &entries[i].pid);
    confab_wire_write_u8 (out, entries[i].role);
    confab_wire_write_u8 (out, entries[i].flags);
    CONFAB_WIRE_WRITE (out, &entries[i].join_hash);
  }
  return g_byte_array_free_to_bytes (out);
}

ConfabRosterEntry *
confab_roster_decode (GBytes *roster, guint *n_entries, GError **error)
{
  ConfabWireReader reader = confab_wire_reader (roster);
  gsize count = reader.length / CONFAB_ROSTER_ENTRY_BYTES;
  g_autofree ConfabRosterEntry *entries = NULL;

  if (count < 1 || count > CONFAB_ROSTER_MAX_ENTRIES) {
    g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
                 "a roster of %" G_GSIZE_FORMAT " bytes", reader.length);
    return NULL;
  }
  entries = g_new0 (ConfabRosterEntry, count);
  for (gsize i = 0; i < count; i++) {
    entries[i].ord = confab_wire_read_u16 (&reader);
    CONFAB_WIRE_READ (&reader, &entries[i].pid);
    entries[i].role = confab_wire_read_u8 (&reader);
    entries[i].flags = confab_wire_read_u8 (&reader);
    CONFAB_WIRE_READ (&reader, &entries[i].join_hash);
  }
  if (!confab_wire_reader_end (&reader, "a roster", error))
    return NULL;
  if (!entries_are_possible (entries, (guint) count)) {
    confab_wire_refuse ("a roster", error);
    return NULL;
  }
  *n_entries = (guint) count;
  return g_steal_pointer (&entries);
}
