/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/post.h"

struct _ConfabPost {
  gatomicrefcount references;
  GMainContext *context;
  GWeakRef object;
  int stopped; /* atomic */
};

typedef struct {
  ConfabPost *post;
  ConfabPostFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Letter;

ConfabPost *
confab_post_new (GObject *object)
{
  ConfabPost *self = g_new0 (ConfabPost, 1);

  g_atomic_ref_count_init (&self->references);
  self->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->object, object);
  return self;
}

ConfabPost *
confab_post_ref (ConfabPost *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
confab_post_unref (ConfabPost *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_weak_ref_clear (&self->object);
  g_main_context_unref (self->context);
  g_free (self);
}

static void
letter_free (gpointer user_data)
{
  Letter *letter = user_data;

  if (letter->destroy != NULL)
    letter->destroy (letter->data);
  confab_post_unref (letter->post);
  g_free (letter);
}

static gboolean
deliver (gpointer user_data)
{
  Letter *letter = user_data;
  g_autoptr (GObject) object = g_weak_ref_get (&letter->post->object);

  if (object != NULL && !g_atomic_int_get (&letter->post->stopped))
    letter->func (object, letter->data);
  return G_SOURCE_REMOVE;
}

void
confab_post_send (ConfabPost *self, ConfabPostFunc func, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Letter *letter = g_new (Letter, 1);

  *letter = (Letter){ confab_post_ref (self), func, data, destroy };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, letter, letter_free);
  g_source_set_static_name (source, "confab media news");
  g_source_attach (source, self->context);
}

void
confab_post_stop (ConfabPost *self)
{
  g_atomic_int_set (&self->stopped, TRUE);
}

GMainContext *
confab_post_ref_context (ConfabPost *self)
{
  return g_main_context_ref (self->context);
}
