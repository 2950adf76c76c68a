/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/recent-meetings-private.h"

#include "client/pending-writes.h"
#include "client/recent-file.h"

#include <glib/gstdio.h>

struct _ConfabRecentMeetings {
  GObject parent_instance;
  char *path; /* (nullable): %NULL: what is there must not be written over */
  char *trouble;
  gboolean remembering;
  GListStore *meetings; /* the latest first */
  gboolean writing;     /* one write at a time: two could end in the older state */
  gboolean changed;     /* since that write began */
  GQueue flushes;       /* of GTask */
};

static void confab_recent_meetings_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabRecentMeetings, confab_recent_meetings, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      confab_recent_meetings_list_model_init))

enum { PROP_0, PROP_REMEMBERING, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void save (ConfabRecentMeetings *self);

/* --- on the disk --- */

typedef struct {
  char *json;
  gboolean forgets; /* no link is to stay */
} Text;

static void
text_free (Text *text)
{
  g_free (text->json);
  g_free (text);
}

/* Worker thread. Where there is no room for a new file beside the old one, there is in its place; and without the file
 * there is no link either. */
static gboolean
forget (const char *path, const char *json)
{
  return g_file_set_contents_full (path, json, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL) ||
         g_unlink (path) == 0;
}

/* Worker thread; @data: a Text. Whole or not at all, but what is forgotten goes in any case. */
static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConfabRecentMeetings *self = source;
  Text *text = data;
  GError *error = NULL;

  if (g_file_set_contents_full (self->path, text->json, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &error)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (text->forgets && forget (self->path, text->json))
    g_clear_error (&error);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabRecentMeetings *self = CONFAB_RECENT_MEETINGS (source);
  g_autoptr (GError) error = NULL;
  GTask *flush;

  self->writing = FALSE;
  confab_pending_writes_leave ();
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("The recent meetings can not be written: %s", error->message);
  if (self->changed) {
    save (self);
    return;
  }
  while ((flush = g_queue_pop_head (&self->flushes)) != NULL) {
    g_task_return_boolean (flush, TRUE);
    g_object_unref (flush);
  }
}

static void
save (ConfabRecentMeetings *self)
{
  g_autoptr (GTask) task = NULL;
  Text *text;

  self->changed = self->writing;
  if (self->path == NULL || self->writing)
    return;
  self->writing = TRUE;
  confab_pending_writes_enter ();
  text = g_new (Text, 1);
  text->json = confab_recent_file_to_json (self->remembering, G_LIST_MODEL (self->meetings));
  text->forgets = g_list_model_get_n_items (G_LIST_MODEL (self->meetings)) == 0;
  task = g_task_new (self, NULL, on_written, NULL);
  g_task_set_task_data (task, text, (GDestroyNotify) text_free);
  g_task_run_in_thread (task, write_in_thread);
}

void
confab_recent_meetings_flush_async (ConfabRecentMeetings *self, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  if (self->writing) {
    g_queue_push_tail (&self->flushes, task);
    return;
  }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Worker thread */
static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConfabRecentMeetings *self = data;
  g_autoptr (ConfabRecentFile) file = confab_recent_file_read (self->path, &self->trouble);

  if (file == NULL) {
    g_clear_pointer (&self->path, g_free);
  } else {
    self->remembering = file->remembering;
    g_list_store_splice (self->meetings, 0, 0, file->meetings->pdata, file->meetings->len);
  }
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

void
confab_recent_meetings_open_async (const char *dir, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ConfabRecentMeetings *self = g_object_new (CONFAB_TYPE_RECENT_MEETINGS, NULL);

  g_task_set_source_tag (task, confab_recent_meetings_open_async);
  g_task_set_check_cancellable (task, FALSE);
  self->path = g_build_filename (dir, "recent-meetings.json", NULL);
  g_task_set_task_data (task, self, g_object_unref);
  g_task_run_in_thread (task, open_in_thread);
}

ConfabRecentMeetings *
confab_recent_meetings_open_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* --- the list --- */

static GType
get_item_type (GListModel *list)
{
  return CONFAB_TYPE_RECENT_MEETING;
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (CONFAB_RECENT_MEETINGS (list)->meetings));
}

static gpointer
get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (CONFAB_RECENT_MEETINGS (list)->meetings), position);
}

static void
confab_recent_meetings_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
on_meetings_changed (ConfabRecentMeetings *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

ConfabRecentMeeting *
confab_recent_meetings_find (ConfabRecentMeetings *self, const char *host, const char *room)
{
  g_return_val_if_fail (CONFAB_IS_RECENT_MEETINGS (self), NULL);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (ConfabRecentMeeting) meeting = get_item (G_LIST_MODEL (self), i);

    if (g_str_equal (confab_recent_meeting_get_host (meeting), host) &&
        g_str_equal (confab_recent_meeting_get_room (meeting), room))
      return meeting; /* lent: the list holds it */
  }
  return NULL;
}

static gboolean
drop (ConfabRecentMeetings *self, ConfabRecentMeeting *meeting)
{
  guint position;

  if (!g_list_store_find (self->meetings, meeting, &position))
    return FALSE;
  g_list_store_remove (self->meetings, position);
  return TRUE;
}

static int
compare_times (gconstpointer a, gconstpointer b, gpointer unused)
{
  gint64 first = confab_recent_meeting_get_visited_ms ((ConfabRecentMeeting *) a);
  gint64 second = confab_recent_meeting_get_visited_ms ((ConfabRecentMeeting *) b);

  return second > first ? 1 : second < first ? -1 : 0;
}

static void
drop_the_oldest (ConfabRecentMeetings *self)
{
  guint n = get_n_items (G_LIST_MODEL (self));

  if (n > CONFAB_RECENT_MEETINGS_MAX)
    g_list_store_splice (self->meetings, CONFAB_RECENT_MEETINGS_MAX, n - CONFAB_RECENT_MEETINGS_MAX,
                         NULL, 0);
}

void
confab_recent_meetings_add (ConfabRecentMeetings *self, const char *link, gint64 now_ms)
{
  g_autoptr (ConfabRecentMeeting) meeting = NULL;
  ConfabRecentMeeting *former;

  g_return_if_fail (CONFAB_IS_RECENT_MEETINGS (self));

  if (self->remembering)
    meeting = confab_recent_meeting_new (link, now_ms);
  if (meeting == NULL)
    return;
  former = confab_recent_meetings_find (self, confab_recent_meeting_get_host (meeting),
                                        confab_recent_meeting_get_room (meeting));
  if (former != NULL)
    drop (self, former);
  g_list_store_insert (self->meetings, 0, meeting); /* in front even if the clock was set back */
  drop_the_oldest (self);
  save (self);
}

void
confab_recent_meetings_remove (ConfabRecentMeetings *self, ConfabRecentMeeting *meeting)
{
  g_return_if_fail (CONFAB_IS_RECENT_MEETINGS (self));

  if (drop (self, meeting))
    save (self);
}

GPtrArray *
confab_recent_meetings_clear (ConfabRecentMeetings *self)
{
  GPtrArray *meetings = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (CONFAB_IS_RECENT_MEETINGS (self), meetings);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    g_ptr_array_add (meetings, get_item (G_LIST_MODEL (self), i));
  g_list_store_remove_all (self->meetings);
  save (self);
  return meetings;
}

void
confab_recent_meetings_put_back (ConfabRecentMeetings *self, GPtrArray *meetings)
{
  g_return_if_fail (CONFAB_IS_RECENT_MEETINGS (self));

  if (!self->remembering)
    return;
  for (guint i = 0; i < meetings->len; i++) {
    ConfabRecentMeeting *meeting = g_ptr_array_index (meetings, i);

    if (confab_recent_meetings_find (self, confab_recent_meeting_get_host (meeting),
                                     confab_recent_meeting_get_room (meeting)) == NULL)
      g_list_store_insert_sorted (self->meetings, meeting, compare_times, NULL);
  }
  drop_the_oldest (self);
  save (self);
}

/* --- the object --- */

gboolean
confab_recent_meetings_get_remembering (ConfabRecentMeetings *self)
{
  g_return_val_if_fail (CONFAB_IS_RECENT_MEETINGS (self), FALSE);
  return self->remembering;
}

void
confab_recent_meetings_set_remembering (ConfabRecentMeetings *self, gboolean remembering)
{
  g_return_if_fail (CONFAB_IS_RECENT_MEETINGS (self));

  if (self->remembering == !!remembering)
    return;
  self->remembering = !!remembering;
  if (!remembering)
    g_list_store_remove_all (self->meetings);
  save (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMEMBERING]);
}

const char *
confab_recent_meetings_get_trouble (ConfabRecentMeetings *self)
{
  g_return_val_if_fail (CONFAB_IS_RECENT_MEETINGS (self), NULL);
  return self->trouble;
}

static void
confab_recent_meetings_set_property (GObject *object, guint id, const GValue *value,
                                     GParamSpec *pspec)
{
  if (id == PROP_REMEMBERING)
    confab_recent_meetings_set_remembering (CONFAB_RECENT_MEETINGS (object),
                                            g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
confab_recent_meetings_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REMEMBERING)
    g_value_set_boolean (value, CONFAB_RECENT_MEETINGS (object)->remembering);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
confab_recent_meetings_finalize (GObject *object)
{
  ConfabRecentMeetings *self = CONFAB_RECENT_MEETINGS (object);

  g_object_unref (self->meetings);
  g_free (self->path);
  g_free (self->trouble);
  G_OBJECT_CLASS (confab_recent_meetings_parent_class)->finalize (object);
}

static void
confab_recent_meetings_class_init (ConfabRecentMeetingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = confab_recent_meetings_set_property;
  object_class->get_property = confab_recent_meetings_get_property;
  object_class->finalize = confab_recent_meetings_finalize;

  properties[PROP_REMEMBERING] =
      g_param_spec_boolean ("remembering", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_recent_meetings_init (ConfabRecentMeetings *self)
{
  self->remembering = TRUE;
  g_queue_init (&self->flushes);
  self->meetings = g_list_store_new (CONFAB_TYPE_RECENT_MEETING);
  g_signal_connect_object (self->meetings, "items-changed", G_CALLBACK (on_meetings_changed), self,
                           G_CONNECT_SWAPPED);
}
