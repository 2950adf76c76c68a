/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/arrivals.h"

#include "app/link-words.h"

#include <glib/gi18n.h>

struct _ConfabArrivals {
  GObject parent_instance;
  GtkApplication *application; /* not owned: it owns this */
  ConfabWindow *window;
  ConfabDesk *desk;
  char *waiting_words; /* until the desk is open; the last wish counts */
  gboolean waiting_start;
};

G_DEFINE_FINAL_TYPE (ConfabArrivals, confab_arrivals, G_TYPE_OBJECT)

static gboolean
is_open (ConfabArrivals *self)
{
  return confab_desk_get_state (self->desk) == CONFAB_DESK_OPEN;
}

static void
keep_waiting (ConfabArrivals *self, const char *words, gboolean start)
{
  g_free (self->waiting_words);
  self->waiting_words = g_strdup (words);
  self->waiting_start = start;
}

static void
show_invitation (ConfabArrivals *self, const char *words)
{
  ConfabClient *client = confab_desk_get_client (self->desk);
  g_autoptr (GError) error = NULL;
  g_autofree char *link =
      confab_link_from_words (words, confab_desk_get_service (self->desk),
                              confab_client_get_recent_meetings (client), &error);

  if (link == NULL || !confab_window_may_show_lobby (self->window, link, &error))
    confab_window_show_notice (self->window, error->message);
  else
    g_action_group_activate_action (G_ACTION_GROUP (self->application), "enter-lobby", NULL);
}

void
confab_arrivals_open (ConfabArrivals *self, const char *words)
{
  g_return_if_fail (CONFAB_IS_ARRIVALS (self));

  if (confab_window_is_in_meeting (self->window))
    confab_window_show_notice (self->window,
                               _ ("You are in a meeting: leave it to join another one"));
  else if (!is_open (self))
    keep_waiting (self, words, FALSE);
  else
    show_invitation (self, words);
}

void
confab_arrivals_start_meeting (ConfabArrivals *self)
{
  g_return_if_fail (CONFAB_IS_ARRIVALS (self));

  if (confab_window_is_in_meeting (self->window))
    confab_window_show_notice (self->window, _ ("You are in a meeting already"));
  else if (!is_open (self))
    keep_waiting (self, NULL, TRUE);
  else
    g_action_group_activate_action (G_ACTION_GROUP (self->application), "start", NULL);
}

static void
on_desk_state (ConfabArrivals *self)
{
  g_autofree char *words = NULL;
  gboolean start = self->waiting_start;

  if (!is_open (self))
    return;
  words = g_steal_pointer (&self->waiting_words);
  self->waiting_start = FALSE;
  if (words != NULL)
    confab_arrivals_open (self, words);
  else if (start)
    confab_arrivals_start_meeting (self);
}

static void
on_open (GSimpleAction *action, GVariant *words, gpointer user_data)
{
  ConfabArrivals *self = CONFAB_ARRIVALS (user_data);

  gtk_window_present (GTK_WINDOW (self->window));
  confab_arrivals_open (self, g_variant_get_string (words, NULL));
}

static void
on_new_meeting (GSimpleAction *action, GVariant *unused, gpointer user_data)
{
  ConfabArrivals *self = CONFAB_ARRIVALS (user_data);

  gtk_window_present (GTK_WINDOW (self->window));
  confab_arrivals_start_meeting (self);
}

static void
confab_arrivals_dispose (GObject *object)
{
  ConfabArrivals *self = CONFAB_ARRIVALS (object);

  g_clear_object (&self->window);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->waiting_words, g_free);
  G_OBJECT_CLASS (confab_arrivals_parent_class)->dispose (object);
}

static void
confab_arrivals_class_init (ConfabArrivalsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_arrivals_dispose;
}

static void
confab_arrivals_init (ConfabArrivals *self)
{
}

ConfabArrivals *
confab_arrivals_new (GtkApplication *application, ConfabWindow *window, ConfabDesk *desk)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = on_open, .parameter_type = "s" },
    { .name = "new-meeting", .activate = on_new_meeting },
  };
  ConfabArrivals *self = g_object_new (CONFAB_TYPE_ARRIVALS, NULL);

  self->application = application;
  self->window = g_object_ref (window);
  self->desk = g_object_ref (desk);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (desk, "notify::state", G_CALLBACK (on_desk_state), self,
                           G_CONNECT_SWAPPED);
  return self;
}
