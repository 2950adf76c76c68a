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

/* What this process settles by itself: -1, or the status it ends with. Only --toggle-mute goes to the Confab that runs and
 * to no other; a profile of its own is a Confab of its own: for two on one desktop, as tests and the demo have it. */
int confab_launch_options_handle_locally (GApplication *application, GVariantDict *options);

/* What holds for one call only. Returns: (transfer full) (nullable): a link or an ID */
char *confab_launch_options_dup_invitation (GVariantDict *options);
gboolean confab_launch_options_want_meeting (GVariantDict *options);
gboolean confab_launch_options_want_mute_toggled (GVariantDict *options);

/* There is no meeting to do it in: says so to whoever asked, and gives the status to end with. */
int confab_launch_options_fail_to_toggle (GApplicationCommandLine *line);

G_END_DECLS
