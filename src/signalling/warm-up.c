/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signalling/warm-up.h"

#include <gio/gio.h>

/* A thread of its own. Proxies are looked up and certificates read for each connection; what the first one costs
 * is loading the modules that do it, and a hundred certificates of the system. No packet leaves the computer. */
static gpointer
load_modules (gpointer unused)
{
  GTlsBackend *tls = g_tls_backend_get_default ();
  g_auto (GStrv) proxies = NULL;
  g_autoptr (GTlsDatabase) database = NULL;

  if (g_tls_backend_supports_tls (tls))
    database = g_tls_backend_get_default_database (tls);
  proxies =
      g_proxy_resolver_lookup (g_proxy_resolver_get_default (), "https://localhost/", NULL, NULL);
  return NULL;
}

static GThread *warm_up; /* (nullable): while it has not been joined */

void
confab_signalling_warm_up (void)
{
  static gboolean done;

  if (done)
    return;
  done = TRUE;
  g_network_monitor_get_default (); /* belongs to the main thread */
  warm_up = g_thread_new ("line-warm-up", load_modules, NULL);
}

void
confab_signalling_drain (void)
{
  if (warm_up != NULL)
    g_thread_join (g_steal_pointer (&warm_up));
}
