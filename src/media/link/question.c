/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/link/question.h"

typedef struct {
  ConfabPost *post;
  ConfabAnswerFunc next;
  ConfabPostFunc failed;
  const char *field; /* nullable */
} Question;

typedef struct {
  ConfabAnswerFunc next;
  ConfabPostFunc failed;
  gboolean good;
  GstWebRTCSessionDescription *description; /* nullable */
} Answer;

static void
question_free (gpointer user_data)
{
  Question *question = user_data;

  confab_post_unref (question->post);
  g_free (question);
}

static void
answer_free (gpointer user_data)
{
  Answer *answer = user_data;

  g_clear_pointer (&answer->description, gst_webrtc_session_description_free);
  g_free (answer);
}

static void
deliver_answer (gpointer object, gpointer data)
{
  Answer *answer = data;

  if (answer->good)
    answer->next (object, answer->description);
  else
    answer->failed (object, NULL);
}

/* Whether @promise was kept; then @answer gets its description. */
static gboolean
read_reply (GstPromise *promise, const Question *question, Answer *answer)
{
  const GstStructure *reply;
  g_autoptr (GError) error = NULL;

  if (gst_promise_wait (promise) != GST_PROMISE_RESULT_REPLIED)
    return FALSE;
  reply = gst_promise_get_reply (promise);
  if (reply != NULL && gst_structure_get (reply, "error", G_TYPE_ERROR, &error, NULL)) {
    g_message ("webrtcbin: %s", error->message);
    return FALSE;
  }
  return question->field == NULL ||
         (reply != NULL &&
          gst_structure_get (reply, question->field, GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
                             &answer->description, NULL));
}

/* The thread of webrtcbin. */
static void
on_answer (GstPromise *promise, gpointer user_data)
{
  Question *question = user_data;
  Answer *answer = g_new0 (Answer, 1);

  answer->next = question->next;
  answer->failed = question->failed;
  answer->good = read_reply (promise, question, answer);
  confab_post_send (question->post, deliver_answer, answer, answer_free);
  gst_promise_unref (promise);
}

GstPromise *
confab_question_new (ConfabPost *post, const char *field, ConfabAnswerFunc next,
                     ConfabPostFunc failed)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ confab_post_ref (post), next, failed, field };
  return gst_promise_new_with_change_func (on_answer, question, question_free);
}
