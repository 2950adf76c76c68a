/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A stream under libsoup's feet through which the service sees every byte of a client: it can count, stop
 * listening, and cut the line, at any time and whatever libsoup is doing. Main thread. Above TLS, so what
 * passes is HTTP or WebSocket frames.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONFAB_TYPE_METERED_STREAM (confab_metered_stream_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMeteredStream, confab_metered_stream, CONFAB, METERED_STREAM, GIOStream)

/**
 * ConfabMeterFunc:
 *
 * Sees what was just read, before anybody else does. Returns: %FALSE to go deaf: neither these bytes nor any
 * later ones are passed on; whoever reads waits until the line is cut. May call confab_metered_stream_cut ().
 */
typedef gboolean (*ConfabMeterFunc) (const guint8 *bytes, gsize length, gpointer user_data);

/* Sees what was just written. */
typedef void (*ConfabMeterWrittenFunc) (const guint8 *bytes, gsize length, gpointer user_data);

/* @base must be pollable in both directions, as sockets and TLS are. @socket is the one below it. */
ConfabMeteredStream *confab_metered_stream_new (GIOStream *base, GSocket *socket);

/* Who looks on from now on; %NULL functions for nobody. */
void confab_metered_stream_set_meter (ConfabMeteredStream *self, ConfabMeterFunc on_read,
                                      ConfabMeterWrittenFunc on_written, gpointer user_data);

/* Both directions fail from now on, also reads and writes that wait: whoever uses the stream closes it. */
void confab_metered_stream_cut (ConfabMeteredStream *self);

/* Signals: "closed": once, when the stream was closed from whatever side. */

G_END_DECLS
