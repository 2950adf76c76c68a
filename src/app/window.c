/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window.h"

#include "app/home-page.h"
#include "app/identity-page.h"
#include "app/keys.h"
#include "app/lobby-page.h"
#include "app/meeting-page.h"
#include "app/settings.h"

#include <glib/gi18n.h>

/* Long enough to find out that a headset is not on one's head. */
#define UNDO_TIMEOUT_S 10
#define NOTICE_TIMEOUT_S 4

struct _ConfabWindow {
  AdwApplicationWindow parent_instance;
  AdwToastOverlay *toasts;
  GtkStack *pages;
  ConfabHomePage *home;
  ConfabIdentityPage *identity;
  ConfabLobbyPage *lobby;     /* (nullable): until it is needed */
  ConfabMeetingPage *meeting; /* (nullable): likewise */
  AdwStatusPage *over;
  GtkWidget *again;
  AdwStatusPage *trouble;
  GtkEditable *passphrase;
  GtkLabel *passphrase_wrong;
  ConfabDesk *desk;
  ConfabDevices *devices; /* (nullable): once they are known */
  ConfabVisit *visit;     /* the running one */
  GtkWidget *question;    /* (nullable): a dialog about it */
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

/* Pages that the first picture of the window does not need are made when they are asked for. */
static ConfabLobbyPage *
lobby_page (ConfabWindow *self)
{
  if (self->lobby == NULL) {
    self->lobby = g_object_new (CONFAB_TYPE_LOBBY_PAGE, "visible", FALSE, NULL);
    gtk_stack_add_named (self->pages, GTK_WIDGET (self->lobby), "lobby");
    confab_lobby_page_set_desk (self->lobby, self->desk);
  }
  return self->lobby;
}

static ConfabMeetingPage *
meeting_page (ConfabWindow *self)
{
  if (self->meeting == NULL) {
    self->meeting = g_object_new (CONFAB_TYPE_MEETING_PAGE, "visible", FALSE, NULL);
    gtk_stack_add_named (self->pages, GTK_WIDGET (self->meeting), "meeting");
    if (self->devices != NULL)
      confab_meeting_page_set_devices (self->meeting, self->devices);
  }
  return self->meeting;
}

void
confab_window_prepare (ConfabWindow *self)
{
  g_return_if_fail (CONFAB_IS_WINDOW (self));

  lobby_page (self);
  meeting_page (self);
}

/* Texts from elsewhere go into widgets that read markup. */
static void
set_description (AdwStatusPage *page, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  adw_status_page_set_description (page, escaped);
}

/* --- before a meeting --- */

static void
on_passphrase (ConfabWindow *self)
{
  const char *passphrase = gtk_editable_get_text (self->passphrase);

  if (*passphrase != '\0')
    confab_desk_open (self->desk, passphrase);
}

static void
show_passphrase_page (ConfabWindow *self)
{
  const char *trouble = confab_desk_get_trouble (self->desk);

  gtk_label_set_text (self->passphrase_wrong, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->passphrase_wrong), trouble != NULL);
  gtk_editable_set_text (self->passphrase, "");
  show_page (self, "passphrase");
  gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

static void
show_desk (ConfabWindow *self)
{
  switch (confab_desk_get_state (self->desk)) {
  case CONFAB_DESK_OPENING:
    /* At the start it is a matter of a moment, and what is clicked meanwhile is not lost. */
    show_page (self, is_showing (self, "passphrase") || is_showing (self, "trouble") ? "opening"
                                                                                     : "home");
    break;
  case CONFAB_DESK_LOCKED:
    show_passphrase_page (self);
    break;
  case CONFAB_DESK_CLOSED:
    set_description (self->trouble, confab_desk_get_trouble (self->desk));
    show_page (self, "trouble");
    break;
  case CONFAB_DESK_OPEN:
    gtk_editable_set_text (self->passphrase, "");
    show_page (self, "home");
    break;
  }
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
on_question_answered (AdwMessageDialog *question, const char *response, ConfabWindow *self)
{
  self->question = NULL; /* it closes itself */
  if (self->visit != NULL)
    confab_visit_answer (self->visit, g_strcmp0 (response, "yes") == 0);
}

/* What nobody has answered when the visit is over has no answer any more. */
static void
drop_question (ConfabWindow *self)
{
  GtkWidget *question = g_steal_pointer (&self->question);

  if (question == NULL)
    return;
  g_signal_handlers_disconnect_by_data (question, self);
  gtk_window_destroy (GTK_WINDOW (question));
}

static void
on_question (ConfabVisit *visit, const char *text, ConfabWindow *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("Join Anyway?"), text);

  drop_question (self);
  self->question = dialog;
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "no", _ ("Do Not Join"), "yes",
                                    _ ("Join"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "no");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "no");
  g_signal_connect (dialog, "response", G_CALLBACK (on_question_answered), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_visit_notice (ConfabVisit *visit, const char *text, ConfabWindow *self)
{
  confab_window_show_notice (self, text);
}

static void
offer_again (ConfabWindow *self, const char *label, const char *action)
{
  gtk_button_set_label (GTK_BUTTON (self->again), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->again), action);
}

static void
show_over (ConfabWindow *self, ConfabVisit *visit)
{
  adw_status_page_set_title (self->over, confab_visit_get_over_title (visit));
  set_description (self->over, confab_visit_get_over_text (visit));
  offer_again (self, _ ("Join Again"), "app.again");
  gtk_widget_set_visible (self->again, confab_visit_get_link (visit) != NULL);
  show_page (self, "over");
  gtk_widget_grab_focus (self->again);
}

/* Left as far as anybody can see or hear, and still to be undone. */
static void
show_parting (ConfabWindow *self)
{
  adw_status_page_set_title (self->over, _ ("You Left the Meeting"));
  set_description (self->over, NULL);
  offer_again (self, _ ("Undo"), "call.stay");
  gtk_widget_set_visible (self->again, TRUE);
  show_page (self, "over");
  gtk_widget_grab_focus (self->again);
}

static void
forget_visit (ConfabWindow *self)
{
  g_autoptr (ConfabVisit) visit = g_steal_pointer (&self->visit);

  if (visit == NULL)
    return;
  g_signal_handlers_disconnect_by_data (visit, self);
  drop_question (self);
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
    show_parting (self);
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

/* Each page has its place where a toast covers nothing. */
static void
add_toast (ConfabWindow *self, AdwToast *toast)
{
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
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  g_return_if_fail (CONFAB_IS_WINDOW (self));

  adw_toast_set_timeout (toast, NOTICE_TIMEOUT_S);
  add_toast (self, toast);
}

void
confab_window_show_switched (ConfabWindow *self, const char *text, gboolean undoable)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  g_return_if_fail (CONFAB_IS_WINDOW (self));

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, undoable ? UNDO_TIMEOUT_S : NOTICE_TIMEOUT_S);
  if (undoable) {
    adw_toast_set_button_label (toast, _ ("Undo"));
    adw_toast_set_action_name (toast, "app.undo-device");
  }
  add_toast (self, toast);
}

/* --- the window --- */

/* Space reaches the window only where nothing that has the focus took it: a button that was walked to is pressed by
 * it, and in a text field it is a space. */
static gboolean
on_space (ConfabWindow *self, guint key, guint code, GdkModifierType modifiers)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (key != GDK_KEY_space || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0 ||
      self->visit == NULL || (focus != NULL && GTK_IS_TEXT (focus)))
    return GDK_EVENT_PROPAGATE;
  confab_visit_hold_to_talk (self->visit, TRUE);
  return GDK_EVENT_STOP;
}

static void
on_key_released (ConfabWindow *self, guint key)
{
  if (key == GDK_KEY_space && self->visit != NULL)
    confab_visit_hold_to_talk (self->visit, FALSE);
}

/* The release goes to the window that has the keyboard then. */
static void
on_active (ConfabWindow *self)
{
  if (!gtk_window_is_active (GTK_WINDOW (self)) && self->visit != NULL)
    confab_visit_hold_to_talk (self->visit, FALSE);
}

static void
add_talk_key (ConfabWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_space), self);
  g_signal_connect_swapped (keys, "key-released", G_CALLBACK (on_key_released), self);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (on_active), NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
confab_window_dispose (GObject *object)
{
  ConfabWindow *self = CONFAB_WINDOW (object);

  drop_question (self);
  if (self->visit != NULL)
    g_signal_handlers_disconnect_by_data (self->visit, self);
  g_clear_object (&self->visit);
  g_clear_object (&self->devices);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (confab_window_parent_class)->dispose (object);
}

static void
confab_window_class_init (ConfabWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_window_dispose;

  g_type_ensure (CONFAB_TYPE_HOME_PAGE);
  g_type_ensure (CONFAB_TYPE_IDENTITY_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/window.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, home);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, identity);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, over);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, again);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, passphrase);
  gtk_widget_class_bind_template_child (widget_class, ConfabWindow, passphrase_wrong);
  gtk_widget_class_bind_template_callback (widget_class, on_passphrase);
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
  gtk_widget_add_controller (GTK_WIDGET (self), confab_keys_new_letters ());
  add_talk_key (self);
  remember_size (self);
}

ConfabWindow *
confab_window_new (ConfabDesk *desk)
{
  ConfabWindow *self = g_object_new (CONFAB_TYPE_WINDOW, NULL);

  self->desk = g_object_ref (desk);
  confab_home_page_set_desk (self->home, desk);
  confab_identity_page_set_desk (self->identity, desk);
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
