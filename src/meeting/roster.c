/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/roster.h"

#include "meeting/participant-private.h"

struct _ConfabRoster {
  GObject parent_instance;
  GPtrArray *participants; /* by ord */
};

static void confab_roster_list_model_init (GListModelInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabRoster, confab_roster, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      confab_roster_list_model_init))

static GType
confab_roster_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_PARTICIPANT;
}

static guint
confab_roster_get_n_items (GListModel *model)
{
  return CONFAB_ROSTER (model)->participants->len;
}

static gpointer
confab_roster_get_item (GListModel *model, guint position)
{
  ConfabRoster *self = CONFAB_ROSTER (model);

  return position < self->participants->len ? g_object_ref (self->participants->pdata[position])
                                            : NULL;
}

static void
confab_roster_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_roster_get_item_type;
  iface->get_n_items = confab_roster_get_n_items;
  iface->get_item = confab_roster_get_item;
}

static void
confab_roster_finalize (GObject *object)
{
  g_ptr_array_unref (CONFAB_ROSTER (object)->participants);
  G_OBJECT_CLASS (confab_roster_parent_class)->finalize (object);
}

static void
confab_roster_class_init (ConfabRosterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_roster_finalize;
}

static void
confab_roster_init (ConfabRoster *self)
{
  self->participants = g_ptr_array_new_with_free_func (g_object_unref);
}

ConfabRoster *
confab_roster_new (void)
{
  return g_object_new (CONFAB_TYPE_ROSTER, NULL);
}

void
confab_roster_add (ConfabRoster *self, ConfabParticipant *participant)
{
  guint ord = confab_participant_get_ord (participant);
  guint position = self->participants->len;

  while (position > 0 && confab_participant_get_ord (self->participants->pdata[position - 1]) > ord)
    position--;
  g_ptr_array_insert (self->participants, (gint) position, g_object_ref (participant));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

void
confab_roster_remove (ConfabRoster *self, ConfabParticipant *participant)
{
  guint position;

  if (!g_ptr_array_find (self->participants, participant, &position))
    return;
  g_ptr_array_remove_index (self->participants, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* NFKC, case-folded, without spaces (docs/protocol.md 12.3): "Ada", "ada " and "Ａｄａ" look alike. */
static char *
get_likeness (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
  GString *likeness = g_string_new (NULL);

  for (const char *at = normal; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      g_string_append_unichar (likeness, g_utf8_get_char (at));
  }
  return g_string_free (likeness, FALSE);
}

void
confab_roster_name_all (ConfabRoster *self)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->participants->len; i++) {
    ConfabParticipant *participant = self->participants->pdata[i];
    const char *name = confab_participant_get_own_name (participant);
    g_autofree char *likeness = get_likeness (name);
    guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, likeness)) + 1;
    g_autofree char *numbered = NULL;

    if (count > 1)
      numbered = g_strdup_printf ("%s (%u)", name, count);
    confab_participant_set_shown_name (participant, numbered != NULL ? numbered : name);
    g_hash_table_replace (counts, g_steal_pointer (&likeness), GUINT_TO_POINTER (count));
  }
}

ConfabParticipant *
confab_roster_get (ConfabRoster *self, guint position)
{
  return self->participants->pdata[position];
}

ConfabParticipant *
confab_roster_find (ConfabRoster *self, const ConfabPid *pid)
{
  g_return_val_if_fail (CONFAB_IS_ROSTER (self), NULL);

  for (guint i = 0; i < self->participants->len; i++) {
    ConfabParticipant *participant = self->participants->pdata[i];

    if (confab_pid_equal (confab_participant_get_pid (participant), pid))
      return participant;
  }
  return NULL;
}

guint
confab_roster_get_count (ConfabRoster *self)
{
  g_return_val_if_fail (CONFAB_IS_ROSTER (self), 0);
  return self->participants->len;
}
