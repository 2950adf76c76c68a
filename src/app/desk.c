/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desk.h"

#include <glib/gi18n.h>

struct _ConfabDesk {
  GObject parent_instance;
  char *profile_dir;
  char *name;
  char *service;
  gboolean name_is_given, service_is_given; /* for this run: the profile keeps its own */
  gboolean opening;
  ConfabDeskState state;
  char *trouble;
  gboolean identity_kept;
  ConfabClient *client;
};

G_DEFINE_FINAL_TYPE (ConfabDesk, confab_desk, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, PROP_TROUBLE, PROP_NAME, PROP_SERVICE, PROP_IDENTITY_KEPT, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_NOTICE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_state (ConfabDesk *self, ConfabDeskState state, const char *trouble)
{
  if (g_strcmp0 (self->trouble, trouble) != 0) {
    g_free (self->trouble);
    self->trouble = g_strdup (trouble);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
  }
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
}

/* FALSE if there is nothing to take from @text. */
static gboolean
take_text (char **field, const char *text, glong max_characters)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (g_utf8_strlen (stripped, -1) > max_characters)
    *g_utf8_offset_to_pointer (stripped, max_characters) = '\0';
  g_strchomp (stripped);
  if (*stripped == '\0' || g_strcmp0 (*field, stripped) == 0)
    return FALSE;
  g_free (*field);
  *field = g_steal_pointer (&stripped);
  return TRUE;
}

static void
show_identity (ConfabDesk *self)
{
  ConfabIdentityStore *store = confab_client_get_identity_store (self->client);
  gboolean kept = confab_identity_store_get_place (store) != CONFAB_IDENTITY_IN_MEMORY;

  if (self->identity_kept == kept)
    return;
  self->identity_kept = kept;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDENTITY_KEPT]);
}

static void
read_preferences (ConfabDesk *self)
{
  ConfabProfile *profile = confab_client_get_profile (self->client);

  if (!self->name_is_given &&
      take_text (&self->name, confab_profile_get_preference (profile, "name"),
                 CONFAB_NAME_MAX_CHARACTERS))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  if (!self->service_is_given &&
      take_text (&self->service, confab_profile_get_preference (profile, "service"), G_MAXLONG))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVICE]);
}

static void
on_client_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  const char *trouble;

  self->opening = FALSE;
  self->client = confab_client_open_finish (result, &error);
  if (self->client == NULL) {
    gboolean wrong =
        g_error_matches (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PASSPHRASE_WRONG);
    gboolean needed =
        g_error_matches (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PASSPHRASE_NEEDED);

    set_state (self, needed || wrong ? CONFAB_DESK_LOCKED : CONFAB_DESK_CLOSED,
               needed ? NULL : error->message);
    return;
  }
  read_preferences (self);
  g_signal_connect_object (confab_client_get_identity_store (self->client), "notify::place",
                           G_CALLBACK (show_identity), self, G_CONNECT_SWAPPED);
  show_identity (self);
  set_state (self, CONFAB_DESK_OPEN, NULL);
  trouble = confab_recent_meetings_get_trouble (confab_client_get_recent_meetings (self->client));
  if (trouble != NULL)
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, trouble);
}

static void
confab_desk_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_NAME)
    confab_desk_set_name (CONFAB_DESK (object), g_value_get_string (value));
  else if (id == PROP_SERVICE)
    confab_desk_set_service (CONFAB_DESK (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
confab_desk_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabDesk *self = CONFAB_DESK (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, (int) self->state);
    break;
  case PROP_TROUBLE:
    g_value_set_string (value, self->trouble);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_SERVICE:
    g_value_set_string (value, self->service);
    break;
  case PROP_IDENTITY_KEPT:
    g_value_set_boolean (value, self->identity_kept);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_desk_finalize (GObject *object)
{
  ConfabDesk *self = CONFAB_DESK (object);

  g_clear_object (&self->client);
  g_free (self->profile_dir);
  g_free (self->name);
  g_free (self->service);
  g_free (self->trouble);
  G_OBJECT_CLASS (confab_desk_parent_class)->finalize (object);
}

static void
confab_desk_class_init (ConfabDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = confab_desk_set_property;
  object_class->get_property = confab_desk_get_property;
  object_class->finalize = confab_desk_finalize;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, CONFAB_DESK_OPENING,
                                             CONFAB_DESK_OPEN, CONFAB_DESK_OPENING, readable);
  properties[PROP_TROUBLE] = g_param_spec_string ("trouble", NULL, NULL, NULL, readable);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, writable);
  properties[PROP_SERVICE] = g_param_spec_string ("service", NULL, NULL, NULL, writable);
  properties[PROP_IDENTITY_KEPT] =
      g_param_spec_boolean ("identity-kept", NULL, NULL, TRUE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_NOTICE] = g_signal_new ("notice", CONFAB_TYPE_DESK, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_desk_init (ConfabDesk *self)
{
  self->identity_kept = TRUE;
}

ConfabDesk *
confab_desk_new (const char *profile_dir, const char *name, const char *service)
{
  ConfabDesk *self = g_object_new (CONFAB_TYPE_DESK, NULL);

  self->profile_dir = g_strdup (profile_dir);
  self->service_is_given = take_text (&self->service, service, G_MAXLONG);
  self->name_is_given = take_text (&self->name, name, CONFAB_NAME_MAX_CHARACTERS);
  if (!self->name_is_given)
    self->name = confab_account_name_dup ();
  return self;
}

void
confab_desk_open (ConfabDesk *self, const char *passphrase)
{
  ConfabIdentityPolicy keys = { .use_keyring = TRUE, .passphrase = passphrase };

  g_return_if_fail (CONFAB_IS_DESK (self));

  if (self->opening || self->state == CONFAB_DESK_OPEN)
    return;
  self->opening = TRUE;
  set_state (self, CONFAB_DESK_OPENING, NULL);
  confab_client_open_async (self->profile_dir, &keys, NULL, on_client_opened, g_object_ref (self));
}

ConfabDeskState
confab_desk_get_state (ConfabDesk *self)
{
  return self->state;
}

const char *
confab_desk_get_trouble (ConfabDesk *self)
{
  return self->trouble;
}

const char *
confab_desk_get_name (ConfabDesk *self)
{
  return self->name;
}

const char *
confab_desk_get_service (ConfabDesk *self)
{
  return self->service;
}

static void
remember (ConfabDesk *self, const char *key, const char *value)
{
  if (self->client != NULL)
    confab_profile_set_preference (confab_client_get_profile (self->client), key, value);
}

void
confab_desk_set_name (ConfabDesk *self, const char *name)
{
  g_return_if_fail (CONFAB_IS_DESK (self));

  if (!take_text (&self->name, name, CONFAB_NAME_MAX_CHARACTERS))
    return;
  remember (self, "name", self->name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

void
confab_desk_set_service (ConfabDesk *self, const char *service)
{
  g_autofree char *stripped = g_strstrip (g_strdup (service != NULL ? service : ""));

  g_return_if_fail (CONFAB_IS_DESK (self));

  if (g_strcmp0 (self->service != NULL ? self->service : "", stripped) == 0)
    return;
  g_free (self->service);
  self->service = *stripped != '\0' ? g_steal_pointer (&stripped) : NULL;
  remember (self, "service", self->service);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVICE]);
}

gboolean
confab_desk_is_identity_kept (ConfabDesk *self)
{
  return self->identity_kept;
}

static void
on_identity_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean kept =
      confab_identity_store_keep_finish (CONFAB_IDENTITY_STORE (source), result, &error);

  g_signal_emit (self, signals[SIGNAL_NOTICE], 0,
                 kept ? _ ("Your key is kept now") : error->message);
}

void
confab_desk_keep_identity (ConfabDesk *self, const char *passphrase)
{
  ConfabIdentityStore *store;

  g_return_if_fail (CONFAB_IS_DESK (self));
  g_return_if_fail (self->client != NULL);

  store = confab_client_get_identity_store (self->client);
  if (passphrase != NULL)
    confab_identity_store_keep_encrypted_async (store, passphrase, NULL, on_identity_kept,
                                                g_object_ref (self));
  else
    confab_identity_store_keep_unencrypted_async (store, NULL, on_identity_kept,
                                                  g_object_ref (self));
}

ConfabClient *
confab_desk_get_client (ConfabDesk *self)
{
  return self->client;
}
