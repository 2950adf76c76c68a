/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting in a test for what is asynchronous, in a line. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A GAsyncReadyCallback that keeps the result in *@user_data (GAsyncResult **). */
void await_callback (GObject *source, GAsyncResult *result, gpointer user_data);

/* (transfer none): runs the main loop until the result is in @slot, and gives it. */
GAsyncResult *await_result (GAsyncResult **slot);

/* Runs the main loop until @condition holds; a test that waits for more than a minute has failed. */
void await_condition (gboolean (*condition) (gpointer user_data), gpointer user_data);

/* (transfer full): a folder of the test's own; await_remove_folder() takes it away with its files. */
char *await_make_folder (void);
void await_remove_folder (const char *folder);

G_END_DECLS
