/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a meeting has to say: kept while a call works on it, told when the outermost call ends, so
 * that a handler never meets a meeting half changed.
 */
#include "meeting/meeting-private.h"

#include <gobject/gvaluecollector.h>

#define MAX_ARGUMENTS 6

typedef struct {
  guint signal;
  guint n_values;
  GValue values[MAX_ARGUMENTS]; /* the meeting first, which is set when told */
  gpointer owned;
  GDestroyNotify destroy;
} News;

static guint signals[CONFAB_N_SIGNALS];

/* Declares a signal with up to five arguments, ended by G_TYPE_NONE. */
static guint
install (GObjectClass *klass, const char *name, ...)
{
  GType types[MAX_ARGUMENTS - 1];
  guint n_types = 0;
  va_list list;

  va_start (list, name);
  for (GType type = va_arg (list, GType); type != G_TYPE_NONE; type = va_arg (list, GType))
    types[n_types++] = type;
  va_end (list);
  return g_signal_newv (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                        G_TYPE_NONE, n_types, types);
}

void
confab_meeting_install_signals (GObjectClass *klass)
{
  const GType person = CONFAB_TYPE_PARTICIPANT;
  const GType text = G_TYPE_STRING;
  const GType end = G_TYPE_NONE;

  signals[CONFAB_SIGNAL_SEND] = install (klass, "send", G_TYPE_POINTER, G_TYPE_INT, text, end);
  signals[CONFAB_SIGNAL_PARTICIPANT_JOINED] = install (klass, "participant-joined", person, end);
  signals[CONFAB_SIGNAL_PARTICIPANT_UPDATED] = install (klass, "participant-updated", person, end);
  signals[CONFAB_SIGNAL_PARTICIPANT_LEFT] =
      install (klass, "participant-left", person, G_TYPE_INT, end);
  signals[CONFAB_SIGNAL_ADMISSION_REQUESTED] = install (klass, "admission-requested", person, end);
  signals[CONFAB_SIGNAL_CHAT] = install (klass, "chat", CONFAB_TYPE_CHAT_MESSAGE, end);
  signals[CONFAB_SIGNAL_MUTE_REQUESTED] =
      install (klass, "mute-requested", person, G_TYPE_UINT, end);
  signals[CONFAB_SIGNAL_UNMUTE_REQUESTED] = install (klass, "unmute-requested", person, end);
  signals[CONFAB_SIGNAL_LOWER_HAND_REQUESTED] =
      install (klass, "lower-hand-requested", person, end);
  signals[CONFAB_SIGNAL_SDP] =
      install (klass, "sdp", person, G_TYPE_BOOLEAN, G_TYPE_UINT, text, G_TYPE_POINTER, end);
  signals[CONFAB_SIGNAL_ICE] = install (klass, "ice", person, G_TYPE_POINTER, end);
  signals[CONFAB_SIGNAL_RENEW] = install (klass, "renew", person, end);
  signals[CONFAB_SIGNAL_DIRECT_LINK_REFUSED] = install (klass, "direct-link-refused", person, end);
  signals[CONFAB_SIGNAL_QUESTION] = install (klass, "question", text, text, end);
  signals[CONFAB_SIGNAL_WARNING] = install (klass, "warning", text, text, end);
  signals[CONFAB_SIGNAL_WARNING_OVER] = install (klass, "warning-over", text, end);
  signals[CONFAB_SIGNAL_NOTICE] = install (klass, "notice", text, text, end);
  signals[CONFAB_SIGNAL_ENDED] = install (klass, "ended", text, text, end);
}

static void
news_free (News *news)
{
  for (guint i = 0; i < news->n_values; i++)
    g_value_unset (&news->values[i]);
  if (news->destroy != NULL)
    news->destroy (news->owned);
  g_free (news);
}

static News *
collect (guint signal, va_list list)
{
  News *news = g_new0 (News, 1);
  GSignalQuery query;

  g_signal_query (signals[signal], &query);
  news->signal = signal;
  g_value_init (&news->values[0], CONFAB_TYPE_MEETING);
  news->n_values = 1 + query.n_params;
  for (guint i = 0; i < query.n_params; i++) {
    g_autofree char *error = NULL;

    G_VALUE_COLLECT_INIT (&news->values[i + 1], query.param_types[i], list, 0, &error);
    g_assert (error == NULL);
  }
  return news;
}

void
confab_meeting_tell (ConfabMeeting *self, guint signal, ...)
{
  va_list list;

  /* "ended" is the last one. */
  if (self->left)
    return;
  va_start (list, signal);
  g_queue_push_tail (&self->news, collect (signal, list));
  va_end (list);
}

void
confab_meeting_tell_owned (ConfabMeeting *self, gpointer owned, GDestroyNotify destroy,
                           guint signal, ...)
{
  News *news;
  va_list list;

  if (self->left) {
    destroy (owned);
    return;
  }
  va_start (list, signal);
  news = collect (signal, list);
  va_end (list);
  news->owned = owned;
  news->destroy = destroy;
  g_queue_push_tail (&self->news, news);
}

void
confab_meeting_tell_all (ConfabMeeting *self)
{
  News *news;

  if (self->is_telling)
    return;
  self->is_telling = TRUE;
  while ((news = g_queue_pop_head (&self->news)) != NULL) {
    g_value_set_object (&news->values[0], self);
    g_signal_emitv (news->values, signals[news->signal], 0, NULL);
    news_free (news);
  }
  self->is_telling = FALSE;
}

void
confab_meeting_forget_news (ConfabMeeting *self)
{
  g_queue_clear_full (&self->news, (GDestroyNotify) news_free);
}

void
confab_meeting_send (ConfabMeeting *self, ConfabCarrier *carrier, ConfabRoute route,
                     const ConfabPid *to)
{
  g_autofree char *to_hex = to != NULL ? confab_pid_to_hex (to) : NULL;

  confab_meeting_tell_owned (self, carrier, (GDestroyNotify) confab_carrier_free,
                             CONFAB_SIGNAL_SEND, carrier, (int) route, to_hex);
}

GBytes *
confab_meeting_send_signed (ConfabMeeting *self, ConfabCarrierType type, GBytes *body)
{
  g_autoptr (GBytes) owned = body;
  GBytes *statement = self->keys.table->sign (self->keys.data, owned);

  if (statement == NULL) {
    g_warning ("the signing key is gone");
    return NULL;
  }
  confab_meeting_send (self, confab_carrier_new_statement (type, statement), CONFAB_ROUTE_ANYWHERE,
                       NULL);
  return statement;
}
