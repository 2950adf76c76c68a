/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said in passing. Main thread. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Long enough to read it. */
#define CONFAB_TOAST_NOTICE_S 4

/* Long enough to find out that a headset is not on one's head. */
#define CONFAB_TOAST_OFFER_S 10

/* @text: plain. Returns: (transfer full): for an AdwToastOverlay, which takes it */
AdwToast *confab_toast_new (const char *text, guint timeout_s);

G_END_DECLS
