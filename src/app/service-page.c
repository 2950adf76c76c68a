/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/service-page.h"

#include "app/entry-row.h"

#include <glib/gi18n.h>

struct _ConfabServicePage {
  AdwPreferencesPage parent_instance;
  ConfabEntryRow *address;
  AdwActionRow *check_row;
  GtkImage *answer;
  GtkSpinner *spinner;
  GtkWidget *check;
  gboolean is_wrong; /* what is shown as the address cannot be one */
  ConfabDesk *desk;
  GCancellable *checking; /* (nullable): of the question that is under way */
};

G_DEFINE_FINAL_TYPE (ConfabServicePage, confab_service_page, ADW_TYPE_PREFERENCES_PAGE)

/* @icon: (nullable): an answer; %NULL: there is none yet */
static void
say (ConfabServicePage *self, const char *words, const char *icon)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_action_row_set_subtitle (self->check_row, escaped);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), icon != NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (self->answer, icon);
}

static void
show_checking (ConfabServicePage *self, gboolean checking)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), checking);
  gtk_spinner_set_spinning (self->spinner, checking);
  gtk_widget_set_sensitive (self->check, !checking && confab_desk_get_service (self->desk) != NULL);
}

static void
stop_checking (ConfabServicePage *self)
{
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConfabServicePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *version = confab_service_check_finish (result, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->checking);
  show_checking (self, FALSE);
  if (error != NULL) {
    say (self, error->message, "dialog-warning-symbolic");
    return;
  }
  words = *version != '\0' ? g_strdup_printf (_ ("Yes: a Confab service, version %s"), version)
                           : g_strdup (_ ("Yes: a Confab service"));
  say (self, words, "emblem-ok-symbolic");
}

static void
on_check (ConfabServicePage *self)
{
  stop_checking (self);
  self->checking = g_cancellable_new ();
  show_checking (self, TRUE);
  say (self, _ ("Asking…"), NULL);
  confab_service_check_async (confab_desk_get_service (self->desk), self->checking, on_checked,
                              g_object_ref (self));
}

static void
show_service (ConfabServicePage *self)
{
  const char *service = confab_desk_get_service (self->desk);

  stop_checking (self);
  confab_entry_row_set_text (self->address, service != NULL ? service : "");
  show_checking (self, FALSE);
  say (self, service != NULL ? _ ("Not asked yet") : _ ("No service is set"), NULL);
}

/* Also when the keyboard goes elsewhere: then there may be nothing new. */
static void
on_apply (ConfabServicePage *self)
{
  const char *service = confab_desk_get_service (self->desk);
  g_autofree char *typed = g_strstrip (g_strdup (confab_entry_row_get_text (self->address)));
  g_autoptr (GError) error = NULL;
  g_autofree char *url = *typed != '\0' ? confab_service_url_from_typed (typed, &error) : NULL;

  if (!self->is_wrong && g_str_equal (typed, service != NULL ? service : ""))
    return;
  self->is_wrong = error != NULL;
  confab_entry_row_set_wrong (self->address, self->is_wrong);
  if (error != NULL) {
    stop_checking (self);
    show_checking (self, FALSE);
    say (self, error->message, "dialog-warning-symbolic");
    return;
  }
  confab_desk_set_service (self->desk, url);
  show_service (self); /* as it is understood, also if nothing changed by it */
  if (url != NULL)
    on_check (self);
}

static void
confab_service_page_dispose (GObject *object)
{
  ConfabServicePage *self = CONFAB_SERVICE_PAGE (object);

  stop_checking (self);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (confab_service_page_parent_class)->dispose (object);
}

/* A question holds this page; whoever closes the window does not wait for the answer. */
static void
on_unrealize (ConfabServicePage *self)
{
  stop_checking (self);
}

static void
confab_service_page_class_init (ConfabServicePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_service_page_dispose;

  g_type_ensure (CONFAB_TYPE_ENTRY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/service-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabServicePage, address);
  gtk_widget_class_bind_template_child (widget_class, ConfabServicePage, check_row);
  gtk_widget_class_bind_template_child (widget_class, ConfabServicePage, answer);
  gtk_widget_class_bind_template_child (widget_class, ConfabServicePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ConfabServicePage, check);
  gtk_widget_class_bind_template_callback (widget_class, on_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
}

static void
confab_service_page_init (ConfabServicePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "unrealize", G_CALLBACK (on_unrealize), NULL);
}

void
confab_service_page_set_desk (ConfabServicePage *self, ConfabDesk *desk)
{
  g_return_if_fail (CONFAB_IS_SERVICE_PAGE (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  show_service (self);
}
