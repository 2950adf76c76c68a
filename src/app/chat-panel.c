/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/chat-panel.h"

#include "app/chat-row.h"

struct _ConfabChatPanel {
  GtkWidget parent_instance;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListView *messages;
  GtkEntry *entry;
  GListModel *log;
  gboolean at_end; /* new messages are followed, unless the person has scrolled back */
};

G_DEFINE_FINAL_TYPE (ConfabChatPanel, confab_chat_panel, GTK_TYPE_WIDGET)

enum { SIGNAL_SEND, SIGNAL_ESCAPE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_row_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, confab_chat_row_new ());
}

static void
on_row_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  confab_chat_row_show_message (CONFAB_CHAT_ROW (gtk_list_item_get_child (item)),
                                gtk_list_item_get_item (item));
}

static void
on_log_changed (ConfabChatPanel *self)
{
  gboolean any = self->log != NULL && g_list_model_get_n_items (self->log) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "messages" : "empty");
}

static void
on_scrolled (ConfabChatPanel *self)
{
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (self->scroller);
  double end = gtk_adjustment_get_upper (scroll) - gtk_adjustment_get_page_size (scroll);

  self->at_end = gtk_adjustment_get_value (scroll) >= end - 1;
}

static void
on_grown (ConfabChatPanel *self)
{
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (self->scroller);

  if (self->at_end)
    gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll));
}

static void
on_entry_activate (ConfabChatPanel *self)
{
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (*text != '\0')
    g_signal_emit (self, signals[SIGNAL_SEND], 0, text);
}

static gboolean
on_escape (GtkWidget *entry, GVariant *unused, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ESCAPE], 0);
  return TRUE;
}

static void
confab_chat_panel_dispose (GObject *object)
{
  ConfabChatPanel *self = CONFAB_CHAT_PANEL (object);
  GtkWidget *child;

  confab_chat_panel_set_log (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (confab_chat_panel_parent_class)->dispose (object);
}

static void
confab_chat_panel_class_init (ConfabChatPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_chat_panel_dispose;

  signals[SIGNAL_SEND] = g_signal_new ("send", CONFAB_TYPE_CHAT_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ESCAPE] = g_signal_new ("escape", CONFAB_TYPE_CHAT_PANEL, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/chat-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPanel, messages);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatPanel, entry);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activate);
}

static void
follow_messages (ConfabChatPanel *self)
{
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->at_end = TRUE;
  g_signal_connect_swapped (scroll, "value-changed", G_CALLBACK (on_scrolled), self);
  g_signal_connect_swapped (scroll, "notify::upper", G_CALLBACK (on_grown), self);
}

static void
confab_chat_panel_init (ConfabChatPanel *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (factory, "setup", G_CALLBACK (on_row_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_row_bind), NULL);
  gtk_list_view_set_factory (self->messages, factory);
  g_object_unref (factory);
  follow_messages (self);

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (on_escape, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  on_log_changed (self);
}

void
confab_chat_panel_set_log (ConfabChatPanel *self, GListModel *log)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_if_fail (CONFAB_IS_CHAT_PANEL (self));

  if (self->log == log)
    return;
  if (self->log != NULL)
    g_signal_handlers_disconnect_by_func (self->log, on_log_changed, self);
  g_set_object (&self->log, log);
  if (log != NULL) {
    selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (log)));
    g_signal_connect_swapped (log, "items-changed", G_CALLBACK (on_log_changed), self);
  }
  gtk_list_view_set_model (self->messages, selection);
  on_log_changed (self);
}

void
confab_chat_panel_clear_entry (ConfabChatPanel *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

void
confab_chat_panel_focus_entry (ConfabChatPanel *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
