/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one plugging in or pulling out brought about, to be said in one sentence. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Begins as zeros. Names are kept once each: a headset is a microphone and a loudspeaker of one name. */
typedef struct {
  GPtrArray *gone;  /* (nullable): what was used and is not there any more */
  GPtrArray *taken; /* (nullable): what is used now */
} ConfabDeviceNews;

void confab_device_news_add_gone (ConfabDeviceNews *self, const char *name);
void confab_device_news_add_taken (ConfabDeviceNews *self, const char *name);

/* Returns: (transfer full) (nullable): %NULL if there are none */
char *confab_device_news_dup_text (const ConfabDeviceNews *self);

void confab_device_news_clear (ConfabDeviceNews *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConfabDeviceNews, confab_device_news_clear)

G_END_DECLS
