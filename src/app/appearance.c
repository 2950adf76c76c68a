/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/appearance.h"

#include <adwaita.h>

static void
apply (GSettings *settings, const char *key, gpointer unused)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };
  int chosen = g_settings_get_enum (settings, key);

  g_return_if_fail (chosen >= 0 && chosen < (int) G_N_ELEMENTS (schemes));
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[chosen]);
}

void
confab_appearance_follow (GSettings *settings)
{
  g_signal_connect (settings, "changed::color-scheme", G_CALLBACK (apply), NULL);
  apply (settings, "color-scheme", NULL);
}
