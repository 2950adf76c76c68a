/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crypto/tests/model-people.h"

static void
test_event_of_the_model_opens (void)
{
  g_autoptr (ConfabSecret) key = model_secret ("control-key");
  g_autoptr (GBytes) rcevent = model_bytes ("rcevent");
  g_autoptr (GBytes) event = NULL;
  ConfabToken grant;
  guint64 ctr = 0;

  MODEL_FILL (&grant, "grant");
  event = confab_control_event_open (rcevent, key, &grant, &ctr, NULL);
  g_assert_cmpuint (ctr, ==, 1);
  g_assert_cmpmem (g_bytes_get_data (event, NULL), g_bytes_get_size (event), "\1\0\144\0\310", 5);
}

static void
test_every_changed_or_missing_byte_is_noticed (void)
{
  g_autoptr (ConfabSecret) key = model_secret ("control-key");
  g_autoptr (GBytes) rcevent = model_bytes ("rcevent");
  gsize length = g_bytes_get_size (rcevent);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (rcevent, NULL), length);
  ConfabToken grant;
  guint64 ctr = 42;

  MODEL_FILL (&grant, "grant");
  for (gsize i = 0; i < length; i++) {
    g_autoptr (GBytes) changed = NULL;
    g_autoptr (GBytes) cut = g_bytes_new (bytes, i);

    bytes[i] ^= 1;
    changed = g_bytes_new (bytes, length);
    bytes[i] ^= 1;
    g_assert_null (confab_control_event_open (changed, key, &grant, &ctr, NULL));
    g_assert_null (confab_control_event_open (cut, key, &grant, &ctr, NULL));
  }
  g_assert_cmpuint (ctr, ==, 42);
}

static void
test_event_without_content_is_refused (void)
{
  g_autoptr (ConfabSecret) key = model_secret ("control-key");
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  ConfabToken grant = { { 1 } };
  g_autoptr (GBytes) rcevent = confab_control_event_seal (key, &grant, 1, nothing);
  g_autoptr (GError) error = NULL;
  guint64 ctr;

  g_assert_null (confab_control_event_open (rcevent, key, &grant, &ctr, &error));
  g_assert_error (error, CONFAB_CRYPTO_ERROR, CONFAB_CRYPTO_ERROR_FORMAT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (confab_crypto_init (NULL));
  g_test_add_func ("/control-key/event-of-the-model-opens", test_event_of_the_model_opens);
  g_test_add_func ("/control-key/every-changed-or-missing-byte-is-noticed",
                   test_every_changed_or_missing_byte_is_noticed);
  g_test_add_func ("/control-key/event-without-content-is-refused",
                   test_event_without_content_is_refused);
  return g_test_run ();
}
