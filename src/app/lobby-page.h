/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Before a meeting: how one will look and sound, what the invitation says, and a button to join with what is shown as
 * on. Until that is clicked nothing is captured for others and nothing is sent (docs/protocol.md 4). Without an
 * invitation it is the place to check camera and sound. It asks for "app.join" (string: the link) and "app.home".
 */
#pragma once

#include "app/desk.h"
#include "app/lobby.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_LOBBY_PAGE (confab_lobby_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLobbyPage, confab_lobby_page, CONFAB, LOBBY_PAGE, GtkWidget)

/* Once. */
void confab_lobby_page_set_desk (ConfabLobbyPage *self, ConfabDesk *desk);

/* @link: (nullable): %NULL only checks camera and sound. FALSE with @error set if @link is no invitation. */
gboolean confab_lobby_page_set_link (ConfabLobbyPage *self, const char *link, GError **error);

/* Where it does not cover the button to join. @toast: (transfer full) */
void confab_lobby_page_add_toast (ConfabLobbyPage *self, AdwToast *toast);

/* @lobby: (nullable): %NULL once it was left */
void confab_lobby_page_set_lobby (ConfabLobbyPage *self, ConfabLobby *lobby);

G_END_DECLS
