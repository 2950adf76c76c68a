/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signed descriptions and candidates of direct links (docs/protocol.md 11.2). Of a pair the entry
 * with the lower ord makes every offer; a session is one offer and its answer.
 */
#include "meeting/candidates.h"
#include "meeting/meeting-error.h"
#include "meeting/meeting-private.h"
#include "meeting/sdp-check.h"

#include <glib/gi18n-lib.h>

/** DirectLink: what was agreed with one peer. */
typedef struct {
  guint32 session;         /* of the newest offer, ours or verified */
  ConfabDigest offer_hash; /* H("sdpauth", its body): what an answer names */
  gboolean is_answered;
  guint n_candidates; /* taken in this session */
} DirectLink;

struct _ConfabDirectLinks {
  GHashTable *links; /* ConfabPid -> DirectLink */
};

ConfabDirectLinks *
confab_direct_links_new (void)
{
  ConfabDirectLinks *direct = g_new0 (ConfabDirectLinks, 1);

  direct->links = g_hash_table_new_full (confab_pid_hash, confab_pid_equal, g_free, g_free);
  return direct;
}

void
confab_direct_links_free (ConfabDirectLinks *direct)
{
  g_hash_table_unref (direct->links);
  g_free (direct);
}

void
confab_meeting_forget_direct_link (ConfabMeeting *self, const ConfabPid *pid)
{
  DirectLink *link = g_hash_table_lookup (self->direct->links, pid);

  /* The session number stays: it rises as long as both keep their pids. */
  if (link != NULL)
    link->is_answered = TRUE;
}

static DirectLink *
get_link (ConfabMeeting *self, const ConfabPid *pid)
{
  DirectLink *link = g_hash_table_lookup (self->direct->links, pid);

  if (link == NULL) {
    link = g_new0 (DirectLink, 1);
    link->is_answered = TRUE;
    g_hash_table_insert (self->direct->links, confab_pid_copy (pid), link);
  }
  return link;
}

gboolean
confab_meeting_makes_offers (ConfabMeeting *self, const ConfabPid *to)
{
  const ConfabSeat *own, *other;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  own = confab_meeting_get_own_seat (self);
  other = self->view != NULL ? confab_link_view_find (self->view, to) : NULL;
  return own != NULL && other != NULL && own->entry.ord < other->entry.ord;
}

ConfabParticipant *
confab_meeting_get_direct_peer (ConfabMeeting *self)
{
  ConfabParticipant *first, *second;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), NULL);

  if (self->left || confab_roster_get_count (self->roster) != 2)
    return NULL;
  first = confab_roster_get (self->roster, 0);
  second = confab_roster_get (self->roster, 1);
  if ((confab_participant_get_caps (first) & confab_participant_get_caps (second) &
       CONFAB_CAP_P2P) == 0)
    return NULL;
  if (confab_participant_is_self (first))
    return second;
  return confab_participant_is_self (second) ? first : NULL;
}

static gboolean
check_authorisable (ConfabMeeting *self, const ConfabPid *to, gboolean is_offer, GError **error)
{
  const DirectLink *link = g_hash_table_lookup (self->direct->links, to);

  if (self->view == NULL || self->left || confab_link_view_find_present (self->view, to) == NULL)
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_STATE,
                                _ ("This person is not in the meeting any more"));
  if (is_offer && !confab_meeting_makes_offers (self, to))
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_STATE,
                                _ ("The other side makes the offers of this link"));
  if (!is_offer && (link == NULL || link->is_answered))
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_STATE,
                                _ ("There is no offer to answer"));
  return TRUE;
}

gboolean
confab_meeting_authorise_sdp (ConfabMeeting *self, const ConfabPid *to, gboolean is_offer,
                              const char *sdp, const ConfabDigest *fp, ConfabMeetingTime now,
                              GError **error)
{
  ConfabSdpauthStatement auth = { 0 };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) statement = NULL;
  DirectLink *link;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  if (!check_authorisable (self, to, is_offer, error))
    return FALSE;
  link = get_link (self, to);
  auth.meeting = self->charter->tag;
  auth.from = self->pid;
  auth.to = *to;
  auth.session = is_offer ? link->session + 1 : link->session;
  auth.direction = is_offer ? CONFAB_SDP_OFFER : CONFAB_SDP_ANSWER;
  auth.fp = *fp;
  auth.sdp_hash = self->keys.table->hash_sdp (self->keys.data, sdp);
  auth.time_ms = now.wall_ms;
  if (!is_offer)
    auth.peer_hash = link->offer_hash;
  body = confab_sdpauth_encode (&auth);
  statement = self->keys.table->sign (self->keys.data, body);
  if (statement == NULL)
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_STATE, _ ("The meeting is over"));

  confab_meeting_enter (self, now);
  if (is_offer) {
    link->session = auth.session;
    link->offer_hash = confab_charter_hash (self->charter, CONFAB_MEETING_HASH_SDPAUTH, body);
    link->n_candidates = 0;
  }
  link->is_answered = !is_offer;
  confab_meeting_send (self, confab_carrier_new_sdp (statement, sdp, to), CONFAB_ROUTE_ANYWHERE,
                       to);
  confab_meeting_exit (self);
  return TRUE;
}

/* Signed by an entry for us; everything else is nobody's word. (transfer full) (nullable) body. */
static GBytes *
open_sdpauth (ConfabMeeting *self, GBytes *statement, ConfabSdpauthStatement *auth)
{
  g_autoptr (GBytes) body = confab_statement_body (statement);
  const ConfabSeat *sender;

  if (body == NULL || !confab_sdpauth_decode (body, auth, NULL) ||
      !confab_charter_owns (self->charter, &auth->meeting) ||
      !confab_pid_equal (&auth->to, &self->pid))
    return NULL;
  sender = confab_link_view_find_present (self->view, &auth->from);
  if (sender == NULL || confab_pid_equal (&auth->from, &self->pid))
    return NULL;
  return confab_charter_open (self->charter, statement, CONFAB_STATEMENT_SDPAUTH,
                              &sender->join->join.sk);
}

/* Whether it is the next one: an offer of a new session, or the answer to our newest offer. What
 * comes twice or too late is nobody's attack. */
static gboolean
is_next (ConfabMeeting *self, const DirectLink *link, const ConfabSdpauthStatement *auth)
{
  gboolean we_offer = confab_meeting_makes_offers (self, &auth->from);

  if (auth->direction == CONFAB_SDP_OFFER)
    return !we_offer && auth->session > link->session;
  return we_offer && auth->session == link->session && !link->is_answered;
}

static gboolean
is_bound (ConfabMeeting *self, const DirectLink *link, const ConfabSdpauthStatement *auth,
          const char *sdp)
{
  ConfabDigest sdp_hash = self->keys.table->hash_sdp (self->keys.data, sdp);
  gboolean fits_offer = auth->direction == CONFAB_SDP_OFFER
                            ? confab_digest_is_zero (&auth->peer_hash)
                            : confab_digest_equal (&auth->peer_hash, &link->offer_hash);

  return fits_offer && confab_digest_equal (&auth->sdp_hash, &sdp_hash) &&
         confab_sdp_is_bound_to (sdp, &auth->fp);
}

static void
refuse_link (ConfabMeeting *self, const ConfabPid *from)
{
  ConfabParticipant *participant = confab_roster_find (self->roster, from);

  g_message ("a description for a direct link is not what its sender signed");
  if (participant != NULL)
    confab_meeting_tell (self, CONFAB_SIGNAL_DIRECT_LINK_REFUSED, participant);
}

static void
accept_sdp (ConfabMeeting *self, DirectLink *link, const ConfabSdpauthStatement *auth, GBytes *body,
            const char *sdp)
{
  ConfabParticipant *participant = confab_roster_find (self->roster, &auth->from);
  gboolean is_offer = auth->direction == CONFAB_SDP_OFFER;
  ConfabDigest *fp = g_memdup2 (&auth->fp, sizeof auth->fp);

  if (is_offer) {
    link->session = auth->session;
    link->offer_hash = confab_charter_hash (self->charter, CONFAB_MEETING_HASH_SDPAUTH, body);
    link->n_candidates = 0;
  }
  link->is_answered = !is_offer;
  confab_meeting_hear_from (self, &auth->from);
  confab_meeting_tell_owned (self, fp, g_free, CONFAB_SIGNAL_SDP, participant, is_offer,
                             auth->session, sdp, fp);
}

void
confab_meeting_take_sdp (ConfabMeeting *self, const ConfabSdpCarrier *carrier)
{
  g_autoptr (GBytes) body = NULL;
  ConfabSdpauthStatement auth;
  DirectLink *link;

  if (self->view == NULL || !confab_pid_equal (&carrier->to, &self->pid))
    return;
  body = open_sdpauth (self, carrier->sdpauth, &auth);
  if (body == NULL) {
    confab_meeting_count_bad_data (self, "a description for a direct link is not signed");
    return;
  }
  link = get_link (self, &auth.from);
  if (!is_next (self, link, &auth))
    return;
  if (is_bound (self, link, &auth, carrier->sdp))
    accept_sdp (self, link, &auth, body, carrier->sdp);
  else
    refuse_link (self, &auth.from);
}

/* Candidates and requests name no sender: by the data channel it is its peer, else the other of
 * two. */
static ConfabParticipant *
find_sender (ConfabMeeting *self, const ConfabPid *to, const ConfabPid *from_direct)
{
  if (!confab_pid_equal (to, &self->pid))
    return NULL;
  if (from_direct != NULL)
    return confab_roster_find (self->roster, from_direct);
  return confab_meeting_get_direct_peer (self);
}

static ConfabCarrier *
copy_candidate (const ConfabCandidateCarrier *candidate)
{
  return confab_carrier_new_candidate (candidate->candidate, candidate->sdp_mid,
                                       candidate->sdp_mline_index, &candidate->to);
}

void
confab_meeting_take_candidate (ConfabMeeting *self, const ConfabCandidateCarrier *candidate,
                               const ConfabPid *from_direct)
{
  ConfabParticipant *sender = find_sender (self, &candidate->to, from_direct);
  ConfabCarrier *copy;
  DirectLink *link;

  if (sender == NULL)
    return;
  link = get_link (self, confab_participant_get_pid (sender));
  if (link->n_candidates >= CONFAB_CANDIDATES_MAX) {
    g_debug ("too many candidates in one session");
    return;
  }
  link->n_candidates++;
  if (!confab_candidate_is_allowed (candidate->candidate, self->service_on_loopback)) {
    g_debug ("ignoring a candidate that must not be tried");
    return;
  }
  copy = copy_candidate (candidate);
  confab_meeting_tell_owned (self, copy, (GDestroyNotify) confab_carrier_free, CONFAB_SIGNAL_ICE,
                             sender, &copy->candidate);
}

void
confab_meeting_take_renew (ConfabMeeting *self, const ConfabPid *to, const ConfabPid *from_direct)
{
  ConfabParticipant *sender = find_sender (self, to, from_direct);

  if (sender != NULL && confab_meeting_makes_offers (self, confab_participant_get_pid (sender)))
    confab_meeting_tell (self, CONFAB_SIGNAL_RENEW, sender);
}

void
confab_meeting_send_candidate (ConfabMeeting *self, const ConfabPid *to, const char *candidate,
                               const char *sdp_mid, guint sdp_mline_index)
{
  g_return_if_fail (CONFAB_IS_MEETING (self));

  if (self->left)
    return;
  confab_meeting_enter (self, self->now);
  confab_meeting_send (self, confab_carrier_new_candidate (candidate, sdp_mid, sdp_mline_index, to),
                       CONFAB_ROUTE_ANYWHERE, to);
  confab_meeting_exit (self);
}

void
confab_meeting_request_offer (ConfabMeeting *self, const ConfabPid *to)
{
  ConfabCarrier *carrier;

  g_return_if_fail (CONFAB_IS_MEETING (self));

  if (self->left || confab_meeting_makes_offers (self, to))
    return;
  confab_meeting_enter (self, self->now);
  carrier = confab_carrier_new (CONFAB_CARRIER_RENEW);
  carrier->to = *to;
  confab_meeting_send (self, carrier, CONFAB_ROUTE_ANYWHERE, to);
  confab_meeting_exit (self);
}
