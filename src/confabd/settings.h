/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command line and the configuration file say together. Main thread, at the start. */
#pragma once

#include "service/service.h"

G_BEGIN_DECLS

typedef struct {
  ConfabServiceConfig *config;
  char *config_file; /* (nullable): the one that was read */
  gboolean only_check;
  gboolean only_version;
} ConfabdSettings;

/* Reads the command line; each option overrides the file. FALSE and a sentence in @error if the two can not
 * be used. */
gboolean confabd_settings_read (ConfabdSettings *settings, int *argc, char ***argv, GError **error);
void confabd_settings_clear (ConfabdSettings *settings);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabdSettings, confabd_settings_clear)

G_END_DECLS
