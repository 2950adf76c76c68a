/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GENESIS, JOIN and LINK 1 of a new meeting (docs/protocol.md 6.1). */
#include "meeting/leader.h"
#include "meeting/meeting-error.h"

#include <glib/gi18n-lib.h>

#define ALL_RIGHTS 0x03ff

static void
fill_genesis (ConfabMeeting *self, const ConfabMeetingFounding *founding,
              const ConfabExchangeKey *ek, ConfabGenesisStatement *genesis)
{
  genesis->suite = (guint16) founding->suite;
  genesis->room = self->room;
  genesis->created_ms = self->now.wall_ms;
  self->keys.table->random (self->keys.data, genesis->nonce.bytes, sizeof genesis->nonce.bytes);
  genesis->policy = (guint16) founding->policy;
  genesis->pid = self->pid;
  genesis->ik = self->ik;
  genesis->sk = self->sk;
  genesis->ek = *ek;
  genesis->owner_ik = founding->owner_ik;
}

/* Our own GENESIS has to pass what every joiner checks. */
static gboolean
check_own_genesis (ConfabMeeting *self, GBytes *statement, const ConfabMeetingFounding *founding,
                   GError **error)
{
  ConfabCharterTerms terms = { .keys = self->keys,
                               .room = self->room,
                               .of = self->has_of ? &self->of : NULL };
  ConfabGenesisCarrier parts = { .genesis = statement,
                                 .roomcert = founding->roomcert,
                                 .waittext = founding->waittext };
  g_autoptr (ConfabCharter) charter = NULL;
  ConfabCharterVerdict verdict = confab_charter_check (&terms, &parts, self->now.wall_ms, &charter);

  if (verdict != CONFAB_CHARTER_GOOD)
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_DENIED,
                                _ ("You can not start a meeting in this room with this key; the "
                                   "room's owner has to allow it"));
  self->charter = g_steal_pointer (&charter);
  return TRUE;
}

static gboolean
found (ConfabMeeting *self, const ConfabMeetingFounding *founding, GError **error)
{
  ConfabGenesisStatement genesis = { 0 };
  ConfabExchangeKey public_key;
  ConfabMeetingEk *ek = self->keys.table->ek_new (self->keys.data, &public_key);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) statement = NULL;
  ConfabCheckedJoin *join;

  fill_genesis (self, founding, &public_key, &genesis);
  body = confab_genesis_encode (&genesis);
  statement = self->keys.table->sign (self->keys.data, body);
  if (statement == NULL || !check_own_genesis (self, statement, founding, error)) {
    self->keys.table->ek_free (ek);
    return FALSE;
  }
  join = confab_meeting_make_join (self, ek, &public_key);
  if (join == NULL)
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_STATE,
                                _ ("The meeting could not be signed"));
  confab_meeting_send_genesis (self);
  confab_meeting_send (self, confab_carrier_new_statement (CONFAB_CARRIER_JOIN, join->statement),
                       CONFAB_ROUTE_SERVICE, NULL);
  self->leading = confab_leading_new (self, ALL_RIGHTS);
  confab_leading_post_first (self, join);
  return TRUE;
}

gboolean
confab_meeting_found (ConfabMeeting *self, const ConfabMeetingFounding *founding,
                      ConfabMeetingTime now, GError **error)
{
  gboolean done;

  g_return_val_if_fail (CONFAB_IS_MEETING (self), FALSE);

  /* One that waited for its host may turn out to be the host. */
  if (self->charter != NULL || self->left)
    return confab_meeting_deny (error, CONFAB_MEETING_ERROR_STATE,
                                _ ("A meeting is already running here"));
  confab_meeting_enter (self, now);
  self->joining.begun = TRUE;
  confab_meeting_take_line (self, TRUE);
  done = found (self, founding, error);
  confab_meeting_exit (self);
  return done;
}
