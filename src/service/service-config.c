/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/service-config.h"

#include "protocol/protocol.h"

G_DEFINE_QUARK (confab_service_error, confab_service_error)

ConfabServiceConfig *
confab_service_config_new (void)
{
  ConfabServiceConfig *config = g_new0 (ConfabServiceConfig, 1);

  config->listen = g_strdup ("127.0.0.1:0");
  config->connections = 10000;
  config->connections_per_address = CONFAB_SERVICE_CONNECTIONS_PER_ADDRESS;
  config->rooms_per_hour = 60;
  config->times = (ConfabServiceTimes){
    .first_message_ms = CONFAB_SERVICE_FIRST_MESSAGE_MS,
    .ping_s = CONFAB_SERVICE_PING_PERIOD_MS / 1000,
    .silence_ms = CONFAB_SERVICE_SILENCE_MS,
    .failover_ms = CONFAB_FAILOVER_SEEN_SILENT_MS,
    .leader_lost_ms = CONFAB_HEARTBEAT_LEAVE_MS,
    .certificate_ms = 10000,
  };
  return config;
}

ConfabServiceConfig *
confab_service_config_copy (const ConfabServiceConfig *config)
{
  ConfabServiceConfig *copy = g_memdup2 (config, sizeof *config);

  copy->name = g_strdup (config->name);
  copy->listen = g_strdup (config->listen);
  copy->state_dir = g_strdup (config->state_dir);
  copy->certificate_file = g_strdup (config->certificate_file);
  copy->key_file = g_strdup (config->key_file);
  copy->owner = g_memdup2 (config->owner, sizeof *config->owner);
  copy->proxies = g_strdupv (config->proxies);
  copy->ice_urls = g_strdupv (config->ice_urls);
  copy->turn_secret = g_strdup (config->turn_secret);
  return copy;
}

void
confab_service_config_free (ConfabServiceConfig *config)
{
  if (config == NULL)
    return;

  g_free (config->name);
  g_free (config->listen);
  g_free (config->state_dir);
  g_free (config->certificate_file);
  g_free (config->key_file);
  g_free (config->owner);
  g_strfreev (config->proxies);
  g_strfreev (config->ice_urls);
  g_free (config->turn_secret);
  g_free (config);
}
