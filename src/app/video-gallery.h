/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The people of a meeting and their pictures: one widget that paints them all, because a widget for each picture
 * makes GTK draw, and cairo scale, several times as much. Names and marks are ordinary widgets above it. What is not to
 * be seen, because its window is minimized or there is no place for it, is not painted and not decoded.
 *
 * A double click on a picture activates the action "meeting.pin" with that person's pid in hex.
 */
#pragma once

#include "app/gallery-layout.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_VIDEO_GALLERY (confab_video_gallery_get_type ())
G_DECLARE_FINAL_TYPE (ConfabVideoGallery, confab_video_gallery, CONFAB, VIDEO_GALLERY, GtkWidget)

/* @tiles: (nullable) (transfer none): a list of ConfabTile. Property "tiles". */
void confab_video_gallery_set_tiles (ConfabVideoGallery *self, GListModel *tiles);

void confab_video_gallery_set_view (ConfabVideoGallery *self, ConfabView view);

G_END_DECLS
