/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ConfabPicture:
 * @width: of the Y plane, in pixels
 * @height: of the Y plane, in pixels
 * @plane: Y, U, V; U and V have half the width and half the height, rounded up
 * @stride: bytes from one row to the next, for each plane
 * @meeting_time_ns: when it was captured (own pictures) or decoded (received ones), on the clock of
 *   confab_media_now_ns ()
 *
 * One I420 picture, read-only and counted. It wraps the buffer of whoever made it, without a copy, so it
 * is not to be kept longer than it is needed: the maker may be waiting for its memory.
 *
 * All functions may be called on any thread.
 */
typedef struct _ConfabPicture {
  int width;
  int height;
  const guint8 *plane[3];
  int stride[3];
  gint64 meeting_time_ns;
} ConfabPicture;

ConfabPicture *confab_picture_ref (ConfabPicture *self);
void confab_picture_unref (ConfabPicture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabPicture, confab_picture_unref)

G_END_DECLS
