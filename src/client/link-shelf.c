/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/link-shelf.h"

struct _ConfabLinkShelf {
  ConfabLinkConfig config; /* owns certificate and tracks */
  ConfabLink *ready;       /* (nullable) */
};

ConfabLinkShelf *
confab_link_shelf_new (const ConfabLinkConfig *config)
{
  ConfabLinkShelf *self = g_new0 (ConfabLinkShelf, 1);

  self->config = (ConfabLinkConfig){
    .relay_only = config->relay_only,
    .allow_loopback = config->allow_loopback,
    .certificate = g_object_ref (config->certificate),
    .audio = config->audio != NULL ? g_object_ref (config->audio) : NULL,
    .video = config->video != NULL ? g_object_ref (config->video) : NULL,
  };
  return self;
}

static void
clear (ConfabLinkShelf *self)
{
  if (self->ready != NULL)
    confab_link_close (self->ready);
  g_clear_object (&self->ready);
}

void
confab_link_shelf_free (ConfabLinkShelf *self)
{
  clear (self);
  g_clear_object (&self->config.certificate);
  g_clear_object (&self->config.audio);
  g_clear_object (&self->config.video);
  g_free (self);
}

static ConfabLink *
make (ConfabLinkShelf *self, const char *label)
{
  ConfabLinkConfig config = self->config;

  config.peer_label = label;
  return confab_link_new (&config);
}

void
confab_link_shelf_prepare (ConfabLinkShelf *self)
{
  if (self->ready == NULL)
    self->ready = make (self, "ready");
}

void
confab_link_shelf_renew (ConfabLinkShelf *self)
{
  if (self->ready == NULL)
    return;
  clear (self);
  confab_link_shelf_prepare (self);
}

/* One that failed while it lay there is of no use. */
ConfabLink *
confab_link_shelf_take (ConfabLinkShelf *self, const char *peer_label)
{
  g_autoptr (ConfabLink) link = g_steal_pointer (&self->ready);

  if (link != NULL && confab_link_get_state (link) == CONFAB_LINK_NEW)
    return g_steal_pointer (&link);
  return make (self, peer_label);
}
