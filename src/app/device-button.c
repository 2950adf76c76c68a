/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/device-button.h"

#include "app/device-menu.h"

#include <glib/gi18n.h>

struct _ConfabDeviceButton {
  GtkWidget parent_instance;
  gboolean is_for_camera;
  GtkToggleButton *toggle;
  GtkMenuButton *choose;
};

G_DEFINE_FINAL_TYPE (ConfabDeviceButton, confab_device_button, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_CAMERA, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* In each pair: the microphone's, the camera's. */
static const char *const icons_on[] = { "confab-microphone-symbolic", "confab-camera-symbolic" };
static const char *const icons_off[] = { "confab-microphone-off-symbolic",
                                         "confab-camera-off-symbolic" };
static const char *const actions[] = { "call.microphone", "call.camera" };
static const char *const names[] = { N_ ("Microphone"), N_ ("Camera") };
static const char *const tooltips_on[] = { N_ ("Turn microphone off (M)"),
                                           N_ ("Turn camera off (V)") };
static const char *const tooltips_off[] = { N_ ("Turn microphone on (M)"),
                                            N_ ("Turn camera on (V)") };
static const char *const choose_names[] = { N_ ("Choose microphone and loudspeaker"),
                                            N_ ("Choose camera") };

static void
set_name (gpointer widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The name of a button is what it is for, its state is whether that is on (a screen reader says both); the
 * tooltip says what a click would do. */
static void
show_state (ConfabDeviceButton *self)
{
  gboolean on = gtk_toggle_button_get_active (self->toggle);
  guint which = self->is_for_camera ? 1 : 0;

  gtk_button_set_icon_name (GTK_BUTTON (self->toggle), on ? icons_on[which] : icons_off[which]);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->toggle),
                               on ? _ (tooltips_on[which]) : _ (tooltips_off[which]));
  if (on)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "switched-off");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "switched-off");
}

static void
confab_device_button_constructed (GObject *object)
{
  ConfabDeviceButton *self = CONFAB_DEVICE_BUTTON (object);
  guint which = self->is_for_camera ? 1 : 0;

  G_OBJECT_CLASS (confab_device_button_parent_class)->constructed (object);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->toggle), actions[which]);
  set_name (self->toggle, _ (names[which]));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->choose), _ (choose_names[which]));
  set_name (self->choose, _ (choose_names[which]));
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (show_state), self);
  show_state (self);
}

static void
confab_device_button_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_CAMERA)
    CONFAB_DEVICE_BUTTON (object)->is_for_camera = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
confab_device_button_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (confab_device_button_parent_class)->dispose (object);
}

static void
confab_device_button_class_init (ConfabDeviceButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = confab_device_button_constructed;
  object_class->set_property = confab_device_button_set_property;
  object_class->dispose = confab_device_button_dispose;
  properties[PROP_CAMERA] =
      g_param_spec_boolean ("camera", NULL, NULL, FALSE,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/device-button.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabDeviceButton, toggle);
  gtk_widget_class_bind_template_child (widget_class, ConfabDeviceButton, choose);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "devicebutton");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
confab_device_button_init (ConfabDeviceButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
confab_device_button_set_devices (ConfabDeviceButton *self, ConfabDevices *devices)
{
  static const ConfabDeviceKind sound[] = { CONFAB_DEVICE_MICROPHONE, CONFAB_DEVICE_SPEAKER };
  static const ConfabDeviceKind camera[] = { CONFAB_DEVICE_CAMERA };
  g_autoptr (GMenuModel) menu = NULL;

  g_return_if_fail (CONFAB_IS_DEVICE_BUTTON (self));

  if (devices != NULL)
    menu = self->is_for_camera ? confab_device_menu_new (devices, camera, G_N_ELEMENTS (camera))
                               : confab_device_menu_new (devices, sound, G_N_ELEMENTS (sound));
  gtk_menu_button_set_menu_model (self->choose, menu);
  gtk_widget_set_visible (GTK_WIDGET (self->choose), menu != NULL);
}
