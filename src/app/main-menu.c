/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/main-menu.h"

struct _ConfabMainMenu {
  GtkWidget parent_instance;
  GtkMenuButton *button;
  GMenuModel *on_each; /* page */
  GMenuModel *of_page; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (ConfabMainMenu, confab_main_menu, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_OF_PAGE, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* Its rows are made when it is opened for the first time: the first picture of a window needs none of them. */
static void
on_opened (GtkMenuButton *button, gpointer user_data)
{
  ConfabMainMenu *self = CONFAB_MAIN_MENU (user_data);
  g_autoptr (GMenu) menu = NULL;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  menu = g_menu_new ();
  if (self->of_page != NULL)
    g_menu_append_section (menu, NULL, self->of_page);
  g_menu_append_section (menu, NULL, self->on_each);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
confab_main_menu_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_set_object (&CONFAB_MAIN_MENU (object)->of_page, g_value_get_object (value));
}

static void
confab_main_menu_dispose (GObject *object)
{
  ConfabMainMenu *self = CONFAB_MAIN_MENU (object);

  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->button)));
  g_clear_object (&self->of_page);
  G_OBJECT_CLASS (confab_main_menu_parent_class)->dispose (object);
}

static void
confab_main_menu_class_init (ConfabMainMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = confab_main_menu_set_property;
  object_class->dispose = confab_main_menu_dispose;

  properties[PROP_OF_PAGE] = g_param_spec_object ("of-page", NULL, NULL, G_TYPE_MENU_MODEL,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/main-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabMainMenu, button);
  gtk_widget_class_bind_template_child (widget_class, ConfabMainMenu, on_each);
}

static void
confab_main_menu_init (ConfabMainMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, on_opened, self, NULL);
}
