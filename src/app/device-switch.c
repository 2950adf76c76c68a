/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/device-switch.h"

#include <glib/gi18n.h>

struct _ConfabDeviceSwitch {
  GObject parent_instance;
  ConfabCapture *capture;
  ConfabMediaKind kind;
  char *source;
  ConfabCall *call; /* (nullable): until there is one */
  gboolean on;
  gboolean open;
  gboolean failed; /* what was opened has stopped by itself */
};

G_DEFINE_FINAL_TYPE (ConfabDeviceSwitch, confab_device_switch, G_TYPE_OBJECT)

enum { PROP_0, PROP_ON, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_NOTICE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show (ConfabDeviceSwitch *self, gboolean on)
{
  if (self->on == on)
    return;
  self->on = on;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ON]);
}

static void
capture_from (ConfabDeviceSwitch *self, const char *source_or_null)
{
  if (self->kind == CONFAB_MEDIA_VIDEO)
    confab_capture_set_camera (self->capture, source_or_null);
  else
    confab_capture_set_microphone (self->capture, source_or_null);
}

static gboolean
set_muted (ConfabDeviceSwitch *self, gboolean muted, GError **error)
{
  if (self->call != NULL)
    return confab_call_set_muted (self->call, self->kind, muted, error);
  confab_capture_set_muted (self->capture, self->kind, muted);
  return TRUE;
}

static gboolean
has_device (ConfabDeviceSwitch *self)
{
  return g_strcmp0 (self->source, "none") != 0;
}

static gboolean
switch_on (ConfabDeviceSwitch *self, GError **error)
{
  if (!has_device (self)) {
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_FAILED,
                         self->kind == CONFAB_MEDIA_VIDEO
                             ? _ ("This meeting was begun without a camera")
                             : _ ("This meeting was begun without a microphone"));
    return FALSE;
  }
  if (!set_muted (self, FALSE, error))
    return FALSE;
  if (self->failed)
    capture_from (self, self->source);
  self->failed = FALSE;
  return TRUE;
}

static void
on_source_trouble (ConfabCapture *capture, guint kind, GError *error, ConfabDeviceSwitch *self)
{
  if (kind != self->kind)
    return;
  self->failed = TRUE;
  set_muted (self, TRUE, NULL);
  show (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, error->message);
}

static void
confab_device_switch_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  ConfabDeviceSwitch *self = CONFAB_DEVICE_SWITCH (object);
  gboolean on = g_value_get_boolean (value);
  g_autoptr (GError) error = NULL;

  if (on ? switch_on (self, &error) : set_muted (self, TRUE, &error))
    show (self, on);
  else
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, error->message);
}

static void
confab_device_switch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, CONFAB_DEVICE_SWITCH (object)->on);
}

static void
confab_device_switch_dispose (GObject *object)
{
  ConfabDeviceSwitch *self = CONFAB_DEVICE_SWITCH (object);

  g_clear_object (&self->call);
  g_clear_object (&self->capture);
  G_OBJECT_CLASS (confab_device_switch_parent_class)->dispose (object);
}

static void
confab_device_switch_finalize (GObject *object)
{
  g_free (CONFAB_DEVICE_SWITCH (object)->source);
  G_OBJECT_CLASS (confab_device_switch_parent_class)->finalize (object);
}

static void
confab_device_switch_class_init (ConfabDeviceSwitchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = confab_device_switch_set_property;
  object_class->get_property = confab_device_switch_get_property;
  object_class->dispose = confab_device_switch_dispose;
  object_class->finalize = confab_device_switch_finalize;

  properties[PROP_ON] =
      g_param_spec_boolean ("on", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_NOTICE] = g_signal_new ("notice", CONFAB_TYPE_DEVICE_SWITCH, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
confab_device_switch_init (ConfabDeviceSwitch *self)
{
}

ConfabDeviceSwitch *
confab_device_switch_new (ConfabCapture *capture, ConfabMediaKind kind, const char *source)
{
  ConfabDeviceSwitch *self = g_object_new (CONFAB_TYPE_DEVICE_SWITCH, NULL);

  self->capture = g_object_ref (capture);
  self->kind = kind;
  self->source = g_strdup (source);
  self->on = has_device (self);
  confab_capture_set_muted (capture, kind, !self->on);
  return self;
}

void
confab_device_switch_open (ConfabDeviceSwitch *self)
{
  g_return_if_fail (CONFAB_IS_DEVICE_SWITCH (self));
  g_return_if_fail (!self->open);

  self->open = TRUE;
  g_signal_connect_object (self->capture, "source-failed", G_CALLBACK (on_source_trouble), self, 0);
  g_signal_connect_object (self->capture, "source-lost", G_CALLBACK (on_source_trouble), self, 0);
  capture_from (self, self->source);
}

void
confab_device_switch_close (ConfabDeviceSwitch *self)
{
  g_return_if_fail (CONFAB_IS_DEVICE_SWITCH (self));

  if (!self->open)
    return;
  self->open = FALSE;
  g_signal_handlers_disconnect_by_data (self->capture, self);
  capture_from (self, NULL);
}

void
confab_device_switch_follow (ConfabDeviceSwitch *self, ConfabCall *call)
{
  g_return_if_fail (CONFAB_IS_DEVICE_SWITCH (self));

  g_set_object (&self->call, call);
}

void
confab_device_switch_refresh (ConfabDeviceSwitch *self)
{
  g_return_if_fail (CONFAB_IS_DEVICE_SWITCH (self));

  show (self, !confab_capture_get_muted (self->capture, self->kind));
}
