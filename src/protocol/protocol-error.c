/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol-error.h"

G_DEFINE_QUARK (confab_protocol_error, confab_protocol_error)
