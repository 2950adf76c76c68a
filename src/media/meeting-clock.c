/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/meeting-clock.h"

/* Both are written once, before any pipeline is there. */
static GstClock *meeting_clock;
static GstClockTime epoch;

void
confab_meeting_clock_start (void)
{
  g_return_if_fail (meeting_clock == NULL);

  meeting_clock = g_object_new (GST_TYPE_SYSTEM_CLOCK, "clock-type", GST_CLOCK_TYPE_MONOTONIC,
                                "name", "meeting-clock", NULL);
  gst_object_ref_sink (meeting_clock);
  /* It lives as long as the process; the leak tracer is not to mind. */
  GST_OBJECT_FLAG_SET (meeting_clock, GST_OBJECT_FLAG_MAY_BE_LEAKED);
  epoch = gst_clock_get_time (meeting_clock);
}

GstClock *
confab_meeting_clock_get (void)
{
  g_return_val_if_fail (meeting_clock != NULL, NULL);

  return meeting_clock;
}

GstClockTime
confab_meeting_clock_epoch (void)
{
  return epoch;
}

GstClockTime
confab_meeting_clock_now (void)
{
  g_return_val_if_fail (meeting_clock != NULL, 0);

  return gst_clock_get_time (meeting_clock) - epoch;
}

void
confab_meeting_clock_apply (GstPipeline *pipeline)
{
  g_return_if_fail (meeting_clock != NULL);

  gst_pipeline_use_clock (pipeline, meeting_clock);
  /* Without a start time of its own the pipeline keeps the base time it was given, whatever it pauses. */
  gst_element_set_start_time (GST_ELEMENT (pipeline), GST_CLOCK_TIME_NONE);
  gst_element_set_base_time (GST_ELEMENT (pipeline), epoch);
}
