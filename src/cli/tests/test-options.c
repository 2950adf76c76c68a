/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

static gboolean
parse (const char *line, ConfabCliOptions *options, GError **error)
{
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);

  return confab_cli_options_parse (arguments, options, error);
}

static void
test_reads_join (void)
{
  ConfabCliOptions options;
  g_autoptr (GError) error = NULL;

  g_assert_true (parse ("confab-cli join https://h/j/r#f --name Ada --camera test --for 1.5 "
                        "--save out --profile p",
                        &options, &error));
  g_assert_no_error (error);
  g_assert_cmpint (options.command, ==, CONFAB_CLI_JOIN);
  g_assert_cmpstr (options.arguments[0], ==, "https://h/j/r#f");
  g_assert_cmpstr (options.name, ==, "Ada");
  g_assert_cmpstr (options.camera, ==, "test");
  g_assert_null (options.mic);
  g_assert_cmpfloat (options.for_s, ==, 1.5);
  g_assert_cmpstr (options.save_dir, ==, "out");
  confab_cli_options_clear (&options);
}

static void
test_reads_create (void)
{
  ConfabCliOptions options;

  g_assert_true (parse ("confab-cli create --service http://127.0.0.1:1 --room ada --waiting-room",
                        &options, NULL));
  g_assert_cmpstr (options.room, ==, "ada");
  g_assert_true (options.waiting_room);
  g_assert_false (options.transport);
  confab_cli_options_clear (&options);
}

static void
test_reads_a_fingerprint (void)
{
  static const char *const forms[] = {
    "0011223344556677889900112233445566778899001122334455667788990afF",
    "00:11:22:33:44:55:66:77:88:99:00:11:22:33:44:55:66:77:88:99:00:11:22:33:44:55:66:77:88:99:0A:"
    "FF",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autofree char *line = g_strconcat ("confab-cli create --certificate ", forms[i], NULL);
    ConfabCliOptions options;
    const guint8 *bytes;

    g_assert_true (parse (line, &options, NULL));
    bytes = g_bytes_get_data (options.certificate, NULL);
    g_assert_cmpuint (g_bytes_get_size (options.certificate), ==, 32);
    g_assert_cmphex (bytes[1], ==, 0x11);
    g_assert_cmphex (bytes[31], ==, 0xff);
    confab_cli_options_clear (&options);
  }
}

/* What was mistyped must never be half obeyed. */
static void
test_refuses_everything_else (void)
{
  static const char *const bad[] = {
    "confab-cli",
    "confab-cli meet",
    "confab-cli crowd x",
    "confab-cli join",
    "confab-cli join a b",
    "confab-cli join a --nam Ada",
    "confab-cli join a --for -1",
    "confab-cli join a --for nan",
    "confab-cli join a --for soon",
    "confab-cli join a --stats 1e99",
    "confab-cli join a --record out",
    "confab-cli join a --password x",
    "confab-cli join a --camera /no/such/file.y4m",
    "confab-cli create --e2ee --transport",
    "confab-cli create x",
    "confab-cli create --certificate 0011",
    "confab-cli safety-number a",
    "confab-cli devices --name x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    ConfabCliOptions options;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad[i]);
    g_assert_false (parse (bad[i], &options, &error));
    g_assert_nonnull (error);
    confab_cli_options_clear (&options);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/options/join", test_reads_join);
  g_test_add_func ("/options/create", test_reads_create);
  g_test_add_func ("/options/fingerprint", test_reads_a_fingerprint);
  g_test_add_func ("/options/refuses", test_refuses_everything_else);
  return g_test_run ();
}
