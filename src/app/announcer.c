/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/announcer.h"

#include "app/tile.h"

#include <glib/gi18n.h>

struct _ConfabAnnouncer {
  GObject parent_instance;
  GtkWidget *speaker;
  GListModel *tiles;
  GPtrArray *known; /* of ConfabTile: as they stand in the list */
};

G_DEFINE_FINAL_TYPE (ConfabAnnouncer, confab_announcer, G_TYPE_OBJECT)

enum { SIGNAL_SAID, N_SIGNALS };
static guint signals[N_SIGNALS];

void
confab_announcer_say (ConfabAnnouncer *self, const char *text)
{
  g_return_if_fail (CONFAB_IS_ANNOUNCER (self));

#if GTK_CHECK_VERSION(4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  if (self->speaker != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->speaker), text,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
  g_signal_emit (self, signals[SIGNAL_SAID], 0, text);
}

/* @text: (transfer full) */
static void
say (ConfabAnnouncer *self, char *text)
{
  confab_announcer_say (self, text);
  g_free (text);
}

static void
on_hand (ConfabTile *tile, GParamSpec *pspec, ConfabAnnouncer *self)
{
  if (!confab_tile_is_own (tile) && confab_tile_has_hand_up (tile))
    say (self, g_strdup_printf (_ ("%s raises a hand"), confab_tile_get_name (tile)));
}

static void
on_answering (ConfabTile *tile, GParamSpec *pspec, ConfabAnnouncer *self)
{
  const char *name = confab_tile_get_name (tile);

  if (confab_tile_is_answering (tile))
    say (self, g_strdup_printf (_ ("%s answers again"), name));
  else
    say (self, g_strdup_printf (_ ("%s does not answer"), name));
}

static void
watch (ConfabAnnouncer *self, ConfabTile *tile)
{
  g_signal_connect (tile, "notify::hand", G_CALLBACK (on_hand), self);
  g_signal_connect (tile, "notify::answering", G_CALLBACK (on_answering), self);
}

static void
forget_all (ConfabAnnouncer *self)
{
  for (guint i = 0; i < self->known->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->known, i), self);
  g_ptr_array_set_size (self->known, 0);
}

/* A link made anew brings another tile of the same person: nobody came, nobody went. */
static gboolean
is_among (GPtrArray *tiles, ConfabTile *tile)
{
  const ConfabPid *pid = confab_tile_get_pid (tile);

  for (guint i = 0; i < tiles->len; i++) {
    ConfabTile *other = g_ptr_array_index (tiles, i);
    const ConfabPid *of_other = confab_tile_get_pid (other);

    if (other == tile || (pid != NULL && of_other != NULL && confab_pid_equal (pid, of_other)))
      return TRUE;
  }
  return FALSE;
}

static void
take_list (ConfabAnnouncer *self)
{
  forget_all (self);
  for (guint i = 0; self->tiles != NULL && i < g_list_model_get_n_items (self->tiles); i++) {
    ConfabTile *tile = g_list_model_get_item (self->tiles, i);

    g_ptr_array_add (self->known, tile);
    watch (self, tile);
  }
}

static void
on_tiles_changed (ConfabAnnouncer *self)
{
  g_autoptr (GPtrArray) former = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->known->len; i++)
    g_ptr_array_add (former, g_object_ref (g_ptr_array_index (self->known, i)));
  take_list (self);
  for (guint i = 0; i < former->len; i++) {
    ConfabTile *tile = g_ptr_array_index (former, i);

    if (!confab_tile_is_own (tile) && !is_among (self->known, tile))
      say (self, g_strdup_printf (_ ("%s has left"), confab_tile_get_name (tile)));
  }
  for (guint i = 0; i < self->known->len; i++) {
    ConfabTile *tile = g_ptr_array_index (self->known, i);

    if (!confab_tile_is_own (tile) && !is_among (former, tile))
      say (self, g_strdup_printf (_ ("%s is here"), confab_tile_get_name (tile)));
  }
}

static void
confab_announcer_dispose (GObject *object)
{
  confab_announcer_set_tiles (CONFAB_ANNOUNCER (object), NULL);
  G_OBJECT_CLASS (confab_announcer_parent_class)->dispose (object);
}

static void
confab_announcer_finalize (GObject *object)
{
  g_ptr_array_unref (CONFAB_ANNOUNCER (object)->known);
  G_OBJECT_CLASS (confab_announcer_parent_class)->finalize (object);
}

static void
confab_announcer_class_init (ConfabAnnouncerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_announcer_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_announcer_finalize;

  signals[SIGNAL_SAID] = g_signal_new ("said", CONFAB_TYPE_ANNOUNCER, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_announcer_init (ConfabAnnouncer *self)
{
  self->known = g_ptr_array_new_with_free_func (g_object_unref);
}

ConfabAnnouncer *
confab_announcer_new (GtkWidget *speaker)
{
  ConfabAnnouncer *self = g_object_new (CONFAB_TYPE_ANNOUNCER, NULL);

  self->speaker = speaker;
  return self;
}

void
confab_announcer_set_tiles (ConfabAnnouncer *self, GListModel *tiles)
{
  g_return_if_fail (CONFAB_IS_ANNOUNCER (self));

  if (self->tiles != NULL)
    g_signal_handlers_disconnect_by_func (self->tiles, on_tiles_changed, self);
  g_set_object (&self->tiles, tiles);
  if (tiles != NULL)
    g_signal_connect_swapped (tiles, "items-changed", G_CALLBACK (on_tiles_changed), self);
  take_list (self);
}
