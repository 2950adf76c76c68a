/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Owns what lives as long as the program and hands it out; no behaviour of its own. */
#include "client/client-private.h"

#include "client/call-private.h"
#include "client/identity-store-private.h"
#include "client/pending-writes.h"
#include "client/recent-meetings-private.h"
#include "client/service-link.h"
#include "signalling/signalling.h"

#define WRITING_MS 10000

struct _ConfabClient {
  GObject parent_instance;
  ConfabProfile *profile;
  ConfabIdentityStore *identity_store;
  ConfabRecentMeetings *recent_meetings;
  ConfabCapture *capture;               /* (nullable): until somebody asks */
  ConfabPlayback *playback;             /* (nullable): likewise */
  ConfabCertificateShelf *certificates; /* (nullable): likewise */
};

G_DEFINE_FINAL_TYPE (ConfabClient, confab_client, G_TYPE_OBJECT)

/* The caller's policy, kept until the profile is open. */
typedef struct {
  ConfabIdentityPolicy policy;
  char *passphrase; /* (nullable) */
  ConfabProfile *profile;
  ConfabIdentityStore *identity_store;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_object (&opening->profile);
  g_clear_object (&opening->identity_store);
  g_free (opening->passphrase);
  g_free (opening);
}

/* Takes @recent_meetings. */
static ConfabClient *
make_client (Opening *opening, ConfabRecentMeetings *recent_meetings)
{
  ConfabClient *self = g_object_new (CONFAB_TYPE_CLIENT, NULL);

  self->profile = g_object_ref (opening->profile);
  self->identity_store = g_object_ref (opening->identity_store);
  self->recent_meetings = recent_meetings;
  return self;
}

/* Making a room, or looking at a key, needs no camera. */
static void
ensure_media (ConfabClient *self)
{
  if (self->capture != NULL)
    return;
  confab_media_init ();
  confab_signalling_warm_up ();
  self->capture = confab_capture_new ();
  self->playback = confab_playback_new ("none");
  self->certificates = confab_certificate_shelf_new ();
  confab_capture_set_playback (self->capture, self->playback);
}

static void
on_recent_meetings_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ConfabRecentMeetings *recent_meetings = confab_recent_meetings_open_finish (result);

  g_task_return_pointer (task, make_client (g_task_get_task_data (task), recent_meetings),
                         g_object_unref);
}

static void
on_identity_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  opening->identity_store = confab_identity_store_load_finish (result, &error);
  if (opening->identity_store != NULL) {
    confab_recent_meetings_open_async (confab_profile_get_dir (opening->profile),
                                       g_task_get_cancellable (task), on_recent_meetings_opened,
                                       task);
    return;
  }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_profile_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  opening->profile = confab_profile_open_finish (result, &error);
  if (opening->profile != NULL) {
    confab_identity_store_load_async (opening->profile, &opening->policy,
                                      g_task_get_cancellable (task), on_identity_loaded, task);
    return;
  }
  g_task_return_error (task, error);
  g_object_unref (task);
}

void
confab_client_open_async (const char *profile_dir, const ConfabIdentityPolicy *keys,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  GError *error = NULL;

  opening->policy = *keys;
  opening->passphrase = g_strdup (keys->passphrase);
  opening->policy.passphrase = opening->passphrase;
  g_task_set_source_tag (task, confab_client_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);

  if (!confab_crypto_init (&error)) {
    g_task_return_error (task, error);
    return;
  }
  confab_profile_open_async (profile_dir, cancellable, on_profile_opened, g_steal_pointer (&task));
}

ConfabClient *
confab_client_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, confab_client_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

ConfabProfile *
confab_client_get_profile (ConfabClient *self)
{
  g_return_val_if_fail (CONFAB_IS_CLIENT (self), NULL);
  return self->profile;
}

ConfabIdentityStore *
confab_client_get_identity_store (ConfabClient *self)
{
  g_return_val_if_fail (CONFAB_IS_CLIENT (self), NULL);
  return self->identity_store;
}

ConfabRecentMeetings *
confab_client_get_recent_meetings (ConfabClient *self)
{
  g_return_val_if_fail (CONFAB_IS_CLIENT (self), NULL);
  return self->recent_meetings;
}

ConfabCapture *
confab_client_get_capture (ConfabClient *self)
{
  g_return_val_if_fail (CONFAB_IS_CLIENT (self), NULL);
  ensure_media (self);
  return self->capture;
}

ConfabPlayback *
confab_client_get_playback (ConfabClient *self)
{
  g_return_val_if_fail (CONFAB_IS_CLIENT (self), NULL);
  ensure_media (self);
  return self->playback;
}

ConfabSigner *
confab_client_get_signer (ConfabClient *self)
{
  return confab_identity_store_get_signer (self->identity_store);
}

/* How a meeting begins if the room is this profile's. */
static ConfabMeetingFounding
founding_for (ConfabClient *self, const ConfabInvitation *invitation)
{
  const ConfabOwnedRoom *room =
      confab_profile_find_room (self->profile, invitation->authority, invitation->room);
  ConfabMeetingFounding founding = {
    .suite = CONFAB_SUITE_AES_256,
    .policy = CONFAB_POLICY_WAITING_ROOM,
    .owner_ik = *confab_signer_get_key (confab_client_get_signer (self)),
  };

  if (room != NULL) {
    founding.policy = room->policy;
    founding.suite = room->transport ? CONFAB_SUITE_TRANSPORT : CONFAB_SUITE_AES_256;
  }
  return founding;
}

ConfabCall *
confab_client_join (ConfabClient *self, const char *link, const ConfabJoinOptions *options,
                    GError **error)
{
  g_autoptr (ConfabInvitation) invitation = confab_service_link_read (link, error);
  g_autoptr (ConfabServiceAddress) address = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) wrong = NULL;
  ConfabJoinFlowConfig config;

  g_return_val_if_fail (CONFAB_IS_CLIENT (self), NULL);

  if (invitation == NULL)
    return NULL;
  address = confab_service_link_address (invitation, error);
  if (address == NULL)
    return NULL;
  name = confab_name_normalize (options->name, &wrong);
  if (name == NULL) {
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_NAME_INVALID,
                         wrong->message);
    return NULL;
  }

  ensure_media (self);
  config = (ConfabJoinFlowConfig){
    .address = address,
    .invitation = invitation,
    .identity = confab_client_get_signer (self),
    .one_time = confab_identity_store_get_place (self->identity_store) == CONFAB_IDENTITY_ONE_TIME,
    .name = name,
    .certificates = self->certificates,
    .founding = founding_for (self, invitation),
    .capture = confab_client_get_capture (self),
    .playback = confab_client_get_playback (self),
    .relay_only = options->relay_only,
    .save_dir = options->save_dir,
  };
  return confab_call_new (link, &config);
}

char *
confab_client_dup_versions (void)
{
  g_autofree char *media = confab_media_dup_versions ();

  return g_strdup_printf ("GLib %u.%u.%u\n%s\n%s", glib_major_version, glib_minor_version,
                          glib_micro_version, media, confab_crypto_get_version ());
}

void
confab_client_drain (void)
{
  if (!confab_pending_writes_wait (WRITING_MS))
    g_warning ("the profile could not be written in time");
  confab_media_drain ();
  confab_signalling_drain ();
}

static void
confab_client_dispose (GObject *object)
{
  ConfabClient *self = CONFAB_CLIENT (object);

  g_clear_pointer (&self->certificates, confab_certificate_shelf_free);
  g_clear_object (&self->capture);
  g_clear_object (&self->playback);
  g_clear_object (&self->recent_meetings);
  g_clear_object (&self->identity_store);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (confab_client_parent_class)->dispose (object);
}

static void
confab_client_class_init (ConfabClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_client_dispose;
}

static void
confab_client_init (ConfabClient *self)
{
}
