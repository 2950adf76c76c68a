/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/join-flow.h"

#include "client/ice-supply.h"
#include "client/key-binding.h"
#include "client/meeting-ticker.h"
#include "client/signalling-binding.h"

#include <glib/gi18n-lib.h>

/* Without any answer of the service for so long a person is told that it is not there. */
#define FIRST_CONNECT_S 15
/* Saying goodbye must not keep anybody. */
#define GOODBYE_MS 2000
/* Who is let in automatically need not be told of a wait (the leader takes up to 1 s, 8.1). */
#define WAITING_TOLD_MS 2500
/* A goodbye over the data channel is on its way before the link closes. */
#define DATA_FLUSH_MS 200

struct _ConfabJoinFlow {
  const ConfabJoinFlowEvents *events;
  gpointer user_data;
  ConfabJoinStep step;

  ConfabToken owner_hash; /* `of` */
  gboolean has_owner_hash;
  ConfabMeetingFounding founding;
  gboolean relay_only;
  gboolean on_loopback;
  char *save_dir; /* (nullable) */

  ConfabMeeting *meeting;
  ConfabMeetingTicker *ticker;
  ConfabSignalling *signalling;
  ConfabSignallingBinding *signalling_binding;
  ConfabIceSupply *supply;
  ConfabCertificate *certificate;
  ConfabCapture *capture;
  ConfabPlayback *playback;
  ConfabDirectBinding *direct;

  GCancellable *cancellable; /* of the certificate */
  guint connect_source;
  guint waiting_source;
  guint leaving_source;
  guint overdue_source;
  gboolean expects_entry; /* the meeting lets people with the link in by itself */
  gboolean unreachable_told;
  gboolean links_closed;
  gboolean line_closed;
  gboolean was_inside;
  char *end_code; /* why it is over */
  char *end_text;
};

static void
set_step (ConfabJoinFlow *self, ConfabJoinStep step)
{
  g_debug ("step %u after %u", step, self->step);
  self->step = step;
  self->events->step (step, self->user_data);
}

/* --- LEAVING and OVER --- */

static void
finish_if_closed (ConfabJoinFlow *self)
{
  if (self->step != CONFAB_JOIN_LEAVING || !self->links_closed || !self->line_closed)
    return;
  g_clear_handle_id (&self->overdue_source, g_source_remove);
  self->step = CONFAB_JOIN_OVER;
  self->events->over (self->was_inside, self->end_code, self->end_text, self->user_data);
}

static void
on_links_closed (gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  self->links_closed = TRUE;
  finish_if_closed (self);
}

static gboolean
on_flushed (gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  self->leaving_source = 0;
  confab_signalling_binding_set_direct (self->signalling_binding, NULL);
  if (self->direct != NULL)
    confab_direct_binding_close (self->direct, on_links_closed);
  else
    on_links_closed (self);
  return G_SOURCE_REMOVE;
}

/* The service does not take our goodbye: then it goes without. */
static gboolean
on_goodbye_overdue (gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  self->overdue_source = 0;
  self->line_closed = TRUE;
  finish_if_closed (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_leave (gpointer user_data)
{
  ConfabJoinFlow *self = user_data;
  gboolean by_line = confab_signalling_get_state (self->signalling) == CONFAB_SIGNALLING_CONNECTED;

  g_clear_pointer (&self->ticker, confab_meeting_ticker_free);
  self->overdue_source = g_timeout_add (GOODBYE_MS, on_goodbye_overdue, self);
  self->leaving_source =
      g_timeout_add (by_line || self->direct == NULL ? 0 : DATA_FLUSH_MS, on_flushed, self);
  self->line_closed = confab_signalling_get_state (self->signalling) == CONFAB_SIGNALLING_OFFLINE;
  confab_signalling_close (self->signalling, TRUE);
  return G_SOURCE_REMOVE;
}

/* What leads here may come from inside a call into the meeting or the line, so the rest follows later. */
static void
begin_leaving (ConfabJoinFlow *self, const char *code, const char *text)
{
  if (self->step >= CONFAB_JOIN_LEAVING)
    return;
  self->was_inside = self->step == CONFAB_JOIN_INSIDE;
  self->end_code = g_strdup (code);
  self->end_text = g_strdup (text);
  g_clear_handle_id (&self->connect_source, g_source_remove);
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  set_step (self, CONFAB_JOIN_LEAVING);
  self->leaving_source = g_idle_add (on_leave, self);
}

static void
on_meeting_ended (ConfabMeeting *meeting, const char *code, const char *text, gpointer user_data)
{
  begin_leaving (user_data, code, text);
}

void
confab_join_flow_leave (ConfabJoinFlow *self)
{
  switch (confab_meeting_get_state (self->meeting)) {
  case CONFAB_MEETING_IDLE:
  case CONFAB_MEETING_LEFT:
    begin_leaving (self, "left", _ ("You left"));
    break;
  default: /* says goodbye, then "ended" comes */
    confab_meeting_leave (self->meeting, confab_meeting_time_now ());
  }
}

/* --- ENTERING and INSIDE --- */

static gboolean
is_inside (ConfabMeetingState state)
{
  return state == CONFAB_MEETING_KEYED || state == CONFAB_MEETING_ACTIVE ||
         state == CONFAB_MEETING_STALLED;
}

static gboolean
on_waiting (gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  self->waiting_source = 0;
  self->events->waiting (confab_meeting_get_wait_text (self->meeting), self->user_data);
  return G_SOURCE_REMOVE;
}

static void
tell_waiting (ConfabJoinFlow *self, guint after_ms)
{
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  self->waiting_source = g_timeout_add (after_ms, on_waiting, self);
}

static void
on_meeting_state (ConfabMeeting *meeting, GParamSpec *pspec, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;
  ConfabMeetingState state = confab_meeting_get_state (meeting);

  if (self->step != CONFAB_JOIN_ENTERING)
    return;
  if (is_inside (state)) {
    g_clear_handle_id (&self->waiting_source, g_source_remove);
    set_step (self, CONFAB_JOIN_INSIDE);
    confab_ice_supply_prefetch (self->supply);
  } else if (state == CONFAB_MEETING_WAITING) {
    tell_waiting (self, self->expects_entry ? WAITING_TOLD_MS : 0);
  }
}

static void
on_path (const ConfabCallPath *path, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  self->events->direct.path (path, self->user_data);
}

static void
on_track (const ConfabCallTrack *track, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  self->events->direct.track (track, self->user_data);
}

static void
on_received (const ConfabCarrier *carrier, const ConfabPid *from, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  confab_signalling_binding_receive_direct (self->signalling_binding, carrier, from);
}

static void
on_answering (const ConfabPid *pid, gboolean answering, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  self->events->direct.answering (pid, answering, self->user_data);
}

static void
on_problem (const char *code, const char *text, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  self->events->direct.problem (code, text, self->user_data);
}

static const ConfabDirectEvents direct_events = {
  .path = on_path,
  .track = on_track,
  .received = on_received,
  .answering = on_answering,
  .problem = on_problem,
};

static void
make_links (ConfabJoinFlow *self)
{
  ConfabDirectConfig config = {
    .meeting = self->meeting,
    .supply = self->supply,
    .certificate = self->certificate,
    .capture = self->capture,
    .playback = self->playback,
    .relay_only = self->relay_only,
    .allow_loopback = self->on_loopback,
    .save_dir = self->save_dir,
  };

  self->direct = confab_direct_binding_new (&config, &direct_events, self);
  confab_signalling_binding_set_direct (self->signalling_binding, self->direct);
}

/* The service may ask for more caution than the owner did, never for less: it could let people in
 * otherwise. */
static guint16
stricter_policy (guint own, guint of_service)
{
  guint policy = own & (of_service | CONFAB_POLICY_WAITING_ROOM);

  if (of_service & CONFAB_POLICY_WAITING_ROOM)
    policy = (policy | CONFAB_POLICY_WAITING_ROOM) & ~(guint) CONFAB_POLICY_ADMIT_BY_INVITE;
  return (guint16) policy;
}

static void
found_meeting (ConfabJoinFlow *self, const ConfabWelcome *welcome)
{
  ConfabMeetingFounding founding = self->founding;
  g_autoptr (GError) error = NULL;

  founding.policy = stricter_policy (founding.policy, welcome->policy);
  founding.waittext = welcome->waittext;
  if (!confab_meeting_found (self->meeting, &founding, confab_meeting_time_now (), &error))
    begin_leaving (self, "founding-failed", error->message);
}

/* The link names its owner; a service that names us for somebody else's link is up to something. */
static gboolean
is_ours (ConfabJoinFlow *self, const ConfabWelcome *welcome)
{
  ConfabToken own_hash = confab_owner_hash (&self->founding.owner_ik);

  if (!confab_verify_key_equal (&welcome->owner_ik, &self->founding.owner_ik))
    return FALSE;
  return !self->has_owner_hash || confab_token_equal (&own_hash, &self->owner_hash);
}

/* A GENESIS that no LINK follows is left over from a founding that failed: a new one may take its place. */
static gboolean
may_found (ConfabJoinFlow *self, const ConfabWelcome *welcome)
{
  return (welcome->genesis == NULL || welcome->link == NULL) && is_ours (self, welcome);
}

/* After the first one, and after the meeting has looked at it. If our program died as the host, its meeting
 * goes on without us until the service knows that nobody leads it; then the host begins again. */
static void
on_next_welcome (ConfabSignalling *signalling, const ConfabCarrier *carrier, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  if (self->step == CONFAB_JOIN_ENTERING && confab_meeting_get_gen (self->meeting) == NULL &&
      may_found (self, &carrier->welcome))
    found_meeting (self, &carrier->welcome);
}

static void
on_first_welcome (const ConfabCarrier *carrier, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;
  const ConfabWelcome *welcome = &carrier->welcome;

  if (self->step != CONFAB_JOIN_CONNECTING)
    return; /* it crossed with our leaving */
  g_clear_handle_id (&self->connect_source, g_source_remove);
  self->expects_entry =
      self->has_owner_hash && (welcome->policy & CONFAB_POLICY_ADMIT_BY_INVITE) != 0;
  set_step (self, CONFAB_JOIN_ENTERING);
  make_links (self);
  g_signal_connect (self->signalling, "welcome", G_CALLBACK (on_next_welcome), self);
  if (may_found (self, welcome)) {
    found_meeting (self, welcome);
    return;
  }
  if (welcome->genesis == NULL) /* the host is not there */
    tell_waiting (self, 0);
  confab_meeting_join (self->meeting, carrier, confab_meeting_time_now ());
}

/* --- CONNECTING --- */

static gboolean
on_connect_overdue (gpointer user_data)
{
  ConfabJoinFlow *self = user_data;
  const GError *error = confab_signalling_get_last_error (self->signalling);

  self->connect_source = 0;
  begin_leaving (self, "service-unreachable",
                 error != NULL ? error->message
                               : _ ("The meeting service does not answer; check the connection to "
                                    "the network"));
  return G_SOURCE_REMOVE;
}

static void
on_signalling_state (ConfabSignalling *signalling, GParamSpec *pspec, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;
  ConfabSignallingState state = confab_signalling_get_state (signalling);
  const GError *error = confab_signalling_get_last_error (signalling);

  self->events->service_online (state == CONFAB_SIGNALLING_CONNECTED, self->user_data);
  if (state == CONFAB_SIGNALLING_CONNECTED) {
    self->unreachable_told = FALSE;
  } else if (state == CONFAB_SIGNALLING_WAITING && error != NULL && !self->unreachable_told) {
    self->unreachable_told = TRUE;
    self->events->problem ("service-unreachable", error->message, self->user_data);
  }
  if (state == CONFAB_SIGNALLING_OFFLINE && self->step == CONFAB_JOIN_LEAVING) {
    self->line_closed = TRUE;
    finish_if_closed (self);
  }
}

static void
on_rejected (ConfabSignalling *signalling, const char *code, const char *text, gpointer user_data)
{
  begin_leaving (user_data, code, text);
}

static void
on_invalid_data (ConfabSignalling *signalling, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;

  self->events->problem ("invalid-data",
                         _ ("The meeting service sends invalid data; tell its administrator"),
                         self->user_data);
}

static void
begin_connecting (ConfabJoinFlow *self)
{
  set_step (self, CONFAB_JOIN_CONNECTING);
  self->connect_source = g_timeout_add_seconds (FIRST_CONNECT_S, on_connect_overdue, self);
  confab_signalling_open (self->signalling);
}

/* --- PREPARING --- */

static void
on_certificate (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ConfabJoinFlow *self = user_data;
  g_autoptr (GError) error = NULL;
  ConfabCertificate *certificate = confab_certificate_shelf_take_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* @self may be gone */
  self->certificate = certificate;
  if (certificate != NULL)
    begin_connecting (self);
  else
    begin_leaving (self, "certificate-failed", error->message);
}

static void
follow_rooms (ConfabJoinFlow *self)
{
  g_signal_connect (self->meeting, "notify::state", G_CALLBACK (on_meeting_state), self);
  g_signal_connect (self->meeting, "ended", G_CALLBACK (on_meeting_ended), self);
  g_signal_connect (self->signalling, "notify::state", G_CALLBACK (on_signalling_state), self);
  g_signal_connect (self->signalling, "rejected", G_CALLBACK (on_rejected), self);
  g_signal_connect (self->signalling, "invalid-data", G_CALLBACK (on_invalid_data), self);
}

static ConfabMeeting *
make_meeting (ConfabJoinFlow *self, const ConfabJoinFlowConfig *config)
{
  const ConfabInvitation *invitation = config->invitation;
  ConfabKeyBinding *keys =
      confab_key_binding_new (config->identity, self->has_owner_hash ? &invitation->inv : NULL);
  ConfabMeeting *meeting;
  ConfabMeetingConfig meeting_config = {
    .keys = &confab_key_binding_table,
    .keys_data = keys,
    .room = confab_room_hash (invitation->authority, invitation->room),
    .of = self->has_owner_hash ? &self->owner_hash : NULL,
    .name = config->name,
    .caps = CONFAB_CAP_NATIVE_FRAMES | CONFAB_CAP_LEAD | CONFAB_CAP_P2P |
            (config->one_time ? CONFAB_CAP_ONE_TIME : 0),
    .service_on_loopback = self->on_loopback,
  };

  meeting = confab_meeting_new (&meeting_config);
  /* The keys go when the last holder of the meeting has let go of it. */
  g_object_set_data_full (G_OBJECT (meeting), "confab-keys", keys,
                          (GDestroyNotify) confab_key_binding_free);
  return meeting;
}

static void
make_rooms (ConfabJoinFlow *self, const ConfabJoinFlowConfig *config)
{
  const ConfabInvitation *invitation = config->invitation;

  self->has_owner_hash = invitation->version != CONFAB_INVITATION_BARE;
  self->owner_hash = invitation->owner_hash;
  self->on_loopback = confab_service_address_is_loopback (config->address);
  self->meeting = make_meeting (self, config);
  self->ticker = confab_meeting_ticker_new (self->meeting);
  self->signalling = confab_signalling_new (config->address, invitation->room,
                                            confab_meeting_get_pid (self->meeting));
  self->supply = confab_ice_supply_new (self->signalling);
  self->signalling_binding = confab_signalling_binding_new (self->meeting, self->signalling,
                                                            self->supply, on_first_welcome, self);
}

ConfabJoinFlow *
confab_join_flow_new (const ConfabJoinFlowConfig *config, const ConfabJoinFlowEvents *events,
                      gpointer user_data)
{
  ConfabJoinFlow *self = g_new0 (ConfabJoinFlow, 1);

  self->events = events;
  self->user_data = user_data;
  self->founding = config->founding;
  self->relay_only = config->relay_only;
  self->save_dir = g_strdup (config->save_dir);
  self->capture = g_object_ref (config->capture);
  self->playback = g_object_ref (config->playback);
  self->cancellable = g_cancellable_new ();
  make_rooms (self, config);
  follow_rooms (self);
  confab_certificate_shelf_take_async (config->certificates, self->cancellable, on_certificate,
                                       self);
  return self;
}

void
confab_join_flow_free (ConfabJoinFlow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->connect_source, g_source_remove);
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  g_clear_handle_id (&self->leaving_source, g_source_remove);
  g_clear_handle_id (&self->overdue_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->meeting, self);
  g_signal_handlers_disconnect_by_data (self->signalling, self);
  g_clear_pointer (&self->direct, confab_direct_binding_free);
  g_clear_pointer (&self->signalling_binding, confab_signalling_binding_free);
  g_clear_pointer (&self->supply, confab_ice_supply_free);
  g_clear_pointer (&self->ticker, confab_meeting_ticker_free);
  g_clear_object (&self->signalling);
  g_clear_object (&self->meeting);
  g_clear_object (&self->certificate);
  g_clear_object (&self->playback);
  g_clear_object (&self->capture);
  g_clear_object (&self->cancellable);
  g_free (self->save_dir);
  g_free (self->end_code);
  g_free (self->end_text);
  g_free (self);
}

ConfabJoinStep
confab_join_flow_get_step (ConfabJoinFlow *self)
{
  return self->step;
}

ConfabMeeting *
confab_join_flow_get_meeting (ConfabJoinFlow *self)
{
  return self->meeting;
}

ConfabDirectBinding *
confab_join_flow_get_direct (ConfabJoinFlow *self)
{
  return self->direct;
}
