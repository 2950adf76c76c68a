/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/path-words.h"

#include <glib/gi18n.h>

static gboolean
is_relayed (const ConfabCallPath *path)
{
  return g_strcmp0 (path->local, "relay") == 0 || g_strcmp0 (path->remote, "relay") == 0;
}

static char *
connected_words (const ConfabCallPath *path)
{
  if (!is_relayed (path))
    return g_strdup (_ ("Direct between you"));
  if (path->relay_host == NULL)
    /* The other side's relay: its name does not travel with the candidate. */
    return g_strdup (_ ("Relayed"));
  /* Translators: %s is the name of a server */
  return g_strdup_printf (_ ("Relayed by %s"), path->relay_host);
}

char *
confab_path_words (const ConfabCallPath *path)
{
  switch (path->state) {
  case CONFAB_PATH_CONNECTING:
    return g_strdup (_ ("Connecting…"));
  case CONFAB_PATH_CONNECTED:
    return connected_words (path);
  case CONFAB_PATH_RECONNECTING:
    return g_strdup (_ ("Reconnecting…"));
  case CONFAB_PATH_FAILED:
    return g_strdup (_ ("Not connected"));
  case CONFAB_PATH_CLOSED:
    break;
  }
  return g_strdup ("");
}

char *
confab_path_trouble (const ConfabCallPath *path, const char *name, gboolean answering,
                     gboolean service_online, const char *why_offline)
{
  if (path != NULL && path->state == CONFAB_PATH_FAILED)
    return g_strdup_printf (_ ("There is no connection to %s. Confab goes on trying; check whether "
                               "you are online."),
                            name);
  if (!answering)
    return g_strdup_printf (_ ("%s does not answer. If that lasts, Confab takes them off the list "
                               "of people here; they can come back by the same link."),
                            name);
  if (path != NULL && path->state == CONFAB_PATH_RECONNECTING)
    return g_strdup_printf (_ ("The connection to %s was interrupted. Confab is building a new "
                               "one."),
                            name);
  if (!service_online)
    return g_strdup (why_offline != NULL
                         ? why_offline
                         : _ ("The meeting service does not answer. The meeting goes on; nobody "
                              "else can join until it is back."));
  return NULL;
}

static const char *
or_unknown (const char *word)
{
  return word != NULL ? word : "unknown";
}

char *
confab_path_kind_words (const ConfabCallPath *path)
{
  static const char *const kinds[] = { "direct link", "mesh link", "link to an SFU" };
  static const char *const states[] = { "connecting", "connected", "reconnecting", "failed",
                                        "closed" };

  g_return_val_if_fail (path->kind < G_N_ELEMENTS (kinds), NULL);
  g_return_val_if_fail (path->state < G_N_ELEMENTS (states), NULL);

  return g_strdup_printf ("%s, %s, %s to %s over %s", kinds[path->kind], states[path->state],
                          or_unknown (path->local), or_unknown (path->remote),
                          or_unknown (path->transport));
}
