/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See negotiation.h. Who offers goes through all steps; who answers sets the peer's offer while WANTED
 * becomes MAKING, and is STABLE when its answer is set.
 */
#include "media/link/negotiation.h"

#include "media/link/question.h"

typedef enum {
  STEP_NEW,
  STEP_WANTED,    /* waits until it is known what will be sent */
  STEP_MAKING,    /* our description, by webrtcbin */
  STEP_DESCRIBED, /* our description is out, and webrtcbin does not use it yet */
  STEP_LOCAL_SET, /* our offer is in use: the answer may be set */
  STEP_STABLE,
  STEP_OVER,
} Step;

struct _ConfabNegotiation {
  GObject parent_instance;
  ConfabPost *post;
  GstElement *webrtcbin;
  GBytes *fingerprint;

  Step step;
  gboolean ready;
  GstWebRTCSessionDescription *remote; /* waits for its step */
  GstWebRTCSessionDescription *local;  /* likewise */
  ConfabSdp *local_sdp;
  ConfabSdp *offered; /* by the peer: what our answer mirrors; NULL: the offer is ours */
  guint bundle_mline;
  gboolean candidates_ended;
  GPtrArray *waiting; /* candidates that came too early; NULL at the end of candidates */
};

G_DEFINE_FINAL_TYPE (ConfabNegotiation, confab_negotiation, G_TYPE_OBJECT)

enum { DESCRIBED, SETTLED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void proceed (ConfabNegotiation *self);

static void
fail (gpointer object, gpointer unused)
{
  ConfabNegotiation *self = object;

  if (self->step == STEP_OVER)
    return;
  self->step = STEP_OVER;
  g_signal_emit (self, signals[FAILED], 0);
}

static GstPromise *
ask (ConfabNegotiation *self, const char *field, ConfabAnswerFunc next)
{
  return confab_question_new (self->post, field, next, fail);
}

static void
settle (ConfabNegotiation *self)
{
  self->step = STEP_STABLE;
  g_signal_emit (self, signals[SETTLED], 0);
  for (guint i = 0; i < self->waiting->len && self->webrtcbin != NULL; i++)
    g_signal_emit_by_name (self->webrtcbin, "add-ice-candidate", self->bundle_mline,
                           g_ptr_array_index (self->waiting, i));
  g_ptr_array_set_size (self->waiting, 0);
}

/* --- The own description --- */

static void
on_local_set (gpointer object, GstWebRTCSessionDescription *unused)
{
  ConfabNegotiation *self = object;

  if (self->offered != NULL) {
    settle (self);
    return;
  }
  self->step = STEP_LOCAL_SET;
  proceed (self);
}

void
confab_negotiation_set_local (ConfabNegotiation *self)
{
  g_autoptr (GstWebRTCSessionDescription) local = g_steal_pointer (&self->local);

  g_return_if_fail (self->step == STEP_DESCRIBED && local != NULL);

  g_signal_emit_by_name (self->webrtcbin, "set-local-description", local,
                         ask (self, NULL, on_local_set));
}

static void
describe (ConfabNegotiation *self, ConfabSdpType type, const char *made)
{
  g_autofree char *text = confab_sdp_set_fingerprint (made, self->fingerprint);
  g_autoptr (GstSDPMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  self->local_sdp = confab_sdp_parse (text, type, &error);
  if (self->local_sdp == NULL || gst_sdp_message_new_from_text (text, &message) != GST_SDP_OK) {
    fail (self, NULL);
    return;
  }
  self->local = gst_webrtc_session_description_new (
      type == CONFAB_SDP_OFFER ? GST_WEBRTC_SDP_TYPE_OFFER : GST_WEBRTC_SDP_TYPE_ANSWER,
      g_steal_pointer (&message));
  self->step = STEP_DESCRIBED;
  g_signal_emit (self, signals[DESCRIBED], 0, type == CONFAB_SDP_OFFER, text);
}

static void
on_offer_created (gpointer object, GstWebRTCSessionDescription *description)
{
  g_autofree char *text = gst_sdp_message_as_text (description->sdp);

  describe (object, CONFAB_SDP_OFFER, text);
}

static void
on_answer_created (gpointer object, GstWebRTCSessionDescription *description)
{
  ConfabNegotiation *self = object;
  g_autofree char *made = gst_sdp_message_as_text (description->sdp);
  g_autofree char *text = confab_sdp_mirror_twcc (made, self->offered);

  describe (self, CONFAB_SDP_ANSWER, text);
}

/* --- The peer's description --- */

static void
on_remote_offer_set (gpointer object, GstWebRTCSessionDescription *unused)
{
  ConfabNegotiation *self = object;

  g_signal_emit_by_name (self->webrtcbin, "create-answer", NULL,
                         ask (self, "answer", on_answer_created));
}

static void
on_remote_answer_set (gpointer object, GstWebRTCSessionDescription *unused)
{
  settle (object);
}

static void
set_remote (ConfabNegotiation *self, ConfabAnswerFunc next)
{
  g_autoptr (GstWebRTCSessionDescription) remote = g_steal_pointer (&self->remote);

  g_signal_emit_by_name (self->webrtcbin, "set-remote-description", remote, ask (self, NULL, next));
}

/* --- The steps that wait for somebody else --- */

static void
begin (ConfabNegotiation *self)
{
  self->step = STEP_MAKING;
  if (self->offered != NULL)
    set_remote (self, on_remote_offer_set);
  else
    g_signal_emit_by_name (self->webrtcbin, "create-offer", NULL,
                           ask (self, "offer", on_offer_created));
}

static void
proceed (ConfabNegotiation *self)
{
  if (self->step == STEP_WANTED && self->ready)
    begin (self);
  else if (self->step == STEP_LOCAL_SET && self->remote != NULL)
    set_remote (self, on_remote_answer_set);
}

void
confab_negotiation_set_ready (ConfabNegotiation *self)
{
  self->ready = TRUE;
  proceed (self);
}

void
confab_negotiation_create_offer (ConfabNegotiation *self)
{
  g_return_if_fail (self->step == STEP_NEW);

  self->step = STEP_WANTED;
  proceed (self);
}

void
confab_negotiation_accept (ConfabNegotiation *self, ConfabSdpType type, ConfabSdp *remote,
                           const char *text)
{
  g_autoptr (ConfabSdp) parsed = remote;
  g_autoptr (GstSDPMessage) message = NULL;

  if (gst_sdp_message_new_from_text (text, &message) != GST_SDP_OK) {
    fail (self, NULL);
    return;
  }
  self->bundle_mline = parsed->bundle_mline;
  self->remote = gst_webrtc_session_description_new (
      type == CONFAB_SDP_OFFER ? GST_WEBRTC_SDP_TYPE_OFFER : GST_WEBRTC_SDP_TYPE_ANSWER,
      g_steal_pointer (&message));
  if (type == CONFAB_SDP_OFFER) {
    self->offered = g_steal_pointer (&parsed);
    self->step = STEP_WANTED;
  }
  proceed (self);
}

void
confab_negotiation_add_candidate (ConfabNegotiation *self, const char *candidate)
{
  if (candidate == NULL && self->candidates_ended)
    return;
  self->candidates_ended = candidate == NULL;
  if (self->step == STEP_STABLE)
    g_signal_emit_by_name (self->webrtcbin, "add-ice-candidate", self->bundle_mline, candidate);
  else
    g_ptr_array_add (self->waiting, g_strdup (candidate));
}

/* --- What is known, and the object --- */

const char *
confab_negotiation_get_mid (ConfabNegotiation *self, guint mline)
{
  if (self->local_sdp == NULL || mline >= self->local_sdp->media->len)
    return NULL;
  return ((ConfabSdpMedia *) g_ptr_array_index (self->local_sdp->media, mline))->mid;
}

guint
confab_negotiation_get_bundle_mline (ConfabNegotiation *self)
{
  return self->bundle_mline;
}

ConfabNegotiation *
confab_negotiation_new (GstElement *webrtcbin, GBytes *fingerprint)
{
  ConfabNegotiation *self = g_object_new (CONFAB_TYPE_NEGOTIATION, NULL);

  self->webrtcbin = gst_object_ref (webrtcbin);
  self->fingerprint = g_bytes_ref (fingerprint);
  return self;
}

void
confab_negotiation_close (ConfabNegotiation *self)
{
  self->step = STEP_OVER;
  confab_post_stop (self->post);
  gst_clear_object (&self->webrtcbin);
}

static void
confab_negotiation_dispose (GObject *object)
{
  ConfabNegotiation *self = CONFAB_NEGOTIATION (object);

  confab_negotiation_close (self);
  g_clear_pointer (&self->remote, gst_webrtc_session_description_free);
  g_clear_pointer (&self->local, gst_webrtc_session_description_free);
  g_clear_pointer (&self->local_sdp, confab_sdp_free);
  g_clear_pointer (&self->offered, confab_sdp_free);
  G_OBJECT_CLASS (confab_negotiation_parent_class)->dispose (object);
}

static void
confab_negotiation_finalize (GObject *object)
{
  ConfabNegotiation *self = CONFAB_NEGOTIATION (object);

  g_ptr_array_unref (self->waiting);
  g_bytes_unref (self->fingerprint);
  confab_post_unref (self->post);
  G_OBJECT_CLASS (confab_negotiation_parent_class)->finalize (object);
}

static void
confab_negotiation_class_init (ConfabNegotiationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = confab_negotiation_dispose;
  object_class->finalize = confab_negotiation_finalize;
  signals[DESCRIBED] = g_signal_new ("described", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_STRING);
  signals[SETTLED] =
      g_signal_new ("settled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] =
      g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_negotiation_init (ConfabNegotiation *self)
{
  self->post = confab_post_new (G_OBJECT (self));
  self->waiting = g_ptr_array_new_with_free_func (g_free);
}
