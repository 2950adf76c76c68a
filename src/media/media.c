/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting media/, and the words its parts share. Main thread unless said otherwise. */
#include "media/media.h"

#include <gst/gst.h>
#include <openssl/crypto.h>
#include <opus/opus.h>

#include "media/link/preload.h"
#include "media/meeting-clock.h"
#include "media/runner.h"

G_DEFINE_QUARK (confab_media_error, confab_media_error)

const char *
confab_media_kind_get_name (ConfabMediaKind kind)
{
  static const char *const names[CONFAB_N_MEDIA_KINDS] = { "audio", "video", "screen" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}

/* A thread of its own. The first DTLS element of a process makes an RSA key that nobody uses and that
 * takes 100-450 ms; paid here, a call does not wait for it. */
static gpointer
warm_up_dtls (gpointer unused)
{
  GstElement *decoder = gst_element_factory_make ("dtlsdec", NULL);

  if (decoder == NULL)
    g_warning ("GStreamer's DTLS plugin is missing: calls can't be made");
  else
    gst_object_unref (gst_object_ref_sink (decoder));
  confab_link_preload ();
  return NULL;
}

static GThread *warm_up; /* (nullable): until it was joined */

static gpointer
start_media (gpointer unused)
{
  /* By default exit () takes libcrypto down while threads, that of the warm-up above all, still use it. */
  OPENSSL_init_crypto (OPENSSL_INIT_NO_ATEXIT, NULL);
  gst_init (NULL, NULL);
  confab_meeting_clock_start ();
  warm_up = g_thread_new ("dtls-warm-up", warm_up_dtls, NULL);
  return NULL;
}

char *
confab_media_dup_versions (void)
{
  g_autofree char *gstreamer = gst_version_string ();

  return g_strdup_printf ("%s\n%s\n%s", gstreamer, opus_get_version_string (),
                          OpenSSL_version (OPENSSL_VERSION));
}

void
confab_media_init (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, start_media, NULL);
}

void
confab_media_drain (void)
{
  gint64 end = g_get_monotonic_time () + CONFAB_MEDIA_DRAIN_MS * G_TIME_SPAN_MILLISECOND;
  gboolean closed = confab_link_wait_all_closed (CONFAB_MEDIA_DRAIN_MS);
  gint64 left_ms = (end - g_get_monotonic_time ()) / G_TIME_SPAN_MILLISECOND;

  if (!confab_runner_drain ((guint) MAX (left_ms, 0)) || !closed)
    g_message ("a device or connection could not be closed in time");
  /* What it loads while the program exits would find its libraries taken down. */
  if (warm_up != NULL)
    g_thread_join (g_steal_pointer (&warm_up));
}

gint64
confab_media_now_ns (void)
{
  return (gint64) confab_meeting_clock_now ();
}
