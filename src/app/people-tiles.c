/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/people-tiles.h"

struct _ConfabPeopleTiles {
  GObject parent_instance;
  ConfabCapture *capture;
  ConfabCall *call;
  ConfabTile *own;
  ConfabRoster *roster;
  GPtrArray *tiles; /* of ConfabTile; in the order of the roster once there is one */
};

static void confab_people_tiles_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabPeopleTiles, confab_people_tiles, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      confab_people_tiles_list_model_init))

static GType
get_item_type (GListModel *list)
{
  return CONFAB_TYPE_TILE;
}

static guint
get_n_items (GListModel *list)
{
  return CONFAB_PEOPLE_TILES (list)->tiles->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
  ConfabPeopleTiles *self = CONFAB_PEOPLE_TILES (list);

  return position < self->tiles->len ? g_object_ref (g_ptr_array_index (self->tiles, position))
                                     : NULL;
}

static void
confab_people_tiles_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
to_host (GBinding *binding, const GValue *role, GValue *host, gpointer unused)
{
  g_value_set_boolean (host, g_value_get_uint (role) <= CONFAB_ROLE_COHOST);
  return TRUE;
}

static void
follow_participant (ConfabTile *tile, ConfabParticipant *participant)
{
  const GBindingFlags follow = G_BINDING_SYNC_CREATE;

  g_object_bind_property (participant, "name", tile, "name", follow);
  g_object_bind_property (participant, "hand", tile, "hand", follow);
  g_object_bind_property_full (participant, "role", tile, "host", follow, to_host, NULL, NULL,
                               NULL);
}

static ConfabTile *
tile_for (ConfabPeopleTiles *self, ConfabParticipant *participant)
{
  const ConfabPid *pid = confab_participant_get_pid (participant);
  const GBindingFlags follow = G_BINDING_SYNC_CREATE;
  g_autoptr (ConfabMailbox) mailbox = NULL;
  ConfabTile *tile;

  if (confab_participant_is_self (participant)) {
    confab_tile_set_pid (self->own, pid);
    follow_participant (self->own, participant);
    return g_object_ref (self->own);
  }
  mailbox = confab_call_dup_video (self->call, pid);
  tile = confab_tile_new (pid, confab_participant_get_name (participant), mailbox, FALSE);
  g_object_set (tile, "answering", confab_call_is_answering (self->call, pid), NULL);
  follow_participant (tile, participant);
  g_object_bind_property (participant, "audio", tile, "audio", follow);
  g_object_bind_property (participant, "video", tile, "video", follow);
  return tile;
}

/* The roster's order is the order of joining, so people keep their places. */
static void
on_roster_changed (GListModel *roster, guint position, guint removed, guint added,
                   gpointer user_data)
{
  ConfabPeopleTiles *self = CONFAB_PEOPLE_TILES (user_data);

  if (removed > 0)
    g_ptr_array_remove_range (self->tiles, position, removed);
  for (guint i = 0; i < added; i++) {
    g_autoptr (ConfabParticipant) participant = g_list_model_get_item (roster, position + i);

    g_ptr_array_insert (self->tiles, (int) (position + i), tile_for (self, participant));
  }
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* Before one is in, the roster may already hold the others, or nobody: until then oneself alone is shown. */
static void
on_joined (ConfabPeopleTiles *self)
{
  ConfabMeeting *meeting = confab_call_get_meeting (self->call);
  guint former = self->tiles->len;
  GListModel *roster;

  if (self->roster != NULL || meeting == NULL)
    return;
  self->roster = g_object_ref (confab_meeting_get_roster (meeting));
  roster = G_LIST_MODEL (self->roster);

  g_ptr_array_set_size (self->tiles, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, former, 0);
  g_signal_connect_object (roster, "items-changed", G_CALLBACK (on_roster_changed), self, 0);
  on_roster_changed (roster, 0, 0, g_list_model_get_n_items (roster), self);
}

/* Pictures of somebody arrive from when there is a link to them; a link made anew may bring another mailbox. A tile
 * keeps its mailbox for life, so another tile takes its place. */
static void
on_path_changed (ConfabCall *call, const ConfabCallPath *path, ConfabPeopleTiles *self)
{
  ConfabParticipant *participant =
      self->roster != NULL ? confab_roster_find (self->roster, &path->pid) : NULL;
  g_autoptr (ConfabMailbox) mailbox = confab_call_dup_video (call, &path->pid);

  for (guint i = 0; participant != NULL && mailbox != NULL && i < self->tiles->len; i++) {
    ConfabTile *tile = g_ptr_array_index (self->tiles, i);
    const ConfabPid *of_tile = confab_tile_get_pid (tile);

    if (of_tile == NULL || !confab_pid_equal (of_tile, &path->pid) ||
        confab_tile_get_mailbox (tile) == mailbox)
      continue;
    g_ptr_array_insert (self->tiles, (int) i, tile_for (self, participant));
    g_object_set (g_ptr_array_index (self->tiles, i), "pinned", confab_tile_is_pinned (tile), NULL);
    g_ptr_array_remove_index (self->tiles, i + 1);
    g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 1);
  }
}

static void
on_answering_changed (ConfabCall *call, const ConfabPid *pid, gboolean answering,
                      ConfabPeopleTiles *self)
{
  for (guint i = 0; i < self->tiles->len; i++) {
    ConfabTile *tile = g_ptr_array_index (self->tiles, i);
    const ConfabPid *of_tile = confab_tile_get_pid (tile);

    if (of_tile != NULL && confab_pid_equal (of_tile, pid))
      g_object_set (tile, "answering", answering, NULL);
  }
}

static void
confab_people_tiles_dispose (GObject *object)
{
  ConfabPeopleTiles *self = CONFAB_PEOPLE_TILES (object);

  g_clear_object (&self->roster);
  g_clear_object (&self->call);
  g_clear_object (&self->capture);
  g_clear_object (&self->own);
  g_ptr_array_set_size (self->tiles, 0);
  G_OBJECT_CLASS (confab_people_tiles_parent_class)->dispose (object);
}

static void
confab_people_tiles_finalize (GObject *object)
{
  g_ptr_array_unref (CONFAB_PEOPLE_TILES (object)->tiles);
  G_OBJECT_CLASS (confab_people_tiles_parent_class)->finalize (object);
}

static void
confab_people_tiles_class_init (ConfabPeopleTilesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_people_tiles_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_people_tiles_finalize;
}

static void
confab_people_tiles_init (ConfabPeopleTiles *self)
{
  self->tiles = g_ptr_array_new_with_free_func (g_object_unref);
}

ConfabPeopleTiles *
confab_people_tiles_new (ConfabCapture *capture, const char *name)
{
  ConfabPeopleTiles *self = g_object_new (CONFAB_TYPE_PEOPLE_TILES, NULL);

  self->capture = g_object_ref (capture);
  self->own = confab_tile_new (NULL, name, confab_capture_get_self_view (capture), TRUE);
  g_ptr_array_add (self->tiles, g_object_ref (self->own));
  for (guint i = 0; i < 3; i++) {
    static const char *const changes[] = { "source-started", "source-failed", "source-lost" };

    g_signal_connect_object (capture, changes[i], G_CALLBACK (confab_people_tiles_refresh_own),
                             self, G_CONNECT_SWAPPED);
  }
  confab_people_tiles_refresh_own (self);
  return self;
}

void
confab_people_tiles_follow (ConfabPeopleTiles *self, ConfabCall *call)
{
  g_return_if_fail (CONFAB_IS_PEOPLE_TILES (self));
  g_return_if_fail (self->call == NULL);

  self->call = g_object_ref (call);
  g_signal_connect_object (call, "joined", G_CALLBACK (on_joined), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (call, "path-changed", G_CALLBACK (on_path_changed), self, 0);
  g_signal_connect_object (call, "answering-changed", G_CALLBACK (on_answering_changed), self, 0);
}

void
confab_people_tiles_refresh_own (ConfabPeopleTiles *self)
{
  g_object_set (self->own, "audio", confab_capture_is_sending (self->capture, CONFAB_MEDIA_AUDIO),
                "video", confab_capture_is_sending (self->capture, CONFAB_MEDIA_VIDEO), NULL);
}

ConfabTile *
confab_tiles_find (GListModel *tiles, const ConfabPid *pid)
{
  for (guint i = 0; i < g_list_model_get_n_items (tiles); i++) {
    g_autoptr (ConfabTile) tile = g_list_model_get_item (tiles, i); /* the list keeps it */
    const ConfabPid *of_tile = confab_tile_get_pid (tile);

    if (of_tile != NULL && confab_pid_equal (of_tile, pid))
      return tile;
  }
  return NULL;
}
