/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/device-switch.h"

#include <glib/gi18n.h>

struct _ConfabDeviceSwitch {
  GObject parent_instance;
  ConfabCapture *capture;
  ConfabMediaKind kind;
  ConfabDevices *devices;
  ConfabCall *call; /* (nullable): until there is one */
  gboolean on;
  gboolean open;
  gboolean failed;   /* what was opened has stopped by itself */
  gboolean stranded; /* it was on until there was no device any more */
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

static ConfabDeviceKind
device_kind (ConfabDeviceSwitch *self)
{
  return self->kind == CONFAB_MEDIA_VIDEO ? CONFAB_DEVICE_CAMERA : CONFAB_DEVICE_MICROPHONE;
}

static const char *
get_source (ConfabDeviceSwitch *self)
{
  return confab_devices_get_source (self->devices, device_kind (self));
}

static gboolean
has_device (ConfabDeviceSwitch *self)
{
  return confab_devices_has_any (self->devices, device_kind (self)) &&
         g_strcmp0 (get_source (self), "none") != 0;
}

static gboolean
switch_on (ConfabDeviceSwitch *self, GError **error)
{
  if (g_strcmp0 (get_source (self), "none") == 0) {
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_FAILED,
                         self->kind == CONFAB_MEDIA_VIDEO
                             ? _ ("No camera is chosen: the arrow beside the button lists them")
                             : _ ("No microphone is chosen: the arrow beside the button lists "
                                  "them"));
    return FALSE;
  }
  if (!set_muted (self, FALSE, error))
    return FALSE;
  if (self->failed && self->open)
    capture_from (self, get_source (self));
  self->failed = FALSE;
  return TRUE;
}

static void
switch_off (ConfabDeviceSwitch *self)
{
  set_muted (self, TRUE, NULL);
  show (self, FALSE);
}

static void
on_source_trouble (ConfabCapture *capture, guint kind, GError *error, ConfabDeviceSwitch *self)
{
  if (kind != self->kind)
    return;
  if (kind == CONFAB_MEDIA_AUDIO && confab_devices_lose (self->devices, CONFAB_DEVICE_MICROPHONE))
    return;
  self->failed = TRUE;
  switch_off (self);
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, error->message);
}

static void
strand (ConfabDeviceSwitch *self)
{
  self->stranded = self->stranded || (self->on && self->kind == CONFAB_MEDIA_AUDIO);
  self->failed = TRUE;
  switch_off (self);
  capture_from (self, NULL);
}

static void
on_source_changed (ConfabDevices *devices, guint kind, gboolean unplugged, ConfabDeviceSwitch *self)
{
  gboolean stranded = self->stranded;

  if (kind != device_kind (self) || !self->open)
    return;
  if (!has_device (self)) {
    strand (self);
    return;
  }
  if (unplugged && self->kind == CONFAB_MEDIA_VIDEO)
    switch_off (self);
  self->stranded = self->failed = FALSE;
  capture_from (self, get_source (self));
  if (stranded && set_muted (self, FALSE, NULL))
    show (self, TRUE);
}

static void
confab_device_switch_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  ConfabDeviceSwitch *self = CONFAB_DEVICE_SWITCH (object);
  gboolean on = g_value_get_boolean (value);
  g_autoptr (GError) error = NULL;

  self->stranded = FALSE;
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
  g_clear_object (&self->devices);
  G_OBJECT_CLASS (confab_device_switch_parent_class)->dispose (object);
}

static void
confab_device_switch_class_init (ConfabDeviceSwitchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = confab_device_switch_set_property;
  object_class->get_property = confab_device_switch_get_property;
  object_class->dispose = confab_device_switch_dispose;

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
confab_device_switch_new (ConfabCapture *capture, ConfabMediaKind kind, ConfabDevices *devices)
{
  ConfabDeviceSwitch *self = g_object_new (CONFAB_TYPE_DEVICE_SWITCH, NULL);

  self->capture = g_object_ref (capture);
  self->kind = kind;
  self->devices = g_object_ref (devices);
  g_signal_connect_object (devices, "source-changed", G_CALLBACK (on_source_changed), self, 0);
  self->on = has_device (self);
  confab_capture_set_muted (capture, kind, !self->on);
  return self;
}

void
confab_device_switch_open (ConfabDeviceSwitch *self)
{
  g_return_if_fail (CONFAB_IS_DEVICE_SWITCH (self));

  if (self->open)
    return;
  self->open = TRUE;
  g_signal_connect_object (self->capture, "source-failed", G_CALLBACK (on_source_trouble), self, 0);
  g_signal_connect_object (self->capture, "source-lost", G_CALLBACK (on_source_trouble), self, 0);
  self->failed = !has_device (self);
  if (!self->failed)
    capture_from (self, get_source (self));
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

  self->stranded = FALSE;
  show (self, !confab_capture_get_muted (self->capture, self->kind));
}
