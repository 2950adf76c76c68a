/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/client.h"
#include "client/profile-private.h"
#include "crypto/crypto.h"

G_BEGIN_DECLS

/* (transfer none): signs with the identity key. */
ConfabSigner *confab_client_get_signer (ConfabClient *self);

G_END_DECLS
