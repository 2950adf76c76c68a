/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Register -> CreateSession -> BindShortcuts -> Activated and Deactivated, as xdg-desktop-portal documents them. Every
 * answer of the portal is a signal of a request object, whose path is known before the question is asked. */
#include "app/global-keys.h"

#include <glib/gi18n.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_KEYS "org.freedesktop.portal.GlobalShortcuts"
#define PORTAL_REGISTRY "org.freedesktop.host.portal.Registry"
#define PORTAL_REQUEST "org.freedesktop.portal.Request"
#define PORTAL_SESSION "org.freedesktop.portal.Session"

#define TALK "talk"
#define TOGGLE "toggle-mute"

struct _ConfabGlobalKeys {
  GObject parent_instance;
  GDBusConnection *bus;
  char *app_id;
  ConfabGlobalKeysState state;
  GCancellable *asking; /* while wanted */
  guint answer;         /* subscription to the request that is open */
  guint news;           /* subscription to the session's keys */
  guint closed;         /* subscription to the session's end */
  guint portal;         /* watch for the portal's own end, while wanted */
  gboolean portal_seen;
  gboolean talking; /* the key is held */
  char *session;    /* (nullable): its path */
  char *keys;       /* (nullable): what the desktop calls them */
};

G_DEFINE_FINAL_TYPE (ConfabGlobalKeys, confab_global_keys, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, PROP_WANTED, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { TALKED, TOGGLED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_state (ConfabGlobalKeys *self, ConfabGlobalKeysState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
unsubscribe (ConfabGlobalKeys *self, guint *subscription)
{
  if (*subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, *subscription);
  *subscription = 0;
}

static void
set_talking (ConfabGlobalKeys *self, gboolean talking)
{
  if (self->talking == talking)
    return;
  self->talking = talking;
  g_signal_emit (self, signals[TALKED], 0, talking);
}

/* A key that goes while it is held is not heard to be released. */
static void
give_back (ConfabGlobalKeys *self, ConfabGlobalKeysState state)
{
  g_clear_handle_id (&self->portal, g_bus_unwatch_name);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  unsubscribe (self, &self->answer);
  unsubscribe (self, &self->news);
  unsubscribe (self, &self->closed);
  if (self->session != NULL)
    g_dbus_connection_call (self->bus, PORTAL_NAME, self->session, PORTAL_SESSION, "Close", NULL,
                            NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->keys, g_free);
  set_talking (self, FALSE);
  set_state (self, state);
}

/* --- keys --- */

static void
on_news (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
         const char *signal, GVariant *parameters, gpointer user_data)
{
  ConfabGlobalKeys *self = CONFAB_GLOBAL_KEYS (user_data);
  const char *session = NULL, *key = NULL;
  gboolean pressed = g_str_equal (signal, "Activated");

  if ((!pressed && !g_str_equal (signal, "Deactivated")) ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(osta{sv})")))
    return;
  g_variant_get_child (parameters, 0, "&o", &session);
  g_variant_get_child (parameters, 1, "&s", &key);
  if (g_strcmp0 (session, self->session) != 0)
    return;
  if (g_str_equal (key, TALK))
    set_talking (self, pressed);
  else if (g_str_equal (key, TOGGLE) && pressed)
    g_signal_emit (self, signals[TOGGLED], 0);
}

static void
on_session_closed (GDBusConnection *bus, const char *sender, const char *path,
                   const char *interface, const char *signal, GVariant *parameters,
                   gpointer user_data)
{
  ConfabGlobalKeys *self = CONFAB_GLOBAL_KEYS (user_data);

  g_clear_pointer (&self->session, g_free);
  give_back (self, CONFAB_GLOBAL_KEYS_REFUSED);
}

static void
on_portal_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  CONFAB_GLOBAL_KEYS (user_data)->portal_seen = TRUE;
}

/* Also told at once where no portal runs yet: asking starts it. */
static void
on_portal_vanished (GDBusConnection *bus, const char *name, gpointer user_data)
{
  ConfabGlobalKeys *self = CONFAB_GLOBAL_KEYS (user_data);

  if (!self->portal_seen)
    return;
  g_clear_pointer (&self->session, g_free);
  give_back (self, CONFAB_GLOBAL_KEYS_REFUSED);
}

/* --- asking --- */

static char *
make_token (void)
{
  return g_strdup_printf ("confab%u", g_random_int ());
}

/* Listens to what becomes of the request that will have this token. */
static void
await_answer (ConfabGlobalKeys *self, const char *token, GDBusSignalCallback callback)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (self->bus) + 1);
  g_autofree char *path = NULL;

  g_strdelimit (sender, ".", '_');
  path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  unsubscribe (self, &self->answer);
  self->answer =
      g_dbus_connection_signal_subscribe (self->bus, PORTAL_NAME, PORTAL_REQUEST, "Response", path,
                                          NULL, G_DBUS_SIGNAL_FLAGS_NONE, callback, self, NULL);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the keys may be gone */
  g_message ("no keys for all windows: %s", error->message);
  give_back (user_data, CONFAB_GLOBAL_KEYS_ABSENT);
}

static void
ask (ConfabGlobalKeys *self, const char *method, GVariant *parameters)
{
  g_dbus_connection_call (self->bus, PORTAL_NAME, PORTAL_PATH, PORTAL_KEYS, method, parameters,
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, self->asking,
                          on_asked, self);
}

/* Returns: (transfer full) (nullable): of what was granted; NULL: not granted */
static GVariant *
read_answer (ConfabGlobalKeys *self, GVariant *parameters)
{
  guint32 response = 2;
  g_autoptr (GVariant) results = NULL;

  unsubscribe (self, &self->answer);
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    g_variant_get (parameters, "(u@a{sv})", &response, &results);
  return response == 0 ? g_steal_pointer (&results) : NULL;
}

static void
read_keys (ConfabGlobalKeys *self, GVariant *results)
{
  g_autoptr (GVariant) bound =
      g_variant_lookup_value (results, "shortcuts", G_VARIANT_TYPE ("a(sa{sv})"));
  g_autoptr (GString) keys = g_string_new (NULL);

  for (gsize i = 0; bound != NULL && i < g_variant_n_children (bound); i++) {
    g_autoptr (GVariant) about = NULL;
    const char *id, *key = NULL;

    g_variant_get_child (bound, i, "(&s@a{sv})", &id, &about);
    if (g_variant_lookup (about, "trigger_description", "&s", &key))
      g_string_append_printf (keys, "%s%s", keys->len > 0 ? ", " : "", key);
  }
  self->keys = g_strdup (keys->str);
}

static void
on_bound (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
          const char *signal, GVariant *parameters, gpointer user_data)
{
  ConfabGlobalKeys *self = CONFAB_GLOBAL_KEYS (user_data);
  g_autoptr (GVariant) results = read_answer (self, parameters);

  if (results == NULL) {
    give_back (self, CONFAB_GLOBAL_KEYS_REFUSED);
    return;
  }
  read_keys (self, results);
  set_state (self, CONFAB_GLOBAL_KEYS_BOUND);
}

static void
add_key (GVariantBuilder *keys, const char *id, const char *description, const char *preferred)
{
  GVariantBuilder about;

  g_variant_builder_init (&about, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&about, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_add (&about, "{sv}", "preferred_trigger", g_variant_new_string (preferred));
  g_variant_builder_add (keys, "(sa{sv})", id, &about);
}

static void
bind (ConfabGlobalKeys *self)
{
  g_autofree char *token = make_token ();
  GVariantBuilder keys, options;

  g_variant_builder_init (&keys, G_VARIANT_TYPE ("a(sa{sv})"));
  add_key (&keys, TALK, _ ("Talk as long as it is held"), "CTRL+ALT+t");
  add_key (&keys, TOGGLE, _ ("Microphone on or off"), "CTRL+ALT+m");
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  await_answer (self, token, on_bound);
  ask (self, "BindShortcuts",
       g_variant_new ("(oa(sa{sv})sa{sv})", self->session, &keys, "", &options));
}

static void
on_session_created (GDBusConnection *bus, const char *sender, const char *path,
                    const char *interface, const char *signal, GVariant *parameters,
                    gpointer user_data)
{
  ConfabGlobalKeys *self = CONFAB_GLOBAL_KEYS (user_data);
  g_autoptr (GVariant) results = read_answer (self, parameters);
  const char *session = NULL;

  /* Documented as an object path, sent as a string. */
  if (results == NULL || (!g_variant_lookup (results, "session_handle", "&s", &session) &&
                          !g_variant_lookup (results, "session_handle", "&o", &session))) {
    give_back (self, CONFAB_GLOBAL_KEYS_REFUSED);
    return;
  }
  self->session = g_strdup (session);
  self->news =
      g_dbus_connection_signal_subscribe (self->bus, PORTAL_NAME, PORTAL_KEYS, NULL, PORTAL_PATH,
                                          NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_news, self, NULL);
  self->closed = g_dbus_connection_signal_subscribe (
      self->bus, PORTAL_NAME, PORTAL_SESSION, "Closed", session, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
      on_session_closed, self, NULL);
  bind (self);
}

static void
create_session (ConfabGlobalKeys *self)
{
  g_autofree char *token = make_token ();
  g_autofree char *session_token = make_token ();
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "session_handle_token",
                         g_variant_new_string (session_token));
  await_answer (self, token, on_session_created);
  ask (self, "CreateSession", g_variant_new ("(a{sv})", &options));
}

/* Older portals and sandboxes have no registry; then the portal finds out in its own way who asks. */
static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    create_session (user_data);
}

static void
set_wanted (ConfabGlobalKeys *self, gboolean wanted)
{
  if (!wanted) {
    give_back (self, CONFAB_GLOBAL_KEYS_OFF);
    return;
  }
  if (self->asking != NULL)
    return;
  self->portal_seen = FALSE;
  self->portal =
      g_bus_watch_name_on_connection (self->bus, PORTAL_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                      on_portal_appeared, on_portal_vanished, self, NULL);
  self->asking = g_cancellable_new ();
  set_state (self, CONFAB_GLOBAL_KEYS_ASKING);
  g_dbus_connection_call (self->bus, PORTAL_NAME, PORTAL_PATH, PORTAL_REGISTRY, "Register",
                          g_variant_new ("(sa{sv})", self->app_id, NULL), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, self->asking, on_registered, self);
}

/* --- the object --- */

static void
confab_global_keys_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WANTED)
    set_wanted (CONFAB_GLOBAL_KEYS (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
confab_global_keys_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_int (value, (int) CONFAB_GLOBAL_KEYS (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
confab_global_keys_dispose (GObject *object)
{
  ConfabGlobalKeys *self = CONFAB_GLOBAL_KEYS (object);

  if (self->bus != NULL)
    give_back (self, CONFAB_GLOBAL_KEYS_OFF);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->app_id, g_free);
  G_OBJECT_CLASS (confab_global_keys_parent_class)->dispose (object);
}

static void
confab_global_keys_class_init (ConfabGlobalKeysClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = confab_global_keys_set_property;
  object_class->get_property = confab_global_keys_get_property;
  object_class->dispose = confab_global_keys_dispose;
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, CONFAB_GLOBAL_KEYS_OFF, CONFAB_GLOBAL_KEYS_ABSENT,
                        CONFAB_GLOBAL_KEYS_OFF, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WANTED] =
      g_param_spec_boolean ("wanted", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[TALKED] = g_signal_new ("talk", CONFAB_TYPE_GLOBAL_KEYS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[TOGGLED] = g_signal_new ("toggle", CONFAB_TYPE_GLOBAL_KEYS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_global_keys_init (ConfabGlobalKeys *self)
{
}

ConfabGlobalKeys *
confab_global_keys_new (GDBusConnection *bus, const char *app_id)
{
  ConfabGlobalKeys *self = g_object_new (CONFAB_TYPE_GLOBAL_KEYS, NULL);

  self->bus = g_object_ref (bus);
  self->app_id = g_strdup (app_id);
  return self;
}

ConfabGlobalKeysState
confab_global_keys_get_state (ConfabGlobalKeys *self)
{
  g_return_val_if_fail (CONFAB_IS_GLOBAL_KEYS (self), CONFAB_GLOBAL_KEYS_OFF);

  return self->state;
}

char *
confab_global_keys_dup_words (ConfabGlobalKeys *self)
{
  g_return_val_if_fail (CONFAB_IS_GLOBAL_KEYS (self), NULL);

  switch (self->state) {
  case CONFAB_GLOBAL_KEYS_ASKING:
    return g_strdup (_ ("The desktop is being asked…"));
  case CONFAB_GLOBAL_KEYS_BOUND:
    return *self->keys != '\0' ? g_strdup_printf (_ ("Keys: %s"), self->keys)
                               : g_strdup (_ ("The desktop's settings say which keys"));
  case CONFAB_GLOBAL_KEYS_REFUSED:
    return g_strdup (_ ("The desktop gave no keys. Turn this off and on to ask again"));
  case CONFAB_GLOBAL_KEYS_ABSENT:
    return g_strdup (_ ("This desktop gives programs no keys. In its keyboard settings, make a "
                        "key of your own run “confab --toggle-mute”"));
  default:
    return g_strdup (_ ("Talk and mute while another window has the keyboard"));
  }
}
