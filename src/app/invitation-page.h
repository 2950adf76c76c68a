/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An invitation that was opened from outside: what it says, and a button. Until that is clicked nothing is captured
 * and nothing is sent (docs/protocol.md 4). It asks for "app.join" (string: the link) and "app.home".
 */
#pragma once

#include "app/desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_INVITATION_PAGE (confab_invitation_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabInvitationPage, confab_invitation_page, CONFAB, INVITATION_PAGE,
                      GtkWidget)

/* Once. */
void confab_invitation_page_set_desk (ConfabInvitationPage *self, ConfabDesk *desk);

/* FALSE with @error set if @link is no invitation. */
gboolean
confab_invitation_page_set_link (ConfabInvitationPage *self, const char *link, GError **error);

G_END_DECLS
