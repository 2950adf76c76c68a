/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/recent-file.h"

#include "client/recent-meetings-private.h"
#include "protocol/protocol.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#define FILE_VERSION 1
#define MAX_FILE_BYTES (128 * 1024) /* a link has 2 KiB at most */
#define MAX_PUT_ASIDE 100

ConfabRecentFile *
confab_recent_file_new (void)
{
  ConfabRecentFile *file = g_new0 (ConfabRecentFile, 1);

  file->remembering = TRUE;
  file->meetings = g_ptr_array_new_with_free_func (g_object_unref);
  return file;
}

void
confab_recent_file_free (ConfabRecentFile *file)
{
  g_ptr_array_unref (file->meetings);
  g_free (file);
}

char *
confab_recent_file_to_json (gboolean remembering, GListModel *meetings)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (meetings); i++) {
    g_autoptr (ConfabRecentMeeting) meeting = g_list_model_get_item (meetings, i);
    JsonObject *entry = json_object_new ();

    json_object_set_string_member (entry, "link", confab_recent_meeting_get_link (meeting));
    json_object_set_int_member (entry, "visited_ms",
                                confab_recent_meeting_get_visited_ms (meeting));
    json_array_add_object_element (array, entry);
  }
  json_object_set_int_member (object, "version", FILE_VERSION);
  json_object_set_boolean_member (object, "remembering", remembering);
  json_object_set_array_member (object, "meetings", array);
  json_node_set_object (node, object);
  return json_to_string (node, TRUE);
}

/* (transfer full) (nullable) */
static ConfabRecentMeeting *
read_meeting (JsonNode *node)
{
  JsonObject *object;
  JsonNode *link;
  gint64 visited_ms;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  link = json_object_get_member (object, "link");
  visited_ms = json_object_get_int_member_with_default (object, "visited_ms", -1);
  if (link == NULL || json_node_get_value_type (link) != G_TYPE_STRING || visited_ms < 0)
    return NULL;
  return confab_recent_meeting_new (json_node_get_string (link), visited_ms);
}

static gboolean
read_meetings (ConfabRecentFile *file, JsonNode *node)
{
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  if (json_array_get_length (array) > CONFAB_RECENT_MEETINGS_MAX)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++) {
    ConfabRecentMeeting *meeting = read_meeting (json_array_get_element (array, i));

    if (meeting == NULL)
      return FALSE;
    g_ptr_array_add (file->meetings, meeting);
  }
  return TRUE;
}

ConfabRecentFile *
confab_recent_file_from_json (const char *text, gsize length)
{
  g_autoptr (JsonObject) object = confab_json_parse_strict (text, length, MAX_FILE_BYTES, NULL);
  g_autoptr (ConfabRecentFile) file = confab_recent_file_new ();

  if (object == NULL ||
      json_object_get_int_member_with_default (object, "version", 0) != FILE_VERSION ||
      !json_object_has_member (object, "remembering") ||
      !read_meetings (file, json_object_get_member (object, "meetings")))
    return NULL;
  file->remembering = json_object_get_boolean_member_with_default (object, "remembering", TRUE);
  return g_steal_pointer (&file);
}

/* (transfer full) (nullable): the new name, or %NULL if it can't be renamed */
static char *
put_aside (const char *path)
{
  for (guint i = 1; i <= MAX_PUT_ASIDE; i++) {
    g_autofree char *aside = g_strdup_printf ("%s.damaged-%u", path, i);

    if (!g_file_test (aside, G_FILE_TEST_EXISTS))
      return g_rename (path, aside) == 0 ? g_steal_pointer (&aside) : NULL;
  }
  return NULL;
}

ConfabRecentFile *
confab_recent_file_read (const char *path, char **trouble)
{
  g_autofree char *text = NULL;
  g_autofree char *aside = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length = 0;
  ConfabRecentFile *file = NULL;

  if (g_file_get_contents (path, &text, &length, &reason))
    file = confab_recent_file_from_json (text, length);
  else if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return confab_recent_file_new ();
  if (file != NULL)
    return file;
  aside = put_aside (path);
  if (aside == NULL) {
    *trouble = g_strdup_printf (_ ("The list of recent meetings, %s, can not be read, and is left "
                                   "as it is. Restore it from a backup, or remove it; until then "
                                   "meetings are remembered only while Confab runs"),
                                path);
    return NULL;
  }
  *trouble = g_strdup_printf (_ ("The list of recent meetings could not be read and was put aside "
                                 "as %s. Confab begins a new one"),
                              aside);
  return confab_recent_file_new ();
}
