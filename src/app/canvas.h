/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The pictures of one track on their way from its mailbox to the screen. A worker thread scales and converts
 * each into one of three buffers while the main thread shows another; only the newest is ever shown.
 *
 *     mailbox put (streaming thread) -> worker: paint -> "ready" (worker) -> confab_canvas_advance (main)
 *
 * Every function belongs to the main thread.
 */
#pragma once

#include "app/paint.h"

#include <cairo.h>

G_BEGIN_DECLS

typedef struct _ConfabCanvas ConfabCanvas;

/* Worker thread: there is something to advance to. Hop to the main thread and return. */
typedef void (*ConfabCanvasReady) (gpointer user_data);

/* Pixels that are shown. Counted, and unchanged as long as it is what confab_canvas_get_frame () gives. */
typedef struct {
  guint8 *pixels;
  int width;
  int height;
  int stride;
  cairo_surface_t *surface; /* of the same pixels; main thread only, made when first asked for */
} ConfabFrame;

ConfabFrame *confab_frame_ref (ConfabFrame *self);
void confab_frame_unref (ConfabFrame *self);
cairo_surface_t *confab_frame_get_surface (ConfabFrame *self);

/**
 * confab_canvas_new:
 * @mailbox: where pictures come from; its notify belongs to the canvas until confab_canvas_free ()
 * @ready: called on the worker thread after each picture; not after confab_canvas_free ()
 */
ConfabCanvas *
confab_canvas_new (ConfabMailbox *mailbox, ConfabCanvasReady ready, gpointer user_data);
void confab_canvas_free (ConfabCanvas *self);

/* Applies from the next picture on; until then the last one is there in its old size. With no size at all the
 * mailbox is told that its pictures are not wanted. */
void confab_canvas_set_target (ConfabCanvas *self, const ConfabPaintTarget *target);

/* Whether a picture is painted that confab_canvas_advance () would go on to. */
gboolean confab_canvas_has_news (ConfabCanvas *self);

/* Goes on to the newest painted picture. FALSE if that is the one already shown. */
gboolean confab_canvas_advance (ConfabCanvas *self);

/* Forgets what was painted, so that a stopped track does not return with its last picture. */
void confab_canvas_blank (ConfabCanvas *self);

/* Returns: (transfer none) (nullable): what is to be shown, %NULL before the first picture. */
ConfabFrame *confab_canvas_get_frame (ConfabCanvas *self);

/* Size of the newest picture as it came, 0x0 before the first one. */
void confab_canvas_get_picture_size (ConfabCanvas *self, int *width, int *height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabCanvas, confab_canvas_free)

G_END_DECLS
