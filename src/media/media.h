/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The public face of media/: what a camera and a microphone give, the links that carry it, and what comes
 * out at the other end. GStreamer stays inside; nobody outside media/ sees a header of it.
 *
 * Objects belong to the main thread unless a function says otherwise, and their signals are emitted there.
 */
#pragma once

#include "media/error.h"
#include "media/kind.h"
#include "media/link/certificate.h"
#include "media/link/link.h"
#include "media/mailbox.h"
#include "media/picture.h"
#include "media/receive/freeze-meter.h"
#include "media/receive/playback.h"
#include "media/receive/saver.h"
#include "media/send/capture.h"
#include "media/send/track.h"
#include "media/source/devices.h"

G_BEGIN_DECLS

/**
 * confab_media_init:
 *
 * Starts GStreamer and the meeting clock. To be called once, early, on the main thread; more calls do
 * nothing. What is slow the first time (DTLS, the device monitors) is begun on threads of its own.
 */
void confab_media_init (void);

/* Returns: (transfer full): names and versions of the libraries below, one a line. Any thread. */
char *confab_media_dup_versions (void);

/**
 * confab_media_drain:
 *
 * Waits until every camera, microphone and loudspeaker that was let go of is really closed, files are
 * finished, and closed links have said goodbye to their peers and TURN servers. A driver or server that
 * hangs is waited for at most CONFAB_MEDIA_DRAIN_MS. At the end of a program, after the objects of this
 * folder were dropped.
 */
void confab_media_drain (void);

#define CONFAB_MEDIA_DRAIN_MS 10000

/* Now, on the clock that stamps every picture and sample: monotonic, begins near 0 at confab_media_init ().
 * Any thread. */
gint64 confab_media_now_ns (void);

G_END_DECLS
