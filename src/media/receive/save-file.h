/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: one file that a saver writes, in a pipeline of its own: what happens to it, a full
 * disk say, happens to nothing else. */
#pragma once

#include <gst/gst.h>

#include "media/post.h"
#include "media/runner.h"

G_BEGIN_DECLS

typedef struct _ConfabSaveFile ConfabSaveFile;

/**
 * confab_save_file_new:
 * @path: where; what is there is overwritten
 * @chain: elements from what is pushed to what is written, as gst_parse_launch () takes them
 * @max_buffers: what may wait for the disk; more is dropped
 * @failed: called by way of @post with a GError, at most once
 *
 * Any thread. Opened by @runner.
 */
ConfabSaveFile *
confab_save_file_new (const char *path, const char *chain, guint max_buffers, ConfabRunner *runner,
                      ConfabPost *post, ConfabPostFunc failed);

/* Of what is pushed from now on. */
void confab_save_file_set_caps (ConfabSaveFile *self, GstCaps *caps);

/* @buffer: (transfer full). Never waits. FALSE: it was dropped. */
gboolean confab_save_file_push (ConfabSaveFile *self, GstBuffer *buffer);

/**
 * confab_save_file_finish:
 * @done: (nullable): runs on the thread of @runner with whether the file is whole
 *
 * Writes lengths and index and frees @self.
 */
void
confab_save_file_finish (ConfabSaveFile *self, ConfabRunner *runner,
                         void (*done) (gboolean whole, gpointer user_data), gpointer user_data);

G_END_DECLS
