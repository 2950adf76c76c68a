/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request to register a room; without the owner's key none of them succeeds. */
#include <stdint.h>

#include "crypto/crypto.h"
#include "service/registration.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  ConfabRoomRecord *record = NULL;

  g_assert_true (confab_crypto_init (NULL));
  g_assert_true (confab_registration_read ((const char *) bytes, size, "meet.example.org", 0,
                                           &record) != CONFAB_ACCEPTED);
  g_assert_null (record);
  return 0;
}
