/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window.h"

#include "app/announcer.h"
#include "app/desk-page.h"
#include "app/home-page.h"
#include "app/identity-page.h"
#include "app/lobby-page.h"
#include "app/meeting-page.h"
#include "app/over-page.h"
#include "app/settings.h"
#include "app/toast.h"
#include "app/visit-question.h"
#include "app/window-keys.h"

#include <glib/gi18n.h>

struct _ConfabWindow {
  AdwApplicationWindow parent_instance;
  AdwToastOverlay *toasts;
  GtkStack *pages;
  ConfabHomePage *home;
  ConfabDeskPage *desk_page; /* (nullable): like the pages below, until it is needed */
  ConfabIdentityPage *identity;
  ConfabLobbyPage *lobby;
  ConfabMeetingPage *meeting;
  ConfabOverPage *over;
  ConfabWindowKeys *keys;
  ConfabAnnouncer *announcer;
  ConfabDesk *desk;
  ConfabDevices *devices; /* (nullable): once they are known */
  ConfabVisit *visit;     /* the running one */
};

G_DEFINE_FINAL_TYPE (ConfabWindow, confab_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_showing (ConfabWindow *self, const char *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), page) == 0;
}

/* A stack shows one page, but tells a screen reader of all of them: those that do not show are hidden too. */
static void
show_page (ConfabWindow *self, const char *name)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, name);

  gtk_widget_set_visible (page, TRUE);
  gtk_stack_set_visible_child (self->pages, page);
  for (GtkWidget *other = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); other != NULL;
       other = gtk_widget_get_next_sibling (other))
    gtk_widget_set_visible (other, other == page);
}

/* --- pages that the first picture of the window does not need: made when they are asked for --- */

static gpointer
add_page (ConfabWindow *self, GType type, const char *name)
{
  GtkWidget *page = g_object_new (type, "visible", FALSE, NULL);

  gtk_stack_add_named (self->pages, page, name);
  return page;
}

static ConfabDeskPage *
desk_page (ConfabWindow *self)
{
  if (self->desk_page == NULL) {
    self->desk_page = add_page (self, CONFAB_TYPE_DESK_PAGE, "desk");
    confab_desk_page_set_desk (self->desk_page, self->desk);
  }
  return self->desk_page;
}

static ConfabIdentityPage *
identity_page (ConfabWindow *self)
{
  if (self->identity == NULL) {
    self->identity = add_page (self, CONFAB_TYPE_IDENTITY_PAGE, "identity");
    confab_identity_page_set_desk (self->identity, self->desk);
  }
  return self->identity;
}

static ConfabLobbyPage *
lobby_page (ConfabWindow *self)
{
  if (self->lobby == NULL) {
    self->lobby = add_page (self, CONFAB_TYPE_LOBBY_PAGE, "lobby");
    confab_lobby_page_set_desk (self->lobby, self->desk);
  }
  return self->lobby;
}

static void
on_meeting_notice (ConfabWindow *self, const char *text)
{
  confab_window_show_notice (self, text);
}

static ConfabMeetingPage *
meeting_page (ConfabWindow *self)
{
  if (self->meeting == NULL) {
    self->meeting = add_page (self, CONFAB_TYPE_MEETING_PAGE, "meeting");
    g_signal_connect_object (self->meeting, "notice", G_CALLBACK (on_meeting_notice), self,
                             G_CONNECT_SWAPPED);
    if (self->devices != NULL)
      confab_meeting_page_set_devices (self->meeting, self->devices);
  }
  return self->meeting;
}

static ConfabOverPage *
over_page (ConfabWindow *self)
{
  if (self->over == NULL)
    self->over = add_page (self, CONFAB_TYPE_OVER_PAGE, "over");
  return self->over;
}

void
confab_window_prepare (ConfabWindow *self)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  lobby_page (self);
  meeting_page (self);
}

/* --- before a meeting --- */

static void
show_desk (ConfabWindow *self)
{
  switch (confab_desk_get_state (self->desk)) {
  case CONFAB_DESK_OPENING:
    /* At the start it is a matter of a moment, and what is clicked meanwhile is not lost. */
    show_page (self, is_showing (self, "desk") ? "desk" : "home");
    break;
  case CONFAB_DESK_LOCKED:
  case CONFAB_DESK_CLOSED:
    desk_page (self);
    show_page (self, "desk");
    break;
  case CONFAB_DESK_OPEN:
    show_page (self, "home");
    break;
  }
  if (self->desk_page != NULL)
    confab_desk_page_update (self->desk_page);
}

static void
on_desk_notice (ConfabDesk *desk, const char *text, ConfabWindow *self)
{
  confab_window_show_notice (self, text);
}

static void
drop_lobby (ConfabWindow *self)
{
  if (self->lobby != NULL)
    confab_lobby_page_set_lobby (self->lobby, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "call", NULL);
}

void
confab_window_show_home (ConfabWindow *self)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  if (is_showing (self, "lobby"))
    drop_lobby (self);
  if (is_showing (self, "over") || is_showing (self, "lobby") || is_showing (self, "identity"))
    show_desk (self);
}

void
confab_window_ask_about_identity (ConfabWindow *self)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  if (!is_showing (self, "home"))
    return;
  identity_page (self);
  show_page (self, "identity");
  confab_identity_page_begin (self->identity);
}

gboolean
confab_window_may_show_lobby (ConfabWindow *self, const char *link, GError **error)
{
  g_return_val_if_fail (CONFAB_IS_WINDOW (self), FALSE);

  return confab_lobby_page_set_link (lobby_page (self), link, error);
}

void
confab_window_show_lobby (ConfabWindow *self, ConfabLobby *lobby)
{
  g_autoptr (GSimpleActionGroup) actions = NULL;

  g_return_if_fail (CONFAB_IS_WINDOW (self));
  g_return_if_fail (self->visit == NULL);

  actions = confab_lobby_dup_actions (lobby);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "call", G_ACTION_GROUP (actions));
  confab_lobby_page_set_lobby (lobby_page (self), lobby);
  show_page (self, "lobby");
}

void
confab_window_set_devices (ConfabWindow *self, ConfabDevices *devices)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  gtk_widget_insert_action_group (GTK_WIDGET (self), "devices",
                                  confab_devices_get_actions (devices));
  g_set_object (&self->devices, devices);
  if (self->meeting != NULL)
    confab_meeting_page_set_devices (self->meeting, devices);
}

/* --- a visit --- */

static void
on_question_answered (ConfabVisit *visit, const char *response)
{
  confab_visit_answer (visit, g_str_equal (response, "yes"));
}

static void
on_question (ConfabVisit *visit, const char *text, ConfabWindow *self)
{
  GtkWidget *question =
      confab_visit_question_new (GTK_WINDOW (self), visit, text, _ ("Do Not Join"), _ ("Join"));

  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (question), _ ("Join Anyway?"));
  g_signal_connect_object (question, "response", G_CALLBACK (on_question_answered), visit,
                           G_CONNECT_SWAPPED);
  /* The next one takes its place. */
  g_signal_connect_object (visit, "question", G_CALLBACK (gtk_window_destroy), question,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_visit_notice (ConfabVisit *visit, const char *text, ConfabWindow *self)
{
  confab_window_show_notice (self, text);
}

static void
show_over (ConfabWindow *self, ConfabVisit *visit)
{
  over_page (self);
  show_page (self, "over");
  confab_over_page_show (self->over, visit);
}

static void
forget_visit (ConfabWindow *self)
{
  g_autoptr (ConfabVisit) visit = g_steal_pointer (&self->visit);

  if (visit == NULL)
    return;
  g_signal_handlers_disconnect_by_data (visit, self);
  confab_window_keys_set_visit (self->keys, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "call", NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "meeting", NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "people", NULL);
  confab_meeting_page_set_visit (self->meeting, NULL);
}

/* For whoever starts a meeting the link is on the clipboard before it is asked for. */
static void
on_link (ConfabVisit *visit, GParamSpec *pspec, ConfabWindow *self)
{
  if (confab_visit_is_own_meeting (visit))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                            confab_visit_get_link (visit));
}

static void
show_meeting (ConfabWindow *self)
{
  if (is_showing (self, "meeting"))
    return;
  show_page (self, "meeting");
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* so that space is for talking */
}

static void
on_step (ConfabVisit *visit, GParamSpec *pspec, ConfabWindow *self)
{
  switch (confab_visit_get_step (visit)) {
  case CONFAB_VISIT_INSIDE:
    show_meeting (self);
    break;
  case CONFAB_VISIT_PARTING:
    show_over (self, visit);
    break;
  case CONFAB_VISIT_LEAVING:
    if (is_showing (self, "over"))
      confab_over_page_show (self->over, visit);
    break;
  case CONFAB_VISIT_OVER:
    forget_visit (self);
    if (is_showing (self, "meeting") || is_showing (self, "over"))
      show_over (self, visit);
    break;
  default:
    break;
  }
}

static void
on_chat (ConfabVisit *visit, GParamSpec *pspec, ConfabWindow *self)
{
  gtk_widget_insert_action_group (GTK_WIDGET (self), "people",
                                  confab_visit_get_people_actions (visit));
}

void
confab_window_show_visit (ConfabWindow *self, ConfabVisit *visit)
{
  g_autoptr (GSimpleActionGroup) actions = NULL;

  g_return_if_fail (CONFAB_IS_WINDOW (self));

  forget_visit (self);
  drop_lobby (self);
  self->visit = g_object_ref (visit);
  confab_window_keys_set_visit (self->keys, visit);
  g_signal_connect (visit, "notice", G_CALLBACK (on_visit_notice), self);
  g_signal_connect (visit, "question", G_CALLBACK (on_question), self);
  g_signal_connect (visit, "notify::step", G_CALLBACK (on_step), self);
  actions = confab_visit_dup_actions (visit);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "call", G_ACTION_GROUP (actions));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "meeting",
                                  confab_meeting_page_get_actions (meeting_page (self)));
  g_signal_connect (visit, "notify::link", G_CALLBACK (on_link), self);
  g_signal_connect (visit, "notify::chat", G_CALLBACK (on_chat), self);
  confab_meeting_page_set_visit (meeting_page (self), visit);
  confab_home_page_clear_link (self->home);
  show_meeting (self);
}

void
confab_window_show_chat (ConfabWindow *self)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  if (is_showing (self, "meeting"))
    g_action_group_change_action_state (confab_meeting_page_get_actions (self->meeting), "chat",
                                        g_variant_new_boolean (TRUE));
}

/* Each page has its place where a toast covers nothing. @text: what it says */
static void
add_toast (ConfabWindow *self, AdwToast *toast, const char *text)
{
  confab_announcer_say (self->announcer, text);
  if (is_showing (self, "meeting"))
    confab_meeting_page_add_toast (self->meeting, toast);
  else if (is_showing (self, "lobby"))
    confab_lobby_page_add_toast (self->lobby, toast);
  else
    adw_toast_overlay_add_toast (self->toasts, toast);
}

void
confab_window_show_notice (ConfabWindow *self, const char *text)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  add_toast (self, confab_toast_new (text, CONFAB_TOAST_NOTICE_S), text);
}

void
confab_window_show_switched (ConfabWindow *self, const char *text, gboolean undoable)
{
  AdwToast *toast;

  g_return_if_fail (CONFAB_IS_WINDOW (self));

  toast = confab_toast_new (text, undoable ? CONFAB_TOAST_OFFER_S : CONFAB_TOAST_NOTICE_S);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  if (undoable) {
    adw_toast_set_button_label (toast, _ ("Undo"));
    adw_toast_set_action_name (toast, "app.undo-device");
  }
  add_toast (self, toast, text);
}

/* --- the window --- */

static void
confab_window_dispose (GObject *object)
{
  ConfabWindow *self = CONFAB_WINDOW (object);

  if (self->visit != NULL)
    g_signal_handlers_disconnect_by_data (self->visit, self);
  g_clear_object (&self->visit);
  g_clear_object (&self->devices);
  g_clear_object (&self->desk);
  g_clear_object (&self->announcer);
  G_OBJECT_CLASS (confab_window_parent_class)->dispose (object);
}

static void
confab_window_class_init (ConfabWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_window_dispose;

  g_type_ensure (CONFAB_TYPE_HOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, home);
  gtk_widget_class_install_property_action (widget_class, "win.fullscreen", "fullscreened");
}

static void
remember_size (ConfabWindow *self)
{
  GSettings *settings = confab_settings_get ();

  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

static void
confab_window_init (ConfabWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->keys = confab_window_keys_add (GTK_WINDOW (self));
  self->announcer = confab_announcer_new (GTK_WIDGET (self));
  remember_size (self);
}

ConfabWindow *
confab_window_new (ConfabDesk *desk)
{
  ConfabWindow *self = g_object_new (CONFAB_TYPE_WINDOW, NULL);

  self->desk = g_object_ref (desk);
  confab_home_page_set_desk (self->home, desk);
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (show_desk), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notice", G_CALLBACK (on_desk_notice), self, 0);
  show_desk (self);
  return self;
}

void
confab_window_present (ConfabWindow *self)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  if (gtk_window_get_application (GTK_WINDOW (self)) == NULL)
    gtk_window_set_application (GTK_WINDOW (self), GTK_APPLICATION (g_application_get_default ()));
  gtk_window_present (GTK_WINDOW (self));
}
