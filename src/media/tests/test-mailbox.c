/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/mailbox.h"
#include "media/media.h"
#include "media/picture-wrap.h"

#define N_PICTURES 20000

static gint buffers_alive; /* atomic */

static void
on_buffer_gone (gpointer user_data)
{
  g_atomic_int_add (&buffers_alive, -1);
  g_free (user_data);
}

static ConfabPicture *
make_picture (gint64 number)
{
  GstVideoInfo info;
  GstBuffer *buffer;
  ConfabPicture *picture;
  guint8 *bytes;

  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_I420, 16, 16);
  bytes = g_malloc0 (info.size);
  buffer = gst_buffer_new_wrapped_full (0, bytes, info.size, 0, info.size, bytes, on_buffer_gone);
  g_atomic_int_inc (&buffers_alive);
  picture = confab_picture_wrap (buffer, &info, number);
  gst_buffer_unref (buffer);
  g_assert_nonnull (picture);
  return picture;
}

static void
test_latest_wins (void)
{
  ConfabMailbox *mailbox = confab_mailbox_new ();
  ConfabMailboxCounts counts;

  for (int i = 1; i <= 3; i++)
    confab_mailbox_put (mailbox, make_picture (i));
  {
    g_autoptr (ConfabPicture) picture = confab_mailbox_take (mailbox);

    g_assert_cmpint (picture->meeting_time_ns, ==, 3);
    g_assert_null (confab_mailbox_take (mailbox));
  }
  confab_mailbox_get_counts (mailbox, &counts);
  g_assert_cmpuint (counts.put, ==, 3);
  g_assert_cmpuint (counts.overwritten, ==, 2);

  confab_mailbox_put (mailbox, make_picture (4));
  confab_mailbox_clear (mailbox);
  g_assert_null (confab_mailbox_take (mailbox));
  confab_mailbox_unref (mailbox);
  g_assert_cmpint (g_atomic_int_get (&buffers_alive), ==, 0);
}

static gpointer
put_many (gpointer mailbox)
{
  for (int i = 1; i <= N_PICTURES; i++)
    confab_mailbox_put (mailbox, make_picture (i));
  return NULL;
}

/* Whatever the threads do, what is taken never gets older, and the last picture is always seen. */
static void
test_under_threads (void)
{
  ConfabMailbox *mailbox = confab_mailbox_new ();
  GThread *writer = g_thread_new ("writer", put_many, mailbox);
  ConfabMailboxCounts counts;
  gint64 newest = 0;
  guint64 taken = 0;

  while (newest < N_PICTURES) {
    g_autoptr (ConfabPicture) picture = confab_mailbox_take (mailbox);

    if (picture == NULL) {
      g_thread_yield ();
      continue;
    }
    g_assert_cmpint (picture->meeting_time_ns, >, newest);
    newest = picture->meeting_time_ns;
    taken++;
  }
  g_thread_join (writer);
  confab_mailbox_get_counts (mailbox, &counts);
  g_assert_cmpuint (counts.put, ==, N_PICTURES);
  g_assert_cmpuint (counts.overwritten + taken, ==, N_PICTURES);
  confab_mailbox_unref (mailbox);
  g_assert_cmpint (g_atomic_int_get (&buffers_alive), ==, 0);
}

typedef struct {
  gint alive; /* atomic: the reader may be called */
  gint calls; /* atomic */
} Reader;

static void
on_put (ConfabMailbox *mailbox, gpointer user_data)
{
  Reader *reader = user_data;

  g_assert_cmpint (g_atomic_int_get (&reader->alive), ==, 1);
  g_atomic_int_inc (&reader->calls);
}

/* A reader that took its hand off is never called again, however many are putting at that moment. */
static void
test_reader_may_leave (void)
{
  ConfabMailbox *mailbox = confab_mailbox_new ();
  GThread *writer = g_thread_new ("writer", put_many, mailbox);
  Reader reader = { .alive = 0, .calls = 0 };
  ConfabMailboxCounts counts = { 0 };

  while (counts.put < N_PICTURES) {
    g_atomic_int_set (&reader.alive, 1);
    confab_mailbox_set_notify (mailbox, on_put, &reader);
    confab_mailbox_set_notify (mailbox, NULL, NULL);
    g_atomic_int_set (&reader.alive, 0);
    confab_mailbox_get_counts (mailbox, &counts);
  }
  g_thread_join (writer);

  g_atomic_int_set (&reader.alive, 1);
  confab_mailbox_set_notify (mailbox, on_put, &reader);
  confab_mailbox_put (mailbox, make_picture (1));
  g_assert_cmpint (g_atomic_int_get (&reader.calls), >=, 1);
  confab_mailbox_unref (mailbox);
}

static void
test_wish_is_passed_on (void)
{
  g_autoptr (ConfabMailbox) first = confab_mailbox_new ();
  g_autoptr (ConfabMailbox) last = confab_mailbox_new ();

  g_assert_true (confab_mailbox_is_wanted (first));
  confab_mailbox_set_wanted (last, FALSE);
  confab_mailbox_follow_wish (first, last);
  g_assert_false (confab_mailbox_is_wanted (first));
  confab_mailbox_set_wanted (last, TRUE);
  g_assert_true (confab_mailbox_is_wanted (first));
  confab_mailbox_set_wanted (last, FALSE);
  confab_mailbox_follow_wish (first, NULL);
  g_assert_true (confab_mailbox_is_wanted (first));
}

static void
test_refuses_other_formats (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, 16 * 16 * 4, NULL);
  GstVideoInfo info;

  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_BGRx, 16, 16);
  g_assert_null (confab_picture_wrap (buffer, &info, 0));
  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_I420, 64, 64);
  g_assert_null (confab_picture_wrap (buffer, &info, 0)); /* too small for that */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  confab_media_init ();
  g_test_add_func ("/mailbox/latest-picture-wins", test_latest_wins);
  g_test_add_func ("/mailbox/never-gets-older-under-threads", test_under_threads);
  g_test_add_func ("/mailbox/reader-that-left-is-not-called", test_reader_may_leave);
  g_test_add_func ("/mailbox/wish-is-passed-on", test_wish_is_passed_on);
  g_test_add_func ("/mailbox/picture-refuses-other-formats", test_refuses_other_formats);
  return g_test_run ();
}
