/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `stats` event. What is not known, or makes no sense for a kind, is null. */
#include "cli/events.h"
#include "cli/process-usage.h"

#include <math.h>

static double
positive (double value)
{
  return value > 0 ? value : NAN;
}

static void
add_track (ConfabJsonLine *line, const char *kind, const ConfabReceiveStats *stats)
{
  gboolean is_video = stats->width > 0;

  confab_json_line_begin_object (line, NULL);
  confab_json_line_string (line, "kind", kind);
  confab_json_line_int (line, "frames", (gint64) stats->frames);
  confab_json_line_number (line, "width", positive (stats->width), 0);
  confab_json_line_number (line, "height", positive (stats->height), 0);
  confab_json_line_number (line, "fps", is_video ? stats->fps : NAN, 1);
  confab_json_line_number (line, "freezes", is_video ? (double) stats->freezes : NAN, 0);
  confab_json_line_number (line, "freeze_s", is_video ? stats->freeze_s : NAN, 3);
  confab_json_line_number (line, "audio_level_dbfs", is_video ? NAN : stats->level_dbfs, 1);
  confab_json_line_number (line, "concealed_ms", is_video ? NAN : stats->concealed_ms, 0);
  confab_json_line_number (line, "kbps", stats->kbps, 1);
  confab_json_line_number (line, "loss", stats->loss, 4);
  confab_json_line_number (line, "jitter_ms", stats->jitter_ms, 1);
  confab_json_line_number (line, "rtt_ms", stats->rtt_ms, 1);
  confab_json_line_number (line, "latency_ms", stats->latency_ms, 1);
  confab_json_line_end_object (line);
}

static void
add_participant (ConfabJsonLine *line, const char *pid_hex, const ConfabLinkStats *stats)
{
  static const char *const kinds[] = { "audio", "video", "screen" };

  confab_json_line_begin_object (line, NULL);
  confab_json_line_string (line, "pid", pid_hex);
  confab_json_line_begin_array (line, "tracks");
  for (guint kind = 0; kind < CONFAB_N_MEDIA_KINDS; kind++) {
    if (stats->receive[kind].frames > 0)
      add_track (line, kinds[kind], &stats->receive[kind]);
  }
  confab_json_line_end_array (line);
  confab_json_line_end_object (line);
}

/* One peer at most has a link in this version: its figures are those of what is sent. */
static void
add_send (ConfabJsonLine *line, const ConfabLinkStats *stats_or_null)
{
  const ConfabSendStats *video =
      stats_or_null != NULL ? &stats_or_null->send[CONFAB_MEDIA_VIDEO] : NULL;
  double audio_kbps = stats_or_null != NULL ? stats_or_null->send[CONFAB_MEDIA_AUDIO].kbps : NAN;
  double video_kbps = video != NULL ? video->kbps : NAN;
  double kbps = (isfinite (audio_kbps) ? audio_kbps : 0) + (isfinite (video_kbps) ? video_kbps : 0);
  gboolean any = isfinite (audio_kbps) || isfinite (video_kbps);
  gboolean has_video = video != NULL && video->width > 0;

  confab_json_line_begin_object (line, "send");
  confab_json_line_number (line, "kbps", any ? kbps : NAN, 1);
  confab_json_line_null (line, "target_kbps");
  confab_json_line_number (line, "layers", has_video ? 1 : NAN, 0);
  confab_json_line_number (line, "fps", has_video ? video->fps : NAN, 1);
  confab_json_line_number (line, "width", has_video ? video->width : NAN, 0);
  confab_json_line_number (line, "height", has_video ? video->height : NAN, 0);
  confab_json_line_end_object (line);
}

void
confab_events_stats (ConfabCall *call)
{
  ConfabRoster *roster = confab_meeting_get_roster (confab_call_get_meeting (call));
  ConfabProcessUsage usage = confab_process_usage_now ();
  ConfabLinkStats stats;
  gboolean has_link = FALSE;
  ConfabJsonLine line;

  confab_events_begin (&line, "stats");
  confab_json_line_begin_array (&line, "participants");
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (roster)); i++) {
    g_autoptr (ConfabParticipant) person = g_list_model_get_item (G_LIST_MODEL (roster), i);

    if (!confab_call_get_stats (call, confab_participant_get_pid (person), &stats))
      continue;
    has_link = TRUE;
    add_participant (&line, confab_participant_get_pid_hex (person), &stats);
  }
  confab_json_line_end_array (&line);
  add_send (&line, has_link ? &stats : NULL);
  confab_json_line_number (&line, "cpu_s", usage.cpu_s, 2);
  confab_json_line_number (&line, "rss_mb", usage.rss_mb, 1);
  confab_events_print (&line);
}
