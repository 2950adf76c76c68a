/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that a program with GTK and libadwaita can show: a window of WIDTH x HEIGHT with a header and a label. */
#include <adwaita.h>
#include <stdlib.h>

typedef struct {
  int width, height;
} Size;

static void
on_activate (GtkApplication *application, const Size *size)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new ("A window and nothing else");

  gtk_widget_add_css_class (label, "title-1");
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), label);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), size->width, size->height);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = NULL;
  Size size;

  if (argc != 3) {
    g_printerr ("usage: bare-window WIDTH HEIGHT\n");
    return EXIT_FAILURE;
  }
  size = (Size){ .width = atoi (argv[1]), .height = atoi (argv[2]) };
  application = adw_application_new ("app.confab.BareWindow", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), &size);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
