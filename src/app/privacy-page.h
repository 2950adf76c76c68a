/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: what is remembered, what is stored, and where. */
#pragma once

#include "client/client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_PRIVACY_PAGE (confab_privacy_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPrivacyPage, confab_privacy_page, CONFAB, PRIVACY_PAGE,
                      AdwPreferencesPage)

/* Once. */
void
confab_privacy_page_set_profile (ConfabPrivacyPage *self, ConfabProfile *profile,
                                 ConfabIdentityStore *identity, ConfabRecentMeetings *meetings);

G_END_DECLS
