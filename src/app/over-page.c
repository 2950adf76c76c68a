/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/over-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ConfabOverPage {
  GtkWidget parent_instance;
  AdwStatusPage *words;
  GtkWidget *again;
  GtkWidget *home;
};

G_DEFINE_FINAL_TYPE (ConfabOverPage, confab_over_page, GTK_TYPE_WIDGET)

static void
confab_over_page_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (confab_over_page_parent_class)->dispose (object);
}

static void
confab_over_page_class_init (ConfabOverPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_over_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/over-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabOverPage, words);
  gtk_widget_class_bind_template_child (widget_class, ConfabOverPage, again);
  gtk_widget_class_bind_template_child (widget_class, ConfabOverPage, home);
}

static void
confab_over_page_init (ConfabOverPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @text: (nullable) */
static void
say (ConfabOverPage *self, const char *title, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  adw_status_page_set_title (self->words, title);
  adw_status_page_set_description (self->words, escaped);
}

static void
offer (ConfabOverPage *self, const char *label, const char *action)
{
  gtk_button_set_label (GTK_BUTTON (self->again), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->again), action);
  gtk_widget_set_visible (self->again, TRUE);
  gtk_widget_grab_focus (self->again);
}

/* (nullable): what leaving does to the others */
static const char *
consequence (ConfabVisit *visit)
{
  ConfabMeeting *meeting = confab_visit_get_meeting (visit);
  gboolean alone = g_list_model_get_n_items (confab_visit_get_tiles (visit)) < 2;

  if (alone || meeting == NULL || !confab_meeting_is_leader (meeting))
    return NULL;
  return _ ("You are the host: in a moment the meeting ends for everybody.");
}

void
confab_over_page_show (ConfabOverPage *self, ConfabVisit *visit)
{
  g_return_if_fail (CONFAB_IS_OVER_PAGE (self));
  g_return_if_fail (CONFAB_IS_VISIT (visit));

  switch (confab_visit_get_step (visit)) {
  case CONFAB_VISIT_PARTING:
    /* Left as far as anybody can see or hear, and still to be undone. */
    say (self, _ ("You Left the Meeting"), consequence (visit));
    offer (self, _ ("Undo"), "call.stay");
    break;
  case CONFAB_VISIT_LEAVING:
    say (self, _ ("You Left the Meeting"), confab_visit_get_status (visit));
    gtk_widget_grab_focus (self->home);
    gtk_widget_set_visible (self->again, FALSE);
    break;
  default:
    say (self, confab_visit_get_over_title (visit), confab_visit_get_over_text (visit));
    offer (self, _ ("Join Again"), "app.again");
    gtk_widget_set_visible (self->again, confab_visit_get_link (visit) != NULL);
    break;
  }
}
