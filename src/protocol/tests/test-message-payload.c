/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol.h"

static GBytes *
payload_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

/* Every character that JSON escapes, and some that it does not. */
static void
test_chat_text_arrives_as_it_was_sent (void)
{
  static const char *const texts[] = {
    "Hallo", " ", "\"quoted\" \\ /", "line\nline\ttab\r", "\x01\x1f\x7f", "ä € 😀", "\xe2\x80\xa8",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) payload = confab_chat_payload_encode (texts[i], NULL);
    g_autoptr (GError) error = NULL;
    g_autofree char *text = confab_chat_payload_decode (payload, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (text, ==, texts[i]);
  }
}

static void
test_chat_text_has_4096_code_points_and_16_kib_at_most (void)
{
  g_autofree char *most = g_strnfill (4096, 'x');
  g_autofree char *more = g_strnfill (4097, 'x');
  g_autofree char *controls = g_strnfill (4096, '\x01'); /* six bytes each in JSON */
  g_autoptr (GBytes) payload = confab_chat_payload_encode (most, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = confab_chat_payload_decode (payload, NULL);
  g_autofree char *forged_text = g_strdup_printf ("{\"text\":\"%s\"}", more);
  g_autoptr (GBytes) forged = payload_of (forged_text);

  g_assert_cmpstr (text, ==, most);
  g_assert_null (confab_chat_payload_encode (more, &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (confab_chat_payload_encode (controls, &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (confab_chat_payload_encode ("", &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED);
  g_assert_null (confab_chat_payload_encode ("\xff", NULL));
  g_assert_null (confab_chat_payload_decode (forged, NULL));
}

static void
test_chat_of_another_form_is_refused (void)
{
  static const char *const refused[] = {
    "",
    "{}",
    "{\"text\":1}",
    "{\"text\":null}",
    "{\"text\":\"\"}",
    "{\"text\":[\"a\"]}",
    "{\"text\":\"a\",\"html\":\"b\"}",
    "{\"text\":\"a\",\"text\":\"b\"}",
    "{\"text\":\"a\\u0000\"}",
    "\"a\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GBytes) payload = payload_of (refused[i]);
    g_autoptr (GError) error = NULL;

    g_assert_null (confab_chat_payload_decode (payload, &error));
    g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED);
  }
}

/* GBytes of no length have no memory: what a hostile participant can send as well. */
static void
test_empty_payload_is_refused (void)
{
  g_autoptr (GBytes) payload = g_bytes_new (NULL, 0);
  ConfabToken nonce;
  gboolean up;

  g_assert_null (confab_chat_payload_decode (payload, NULL));
  g_assert_false (confab_presence_payload_decode (payload, &nonce, NULL));
  g_assert_false (confab_hand_payload_decode (payload, &up, NULL));
}

static void
test_pong_carries_the_nonce_of_its_ping (void)
{
  ConfabToken nonce = { { 1, 2, 3, [15] = 255 } }, found = { { 0 } };
  g_autoptr (GBytes) ping = confab_presence_payload_encode (&nonce);
  g_autoptr (GBytes) shorter = payload_of ("{\"nonce\":\"AQID\"}");
  g_autoptr (GBytes) nothing = payload_of ("{}");

  g_assert_true (confab_presence_payload_decode (ping, &found, NULL));
  g_assert_true (confab_token_equal (&found, &nonce));
  g_assert_false (confab_presence_payload_decode (shorter, &found, NULL));
  g_assert_false (confab_presence_payload_decode (nothing, &found, NULL));
  g_assert_true (confab_token_equal (&found, &nonce));
}

static void
test_hand_is_up_or_down (void)
{
  g_autoptr (GBytes) up = confab_hand_payload_encode (TRUE);
  g_autoptr (GBytes) down = confab_hand_payload_encode (FALSE);
  g_autoptr (GBytes) number = payload_of ("{\"up\":1}");
  g_autoptr (GBytes) array = payload_of ("{\"up\":[true]}");
  gboolean found = FALSE;

  g_assert_true (confab_hand_payload_decode (up, &found, NULL));
  g_assert_true (found);
  g_assert_true (confab_hand_payload_decode (down, &found, NULL));
  g_assert_false (found);
  g_assert_false (confab_hand_payload_decode (number, &found, NULL));
  g_assert_false (confab_hand_payload_decode (array, &found, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-payload/chat-text-arrives-as-it-was-sent",
                   test_chat_text_arrives_as_it_was_sent);
  g_test_add_func ("/message-payload/chat-text-has-4096-code-points-and-16-kib-at-most",
                   test_chat_text_has_4096_code_points_and_16_kib_at_most);
  g_test_add_func ("/message-payload/chat-of-another-form-is-refused",
                   test_chat_of_another_form_is_refused);
  g_test_add_func ("/message-payload/empty-payload-is-refused", test_empty_payload_is_refused);
  g_test_add_func ("/message-payload/pong-carries-the-nonce-of-its-ping",
                   test_pong_carries_the_nonce_of_its_ping);
  g_test_add_func ("/message-payload/hand-is-up-or-down", test_hand_is_up_or_down);
  return g_test_run ();
}
