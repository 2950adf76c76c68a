/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/visit-question.h"

static void
on_step (GtkWindow *question, GParamSpec *pspec, ConfabVisit *visit)
{
  if (confab_visit_get_step (visit) >= CONFAB_VISIT_PARTING)
    gtk_window_destroy (question);
}

GtkWidget *
confab_visit_question_new (GtkWindow *parent, ConfabVisit *visit, const char *text, const char *no,
                           const char *yes)
{
  GtkWidget *question = adw_message_dialog_new (parent, NULL, text);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (question);

  adw_message_dialog_add_responses (dialog, "no", no, "yes", yes, NULL);
  adw_message_dialog_set_default_response (dialog, "no");
  adw_message_dialog_set_close_response (dialog, "no");
  g_signal_connect_object (visit, "notify::step", G_CALLBACK (on_step), question,
                           G_CONNECT_SWAPPED);
  return question;
}
