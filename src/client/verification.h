/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading links and comparing keys without a meeting. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a link says before anything is sent: for the lobby, and for `confab-cli check`. */
typedef struct {
  char *host; /* as written, port included if not the default */
  char *room;
  char *url; /* where the service is reached: "https://host" */
  gboolean
      encrypted; /* the link vouches for an owner: only an end-to-end encrypted meeting is accepted */
  gboolean pinned; /* the service has a certificate of its own, named by the link */
} ConfabLinkSummary;

/* Returns: (transfer full): the summary, or %NULL with %CONFAB_CLIENT_ERROR_LINK_INVALID */
ConfabLinkSummary *confab_link_summary_read (const char *link, GError **error);
void confab_link_summary_free (ConfabLinkSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabLinkSummary, confab_link_summary_free)

/* @key_a, @key_b: identity keys, 64 hex digits each.
 * Returns: (transfer full): 12 groups of 5 digits (protocol.md 12.3), or %NULL with @error set */
char *confab_safety_number_from_text (const char *key_a, const char *key_b, GError **error);

/**
 * confab_link_check_async:
 *
 * Asks the service whether it knows the room of @link. Nothing that is secret is sent.
 */
void confab_link_check_async (const char *link, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);

/* @e2ee, @running: (out). FALSE with @error: %CONFAB_CLIENT_ERROR_LINK_INVALID, _SERVICE */
gboolean
confab_link_check_finish (GAsyncResult *result, gboolean *e2ee, gboolean *running, GError **error);

G_END_DECLS
