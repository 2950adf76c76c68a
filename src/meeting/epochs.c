/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/epochs.h"

/* Who has no key box for the new key goes on so long with the one before (12.2). */
#define OLD_KEY_WITHOUT_NEW_MS 1000

struct _ConfabEpochs {
  const ConfabMeetingKeys *keys;
  GPtrArray *entries; /* of ConfabEpoch, ascending n */
  guint32 active_n;
};

static gboolean
shuts_out (guint cause)
{
  return cause == CONFAB_CAUSE_REMOVAL || cause == CONFAB_CAUSE_TO_WAITING_ROOM;
}

/* How long after receipt a sender may go on with the key before. */
static gint64
get_switch_ms (guint cause)
{
  if (shuts_out (cause) || cause == CONFAB_CAUSE_LEADER_CHANGE)
    return 0;
  return cause == CONFAB_CAUSE_PERIODIC ? CONFAB_KEY_USE_AT_LATEST_PERIODIC_MS
                                        : CONFAB_KEY_USE_AT_LATEST_MS;
}

ConfabEpochs *
confab_epochs_new (const ConfabMeetingKeys *keys)
{
  ConfabEpochs *epochs = g_new0 (ConfabEpochs, 1);

  epochs->keys = keys;
  epochs->entries = g_ptr_array_new ();
  return epochs;
}

static void
free_entry (ConfabEpochs *epochs, ConfabEpoch *epoch)
{
  g_clear_pointer (&epoch->secret, epochs->keys->epoch_free);
  g_clear_pointer (&epoch->view, confab_link_view_unref);
  g_free (epoch);
}

void
confab_epochs_free (ConfabEpochs *epochs)
{
  for (guint i = 0; i < epochs->entries->len; i++)
    free_entry (epochs, epochs->entries->pdata[i]);
  g_ptr_array_unref (epochs->entries);
  g_free (epochs);
}

void
confab_epochs_add (ConfabEpochs *epochs, ConfabLinkView *view, ConfabMeetingEpoch *secret,
                   gint64 age, gint64 now)
{
  gint64 old_key_ms = shuts_out (view->link.cause) ? CONFAB_OLD_KEY_REMOVAL_MS : CONFAB_OLD_KEY_MS;
  ConfabEpoch *epoch = g_new0 (ConfabEpoch, 1);

  for (guint i = 0; i < epochs->entries->len; i++) {
    ConfabEpoch *earlier = epochs->entries->pdata[i];

    earlier->drop_at = MIN (earlier->drop_at, now + old_key_ms);
  }
  epoch->view = confab_link_view_ref (view);
  epoch->secret = secret;
  epoch->use_at = now + MAX (get_switch_ms (view->link.cause) - age, 0);
  epoch->stop_at = MIN (epoch->use_at, now + MAX (OLD_KEY_WITHOUT_NEW_MS - age, 0));
  epoch->drop_at = G_MAXINT64;
  g_ptr_array_add (epochs->entries, epoch);
}

static ConfabEpoch *
find (const ConfabEpochs *epochs, guint32 n)
{
  for (guint i = 0; i < epochs->entries->len; i++) {
    ConfabEpoch *epoch = epochs->entries->pdata[i];

    if (epoch->view->link.n == n)
      return epoch;
  }
  return NULL;
}

const ConfabEpoch *
confab_epochs_find (const ConfabEpochs *epochs, guint32 n)
{
  return find (epochs, n);
}

void
confab_epochs_set_secret (ConfabEpochs *epochs, guint32 n, ConfabMeetingEpoch *secret)
{
  ConfabEpoch *epoch = find (epochs, n);

  if (epoch != NULL && epoch->secret == NULL)
    epoch->secret = secret;
  else
    epochs->keys->epoch_free (secret);
}

void
confab_epochs_set_active (ConfabEpochs *epochs, guint32 active_n)
{
  epochs->active_n = MAX (epochs->active_n, active_n);
}

guint32
confab_epochs_get_active (const ConfabEpochs *epochs)
{
  return epochs->active_n;
}

const ConfabEpoch *
confab_epochs_get_newest (const ConfabEpochs *epochs)
{
  guint n = epochs->entries->len;

  return n > 0 ? epochs->entries->pdata[n - 1] : NULL;
}

static gint64
get_turn (const ConfabEpoch *epoch)
{
  return epoch->secret != NULL ? epoch->use_at : epoch->stop_at;
}

/* The newest one whose time has come counts. Without its secret nothing is sent: going on with an
 * older key longer than 8.1 allows would let those listen who were just shut out. */
const ConfabEpoch *
confab_epochs_get_sending (const ConfabEpochs *epochs, gint64 now)
{
  for (guint i = epochs->entries->len; i > 0; i--) {
    const ConfabEpoch *epoch = epochs->entries->pdata[i - 1];
    gboolean is_active = epochs->active_n >= epoch->view->link.n && epoch->secret != NULL;

    if (is_active || now >= get_turn (epoch))
      return epoch->secret != NULL ? epoch : NULL;
  }
  return NULL;
}

gboolean
confab_epochs_has_secret (const ConfabEpochs *epochs)
{
  for (guint i = 0; i < epochs->entries->len; i++) {
    const ConfabEpoch *epoch = epochs->entries->pdata[i];

    if (epoch->secret != NULL)
      return TRUE;
  }
  return FALSE;
}

void
confab_epochs_expire (ConfabEpochs *epochs, gint64 now)
{
  for (guint i = 0; i < epochs->entries->len;) {
    ConfabEpoch *epoch = epochs->entries->pdata[i];

    if (now < epoch->drop_at) {
      i++;
      continue;
    }
    g_ptr_array_remove_index (epochs->entries, i);
    free_entry (epochs, epoch);
  }
}

gint64
confab_epochs_get_deadline (const ConfabEpochs *epochs, gint64 now)
{
  gint64 deadline = G_MAXINT64;

  for (guint i = 0; i < epochs->entries->len; i++) {
    const ConfabEpoch *epoch = epochs->entries->pdata[i];

    deadline = MIN (deadline, epoch->drop_at);
    if (now < get_turn (epoch))
      deadline = MIN (deadline, get_turn (epoch));
  }
  return deadline;
}
