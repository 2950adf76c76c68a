/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/meeting-page.h"

#include "app/announcer.h"
#include "app/control-bar.h"
#include "app/main-menu.h"
#include "app/people-tiles.h"
#include "app/settings.h"
#include "app/side-panel.h"
#include "app/stage.h"
#include "app/toast.h"
#include "app/visit-question.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define HEADER_ENTER 24 /* px from the upper edge: where it comes in full screen */
#define HEADER_LEAVE 60 /* and where it goes again */

struct _ConfabMeetingPage {
  GtkWidget parent_instance;
  AdwWindowTitle *title;
  GtkWidget *trouble;
  GtkLabel *trouble_text;
  AdwToastOverlay *toasts;
  AdwFlap *flap;
  ConfabStage *stage;
  GtkWidget *invite;
  GtkSpinner *spinner;
  GtkLabel *status;
  GtkWidget *link_box;
  GtkLabel *hint;
  GtkLabel *link;
  ConfabSidePanel *panel;
  GtkLabel *reach;
  ConfabControlBar *controls;
  GtkWidget *header;
  GtkButton *view;
  gboolean pointer_at_top;
  ConfabAnnouncer *announcer;
  GSimpleActionGroup *actions;
  GSimpleAction *copy_link;
  ConfabVisit *visit;
  GListModel *log;      /* the visit's chat, once there is one */
  GListModel *waiting;  /* likewise: who asks to be let in */
  AdwToast *door_toast; /* (nullable): as long as it is shown or waits for that */
};

G_DEFINE_FINAL_TYPE (ConfabMeetingPage, confab_meeting_page, GTK_TYPE_WIDGET)

enum { SIGNAL_NOTICE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_words (ConfabMeetingPage *self)
{
  const char *room = confab_visit_get_room (self->visit);
  const char *trouble = confab_visit_get_trouble (self->visit);

  adw_window_title_set_title (self->title, room != NULL ? room : _ ("New Meeting"));
  adw_window_title_set_subtitle (self->title, confab_visit_get_path (self->visit));
  if (trouble != NULL && !g_str_equal (gtk_label_get_text (self->trouble_text), trouble))
    confab_announcer_say (self->announcer, trouble);
  gtk_label_set_text (self->trouble_text, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (self->trouble, trouble != NULL);
}

/* The card over one's own picture while nobody else is there. */
static void
show_card (ConfabMeetingPage *self)
{
  const char *status = confab_visit_get_status (self->visit);
  const char *link = confab_visit_get_link (self->visit);
  const char *reach = confab_visit_get_reach (self->visit);
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
  gtk_label_set_text (self->reach, reach != NULL ? reach : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reach), reach != NULL);
  g_simple_action_set_enabled (self->copy_link, link != NULL);
}

/* --- the side panel --- */

static gboolean
is_showing_chat (ConfabMeetingPage *self)
{
  return g_str_equal (confab_side_panel_get_page (self->panel), "chat");
}

static void
on_panel_page (ConfabMeetingPage *self)
{
  const char *page = confab_side_panel_get_page (self->panel);
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->panel)) != NULL;

  adw_flap_set_reveal_flap (self->flap, *page != '\0');
  if (is_showing_chat (self)) {
    confab_control_bar_set_unread (self->controls, 0);
    confab_chat_panel_focus_entry (confab_side_panel_get_chat (self->panel));
  } else if (*page == '\0' && had_focus) {
    /* What is hidden must not go on taking the letters that are typed. */
    confab_control_bar_focus_chat (self->controls);
  }
}

/* On a narrow window a click beside the panel closes it. */
static void
on_flap_revealed (ConfabMeetingPage *self)
{
  if (!adw_flap_get_reveal_flap (self->flap))
    confab_side_panel_set_page (self->panel, "");
}

/* What has slid away is not told to a screen reader. */
static void
on_flap_slid (ConfabMeetingPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->panel), adw_flap_get_reveal_progress (self->flap) > 0);
}

/* --- who is at the door --- */

static void
on_show_door (ConfabMeetingPage *self)
{
  confab_side_panel_set_page (self->panel, "people");
}

/* One that is sliding out already must not be dismissed again. */
static void
on_door_toast_gone (ConfabMeetingPage *self)
{
  g_clear_object (&self->door_toast);
}

static void
drop_door_toast (ConfabMeetingPage *self)
{
  g_autoptr (AdwToast) toast = g_steal_pointer (&self->door_toast);

  if (toast != NULL)
    adw_toast_dismiss (toast);
}

/* (transfer full): @first is among the @n who wait */
static char *
door_words (ConfabParticipant *first, guint n)
{
  if (n == 1)
    return g_strdup_printf (_ ("%s asks to be let in"), confab_participant_get_name (first));
  return g_strdup_printf (ngettext ("%u person asks to be let in", "%u people ask to be let in", n),
                          n);
}

/* Where the list of people is in sight, they are seen in it. */
static void
say_who_waits (ConfabMeetingPage *self, guint n)
{
  g_autoptr (ConfabParticipant) first = g_list_model_get_item (self->waiting, 0);
  g_autofree char *text = door_words (first, n);
  AdwToast *toast;

  confab_announcer_say (self->announcer, text);
  if (g_str_equal (confab_side_panel_get_page (self->panel), "people"))
    return;
  toast = confab_toast_new (text, CONFAB_TOAST_OFFER_S);
  adw_toast_set_button_label (toast, _ ("Show"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_show_door), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_door_toast_gone), self,
                           G_CONNECT_SWAPPED);
  self->door_toast = g_object_ref (toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_waiting_changed (GListModel *waiting, guint position, guint removed, guint added,
                    ConfabMeetingPage *self)
{
  guint n = g_list_model_get_n_items (waiting);

  confab_control_bar_set_waiting (self->controls, n);
  drop_door_toast (self);
  if (added > removed)
    say_who_waits (self, n);
}

static void
follow_door (ConfabMeetingPage *self, GListModel *waiting)
{
  guint n = waiting != NULL ? g_list_model_get_n_items (waiting) : 0;

  if (self->waiting != NULL)
    g_signal_handlers_disconnect_by_func (self->waiting, on_waiting_changed, self);
  drop_door_toast (self);
  g_set_object (&self->waiting, waiting);
  if (waiting != NULL)
    g_signal_connect_object (waiting, "items-changed", G_CALLBACK (on_waiting_changed), self, 0);
  confab_control_bar_set_waiting (self->controls, n);
  if (n > 0)
    say_who_waits (self, n);
}

/* --- what else the meeting says --- */

static void
show_leader (ConfabMeetingPage *self)
{
  ConfabMeeting *meeting = self->visit != NULL ? confab_visit_get_meeting (self->visit) : NULL;

  confab_control_bar_set_ends_for_all (self->controls,
                                       meeting != NULL && confab_meeting_is_leader (meeting));
}

static void
on_log_changed (GListModel *log, guint position, guint removed, guint added,
                ConfabMeetingPage *self)
{
  guint unread = confab_control_bar_get_unread (self->controls);

  for (guint i = 0; i < added && !is_showing_chat (self); i++) {
    g_autoptr (ConfabChatMessage) message = g_list_model_get_item (log, position + i);

    if (!confab_chat_message_is_own (message))
      unread++;
  }
  confab_control_bar_set_unread (self->controls, unread);
}

/* There is a meeting once there is a chat. */
static void
show_log (ConfabMeetingPage *self)
{
  GListModel *log = self->visit != NULL ? confab_visit_get_chat (self->visit) : NULL;
  GListModel *waiting = log != NULL ? confab_visit_get_waiting (self->visit) : NULL;

  if (self->log == log)
    return;
  if (self->log != NULL)
    g_signal_handlers_disconnect_by_func (self->log, on_log_changed, self);
  g_set_object (&self->log, log);
  if (log != NULL)
    g_signal_connect_object (log, "items-changed", G_CALLBACK (on_log_changed), self, 0);
  confab_chat_panel_set_log (confab_side_panel_get_chat (self->panel), log);
  confab_people_panel_set_people (confab_side_panel_get_people (self->panel),
                                  self->visit != NULL ? confab_visit_get_tiles (self->visit) : NULL,
                                  waiting);
  follow_door (self, waiting);
  if (log != NULL)
    g_signal_connect_object (confab_visit_get_meeting (self->visit), "notify::leader",
                             G_CALLBACK (show_leader), self, G_CONNECT_SWAPPED);
  show_leader (self);
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
    confab_chat_panel_clear_entry (confab_side_panel_get_chat (self->panel));
  else
    g_signal_emit (self, signals[SIGNAL_NOTICE], 0, error->message);
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
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, _ ("The link is on the clipboard"));
}

/* --- the header bar --- */

static void
show_view (ConfabMeetingPage *self)
{
  gboolean speaker =
      g_settings_get_enum (confab_settings_get (), "view") == (int) CONFAB_VIEW_SPEAKER;
  const char *words = speaker ? _ ("Show all alike (W)") : _ ("Show who speaks large (W)");

  gtk_button_set_icon_name (self->view,
                            speaker ? "confab-gallery-symbolic" : "confab-speaker-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->view), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

/* In full screen it comes when the pointer is at the upper edge, or the keyboard in it. */
static void
show_header (ConfabMeetingPage *self)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean full = window != NULL && gtk_window_is_fullscreen (GTK_WINDOW (window));
  gboolean used = self->pointer_at_top || gtk_widget_get_focus_child (self->header) != NULL;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->header), !full || used);
}

static void
on_pointer (ConfabMeetingPage *self, double x, double y)
{
  gboolean at_top = y < (self->pointer_at_top ? HEADER_LEAVE : HEADER_ENTER);

  if (self->pointer_at_top == at_top)
    return;
  self->pointer_at_top = at_top;
  show_header (self);
}

static void
confab_meeting_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (confab_meeting_page_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::fullscreened",
                           G_CALLBACK (show_header), widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget",
                           G_CALLBACK (show_header), widget, G_CONNECT_SWAPPED);
}

/* --- removing somebody --- */

static void
on_remove_answered (AdwMessageDialog *dialog, const char *response, ConfabMeetingPage *self)
{
  const char *pid_hex = g_object_get_data (G_OBJECT (dialog), "confab-pid");

  if (g_str_equal (response, "yes"))
    gtk_widget_activate_action (GTK_WIDGET (self), "people.remove", "s", pid_hex);
}

static void
ask_whether_to_remove (ConfabMeetingPage *self, ConfabTile *tile, const char *pid_hex)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *question = confab_visit_question_new (
      window, self->visit,
      _ ("Whom you remove can not come back to this meeting, not even by the link."), _ ("Cancel"),
      _ ("Remove"));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (question);

  /* Translators: %s is a person's name */
  adw_message_dialog_format_heading (dialog, _ ("Remove %s?"), confab_tile_get_name (tile));
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "confab-pid", g_strdup (pid_hex), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_remove_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_remove (GSimpleAction *action, GVariant *pid_hex, gpointer user_data)
{
  ConfabMeetingPage *self = user_data;
  const char *hex = g_variant_get_string (pid_hex, NULL);
  ConfabTile *tile = NULL;
  ConfabPid pid;

  if (self->visit != NULL && confab_pid_from_hex (hex, &pid))
    tile = confab_tiles_find (confab_visit_get_tiles (self->visit), &pid);
  if (tile != NULL)
    ask_whether_to_remove (self, tile, hex);
}

/* --- the page --- */

static void
confab_meeting_page_dispose (GObject *object)
{
  ConfabMeetingPage *self = CONFAB_MEETING_PAGE (object);
  GtkWidget *child;

  confab_meeting_page_set_visit (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->door_toast);
  g_clear_object (&self->announcer);
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
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, stage);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, invite);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, status);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, link_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, hint);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, link);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, panel);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, view);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, header);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, reach);
  gtk_widget_class_bind_template_child (widget_class, ConfabMeetingPage, controls);
}

static void
confab_meeting_page_class_init (ConfabMeetingPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_meeting_page_dispose;
  GTK_WIDGET_CLASS (klass)->root = confab_meeting_page_root;

  signals[SIGNAL_NOTICE] = g_signal_new ("notice", CONFAB_TYPE_MEETING_PAGE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (CONFAB_TYPE_MAIN_MENU);
  g_type_ensure (CONFAB_TYPE_STAGE);
  g_type_ensure (CONFAB_TYPE_SIDE_PANEL);
  g_type_ensure (CONFAB_TYPE_CONTROL_BAR);
  bind_children (GTK_WIDGET_CLASS (klass));
}

static void
add_actions (ConfabMeetingPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "copy-link", .activate = on_copy_link },
    { .name = "remove", .activate = on_remove, .parameter_type = "s" },
  };
  GActionMap *map;

  self->actions = g_simple_action_group_new ();
  map = G_ACTION_MAP (self->actions);
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  self->copy_link = g_object_ref (G_SIMPLE_ACTION (g_action_map_lookup_action (map, "copy-link")));
  confab_stage_add_actions (self->stage, map);
  confab_side_panel_add_actions (self->panel, map);
}

static void
follow_panel (ConfabMeetingPage *self)
{
  ConfabChatPanel *chat = confab_side_panel_get_chat (self->panel);

  g_signal_connect_swapped (self->panel, "notify::page", G_CALLBACK (on_panel_page), self);
  g_signal_connect_swapped (self->flap, "notify::reveal-flap", G_CALLBACK (on_flap_revealed), self);
  g_signal_connect_swapped (self->flap, "notify::reveal-progress", G_CALLBACK (on_flap_slid), self);
  g_signal_connect_swapped (chat, "send", G_CALLBACK (on_chat_send), self);
  g_signal_connect_swapped (chat, "escape", G_CALLBACK (on_chat_escape), self);
  on_flap_slid (self);
}

/* A click beside all buttons takes the keyboard from them, so that the space bar is for talking again. */
static void
on_stage_pressed (ConfabMeetingPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_set_focus (GTK_WINDOW (root), NULL);
}

static void
let_stage_take_focus (ConfabMeetingPage *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_stage_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->stage), GTK_EVENT_CONTROLLER (click));
}

static void
confab_meeting_page_init (ConfabMeetingPage *self)
{
  GtkEventController *pointer = gtk_event_controller_motion_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (pointer, "motion", G_CALLBACK (on_pointer), self);
  gtk_widget_add_controller (GTK_WIDGET (self), pointer);
  self->announcer = confab_announcer_new (GTK_WIDGET (self));
  add_actions (self);
  follow_panel (self);
  let_stage_take_focus (self);
  g_signal_connect_object (confab_settings_get (), "changed::view", G_CALLBACK (show_view), self,
                           G_CONNECT_SWAPPED);
  show_view (self);
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
  confab_stage_set_visit (self->stage, visit);
  confab_announcer_set_tiles (self->announcer,
                              visit != NULL ? confab_visit_get_tiles (visit) : NULL);
  show_log (self);
  g_simple_action_set_enabled (self->copy_link, FALSE);
  if (visit == NULL)
    return;
  confab_side_panel_set_page (self->panel, "");
  confab_chat_panel_clear_entry (confab_side_panel_get_chat (self->panel));
  confab_control_bar_set_unread (self->controls, 0);
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

GActionGroup *
confab_meeting_page_get_actions (ConfabMeetingPage *self)
{
  return G_ACTION_GROUP (self->actions);
}
