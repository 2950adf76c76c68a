/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/service-check.h"

#include "client/client-error.h"
#include "client/service-link.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the parser of addresses lets pass may still be no name of a host. */
static char *
canonical_url (const ConfabServiceAddress *address, GError **error)
{
  const char *authority = strstr (address->url, "://") + strlen ("://");
  g_autofree char *canonical = confab_authority_normalize (authority, NULL);

  if (canonical == NULL) {
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_LINK_INVALID,
                         _ ("This is not the address of a meeting service; it looks like "
                            "https://meet.example.org"));
    return NULL;
  }
  return g_strdup_printf ("%.*s%s", (int) (authority - address->url), address->url, canonical);
}

char *
confab_service_url_from_typed (const char *typed, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  g_autofree char *url =
      strstr (text, "://") != NULL ? g_strdup (text) : g_strconcat ("https://", text, NULL);
  g_autoptr (GError) reason = NULL;
  g_autoptr (ConfabServiceAddress) address = confab_service_address_new (url, NULL, &reason);
  char *canonical = address != NULL ? canonical_url (address, &reason) : NULL;

  if (canonical == NULL)
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_LINK_INVALID,
                         reason->message);
  return canonical;
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (JsonObject) answer = confab_service_request_finish (result, &error);

  if (answer == NULL)
    g_task_return_error (task, confab_service_link_explain (error));
  else if (g_strcmp0 (json_object_get_string_member_with_default (answer, "status", NULL), "ok"))
    g_task_return_new_error (task, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_SERVICE,
                             _ ("What answers at this address is not a meeting service; check the "
                                "address"));
  else
    g_task_return_pointer (
        task, g_strdup (json_object_get_string_member_with_default (answer, "version", "")),
        g_free);
}

void
confab_service_check_async (const char *url, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (ConfabServiceAddress) address = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, confab_service_check_async);
  address = confab_service_address_new (url, NULL, &error);
  if (address != NULL) {
    confab_service_request_async (address, "GET", "/health", NULL, cancellable, on_answered, task);
    return;
  }
  g_task_return_error (task, confab_service_link_explain (error));
  g_object_unref (task);
}

char *
confab_service_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, confab_service_check_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
