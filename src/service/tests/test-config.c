/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/config-keys.h"

#include <glib/gstdio.h>

static ConfabServiceConfig *
parse (const char *text, GError **error)
{
  return confab_service_config_parse (text, strlen (text), "/etc/confab/x.ini", error);
}

static void
assert_refused_at (const char *text, guint line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabServiceConfig) config = parse (text, &error);
  g_autofree char *where = g_strdup_printf ("/etc/confab/x.ini:%u: ", line);

  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG);
  g_assert_null (config);
  if (!g_str_has_prefix (error->message, where))
    g_error ("expected line %u, got: %s", line, error->message);
  g_assert_cmpuint (strlen (error->message), >, strlen (where) + 20); /* a sentence */
}

static void
test_all_keys (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabServiceConfig) config =
      parse ("# whole\n[service]\nname = meet.example.org\nlisten=*:443\nstate = state\n\n"
             "[tls]\ncertificate=/c.pem\nkey=keys/k.pem\n"
             "[proxy]\naddresses = 10.0.0.1; 192.168.0.0/16;\n"
             "[turn]\nurls=stun:t.example.org;turns:t.example.org:443?transport=tcp\nsecret= s p \n"
             "[limits]\nconnections = 50\nconnections-per-address=3\nrooms-per-hour=0\n",
             &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->name, ==, "meet.example.org");
  g_assert_cmpstr (config->listen, ==, "*:443");
  g_assert_cmpstr (config->state_dir, ==, "/etc/confab/state");
  g_assert_cmpstr (config->certificate_file, ==, "/c.pem");
  g_assert_cmpstr (config->key_file, ==, "/etc/confab/keys/k.pem");
  g_assert_cmpuint (g_strv_length (config->proxies), ==, 2);
  g_assert_cmpstr (config->proxies[1], ==, "192.168.0.0/16");
  g_assert_cmpuint (g_strv_length (config->ice_urls), ==, 2);
  g_assert_cmpstr (config->turn_secret, ==, "s p");
  g_assert_cmpuint (config->connections, ==, 50);
  g_assert_cmpuint (config->connections_per_address, ==, 3);
  g_assert_cmpuint (config->rooms_per_hour, ==, 0);
  g_assert_true (confab_service_config_check (config, &error));
}

static void
test_empty (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabServiceConfig) config = parse ("", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (config->listen, ==, "127.0.0.1:0");
  g_assert_cmpuint (config->connections_per_address, ==, 20);
  g_assert_cmpuint (config->times.first_message_ms, ==, 10000);
}

static void
test_lines (void)
{
  assert_refused_at ("[service]\n\n# c\nlisten_on=127.0.0.1:1\n", 4);
  assert_refused_at ("[turn]\nurls=stun:a\n[trun]\nsecret=x\n", 4);
  assert_refused_at ("[service]\nlisten=127.0.0.1:1\nlisten=127.0.0.1:2\n", 3);
  assert_refused_at ("[service]\nlisten=127.0.0.1:1\n[tls]\n[service]\n", 4);
  assert_refused_at ("listen=127.0.0.1:1\n", 1);
  assert_refused_at ("[service]\nlisten\n", 2);
  assert_refused_at ("[service\n", 1);
  assert_refused_at ("[service] # here\n", 1);
  assert_refused_at ("\n\n[]\n", 3);
  assert_refused_at ("[service]\r\nname=x\xff\r\n", 2);
  assert_refused_at ("[service]\nname[de]=meet.example.org\n", 2);
  assert_refused_at ("[service]\nname=a\\qb\n", 2); /* GKeyFile's own error */
  assert_refused_at ("[turn]\nsecret=a\nsecret-file=b\n", 3);
}

static void
test_values (void)
{
  static const char *const bad[] = {
    "[service]\nname=bad name",
    "[service]\nname=",
    "[service]\nlisten=example.org:80",
    "[service]\nstate=",
    "[proxy]\naddresses=10.0.0.1;proxy.example.org",
    "[proxy]\naddresses=10.0.0.1/99",
    "[turn]\nurls=http://turn.example.org",
    "[turn]\nurls=stun:a.example.org;turn:",
    "[turn]\nurls=turn:a.example.org?transport=sctp",
    "[turn]\nurls=stun:a.example.org?transport=udp",
    "[turn]\nurls=turn:a b",
    "[turn]\nsecret=",
    "[limits]\nconnections=0",
    "[limits]\nconnections=-1",
    "[limits]\nconnections=12x",
    "[limits]\nconnections=99999999999999999999",
    "[limits]\nconnections-per-address=",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused_at (bad[i], 2);
}

static void
test_secret_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("confab-XXXXXX", NULL);
  g_autofree char *secret = g_build_filename (folder, "secret", NULL);
  g_autofree char *ini = g_build_filename (folder, "confabd.ini", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabServiceConfig) config = NULL;

  g_assert_true (g_file_set_contents (secret, "north\nsecond line\n", -1, NULL));
  g_assert_true (g_file_set_contents (ini, "[turn]\nsecret-file = secret\n", -1, NULL));
  config = confab_service_config_load (ini, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (config->turn_secret, ==, "north");

  g_assert_true (g_file_set_contents (secret, "\n", -1, NULL));
  g_assert_null (confab_service_config_load (ini, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG);
  g_clear_error (&error);

  g_unlink (secret);
  g_assert_null (confab_service_config_load (ini, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG);
  g_assert_nonnull (strstr (error->message, ":2: "));
  g_clear_error (&error);

  g_unlink (ini);
  g_assert_null (confab_service_config_load (ini, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG);
  g_rmdir (folder);
}

static void
assert_unfit (const char *text, int code)
{
  g_autofree char *whole = g_strconcat ("[service]\nstate=/x\n", text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabServiceConfig) config = parse (whole, &error);

  g_assert_no_error (error);
  g_assert_false (confab_service_config_check (config, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, code);
}

static void
test_together (void)
{
  g_autoptr (ConfabServiceConfig) by_hand = confab_service_config_new ();
  g_autoptr (GError) error = NULL;

  assert_unfit ("listen=0.0.0.0:80\n", CONFAB_SERVICE_ERROR_LISTEN);
  assert_unfit ("listen=*:80\n", CONFAB_SERVICE_ERROR_LISTEN);
  assert_unfit ("listen=192.0.2.1:80\n[proxy]\naddresses=;\n", CONFAB_SERVICE_ERROR_LISTEN);
  assert_unfit ("[tls]\nkey=/k\n", CONFAB_SERVICE_ERROR_CONFIG);
  assert_unfit ("[turn]\nurls=stun:a;turn:b\n", CONFAB_SERVICE_ERROR_CONFIG);

  g_assert_false (confab_service_config_check (by_hand, &error)); /* no state folder */
  g_clear_error (&error);
  by_hand->state_dir = g_strdup ("/x");
  g_assert_true (confab_service_config_check (by_hand, &error));
  by_hand->connections = 0;
  g_assert_false (confab_service_config_check (by_hand, &error));
  g_assert_error (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG);
}

/* With a proxy in front, or on loopback, plain HTTP is all right. */
static void
test_plain_http (void)
{
  static const char *const good[] = {
    "[service]\nstate=/x\nlisten=10.0.0.2:80\n[proxy]\naddresses=10.0.0.1\n",
    "[service]\nstate=/x\nlisten=[::1]:80\n",
    "[service]\nstate=/x\nlisten=127.9.9.9:80\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ConfabServiceConfig) config = parse (good[i], &error);

    g_assert_no_error (error);
    g_assert_true (confab_service_config_check (config, &error));
  }
}

static void
test_sample (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabServiceConfig) config = NULL;

  g_assert_true (g_file_get_contents (CONFAB_CONFIG_SAMPLE, &text, NULL, &error));
  config = parse (text, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < confab_n_config_keys; i++) {
    const ConfabConfigKey *key = &confab_config_keys[i];
    g_autofree char *pattern =
        g_strdup_printf ("(?m)^\\[%s\\]$(?s:(?!^\\[).)*^#?%s = ", key->group, key->key);

    if (!g_regex_match_simple (pattern, text, 0, 0))
      g_error ("confabd.ini.sample does not document %s in [%s]", key->key, key->group);
  }
}

/* Taking every # away from a key of the sample gives a file that can be used as well. */
static void
test_sample_uncommented (void)
{
  g_autofree char *text = NULL;
  g_autofree char *open = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("^#([a-z-]+ = )", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GRegex) file = g_regex_new ("^secret-file = .*$", G_REGEX_MULTILINE, 0, NULL);
  g_autofree char *without_file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabServiceConfig) config = NULL;

  g_assert_true (g_file_get_contents (CONFAB_CONFIG_SAMPLE, &text, NULL, &error));
  open = g_regex_replace (regex, text, -1, 0, "\\1", 0, &error);
  without_file = g_regex_replace (file, open, -1, 0, "", 0, &error); /* the other way to say it */
  config = parse (without_file, &error);
  g_assert_no_error (error);
  g_assert_true (confab_service_config_check (config, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/config/every-key-is-read", test_all_keys);
  g_test_add_func ("/service/config/an-empty-file-is-the-defaults", test_empty);
  g_test_add_func ("/service/config/what-is-wrong-is-named-with-its-line", test_lines);
  g_test_add_func ("/service/config/values-that-can-not-be-meant-are-refused", test_values);
  g_test_add_func ("/service/config/the-secret-may-stand-in-a-file", test_secret_file);
  g_test_add_func ("/service/config/values-must-fit-together", test_together);
  g_test_add_func ("/service/config/plain-http-is-for-loopback-and-proxies", test_plain_http);
  g_test_add_func ("/service/config/the-sample-documents-every-key", test_sample);
  g_test_add_func ("/service/config/the-sample-can-be-used-as-it-stands", test_sample_uncommented);
  return g_test_run ();
}
