/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/link: the end of a webrtcbin, on a thread of its own, since stopping its threads and
 * saying goodbye to TURN servers takes time. */
#pragma once

#include <gst/gst.h>

#include "media/link/ice-agent.h"

G_BEGIN_DECLS

/**
 * confab_teardown_begin:
 * @pipeline: (transfer full)
 * @agent: (transfer full)
 */
void confab_teardown_begin (GstPipeline *pipeline, ConfabIceAgent *agent);

/* Whatever else outlives its link for a moment, and has to end before the program does. Any thread. */
void confab_teardown_enter (void);
void confab_teardown_leave (void);

/* Waits until everything begun or entered has ended; FALSE: it had not after @timeout_ms. Any thread. */
gboolean confab_teardown_wait_all (guint timeout_ms);

G_END_DECLS
