/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting/meeting-error.h"

#include "meeting/meeting.h"

G_DEFINE_QUARK (confab - meeting - error - quark, confab_meeting_error)

gpointer
confab_meeting_invalid (GError **error, const char *what)
{
  g_set_error_literal (error, CONFAB_MEETING_ERROR, CONFAB_MEETING_ERROR_INVALID, what);
  return NULL;
}

gboolean
confab_meeting_forbid (GError **error, const char *what)
{
  g_set_error_literal (error, CONFAB_MEETING_ERROR, CONFAB_MEETING_ERROR_INVALID, what);
  return FALSE;
}

gboolean
confab_meeting_deny (GError **error, int code, const char *sentence)
{
  g_set_error_literal (error, CONFAB_MEETING_ERROR, code, sentence);
  return FALSE;
}
