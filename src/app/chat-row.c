/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/chat-row.h"

#include "app/chat-markup.h"

#include <glib/gi18n.h>

struct _ConfabChatRow {
  GtkWidget parent_instance;
  GtkLabel *heading;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (ConfabChatRow, confab_chat_row, GTK_TYPE_WIDGET)

static void
confab_chat_row_dispose (GObject *object)
{
  ConfabChatRow *self = CONFAB_CHAT_ROW (object);

  if (self->heading != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->heading));
  if (self->text != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->text));
  self->heading = self->text = NULL;
  G_OBJECT_CLASS (confab_chat_row_parent_class)->dispose (object);
}

static void
confab_chat_row_class_init (ConfabChatRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_chat_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/chat-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabChatRow, heading);
  gtk_widget_class_bind_template_child (widget_class, ConfabChatRow, text);
}

static void
confab_chat_row_init (ConfabChatRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
confab_chat_row_new (void)
{
  return g_object_new (CONFAB_TYPE_CHAT_ROW, NULL);
}

static char *
time_of_day (ConfabChatMessage *message)
{
  g_autoptr (GDateTime) time =
      g_date_time_new_from_unix_local (confab_chat_message_get_time_ms (message) / 1000);

  /* Translators: hours and minutes of a chat message, for g_date_time_format () */
  return time != NULL ? g_date_time_format (time, _ ("%H:%M")) : g_strdup ("");
}

/* Whatever somebody writes is shown as it is, and a link shows where it leads. */
void
confab_chat_row_show_message (ConfabChatRow *self, ConfabChatMessage *message)
{
  g_autofree char *time = time_of_day (message);
  g_autofree char *heading = NULL;
  g_autofree char *markup = NULL;
  gboolean own = confab_chat_message_is_own (message);
  gboolean missing = confab_chat_message_is_missing (message);

  g_return_if_fail (CONFAB_IS_CHAT_ROW (self));

  heading = g_strdup_printf ("%s · %s",
                             own ? _ ("You") : confab_chat_message_get_from_name (message), time);
  gtk_label_set_text (self->heading, heading);
  markup = missing ? g_markup_escape_text (_ ("A message is missing here"), -1)
                   : confab_chat_markup (confab_chat_message_get_text (message));
  gtk_label_set_markup (self->text, markup);
  gtk_label_set_xalign (self->heading, own ? 1.0f : 0.0f);
  gtk_widget_set_halign (GTK_WIDGET (self->text), own ? GTK_ALIGN_END : GTK_ALIGN_START);
  if (own)
    gtk_widget_add_css_class (GTK_WIDGET (self), "own");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "own");
}
