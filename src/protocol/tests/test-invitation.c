/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol.h"
#include "protocol/tests/model-vectors.h"

#define FRAGMENT "AY7qj0UxcofD2sGrwTvKEEzrKH0Yn8mCLHvGzNeM27ta" /* section 16 */
#define LINK "https://meet.example.org/j/ada-lovelace#" FRAGMENT

static void
test_link_of_the_model_is_read_and_written (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConfabInvitation) invitation = confab_invitation_parse (LINK, &error);
  g_autofree char *https = NULL;
  g_autofree char *confab = NULL;
  g_autofree char *url = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (invitation->version, ==, CONFAB_INVITATION_WEB);
  g_assert_cmpstr (invitation->authority, ==, "meet.example.org");
  g_assert_cmpstr (invitation->room, ==, "ada-lovelace");
  assert_is_model ("inv", invitation->inv.bytes, sizeof invitation->inv.bytes);
  assert_is_model ("owner-hash", invitation->owner_hash.bytes, sizeof invitation->owner_hash.bytes);
  g_assert_true (confab_digest_is_zero (&invitation->certificate));

  https = confab_invitation_to_https (invitation);
  confab = confab_invitation_to_confab (invitation);
  url = confab_invitation_dup_service_url (invitation);
  g_assert_cmpstr (https, ==, LINK);
  g_assert_cmpstr (confab, ==, "confab://meet.example.org/j/ada-lovelace#" FRAGMENT);
  g_assert_cmpstr (url, ==, "https://meet.example.org");
}

static void
test_self_signed_link_carries_the_certificate (void)
{
  ConfabInvitation invitation = { .version = CONFAB_INVITATION_SELF_SIGNED,
                                  .authority = (char *) "192.0.2.7:8443",
                                  .room = (char *) "abc",
                                  .inv = { { 1 } },
                                  .owner_hash = { { 2 } },
                                  .certificate = { { 3 } } };
  g_autofree char *link = confab_invitation_to_confab (&invitation);
  g_autoptr (ConfabInvitation) read = confab_invitation_parse (link, NULL);
  g_autoptr (ConfabInvitation) copy = confab_invitation_copy (read);

  g_assert_cmpuint (strlen (strchr (link, '#') + 1), ==, 87);
  g_assert_cmpint (copy->version, ==, CONFAB_INVITATION_SELF_SIGNED);
  g_assert_cmpstr (copy->authority, ==, "192.0.2.7:8443");
  g_assert_cmpstr (copy->room, ==, "abc");
  g_assert_true (confab_token_equal (&copy->inv, &invitation.inv));
  g_assert_true (confab_token_equal (&copy->owner_hash, &invitation.owner_hash));
  g_assert_true (confab_digest_equal (&copy->certificate, &invitation.certificate));
}

static void
test_link_without_fragment_says_only_where (void)
{
  g_autoptr (ConfabInvitation) invitation =
      confab_invitation_parse ("https://meet.example.org/j/ada-lovelace", NULL);
  g_autofree char *link = confab_invitation_to_https (invitation);

  g_assert_cmpint (invitation->version, ==, CONFAB_INVITATION_BARE);
  g_assert_true (confab_token_is_zero (&invitation->inv));
  g_assert_cmpstr (link, ==, "https://meet.example.org/j/ada-lovelace");
}

/* What people paste: spaces, capitals, parameters of mail programs, the default port. */
static void
test_other_spellings_become_the_same_link (void)
{
  static const char *const spellings[] = {
    "  " LINK "\r\n",
    "HTTPS://MEET.Example.ORG:443/j/Ada-Lovelace#" FRAGMENT,
    "confab://meet.example.org/j/ada-lovelace?utm_source=mail&consent=yes#" FRAGMENT,
    "https://meet.example.org/j/ada-lovelace?#" FRAGMENT,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ConfabInvitation) invitation = confab_invitation_parse (spellings[i], &error);
    g_autofree char *link = NULL;

    g_assert_no_error (error);
    link = confab_invitation_to_https (invitation);
    g_assert_cmpstr (link, ==, LINK);
  }
}

static void
test_what_is_no_invitation_is_refused (void)
{
  static const char *const refused[] = {
    "",
    "meet.example.org/j/ada-lovelace",
    "http://meet.example.org/j/ada-lovelace",
    "http://127.0.0.1:8080/j/ada-lovelace#" FRAGMENT,
    "https:/meet.example.org/j/ada-lovelace",
    "https://meet.example.org",
    "https://meet.example.org/",
    "https://meet.example.org/j/",
    "https://meet.example.org/j/ab",
    "https://meet.example.org/J/ada-lovelace",
    "https://meet.example.org/j/ada-lovelace/",
    "https://meet.example.org/j/ada%2dlovelace",
    "https://meet.example.org/x/j/ada-lovelace",
    "https:///j/ada-lovelace",
    "https://meet.example.org#/j/ada-lovelace",
    "https://meet.example.org?/j/ada-lovelace",
    "https://user@meet.example.org/j/ada-lovelace",
    "https://user:secret@meet.example.org/j/ada-lovelace",
    "https://meet.example.org\\/j/ada-lovelace",
    "javascript:alert(1)//https://meet.example.org/j/ada-lovelace",
    LINK "=",
    LINK "#",
    LINK " x",
    "https://meet.example.org/j/ada-lovelace#",
    "https://meet.example.org/j/ada-lovelace#AY7qj0UxcofD2sGrwTvKEEzrKH0Yn8mCLHvGzNeM27t",
    "https://meet.example.org/j/ada-lovelace#AI7qj0UxcofD2sGrwTvKEEzrKH0Yn8mCLHvGzNeM27ta",
    "https://meet.example.org/j/ada-lovelace#Ao7qj0UxcofD2sGrwTvKEEzrKH0Yn8mCLHvGzNeM27ta",
    "https://meet.example.org/j/ada-lovelace#AY7qj0UxcofD2sGrwTvKEEzrKH0Yn8mCLHvGzNeM27t+",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", refused[i]);
    g_assert_null (confab_invitation_parse (refused[i], &error));
    g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_LINK);
    g_assert_null (strstr (error->message, "Y7qj0"));
  }
}

static void
test_overlong_text_is_no_link (void)
{
  g_autofree char *padding = g_strnfill (2048, 'x');
  g_autofree char *text = g_strconcat ("https://meet.example.org/j/abc?", padding, NULL);
  g_autoptr (ConfabInvitation) invitation = NULL;

  g_assert_null (confab_invitation_parse (text, NULL));
  text[2048] = '\0';
  invitation = confab_invitation_parse (text, NULL);
  g_assert_nonnull (invitation);
}

static void
test_newer_link_asks_for_an_update (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (confab_invitation_parse ("https://meet.example.org/j/abc#A47q", &error));
  g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_VERSION);
}

static void
test_authorities_have_one_form (void)
{
  static const char *const pairs[][2] = {
    { "meet.example.org", "meet.example.org" },
    { "MEET.example.ORG:8443", "meet.example.org:8443" },
    { "bücher.example", "xn--bcher-kva.example" },
    { "BÜCHER.example:443", "xn--bcher-kva.example" },
    { "xn--bcher-kva.example", "xn--bcher-kva.example" },
    { "localhost:8080", "localhost:8080" },
    { "192.0.2.7", "192.0.2.7" },
    { "[2001:DB8:0:0::1]:443", "[2001:db8::1]" },
    { "[::1]:8080", "[::1]:8080" },
    { "1.example", "1.example" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *canonical = confab_authority_normalize (pairs[i][0], &error);

    g_assert_no_error (error);
    g_assert_cmpstr (canonical, ==, pairs[i][1]);
  }
}

static void
test_ambiguous_authorities_are_refused (void)
{
  static const char *const refused[] = {
    "",
    ":443",
    "host:",
    "host:0",
    "host:65536",
    "host:080",
    "host:80x",
    "host:+80",
    "host:8:8",
    "a..b",
    ".a",
    "a.",
    "-a.example",
    "a-.example",
    "a_b.example",
    "a b.example",
    "127.1",
    "127.0.0.01",
    "0x7f.1",
    "2130706433",
    "1.2.3.4.5",
    "1.2.3",
    "256.1.1.1",
    "::1",
    "[::1",
    "::1]",
    "[127.0.0.1]",
    "[]",
    "[::1%25lo]",
    "[fe80::1%lo]",
    "[example.org]",
    "user@host",
    "host/path",
    "\xff.example",
    "a%2eb.example",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("authority %" G_GSIZE_FORMAT, i);
    g_assert_null (confab_authority_normalize (refused[i], &error));
    g_assert_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_LINK);
  }
}

static void
test_only_loopback_literals_are_loopback (void)
{
  static const char *const loopback[] = { "127.0.0.1", "127.0.0.1:8080", "127.9.8.7:1", "[::1]",
                                          "[::1]:8080" };
  static const char *const others[] = { "localhost",         "localhost:8080",
                                        "128.0.0.1",         "[::2]",
                                        "127.0.0.1.example", "0.0.0.0",
                                        "[::ffff:127.0.0.1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (loopback); i++)
    g_assert_true (confab_authority_is_loopback (loopback[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (confab_authority_is_loopback (others[i]));
}

static void
test_clear_text_is_for_loopback_and_version_01_only (void)
{
  static const struct {
    const char *authority;
    ConfabInvitationVersion version;
    const char *url;
  } cases[] = {
    { "127.0.0.1:8080", CONFAB_INVITATION_WEB, "http://127.0.0.1:8080" },
    { "[::1]:8080", CONFAB_INVITATION_WEB, "http://[::1]:8080" },
    { "127.0.0.1", CONFAB_INVITATION_WEB, "http://127.0.0.1:443" },
    { "[::1]", CONFAB_INVITATION_WEB, "http://[::1]:443" },
    { "127.0.0.1:8080", CONFAB_INVITATION_SELF_SIGNED, "https://127.0.0.1:8080" },
    { "127.0.0.1:8080", CONFAB_INVITATION_BARE, "https://127.0.0.1:8080" },
    { "localhost:8080", CONFAB_INVITATION_WEB, "https://localhost:8080" },
    { "192.0.2.7:8080", CONFAB_INVITATION_WEB, "https://192.0.2.7:8080" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    ConfabInvitation invitation = { .version = cases[i].version,
                                    .authority = (char *) cases[i].authority };
    g_autofree char *url = confab_invitation_dup_service_url (&invitation);

    g_assert_cmpstr (url, ==, cases[i].url);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invitation/link-of-the-model-is-read-and-written",
                   test_link_of_the_model_is_read_and_written);
  g_test_add_func ("/invitation/self-signed-link-carries-the-certificate",
                   test_self_signed_link_carries_the_certificate);
  g_test_add_func ("/invitation/link-without-fragment-says-only-where",
                   test_link_without_fragment_says_only_where);
  g_test_add_func ("/invitation/other-spellings-become-the-same-link",
                   test_other_spellings_become_the_same_link);
  g_test_add_func ("/invitation/what-is-no-invitation-is-refused",
                   test_what_is_no_invitation_is_refused);
  g_test_add_func ("/invitation/overlong-text-is-no-link", test_overlong_text_is_no_link);
  g_test_add_func ("/invitation/newer-link-asks-for-an-update", test_newer_link_asks_for_an_update);
  g_test_add_func ("/invitation/authorities-have-one-form", test_authorities_have_one_form);
  g_test_add_func ("/invitation/ambiguous-authorities-are-refused",
                   test_ambiguous_authorities_are_refused);
  g_test_add_func ("/invitation/only-loopback-literals-are-loopback",
                   test_only_loopback_literals_are_loopback);
  g_test_add_func ("/invitation/clear-text-is-for-loopback-and-version-01-only",
                   test_clear_text_is_for_loopback_and_version_01_only);
  return g_test_run ();
}
