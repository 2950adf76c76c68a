/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: news from streaming threads for an object that lives on the main thread. The sender
 * needs no reference to the object: what comes after the object is gone, or after confab_post_stop (), is
 * thrown away.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Counted; all functions but confab_post_new () and confab_post_stop () may be called on any thread. */
typedef struct _ConfabPost ConfabPost;

/* Runs in the main context of confab_post_new (). */
typedef void (*ConfabPostFunc) (gpointer object, gpointer data);

/* For news in the thread-default main context of the caller. @object is not kept alive. */
ConfabPost *confab_post_new (GObject *object);
ConfabPost *confab_post_ref (ConfabPost *self);
void confab_post_unref (ConfabPost *self);

/* Calls @func soon, in the order of sending. @destroy (nullable) frees @data in any case, in that main
 * context or, when nothing runs it any more, wherever it is freed. */
void
confab_post_send (ConfabPost *self, ConfabPostFunc func, gpointer data, GDestroyNotify destroy);

/* Main thread: nothing is delivered after this. */
void confab_post_stop (ConfabPost *self);

/* (transfer full): the main context that news arrives in. */
GMainContext *confab_post_ref_context (ConfabPost *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPost, confab_post_unref)

G_END_DECLS
