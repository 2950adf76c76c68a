/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/link-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Where the first link in @words begins, or %NULL. */
static const char *
find_link (const char *words)
{
  for (const char *at = words; *at != '\0'; at++)
    if (g_ascii_strncasecmp (at, "https://", 8) == 0 ||
        g_ascii_strncasecmp (at, "confab://", 9) == 0)
      return at;
  return NULL;
}

/* A link in a message ends at white space or a bracket; what ends the sentence is not part of it. */
static char *
cut_link (const char *start)
{
  gsize length = strcspn (start, " \t\r\n<>\"");

  while (length > 0 && strchr (".,;:!?)'", start[length - 1]) != NULL)
    length--;
  return g_strndup (start, length);
}

/* Takes @link. */
static char *
check (char *link, GError **error)
{
  g_autofree char *owned = link;
  g_autoptr (ConfabLinkSummary) summary = confab_link_summary_read (owned, error);

  return summary != NULL ? g_steal_pointer (&owned) : NULL;
}

static char *
link_of_room (const char *room, const char *service, ConfabRecentMeetings *known, GError **error)
{
  const char *authority = strstr (service, "://");
  g_autofree char *bare = g_strdup_printf (
      "https://%s/j/%s", authority != NULL ? authority + strlen ("://") : service, room);
  g_autoptr (ConfabLinkSummary) summary = confab_link_summary_read (bare, error);
  ConfabRecentMeeting *meeting = NULL;

  if (summary == NULL)
    return NULL;
  if (known != NULL)
    meeting = confab_recent_meetings_find (known, summary->host, summary->room);
  return g_strdup (meeting != NULL ? confab_recent_meeting_get_link (meeting) : bare);
}

static gboolean
is_one_word (const char *text)
{
  return *text != '\0' && text[strcspn (text, " \t\r\n/:#?@")] == '\0';
}

char *
confab_link_from_words (const char *words, const char *service, ConfabRecentMeetings *known,
                        GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (words));
  const char *link = find_link (text);

  if (link != NULL)
    return check (cut_link (link), error);
  if (strstr (text, "/j/") != NULL && strpbrk (text, " \t\r\n") == NULL)
    return check (g_strconcat ("https://", text, NULL), error);
  if (!is_one_word (text))
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_LINK_INVALID,
                         _ ("This is not a link to a meeting; such a link begins with https:// or "
                            "confab://"));
  else if (service == NULL)
    g_set_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_LINK_INVALID,
                 _ ("“%s” may be the ID of a meeting, but does not say where the meeting is. Ask "
                    "for its link, or set your meeting service in the preferences"),
                 text);
  else
    return link_of_room (text, service, known, error);
  return NULL;
}
