/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link-pair.h"

static void
on_picture (ConfabMailbox *mailbox, gpointer user_data)
{
  g_main_context_wakeup (((LinkPair *) user_data)->context);
}

static LinkSide *
other (LinkSide *side)
{
  return &side->pair->side[1 - side->index];
}

void
link_pair_open_gate (LinkPair *self, guint side)
{
  confab_link_open_gate (self->side[side].link,
                         confab_certificate_get_fingerprint (self->side[1 - side].certificate));
}

static void
on_description (ConfabLink *link, gboolean is_offer, const char *sdp, gpointer user_data)
{
  LinkSide *side = user_data;
  LinkPair *self = side->pair;
  g_autofree char *text = self->tamper != NULL ? self->tamper (sdp) : g_strdup (sdp);

  g_free (side->described);
  side->described = g_strdup (sdp);
  if (!self->keep_gates_shut)
    link_pair_open_gate (self, other (side)->index);
  if (is_offer)
    confab_link_accept_offer (other (side)->link, text);
  else
    confab_link_accept_answer (other (side)->link, text);
}

static void
on_candidate (ConfabLink *link, guint mline, const char *mid, const char *candidate,
              gpointer user_data)
{
  LinkSide *side = user_data;

  side->n_candidates += candidate != NULL;
  confab_link_add_candidate (other (side)->link, mline, mid, candidate);
}

static void
on_state (ConfabLink *link, guint state, gpointer user_data)
{
  LinkSide *side = user_data;

  g_test_message ("link %u: state %u", side->index, state);
  side->was_secured = side->was_secured || state == CONFAB_LINK_SECURED;
  side->was_connected = side->was_connected || state == CONFAB_LINK_CONNECTED;
  side->was_disconnected = side->was_disconnected || state == CONFAB_LINK_DISCONNECTED;
}

static void
on_media_flowing (ConfabLink *link, guint kind, gpointer user_data)
{
  LinkSide *side = user_data;

  g_assert_false (side->flowing[kind]);
  side->flowing[kind] = TRUE;
}

static void
on_track_state (ConfabLink *link, guint kind, gboolean started, guint width, guint height,
                gpointer user_data)
{
  LinkSide *side = user_data;

  side->track[kind] = started;
  if (kind == CONFAB_MEDIA_VIDEO) {
    side->width = width;
    side->height = height;
  }
}

static void
on_data_open (ConfabLink *link, const char *label, gpointer user_data)
{
  ((LinkSide *) user_data)->n_data_open++;
}

static void
on_data (ConfabLink *link, const char *label, GBytes *bytes, gpointer user_data)
{
  LinkSide *side = user_data;

  g_string_append_printf (side->data, "%s:%.*s;", label, (int) g_bytes_get_size (bytes),
                          (const char *) g_bytes_get_data (bytes, NULL));
}

static void
on_failed (ConfabLink *link, GError *error, gpointer user_data)
{
  LinkSide *side = user_data;

  g_test_message ("link %u: %s", side->index, error->message);
  g_assert_null (side->error);
  side->error = g_error_copy (error);
}

static void
on_certificate (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(ConfabCertificate **) user_data = confab_certificate_new_finish (result, &error);
  g_assert_no_error (error);
}

static void
make_link (LinkSide *side, void (*change) (ConfabLinkConfig *config, guint index))
{
  ConfabLinkConfig config = { .allow_loopback = TRUE,
                              .certificate = side->certificate,
                              .audio = test_track_get (side->audio),
                              .video = test_track_get (side->video),
                              .peer_label = side->index == 0 ? "first" : "second" };

  if (change != NULL)
    change (&config, side->index);
  side->link = confab_link_new (&config);
  g_signal_connect (side->link, "description", G_CALLBACK (on_description), side);
  g_signal_connect (side->link, "candidate", G_CALLBACK (on_candidate), side);
  g_signal_connect (side->link, "state", G_CALLBACK (on_state), side);
  g_signal_connect (side->link, "media-flowing", G_CALLBACK (on_media_flowing), side);
  g_signal_connect (side->link, "track-state", G_CALLBACK (on_track_state), side);
  g_signal_connect (side->link, "data-open", G_CALLBACK (on_data_open), side);
  g_signal_connect (side->link, "data", G_CALLBACK (on_data), side);
  g_signal_connect (side->link, "failed", G_CALLBACK (on_failed), side);
  confab_mailbox_set_notify (confab_link_get_video (side->link), on_picture, side->pair);
}

LinkPair *
link_pair_new (void (*change) (ConfabLinkConfig *config, guint index))
{
  LinkPair *self = g_new0 (LinkPair, 1);

  self->context = g_main_context_default ();
  for (guint i = 0; i < 2; i++) {
    LinkSide *side = &self->side[i];

    side->pair = self;
    side->index = i;
    side->data = g_string_new (NULL);
    side->audio = test_track_new (CONFAB_MEDIA_AUDIO);
    side->video = test_track_new (CONFAB_MEDIA_VIDEO);
    confab_certificate_new_async (NULL, on_certificate, &side->certificate);
  }
  while (self->side[0].certificate == NULL || self->side[1].certificate == NULL)
    g_main_context_iteration (self->context, TRUE);
  for (guint i = 0; i < 2; i++)
    make_link (&self->side[i], change);
  return self;
}

void
link_pair_start (LinkPair *self)
{
  confab_link_create_offer (self->side[0].link);
}

static gboolean
on_time_over (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
link_pair_wait (LinkPair *self, gboolean (*condition) (LinkPair *pair), const char *what)
{
  gboolean over = FALSE;
  guint timeout = g_timeout_add (LINK_PAIR_PATIENCE_MS, on_time_over, &over);

  while (!condition (self)) {
    if (over)
      g_error ("it never came about that %s", what);
    g_main_context_iteration (self->context, TRUE);
  }
  if (!over)
    g_source_remove (timeout);
}

void
link_pair_run (LinkPair *self, guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_time_over, &over);
  while (!over)
    g_main_context_iteration (self->context, TRUE);
}

guint64
link_pair_pictures (LinkPair *self, guint side)
{
  ConfabMailboxCounts counts;

  confab_mailbox_get_counts (confab_link_get_video (self->side[side].link), &counts);
  return counts.put;
}

gboolean
link_pair_all_flows (LinkPair *self)
{
  for (guint i = 0; i < 2; i++)
    if (!self->side[i].flowing[CONFAB_MEDIA_AUDIO] || !self->side[i].flowing[CONFAB_MEDIA_VIDEO])
      return FALSE;
  return TRUE;
}

static void
side_clear (LinkSide *side)
{
  confab_link_close (side->link);
  g_object_add_weak_pointer (G_OBJECT (side->link), (gpointer *) &side->link);
  confab_mailbox_set_notify (confab_link_get_video (side->link), NULL, NULL);
  g_object_unref (side->link);
  g_assert_null (side->link);
  test_track_free (side->audio);
  test_track_free (side->video);
  g_object_unref (side->certificate);
  g_string_free (side->data, TRUE);
  g_clear_error (&side->error);
  g_free (side->described);
}

void
link_pair_free (LinkPair *self)
{
  for (guint i = 0; i < 2; i++)
    side_clear (&self->side[i]);
  g_assert_true (confab_link_wait_all_closed (LINK_PAIR_PATIENCE_MS));
  /* Letters that nobody reads any more. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_free (self);
}
