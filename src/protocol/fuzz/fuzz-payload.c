/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What another participant may put into a MSG, and an owner into a WAITTEXT. */
#include <stdint.h>

#include "protocol/protocol.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  static const char *const languages[] = { "de", NULL };
  g_autoptr (GBytes) payload = g_bytes_new (bytes, size);
  g_autofree char *text = confab_chat_payload_decode (payload, NULL);
  ConfabWaitTextStatement wait_text = { .text = g_strndup (size > 0 ? (const char *) bytes : "",
                                                           size) };
  g_autoptr (ConfabWaitWords) words = confab_wait_text_pick (&wait_text, languages, NULL);
  ConfabToken nonce;
  gboolean up;

  if (text != NULL) {
    g_autoptr (GBytes) again = confab_chat_payload_encode (text, NULL);
    g_autofree char *text_again = again != NULL ? confab_chat_payload_decode (again, NULL) : NULL;

    /* Escaping may make it longer than 16 KiB: then it is refused, never cut. */
    g_assert_true (again == NULL || g_strcmp0 (text, text_again) == 0);
  }
  g_assert_true (words == NULL || (words->title != NULL && words->body != NULL));
  confab_presence_payload_decode (payload, &nonce, NULL);
  confab_hand_payload_decode (payload, &up, NULL);
  confab_wait_text_clear (&wait_text);
  return 0;
}
