/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps: name (ask the service for one, if none is wished) -> register -> keep in the profile. */
#include "client/create-flow.h"

#include "client/client-error.h"
#include "client/client-private.h"
#include "client/service-link.h"

#include <glib/gi18n-lib.h>

/* Long enough for a slow line, too short to be of use to somebody who finds it (DESIGN 4). */
#define ROOMCERT_LIFE_MS (10 * 60 * 1000)
#define NAME_TRIES 3

/* What a meeting of this room allows from the start; the owner's GENESIS carries it. */
#define POLICY_ALWAYS                                                               \
  (CONFAB_POLICY_RECORDING | CONFAB_POLICY_BROWSER | CONFAB_POLICY_REMOTE_CONTROL | \
   CONFAB_POLICY_FILES | CONFAB_POLICY_UNRECORDED)

typedef struct {
  ConfabClient *client;
  ConfabServiceAddress *address;
  char *authority;
  char *room; /* (nullable): until it is known */
  gboolean transport;
  gboolean waiting_room;
  gboolean room_wished;
  guint name_tries;
} Creation;

static void begin_naming (GTask *task);

static void
creation_free (Creation *creation)
{
  g_clear_object (&creation->client);
  g_clear_pointer (&creation->address, confab_service_address_free);
  g_free (creation->authority);
  g_free (creation->room);
  g_free (creation);
}

static guint16
policy_of (const Creation *creation)
{
  return POLICY_ALWAYS |
         (creation->waiting_room ? CONFAB_POLICY_WAITING_ROOM : CONFAB_POLICY_ADMIT_BY_INVITE);
}

/* --- keep --- */

static ConfabInvitationVersion
version_of (const ConfabOwnedRoom *room)
{
  if (room->self_signed)
    return CONFAB_INVITATION_SELF_SIGNED;
  return room->transport ? CONFAB_INVITATION_BARE : CONFAB_INVITATION_WEB;
}

static char *
make_link (const ConfabOwnedRoom *room)
{
  ConfabInvitation invitation = {
    .version = version_of (room),
    .authority = room->authority,
    .room = room->room,
    .inv = room->inv,
    .owner_hash = confab_owner_hash (&room->owner_ik),
    .certificate = room->certificate,
  };

  return confab_invitation_to_https (&invitation);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Creation *creation = g_task_get_task_data (task);
  ConfabProfile *profile = CONFAB_PROFILE (source);
  GError *error = NULL;

  if (confab_profile_save_finish (profile, result, &error))
    g_task_return_pointer (
        task, make_link (confab_profile_find_room (profile, creation->authority, creation->room)),
        g_free);
  else
    g_task_return_error (task, error);
}

static void
begin_keeping (GTask *task)
{
  Creation *creation = g_task_get_task_data (task);
  ConfabProfile *profile = confab_client_get_profile (creation->client);
  ConfabSigner *signer = confab_client_get_signer (creation->client);
  const ConfabOwnedRoom *before =
      confab_profile_find_room (profile, creation->authority, creation->room);
  ConfabOwnedRoom room = {
    .authority = creation->authority,
    .room = creation->room,
    .owner_ik = *confab_signer_get_key (signer),
    .policy = policy_of (creation),
    .transport = creation->transport,
  };

  if (creation->address->certificate_sha256 != NULL) {
    room.self_signed = TRUE;
    memcpy (room.certificate.bytes, g_bytes_get_data (creation->address->certificate_sha256, NULL),
            CONFAB_DIGEST_BYTES);
  }
  /* An invitation that was handed out stays good. */
  room.inv = before != NULL ? before->inv : confab_token_random ();
  confab_profile_add_room_async (profile, &room, NULL, on_kept, task);
}

/* --- register --- */

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Creation *creation = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) answer = confab_service_request_finish (result, &error);

  if (answer != NULL) {
    begin_keeping (task);
    return;
  }
  /* Somebody was quicker to take the suggested name. */
  if (g_error_matches (error, CONFAB_SIGNALLING_ERROR, CONFAB_SIGNALLING_ERROR_TAKEN) &&
      !creation->room_wished && ++creation->name_tries < NAME_TRIES) {
    g_error_free (error);
    begin_naming (task);
    return;
  }
  g_task_return_error (task, confab_service_link_explain (error));
  g_object_unref (task);
}

/* The owner's own certificate for itself proves that it holds the key (docs/protocol.md 4). */
static char *
make_roomcert (const Creation *creation)
{
  ConfabSigner *signer = confab_client_get_signer (creation->client);
  ConfabRoomcertStatement roomcert = {
    .room = confab_room_hash (creation->authority, creation->room),
    .owner_ik = *confab_signer_get_key (signer),
    .delegate_ik = *confab_signer_get_key (signer),
    .not_after_ms = confab_clock_wall_ms () + ROOMCERT_LIFE_MS,
    .rights = CONFAB_ROOMCERT_FOUND,
  };
  g_autoptr (GBytes) body = confab_roomcert_encode (&roomcert);
  g_autoptr (GBytes) statement = confab_statement_sign (body, signer);

  return confab_base64url_encode_bytes (statement);
}

static void
begin_registering (GTask *task)
{
  Creation *creation = g_task_get_task_data (task);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *roomcert = make_roomcert (creation);

  json_object_set_string_member (body, "room", creation->room);
  json_object_set_string_member (body, "roomcert", roomcert);
  json_object_set_string_member (body, "type", creation->transport ? "transport" : "e2ee");
  json_object_set_boolean_member (body, "waiting_room", creation->waiting_room);
  json_object_set_int_member (body, "policy", policy_of (creation));
  confab_service_request_async (creation->address, "POST", "/api/v1/rooms", body, NULL,
                                on_registered, task);
}

/* --- name --- */

static void
on_name_suggested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Creation *creation = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) answer = confab_service_request_finish (result, &error);
  const char *room = NULL;

  if (answer != NULL)
    room = json_object_get_string_member_with_default (answer, "room", NULL);
  if (room != NULL && confab_room_id_check (room)) {
    g_free (creation->room);
    creation->room = confab_room_id_normalize (room);
    begin_registering (task);
    return;
  }
  if (error == NULL)
    error = g_error_new_literal (CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_SERVICE,
                                 _ ("The meeting service suggests a name that can not be used; "
                                    "choose one yourself"));
  g_task_return_error (task, confab_service_link_explain (error));
  g_object_unref (task);
}

static void
begin_naming (GTask *task)
{
  Creation *creation = g_task_get_task_data (task);

  confab_service_request_async (creation->address, "POST", "/api/v1/rooms/suggest", NULL, NULL,
                                on_name_suggested, task);
}

/* --- begin --- */

static gboolean
read_wished_room (Creation *creation, const char *room, GError **error)
{
  creation->room_wished = room != NULL;
  if (room == NULL)
    return TRUE;
  creation->room = confab_room_id_normalize (room);
  if (creation->room != NULL)
    return TRUE;
  g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_FAILED,
                       _ ("A meeting ID has 3 to 40 characters of a-z, 0-9 and hyphen"));
  return FALSE;
}

static gboolean
read_service (Creation *creation, const ConfabCreateOptions *options, GError **error)
{
  g_autofree char *authority = NULL;

  if (options->transport && options->certificate_sha256 != NULL) {
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_FAILED,
                         _ ("At a service whose certificate no authority vouches for, a meeting "
                            "has to be end-to-end encrypted"));
    return FALSE;
  }
  creation->address =
      confab_service_address_new (options->service, options->certificate_sha256, error);
  if (creation->address == NULL)
    return FALSE;
  authority = g_strdup (strstr (creation->address->url, "://") + strlen ("://"));
  creation->authority = confab_authority_normalize (authority, error);
  return creation->authority != NULL;
}

void
confab_client_create_room_async (ConfabClient *self, const ConfabCreateOptions *options,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Creation *creation = g_new0 (Creation, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, confab_client_create_room_async);
  g_task_set_task_data (task, creation, (GDestroyNotify) creation_free);
  creation->client = g_object_ref (self);
  creation->transport = options->transport;
  creation->waiting_room = options->waiting_room;

  if (!read_wished_room (creation, options->room, &error) ||
      !read_service (creation, options, &error)) {
    g_task_return_error (task, confab_service_link_explain (error));
    g_object_unref (task);
  } else if (creation->room_wished) {
    begin_registering (task);
  } else {
    begin_naming (task);
  }
}

char *
confab_client_create_room_finish (ConfabClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, confab_client_create_room_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
confab_client_find_hosted_room (ConfabClient *self, const char *link, char **authority,
                                GBytes **certificate_sha256)
{
  g_autoptr (ConfabInvitation) invitation = confab_service_link_read (link, NULL);
  const ConfabOwnedRoom *room = NULL;

  if (invitation != NULL && invitation->version == CONFAB_INVITATION_SELF_SIGNED)
    room = confab_profile_find_room (confab_client_get_profile (self), invitation->authority,
                                     invitation->room);
  if (room == NULL || !room->self_signed ||
      !confab_verify_key_equal (&room->owner_ik,
                                confab_signer_get_key (confab_client_get_signer (self))))
    return FALSE;
  *authority = g_strdup (invitation->authority);
  *certificate_sha256 = g_bytes_new (invitation->certificate.bytes, CONFAB_DIGEST_BYTES);
  return TRUE;
}
