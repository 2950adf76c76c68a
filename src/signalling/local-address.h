/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a connection can still work after the network has changed. Any thread; never waits. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the address of this computer that @connection is bound to, once it is */
GInetAddress *confab_local_address_of (GIOStream *connection);

/* FALSE: this computer no longer has @address, so what is sent from there gets no answer any more. */
gboolean confab_local_address_is_ours (GInetAddress *address);

G_END_DECLS
