/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/toast.h"

AdwToast *
confab_toast_new (const char *text, guint timeout_s)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, timeout_s);
  return toast;
}
