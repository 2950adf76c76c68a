/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/config-keys.h"

#include "protocol/protocol.h"
#include "service/address-key.h"

#include <glib/gi18n-lib.h>

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, CONFAB_SERVICE_ERROR, CONFAB_SERVICE_ERROR_CONFIG, sentence);
  return FALSE;
}

static gboolean
check_name (const char *value, GError **error)
{
  g_autofree char *authority = confab_authority_normalize (value, NULL);

  if (authority == NULL)
    return refuse (error, _ ("A name is a host as it stands in links, like meet.example.org, with "
                             "its port unless that is 443"));
  return TRUE;
}

static gboolean
check_listen (const char *value, GError **error)
{
  g_autoptr (GSocketAddress) address = confab_listen_address_parse (value);

  if (address == NULL)
    return refuse (error, _ ("An address to listen on is an IP address and a port, like "
                             "127.0.0.1:8470, [::]:443 or *:443"));
  return TRUE;
}

static gboolean
check_proxy (const char *value, GError **error)
{
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (value, NULL);

  if (mask == NULL)
    return refuse (error, _ ("A proxy is an IP address or a network, like 10.0.0.5 or "
                             "10.0.0.0/8"));
  return TRUE;
}

/* stun:HOST[:PORT], turn:HOST[:PORT][?transport=udp|tcp] (RFC 7064, RFC 7065); HOST is not looked up. */
static gboolean
check_ice_url (const char *value, GError **error)
{
  static const char pattern[] =
      "^(stuns?:(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?"
      "|turns?:(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(\\?transport=(udp|tcp))?)$";

  if (!g_regex_match_simple (pattern, value, G_REGEX_DOLLAR_ENDONLY, 0))
    return refuse (error, _ ("A server for connections is written like stun:turn.example.org:3478, "
                             "turn:turn.example.org:3478?transport=udp or "
                             "turns:turn.example.org:443?transport=tcp"));
  return TRUE;
}

static gboolean
check_secret (const char *value, GError **error)
{
  if (*value == '\0')
    return refuse (error, _ ("The secret is empty; it must be coturn's static-auth-secret"));
  return TRUE;
}

static gboolean
check_not_empty (const char *value, GError **error)
{
  if (*value == '\0')
    return refuse (error, _ ("The value is empty; name a file or folder, or remove the key"));
  return TRUE;
}

#define FIELD(name) G_STRUCT_OFFSET (ConfabServiceConfig, name)

const ConfabConfigKey confab_config_keys[] = {
  { "service", "name", CONFAB_CONFIG_TEXT, FIELD (name), check_name, 0, 0 },
  { "service", "listen", CONFAB_CONFIG_TEXT, FIELD (listen), check_listen, 0, 0 },
  { "service", "state", CONFAB_CONFIG_FILE, FIELD (state_dir), check_not_empty, 0, 0 },
  { "tls", "certificate", CONFAB_CONFIG_FILE, FIELD (certificate_file), check_not_empty, 0, 0 },
  { "tls", "key", CONFAB_CONFIG_FILE, FIELD (key_file), check_not_empty, 0, 0 },
  { "proxy", "addresses", CONFAB_CONFIG_LIST, FIELD (proxies), check_proxy, 0, 0 },
  { "turn", "urls", CONFAB_CONFIG_LIST, FIELD (ice_urls), check_ice_url, 0, 0 },
  { "turn", "secret", CONFAB_CONFIG_TEXT, FIELD (turn_secret), check_secret, 0, 0 },
  { "turn", "secret-file", CONFAB_CONFIG_SECRET_FILE, FIELD (turn_secret), check_secret, 0, 0 },
  { "limits", "connections", CONFAB_CONFIG_COUNT, FIELD (connections), NULL, 2, 1000000 },
  { "limits", "connections-per-address", CONFAB_CONFIG_COUNT, FIELD (connections_per_address), NULL,
    1, 1000000 },
  { "limits", "rooms-per-hour", CONFAB_CONFIG_COUNT, FIELD (rooms_per_hour), NULL, 0, 1000000 },
};
const guint confab_n_config_keys = G_N_ELEMENTS (confab_config_keys);

const ConfabConfigKey *
confab_config_key_find (const char *group, const char *key)
{
  for (guint i = 0; i < confab_n_config_keys; i++)
    if (g_str_equal (confab_config_keys[i].group, group) &&
        g_str_equal (confab_config_keys[i].key, key))
      return &confab_config_keys[i];
  return NULL;
}

gboolean
confab_config_group_exists (const char *group)
{
  for (guint i = 0; i < confab_n_config_keys; i++)
    if (g_str_equal (confab_config_keys[i].group, group))
      return TRUE;
  return FALSE;
}

gpointer
confab_config_key_field (const ConfabConfigKey *key, ConfabServiceConfig *config)
{
  return G_STRUCT_MEMBER_P (config, key->offset);
}
