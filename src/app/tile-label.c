/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tile-label.h"

#include "app/person-menu.h"
#include "app/retained.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define INITIALS_SIZE 96
#define INITIALS_SIZE_COMPACT 40

struct _ConfabTileLabel {
  GtkWidget parent_instance;
  ConfabTile *tile;
  gboolean aside;
  GtkWidget *overlay;
  AdwAvatar *initials;
  GtkWidget *tag;
  GtkLabel *name;
  GtkWidget *muted;
  GtkWidget *hand;
  GtkMenuButton *menu;
  GtkLabel *notice;
};

G_DEFINE_FINAL_TYPE (ConfabTileLabel, confab_tile_label, GTK_TYPE_WIDGET)

/* What a screen reader says of this person. */
static char *
describe (ConfabTile *tile)
{
  GString *words = g_string_new (NULL);

  if (confab_tile_is_own (tile))
    g_string_append_printf (words, _ ("%s, you"), confab_tile_get_name (tile));
  else
    g_string_append (words, confab_tile_get_name (tile));
  if (!confab_tile_get_audio (tile))
    g_string_append_printf (words, ", %s", _ ("microphone off"));
  if (!confab_tile_get_video (tile))
    g_string_append_printf (words, ", %s", _ ("camera off"));
  if (confab_tile_has_hand_up (tile))
    g_string_append_printf (words, ", %s", _ ("hand raised"));
  if (!confab_tile_is_answering (tile))
    g_string_append_printf (words, ", %s", _ ("does not answer"));
  return g_string_free (words, FALSE);
}

static void
set_class (ConfabTileLabel *self, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

/* Some times a second in a lively talk: nothing but the ring changes. */
static void
show_speaking (ConfabTileLabel *self)
{
  set_class (self, "speaking", confab_tile_is_speaking (self->tile));
}

static void
show_quality (ConfabTileLabel *self)
{
  ConfabQuality quality = confab_tile_get_quality (self->tile);
  g_autofree char *label = NULL;

  gtk_menu_button_set_icon_name (self->menu, confab_quality_icon (quality));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), confab_quality_words (quality));
  /* Translators: a person's name and how good the connection to them is */
  label = g_strdup_printf (_ ("%s: %s"), confab_tile_get_name (self->tile),
                           confab_quality_words (quality));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
on_menu (GtkMenuButton *button, gpointer user_data)
{
  ConfabTileLabel *self = user_data;

  gtk_menu_button_set_popover (button, confab_person_menu_new (self->tile));
}

/* One's own small picture needs no name, which would lie on the face. */
static void
show_tag (ConfabTileLabel *self)
{
  gboolean muted = !confab_tile_get_audio (self->tile);
  gboolean hand = confab_tile_has_hand_up (self->tile);

  gtk_widget_set_visible (self->muted, muted);
  gtk_widget_set_visible (self->hand, hand);
  gtk_widget_set_visible (GTK_WIDGET (self->name), !self->aside);
  gtk_widget_set_visible (self->tag, !self->aside || muted || hand);
}

static void
show_tile (ConfabTileLabel *self)
{
  g_autofree char *own_name = NULL;
  g_autofree char *description = describe (self->tile);
  const char *name = confab_tile_get_name (self->tile);
  gboolean video = confab_tile_get_video (self->tile);

  if (confab_tile_is_own (self->tile))
    own_name = g_strdup_printf (_ ("%s (you)"), name);
  show_quality (self);
  gtk_label_set_label (self->name, own_name != NULL ? own_name : name);
  adw_avatar_set_text (self->initials, name);
  gtk_widget_set_visible (GTK_WIDGET (self->initials), !video);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), !confab_tile_is_answering (self->tile));
  show_tag (self);
  set_class (self, "without-picture", !video);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description,
                                  -1);
}

static void
confab_tile_label_dispose (GObject *object)
{
  ConfabTileLabel *self = CONFAB_TILE_LABEL (object);

  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_object (&self->tile);
  G_OBJECT_CLASS (confab_tile_label_parent_class)->dispose (object);
}

static void
confab_tile_label_class_init (ConfabTileLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_tile_label_dispose;

  g_type_ensure (CONFAB_TYPE_RETAINED);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/confab/Confab/tile-label.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabTileLabel, overlay);
  gtk_widget_class_bind_template_child (widget_class, ConfabTileLabel, initials);
  gtk_widget_class_bind_template_child (widget_class, ConfabTileLabel, tag);
  gtk_widget_class_bind_template_child (widget_class, ConfabTileLabel, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabTileLabel, muted);
  gtk_widget_class_bind_template_child (widget_class, ConfabTileLabel, notice);
  gtk_widget_class_bind_template_child (widget_class, ConfabTileLabel, hand);
  gtk_widget_class_bind_template_child (widget_class, ConfabTileLabel, menu);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
confab_tile_label_init (ConfabTileLabel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
confab_tile_label_new (ConfabTile *tile)
{
  static const char *const shown[] = { "notify::name", "notify::audio", "notify::video",
                                       "notify::answering", "notify::hand" };
  ConfabTileLabel *self = g_object_new (CONFAB_TYPE_TILE_LABEL, NULL);

  self->tile = g_object_ref (tile);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    g_signal_connect_object (tile, shown[i], G_CALLBACK (show_tile), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tile, "notify::speaking", G_CALLBACK (show_speaking), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tile, "notify::quality", G_CALLBACK (show_quality), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), !confab_tile_is_own (tile));
  gtk_menu_button_set_create_popup_func (self->menu, on_menu, self, NULL);
  show_tile (self);
  show_speaking (self);
  show_quality (self);
  return GTK_WIDGET (self);
}

void
confab_tile_label_set_compact (ConfabTileLabel *self, gboolean compact)
{
  adw_avatar_set_size (self->initials, compact ? INITIALS_SIZE_COMPACT : INITIALS_SIZE);
  set_class (self, "compact", compact);
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  show_tag (CONFAB_TILE_LABEL (widget));
  return G_SOURCE_REMOVE;
}

/* With the next frame: this one is being laid out. */
void
confab_tile_label_set_aside (ConfabTileLabel *self, gboolean aside)
{
  if (self->aside == aside)
    return;
  self->aside = aside;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}
