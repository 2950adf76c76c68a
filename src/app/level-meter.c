/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/level-meter.h"

#include <math.h>

#define FLOOR_DBFS (-60.0)

/* Segments of the bar, and from which one on it is too loud (-6 dBFS). */
#define SEGMENTS 30
#define LOUD_FROM 27
#define GAP 2
#define HEIGHT 8
#define MIN_WIDTH 120

struct _ConfabLevelMeter {
  GtkWidget parent_instance;
  int lit;
};

G_DEFINE_FINAL_TYPE (ConfabLevelMeter, confab_level_meter, GTK_TYPE_WIDGET)

static void
confab_level_meter_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

static GdkRGBA
colour_of (GtkWidget *widget, int segment, int lit)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA colour = { 0 };

  if (segment >= lit) {
    gtk_style_context_get_color (style, &colour);
    colour.alpha *= 0.15f;
  } else {
    gtk_style_context_lookup_color (
        style, segment >= LOUD_FROM ? "warning_bg_color" : "success_bg_color", &colour);
  }
  return colour;
}

static void
confab_level_meter_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ConfabLevelMeter *self = CONFAB_LEVEL_METER (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  for (int i = 0; i < SEGMENTS; i++) {
    int left = width * i / SEGMENTS;
    int right = width * (i + 1) / SEGMENTS - GAP;
    GdkRGBA colour = colour_of (widget, i, self->lit);

    gtk_snapshot_append_color (
        snapshot, &colour,
        &GRAPHENE_RECT_INIT ((float) left, 0, (float) (right - left), (float) height));
  }
}

static void
confab_level_meter_class_init (ConfabLevelMeterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = confab_level_meter_measure;
  widget_class->snapshot = confab_level_meter_snapshot;
  gtk_widget_class_set_css_name (widget_class, "levelmeter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
confab_level_meter_init (ConfabLevelMeter *self)
{
}

void
confab_level_meter_set_level (ConfabLevelMeter *self, double dbfs)
{
  double share = (dbfs - FLOOR_DBFS) / -FLOOR_DBFS;
  int lit = (int) lrint (CLAMP (share, 0, 1) * SEGMENTS);

  g_return_if_fail (CONFAB_IS_LEVEL_METER (self));

  if (self->lit == lit)
    return;
  self->lit = lit;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
