/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/meeting-ticker.h"

#include "client/call.h"

/* A meeting's deadline may move with every call into it. A source of the main loop is asked before
 * every wait, so nobody has to tell that it moved. */
struct _ConfabMeetingTicker {
  GSource source;
  ConfabMeeting *meeting;
};

ConfabMeetingTime
confab_meeting_time_now (void)
{
  return (ConfabMeetingTime){
    .local_ms = confab_clock_boot_ms (),
    .wall_ms = confab_clock_wall_ms (),
  };
}

static gint64
ms_left (GSource *source)
{
  ConfabMeetingTicker *self = (ConfabMeetingTicker *) source;
  gint64 deadline_ms = confab_meeting_get_next_deadline (self->meeting);

  return deadline_ms == G_MAXINT64 ? G_MAXINT64 : deadline_ms - confab_clock_boot_ms ();
}

static gboolean
ticker_prepare (GSource *source, gint *timeout_ms)
{
  gint64 left_ms = ms_left (source);

  *timeout_ms = left_ms == G_MAXINT64 ? -1 : (gint) CLAMP (left_ms, 0, G_MAXINT);
  return left_ms <= 0;
}

static gboolean
ticker_check (GSource *source)
{
  return ms_left (source) <= 0;
}

static gboolean
ticker_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  ConfabMeetingTicker *self = (ConfabMeetingTicker *) source;

  confab_meeting_tick (self->meeting, confab_meeting_time_now ());
  return G_SOURCE_CONTINUE;
}

static void
ticker_finalize (GSource *source)
{
  ConfabMeetingTicker *self = (ConfabMeetingTicker *) source;

  g_clear_object (&self->meeting);
}

static GSourceFuncs ticker_funcs = {
  .prepare = ticker_prepare,
  .check = ticker_check,
  .dispatch = ticker_dispatch,
  .finalize = ticker_finalize,
};

ConfabMeetingTicker *
confab_meeting_ticker_new (ConfabMeeting *meeting)
{
  ConfabMeetingTicker *self =
      (ConfabMeetingTicker *) g_source_new (&ticker_funcs, sizeof (ConfabMeetingTicker));

  self->meeting = g_object_ref (meeting);
  g_source_set_static_name (&self->source, "meeting deadline");
  g_source_attach (&self->source, NULL);
  return self;
}

void
confab_meeting_ticker_free (ConfabMeetingTicker *self)
{
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}
