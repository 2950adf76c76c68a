/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/invitation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "protocol/name.h"

#define LINK_MAX_BYTES 2048
#define FRAGMENT_WEB_BYTES (1 + 2 * CONFAB_TOKEN_BYTES)
#define FRAGMENT_SELF_SIGNED_BYTES (FRAGMENT_WEB_BYTES + CONFAB_DIGEST_BYTES)

static const char room_path[] = "/j/";

void
confab_invitation_free (ConfabInvitation *invitation)
{
  g_free (invitation->authority);
  g_free (invitation->room);
  g_free (invitation);
}

ConfabInvitation *
confab_invitation_copy (const ConfabInvitation *invitation)
{
  ConfabInvitation *copy = g_memdup2 (invitation, sizeof *invitation);

  copy->authority = g_strdup (invitation->authority);
  copy->room = g_strdup (invitation->room);
  return copy;
}

static gboolean
refuse (GError **error, ConfabProtocolError code, const char *message)
{
  g_set_error_literal (error, CONFAB_PROTOCOL_ERROR, code, message);
  return FALSE;
}

static gboolean
read_fragment (ConfabInvitation *invitation, const char *fragment, GError **error)
{
  g_autoptr (GBytes) decoded = confab_base64url_decode (fragment);
  gsize length = 0;
  const guint8 *bytes = decoded != NULL ? g_bytes_get_data (decoded, &length) : NULL;
  guint8 version = length > 0 ? bytes[0] : CONFAB_INVITATION_BARE;

  if (version > CONFAB_INVITATION_SELF_SIGNED)
    return refuse (error, CONFAB_PROTOCOL_ERROR_VERSION,
                   _ ("This link was made by a newer version of Confab; please update"));
  if (!(version == CONFAB_INVITATION_WEB && length == FRAGMENT_WEB_BYTES) &&
      !(version == CONFAB_INVITATION_SELF_SIGNED && length == FRAGMENT_SELF_SIGNED_BYTES))
    return refuse (error, CONFAB_PROTOCOL_ERROR_LINK,
                   _ ("The link is not complete, or was changed on its way; ask for it again"));

  invitation->version = version;
  memcpy (invitation->inv.bytes, bytes + 1, CONFAB_TOKEN_BYTES);
  memcpy (invitation->owner_hash.bytes, bytes + 1 + CONFAB_TOKEN_BYTES, CONFAB_TOKEN_BYTES);
  if (version == CONFAB_INVITATION_SELF_SIGNED)
    memcpy (invitation->certificate.bytes, bytes + FRAGMENT_WEB_BYTES, CONFAB_DIGEST_BYTES);
  return TRUE;
}

/* What follows the scheme's "//", or NULL. */
static const char *
skip_scheme (const char *link)
{
  static const char *const schemes[] = { "https://", "confab://" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (link, schemes[i], strlen (schemes[i])) == 0)
      return link + strlen (schemes[i]);
  return NULL;
}

/* Takes "AUTHORITY/j/ROOM" apart; @place is cut up. */
static gboolean
read_place (ConfabInvitation *invitation, char *place, GError **error)
{
  char *path = strchr (place, '/');

  if (path == NULL || !g_str_has_prefix (path, room_path))
    return refuse (error, CONFAB_PROTOCOL_ERROR_LINK,
                   _ ("This is not a link to a meeting; such a link has /j/ and the meeting's name "
                      "after the address"));
  invitation->room = confab_room_id_normalize (path + strlen (room_path));
  if (invitation->room == NULL)
    return refuse (error, CONFAB_PROTOCOL_ERROR_LINK,
                   _ ("The link does not name a meeting; a meeting's name has 3 to 40 letters, "
                      "digits and hyphens"));
  *path = '\0';
  invitation->authority = confab_authority_normalize (place, error);
  return invitation->authority != NULL;
}

ConfabInvitation *
confab_invitation_parse (const char *text, GError **error)
{
  g_autoptr (ConfabInvitation) invitation = g_new0 (ConfabInvitation, 1);
  g_autofree char *link = NULL;
  const char *rest = NULL;
  g_autofree char *place = NULL;
  char *fragment, *query;

  if (strnlen (text, LINK_MAX_BYTES + 1) <= LINK_MAX_BYTES) {
    link = g_strstrip (g_strdup (text));
    rest = skip_scheme (link);
  }
  if (rest == NULL) {
    refuse (error, CONFAB_PROTOCOL_ERROR_LINK,
            _ ("This is not a Confab link; it begins with https:// or confab://"));
    return NULL;
  }
  place = g_strdup (rest);
  fragment = strchr (place, '#');
  if (fragment != NULL)
    *fragment++ = '\0';
  query = strchr (place, '?');
  if (query != NULL)
    *query = '\0';
  if (!read_place (invitation, place, error))
    return NULL;
  if (fragment != NULL && !read_fragment (invitation, fragment, error))
    return NULL;
  return g_steal_pointer (&invitation);
}

static char *
format_fragment (const ConfabInvitation *invitation)
{
  guint8 bytes[FRAGMENT_SELF_SIGNED_BYTES];
  gboolean self_signed = invitation->version == CONFAB_INVITATION_SELF_SIGNED;

  if (invitation->version == CONFAB_INVITATION_BARE)
    return NULL;
  bytes[0] = (guint8) invitation->version;
  memcpy (bytes + 1, invitation->inv.bytes, CONFAB_TOKEN_BYTES);
  memcpy (bytes + 1 + CONFAB_TOKEN_BYTES, invitation->owner_hash.bytes, CONFAB_TOKEN_BYTES);
  memcpy (bytes + FRAGMENT_WEB_BYTES, invitation->certificate.bytes, CONFAB_DIGEST_BYTES);
  return confab_base64url_encode (bytes,
                                  self_signed ? FRAGMENT_SELF_SIGNED_BYTES : FRAGMENT_WEB_BYTES);
}

static char *
format_link (const ConfabInvitation *invitation, const char *scheme)
{
  g_autofree char *fragment = format_fragment (invitation);

  return g_strconcat (scheme, invitation->authority, room_path, invitation->room,
                      fragment != NULL ? "#" : NULL, fragment, NULL);
}

char *
confab_invitation_to_https (const ConfabInvitation *invitation)
{
  return format_link (invitation, "https://");
}

char *
confab_invitation_to_confab (const ConfabInvitation *invitation)
{
  return format_link (invitation, "confab://");
}

char *
confab_invitation_dup_service_url (const ConfabInvitation *invitation)
{
  gboolean clear = invitation->version == CONFAB_INVITATION_WEB &&
                   confab_authority_is_loopback (invitation->authority);
  const char *last = strrchr (invitation->authority, ']');

  if (!clear)
    return g_strconcat ("https://", invitation->authority, NULL);
  /* A link without port means 443 (section 4), which http:// would not. */
  if (strchr (last != NULL ? last : invitation->authority, ':') == NULL)
    return g_strconcat ("http://", invitation->authority, ":443", NULL);
  return g_strconcat ("http://", invitation->authority, NULL);
}
