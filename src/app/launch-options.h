/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the command line may say. Main thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ConfabLaunchOptions:
 * @profile: @name: @service: as confab_desk_new () takes them
 * @camera: @microphone: @speaker: SRC of this run; %NULL: see ConfabDevices
 *
 * What holds for a whole run. All (nullable).
 */
typedef struct {
  char *profile, *name, *service;
  char *camera, *microphone, *speaker;
} ConfabLaunchOptions;

void confab_launch_options_declare (GApplication *application);

/* Looked up in this order: @options, the environment. @options: (nullable): none were given. */
ConfabLaunchOptions *confab_launch_options_read (GVariantDict *options);
void confab_launch_options_free (ConfabLaunchOptions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabLaunchOptions, confab_launch_options_free)

/* What holds for one call only. Returns: (transfer full) (nullable): a link or an ID */
char *confab_launch_options_dup_invitation (GVariantDict *options);
gboolean confab_launch_options_want_meeting (GVariantDict *options);

G_END_DECLS
