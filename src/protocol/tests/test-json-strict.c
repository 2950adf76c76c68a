/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol.h"

static JsonObject *
parse (const char *text)
{
  return confab_json_parse_strict (text, strlen (text), 1024, NULL);
}

static void
test_json_texts_are_accepted (void)
{
  static const char *const texts[] = {
    "{}",
    " \t\r\n{ \"a\" : 1 , \"b\" : [ ] , \"c\" : { } } \n",
    "{\"a\":[true,false,null,-1,0,999999999999999,\"\"]}",
    "{\"a\":\"\\ud7ff\\ue000\\ud800\\udc00\\udbff\\udfff\"}",
    "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00\"}",
    "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}",
    "{\"ä\":\"\x7f\xf0\x9f\x98\x80\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (JsonObject) object = parse (texts[i]);

    g_test_message ("%s", texts[i]);
    g_assert_nonnull (object);
  }
}

static void
test_values_arrive_as_written (void)
{
  g_autoptr (JsonObject) object =
      parse ("{\"i\":-12,\"big\":999999999999999,\"b\":true,\"s\":\"\\u00e4\\ud83d\\ude00\\n\"}");

  g_assert_cmpint (json_object_get_int_member (object, "i"), ==, -12);
  g_assert_cmpint (json_object_get_int_member (object, "big"), ==,
                   G_GINT64_CONSTANT (999999999999999));
  g_assert_true (json_object_get_boolean_member (object, "b"));
  g_assert_cmpstr (json_object_get_string_member (object, "s"), ==, "\xc3\xa4\xf0\x9f\x98\x80\n");
}

/* JSON-GLib takes most of these by itself. */
static void
test_everything_else_is_refused (void)
{
  static const char *const texts[] = {
    "",
    " ",
    "null",
    "1",
    "\"a\"",
    "[]",
    "[{}]",
    "{",
    "}",
    "{}{}",
    "{} x",
    "{},",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{,\"a\":1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":[1,]}",
    "{\"a\":[,1]}",
    "{\"a\":[1 2]}",
    "{\"a\":[1}",
    "{a:1}",
    "{'a':1}",
    "{\"a\":'b'}",
    "{1:1}",
    "/* c */{}",
    "{}// c",
    "{\"a\":/**/1}",
    "{\"a\":1,\"a\":1}",
    "{\"a\":{\"b\":1,\"c\":2,\"b\":3}}",
    "{\"a\":1,\"\\u0061\":2}",
    "{\"\\u0061\":2}",
    "{\"a\":1.0}",
    "{\"a\":1e3}",
    "{\"a\":1E3}",
    "{\"a\":01}",
    "{\"a\":-}",
    "{\"a\":+1}",
    "{\"a\":.5}",
    "{\"a\":0x10}",
    "{\"a\":1234567890123456}",
    "{\"a\":NaN}",
    "{\"a\":Infinity}",
    "{\"a\":True}",
    "{\"a\":nul}",
    "{\"a\":undefined}",
    "{\"a\":\"b}",
    "{\"a\":\"\n\"}",
    "{\"a\":\"\\x41\"}",
    "{\"a\":\"\\u00\"}",
    "{\"a\":\"\\u00zz\"}",
    "{\"a\":\"\\u0000\"}",
    "{\"a\":\"\\ud83d\"}",
    "{\"a\":\"\\ud800\"}",
    "{\"a\":\"\\udbff\"}",
    "{\"a\":\"\\udc00\"}",
    "{\"a\":\"\\udfff\"}",
    "{\"a\":\"\\ud800\\udbff\"}",
    "{\"a\":\"\\ud800\\ue000\"}",
    "{\"a\":\"\\ud83d\\u0041\"}",
    "{\"a\":\"\\ude00\"}",
    "{\"a\":\"\\",
    "{\"a\":\"\\u12",
    "{\"a\":\"\xff\"}",
    "{\"a\":\"\xed\xa0\x80\"}",
    "\xef\xbb\xbf{}",
    "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
    "{\"a\":[[[[[[[[]]]]]]]]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("text %" G_GSIZE_FORMAT, i);
    g_assert_null (confab_json_parse_strict (texts[i], strlen (texts[i]), 1024, &error));
    g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED);
  }
}

static void
test_length_counts_not_the_terminating_zero (void)
{
  g_autoptr (JsonObject) object = confab_json_parse_strict ("{}garbage", 2, 1024, NULL);

  g_assert_nonnull (object);
  g_assert_null (confab_json_parse_strict ("{}\0", 3, 1024, NULL));
}

static void
test_size_is_limited_before_anything_is_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = confab_json_parse_strict ("{     }", 7, 7, NULL);

  g_assert_nonnull (object);
  g_assert_null (confab_json_parse_strict ("{     }", 7, 6, &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_TOO_LARGE);
}

/* Deep enough to end a parser that follows the text by recursion. */
static void
test_deep_text_is_refused_at_once (void)
{
  gsize depth = 100000;
  g_autofree char *brackets = g_strnfill (depth, '[');
  g_autofree char *text = g_strconcat ("{\"a\":", brackets, NULL);

  g_assert_null (confab_json_parse_strict (text, strlen (text), 1000000, NULL));
}

static void
test_object_has_512_members_at_most (void)
{
  GString *text = g_string_new ("{\"k0\":0");
  g_autoptr (JsonObject) object = NULL;

  for (guint i = 1; i < 512; i++)
    g_string_append_printf (text, ",\"k%u\":0", i);
  g_string_append_c (text, '}');
  object = confab_json_parse_strict (text->str, text->len, 100000, NULL);
  g_assert_cmpuint (json_object_get_size (object), ==, 512);
  text->str[text->len - 1] = ',';
  g_string_append (text, "\"k512\":0}");
  g_assert_null (confab_json_parse_strict (text->str, text->len, 100000, NULL));
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-strict/json-texts-are-accepted", test_json_texts_are_accepted);
  g_test_add_func ("/json-strict/values-arrive-as-written", test_values_arrive_as_written);
  g_test_add_func ("/json-strict/everything-else-is-refused", test_everything_else_is_refused);
  g_test_add_func ("/json-strict/length-counts-not-the-terminating-zero",
                   test_length_counts_not_the_terminating_zero);
  g_test_add_func ("/json-strict/size-is-limited-before-anything-is-read",
                   test_size_is_limited_before_anything_is_read);
  g_test_add_func ("/json-strict/deep-text-is-refused-at-once", test_deep_text_is_refused_at_once);
  g_test_add_func ("/json-strict/object-has-512-members-at-most",
                   test_object_has_512_members_at_most);
  return g_test_run ();
}
