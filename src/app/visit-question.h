/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question about a visit, which has no answer any more once that is left. Main thread. */
#pragma once

#include "app/visit.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* @text: plain; @no: @yes: what the two answers are called. The responses are "no", the default, and "yes"; whoever
 * asks connects "response" and presents it. It is destroyed without an answer when @visit is left. */
GtkWidget *confab_visit_question_new (GtkWindow *parent, ConfabVisit *visit, const char *text,
                                      const char *no, const char *yes);

G_END_DECLS
