/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See gate.h. Lock: self->lock guards everything but @open, which is written under it. */
#include "media/link/gate.h"

struct _ConfabGate {
  gatomicrefcount references;
  int open; /* atomic */

  GMutex lock;
  gboolean refused;
  GBytes *expected;
  GBytes *proven;         /* what the first transport proved */
  GHashTable *transports; /* transport -> whether it proved something */
};

ConfabGate *
confab_gate_new (void)
{
  ConfabGate *self = g_new0 (ConfabGate, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->transports = g_hash_table_new (NULL, NULL);
  return self;
}

ConfabGate *
confab_gate_ref (ConfabGate *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
confab_gate_unref (ConfabGate *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_mutex_clear (&self->lock);
  g_clear_pointer (&self->expected, g_bytes_unref);
  g_clear_pointer (&self->proven, g_bytes_unref);
  g_hash_table_unref (self->transports);
  g_free (self);
}

/* Locked. All that were added, and at least one, have proved something. */
static gboolean
all_proved (ConfabGate *self)
{
  GHashTableIter iter;
  gpointer proved;

  if (g_hash_table_size (self->transports) == 0)
    return FALSE;
  g_hash_table_iter_init (&iter, self->transports);
  while (g_hash_table_iter_next (&iter, NULL, &proved))
    if (!GPOINTER_TO_INT (proved))
      return FALSE;
  return TRUE;
}

/* Locked. The one place that decides. */
static ConfabGateState
decide (ConfabGate *self)
{
  gboolean open;

  if (self->expected != NULL && self->proven != NULL &&
      !g_bytes_equal (self->expected, self->proven))
    self->refused = TRUE;

  open = !self->refused && self->expected != NULL && self->proven != NULL && all_proved (self);
  g_atomic_int_set (&self->open, open);
  if (self->refused)
    return CONFAB_GATE_REFUSED;
  return open ? CONFAB_GATE_OPEN : CONFAB_GATE_SHUT;
}

gboolean
confab_gate_is_open (ConfabGate *self)
{
  return g_atomic_int_get (&self->open);
}

ConfabGateState
confab_gate_get_state (ConfabGate *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return decide (self);
}

ConfabGateState
confab_gate_expect (ConfabGate *self, GBytes *fingerprint)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->expected == NULL)
    self->expected = g_bytes_ref (fingerprint);
  else if (!g_bytes_equal (self->expected, fingerprint))
    self->refused = TRUE;
  return decide (self);
}

void
confab_gate_add_transport (ConfabGate *self, gconstpointer transport)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_insert (self->transports, (gpointer) transport, GINT_TO_POINTER (FALSE));
  decide (self);
}

ConfabGateState
confab_gate_prove (ConfabGate *self, gconstpointer transport, GBytes *fingerprint)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_hash_table_insert (self->transports, (gpointer) transport, GINT_TO_POINTER (TRUE));
  if (fingerprint == NULL)
    self->refused = TRUE;
  else if (self->proven == NULL)
    self->proven = g_bytes_ref (fingerprint);
  else if (!g_bytes_equal (self->proven, fingerprint))
    self->refused = TRUE;
  return decide (self);
}

GBytes *
confab_gate_dup_proven (ConfabGate *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->proven != NULL ? g_bytes_ref (self->proven) : NULL;
}
