/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/call-private.h"

#include "client/client-error.h"
#include "crypto/crypto.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _ConfabCall {
  GObject parent_instance;
  ConfabJoinFlow *flow;
  ConfabMeeting *meeting;
  ConfabCapture *capture;
  ConfabSigner *identity;
  char *room;
  char *link;
  ConfabCallState state;
  gboolean service_online;
  char *meeting_code;  /* (nullable) */
  GHashTable *silent;  /* set of ConfabPid: who does not answer */
  gboolean crowd_told; /* that three see and hear nothing of each other */
};

G_DEFINE_FINAL_TYPE (ConfabCall, confab_call, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, PROP_MEETING, PROP_SERVICE_ONLINE, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum {
  WAITING,
  JOINED,
  REFUSED,
  ENDED,
  PROBLEM,
  PATH_CHANGED,
  TRACK_CHANGED,
  ANSWERING_CHANGED,
  SECURITY_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
set_state (ConfabCall *self, ConfabCallState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
tell_problem (ConfabCall *self, const char *code, const char *text)
{
  g_signal_emit (self, signals[PROBLEM], 0, code, text);
}

/* --- the flow --- */

static void
on_step (ConfabJoinStep step, gpointer user_data)
{
  static const ConfabCallState states[] = {
    [CONFAB_JOIN_PREPARING] = CONFAB_CALL_CHECKING,
    [CONFAB_JOIN_CONNECTING] = CONFAB_CALL_CONNECTING,
    [CONFAB_JOIN_ENTERING] = CONFAB_CALL_WAITING,
    [CONFAB_JOIN_INSIDE] = CONFAB_CALL_JOINED,
    [CONFAB_JOIN_LEAVING] = CONFAB_CALL_LEAVING,
    [CONFAB_JOIN_OVER] = CONFAB_CALL_LEFT,
  };
  ConfabCall *self = user_data;

  set_state (self, states[step]);
  if (step == CONFAB_JOIN_INSIDE)
    g_signal_emit (self, signals[JOINED], 0);
}

static char *
words_for_me (const ConfabWaitTextStatement *text)
{
  g_autoptr (ConfabWaitWords) words = NULL;

  if (text != NULL)
    words = confab_wait_text_pick (text, g_get_language_names (), NULL);
  if (words == NULL)
    return NULL;
  return g_strconcat (words->title, "\n\n", words->body, NULL);
}

static void
on_waiting (const ConfabWaitTextStatement *text, gpointer user_data)
{
  ConfabCall *self = user_data;
  g_autofree char *message = words_for_me (text);

  g_signal_emit (self, signals[WAITING], 0, message);
}

static void
on_over (gboolean was_inside, const char *code, const char *text, gpointer user_data)
{
  g_autoptr (ConfabCall) self = g_object_ref (user_data);
  gboolean by_myself = g_str_equal (code, "left");

  set_state (self, CONFAB_CALL_LEFT);
  g_signal_emit (self, signals[was_inside || by_myself ? ENDED : REFUSED], 0, code, text);
}

static void
on_problem (const char *code, const char *text, gpointer user_data)
{
  tell_problem (user_data, code, text);
}

static void
on_service_online (gboolean online, gpointer user_data)
{
  ConfabCall *self = user_data;

  if (self->service_online == online)
    return;
  self->service_online = online;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVICE_ONLINE]);
}

/* --- the links --- */

static void
on_path (const ConfabCallPath *path, gpointer user_data)
{
  g_signal_emit (user_data, signals[PATH_CHANGED], 0, path);
}

static void
on_track (const ConfabCallTrack *track, gpointer user_data)
{
  ConfabCall *self = user_data;
  ConfabParticipant *person =
      confab_roster_find (confab_meeting_get_roster (self->meeting), &track->pid);

  if (person != NULL && track->kind == CONFAB_MEDIA_AUDIO)
    confab_participant_set_audio (person, track->started);
  else if (person != NULL && track->kind == CONFAB_MEDIA_VIDEO)
    confab_participant_set_video (person, track->started);
  else if (person != NULL)
    confab_participant_set_sharing (person, track->started);
  g_signal_emit (self, signals[TRACK_CHANGED], 0, track);
}

/* Somebody answers if neither the meeting nor the link misses them. */
static void
refresh_answering (ConfabCall *self, const ConfabPid *pid)
{
  ConfabParticipant *person = confab_roster_find (confab_meeting_get_roster (self->meeting), pid);
  ConfabDirectBinding *direct = confab_join_flow_get_direct (self->flow);
  ConfabDirectPeer *peer = direct != NULL ? confab_direct_binding_find (direct, pid) : NULL;
  gboolean answering = person == NULL || (confab_participant_is_responding (person) &&
                                          (peer == NULL || confab_direct_peer_is_answering (peer)));

  if (answering == !g_hash_table_contains (self->silent, pid))
    return;
  if (answering)
    g_hash_table_remove (self->silent, pid);
  else
    g_hash_table_add (self->silent, confab_pid_copy (pid));
  g_signal_emit (self, signals[ANSWERING_CHANGED], 0, pid, answering);
}

static void
on_answering (const ConfabPid *pid, gboolean answering, gpointer user_data)
{
  refresh_answering (user_data, pid);
}

/* --- the meeting --- */

static void
on_security (ConfabCall *self)
{
  g_signal_emit (self, signals[SECURITY_CHANGED], 0);
}

static void
on_responding (ConfabParticipant *person, GParamSpec *pspec, gpointer user_data)
{
  refresh_answering (user_data, confab_participant_get_pid (person));
}

/* Where no SFU is and frames are not sealed yet, pictures and sound go between two people only. */
static void
tell_crowd (ConfabCall *self)
{
  if (self->crowd_told || confab_roster_get_count (confab_meeting_get_roster (self->meeting)) <= 2)
    return;
  self->crowd_told = TRUE;
  tell_problem (self, "no-media-path",
                _ ("Pictures and sound go between two people only for now; with more, chat works "
                   "and the rest stays off until two are left"));
}

static void
on_participant_joined (ConfabMeeting *meeting, ConfabParticipant *person, gpointer user_data)
{
  ConfabCall *self = user_data;

  g_signal_connect_object (person, "notify::responding", G_CALLBACK (on_responding), self, 0);
  tell_crowd (self);
}

static void
on_participant_left (ConfabMeeting *meeting, ConfabParticipant *person, int reason,
                     gpointer user_data)
{
  ConfabCall *self = user_data;

  g_hash_table_remove (self->silent, confab_participant_get_pid (person));
  self->crowd_told = FALSE;
}

static void
on_meeting_notice (ConfabMeeting *meeting, const char *code, const char *text, gpointer user_data)
{
  tell_problem (user_data, code, text);
}

/* A host's wish is obeyed at once (docs/protocol.md 5, CMD 9); unmuting is always the person's. */
static void
on_mute_requested (ConfabMeeting *meeting, ConfabParticipant *by, guint what, gpointer user_data)
{
  ConfabCall *self = user_data;

  if (what & (CONFAB_MUTE_AUDIO | CONFAB_MUTE_AUDIO_UNTIL_ALLOWED))
    confab_call_set_muted (self, CONFAB_MEDIA_AUDIO, TRUE, NULL);
  if (what & CONFAB_MUTE_VIDEO)
    confab_call_set_muted (self, CONFAB_MEDIA_VIDEO, TRUE, NULL);
  tell_problem (self, "muted-by-host", _ ("A host has muted you"));
}

static void
follow_meeting (ConfabCall *self)
{
  ConfabMeeting *meeting = self->meeting;

  g_signal_connect_object (meeting, "participant-joined", G_CALLBACK (on_participant_joined), self,
                           0);
  g_signal_connect_object (meeting, "participant-left", G_CALLBACK (on_participant_left), self, 0);
  g_signal_connect_object (meeting, "notice", G_CALLBACK (on_meeting_notice), self, 0);
  g_signal_connect_object (meeting, "mute-requested", G_CALLBACK (on_mute_requested), self, 0);
  g_signal_connect_object (meeting, "notify::security", G_CALLBACK (on_security), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (meeting, "notify::epoch", G_CALLBACK (on_security), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (meeting, "notify::leader", G_CALLBACK (on_security), self,
                           G_CONNECT_SWAPPED);
}

static const ConfabJoinFlowEvents flow_events = {
  .step = on_step,
  .waiting = on_waiting,
  .over = on_over,
  .problem = on_problem,
  .service_online = on_service_online,
  .direct = {
    .path = on_path,
    .track = on_track,
    .answering = on_answering,
    .problem = on_problem,
  },
};

ConfabCall *
confab_call_new (const char *link, const ConfabJoinFlowConfig *config)
{
  ConfabCall *self = g_object_new (CONFAB_TYPE_CALL, NULL);

  self->room = g_strdup (config->invitation->room);
  self->link = g_strdup (link);
  self->capture = g_object_ref (config->capture);
  self->identity = confab_signer_ref (config->identity);
  self->flow = confab_join_flow_new (config, &flow_events, self);
  self->meeting = g_object_ref (confab_join_flow_get_meeting (self->flow));
  follow_meeting (self);
  return self;
}

/* --- what is asked --- */

ConfabCallState
confab_call_get_state (ConfabCall *self)
{
  g_return_val_if_fail (CONFAB_IS_CALL (self), CONFAB_CALL_LEFT);
  return self->state;
}

ConfabMeeting *
confab_call_get_meeting (ConfabCall *self)
{
  g_return_val_if_fail (CONFAB_IS_CALL (self), NULL);
  return self->meeting;
}

const char *
confab_call_get_room (ConfabCall *self)
{
  g_return_val_if_fail (CONFAB_IS_CALL (self), NULL);
  return self->room;
}

const char *
confab_call_get_link (ConfabCall *self)
{
  g_return_val_if_fail (CONFAB_IS_CALL (self), NULL);
  return self->link;
}

gboolean
confab_call_get_service_online (ConfabCall *self)
{
  g_return_val_if_fail (CONFAB_IS_CALL (self), FALSE);
  return self->service_online;
}

/* (transfer none) (nullable) */
static ConfabDirectPeer *
find_peer (ConfabCall *self, const ConfabPid *pid)
{
  ConfabDirectBinding *direct = confab_join_flow_get_direct (self->flow);

  return direct != NULL ? confab_direct_binding_find (direct, pid) : NULL;
}

gboolean
confab_call_get_path (ConfabCall *self, const ConfabPid *pid, ConfabCallPath *path)
{
  ConfabDirectPeer *peer = find_peer (self, pid);

  if (peer != NULL)
    confab_direct_peer_get_path (peer, path);
  return peer != NULL;
}

gboolean
confab_call_is_answering (ConfabCall *self, const ConfabPid *pid)
{
  return !g_hash_table_contains (self->silent, pid);
}

ConfabMailbox *
confab_call_dup_video (ConfabCall *self, const ConfabPid *pid)
{
  ConfabDirectPeer *peer = find_peer (self, pid);

  return peer != NULL ? confab_mailbox_ref (confab_direct_peer_get_video (peer)) : NULL;
}

gboolean
confab_call_get_stats (ConfabCall *self, const ConfabPid *pid, ConfabLinkStats *stats)
{
  ConfabDirectPeer *peer = find_peer (self, pid);

  return peer != NULL && confab_direct_peer_get_stats (peer, stats);
}

double
confab_call_get_level_dbfs (ConfabCall *self, const ConfabPid *pid)
{
  ConfabDirectPeer *peer = find_peer (self, pid);

  return peer != NULL ? confab_direct_peer_get_level_dbfs (peer) : (double) NAN;
}

static const char *
get_meeting_code (ConfabCall *self)
{
  const ConfabDigest *gen = confab_meeting_get_gen (self->meeting);
  const ConfabVerifyKey *founder_ik = confab_meeting_get_founder_ik (self->meeting);

  if (self->meeting_code == NULL && gen != NULL && founder_ik != NULL)
    self->meeting_code = confab_meeting_code (gen, founder_ik);
  return self->meeting_code;
}

void
confab_call_get_security (ConfabCall *self, ConfabCallSecurity *security)
{
  ConfabDirectBinding *direct = confab_join_flow_get_direct (self->flow);
  const char *leader = confab_meeting_get_leader (self->meeting);

  *security = (ConfabCallSecurity){
    .e2ee = confab_meeting_is_e2ee (self->meeting),
    .state = confab_meeting_get_security (self->meeting),
    .code = get_meeting_code (self),
    .epoch = confab_meeting_get_epoch (self->meeting),
  };
  if (security->state == CONFAB_SECURITY_OK && direct != NULL &&
      confab_direct_binding_was_manipulated (direct))
    security->state = CONFAB_SECURITY_UNCONFIRMED;
  confab_pid_from_hex (leader, &security->leader);
}

char *
confab_call_dup_safety_number (ConfabCall *self, const ConfabPid *pid)
{
  ConfabParticipant *person = confab_roster_find (confab_meeting_get_roster (self->meeting), pid);

  if (person == NULL)
    return NULL;
  return confab_safety_number (confab_signer_get_key (self->identity),
                               confab_participant_get_ik (person));
}

/* --- what is done --- */

/* (transfer none) (nullable): oneself in the roster */
static ConfabParticipant *
find_self (ConfabCall *self)
{
  return confab_roster_find (confab_meeting_get_roster (self->meeting),
                             confab_meeting_get_pid (self->meeting));
}

static gboolean
is_kept_muted (ConfabCall *self)
{
  ConfabParticipant *me = find_self (self);

  return me != NULL && (confab_participant_get_flags (me) & CONFAB_ENTRY_MUTED_BY_HOST) != 0;
}

gboolean
confab_call_set_muted (ConfabCall *self, ConfabMediaKind kind, gboolean muted, GError **error)
{
  g_return_val_if_fail (CONFAB_IS_CALL (self), FALSE);
  g_return_val_if_fail (kind == CONFAB_MEDIA_AUDIO || kind == CONFAB_MEDIA_VIDEO, FALSE);

  if (!muted && kind == CONFAB_MEDIA_AUDIO && is_kept_muted (self)) {
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_FAILED,
                         _ ("A host keeps you muted for now; raise your hand to speak"));
    return FALSE;
  }
  confab_capture_set_muted (self->capture, kind, muted);
  return TRUE;
}

void
confab_call_leave (ConfabCall *self)
{
  g_return_if_fail (CONFAB_IS_CALL (self));

  if (self->state < CONFAB_CALL_LEAVING)
    confab_join_flow_leave (self->flow);
}

/* --- life --- */

static void
confab_call_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabCall *self = CONFAB_CALL (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int) self->state);
    break;
  case PROP_MEETING:
    g_value_set_object (value, self->meeting);
    break;
  case PROP_SERVICE_ONLINE:
    g_value_set_boolean (value, self->service_online);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_call_dispose (GObject *object)
{
  ConfabCall *self = CONFAB_CALL (object);

  /* Links that are still up tell of their end. */
  g_clear_pointer (&self->flow, confab_join_flow_free);
  G_OBJECT_CLASS (confab_call_parent_class)->dispose (object);
}

static void
confab_call_finalize (GObject *object)
{
  ConfabCall *self = CONFAB_CALL (object);

  g_clear_object (&self->meeting);
  g_clear_object (&self->capture);
  g_clear_pointer (&self->identity, confab_signer_unref);
  g_clear_pointer (&self->silent, g_hash_table_unref);
  g_free (self->meeting_code);
  g_free (self->room);
  g_free (self->link);
  G_OBJECT_CLASS (confab_call_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, "ConfabCallState", CONFAB_CALL_CHECKING,
                                             CONFAB_CALL_LEFT, CONFAB_CALL_CHECKING, flags);
  properties[PROP_MEETING] =
      g_param_spec_object ("meeting", NULL, "The meeting", CONFAB_TYPE_MEETING, flags);
  properties[PROP_SERVICE_ONLINE] = g_param_spec_boolean (
      "service-online", NULL, "Whether the line to the service is up", FALSE, flags);
  g_object_class_install_properties (klass, N_PROPS, properties);
}

static guint
new_signal (ConfabCallClass *klass, const char *name, guint n_params, GType first, GType second)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_params, first, second);
}

static void
confab_call_class_init (ConfabCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GType none = G_TYPE_NONE;

  object_class->get_property = confab_call_get_property;
  object_class->dispose = confab_call_dispose;
  object_class->finalize = confab_call_finalize;
  install_properties (object_class);

  signals[WAITING] = new_signal (klass, "waiting", 1, G_TYPE_STRING, none);
  signals[JOINED] = new_signal (klass, "joined", 0, none, none);
  signals[REFUSED] = new_signal (klass, "refused", 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[ENDED] = new_signal (klass, "ended", 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[PROBLEM] = new_signal (klass, "problem", 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[PATH_CHANGED] = new_signal (klass, "path-changed", 1, G_TYPE_POINTER, none);
  signals[TRACK_CHANGED] = new_signal (klass, "track-changed", 1, G_TYPE_POINTER, none);
  signals[ANSWERING_CHANGED] =
      new_signal (klass, "answering-changed", 2, G_TYPE_POINTER, G_TYPE_BOOLEAN);
  signals[SECURITY_CHANGED] = new_signal (klass, "security-changed", 0, none, none);
}

static void
confab_call_init (ConfabCall *self)
{
  self->silent = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, NULL);
}
