/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/people-meter.h"

#include "app/path-words.h"
#include "app/speaking.h"

#include <math.h>

#define LOOK_MS 120 /* a level is that of 100 ms */
#define LOOKS_PER_SECOND 8

struct _ConfabPeopleMeter {
  GObject parent_instance;
  GListModel *tiles;
  ConfabCapture *capture;
  ConfabCall *call;
  guint timer;
  guint n_looks;
  ConfabTile *large; /* (nullable) (unowned): only compared */
};

G_DEFINE_FINAL_TYPE (ConfabPeopleMeter, confab_people_meter, G_TYPE_OBJECT)

/* What is remembered of one person from look to look. */
typedef struct {
  ConfabSpeaking speaking;
  ConfabConnectionQuality quality;
} Record;

static Record *
record_of (ConfabTile *tile)
{
  Record *record = g_object_get_data (G_OBJECT (tile), "confab-people-meter");

  if (record == NULL) {
    record = g_new0 (Record, 1);
    g_object_set_data_full (G_OBJECT (tile), "confab-people-meter", record, g_free);
  }
  return record;
}

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static double
level_of (ConfabPeopleMeter *self, ConfabTile *tile)
{
  const ConfabPid *pid = confab_tile_get_pid (tile);

  if (!confab_tile_get_audio (tile))
    return (double) NAN;
  if (confab_tile_is_own (tile))
    return confab_capture_get_level_dbfs (self->capture);
  return pid != NULL ? confab_call_get_level_dbfs (self->call, pid) : (double) NAN;
}

static void
look_at_connection (ConfabPeopleMeter *self, ConfabTile *tile)
{
  const ConfabPid *pid = confab_tile_get_pid (tile);
  Record *record = record_of (tile);
  g_autofree char *words = NULL;
  ConfabLinkStats stats;
  ConfabCallPath path;

  if (confab_tile_is_own (tile) || pid == NULL)
    return;
  if (confab_call_get_path (self->call, pid, &path))
    words = confab_path_words (&path);
  g_object_set (tile, "path", words != NULL ? words : "", NULL);
  if (confab_call_get_stats (self->call, pid, &stats))
    confab_tile_set_stats (tile, &stats,
                           confab_connection_quality_update (&record->quality, &stats, now_ms ()));
  else
    confab_tile_set_stats (tile, NULL, CONFAB_QUALITY_UNKNOWN);
}

static void
choose_large (ConfabPeopleMeter *self)
{
  guint n_tiles = g_list_model_get_n_items (self->tiles);
  g_autofree ConfabSpeakerCandidate *candidates = g_new0 (ConfabSpeakerCandidate, n_tiles + 1);

  for (guint i = 0; i < n_tiles; i++) {
    g_autoptr (ConfabTile) tile = g_list_model_get_item (self->tiles, i);

    candidates[i] = (ConfabSpeakerCandidate){ .key = tile,
                                              .own = confab_tile_is_own (tile),
                                              .pinned = confab_tile_is_pinned (tile),
                                              .speaking = record_of (tile)->speaking };
  }
  self->large = confab_speaker_choose (candidates, n_tiles, self->large, now_ms ());
  for (guint i = 0; i < n_tiles; i++) {
    g_autoptr (ConfabTile) tile = g_list_model_get_item (self->tiles, i);

    g_object_set (tile, "large", tile == self->large, NULL);
  }
}

static gboolean
on_look (gpointer user_data)
{
  ConfabPeopleMeter *self = user_data;
  guint n_tiles = g_list_model_get_n_items (self->tiles);
  gboolean second = self->n_looks++ % LOOKS_PER_SECOND == 0;
  gboolean changed = FALSE;

  for (guint i = 0; i < n_tiles; i++) {
    g_autoptr (ConfabTile) tile = g_list_model_get_item (self->tiles, i);
    ConfabSpeaking *speaking = &record_of (tile)->speaking;

    if (confab_speaking_update (speaking, level_of (self, tile), now_ms ()))
      g_object_set (tile, "speaking", speaking->speaking, NULL);
    changed = changed || speaking->speaking;
    if (second)
      look_at_connection (self, tile);
  }
  if (changed)
    choose_large (self);
  return G_SOURCE_CONTINUE;
}

static void
confab_people_meter_dispose (GObject *object)
{
  ConfabPeopleMeter *self = CONFAB_PEOPLE_METER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->call);
  g_clear_object (&self->capture);
  g_clear_object (&self->tiles);
  G_OBJECT_CLASS (confab_people_meter_parent_class)->dispose (object);
}

static void
confab_people_meter_class_init (ConfabPeopleMeterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_people_meter_dispose;
}

static void
confab_people_meter_init (ConfabPeopleMeter *self)
{
}

ConfabPeopleMeter *
confab_people_meter_new (GListModel *tiles, ConfabCapture *capture)
{
  ConfabPeopleMeter *self = g_object_new (CONFAB_TYPE_PEOPLE_METER, NULL);

  self->tiles = g_object_ref (tiles);
  self->capture = g_object_ref (capture);
  g_signal_connect_object (tiles, "items-changed", G_CALLBACK (choose_large), self,
                           G_CONNECT_SWAPPED);
  choose_large (self);
  return self;
}

void
confab_people_meter_follow (ConfabPeopleMeter *self, ConfabCall *call)
{
  g_return_if_fail (CONFAB_IS_PEOPLE_METER (self));
  g_return_if_fail (self->call == NULL);

  self->call = g_object_ref (call);
  self->timer = g_timeout_add (LOOK_MS, on_look, self);
}

void
confab_people_meter_pin (ConfabPeopleMeter *self, const ConfabPid *pid)
{
  g_return_if_fail (CONFAB_IS_PEOPLE_METER (self));

  for (guint i = 0; i < g_list_model_get_n_items (self->tiles); i++) {
    g_autoptr (ConfabTile) tile = g_list_model_get_item (self->tiles, i);
    const ConfabPid *of_tile = confab_tile_get_pid (tile);

    g_object_set (tile, "pinned", pid != NULL && of_tile != NULL && confab_pid_equal (pid, of_tile),
                  NULL);
  }
  choose_large (self);
}
