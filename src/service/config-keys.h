/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one table of configuration keys: it drives reading, checking and the test that
 * packaging/server/confabd.ini.sample documents every one. Any thread.
 */
#pragma once

#include "service/service-config.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_CONFIG_TEXT,        /* char * */
  CONFAB_CONFIG_FILE,        /* char *: a path; relative ones count from the INI file's folder */
  CONFAB_CONFIG_LIST,        /* GStrv, separated by semicolons */
  CONFAB_CONFIG_COUNT,       /* guint */
  CONFAB_CONFIG_SECRET_FILE, /* char *: the first line of the named file */
} ConfabConfigKind;

/* Whether @value can be meant for its key; the message is a sentence without file and line. */
typedef gboolean (*ConfabConfigCheck) (const char *value, GError **error);

typedef struct {
  const char *group;
  const char *key;
  ConfabConfigKind kind;
  gsize offset;            /* of the field in ConfabServiceConfig */
  ConfabConfigCheck check; /* (nullable): of the text, or of each element of the list */
  guint least, most;       /* of a count */
} ConfabConfigKey;

extern const ConfabConfigKey confab_config_keys[];
extern const guint confab_n_config_keys;

/* Returns: (nullable): the key, or %NULL for one that does not exist */
const ConfabConfigKey *confab_config_key_find (const char *group, const char *key);

/* Whether any key of this group exists. */
gboolean confab_config_group_exists (const char *group);

/* The field of @key in @config. */
gpointer confab_config_key_field (const ConfabConfigKey *key, ConfabServiceConfig *config);

G_END_DECLS
