/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/meeting-page.h"

#include "app/chat-panel.h"
#include "app/control-bar.h"
#include "app/video-gallery.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _ConfabMeetingPage {
  GtkWidget parent_instance;
  AdwWindowTitle *title;
  GtkWidget *trouble;
  GtkLabel *trouble_text;
  AdwToastOverlay *toasts;
  AdwFlap *flap;
  ConfabVideoGallery *gallery;
  GtkWidget *invite;
  GtkSpinner *spinner;
  GtkLabel *status;
  GtkWidget *link_box;
  GtkLabel *hint;
  GtkLabel *link;
  ConfabChatPanel *chat;
  ConfabControlBar *controls;
  GSimpleActionGroup *actions;
  GSimpleAction *copy_link;
  ConfabVisit *visit;
  GListModel *log; /* the visit's chat, once there is one */
};

G_DEFINE_FINAL_TYPE (ConfabMeetingPage, confab_meeting_page, GTK_TYPE_WIDGET)

static void
show_words (ConfabMeetingPage *self)
{
  const char *room = confab_visit_get_room (self->visit);
  const char *trouble = confab_visit_get_trouble (self->visit);

  adw_window_title_set_title (self->title, room != NULL ? room : _ ("New Meeting"));
  adw_window_title_set_subtitle (self->title, confab_visit_get_path (self->visit));
  gtk_label_set_text (self->trouble_text, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (self->trouble, trouble != NULL);
}

/* The card over one's own picture while nobody else is there. */
static void
show_card (ConfabMeetingPage *self)
{
  const char *status = confab_visit_get_status (self->visit);
  const char *link = confab_visit_get_link (self->visit);
  gboolean waiting_for_guests = confab_visit_get_step (self->visit) == CONFAB_VISIT_INSIDE;

  gtk_widget_set_visible (self->invite, status != NULL);
  gtk_label_set_text (self->status, status != NULL ? status : "");
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), !waiting_for_guests);
  gtk_spinner_set_spinning (self->spinner, status != NULL && !waiting_for_guests);
  gtk_widget_set_visible (self->link_box, waiting_for_guests && link != NULL);
  gtk_label_set_text (self->hint,
                      confab_visit_is_own_meeting (self->visit)
                          ? _ ("This link is on the clipboard. Send it to whom you want "
                               "to meet:")
                          : _ ("Send this link to whom you want to meet:"));
  gtk_label_set_text (self->link, link != NULL ? link : "");
  g_simple_action_set_enabled (self->copy_link, link != NULL);
}

static void
on_chat_shown (ConfabMeetingPage *self)
{
  if (adw_flap_get_reveal_flap (self->flap)) {
    confab_control_bar_set_unread (self->controls, FALSE);
    confab_chat_panel_focus_entry (self->chat);
  } else if (gtk_widget_get_focus_child (GTK_WIDGET (self->chat)) != NULL) {
    /* What is hidden must not go on taking the letters that are typed. */
    confab_control_bar_focus_chat (self->controls);
  }
}

/* What has slid away is not told to a screen reader. */
static void
on_chat_slid (ConfabMeetingPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->chat), adw_flap_get_reveal_progress (self->flap) > 0);
}

static void
on_log_changed (GListModel *log, guint position, guint removed, guint added,
                ConfabMeetingPage *self)
{
  for (guint i = 0; i < added; i++) {
    g_autoptr (ConfabChatMessage) message = g_list_model_get_item (log, position + i);

    if (!confab_chat_message_is_own (message) && !adw_flap_get_reveal_flap (self->flap))
      confab_control_bar_set_unread (self->controls, TRUE);
  }
}

static void
show_log (ConfabMeetingPage *self)
{
  GListModel *log = self->visit != NULL ? confab_visit_get_chat (self->visit) : NULL;

  if (self->log == log)
    return;
  if (self->log != NULL)
    g_signal_handlers_disconnect_by_func (self->log, on_log_changed, self);
  g_set_object (&self->log, log);
  if (log != NULL)
    g_signal_connect_object (log, "items-changed", G_CALLBACK (on_log_changed), self, 0);
  confab_chat_panel_set_log (self->chat, log);
}

static void
on_visit_changed (ConfabMeetingPage *self)
{
  show_words (self);
  show_card (self);
  show_log (self);
}

static void
on_chat_send (ConfabMeetingPage *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (self->visit == NULL)
    return;
  if (confab_visit_send_chat (self->visit, text, &error))
    confab_chat_panel_clear_entry (self->chat);
  else
    confab_meeting_page_show_notice (self, error->message);
}

static void
on_chat_escape (ConfabMeetingPage *self)
{
  confab_control_bar_focus_chat (self->controls);
}

static void
on_copy_link (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabMeetingPage *self = CONFAB_MEETING_PAGE (user_data);
  const char *link = self->visit != NULL ? confab_visit_get_link (self->visit) : NULL;

  if (link == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link);
  confab_meeting_page_show_notice (self, _ ("The link is on the clipboard"));
}

static void
confab_meeting_page_dispose (GObject *object)
{
  ConfabMeetingPage *self = CONFAB_MEETING_PAGE (object);
  GtkWidget *child;

  confab_meeting_page_set_visit (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->copy_link);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (confab_meeting_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/meeting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, title);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, trouble_text);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, flap);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, gallery);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, invite);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, status);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, link_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, hint);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, link);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, chat);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, controls);
}

static void
confab_meeting_page_class_init (ConfabMeetingPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_meeting_page_dispose;

  g_type_ensure (CONFAB_TYPE_VIDEO_GALLERY);
  g_type_ensure (CONFAB_TYPE_CHAT_PANEL);
  g_type_ensure (CONFAB_TYPE_CONTROL_BAR);
  bind_children (GTK_WIDGET_CLASS (klass));
}

static void
add_actions (ConfabMeetingPage *self)
{
  g_autoptr (GPropertyAction) chat = g_property_action_new ("chat", self->flap, "reveal-flap");

  self->actions = g_simple_action_group_new ();
  self->copy_link = g_simple_action_new ("copy-link", NULL);
  g_signal_connect_object (self->copy_link, "activate", G_CALLBACK (on_copy_link), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (chat));
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (self->copy_link));
}

/* A click beside all buttons takes the keyboard from them, so that the space bar is for talking again. */
static void
on_gallery_pressed (ConfabMeetingPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_set_focus (GTK_WINDOW (root), NULL);
}

static void
let_gallery_take_focus (ConfabMeetingPage *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_gallery_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->gallery), GTK_EVENT_CONTROLLER (click));
}

static void
confab_meeting_page_init (ConfabMeetingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_actions (self);
  let_gallery_take_focus (self);
  g_signal_connect_swapped (self->flap, "notify::reveal-flap", G_CALLBACK (on_chat_shown), self);
  g_signal_connect_swapped (self->flap, "notify::reveal-progress", G_CALLBACK (on_chat_slid), self);
  on_chat_slid (self);
  g_signal_connect_swapped (self->chat, "send", G_CALLBACK (on_chat_send), self);
  g_signal_connect_swapped (self->chat, "escape", G_CALLBACK (on_chat_escape), self);
}

void
confab_meeting_page_set_visit (ConfabMeetingPage *self, ConfabVisit *visit)
{
  g_return_if_fail (CONFAB_IS_MEETING_PAGE (self));

  if (self->visit == visit)
    return;
  if (self->visit != NULL)
    g_signal_handlers_disconnect_by_func (self->visit, on_visit_changed, self);
  g_set_object (&self->visit, visit);
  confab_video_gallery_set_tiles (self->gallery,
                                  visit != NULL ? confab_visit_get_tiles (visit) : NULL);
  show_log (self);
  g_simple_action_set_enabled (self->copy_link, FALSE);
  if (visit == NULL)
    return;
  adw_flap_set_reveal_flap (self->flap, FALSE);
  confab_chat_panel_clear_entry (self->chat);
  confab_control_bar_set_unread (self->controls, FALSE);
  g_signal_connect_object (visit, "notify", G_CALLBACK (on_visit_changed), self, G_CONNECT_SWAPPED);
  on_visit_changed (self);
}

void
confab_meeting_page_set_devices (ConfabMeetingPage *self, ConfabDevices *devices)
{
  g_return_if_fail (CONFAB_IS_MEETING_PAGE (self));

  confab_control_bar_set_devices (self->controls, devices);
}

void
confab_meeting_page_add_toast (ConfabMeetingPage *self, AdwToast *toast)
{
  g_return_if_fail (CONFAB_IS_MEETING_PAGE (self));

  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
confab_meeting_page_show_notice (ConfabMeetingPage *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast;

  g_return_if_fail (CONFAB_IS_MEETING_PAGE (self));

  toast = adw_toast_new (escaped);
  adw_toast_set_timeout (toast, 4);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

GActionGroup *
confab_meeting_page_get_actions (ConfabMeetingPage *self)
{
  return G_ACTION_GROUP (self->actions);
}
