/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers to HTTP requests: JSON, always, and one to a connection. Main thread. */
#pragma once

#include "service/refusal.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Takes @answer. */
void confab_web_answer (SoupServerMessage *message, guint status, JsonObject *answer);

/* {"error": {"code", "text"}} with its status. */
void confab_web_refuse (SoupServerMessage *message, ConfabRefusal refusal);

G_END_DECLS
