/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/home-page.h"

#include "app/entry-row.h"
#include "app/link-words.h"
#include "app/main-menu.h"
#include "app/name-row.h"
#include "app/recent-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ConfabHomePage {
  GtkWidget parent_instance;
  ConfabEntryRow *link;
  GtkWidget *join;
  GtkLabel *link_words;
  ConfabRecentList *recent;
  ConfabEntryRow *name;
  GtkWidget *check_devices;
  GtkBox *notes;
  GtkWidget *service_note;  /* (nullable): until there is a reason to show it */
  GtkWidget *identity_note; /* (nullable): likewise */
  ConfabDesk *desk;
  ConfabRecentMeetings *meetings; /* (nullable): until the desk is open */
};

G_DEFINE_FINAL_TYPE (ConfabHomePage, confab_home_page, GTK_TYPE_WIDGET)

/* --- what is not settled yet --- */

/* At the lower edge, so that nothing moves under the pointer when the profile has been read. */
static GtkWidget *
add_note (ConfabHomePage *self, GtkMessageType type, const char *text, const char *label,
          const char *action)
{
  GtkWidget *note = gtk_info_bar_new ();
  GtkWidget *grid = gtk_grid_new (); /* no box: see light-rows.h */
  GtkWidget *words = gtk_label_new (text);
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_info_bar_set_message_type (GTK_INFO_BAR (note), type);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_grid_attach (GTK_GRID (grid), words, 0, 0, 1, 1);
  gtk_info_bar_add_child (GTK_INFO_BAR (note), grid);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_info_bar_add_action_widget (GTK_INFO_BAR (note), button, GTK_RESPONSE_NONE);
  gtk_box_append (self->notes, note);
  return note;
}

static void
show_service_note (ConfabHomePage *self, gboolean wanted)
{
  if (wanted && self->service_note == NULL)
    self->service_note = add_note (
        self, GTK_MESSAGE_OTHER,
        _ ("Without a meeting service, your meetings are for people in your own network."),
        _ ("Set a Service…"), "app.preferences");
  if (self->service_note != NULL)
    gtk_widget_set_visible (self->service_note, wanted);
}

static void
show_identity_note (ConfabHomePage *self, gboolean wanted)
{
  if (wanted && self->identity_note == NULL)
    self->identity_note = add_note (self, GTK_MESSAGE_INFO,
                                    _ ("The key that others know you by is not kept yet: it is "
                                       "lost when Confab closes."),
                                    _ ("Keep It…"), "app.keep-identity");
  if (self->identity_note != NULL)
    gtk_widget_set_visible (self->identity_note, wanted);
}

static void
show_desk (ConfabHomePage *self)
{
  ConfabClient *client = confab_desk_get_client (self->desk);

  show_service_note (self, client != NULL && confab_desk_get_service (self->desk) == NULL);
  show_identity_note (self, !confab_desk_is_identity_kept (self->desk));
  if (client != NULL && self->meetings == NULL) {
    self->meetings = g_object_ref (confab_client_get_recent_meetings (client));
    confab_recent_list_set_meetings (self->recent, self->meetings);
  }
}

/* Actions of the program that may not be there. */
static void
on_map (ConfabHomePage *self)
{
  GApplication *application = g_application_get_default ();

  gtk_widget_set_visible (
      self->check_devices,
      application != NULL &&
          g_action_group_has_action (G_ACTION_GROUP (application), "check-devices"));
}

/* --- joining --- */

/* (transfer full) (nullable) */
static char *
dup_link (ConfabHomePage *self, GError **error)
{
  return confab_link_from_words (confab_entry_row_get_text (self->link),
                                 confab_desk_get_service (self->desk), self->meetings, error);
}

static void
say_of_link (ConfabHomePage *self, const char *words, gboolean wrong)
{
  gtk_label_set_text (self->link_words, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->link_words), words != NULL);
  confab_entry_row_set_wrong (self->link, wrong);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->link_words), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->link_words), "error");
}

/* While somebody still types, nothing is wrong yet; a link that can be read says where it leads. */
static void
on_link_changed (ConfabHomePage *self)
{
  g_autofree char *link = self->desk != NULL ? dup_link (self, NULL) : NULL;
  g_autoptr (ConfabLinkSummary) summary =
      link != NULL ? confab_link_summary_read (link, NULL) : NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_sensitive (self->join, *confab_entry_row_get_text (self->link) != '\0');
  if (summary != NULL) {
    words = g_strdup_printf (summary->encrypted ? _ ("Leads to “%s” at %s, end-to-end encrypted")
                                                : _ ("Leads to “%s” at %s"),
                             summary->room, summary->host);
    gtk_widget_add_css_class (self->join, "suggested-action");
  } else {
    gtk_widget_remove_css_class (self->join, "suggested-action");
  }
  say_of_link (self, words, FALSE);
}

static void
on_join (ConfabHomePage *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *link = dup_link (self, &error);

  if (link != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.join", "s", link);
  else if (*confab_entry_row_get_text (self->link) != '\0')
    say_of_link (self, error->message, TRUE);
}

static void
confab_home_page_dispose (GObject *object)
{
  ConfabHomePage *self = CONFAB_HOME_PAGE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->meetings);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (confab_home_page_parent_class)->dispose (object);
}

static void
confab_home_page_class_init (ConfabHomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_home_page_dispose;

  g_type_ensure (CONFAB_TYPE_ENTRY_ROW);
  g_type_ensure (CONFAB_TYPE_MAIN_MENU);
  g_type_ensure (CONFAB_TYPE_RECENT_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, link);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, join);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, notes);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, link_words);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, recent);
  gtk_widget_class_bind_template_child (widget_class, ConfabHomePage, check_devices);
  gtk_widget_class_bind_template_callback (widget_class, on_map);
  gtk_widget_class_bind_template_callback (widget_class, on_link_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
}

static void
confab_home_page_init (ConfabHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
confab_home_page_set_desk (ConfabHomePage *self, ConfabDesk *desk)
{
  g_return_if_fail (CONFAB_IS_HOME_PAGE (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  confab_name_row_follow (self->name, desk);
  g_signal_connect_object (desk, "notify", G_CALLBACK (show_desk), self, G_CONNECT_SWAPPED);
  show_desk (self);
}

void
confab_home_page_clear_link (ConfabHomePage *self)
{
  confab_entry_row_set_text (self->link, "");
}
