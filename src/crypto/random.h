/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random values that are not secret. Secrets: confab_secret_new_random(). */
#pragma once

#include "base/base.h"

G_BEGIN_DECLS

void confab_random_bytes (guint8 *bytes, gsize length);
ConfabPid confab_pid_random (void);
ConfabToken confab_token_random (void);

G_END_DECLS
