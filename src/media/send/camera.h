/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: what lies between a camera and its encoder, and the picture of oneself. */
#pragma once

#include <gst/gst.h>

#include "media/mailbox.h"

G_BEGIN_DECLS

/* One running camera's way into the mailbox. Counted; any thread. */
typedef struct _ConfabSelfView ConfabSelfView;

ConfabSelfView *confab_self_view_new (ConfabMailbox *mailbox);

/* Nothing is put any more once this returns, and the mailbox is empty. Gives up the reference. */
void confab_self_view_close (ConfabSelfView *self);

/* For ConfabCaptureChainClass.build. */
GError *confab_camera_build (GstBin *pipeline, GstElement *source, GstElement *encoder,
                             ConfabSelfView *self_view);

G_END_DECLS
