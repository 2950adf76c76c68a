/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol-error.h"

/* clang-format off */
G_DEFINE_QUARK (confab-protocol-error-quark, confab_protocol_error)
