/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first byte chooses a decoder; the rest is its input. What is decoded must encode to the same
 * bytes: a statement with two spellings could be signed in one and checked in the other. */
#include <stdint.h>

#include "protocol/tests/recode.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  const ConfabRecode *recode;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) again = NULL;

  if (size == 0)
    return 0;
  recode = &confab_recodes[bytes[0] % confab_n_recodes];
  body = g_bytes_new (bytes + 1, size - 1);
  again = recode->recode (body, NULL);
  if (again == NULL)
    return 0;
  if (recode->tail_is_opaque) {
    GBytes *head = g_bytes_new_from_bytes (body, 0, g_bytes_get_size (again));

    g_bytes_unref (body);
    body = head;
  }
  g_assert_true (g_bytes_equal (body, again));
  return 0;
}
