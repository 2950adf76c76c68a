/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a service may be: TLS everywhere, plain http on loopback literals only (protocol.md 4). */
#include "signalling/signalling.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (confab_signalling_error, confab_signalling_error)

/* Names are no literals: "localhost" could be resolved to anything. */
static gboolean
is_loopback_literal (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
has_only_an_authority (GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  return g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL && (*path == '\0' || g_str_equal (path, "/"));
}

static gboolean
is_usable (GUri *uri, GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0' || !has_only_an_authority (uri)) {
    g_set_error_literal (error, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_ADDRESS,
                         _ ("This is not the address of a meeting service; it looks like "
                            "https://meet.example.org"));
    return FALSE;
  }
  if (g_str_equal (scheme, "https"))
    return TRUE;
  if (g_str_equal (scheme, "http") && is_loopback_literal (host))
    return TRUE;
  g_set_error_literal (error, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_ADDRESS,
                       _ ("A meeting service is reached by https; plain http is only for one on "
                          "this computer, such as http://127.0.0.1:8080"));
  return FALSE;
}

ConfabServiceAddress *
confab_service_address_new (const char *url, GBytes *certificate_sha256, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_PARSE_RELAXED, NULL);
  ConfabServiceAddress *address;

  g_return_val_if_fail (certificate_sha256 == NULL || g_bytes_get_size (certificate_sha256) == 32,
                        NULL);

  if (uri == NULL) {
    g_set_error_literal (error, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_ADDRESS,
                         _ ("This is not the address of a meeting service; it looks like "
                            "https://meet.example.org"));
    return NULL;
  }
  if (!is_usable (uri, error))
    return NULL;
  /* Without TLS nobody would check it. */
  if (certificate_sha256 != NULL && !g_str_equal (g_uri_get_scheme (uri), "https")) {
    g_set_error_literal (error, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_ADDRESS,
                         "A certificate can only be checked at an https address");
    return NULL;
  }

  address = g_new0 (ConfabServiceAddress, 1);
  address->url = g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                             g_uri_get_port (uri), "", NULL, NULL);
  if (certificate_sha256 != NULL)
    address->certificate_sha256 = g_bytes_ref (certificate_sha256);
  return address;
}

ConfabServiceAddress *
confab_service_address_copy (const ConfabServiceAddress *address)
{
  ConfabServiceAddress *copy = g_new0 (ConfabServiceAddress, 1);

  copy->url = g_strdup (address->url);
  if (address->certificate_sha256 != NULL)
    copy->certificate_sha256 = g_bytes_ref (address->certificate_sha256);
  return copy;
}

void
confab_service_address_free (ConfabServiceAddress *address)
{
  if (address == NULL)
    return;
  g_free (address->url);
  g_clear_pointer (&address->certificate_sha256, g_bytes_unref);
  g_free (address);
}

gboolean
confab_service_address_is_loopback (const ConfabServiceAddress *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address->url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && is_loopback_literal (g_uri_get_host (uri));
}
