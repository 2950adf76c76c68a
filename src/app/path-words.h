/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person is told about the way that media takes. Pure. */
#pragma once

#include "client/client.h"

G_BEGIN_DECLS

/* Returns: (transfer full): a few words for below the title, "" where there is nothing to say. */
char *confab_path_words (const ConfabCallPath *path);

/* Returns: (transfer full): state, candidate types and transport in English, without names and addresses: what
 * support asks for */
char *confab_path_kind_words (const ConfabCallPath *path);

/**
 * confab_path_trouble:
 * @path: (nullable): %NULL for no link yet
 * @answering: whether the other answers
 * @service_online: whether the line to the service is up
 * @why_offline: (nullable): a sentence that explains why it is not
 *
 * Returns: (transfer full) (nullable): the most pressing thing that is wrong and what will happen, %NULL if all is
 *   well
 */
char *confab_path_trouble (const ConfabCallPath *path, const char *name, gboolean answering,
                           gboolean service_online, const char *why_offline);

G_END_DECLS
