/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name and a hop. Immutable once made, so any thread may use it. */
#include "media/send/track.h"

#include "media/hop.h"
#include "media/send/encoder-settings.h"
#include "media/send/track-new.h"

struct _ConfabTrack {
  GObject parent_instance;
  ConfabMediaKind kind;
  ConfabHop *hop;
};

G_DEFINE_FINAL_TYPE (ConfabTrack, confab_track, G_TYPE_OBJECT)

ConfabTrack *
confab_track_new (ConfabMediaKind kind)
{
  ConfabTrack *self = g_object_new (CONFAB_TYPE_TRACK, NULL);

  self->kind = kind;
  self->hop = confab_hop_new (confab_encoder_settings_get (kind)->max_queued);
  return self;
}

static void
confab_track_finalize (GObject *object)
{
  ConfabTrack *self = CONFAB_TRACK (object);

  confab_hop_unref (self->hop);
  G_OBJECT_CLASS (confab_track_parent_class)->finalize (object);
}

static void
confab_track_class_init (ConfabTrackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_track_finalize;
}

static void
confab_track_init (ConfabTrack *self)
{
}

ConfabMediaKind
confab_track_get_kind (ConfabTrack *self)
{
  g_return_val_if_fail (CONFAB_IS_TRACK (self), CONFAB_MEDIA_AUDIO);

  return self->kind;
}

ConfabHop *
confab_track_get_hop (ConfabTrack *self)
{
  g_return_val_if_fail (CONFAB_IS_TRACK (self), NULL);

  return self->hop;
}

void
confab_track_get_counts (ConfabTrack *self, ConfabTrackCounts *counts)
{
  g_return_if_fail (CONFAB_IS_TRACK (self));

  confab_hop_get_counts (self->hop, counts);
}
