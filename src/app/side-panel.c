/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/side-panel.h"

#include <glib/gi18n.h>

struct _ConfabSidePanel {
  GtkWidget parent_instance;
  GtkLabel *title;
  GtkStack *stack;
  ConfabChatPanel *chat;
  ConfabPeoplePanel *people;
  const char *page; /* one of the names below, or "" */
  GSimpleAction *switches[2];
};

G_DEFINE_FINAL_TYPE (ConfabSidePanel, confab_side_panel, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PAGE, N_PROPS };
static GParamSpec *properties[N_PROPS];

static const char *const pages[] = { "people", "chat" };

static void
show_page (ConfabSidePanel *self)
{
  gboolean people = g_str_equal (self->page, "people");

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (self->switches[i] != NULL)
      g_simple_action_set_state (self->switches[i],
                                 g_variant_new_boolean (g_str_equal (pages[i], self->page)));
  if (*self->page == '\0')
    return;
  /* A stack tells a screen reader of every page it has. */
  gtk_widget_set_visible (GTK_WIDGET (self->people), people);
  gtk_widget_set_visible (GTK_WIDGET (self->chat), !people);
  gtk_stack_set_visible_child_name (self->stack, self->page);
  gtk_label_set_label (self->title, people ? _ ("People") : _ ("Chat"));
}

static void
on_switch (GSimpleAction *action, GVariant *on, gpointer user_data)
{
  ConfabSidePanel *self = user_data;
  const char *page = g_action_get_name (G_ACTION (action));

  if (g_variant_get_boolean (on))
    confab_side_panel_set_page (self, page);
  else if (g_str_equal (self->page, page))
    confab_side_panel_set_page (self, "");
}

static void
on_close (ConfabSidePanel *self)
{
  confab_side_panel_set_page (self, "");
}

static void
confab_side_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, CONFAB_SIDE_PANEL (object)->page);
}

static void
confab_side_panel_dispose (GObject *object)
{
  ConfabSidePanel *self = CONFAB_SIDE_PANEL (object);
  GtkWidget *child;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    g_clear_object (&self->switches[i]);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (confab_side_panel_parent_class)->dispose (object);
}

static void
confab_side_panel_class_init (ConfabSidePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = confab_side_panel_get_property;
  object_class->dispose = confab_side_panel_dispose;

  properties[PROP_PAGE] =
      g_param_spec_string ("page", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (CONFAB_TYPE_CHAT_PANEL);
  g_type_ensure (CONFAB_TYPE_PEOPLE_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/side-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSidePanel, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidePanel, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidePanel, chat);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidePanel, people);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
confab_side_panel_init (ConfabSidePanel *self)
{
  self->page = "";
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
confab_side_panel_get_page (ConfabSidePanel *self)
{
  return self->page;
}

void
confab_side_panel_set_page (ConfabSidePanel *self, const char *page)
{
  const char *known = "";

  g_return_if_fail (CONFAB_IS_SIDE_PANEL (self));

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (pages[i], page))
      known = pages[i];
  if (self->page == known)
    return;
  self->page = known;
  show_page (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

void
confab_side_panel_add_actions (ConfabSidePanel *self, GActionMap *map)
{
  g_return_if_fail (CONFAB_IS_SIDE_PANEL (self));
  g_return_if_fail (self->switches[0] == NULL);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    self->switches[i] =
        g_simple_action_new_stateful (pages[i], NULL, g_variant_new_boolean (FALSE));
    g_signal_connect_object (self->switches[i], "change-state", G_CALLBACK (on_switch), self, 0);
    g_action_map_add_action (map, G_ACTION (self->switches[i]));
  }
}

ConfabChatPanel *
confab_side_panel_get_chat (ConfabSidePanel *self)
{
  return self->chat;
}

ConfabPeoplePanel *
confab_side_panel_get_people (ConfabSidePanel *self)
{
  return self->people;
}
