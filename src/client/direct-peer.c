/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/direct-peer.h"

#include "client/direct-attempt.h"
#include "client/direct-output.h"
#include "client/path-change.h"

#include <glib/gi18n-lib.h>

/* The old link stays this long after the new one took over: the other side may still be on it. */
#define RETIRE_MS 1000
/* A connected link without media is taken after this long: the other side may send nothing. */
#define TAKE_SILENT_MS 1000
/* The side that makes no offers asks for one when none came by itself. */
#define OFFER_EXPECTED_MS 3000
/* A relay can win because its answer was the first; after this long the direct way is tried once more. */
#define BETTER_WAY_MS 3000
/* ICE may find a better way while a link lives; it is looked at this often. */
#define PATH_CHECK_MS 2000

typedef struct {
  char *sdp;
  ConfabDigest fp;
} Offer;

struct _ConfabDirectPeer {
  const ConfabDirectConfig *config;
  ConfabLinkShelf *shelf;
  const ConfabDirectEvents *events;
  gpointer user_data;
  ConfabPid pid;
  char *pid_hex;
  gboolean makes_offers;
  gboolean permitted;
  gboolean manipulated;
  gboolean answering;

  ConfabDirectOutput *output;
  ConfabDirectAttempt *current; /* (nullable): seen and heard */
  ConfabDirectAttempt *next;    /* (nullable): being built */
  ConfabDirectAttempt *retired; /* (nullable): to be closed in a moment */
  Offer *offer;                 /* (nullable): waits for servers, then @next answers it */
  ConfabPathChange change;
  gboolean seeking_better; /* @change is for the sake of a direct way, not of a lost one */
  gboolean sought_better;  /* once is enough until a network changes */

  guint step_source; /* idle or timeout: the next step of @change */
  guint retire_source;
  guint take_source;

  ConfabPathState state;
  ConfabLinkPath path; /* as it was told */
  gboolean path_known;
  ConfabCallTrack tracks[CONFAB_N_MEDIA_KINDS]; /* as they were told */
};

static void schedule_step (ConfabDirectPeer *self);
static void on_servers (const ConfabLinkServer *servers, guint n_servers, gpointer user_data);

static void
offer_free (Offer *offer)
{
  g_free (offer->sdp);
  g_free (offer);
}

/* --- what is told --- */

static void
fill_path (ConfabDirectPeer *self, ConfabCallPath *path)
{
  *path = (ConfabCallPath){
    .kind = CONFAB_PATH_DIRECT,
    .state = self->state,
    .pid = self->pid,
  };
  if (!self->path_known)
    return;
  path->local = confab_candidate_type_to_string (self->path.local);
  path->remote = confab_candidate_type_to_string (self->path.remote);
  path->transport = confab_link_transport_to_string (self->path.transport);
  path->relay_host = *self->path.relay_host != '\0' ? self->path.relay_host : NULL;
}

static void
tell_path (ConfabDirectPeer *self)
{
  ConfabCallPath path;

  fill_path (self, &path);
  self->events->path (&path, self->user_data);
}

static void
set_state (ConfabDirectPeer *self, ConfabPathState state)
{
  if (self->state == state)
    return;
  self->state = state;
  tell_path (self);
}

static void
set_answering (ConfabDirectPeer *self, gboolean answering)
{
  if (self->answering == answering)
    return;
  self->answering = answering;
  self->events->answering (&self->pid, answering, self->user_data);
}

/* Reads the way in use; TRUE if it is known and another one than before. */
static gboolean
refresh_path (ConfabDirectPeer *self)
{
  ConfabLinkPath path;

  if (self->current == NULL ||
      !confab_link_get_path (confab_direct_attempt_get_link (self->current), &path))
    return FALSE;
  if (self->path_known && path.local == self->path.local && path.remote == self->path.remote &&
      path.transport == self->path.transport &&
      g_str_equal (path.relay_host, self->path.relay_host))
    return FALSE;
  self->path = path;
  self->path_known = TRUE;
  return TRUE;
}

static void
tell_track (ConfabDirectPeer *self, const ConfabCallTrack *track)
{
  ConfabCallTrack *told = &self->tracks[track->kind];

  if (told->started == track->started && told->width == track->width &&
      told->height == track->height)
    return;
  *told = *track;
  self->events->track (track, self->user_data);
}

static void
tell_tracks_stopped (ConfabDirectPeer *self)
{
  for (guint kind = 0; kind < CONFAB_N_MEDIA_KINDS; kind++) {
    ConfabCallTrack stopped = { .pid = self->pid, .kind = (ConfabMediaKind) kind };

    tell_track (self, &stopped);
  }
}

/* --- taking over and retiring links --- */

static gboolean
on_retire (gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  self->retire_source = 0;
  g_clear_pointer (&self->retired, confab_direct_attempt_free);
  return G_SOURCE_REMOVE;
}

static void
retire_current (ConfabDirectPeer *self)
{
  if (self->current == NULL)
    return;
  g_clear_handle_id (&self->retire_source, g_source_remove);
  g_clear_pointer (&self->retired, confab_direct_attempt_free);
  self->retired = g_steal_pointer (&self->current);
  self->retire_source = g_timeout_add (RETIRE_MS, on_retire, self);
}

/* The relay stays in use until, and unless, there is a better way. */
static void
consider_better_way (ConfabDirectPeer *self)
{
  if (!self->makes_offers || self->config->relay_only || self->sought_better || !self->path_known ||
      (self->path.local != CONFAB_CANDIDATE_RELAY && self->path.remote != CONFAB_CANDIDATE_RELAY))
    return;
  self->seeking_better = self->sought_better = TRUE;
  confab_path_change_wish (&self->change, confab_clock_boot_ms () + BETTER_WAY_MS);
}

static void
resend_messages (ConfabDirectPeer *self)
{
  confab_meeting_open_direct (self->config->meeting, confab_meeting_time_now ());
}

static void
take_next (ConfabDirectPeer *self)
{
  g_clear_handle_id (&self->take_source, g_source_remove);
  retire_current (self);
  self->current = g_steal_pointer (&self->next);
  confab_direct_output_show (self->output, confab_direct_attempt_get_link (self->current));
  for (guint kind = 0; kind < CONFAB_N_MEDIA_KINDS; kind++)
    tell_track (self, confab_direct_attempt_get_track (self->current, (ConfabMediaKind) kind));
  confab_path_change_connected (&self->change);
  self->seeking_better = FALSE;
  set_answering (self, TRUE);
  refresh_path (self);
  consider_better_way (self);
  if (confab_direct_attempt_takes_messages (self->current))
    resend_messages (self);
  if (self->state == CONFAB_PATH_CONNECTED)
    tell_path (self); /* another way */
  set_state (self, CONFAB_PATH_CONNECTED);
  schedule_step (self);
}

static gboolean
on_take_silent (gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  self->take_source = 0;
  take_next (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_current_alive (ConfabDirectPeer *self)
{
  return self->current != NULL &&
         confab_link_get_state (confab_direct_attempt_get_link (self->current)) ==
             CONFAB_LINK_CONNECTED;
}

/* Make before break: where the old link still carries, the new one shows media first. */
static void
consider_next (ConfabDirectPeer *self)
{
  if (!is_current_alive (self) || confab_direct_attempt_is_flowing (self->next))
    take_next (self);
  else if (self->take_source == 0)
    self->take_source = g_timeout_add (TAKE_SILENT_MS, on_take_silent, self);
}

static void
drop_next (ConfabDirectPeer *self)
{
  g_clear_handle_id (&self->take_source, g_source_remove);
  g_clear_pointer (&self->offer, offer_free);
  if (self->next == NULL)
    return;
  confab_ice_supply_cancel (self->config->supply);
  g_clear_pointer (&self->next, confab_direct_attempt_free);
}

static void
drop_links (ConfabDirectPeer *self)
{
  drop_next (self);
  g_clear_handle_id (&self->retire_source, g_source_remove);
  g_clear_pointer (&self->retired, confab_direct_attempt_free);
  if (self->output != NULL)
    confab_direct_output_show (self->output, NULL);
  g_clear_pointer (&self->current, confab_direct_attempt_free);
}

/* --- what a link reports --- */

static void
lose_path (ConfabDirectPeer *self)
{
  self->seeking_better = self->sought_better = FALSE;
  set_answering (self, FALSE);
  confab_path_change_wish (&self->change, confab_clock_boot_ms ());
  set_state (self, CONFAB_PATH_RECONNECTING);
  schedule_step (self);
}

static void
on_current_state (ConfabDirectPeer *self, ConfabLinkState state)
{
  if (state == CONFAB_LINK_DISCONNECTED) {
    lose_path (self);
  } else if (state == CONFAB_LINK_CONNECTED) { /* it came back by itself */
    set_answering (self, TRUE);
    if (self->next == NULL)
      confab_path_change_connected (&self->change);
    set_state (self, CONFAB_PATH_CONNECTED);
    schedule_step (self);
  }
}

static void
on_attempt_state (ConfabDirectAttempt *attempt, ConfabLinkState state, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  if (attempt == self->current)
    on_current_state (self, state);
  else if (attempt == self->next && state == CONFAB_LINK_CONNECTED)
    consider_next (self);
}

static void
on_attempt_flowing (ConfabDirectAttempt *attempt, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  if (attempt == self->next)
    take_next (self);
}

static void
on_attempt_track (ConfabDirectAttempt *attempt, const ConfabCallTrack *track, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  if (attempt == self->current)
    tell_track (self, track);
}

static void
on_attempt_messages_open (ConfabDirectAttempt *attempt, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  if (attempt == self->current)
    resend_messages (self);
}

/* Nothing but these two labels is read (docs/protocol.md 11.2). */
static ConfabCarrier *
carrier_from_data (const char *label, GBytes *bytes)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  ConfabPid to_all = CONFAB_PID_NONE;

  if (g_str_equal (label, "msg"))
    return confab_carrier_new_message (bytes, &to_all);
  if (g_str_equal (label, "st"))
    return confab_carrier_parse (text, length, NULL);
  return NULL;
}

static void
on_attempt_data (ConfabDirectAttempt *attempt, const char *label, GBytes *bytes, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;
  g_autoptr (ConfabCarrier) carrier = carrier_from_data (label, bytes);
  ConfabPid from = self->pid;

  if (carrier == NULL)
    g_message ("a message on channel %s can not be used, dropped", label);
  else
    self->events->received (carrier, &from, self->user_data);
}

/* An alarm, and no other try: whoever is in between would only try again too (12.2). */
static void
refuse_peer (ConfabDirectPeer *self)
{
  self->manipulated = TRUE;
  drop_links (self);
  confab_path_change_reset (&self->change);
  tell_tracks_stopped (self);
  set_state (self, CONFAB_PATH_FAILED);
  self->events->problem ("link-manipulated",
                         _ ("The connection was tampered with and has been closed. Pictures and "
                            "sound are off; compare the safety number with the other person"),
                         self->user_data);
}

static void
fail_next (ConfabDirectPeer *self)
{
  drop_next (self);
  if (self->seeking_better)
    confab_path_change_reset (&self->change);
  else
    confab_path_change_failed (&self->change, confab_clock_boot_ms (), g_random_double ());
  self->seeking_better = FALSE;
  if (self->current == NULL)
    set_state (self, CONFAB_PATH_FAILED);
  schedule_step (self);
}

static void
on_attempt_failed (ConfabDirectAttempt *attempt, const GError *error, gboolean manipulated,
                   gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  g_message ("a link failed: %s", error->message);
  if (manipulated) {
    refuse_peer (self);
  } else if (attempt == self->next) {
    fail_next (self);
  } else if (attempt == self->current) {
    confab_direct_output_show (self->output, NULL);
    g_clear_pointer (&self->current, confab_direct_attempt_free);
    lose_path (self);
  }
}

static const ConfabDirectAttemptEvents attempt_events = {
  .state = on_attempt_state,
  .flowing = on_attempt_flowing,
  .track = on_attempt_track,
  .data = on_attempt_data,
  .messages_open = on_attempt_messages_open,
  .failed = on_attempt_failed,
};

/* --- building a link --- */

static void
begin_next (ConfabDirectPeer *self)
{
  drop_next (self);
  /* Late candidates of the old link would be taken for the new one's: carriers name no session. */
  if (self->current != NULL)
    confab_direct_attempt_silence (self->current);
  self->next = confab_direct_attempt_new (self->config->meeting, &self->pid,
                                          confab_link_shelf_take (self->shelf, self->pid_hex),
                                          self->config->certificate, &attempt_events, self);
  confab_direct_attempt_set_permitted (self->next, self->permitted);
  confab_path_change_began (&self->change, confab_clock_boot_ms ());
  if (self->current == NULL)
    set_state (self, CONFAB_PATH_CONNECTING);
  confab_ice_supply_ask (self->config->supply, on_servers, self);
}

static void
on_servers (const ConfabLinkServer *servers, guint n_servers, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;
  Offer *offer = g_steal_pointer (&self->offer);

  g_return_if_fail (self->next != NULL);

  if (offer == NULL) {
    confab_direct_attempt_offer (self->next, servers, n_servers);
    return;
  }
  confab_direct_attempt_answer (self->next, servers, n_servers, offer->sdp, &offer->fp);
  offer_free (offer);
}

void
confab_direct_peer_take_offer (ConfabDirectPeer *self, const char *sdp, const ConfabDigest *fp)
{
  if (self->manipulated)
    return;
  begin_next (self);
  self->offer = g_new0 (Offer, 1);
  self->offer->sdp = g_strdup (sdp);
  self->offer->fp = *fp;
  schedule_step (self);
}

void
confab_direct_peer_take_answer (ConfabDirectPeer *self, const char *sdp, const ConfabDigest *fp)
{
  if (self->next == NULL || !confab_direct_attempt_take_answer (self->next, sdp, fp))
    g_debug ("an answer to an offer that is no longer wanted, dropped");
}

void
confab_direct_peer_take_candidate (ConfabDirectPeer *self, const ConfabCandidateCarrier *candidate)
{
  ConfabDirectAttempt *attempt = self->next != NULL ? self->next : self->current;

  if (attempt != NULL)
    confab_direct_attempt_take_candidate (attempt, candidate);
}

/* --- when to build one --- */

static void
take_due_step (ConfabDirectPeer *self)
{
  gint64 now_ms = confab_clock_boot_ms ();

  switch (confab_path_change_due (&self->change, now_ms)) {
  case CONFAB_PATH_CHANGE_NONE:
    break;
  case CONFAB_PATH_CHANGE_GIVE_UP:
    g_message ("a link did not connect in time");
    fail_next (self);
    break;
  case CONFAB_PATH_CHANGE_BUILD:
    if (self->makes_offers) {
      begin_next (self);
    } else {
      confab_meeting_request_offer (self->config->meeting, &self->pid);
      confab_path_change_failed (&self->change, now_ms, g_random_double ());
    }
    break;
  }
}

static gboolean
on_step (gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  self->step_source = 0;
  take_due_step (self);
  if (self->state == CONFAB_PATH_CONNECTED && refresh_path (self))
    tell_path (self);
  schedule_step (self);
  return G_SOURCE_REMOVE;
}

/* Never at once: what led here may be a signal from inside a call into the meeting. */
static void
schedule_step (ConfabDirectPeer *self)
{
  gint64 next_ms = confab_path_change_next_ms (&self->change);
  gint64 left_ms = next_ms - confab_clock_boot_ms ();

  g_clear_handle_id (&self->step_source, g_source_remove);
  if (next_ms != G_MAXINT64)
    self->step_source = g_timeout_add ((guint) MAX (left_ms, 0), on_step, self);
  else if (self->state == CONFAB_PATH_CONNECTED)
    self->step_source = g_timeout_add (PATH_CHECK_MS, on_step, self);
}

void
confab_direct_peer_renew (ConfabDirectPeer *self)
{
  if (self->manipulated || !self->makes_offers)
    return;
  self->seeking_better = self->sought_better = FALSE;
  confab_path_change_renew (&self->change, confab_clock_boot_ms ());
  schedule_step (self);
}

void
confab_direct_peer_network_changed (ConfabDirectPeer *self)
{
  if (self->manipulated)
    return;
  self->seeking_better = self->sought_better = FALSE;
  confab_path_change_network (&self->change, confab_clock_boot_ms ());
  schedule_step (self);
}

void
confab_direct_peer_line_returned (ConfabDirectPeer *self)
{
  if (self->manipulated)
    return;
  confab_path_change_line_returned (&self->change, confab_clock_boot_ms ());
  schedule_step (self);
}

void
confab_direct_peer_refuse (ConfabDirectPeer *self)
{
  if (!self->manipulated)
    refuse_peer (self);
}

void
confab_direct_peer_set_permitted (ConfabDirectPeer *self, gboolean permitted)
{
  ConfabDirectAttempt *attempts[] = { self->current, self->next, self->retired };

  self->permitted = permitted;
  for (guint i = 0; i < G_N_ELEMENTS (attempts); i++) {
    if (attempts[i] != NULL)
      confab_direct_attempt_set_permitted (attempts[i], permitted);
  }
}

/* --- life, and what is asked --- */

ConfabDirectPeer *
confab_direct_peer_new (const ConfabDirectConfig *config, ConfabLinkShelf *shelf,
                        const ConfabPid *pid, ConfabSaver *saver, const ConfabDirectEvents *events,
                        gpointer user_data)
{
  ConfabDirectPeer *self = g_new0 (ConfabDirectPeer, 1);
  gint64 now_ms = confab_clock_boot_ms ();

  self->config = config;
  self->shelf = shelf;
  self->events = events;
  self->user_data = user_data;
  self->pid = *pid;
  self->pid_hex = confab_pid_to_hex (pid);
  self->makes_offers = confab_meeting_makes_offers (config->meeting, pid);
  self->answering = TRUE;
  self->state = CONFAB_PATH_CLOSED;
  self->output = confab_direct_output_new (config->playback, saver);
  for (guint kind = 0; kind < CONFAB_N_MEDIA_KINDS; kind++)
    self->tracks[kind] = (ConfabCallTrack){ .pid = *pid, .kind = (ConfabMediaKind) kind };
  set_state (self, CONFAB_PATH_CONNECTING);
  confab_path_change_wish (&self->change, self->makes_offers ? now_ms : now_ms + OFFER_EXPECTED_MS);
  schedule_step (self);
  return self;
}

void
confab_direct_peer_free (ConfabDirectPeer *self)
{
  g_clear_handle_id (&self->step_source, g_source_remove);
  drop_links (self);
  g_clear_pointer (&self->output, confab_direct_output_free);
  tell_tracks_stopped (self);
  self->path_known = FALSE;
  set_state (self, CONFAB_PATH_CLOSED);
  g_free (self->pid_hex);
  g_free (self);
}

const ConfabPid *
confab_direct_peer_get_pid (ConfabDirectPeer *self)
{
  return &self->pid;
}

gboolean
confab_direct_peer_send (ConfabDirectPeer *self, const ConfabCarrier *carrier)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  ConfabLink *link;

  if (self->current == NULL)
    return FALSE;
  link = confab_direct_attempt_get_link (self->current);
  if (carrier->type == CONFAB_CARRIER_MESSAGE)
    return confab_link_send_data (link, "msg", carrier->message.msg, NULL);
  text = confab_carrier_to_json (carrier);
  bytes = g_bytes_new (text, strlen (text));
  return confab_link_send_data (link, "st", bytes, NULL);
}

void
confab_direct_peer_get_path (ConfabDirectPeer *self, ConfabCallPath *path)
{
  fill_path (self, path);
}

gboolean
confab_direct_peer_get_stats (ConfabDirectPeer *self, ConfabLinkStats *stats)
{
  return confab_direct_output_get_stats (self->output, stats);
}

ConfabMailbox *
confab_direct_peer_get_video (ConfabDirectPeer *self)
{
  return confab_direct_output_get_video (self->output);
}

gboolean
confab_direct_peer_is_answering (ConfabDirectPeer *self)
{
  return self->answering;
}

gboolean
confab_direct_peer_was_manipulated (ConfabDirectPeer *self)
{
  return self->manipulated;
}
