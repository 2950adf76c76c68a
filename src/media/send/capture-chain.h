/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: one source of a capture and its pipeline, from choosing it to its end. Camera and
 * microphone differ only in what lies between source and encoder.
 *
 * Main thread.
 */
#pragma once

#include "media/send/encoder.h"
#include "media/send/track.h"

G_BEGIN_DECLS

typedef struct _ConfabCaptureChain ConfabCaptureChain;

/**
 * ConfabCaptureChainClass:
 * @build: puts what lies between @source and @encoder into @pipeline and links all; both are in it already.
 *   NULL, or why it can't be (transfer full)
 * @stopped: the pipeline is on its way down; what it shows is to be emptied
 * @started: the first raw buffer is there
 * @failed: the source does not work, and is off now; @error->code LOST: any more
 */
typedef struct {
  GError *(*build) (gpointer owner, GstBin *pipeline, GstElement *source, GstElement *encoder);
  void (*stopped) (gpointer owner);
  void (*started) (gpointer owner);
  void (*failed) (gpointer owner, const GError *error);
} ConfabCaptureChainClass;

/* @klass, @owner and @track outlive the chain. */
ConfabCaptureChain *
confab_capture_chain_new (const ConfabCaptureChainClass *klass, gpointer owner, ConfabTrack *track);

/* Stops at once, without @stopped; the pipeline is taken down in the background. */
void confab_capture_chain_free (ConfabCaptureChain *self);

/* @name: SRC; "none" or NULL stops. Also where it is the same as before. */
void confab_capture_chain_set_source (ConfabCaptureChain *self, const char *name);

/* Off, but not forgotten: the source is let go of and opened again when it is resumed. */
void confab_capture_chain_set_suspended (ConfabCaptureChain *self, gboolean suspended);

/* The source goes on, and nothing of it is encoded. */
void confab_capture_chain_set_muted (ConfabCaptureChain *self, gboolean muted);

/* Whether the source gives something now. */
gboolean confab_capture_chain_is_running (ConfabCaptureChain *self);

/* For this source and those that follow. */
void confab_capture_chain_set_bitrate (ConfabCaptureChain *self, guint target_bps);
void confab_capture_chain_set_expected_loss (ConfabCaptureChain *self, guint loss_percent);

G_END_DECLS
