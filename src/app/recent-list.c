/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/recent-list.h"

#include "app/light-rows.h"
#include "app/time-words.h"

#include <glib/gi18n.h>

struct _ConfabRecentList {
  AdwPreferencesGroup parent_instance;
  GtkWidget *clear;
  GtkWidget *empty;
  GtkLabel *empty_text;
  GtkListBox *rows;
  ConfabRecentMeetings *meetings; /* (nullable): until the desk is open */
};

G_DEFINE_FINAL_TYPE (ConfabRecentList, confab_recent_list, ADW_TYPE_PREFERENCES_GROUP)

/* --- removing --- */

typedef struct {
  ConfabRecentMeetings *meetings;
  GPtrArray *removed;
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->meetings);
  g_ptr_array_unref (removal->removed);
  g_free (removal);
}

static void
on_undo (AdwToast *toast, Removal *removal)
{
  confab_recent_meetings_put_back (removal->meetings, removal->removed);
}

/* Takes @removed. */
static void
offer_undo (ConfabRecentList *self, const char *words, GPtrArray *removed)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast = adw_toast_new (words);
  Removal *removal = g_new0 (Removal, 1);

  removal->meetings = g_object_ref (self->meetings);
  removal->removed = removed;
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), removal, removal_free, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

static void
on_clear (ConfabRecentList *self)
{
  offer_undo (self, _ ("The list is empty now"), confab_recent_meetings_clear (self->meetings));
}

/* The focus would go with the row: it moves to the one that takes its place. */
static void
on_remove (GtkWidget *button, ConfabRecentList *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);
  int position = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  ConfabRecentMeeting *meeting =
      g_list_model_get_item (G_LIST_MODEL (self->meetings), (guint) position);
  g_autofree char *words = g_strdup_printf (_ ("“%s” is not in the list any more"),
                                            confab_recent_meeting_get_room (meeting));
  GPtrArray *removed = g_ptr_array_new_with_free_func (g_object_unref);
  GtkListBoxRow *next;

  g_ptr_array_add (removed, meeting);
  confab_recent_meetings_remove (self->meetings, meeting);
  next = gtk_list_box_get_row_at_index (self->rows, position);
  if (next == NULL && position > 0)
    next = gtk_list_box_get_row_at_index (self->rows, position - 1);
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
  offer_undo (self, words, removed);
}

/* --- showing --- */

static char *
dup_subtitle (ConfabRecentMeeting *meeting, GDateTime *now)
{
  g_autoptr (GDateTime) then =
      g_date_time_new_from_unix_local (confab_recent_meeting_get_visited_ms (meeting) / 1000);
  g_autofree char *when = then != NULL ? confab_time_words (then, now) : g_strdup ("");
  g_autofree char *subtitle =
      g_strdup_printf ("%s · %s", confab_recent_meeting_get_host (meeting), when);

  return g_markup_escape_text (subtitle, -1);
}

static GtkWidget *
new_remove_button (ConfabRecentList *self, const char *room)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *label = g_strdup_printf (_ ("Remove “%s” from the list"), room);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Remove from the list"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_remove), self);
  return button;
}

static GtkWidget *
new_row (ConfabRecentList *self, ConfabRecentMeeting *meeting, GDateTime *now)
{
  GtkWidget *row = adw_action_row_new ();
  const char *room = confab_recent_meeting_get_room (meeting);
  g_autofree char *subtitle = dup_subtitle (meeting, now);

  confab_light_row_apply (ADW_ACTION_ROW (row));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), room);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_remove_button (self, room));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s",
                                    confab_recent_meeting_get_link (meeting));
  return row;
}

static void
show_meetings (ConfabRecentList *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GListModel *list = G_LIST_MODEL (self->meetings);
  guint n = self->meetings != NULL ? g_list_model_get_n_items (list) : 0;
  GtkListBoxRow *former;

  while ((former = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (former));
  for (guint i = 0; i < n; i++) {
    g_autoptr (ConfabRecentMeeting) meeting = g_list_model_get_item (list, i);

    gtk_list_box_append (self->rows, new_row (self, meeting, now));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  gtk_widget_set_visible (self->clear, n > 0);
  gtk_widget_set_visible (self->empty, n == 0);
  gtk_label_set_text (
      self->empty_text,
      self->meetings != NULL && !confab_recent_meetings_get_remembering (self->meetings)
          ? _ ("Confab does not remember your meetings. You can change that in the preferences.")
          : _ ("Meetings you were in appear here, so that one click leads back to them. The list "
               "stays on this computer."));
}

/* What was today is yesterday when the page is looked at the next time. */
static void
on_map (ConfabRecentList *self)
{
  show_meetings (self);
}

static void
confab_recent_list_dispose (GObject *object)
{
  g_clear_object (&CONFAB_RECENT_LIST (object)->meetings);
  G_OBJECT_CLASS (confab_recent_list_parent_class)->dispose (object);
}

static void
confab_recent_list_class_init (ConfabRecentListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_recent_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/recent-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabRecentList, clear);
  gtk_widget_class_bind_template_child (widget_class, ConfabRecentList, empty);
  gtk_widget_class_bind_template_child (widget_class, ConfabRecentList, empty_text);
  gtk_widget_class_bind_template_child (widget_class, ConfabRecentList, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_map);
}

static void
confab_recent_list_init (ConfabRecentList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
confab_recent_list_set_meetings (ConfabRecentList *self, ConfabRecentMeetings *meetings)
{
  g_return_if_fail (CONFAB_IS_RECENT_LIST (self));
  g_return_if_fail (self->meetings == NULL);

  self->meetings = g_object_ref (meetings);
  g_signal_connect_object (meetings, "items-changed", G_CALLBACK (show_meetings), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (meetings, "notify::remembering", G_CALLBACK (show_meetings), self,
                           G_CONNECT_SWAPPED);
  show_meetings (self);
}
