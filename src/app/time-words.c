/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/time-words.h"

#include <glib/gi18n.h>

/* Midnights between the two. */
static int
days_between (GDateTime *then, GDateTime *now)
{
  GDate first, last;

  g_date_clear (&first, 1);
  g_date_clear (&last, 1);
  g_date_set_dmy (&first, g_date_time_get_day_of_month (then), g_date_time_get_month (then),
                  g_date_time_get_year (then));
  g_date_set_dmy (&last, g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                  g_date_time_get_year (now));
  return g_date_days_between (&first, &last);
}

char *
confab_time_words (GDateTime *then, GDateTime *now)
{
  int days = days_between (then, now);

  if (days == 0)
    /* Translators: a time of day; see g_date_time_format () for the codes */
    return g_date_time_format (then, _ ("today, %H:%M"));
  if (days == 1)
    return g_date_time_format (then, _ ("yesterday, %H:%M"));
  if (days > 1 && days < 7)
    /* Translators: a day of the last week and the time */
    return g_date_time_format (then, _ ("%A, %H:%M"));
  return g_date_time_format (then, "%x");
}
