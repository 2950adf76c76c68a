/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its actions, how it starts and ends; it introduces the desk, the hall and the window. Main thread. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_APPLICATION (confab_application_get_type ())
G_DECLARE_FINAL_TYPE (ConfabApplication, confab_application, CONFAB, APPLICATION, AdwApplication)

ConfabApplication *confab_application_new (void);

G_END_DECLS
