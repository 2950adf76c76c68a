/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tile.h"

struct _ConfabTile {
  GObject parent_instance;
  ConfabMailbox *mailbox;
  char *name;
  gboolean own;
  gboolean audio;
  gboolean video;
  gboolean answering;
};

G_DEFINE_FINAL_TYPE (ConfabTile, confab_tile, G_TYPE_OBJECT)

enum { PROP_0, PROP_NAME, PROP_OWN, PROP_AUDIO, PROP_VIDEO, PROP_ANSWERING, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
set_flag (ConfabTile *self, gboolean *flag, gboolean value, GParamSpec *pspec)
{
  if (*flag == !!value)
    return;
  *flag = !!value;
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
set_name (ConfabTile *self, const char *name)
{
  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

static void
confab_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ConfabTile *self = CONFAB_TILE (object);

  switch (id) {
  case PROP_NAME:
    set_name (self, g_value_get_string (value));
    break;
  case PROP_OWN:
    self->own = g_value_get_boolean (value);
    break;
  case PROP_AUDIO:
    set_flag (self, &self->audio, g_value_get_boolean (value), pspec);
    break;
  case PROP_VIDEO:
    set_flag (self, &self->video, g_value_get_boolean (value), pspec);
    break;
  case PROP_ANSWERING:
    set_flag (self, &self->answering, g_value_get_boolean (value), pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabTile *self = CONFAB_TILE (object);

  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_OWN:
    g_value_set_boolean (value, self->own);
    break;
  case PROP_AUDIO:
    g_value_set_boolean (value, self->audio);
    break;
  case PROP_VIDEO:
    g_value_set_boolean (value, self->video);
    break;
  case PROP_ANSWERING:
    g_value_set_boolean (value, self->answering);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_tile_finalize (GObject *object)
{
  ConfabTile *self = CONFAB_TILE (object);

  g_clear_pointer (&self->mailbox, confab_mailbox_unref);
  g_free (self->name);
  G_OBJECT_CLASS (confab_tile_parent_class)->finalize (object);
}

static void
confab_tile_class_init (ConfabTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags watched = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = confab_tile_set_property;
  object_class->get_property = confab_tile_get_property;
  object_class->finalize = confab_tile_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", watched);
  properties[PROP_OWN] =
      g_param_spec_boolean ("own", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_AUDIO] = g_param_spec_boolean ("audio", NULL, NULL, FALSE, watched);
  properties[PROP_VIDEO] = g_param_spec_boolean ("video", NULL, NULL, FALSE, watched);
  properties[PROP_ANSWERING] = g_param_spec_boolean ("answering", NULL, NULL, TRUE, watched);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
confab_tile_init (ConfabTile *self)
{
  self->name = g_strdup ("");
  self->answering = TRUE;
}

ConfabTile *
confab_tile_new (const char *name, ConfabMailbox *mailbox, gboolean own)
{
  ConfabTile *self = g_object_new (CONFAB_TYPE_TILE, "own", own, "name", name, NULL);

  if (mailbox != NULL)
    self->mailbox = confab_mailbox_ref (mailbox);
  return self;
}

ConfabMailbox *
confab_tile_get_mailbox (ConfabTile *self)
{
  return self->mailbox;
}

const char *
confab_tile_get_name (ConfabTile *self)
{
  return self->name;
}

gboolean
confab_tile_is_own (ConfabTile *self)
{
  return self->own;
}

gboolean
confab_tile_get_audio (ConfabTile *self)
{
  return self->audio;
}

gboolean
confab_tile_get_video (ConfabTile *self)
{
  return self->video;
}

gboolean
confab_tile_is_answering (ConfabTile *self)
{
  return self->answering;
}
