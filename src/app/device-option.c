/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/device-option.h"

struct _ConfabDeviceOption {
  GObject parent_instance;
  char *label;
  char *source;
};

enum { PROP_0, PROP_LABEL, PROP_SOURCE, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ConfabDeviceOption, confab_device_option, G_TYPE_OBJECT)

static void
confab_device_option_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabDeviceOption *self = CONFAB_DEVICE_OPTION (object);

  switch (id) {
  case PROP_LABEL:
    g_value_set_string (value, self->label);
    break;
  case PROP_SOURCE:
    g_value_set_string (value, self->source);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_device_option_finalize (GObject *object)
{
  ConfabDeviceOption *self = CONFAB_DEVICE_OPTION (object);

  g_free (self->label);
  g_free (self->source);
  G_OBJECT_CLASS (confab_device_option_parent_class)->finalize (object);
}

static void
confab_device_option_class_init (ConfabDeviceOptionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = confab_device_option_get_property;
  object_class->finalize = confab_device_option_finalize;
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_device_option_init (ConfabDeviceOption *self)
{
}

ConfabDeviceOption *
confab_device_option_new (const char *label, const char *source)
{
  ConfabDeviceOption *self = g_object_new (CONFAB_TYPE_DEVICE_OPTION, NULL);

  self->label = g_strdup (label);
  self->source = g_strdup (source);
  return self;
}

const char *
confab_device_option_get_label (ConfabDeviceOption *self)
{
  g_return_val_if_fail (CONFAB_IS_DEVICE_OPTION (self), NULL);

  return self->label;
}

const char *
confab_device_option_get_source (ConfabDeviceOption *self)
{
  g_return_val_if_fail (CONFAB_IS_DEVICE_OPTION (self), NULL);

  return self->source;
}
