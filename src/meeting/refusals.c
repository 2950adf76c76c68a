/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The service says no. It is believed only where it could keep us out anyway: before we are in, and
 * when the LINKs that we lack are gone. Else its refusals are hints for the leader.
 */
#include "meeting/leader.h"

#include <glib/gi18n-lib.h>

typedef enum {
  WHILE_FOUNDING = 1 << 0,
  WHILE_WAITING = 1 << 1,
} Moment;

typedef struct {
  const char *code;
  guint moments;
  const char *text; /* ours: the service must not be able to speak with Confab's voice */
} Refusal;

static const Refusal refusals[] = {
  { "meeting-running", WHILE_FOUNDING,
    N_ ("Somebody else has just started a meeting in this room; join it") },
  { "bad-genesis", WHILE_FOUNDING,
    N_ ("The meeting service does not accept how this meeting begins; update Confab") },
  { "not-owner", WHILE_FOUNDING,
    N_ ("Only the room's owner, or whom the owner lets, may begin a meeting here") },
  { "type", WHILE_FOUNDING,
    N_ ("The room was set to another kind of encryption; ask its owner for a new link") },
  { "clock", WHILE_FOUNDING | WHILE_WAITING,
    N_ ("The clock of this computer is wrong; set it and try again") },
  { "locked", WHILE_WAITING, N_ ("The meeting is locked; ask its host to unlock it") },
  { "removed", WHILE_WAITING, N_ ("A host has removed you from this meeting") },
  { "full", WHILE_WAITING, N_ ("The meeting has no place left; try again later") },
  { "browser", WHILE_WAITING,
    N_ ("The host lets nobody join this meeting from a browser; use the Confab app") },
  { "telephone", WHILE_WAITING, N_ ("An encrypted meeting can not be joined by telephone") },
};

static void
refuse_entrance (ConfabMeeting *self, const ConfabServiceError *error)
{
  Moment moment = self->leading != NULL ? WHILE_FOUNDING : WHILE_WAITING;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    if ((refusals[i].moments & moment) == 0 || !g_str_equal (refusals[i].code, error->code))
      continue;
    confab_meeting_end_here (self, refusals[i].code, _ (refusals[i].text));
    return;
  }
}

void
confab_meeting_take_refusal (ConfabMeeting *self, const ConfabServiceError *error)
{
  gboolean is_bad = g_str_equal (error->code, "bad-link");

  g_message ("the service refuses something: %s", error->code);
  if (self->view == NULL)
    refuse_entrance (self, error);
  else if (self->leading == NULL && g_str_equal (error->code, "gap"))
    confab_meeting_end_here (self, "behind",
                             _ ("The list of participants could not be completed after the "
                                "connection was lost; join the meeting again"));
  else if (self->leading != NULL && (is_bad || g_str_equal (error->code, "wrong-prev")))
    confab_leading_take_refusal (self, is_bad);
}
