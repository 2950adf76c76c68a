/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): what the service's refusal @code means, in the person's language. For a code that
 * is not known here @text says it, named as the service's own words and cleaned of control characters: a
 * service must not be able to speak with Confab's voice. */
char *confab_refusal_words (const char *code, const char *text);

G_END_DECLS
