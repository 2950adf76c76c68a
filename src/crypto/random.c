/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/random.h"

#include <sodium.h>

void
confab_random_bytes (guint8 *bytes, gsize length)
{
  randombytes_buf (bytes, length);
}

ConfabPid
confab_pid_random (void)
{
  ConfabPid pid;

  randombytes_buf (pid.bytes, sizeof pid.bytes);
  return pid;
}

ConfabToken
confab_token_random (void)
{
  ConfabToken token;

  randombytes_buf (token.bytes, sizeof token.bytes);
  return token;
}
