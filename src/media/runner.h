/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: starts and stops pipelines, one after the other, on a thread of its own. Opening a
 * device or waiting for a sound server may take long, and the main thread never waits; and a camera is let go
 * of before it is opened anew.
 *
 * Main thread.
 */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _ConfabRunner ConfabRunner;

ConfabRunner *confab_runner_new (void);

/* Finishes what was asked for, in the background. */
void confab_runner_free (ConfabRunner *self);

/* Puts @pipeline to PLAYING. That it can't be is an error on its bus. */
void confab_runner_play (ConfabRunner *self, GstElement *pipeline);

/* @pipeline: (transfer full): goes to NULL and is given up. */
void confab_runner_retire (ConfabRunner *self, GstElement *pipeline);

/* Something else with a pipeline that may take long, on the runner's thread. */
void confab_runner_call (ConfabRunner *self, void (*call) (gpointer user_data), gpointer user_data);

/* Lets a stream end properly (a file gets its header) within a second or so; then as confab_runner_retire (). @done runs
 * on the runner's thread, once, with whether it ended by itself. */
void confab_runner_finish (ConfabRunner *self, GstElement *pipeline,
                           void (*done) (gboolean ended, gpointer user_data), gpointer user_data);

/* Waits until all runners of the process have nothing left to do, but at most @timeout_ms: a driver may hang.
 * For the end of a program. FALSE: something is left. */
gboolean confab_runner_drain (guint timeout_ms);

G_END_DECLS
