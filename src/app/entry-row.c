/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/entry-row.h"

struct _ConfabEntryRow {
  AdwPreferencesRow parent_instance;
  GtkBox *box;
  GtkWidget *entry;
};

G_DEFINE_FINAL_TYPE (ConfabEntryRow, confab_entry_row, ADW_TYPE_PREFERENCES_ROW)

enum {
  PROP_0,
  PROP_SUFFIX,
  PROP_INPUT_PURPOSE,
  PROP_MAX_LENGTH,
  PROP_ACTIVATES_DEFAULT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_CHANGED, SIGNAL_ENTERED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_changed (ConfabEntryRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_activate (ConfabEntryRow *self)
{
  g_signal_emit (self, signals[SIGNAL_ENTERED], 0);
}

/* The label above would name the field a second time if it were tied to it. */
static void
on_title (ConfabEntryRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
}

static void
confab_entry_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ConfabEntryRow *self = CONFAB_ENTRY_ROW (object);

  if (id == PROP_SUFFIX)
    gtk_box_append (self->box, g_value_get_object (value));
  else
    g_object_set_property (G_OBJECT (self->entry), pspec->name, value);
}

static void
add_properties (GObjectClass *object_class)
{
  const GParamFlags writable = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_SUFFIX] = g_param_spec_object ("suffix", NULL, NULL, GTK_TYPE_WIDGET, writable);
  properties[PROP_INPUT_PURPOSE] = g_param_spec_enum (
      "input-purpose", NULL, NULL, GTK_TYPE_INPUT_PURPOSE, GTK_INPUT_PURPOSE_FREE_FORM, writable);
  properties[PROP_MAX_LENGTH] = g_param_spec_int ("max-length", NULL, "Characters; 0: any number",
                                                  0, GTK_ENTRY_BUFFER_MAX_SIZE, 0, writable);
  properties[PROP_ACTIVATES_DEFAULT] =
      g_param_spec_boolean ("activates-default", NULL, NULL, FALSE, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_entry_row_class_init (ConfabEntryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = confab_entry_row_set_property;
  add_properties (G_OBJECT_CLASS (klass));
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", CONFAB_TYPE_ENTRY_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ENTERED] = g_signal_new ("entered", CONFAB_TYPE_ENTRY_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/entry-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabEntryRow, box);
  gtk_widget_class_bind_template_child (widget_class, ConfabEntryRow, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
confab_entry_row_init (ConfabEntryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (on_title), NULL);
}

const char *
confab_entry_row_get_text (ConfabEntryRow *self)
{
  g_return_val_if_fail (CONFAB_IS_ENTRY_ROW (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
confab_entry_row_set_text (ConfabEntryRow *self, const char *text)
{
  g_return_if_fail (CONFAB_IS_ENTRY_ROW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

void
confab_entry_row_set_wrong (ConfabEntryRow *self, gboolean wrong)
{
  g_return_if_fail (CONFAB_IS_ENTRY_ROW (self));

  if (wrong)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}
