/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/device-news.h"

#include <glib/gi18n.h>

static void
add_name (GPtrArray **names, const char *name)
{
  if (*names == NULL)
    *names = g_ptr_array_new_with_free_func (g_free);
  if (!g_ptr_array_find_with_equal_func (*names, name, g_str_equal, NULL))
    g_ptr_array_add (*names, g_strdup (name));
}

void
confab_device_news_add_gone (ConfabDeviceNews *self, const char *name)
{
  add_name (&self->gone, name);
}

void
confab_device_news_add_taken (ConfabDeviceNews *self, const char *name)
{
  add_name (&self->taken, name);
}

/* Returns: (transfer full) (nullable): there is at most one of each kind, and of cameras nothing is taken */
static char *
join_names (const GPtrArray *names)
{
  if (names == NULL)
    return NULL;
  if (names->len > 1)
    return g_strdup_printf (_ ("%s and %s"), (const char *) names->pdata[0],
                            (const char *) names->pdata[1]);
  return g_strdup (names->pdata[0]);
}

char *
confab_device_news_dup_text (const ConfabDeviceNews *self)
{
  g_autofree char *gone = join_names (self->gone);
  g_autofree char *taken = join_names (self->taken);

  if (gone != NULL && taken != NULL)
    return g_strdup_printf (_ ("%s is gone. Switched to %s"), gone, taken);
  if (gone != NULL)
    return g_strdup_printf (_ ("%s is gone"), gone);
  return taken != NULL ? g_strdup_printf (_ ("Switched to %s"), taken) : NULL;
}

void
confab_device_news_clear (ConfabDeviceNews *self)
{
  g_clear_pointer (&self->gone, g_ptr_array_unref);
  g_clear_pointer (&self->taken, g_ptr_array_unref);
}
