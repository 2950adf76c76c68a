/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/call-status.h"

#include "app/path-words.h"

typedef struct {
  char *code;
  char *text;
} Warning;

struct _ConfabCallStatus {
  GObject parent_instance;
  ConfabCall *call;
  ConfabMeeting *meeting; /* the call's, once its signals are connected */
  GPtrArray *warnings;    /* of Warning: what the meeting warns of now, newest last */
};

G_DEFINE_FINAL_TYPE (ConfabCallStatus, confab_call_status, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
warning_free (gpointer data)
{
  Warning *warning = data;

  g_free (warning->code);
  g_free (warning->text);
  g_free (warning);
}

static void
emit_changed (ConfabCallStatus *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
forget_warning (ConfabCallStatus *self, const char *code)
{
  for (guint i = self->warnings->len; i > 0; i--) {
    const Warning *warning = g_ptr_array_index (self->warnings, i - 1);

    if (g_strcmp0 (warning->code, code) == 0)
      g_ptr_array_remove_index (self->warnings, i - 1);
  }
}

static void
on_warning (ConfabMeeting *meeting, const char *code, const char *text, ConfabCallStatus *self)
{
  Warning *warning = g_new0 (Warning, 1);

  forget_warning (self, code);
  warning->code = g_strdup (code);
  warning->text = g_strdup (text);
  g_ptr_array_add (self->warnings, warning);
  emit_changed (self);
}

static void
on_warning_over (ConfabMeeting *meeting, const char *code, ConfabCallStatus *self)
{
  forget_warning (self, code);
  emit_changed (self);
}

static void
on_meeting (ConfabCallStatus *self)
{
  ConfabMeeting *meeting = confab_call_get_meeting (self->call);

  if (meeting == NULL || meeting == self->meeting)
    return;
  g_set_object (&self->meeting, meeting);
  g_signal_connect_object (meeting, "warning", G_CALLBACK (on_warning), self, 0);
  g_signal_connect_object (meeting, "warning-over", G_CALLBACK (on_warning_over), self, 0);
  g_signal_connect_object (confab_meeting_get_roster (meeting), "items-changed",
                           G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  emit_changed (self);
}

static void
confab_call_status_dispose (GObject *object)
{
  ConfabCallStatus *self = CONFAB_CALL_STATUS (object);

  g_clear_object (&self->meeting);
  g_clear_object (&self->call);
  G_OBJECT_CLASS (confab_call_status_parent_class)->dispose (object);
}

static void
confab_call_status_finalize (GObject *object)
{
  g_ptr_array_unref (CONFAB_CALL_STATUS (object)->warnings);
  G_OBJECT_CLASS (confab_call_status_parent_class)->finalize (object);
}

static void
confab_call_status_class_init (ConfabCallStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_call_status_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_call_status_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CONFAB_TYPE_CALL_STATUS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_call_status_init (ConfabCallStatus *self)
{
  self->warnings = g_ptr_array_new_with_free_func (warning_free);
}

ConfabCallStatus *
confab_call_status_new (ConfabCall *call)
{
  static const char *const changes[] = { "path-changed", "answering-changed",
                                         "notify::service-online" };
  ConfabCallStatus *self = g_object_new (CONFAB_TYPE_CALL_STATUS, NULL);

  self->call = g_object_ref (call);
  g_signal_connect_object (call, "notify::meeting", G_CALLBACK (on_meeting), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect_object (call, changes[i], G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  on_meeting (self);
  return self;
}

/* (transfer full) (nullable): the first other person; in a direct call the only one. */
static ConfabParticipant *
dup_peer (ConfabCallStatus *self)
{
  GListModel *roster =
      self->meeting != NULL ? G_LIST_MODEL (confab_meeting_get_roster (self->meeting)) : NULL;

  for (guint i = 0; roster != NULL && i < g_list_model_get_n_items (roster); i++) {
    g_autoptr (ConfabParticipant) participant = g_list_model_get_item (roster, i);

    if (!confab_participant_is_self (participant))
      return g_steal_pointer (&participant);
  }
  return NULL;
}

gboolean
confab_call_status_is_alone (ConfabCallStatus *self)
{
  g_autoptr (ConfabParticipant) peer = dup_peer (self);

  return peer == NULL;
}

char *
confab_call_status_dup_path (ConfabCallStatus *self)
{
  g_autoptr (ConfabParticipant) peer = dup_peer (self);
  ConfabCallPath path;

  if (peer == NULL || !confab_call_get_path (self->call, confab_participant_get_pid (peer), &path))
    return g_strdup ("");
  return confab_path_words (&path);
}

char *
confab_call_status_dup_path_kind (ConfabCallStatus *self)
{
  g_autoptr (ConfabParticipant) peer = dup_peer (self);
  ConfabCallPath path;

  if (peer == NULL || !confab_call_get_path (self->call, confab_participant_get_pid (peer), &path))
    return NULL;
  return confab_path_kind_words (&path);
}

/* A link gone wrong is nearest to what the person sees; what the meeting warns of comes next. */
char *
confab_call_status_dup_trouble (ConfabCallStatus *self, const char *why_offline)
{
  g_autoptr (ConfabParticipant) peer = dup_peer (self);
  gboolean online = confab_call_get_service_online (self->call);
  char *words = NULL;

  if (peer != NULL) {
    const ConfabPid *pid = confab_participant_get_pid (peer);
    ConfabCallPath path;
    gboolean linked = confab_call_get_path (self->call, pid, &path);

    words = confab_path_trouble (linked ? &path : NULL, confab_participant_get_name (peer),
                                 confab_call_is_answering (self->call, pid), online, why_offline);
  } else if (!online) {
    words = confab_path_trouble (NULL, NULL, TRUE, FALSE, why_offline);
  }
  if (words == NULL && self->warnings->len > 0) {
    const Warning *newest = g_ptr_array_index (self->warnings, self->warnings->len - 1);

    words = g_strdup (newest->text);
  }
  return words != NULL ? words : g_strdup (why_offline);
}
