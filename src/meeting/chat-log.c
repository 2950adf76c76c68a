/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/chat-log.h"

#include "meeting/chat-log-private.h"

struct _ConfabChatMessage {
  GObject parent_instance;
  ConfabPid from;
  ConfabPid to; /* none: everybody */
  guint64 seq;
  guint64 last_seq;
  char *from_name;
  char *text;
  char *id;
  gint64 time_ms;
  gboolean is_own;
};

G_DEFINE_FINAL_TYPE (ConfabChatMessage, confab_chat_message, G_TYPE_OBJECT)

struct _ConfabChatLog {
  GObject parent_instance;
  GPtrArray *messages;
};

static void confab_chat_log_list_model_init (GListModelInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabChatLog, confab_chat_log, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      confab_chat_log_list_model_init))

static void
confab_chat_message_finalize (GObject *object)
{
  ConfabChatMessage *self = CONFAB_CHAT_MESSAGE (object);

  g_free (self->from_name);
  g_free (self->text);
  g_free (self->id);
  G_OBJECT_CLASS (confab_chat_message_parent_class)->finalize (object);
}

static void
confab_chat_message_class_init (ConfabChatMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_chat_message_finalize;
}

static void
confab_chat_message_init (ConfabChatMessage *self)
{
}

ConfabChatMessage *
confab_chat_message_new (const ConfabChatLine *line)
{
  ConfabChatMessage *self = g_object_new (CONFAB_TYPE_CHAT_MESSAGE, NULL);

  self->from = *confab_participant_get_pid (line->from);
  self->to = line->to != NULL ? *line->to : CONFAB_PID_NONE;
  self->seq = line->seq;
  self->last_seq = line->last_seq;
  self->from_name = g_strdup (confab_participant_get_name (line->from));
  self->text = g_strdup (line->text);
  self->time_ms = line->time_ms;
  self->is_own = confab_participant_is_self (line->from);
  self->id =
      g_strdup_printf ("%s-%u-%" G_GUINT64_FORMAT, confab_participant_get_pid_hex (line->from),
                       line->to != NULL ? CONFAB_SCOPE_PAIR : CONFAB_SCOPE_GROUP, line->seq);
  return self;
}

const ConfabPid *
confab_chat_message_get_from (ConfabChatMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_MESSAGE (self), NULL);
  return &self->from;
}

const char *
confab_chat_message_get_from_name (ConfabChatMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_MESSAGE (self), NULL);
  return self->from_name;
}

const ConfabPid *
confab_chat_message_get_to (ConfabChatMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_MESSAGE (self), NULL);
  return confab_pid_is_none (&self->to) ? NULL : &self->to;
}

const char *
confab_chat_message_get_text (ConfabChatMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_MESSAGE (self), NULL);
  return self->text;
}

const char *
confab_chat_message_get_id (ConfabChatMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_MESSAGE (self), NULL);
  return self->id;
}

gboolean
confab_chat_message_is_own (ConfabChatMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_MESSAGE (self), FALSE);
  return self->is_own;
}

gboolean
confab_chat_message_is_missing (ConfabChatMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_MESSAGE (self), FALSE);
  return self->text == NULL;
}

void
confab_chat_message_get_range (ConfabChatMessage *self, guint64 *first, guint64 *last)
{
  *first = self->seq;
  *last = self->last_seq;
}

gint64
confab_chat_message_get_time_ms (ConfabChatMessage *self)
{
  g_return_val_if_fail (CONFAB_IS_CHAT_MESSAGE (self), 0);
  return self->time_ms;
}

static GType
confab_chat_log_get_item_type (GListModel *model)
{
  return CONFAB_TYPE_CHAT_MESSAGE;
}

static guint
confab_chat_log_get_n_items (GListModel *model)
{
  return CONFAB_CHAT_LOG (model)->messages->len;
}

static gpointer
confab_chat_log_get_item (GListModel *model, guint position)
{
  ConfabChatLog *self = CONFAB_CHAT_LOG (model);

  return position < self->messages->len ? g_object_ref (self->messages->pdata[position]) : NULL;
}

static void
confab_chat_log_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = confab_chat_log_get_item_type;
  iface->get_n_items = confab_chat_log_get_n_items;
  iface->get_item = confab_chat_log_get_item;
}

static void
confab_chat_log_finalize (GObject *object)
{
  g_ptr_array_unref (CONFAB_CHAT_LOG (object)->messages);
  G_OBJECT_CLASS (confab_chat_log_parent_class)->finalize (object);
}

static void
confab_chat_log_class_init (ConfabChatLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_chat_log_finalize;
}

static void
confab_chat_log_init (ConfabChatLog *self)
{
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
}

ConfabChatLog *
confab_chat_log_new (void)
{
  return g_object_new (CONFAB_TYPE_CHAT_LOG, NULL);
}

void
confab_chat_log_add (ConfabChatLog *self, ConfabChatMessage *message)
{
  g_ptr_array_add (self->messages, g_object_ref (message));
  g_list_model_items_changed (G_LIST_MODEL (self), self->messages->len - 1, 0, 1);
}

static gboolean
stands_for (ConfabChatMessage *line, const ConfabPid *from, gboolean to_all, guint64 seq)
{
  return line->text == NULL && confab_pid_equal (&line->from, from) &&
         confab_pid_is_none (&line->to) == to_all && line->seq <= seq && seq <= line->last_seq;
}

/* (transfer full): the part of a missing line from @first to @last. */
static ConfabChatMessage *
new_part (const ConfabChatMessage *line, guint64 first, guint64 last)
{
  ConfabChatMessage *part = g_object_new (CONFAB_TYPE_CHAT_MESSAGE, NULL);
  g_autofree char *hex = confab_pid_to_hex (&line->from);

  part->from = line->from;
  part->to = line->to;
  part->seq = first;
  part->last_seq = last;
  part->from_name = g_strdup (line->from_name);
  part->time_ms = line->time_ms;
  part->id = g_strdup_printf ("%s-%d-%" G_GUINT64_FORMAT, hex,
                              confab_pid_is_none (&line->to) ? 0 : 1, first);
  return part;
}

static void
replace_line (ConfabChatLog *self, guint position, guint64 seq, ConfabChatMessage *message)
{
  g_autoptr (ConfabChatMessage) line = g_object_ref (self->messages->pdata[position]);
  guint at = position;

  g_ptr_array_remove_index (self->messages, position);
  if (line->seq < seq)
    g_ptr_array_insert (self->messages, (gint) at++, new_part (line, line->seq, seq - 1));
  if (message != NULL)
    g_ptr_array_insert (self->messages, (gint) at++, g_object_ref (message));
  if (seq < line->last_seq)
    g_ptr_array_insert (self->messages, (gint) at++, new_part (line, seq + 1, line->last_seq));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, at - position);
}

void
confab_chat_log_fill (ConfabChatLog *self, const ConfabPid *from, gboolean to_all, guint64 seq,
                      ConfabChatMessage *message)
{
  for (guint i = self->messages->len; i > 0; i--) {
    if (stands_for (self->messages->pdata[i - 1], from, to_all, seq)) {
      replace_line (self, i - 1, seq, message);
      return;
    }
  }
  if (message != NULL)
    confab_chat_log_add (self, message);
}
