/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to media/: what an Opus packet says about itself (RFC 6716 3). Pure; reads untrusted bytes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At most 120 ms (RFC 6716 3.2.5), so no sensible packet is larger. */
#define CONFAB_OPUS_MAX_PACKET 4096
#define CONFAB_OPUS_MAX_SAMPLES 5760

/* How many samples at 48 kHz; 0: this is no Opus packet. */
guint confab_opus_packet_samples (const guint8 *bytes, gsize size);

/* Whether it carries a coarser copy of the packet before it (LBRR, RFC 6716 4.2.4). */
gboolean confab_opus_packet_has_fec (const guint8 *bytes, gsize size);

/* Whether it is nothing but a header: the sender says that silence begins (RFC 7587 3.1.3). */
gboolean confab_opus_packet_is_silence (const guint8 *bytes, gsize size);

G_END_DECLS
