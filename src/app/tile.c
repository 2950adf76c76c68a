/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tile.h"

enum {
  PROP_0,
  PROP_AUDIO,
  PROP_VIDEO,
  PROP_ANSWERING,
  PROP_SPEAKING,
  PROP_HAND,
  PROP_PINNED,
  PROP_LARGE,
  PROP_HOST,
  N_FLAGS, /* those before are flags */
  PROP_NAME = N_FLAGS,
  PROP_PATH,
  PROP_OWN,
  PROP_QUALITY,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_FIGURES, N_SIGNALS };
static guint signals[N_SIGNALS];

struct _ConfabTile {
  GObject parent_instance;
  ConfabPid pid;
  gboolean has_pid;
  ConfabMailbox *mailbox;
  char *name;
  char *path;
  gboolean own;
  gboolean flags[N_FLAGS];
  gboolean has_stats;
  ConfabLinkStats stats;
  ConfabQuality quality;
};

G_DEFINE_FINAL_TYPE (ConfabTile, confab_tile, G_TYPE_OBJECT)

static void
set_text (ConfabTile *self, char **field, const char *text, GParamSpec *pspec)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
confab_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ConfabTile *self = CONFAB_TILE (object);

  if (id == PROP_NAME) {
    set_text (self, &self->name, g_value_get_string (value), pspec);
  } else if (id == PROP_PATH) {
    set_text (self, &self->path, g_value_get_string (value), pspec);
  } else if (id == PROP_OWN) {
    self->own = g_value_get_boolean (value);
  } else if (id < N_FLAGS) {
    if (self->flags[id] == g_value_get_boolean (value))
      return;
    self->flags[id] = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
confab_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ConfabTile *self = CONFAB_TILE (object);

  if (id == PROP_NAME)
    g_value_set_string (value, self->name);
  else if (id == PROP_PATH)
    g_value_set_string (value, self->path);
  else if (id == PROP_OWN)
    g_value_set_boolean (value, self->own);
  else if (id == PROP_QUALITY)
    g_value_set_int (value, (int) self->quality);
  else if (id < N_FLAGS)
    g_value_set_boolean (value, self->flags[id]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
confab_tile_finalize (GObject *object)
{
  ConfabTile *self = CONFAB_TILE (object);

  g_clear_pointer (&self->mailbox, confab_mailbox_unref);
  g_free (self->name);
  g_free (self->path);
  G_OBJECT_CLASS (confab_tile_parent_class)->finalize (object);
}

static void
confab_tile_class_init (ConfabTileClass *klass)
{
  static const char *const flags[N_FLAGS] = {
    [PROP_AUDIO] = "audio",       [PROP_VIDEO] = "video", [PROP_ANSWERING] = "answering",
    [PROP_SPEAKING] = "speaking", [PROP_HAND] = "hand",   [PROP_PINNED] = "pinned",
    [PROP_LARGE] = "large",       [PROP_HOST] = "host",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags watched = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = confab_tile_set_property;
  object_class->get_property = confab_tile_get_property;
  object_class->finalize = confab_tile_finalize;

  for (guint i = PROP_0 + 1; i < N_FLAGS; i++)
    properties[i] = g_param_spec_boolean (flags[i], NULL, NULL, i == PROP_ANSWERING, watched);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", watched);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, "", watched);
  properties[PROP_OWN] =
      g_param_spec_boolean ("own", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_QUALITY] =
      g_param_spec_int ("quality", NULL, NULL, CONFAB_QUALITY_UNKNOWN, CONFAB_QUALITY_GOOD,
                        CONFAB_QUALITY_UNKNOWN, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FIGURES] = g_signal_new ("figures", CONFAB_TYPE_TILE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_tile_init (ConfabTile *self)
{
  self->name = g_strdup ("");
  self->path = g_strdup ("");
  self->flags[PROP_ANSWERING] = TRUE;
}

ConfabTile *
confab_tile_new (const ConfabPid *pid, const char *name, ConfabMailbox *mailbox, gboolean own)
{
  ConfabTile *self = g_object_new (CONFAB_TYPE_TILE, "own", own, "name", name, NULL);

  if (pid != NULL)
    confab_tile_set_pid (self, pid);
  if (mailbox != NULL)
    self->mailbox = confab_mailbox_ref (mailbox);
  return self;
}

const ConfabPid *
confab_tile_get_pid (ConfabTile *self)
{
  return self->has_pid ? &self->pid : NULL;
}

void
confab_tile_set_pid (ConfabTile *self, const ConfabPid *pid)
{
  self->pid = *pid;
  self->has_pid = TRUE;
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

const char *
confab_tile_get_path (ConfabTile *self)
{
  return self->path;
}

gboolean
confab_tile_is_own (ConfabTile *self)
{
  return self->own;
}

gboolean
confab_tile_get_audio (ConfabTile *self)
{
  return self->flags[PROP_AUDIO];
}

gboolean
confab_tile_get_video (ConfabTile *self)
{
  return self->flags[PROP_VIDEO];
}

gboolean
confab_tile_is_answering (ConfabTile *self)
{
  return self->flags[PROP_ANSWERING];
}

gboolean
confab_tile_is_speaking (ConfabTile *self)
{
  return self->flags[PROP_SPEAKING];
}

gboolean
confab_tile_has_hand_up (ConfabTile *self)
{
  return self->flags[PROP_HAND];
}

gboolean
confab_tile_is_pinned (ConfabTile *self)
{
  return self->flags[PROP_PINNED];
}

gboolean
confab_tile_is_large (ConfabTile *self)
{
  return self->flags[PROP_LARGE];
}

gboolean
confab_tile_is_host (ConfabTile *self)
{
  return self->flags[PROP_HOST];
}

ConfabQuality
confab_tile_get_quality (ConfabTile *self)
{
  return self->quality;
}

gboolean
confab_tile_get_stats (ConfabTile *self, ConfabLinkStats *stats)
{
  if (self->has_stats)
    *stats = self->stats;
  return self->has_stats;
}

void
confab_tile_set_stats (ConfabTile *self, const ConfabLinkStats *stats, ConfabQuality quality)
{
  self->has_stats = stats != NULL;
  if (stats != NULL)
    self->stats = *stats;
  if (self->quality != quality) {
    self->quality = quality;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUALITY]);
  }
  g_signal_emit (self, signals[SIGNAL_FIGURES], 0);
}
