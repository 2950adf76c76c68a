/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/address-limits.h"

/* A few megabytes. Whoever calls from more addresses than that may do more with each. */
#define REMEMBER_MAX 32768

typedef struct {
  char *key;
  ConfabRateLimit limit;
  GList place; /* in the queue */
} Address;

struct _ConfabAddressLimits {
  ConfabRateLimit full;
  GHashTable *by_key; /* key -> Address (in @lately) */
  GQueue lately;      /* of Address; owned: who did something last comes last */
};

ConfabAddressLimits *
confab_address_limits_new (const ConfabRateLimit *full)
{
  ConfabAddressLimits *limits = g_new0 (ConfabAddressLimits, 1);

  limits->full = *full;
  limits->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  return limits;
}

static void
forget_oldest (ConfabAddressLimits *limits)
{
  Address *address = g_queue_peek_head (&limits->lately);

  g_queue_unlink (&limits->lately, &address->place);
  g_hash_table_remove (limits->by_key, address->key);
  g_free (address->key);
  g_free (address);
}

void
confab_address_limits_free (ConfabAddressLimits *limits)
{
  if (limits == NULL)
    return;
  while (limits->lately.length > 0)
    forget_oldest (limits);
  g_hash_table_unref (limits->by_key);
  g_free (limits);
}

static Address *
remember (ConfabAddressLimits *limits, const char *key, gint64 now_ms)
{
  Address *address = g_new0 (Address, 1);

  if (limits->lately.length == REMEMBER_MAX)
    forget_oldest (limits);
  address->key = g_strdup (key);
  address->limit = limits->full;
  address->limit.at_ms = now_ms;
  address->place.data = address;
  g_hash_table_insert (limits->by_key, address->key, address);
  g_queue_push_tail_link (&limits->lately, &address->place);
  return address;
}

/* Who did nothing for so long may do everything again: that need not be remembered. */
static void
forget_idle (ConfabAddressLimits *limits, gint64 now_ms)
{
  Address *oldest;

  while ((oldest = g_queue_peek_head (&limits->lately)) != NULL &&
         confab_rate_limit_is_full (&oldest->limit, now_ms))
    forget_oldest (limits);
}

gboolean
confab_address_limits_take (ConfabAddressLimits *limits, const char *key, guint64 amount,
                            gint64 now_ms)
{
  Address *address;

  forget_idle (limits, now_ms);
  address = g_hash_table_lookup (limits->by_key, key);
  if (address == NULL)
    address = remember (limits, key, now_ms);
  if (!confab_rate_limit_take (&address->limit, amount, now_ms))
    return FALSE;
  g_queue_unlink (&limits->lately, &address->place);
  g_queue_push_tail_link (&limits->lately, &address->place);
  return TRUE;
}

guint
confab_address_limits_get_n (const ConfabAddressLimits *limits)
{
  return limits->lately.length;
}
