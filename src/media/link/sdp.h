/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: everything Confab does to the text of a session description (RFC 8866, RFC 8829).
 * Pure functions on text: no GStreamer, no I/O, any thread.
 *
 * webrtcbin trusts what it is given: an offer without a=mid ends the program in an assertion. So no
 * description reaches it that was not read here first, and what is not understood here is refused.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What any offer of ours needs fits in a twentieth of this. */
#define CONFAB_SDP_MAX_BYTES (64 * 1024)
#define CONFAB_SDP_MAX_MEDIA 8

typedef enum { CONFAB_SDP_OFFER, CONFAB_SDP_ANSWER } ConfabSdpType;

typedef enum { CONFAB_SDP_AUDIO, CONFAB_SDP_VIDEO, CONFAB_SDP_DATA } ConfabSdpKind;

/**
 * ConfabSdpMedia:
 * @mid: RFC 5888; unique, and in the one BUNDLE group unless @rejected
 * @rejected: port 0 without a=bundle-only
 * @twcc_id: number of the header extension for transport-wide feedback; 0: not offered
 * @ssrcs: (element-type guint32): what the sender announced
 */
typedef struct {
  ConfabSdpKind kind;
  char *mid;
  gboolean rejected;
  guint twcc_id;
  GArray *ssrcs;
} ConfabSdpMedia;

/**
 * ConfabSdp:
 * @media: (element-type ConfabSdpMedia): one per m-line, in order
 * @bundle_mline: the m-line that stands for the one transport of all
 * @fingerprint: the 32 bytes of all its a=fingerprint:sha-256 lines, which are equal
 */
typedef struct {
  GPtrArray *media;
  guint bundle_mline;
  GBytes *fingerprint;
} ConfabSdp;

/**
 * confab_sdp_parse:
 *
 * Accepts what docs/protocol.md 11.2 wants of a direct link and no more: one BUNDLE group over all, DTLS
 * with sha-256 fingerprints that are all the same, actpass in offers and active in answers, rtcp-mux, no
 * SDES, no ICE lite, no candidates (they have a carrier of their own, with limits of their own).
 *
 * Returns: (transfer full): or NULL with @error (CONFAB_LINK_ERROR_DESCRIPTION)
 */
ConfabSdp *confab_sdp_parse (const char *text, ConfabSdpType type, GError **error);
void confab_sdp_free (ConfabSdp *self);

/* The m-line with this mid; -1: none. */
int confab_sdp_find_mid (const ConfabSdp *self, const char *mid);

/* The m-line that announced this SSRC; NULL: none did. */
const ConfabSdpMedia *confab_sdp_find_ssrc (const ConfabSdp *self, guint32 ssrc);

/**
 * confab_sdp_set_fingerprint:
 * @text: as webrtcbin 1.22 made it
 * @fingerprint: 32 bytes
 *
 * For a certificate that it was given with its key, webrtcbin hashes both together: its a=fingerprint is
 * nobody's.
 *
 * Returns: (transfer full): @text with @fingerprint in every a=fingerprint
 */
char *confab_sdp_set_fingerprint (const char *text, GBytes *fingerprint);

/**
 * confab_sdp_mirror_twcc:
 * @answer: as webrtcbin 1.22 made it
 *
 * webrtcbin's answers drop every a=extmap, and without the one for transport-wide feedback none is sent.
 *
 * Returns: (transfer full): @answer with the extension of each m-line of @offer that has one
 */
char *confab_sdp_mirror_twcc (const char *answer, const ConfabSdp *offer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabSdp, confab_sdp_free)

G_END_DECLS
