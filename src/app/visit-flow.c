/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a visit goes from step to step: made or joined, inside, left. */
#include "app/visit-private.h"

#include <glib/gi18n.h>

#define PARTING_MS 5000

/* --- getting in --- */

static void
enter (ConfabVisit *self, const char *link)
{
  ConfabJoinOptions options = { .name = self->name };
  g_autoptr (GError) error = NULL;

  self->call = confab_client_join (self->client, link, &options, &error);
  if (self->call == NULL) {
    confab_visit_finish (self, _ ("You Could Not Join"), error->message);
    return;
  }
  confab_visit_set_room (self, confab_call_get_room (self->call));
  confab_visit_set_link (self, link);
  confab_visit_set_step (self, CONFAB_VISIT_ARRIVING);
  confab_visit_follow_call (self);
}

static void
on_room_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabVisit) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *link = confab_client_create_room_finish (CONFAB_CLIENT (source), result, &error);

  if (self->step != CONFAB_VISIT_CREATING)
    return;
  if (link == NULL)
    confab_visit_finish (self, _ ("No Meeting Could Be Started"), error->message);
  else
    enter (self, link);
}

static void
begin_creating (ConfabVisit *self, const char *service, GBytes *certificate_sha256)
{
  ConfabCreateOptions options = { .service = service, .certificate_sha256 = certificate_sha256 };

  confab_client_create_room_async (self->client, &options, self->cancellable, on_room_created,
                                   g_object_ref (self));
}

/* --- hosting it --- */

static void
on_host_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabVisit) self = user_data;
  ConfabEmbeddedHost *host = CONFAB_EMBEDDED_HOST (source);
  g_autoptr (GError) error = NULL;
  gboolean started = confab_embedded_host_start_finish (host, result, &error);

  if (self->step != CONFAB_VISIT_CREATING)
    return;
  if (!started)
    confab_visit_finish (self, _ ("No Meeting Could Be Started"), error->message);
  else if (self->link != NULL)
    enter (self, self->link);
  else
    begin_creating (self, confab_embedded_host_get_url (host),
                    confab_embedded_host_get_certificate_sha256 (host));
}

/* @authority: (nullable): @certificate_sha256: (nullable): where it was before */
static void
begin_hosting (ConfabVisit *self, const char *authority, GBytes *certificate_sha256)
{
  ConfabIdentityStore *keys = confab_client_get_identity_store (self->client);
  const char *dir = confab_profile_get_dir (confab_client_get_profile (self->client));
  ConfabVerifyKey owner;

  confab_hex_decode (confab_identity_store_get_key_text (keys), owner.bytes, sizeof owner.bytes);
  self->host = confab_embedded_host_new (dir, &owner);
  g_signal_connect_object (self->host, "changed", G_CALLBACK (confab_visit_update_words), self,
                           G_CONNECT_SWAPPED);
  confab_embedded_host_start_async (self->host, authority, certificate_sha256, on_host_started,
                                    g_object_ref (self));
}

/* What the lobby opened stays open: the others see a picture at once. */
static void
open_devices (ConfabVisit *self)
{
  confab_device_switch_open (self->camera);
  confab_device_switch_open (self->microphone);
}

void
confab_visit_start (ConfabVisit *self, const char *service)
{
  g_return_if_fail (CONFAB_IS_VISIT (self));
  g_return_if_fail (self->step == CONFAB_VISIT_IDLE);

  self->own_meeting = TRUE;
  confab_visit_set_step (self, CONFAB_VISIT_CREATING);
  open_devices (self);
  if (service != NULL)
    begin_creating (self, service, NULL);
  else
    begin_hosting (self, NULL, NULL);
}

void
confab_visit_join (ConfabVisit *self, const char *link)
{
  g_autofree char *authority = NULL;
  g_autoptr (GBytes) certificate_sha256 = NULL;

  g_return_if_fail (CONFAB_IS_VISIT (self));
  g_return_if_fail (self->step == CONFAB_VISIT_IDLE);

  if (confab_client_find_hosted_room (self->client, link, &authority, &certificate_sha256)) {
    confab_visit_set_link (self, link);
    confab_visit_set_step (self, CONFAB_VISIT_CREATING);
    open_devices (self);
    begin_hosting (self, authority, certificate_sha256);
    return;
  }
  enter (self, link);
  if (self->call != NULL)
    open_devices (self);
}

/* --- leaving --- */

/* How loud the others are heard: 1, or 0 while PARTING. */
static void
set_volume (ConfabVisit *self, double volume)
{
  confab_playback_set_volume (confab_client_get_playback (self->client), volume);
}

static void
on_host_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabVisit) self = user_data;

  confab_embedded_host_stop_finish (CONFAB_EMBEDDED_HOST (source), result);
  confab_visit_set_step (self, CONFAB_VISIT_OVER);
}

void
confab_visit_finish (ConfabVisit *self, const char *title, const char *text)
{
  if (self->over_title != NULL)
    return;
  g_clear_handle_id (&self->parting, g_source_remove);
  set_volume (self, 1);
  self->over_title = g_strdup (title);
  self->over_text = g_strdup (text);
  confab_talk_close (self->talk);
  confab_device_switch_close (self->camera);
  confab_device_switch_close (self->microphone);
  if (self->host == NULL) {
    confab_visit_set_step (self, CONFAB_VISIT_OVER);
    return;
  }
  confab_visit_set_step (self, CONFAB_VISIT_LEAVING);
  confab_embedded_host_stop_async (self->host, on_host_stopped, g_object_ref (self));
}

static gboolean
on_parting_over (gpointer user_data)
{
  ConfabVisit *self = user_data;

  self->parting = 0;
  confab_visit_leave (self);
  return G_SOURCE_REMOVE;
}

void
confab_visit_part (ConfabVisit *self)
{
  g_return_if_fail (CONFAB_IS_VISIT (self));

  if (self->step == CONFAB_VISIT_PARTING)
    return;
  if (self->step != CONFAB_VISIT_INSIDE) {
    confab_visit_leave (self);
    return;
  }
  confab_device_switch_close (self->camera);
  confab_device_switch_close (self->microphone);
  set_volume (self, 0);
  self->parting = g_timeout_add (PARTING_MS, on_parting_over, self);
  confab_visit_set_step (self, CONFAB_VISIT_PARTING);
}

void
confab_visit_stay (ConfabVisit *self)
{
  g_return_if_fail (CONFAB_IS_VISIT (self));

  if (self->step != CONFAB_VISIT_PARTING)
    return;
  g_clear_handle_id (&self->parting, g_source_remove);
  set_volume (self, 1);
  open_devices (self);
  confab_visit_set_step (self, CONFAB_VISIT_INSIDE);
}

void
confab_visit_leave (ConfabVisit *self)
{
  g_return_if_fail (CONFAB_IS_VISIT (self));

  g_clear_handle_id (&self->parting, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->call == NULL) {
    confab_visit_finish (self, _ ("You Left the Meeting"), NULL);
    return;
  }
  if (self->step == CONFAB_VISIT_LEAVING || self->step == CONFAB_VISIT_OVER)
    return;
  confab_visit_set_step (self, CONFAB_VISIT_LEAVING);
  confab_call_leave (self->call);
}

void
confab_visit_answer (ConfabVisit *self, gboolean yes)
{
  g_return_if_fail (CONFAB_IS_VISIT (self));

  if (!yes)
    confab_visit_leave (self);
  else if (self->meeting != NULL)
    confab_meeting_confirm (self->meeting, confab_meeting_time_now ());
}
