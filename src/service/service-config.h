/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a service is set up: a plain struct, filled from an INI file (packaging/server/confabd.ini.sample
 * documents every key) or by the app that hosts. Any thread.
 */
#pragma once

#include "base/base.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_SERVICE_ERROR_CONFIG, /* a key or value that can't be used; the message names file and line */
  CONFAB_SERVICE_ERROR_LISTEN,      /* the address can't be listened on, or not without TLS */
  CONFAB_SERVICE_ERROR_CERTIFICATE, /* certificate or key are missing or don't fit */
  CONFAB_SERVICE_ERROR_STORAGE,     /* the state folder or the database in it */
  CONFAB_SERVICE_ERROR_FULL,        /* the disk is full */
} ConfabServiceErrorCode;

#define CONFAB_SERVICE_ERROR (confab_service_error_quark ())
GQuark confab_service_error_quark (void);

/**
 * ConfabServiceTimes:
 * @first_message_ms: how long a connection may say nothing after it was opened
 * @ping_s: how often the service pings a WebSocket
 * @silence_ms: a WebSocket from which nothing came for so long is closed
 * @failover_ms: a leader that was heard more recently can't be replaced without a HANDOVER
 * @leader_lost_ms: without a word from its leader for so long a meeting gives way to a new GENESIS
 * @certificate_ms: how often certificate and key are looked at
 *
 * The times of docs/protocol.md 9.3 and 13. Tests shorten them; nobody else should.
 */
typedef struct {
  guint first_message_ms;
  guint ping_s;
  guint silence_ms;
  guint failover_ms;
  guint leader_lost_ms;
  guint certificate_ms;
} ConfabServiceTimes;

/**
 * ConfabServiceConfig:
 * @name: (nullable): host[:port] as it stands in links (docs/protocol.md 4); without it, the name a client
 *   dialled counts
 * @listen: "HOST:PORT", "[IPv6]:PORT"; port 0 takes a free one
 * @state_dir: folder of the database; made if it is not there
 * @certificate_file: (nullable): PEM, with the chain. Without it only plain HTTP is spoken
 * @key_file: (nullable): PEM
 * @self_signed: without @certificate_file: TLS with a certificate of its own, which is kept in @state_dir. An app that
 *   hosts sets this; links then carry confab_service_dup_certificate_sha256 ()
 * @owner: (nullable): nobody else may register rooms: the person whose app hosts. %NULL: everybody may
 * @proxies: (nullable): addresses or networks ("10.0.0.0/8") of reverse proxies whose X-Forwarded-For counts
 * @ice_urls: (nullable): "stun:…", "turn:…?transport=udp", "turns:…" as clients get them
 * @turn_secret: (nullable): coturn's static-auth-secret; needed if any of @ice_urls is a TURN server
 * @connections: all connections together
 * @connections_per_address: of one IPv4 address, or one IPv6 /64 network
 * @rooms_per_hour: new rooms that one address may register; 0 is no limit
 * @times: see #ConfabServiceTimes
 */
typedef struct {
  char *name;
  char *listen;
  char *state_dir;
  char *certificate_file;
  char *key_file;
  gboolean self_signed;
  ConfabVerifyKey *owner;
  GStrv proxies;
  GStrv ice_urls;
  char *turn_secret;
  guint connections;
  guint connections_per_address;
  guint rooms_per_hour;
  ConfabServiceTimes times;
} ConfabServiceConfig;

/* Returns: (transfer full): the defaults: loopback, a free port, no TURN; @state_dir is still unset */
ConfabServiceConfig *confab_service_config_new (void);
ConfabServiceConfig *confab_service_config_copy (const ConfabServiceConfig *config);
void confab_service_config_free (ConfabServiceConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabServiceConfig, confab_service_config_free)

/**
 * confab_service_config_load:
 * @path: an INI file. It is read at once: meant for a program's start
 *
 * Returns: (transfer full): the configuration, or %NULL with @error naming the line that is wrong
 */
ConfabServiceConfig *confab_service_config_load (const char *path, GError **error);

/* The same for text at hand; @path only appears in messages, and relative file names are relative to its
 * folder. */
ConfabServiceConfig *
confab_service_config_parse (const char *text, gsize length, const char *path, GError **error);

/* Whether the values can work together, without touching disk or network: an address off loopback needs
 * TLS or a declared proxy, TURN needs its secret, and so on. */
gboolean confab_service_config_check (const ConfabServiceConfig *config, GError **error);

/* Whether certificate and key, if there are any, can be read: what else a start would find out. Reads them at
 * once. */
gboolean confab_service_config_try_files (const ConfabServiceConfig *config, GError **error);

G_END_DECLS
