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
  const char *text; /* (nullable): the service's own sentence is as good */
} Refusal;

static const Refusal refusals[] = {
  { "meeting-running", WHILE_FOUNDING,
    N_ ("Somebody else has just started a meeting in this room; join it") },
  { "bad-genesis", WHILE_FOUNDING, NULL },
  { "not-owner", WHILE_FOUNDING, NULL },
  { "type", WHILE_FOUNDING, NULL },
  { "clock", WHILE_FOUNDING | WHILE_WAITING,
    N_ ("The clock of this computer is wrong; set it and try again") },
  { "locked", WHILE_WAITING, N_ ("The meeting is locked; ask its host to unlock it") },
  { "removed", WHILE_WAITING, N_ ("A host has removed you from this meeting") },
  { "full", WHILE_WAITING, N_ ("The meeting has no place left; try again later") },
  { "browser", WHILE_WAITING, NULL },
  { "telephone", WHILE_WAITING, NULL },
};

static void
refuse_entrance (ConfabMeeting *self, const ConfabServiceError *error)
{
  Moment moment = self->leading != NULL ? WHILE_FOUNDING : WHILE_WAITING;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    if ((refusals[i].moments & moment) == 0 || !g_str_equal (refusals[i].code, error->code))
      continue;
    confab_meeting_end_here (self, refusals[i].code,
                             refusals[i].text != NULL ? _ (refusals[i].text) : error->text);
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
