/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/caller-table.h"

/* One address, as long as anybody calls from it. */
typedef struct {
  char *key;
  guint callers;
  guint talking;
  GQueue silent; /* of ConfabCallerEntry, linked by its own @silent: the oldest first */
} Address;

struct _ConfabCallerTable {
  guint most;
  guint most_per_address;
  guint callers;
  guint talking;
  GHashTable *addresses; /* key -> Address */
  GQueue unnamed; /* silent callers through proxies, as long as those have not said for whom */
};

static void
address_free (gpointer data)
{
  Address *address = data;

  g_free (address->key);
  g_free (address);
}

ConfabCallerTable *
confab_caller_table_new (guint most, guint most_per_address)
{
  ConfabCallerTable *table = g_new0 (ConfabCallerTable, 1);

  table->most = most;
  table->most_per_address = most_per_address;
  table->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, address_free);
  return table;
}

void
confab_caller_table_free (ConfabCallerTable *table)
{
  if (table == NULL)
    return;

  g_warn_if_fail (table->callers == 0);
  g_hash_table_unref (table->addresses);
  g_free (table);
}

static GQueue *
silent_queue (ConfabCallerTable *table, const ConfabCallerEntry *entry)
{
  Address *address = entry->address;

  return address != NULL ? &address->silent : &table->unnamed;
}

static void
enter_address (ConfabCallerTable *table, ConfabCallerEntry *entry, const char *key)
{
  Address *address = key != NULL ? g_hash_table_lookup (table->addresses, key) : NULL;

  if (key != NULL && address == NULL) {
    address = g_new0 (Address, 1);
    address->key = g_strdup (key);
    g_hash_table_insert (table->addresses, address->key, address);
  }
  entry->address = address;
  if (address != NULL)
    address->callers++;
  g_queue_push_tail_link (silent_queue (table, entry), &entry->silent);
}

static void
leave_address (ConfabCallerTable *table, ConfabCallerEntry *entry)
{
  Address *address = entry->address;

  if (!entry->talking)
    g_queue_unlink (silent_queue (table, entry), &entry->silent);
  else if (address != NULL)
    address->talking--;

  entry->address = NULL;
  if (address != NULL && --address->callers == 0)
    g_hash_table_remove (table->addresses, address->key);
}

static gpointer
oldest (const GQueue *silent)
{
  return silent->head != NULL ? ((ConfabCallerEntry *) silent->head->data)->caller : NULL;
}

/* The address with the most silent callers gives one up: the one that floods, if one does. */
static gpointer
find_victim (ConfabCallerTable *table)
{
  GHashTableIter iter;
  const GQueue *longest = &table->unnamed;
  gpointer value;

  g_hash_table_iter_init (&iter, table->addresses);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Address *) value)->silent.length > longest->length)
      longest = &((Address *) value)->silent;
  return oldest (longest);
}

ConfabCallerEntry *
confab_caller_table_add (ConfabCallerTable *table, const char *key, gpointer caller,
                         gpointer *evicted)
{
  ConfabCallerEntry *entry = g_new0 (ConfabCallerEntry, 1);
  Address *address;

  entry->caller = caller;
  entry->silent.data = entry;
  enter_address (table, entry, key);
  table->callers++;

  address = entry->address;
  if (address != NULL && address->silent.length > table->most_per_address)
    *evicted = oldest (&address->silent);
  else
    *evicted = table->callers > table->most ? find_victim (table) : NULL;
  return entry;
}

void
confab_caller_table_set_key (ConfabCallerTable *table, ConfabCallerEntry *entry, const char *key)
{
  Address *address = entry->address;

  if (entry->talking || (address != NULL && g_str_equal (address->key, key)))
    return;
  leave_address (table, entry);
  enter_address (table, entry, key);
}

gboolean
confab_caller_table_let_talk (ConfabCallerTable *table, ConfabCallerEntry *entry)
{
  Address *address = entry->address;

  if (entry->talking)
    return TRUE;
  if (address != NULL && address->talking >= table->most_per_address)
    return FALSE;

  g_queue_unlink (silent_queue (table, entry), &entry->silent);
  entry->talking = TRUE;
  table->talking++;
  if (address != NULL)
    address->talking++;
  return TRUE;
}

void
confab_caller_table_remove (ConfabCallerTable *table, ConfabCallerEntry *entry)
{
  leave_address (table, entry);
  table->callers--;
  if (entry->talking)
    table->talking--;
  g_free (entry);
}

guint
confab_caller_table_get_n_callers (const ConfabCallerTable *table)
{
  return table->callers;
}

guint
confab_caller_table_get_n_talking (const ConfabCallerTable *table)
{
  return table->talking;
}
