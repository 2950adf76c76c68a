/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: the service that meetings are started at, and whether it answers. */
#pragma once

#include "app/desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_SERVICE_PAGE (confab_service_page_get_type ())
G_DECLARE_FINAL_TYPE (ConfabServicePage, confab_service_page, CONFAB, SERVICE_PAGE,
                      AdwPreferencesPage)

/* Once. */
void confab_service_page_set_desk (ConfabServicePage *self, ConfabDesk *desk);

G_END_DECLS
