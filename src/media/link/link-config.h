/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a link is made of. */
#pragma once

#include <gio/gio.h>

#include "media/link/certificate.h"
#include "media/receive/playback.h"
#include "media/send/track.h"

G_BEGIN_DECLS

/**
 * ConfabLinkServer:
 * @urls: NULL-terminated `stun:`, `turn:` and `turns:` URIs (RFC 7064, RFC 7065), `?transport=`
 *   included; one that cannot be used is logged and left out
 * @username: (nullable): of every `turn:` and `turns:` URI in @urls, as the service sent it
 * @credential: (nullable): likewise
 */
typedef struct {
  const char *const *urls;
  const char *username;
  const char *credential;
} ConfabLinkServer;

/**
 * ConfabLinkConfig:
 * @ice_servers: (nullable) (array length=n_ice_servers): copied
 * @relay_only: use no path but one through a TURN server
 * @allow_loopback: gather and accept loopback addresses (a service on loopback, protocol.md 11.2)
 * @turn_trust: (nullable): whom to believe about `turns:` servers; NULL: the system's authorities
 * @certificate: our end of DTLS
 * @audio: (nullable): what is sent as sound; NULL: only receive
 * @video: (nullable): likewise as picture
 * @playback: (nullable): where the peer's sound goes; NULL: it is received and dropped
 * @peer_label: names the pipeline in logs (the pid's hex digits)
 */
typedef struct {
  const ConfabLinkServer *ice_servers;
  guint n_ice_servers;
  gboolean relay_only;
  gboolean allow_loopback;
  GTlsDatabase *turn_trust;
  ConfabCertificate *certificate;
  ConfabTrack *audio;
  ConfabTrack *video;
  ConfabPlayback *playback;
  const char *peer_label;
} ConfabLinkConfig;

G_END_DECLS
