/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/canvas.h"

#define N_FRAMES 3 /* one is shown, one is ready, one is painted */

/*
 * Counted: the owner holds one reference, each job of the pool another. What the lock guards is touched by
 * main thread and worker; there is never more than one job of a canvas.
 */
struct _ConfabCanvas {
  ConfabMailbox *mailbox;
  int pending; /* atomic: pictures announced since the running job began; above 0 a job is there */

  ConfabPaintScratch scratch; /* the job's alone */

  GMutex lock;
  ConfabCanvasReady ready; /* NULL once freed by its owner */
  gpointer ready_data;
  ConfabPaintTarget target;
  ConfabFrame *frames[N_FRAMES];
  int shown, newest; /* indices into frames, -1 for none; the third one is free to be painted */
  guint blanked;     /* how often; what was begun before the last time is not published */
  int picture_width, picture_height;
  GPtrArray *retired; /* frames of a former size that await the main thread */
};

/* --- frames --- */

ConfabFrame *
confab_frame_ref (ConfabFrame *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
frame_clear (gpointer data)
{
  ConfabFrame *self = data;

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_free (self->pixels);
}

void
confab_frame_unref (ConfabFrame *self)
{
  g_atomic_rc_box_release_full (self, frame_clear);
}

static ConfabFrame *
frame_new (int width, int height)
{
  ConfabFrame *self = g_atomic_rc_box_new0 (ConfabFrame);

  self->width = width;
  self->height = height;
  self->stride = cairo_format_stride_for_width (CAIRO_FORMAT_RGB24, width);
  self->pixels = g_malloc ((gsize) self->stride * (gsize) height);
  return self;
}

/* One surface for the frame's whole life, and it is never told that its pixels change: cairo would answer by
 * copying them for every recording that still refers to it. */
cairo_surface_t *
confab_frame_get_surface (ConfabFrame *self)
{
  if (self->surface == NULL)
    self->surface = cairo_image_surface_create_for_data (self->pixels, CAIRO_FORMAT_RGB24,
                                                         self->width, self->height, self->stride);
  return self->surface;
}

/* --- the worker --- */

static ConfabCanvas *
canvas_ref (ConfabCanvas *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
canvas_clear (gpointer data)
{
  ConfabCanvas *self = data;

  for (int i = 0; i < N_FRAMES; i++)
    g_clear_pointer (&self->frames[i], confab_frame_unref);
  g_ptr_array_unref (self->retired);
  confab_paint_scratch_clear (&self->scratch);
  confab_mailbox_unref (self->mailbox);
  g_mutex_clear (&self->lock);
}

static void
canvas_unref (gpointer canvas)
{
  g_atomic_rc_box_release_full (canvas, canvas_clear);
}

/* With the lock held. */
static int
free_index (ConfabCanvas *self)
{
  int i = 0;

  while (i == self->shown || i == self->newest)
    i++;
  return i;
}

/* With the lock held. A frame that was shown has a surface, which is for the main thread to destroy. */
static ConfabFrame *
frame_of_size (ConfabCanvas *self, int index, int width, int height)
{
  ConfabFrame *frame = self->frames[index];

  if (frame != NULL && frame->width == width && frame->height == height)
    return frame;
  if (frame != NULL)
    g_ptr_array_add (self->retired, frame);
  self->frames[index] = frame_new (width, height);
  return self->frames[index];
}

/* Worker thread. */
static void
paint_newest (ConfabCanvas *self)
{
  g_autoptr (ConfabPicture) picture = confab_mailbox_take (self->mailbox);
  ConfabFrame *frame = NULL;
  ConfabPaintTarget target;
  int index = -1;
  guint blanked;

  if (picture == NULL)
    return;

  g_mutex_lock (&self->lock);
  self->picture_width = picture->width;
  self->picture_height = picture->height;
  target = self->target;
  blanked = self->blanked;
  if (self->ready != NULL && target.width > 0) {
    index = free_index (self);
    frame = frame_of_size (self, index, target.width, target.height);
  }
  g_mutex_unlock (&self->lock);

  if (frame != NULL)
    confab_paint (&self->scratch, picture, &target, frame->pixels, frame->stride);

  /* Without a target it is news as well: the picture's size, which the tile is laid out by. */
  g_mutex_lock (&self->lock);
  if (frame != NULL && blanked == self->blanked)
    self->newest = index;
  if (self->ready != NULL)
    self->ready (self->ready_data);
  g_mutex_unlock (&self->lock);
}

/* One pool for every canvas of the process: converting is short, and the decoders want the other cores. */
static GThreadPool *get_pool (void);

/* Worker thread. Takes the reference that came with the job. */
static void
run_job (gpointer data, gpointer unused)
{
  ConfabCanvas *self = data;
  int announced = g_atomic_int_get (&self->pending);

  paint_newest (self);
  if (g_atomic_int_compare_and_exchange (&self->pending, announced, 0))
    canvas_unref (self);
  else
    g_thread_pool_push (get_pool (), self, NULL);
}

static GThreadPool *
get_pool (void)
{
  static gsize pool;

  if (g_once_init_enter (&pool)) {
    guint n_threads = CLAMP (g_get_num_processors () / 2, 1, 4);

    g_once_init_leave (&pool,
                       (gsize) g_thread_pool_new (run_job, NULL, (int) n_threads, FALSE, NULL));
  }
  return (GThreadPool *) pool;
}

/* Streaming thread. */
static void
on_mailbox_put (ConfabMailbox *mailbox, gpointer data)
{
  ConfabCanvas *self = data;

  if (g_atomic_int_add (&self->pending, 1) == 0)
    g_thread_pool_push (get_pool (), canvas_ref (self), NULL);
}

/* --- the main thread --- */

ConfabCanvas *
confab_canvas_new (ConfabMailbox *mailbox, ConfabCanvasReady ready, gpointer user_data)
{
  ConfabCanvas *self = g_atomic_rc_box_new0 (ConfabCanvas);

  self->mailbox = confab_mailbox_ref (mailbox);
  self->ready = ready;
  self->ready_data = user_data;
  self->shown = self->newest = -1;
  self->retired = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_frame_unref);
  g_mutex_init (&self->lock);
  confab_mailbox_set_notify (mailbox, on_mailbox_put, self);
  /* What was put before anybody listened is not announced again. */
  on_mailbox_put (mailbox, self);
  return self;
}

void
confab_canvas_free (ConfabCanvas *self)
{
  confab_mailbox_set_notify (self->mailbox, NULL, NULL);

  g_mutex_lock (&self->lock);
  self->ready = NULL;
  /* The last reference may be a job's, and surfaces are not for its thread. */
  for (int i = 0; i < N_FRAMES; i++)
    if (self->frames[i] != NULL)
      g_clear_pointer (&self->frames[i]->surface, cairo_surface_destroy);
  g_ptr_array_set_size (self->retired, 0);
  g_mutex_unlock (&self->lock);
  canvas_unref (self);
}

void
confab_canvas_set_target (ConfabCanvas *self, const ConfabPaintTarget *target)
{
  g_mutex_lock (&self->lock);
  self->target = *target;
  g_mutex_unlock (&self->lock);
  confab_mailbox_set_wanted (self->mailbox, target->width > 0 && target->height > 0);
}

gboolean
confab_canvas_has_news (ConfabCanvas *self)
{
  gboolean news;

  g_mutex_lock (&self->lock);
  news = self->newest != self->shown;
  g_mutex_unlock (&self->lock);
  return news;
}

gboolean
confab_canvas_advance (ConfabCanvas *self)
{
  gboolean advanced;

  g_mutex_lock (&self->lock);
  advanced = self->newest != self->shown;
  self->shown = self->newest;
  g_ptr_array_set_size (self->retired, 0);
  g_mutex_unlock (&self->lock);
  return advanced;
}

void
confab_canvas_blank (ConfabCanvas *self)
{
  g_mutex_lock (&self->lock);
  self->shown = self->newest = -1;
  self->blanked++;
  self->picture_width = self->picture_height = 0;
  g_mutex_unlock (&self->lock);
}

ConfabFrame *
confab_canvas_get_frame (ConfabCanvas *self)
{
  return self->shown < 0 ? NULL : self->frames[self->shown];
}

void
confab_canvas_get_picture_size (ConfabCanvas *self, int *width, int *height)
{
  g_mutex_lock (&self->lock);
  *width = self->picture_width;
  *height = self->picture_height;
  g_mutex_unlock (&self->lock);
}
