/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/direct-peer.h"

#include "client/direct-output.h"
#include "client/link-switch.h"
#include "client/path-change.h"
#include "client/peer-report.h"

#include <glib/gi18n-lib.h>

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
  char *pid_hex;
  gboolean makes_offers;
  gboolean permitted;
  gboolean manipulated;

  ConfabPeerReport report;
  ConfabDirectOutput *output;
  ConfabLinkSwitch links;
  Offer *offer; /* (nullable): waits for servers, then the next link answers it */
  ConfabPathChange change;
  gboolean seeking_better; /* @change is for the sake of a direct way, not of a lost one */
  gboolean sought_better;  /* once is enough until a network changes */

  guint step_source; /* the next step of @change */
};

static void schedule_step (ConfabDirectPeer *self);
static void on_servers (const ConfabLinkServer *servers, guint n_servers, gpointer user_data);

static void
offer_free (Offer *offer)
{
  g_free (offer->sdp);
  g_free (offer);
}

/* --- one link after another --- */

/* The relay stays in use until the other way is up. */
static void
consider_better_way (ConfabDirectPeer *self)
{
  if (!self->makes_offers || self->config->relay_only || self->sought_better ||
      !confab_peer_report_is_relayed (&self->report))
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
on_taken (gpointer user_data)
{
  ConfabDirectPeer *self = user_data;
  ConfabDirectAttempt *current = self->links.current;

  confab_direct_output_show (self->output, confab_direct_attempt_get_link (current));
  for (guint kind = 0; kind < CONFAB_N_MEDIA_KINDS; kind++)
    confab_peer_report_set_track (
        &self->report, confab_direct_attempt_get_track (current, (ConfabMediaKind) kind));
  confab_path_change_connected (&self->change);
  self->seeking_better = FALSE;
  confab_peer_report_set_answering (&self->report, TRUE);
  confab_peer_report_note_way (&self->report, confab_direct_attempt_get_link (current));
  consider_better_way (self);
  if (confab_direct_attempt_takes_messages (current))
    resend_messages (self);
  if (self->report.state == CONFAB_PATH_CONNECTED)
    confab_peer_report_tell_way (&self->report); /* another one */
  confab_peer_report_set_state (&self->report, CONFAB_PATH_CONNECTED);
  schedule_step (self);
}

static void
drop_next (ConfabDirectPeer *self)
{
  g_clear_pointer (&self->offer, offer_free);
  if (self->links.next == NULL)
    return;
  confab_ice_supply_cancel (self->config->supply);
  confab_link_switch_drop_next (&self->links);
}

static void
drop_links (ConfabDirectPeer *self)
{
  drop_next (self);
  confab_direct_output_show (self->output, NULL);
  confab_link_switch_clear (&self->links);
}

/* --- what a link reports --- */

static void
lose_path (ConfabDirectPeer *self)
{
  if (confab_link_switch_rescue (&self->links))
    return;
  self->seeking_better = self->sought_better = FALSE;
  confab_peer_report_set_answering (&self->report, FALSE);
  confab_path_change_wish (&self->change, confab_clock_boot_ms ());
  confab_peer_report_set_state (&self->report, CONFAB_PATH_RECONNECTING);
  schedule_step (self);
}

static void
on_current_state (ConfabDirectPeer *self, ConfabLinkState state)
{
  if (state == CONFAB_LINK_DISCONNECTED) {
    lose_path (self);
  } else if (state == CONFAB_LINK_CONNECTED) { /* it came back by itself */
    confab_peer_report_set_answering (&self->report, TRUE);
    if (self->links.next == NULL)
      confab_path_change_connected (&self->change);
    confab_peer_report_set_state (&self->report, CONFAB_PATH_CONNECTED);
    schedule_step (self);
  }
}

static void
on_attempt_state (ConfabDirectAttempt *attempt, ConfabLinkState state, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  if (attempt == self->links.current)
    on_current_state (self, state);
  else if (attempt == self->links.next && state == CONFAB_LINK_CONNECTED)
    confab_link_switch_consider (&self->links);
}

static void
on_attempt_flowing (ConfabDirectAttempt *attempt, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  if (attempt == self->links.next)
    confab_link_switch_consider (&self->links);
}

static void
on_attempt_track (ConfabDirectAttempt *attempt, const ConfabCallTrack *track, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  if (attempt == self->links.current)
    confab_peer_report_set_track (&self->report, track);
}

static void
on_attempt_messages_open (ConfabDirectAttempt *attempt, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;

  if (attempt == self->links.current)
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
  ConfabPid from = self->report.pid;

  if (carrier == NULL)
    g_message ("a message on channel %s can not be used, dropped", label);
  else
    self->report.events->received (carrier, &from, self->report.user_data);
}

/* An alarm, and no other try: whoever is in between would only try again too (12.2). */
static void
refuse_peer (ConfabDirectPeer *self)
{
  self->manipulated = TRUE;
  drop_links (self);
  confab_path_change_reset (&self->change);
  confab_peer_report_stop_tracks (&self->report);
  confab_peer_report_set_state (&self->report, CONFAB_PATH_FAILED);
  self->report.events->problem (
      "link-manipulated",
      _ ("The connection was tampered with and has been closed. Pictures and "
         "sound are off; compare the safety number with the other person"),
      self->report.user_data);
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
  if (self->links.current == NULL)
    confab_peer_report_set_state (&self->report, CONFAB_PATH_FAILED);
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
  } else if (attempt == self->links.next) {
    fail_next (self);
  } else if (attempt == self->links.current) {
    confab_direct_output_show (self->output, NULL);
    confab_link_switch_drop_current (&self->links);
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
  confab_link_switch_set_next (
      &self->links, confab_direct_attempt_new (self->config->meeting, &self->report.pid,
                                               confab_link_shelf_take (self->shelf, self->pid_hex),
                                               self->config->certificate, &attempt_events, self));
  confab_direct_attempt_set_permitted (self->links.next, self->permitted);
  confab_path_change_began (&self->change, confab_clock_boot_ms ());
  if (self->links.current == NULL)
    confab_peer_report_set_state (&self->report, CONFAB_PATH_CONNECTING);
  confab_ice_supply_ask (self->config->supply, on_servers, self);
}

static void
on_servers (const ConfabLinkServer *servers, guint n_servers, gpointer user_data)
{
  ConfabDirectPeer *self = user_data;
  Offer *offer = g_steal_pointer (&self->offer);

  g_return_if_fail (self->links.next != NULL);

  if (offer == NULL) {
    confab_direct_attempt_offer (self->links.next, servers, n_servers);
    return;
  }
  confab_direct_attempt_answer (self->links.next, servers, n_servers, offer->sdp, &offer->fp);
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
  if (self->links.next == NULL || !confab_direct_attempt_take_answer (self->links.next, sdp, fp))
    g_debug ("an answer to an offer that is no longer wanted, dropped");
}

void
confab_direct_peer_take_candidate (ConfabDirectPeer *self, const ConfabCandidateCarrier *candidate)
{
  ConfabDirectAttempt *attempt = self->links.next != NULL ? self->links.next : self->links.current;

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
      confab_meeting_request_offer (self->config->meeting, &self->report.pid);
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
  if (self->report.state == CONFAB_PATH_CONNECTED &&
      confab_peer_report_note_way (&self->report, confab_link_switch_get_link (&self->links)))
    confab_peer_report_tell_way (&self->report);
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
  else if (self->report.state == CONFAB_PATH_CONNECTED)
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
  self->permitted = permitted;
  confab_link_switch_set_permitted (&self->links, permitted);
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
  confab_peer_report_init (&self->report, pid, events, user_data);
  confab_link_switch_init (&self->links, on_taken, self);
  self->pid_hex = confab_pid_to_hex (pid);
  self->makes_offers = confab_meeting_makes_offers (config->meeting, pid);
  self->output = confab_direct_output_new (config->playback, saver);
  confab_peer_report_set_state (&self->report, CONFAB_PATH_CONNECTING);
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
  confab_peer_report_close (&self->report);
  g_free (self->pid_hex);
  g_free (self);
}

const ConfabPid *
confab_direct_peer_get_pid (ConfabDirectPeer *self)
{
  return &self->report.pid;
}

gboolean
confab_direct_peer_send (ConfabDirectPeer *self, const ConfabCarrier *carrier)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  ConfabLink *link = confab_link_switch_get_link (&self->links);

  if (link == NULL)
    return FALSE;
  if (carrier->type == CONFAB_CARRIER_MESSAGE)
    return confab_link_send_data (link, "msg", carrier->message.msg, NULL);
  text = confab_carrier_to_json (carrier);
  bytes = g_bytes_new (text, strlen (text));
  return confab_link_send_data (link, "st", bytes, NULL);
}

void
confab_direct_peer_get_path (ConfabDirectPeer *self, ConfabCallPath *path)
{
  confab_peer_report_get_path (&self->report, path);
}

gboolean
confab_direct_peer_get_stats (ConfabDirectPeer *self, ConfabLinkStats *stats)
{
  return confab_direct_output_get_stats (self->output, stats);
}

double
confab_direct_peer_get_level_dbfs (ConfabDirectPeer *self)
{
  return confab_direct_output_get_level_dbfs (self->output);
}

ConfabMailbox *
confab_direct_peer_get_video (ConfabDirectPeer *self)
{
  return confab_direct_output_get_video (self->output);
}

gboolean
confab_direct_peer_is_answering (ConfabDirectPeer *self)
{
  return self->report.answering;
}

gboolean
confab_direct_peer_was_manipulated (ConfabDirectPeer *self)
{
  return self->manipulated;
}
