/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HOST[:PORT] in one form. The room hash covers it (docs/protocol.md 4), so two spellings of one
 * host must end as the same bytes on every computer; what could be read in two ways is refused.
 */
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "protocol/invitation.h"
#include "protocol/protocol-error.h"

#define HTTPS_PORT 443
#define HOST_NAME_MAX_BYTES 253 /* RFC 1035 2.3.4, without the dot at the end */
#define LABEL_MAX_BYTES 63

static gboolean
label_is_possible (const char *label)
{
  gsize length = strlen (label);

  if (length < 1 || length > LABEL_MAX_BYTES || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  return strspn (label, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* What resolvers may take for an IPv4 address in one of its old forms: 127.1, 0x7f000001,
 * 2130706433. */
static gboolean
ends_in_number (const char *last_label)
{
  return strspn (last_label, "0123456789") == strlen (last_label) ||
         g_str_has_prefix (last_label, "0x");
}

/* (transfer full) (nullable) the name in A-labels. */
static char *
normalize_name (const char *name)
{
  g_autofree char *ascii = g_hostname_to_ascii (name);
  g_autofree char *lower = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;
  g_auto (GStrv) labels = NULL;
  guint n_labels;

  if (lower == NULL || strlen (lower) > HOST_NAME_MAX_BYTES)
    return NULL;
  labels = g_strsplit (lower, ".", -1);
  n_labels = g_strv_length (labels);
  for (guint i = 0; i < n_labels; i++)
    if (!label_is_possible (labels[i]))
      return NULL;
  if (n_labels == 0 || ends_in_number (labels[n_labels - 1]))
    return NULL;
  return g_steal_pointer (&lower);
}

/* (transfer full) (nullable) */
static char *
normalize_host (const char *host)
{
  gsize length = strlen (host);
  gboolean bracketed = length > 2 && host[0] == '[' && host[length - 1] == ']';
  g_autofree char *inner = bracketed ? g_strndup (host + 1, length - 2) : g_strdup (host);
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *canonical = NULL;

  /* A zone (fe80::1%eth0) means something on one computer only. */
  if (strchr (inner, '%') != NULL)
    return NULL;
  address = g_inet_address_new_from_string (inner);
  if (address == NULL)
    return bracketed ? NULL : normalize_name (host);

  canonical = g_inet_address_to_string (address);
  if (bracketed)
    return g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6
               ? g_strdup_printf ("[%s]", canonical)
               : NULL;
  return strcmp (canonical, host) == 0 && strchr (host, ':') == NULL ? g_strdup (host) : NULL;
}

/* Where ":PORT" begins, or the end; a colon inside of [...] is not one. */
static const char *
find_port (const char *authority)
{
  const char *bracket = strrchr (authority, ']');
  const char *colon = strchr (bracket != NULL ? bracket : authority, ':');

  return colon != NULL ? colon : authority + strlen (authority);
}

static gboolean
parse_port (const char *text, guint64 *port)
{
  *port = HTTPS_PORT;
  if (text[0] == '\0')
    return TRUE;
  text++;
  return text[0] != '0' && g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, port, NULL);
}

char *
confab_authority_normalize (const char *authority, GError **error)
{
  const char *port_text = find_port (authority);
  g_autofree char *host = g_strndup (authority, (gsize) (port_text - authority));
  g_autofree char *canonical = NULL;
  guint64 port;

  if (g_utf8_validate (authority, -1, NULL))
    canonical = normalize_host (host);
  if (canonical == NULL || !parse_port (port_text, &port)) {
    g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_LINK,
                         _ ("The address of the meeting service is not valid; check the link, or "
                            "ask for it again"));
    return NULL;
  }
  if (port == HTTPS_PORT)
    return g_steal_pointer (&canonical);
  return g_strdup_printf ("%s:%" G_GUINT64_FORMAT, canonical, port);
}

gboolean
confab_authority_is_loopback (const char *authority)
{
  const char *port_text = find_port (authority);
  g_autofree char *host = g_strndup (authority, (gsize) (port_text - authority));
  g_autoptr (GInetAddress) address = NULL;

  if (g_str_has_prefix (host, "[") && g_str_has_suffix (host, "]")) {
    host[strlen (host) - 1] = '\0';
    address = g_inet_address_new_from_string (host + 1);
  } else {
    address = g_inet_address_new_from_string (host);
  }
  return address != NULL && g_inet_address_get_is_loopback (address);
}
