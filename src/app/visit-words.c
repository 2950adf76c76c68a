/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a visit says of itself. */
#include "app/visit-private.h"

#include <glib/gi18n.h>

static const char *
status_words (ConfabVisit *self, gboolean alone)
{
  switch (self->step) {
  case CONFAB_VISIT_CREATING:
    return _ ("Preparing your meeting…");
  case CONFAB_VISIT_ARRIVING:
    return _ ("Connecting to the meeting service…");
  case CONFAB_VISIT_WAITING:
    return self->host_message != NULL ? self->host_message
                                      : _ ("Waiting for the host to let you in…");
  case CONFAB_VISIT_INSIDE:
    return alone ? _ ("Waiting for others") : NULL;
  case CONFAB_VISIT_LEAVING:
    return _ ("Leaving…");
  default:
    return NULL;
  }
}

/* (transfer full) (nullable): that the link leads nowhere explains why the service does not answer, and nothing else. */
static char *
trouble_words (ConfabVisit *self)
{
  const char *of_host = self->host != NULL ? confab_embedded_host_get_trouble (self->host) : NULL;

  if (self->step != CONFAB_VISIT_INSIDE)
    return NULL;
  return confab_call_status_dup_trouble (self->call_status, of_host);
}

void
confab_visit_update_words (ConfabVisit *self)
{
  gboolean alone = self->call_status == NULL || confab_call_status_is_alone (self->call_status);
  g_autofree char *path =
      self->call_status != NULL ? confab_call_status_dup_path (self->call_status) : g_strdup ("");
  g_autofree char *trouble = trouble_words (self);
  ConfabVisitWords words = {
    .status = status_words (self, alone),
    .path = path,
    .trouble = trouble,
    .reach = self->host != NULL ? confab_embedded_host_get_reach (self->host) : NULL,
  };

  confab_visit_set_words (self, &words);
}
