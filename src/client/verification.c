/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/verification.h"

#include "client/client-error.h"
#include "client/service-link.h"
#include "crypto/crypto.h"

#include <glib/gi18n-lib.h>

ConfabLinkSummary *
confab_link_summary_read (const char *link, GError **error)
{
  g_autoptr (ConfabInvitation) invitation = confab_service_link_read (link, error);
  ConfabLinkSummary *summary;

  if (invitation == NULL)
    return NULL;
  summary = g_new0 (ConfabLinkSummary, 1);
  summary->host = g_strdup (invitation->authority);
  summary->room = g_strdup (invitation->room);
  summary->url = confab_invitation_dup_service_url (invitation);
  summary->encrypted = invitation->version != CONFAB_INVITATION_BARE;
  summary->pinned = invitation->version == CONFAB_INVITATION_SELF_SIGNED;
  return summary;
}

void
confab_link_summary_free (ConfabLinkSummary *summary)
{
  g_free (summary->host);
  g_free (summary->room);
  g_free (summary->url);
  g_free (summary);
}

char *
confab_safety_number_from_text (const char *key_a, const char *key_b, GError **error)
{
  ConfabVerifyKey a, b;

  if (confab_hex_decode (key_a, a.bytes, sizeof a.bytes) &&
      confab_hex_decode (key_b, b.bytes, sizeof b.bytes))
    return confab_safety_number (&a, &b);
  g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_FAILED,
                       _ ("An identity key is 64 digits of 0-9 and a-f, as “confab-cli identity” "
                          "prints it"));
  return NULL;
}

typedef struct {
  gboolean e2ee;
  gboolean running;
} RoomState;

static void
on_room_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (JsonObject) room = confab_service_request_finish (result, &error);
  RoomState *state;

  if (room == NULL) {
    g_task_return_error (task, confab_service_link_explain (error));
    return;
  }
  state = g_new0 (RoomState, 1);
  state->e2ee = g_str_equal (json_object_get_string_member_with_default (room, "type", ""), "e2ee");
  state->running = json_object_get_boolean_member_with_default (room, "running", FALSE);
  g_task_return_pointer (task, state, g_free);
}

void
confab_link_check_async (const char *link, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (ConfabServiceAddress) address = NULL;
  g_autoptr (ConfabInvitation) invitation = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;

  invitation = confab_service_link_read (link, &error);
  if (invitation != NULL)
    address = confab_service_link_address (invitation, &error);
  if (address == NULL) {
    g_task_return_error (task, error);
    return;
  }
  path = g_strconcat ("/api/v1/rooms/", invitation->room, NULL);
  confab_service_request_async (address, "GET", path, NULL, cancellable, on_room_answered,
                                g_steal_pointer (&task));
}

gboolean
confab_link_check_finish (GAsyncResult *result, gboolean *e2ee, gboolean *running, GError **error)
{
  g_autofree RoomState *state = g_task_propagate_pointer (G_TASK (result), error);

  if (state == NULL)
    return FALSE;
  *e2ee = state->e2ee;
  *running = state->running;
  return TRUE;
}
