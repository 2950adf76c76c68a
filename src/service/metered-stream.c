/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/metered-stream.h"

/* How long a TLS goodbye or the last bytes may take in the background before the socket is given up. */
#define CLOSE_TIMEOUT_S 5

struct _ConfabMeteredStream {
  GIOStream parent_instance;
  GIOStream *base;
  GSocket *socket;
  GInputStream *input;
  GOutputStream *output;
  GCancellable *cut; /* cancelled: the line is cut */
  gboolean deaf;     /* the meter wants to hear no more */
  gboolean closed;
  ConfabMeterFunc on_read;
  ConfabMeterWrittenFunc on_written;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (ConfabMeteredStream, confab_metered_stream, G_TYPE_IO_STREAM)

enum { CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The two ends are streams of their own, as GIO wants it; they live as long as their stream. */
#define CONFAB_TYPE_METERED_INPUT (confab_metered_input_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMeteredInput, confab_metered_input, CONFAB, METERED_INPUT, GInputStream)
#define CONFAB_TYPE_METERED_OUTPUT (confab_metered_output_get_type ())
G_DECLARE_FINAL_TYPE (ConfabMeteredOutput, confab_metered_output, CONFAB, METERED_OUTPUT,
                      GOutputStream)

struct _ConfabMeteredInput {
  GInputStream parent_instance;
  ConfabMeteredStream *stream; /* (unowned): holds us; NULL once it is gone */
};

struct _ConfabMeteredOutput {
  GOutputStream parent_instance;
  ConfabMeteredStream *stream; /* (unowned): holds us; NULL once it is gone */
};

static void metered_input_pollable_init (GPollableInputStreamInterface *iface);
static void metered_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabMeteredInput, confab_metered_input, G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      metered_input_pollable_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (ConfabMeteredOutput, confab_metered_output, G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      metered_output_pollable_init))

static gboolean
is_cut (ConfabMeteredStream *stream, GError **error)
{
  if (stream != NULL && !g_cancellable_is_cancelled (stream->cut))
    return FALSE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "the line was cut");
  return TRUE;
}

static gssize
would_block (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "not now");
  return -1;
}

static gssize
metered_input_read_nonblocking (GPollableInputStream *pollable, void *buffer, gsize count,
                                GError **error)
{
  ConfabMeteredStream *stream = CONFAB_METERED_INPUT (pollable)->stream;
  gssize n;

  if (is_cut (stream, error))
    return -1;
  n = g_pollable_input_stream_read_nonblocking (
      G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream->base)), buffer, count, NULL,
      error);
  if (n <= 0)
    return n;
  if (!stream->deaf && stream->on_read != NULL)
    stream->deaf = !stream->on_read (buffer, (gsize) n, stream->user_data);
  if (!stream->deaf)
    return n;
  /* What a deaf stream throws away must be read all the same: closing a socket with unread bytes resets it,
   * and the peer would never see why. */
  return is_cut (stream, error) ? -1 : would_block (error);
}

static gboolean
metered_input_is_readable (GPollableInputStream *pollable)
{
  ConfabMeteredStream *stream = CONFAB_METERED_INPUT (pollable)->stream;

  if (is_cut (stream, NULL))
    return TRUE;
  return g_pollable_input_stream_is_readable (
      G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream->base)));
}

/* Fires when the base is ready, and when the line is cut. */
static GSource *
metered_input_create_source (GPollableInputStream *pollable, GCancellable *cancellable)
{
  ConfabMeteredStream *stream = CONFAB_METERED_INPUT (pollable)->stream;
  g_autoptr (GSource) base = NULL;
  g_autoptr (GSource) cut = NULL;
  GSource *source;

  if (stream == NULL)
    return g_pollable_source_new_full (pollable, NULL, cancellable);

  base = g_pollable_input_stream_create_source (
      G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream->base)), NULL);
  source = g_pollable_source_new_full (pollable, base, cancellable);
  cut = g_cancellable_source_new (stream->cut);
  g_source_set_dummy_callback (cut);
  g_source_add_child_source (source, cut);
  return source;
}

static void
metered_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = metered_input_is_readable;
  iface->create_source = metered_input_create_source;
  iface->read_nonblocking = metered_input_read_nonblocking;
}

/* libsoup's server and WebSockets only read without blocking; nobody may block the main loop. */
static gssize
metered_input_read (GInputStream *input, void *buffer, gsize count, GCancellable *cancellable,
                    GError **error)
{
  return metered_input_read_nonblocking (G_POLLABLE_INPUT_STREAM (input), buffer, count, error);
}

static void
confab_metered_input_class_init (ConfabMeteredInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = metered_input_read;
}

static void
confab_metered_input_init (ConfabMeteredInput *self)
{
}

static gssize
metered_output_write_nonblocking (GPollableOutputStream *pollable, const void *buffer, gsize count,
                                  GError **error)
{
  ConfabMeteredStream *stream = CONFAB_METERED_OUTPUT (pollable)->stream;
  gssize n;

  if (is_cut (stream, error))
    return -1;
  n = g_pollable_output_stream_write_nonblocking (
      G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream->base)), buffer, count, NULL,
      error);
  if (n > 0 && stream->on_written != NULL)
    stream->on_written (buffer, (gsize) n, stream->user_data);
  return n;
}

static gboolean
metered_output_is_writable (GPollableOutputStream *pollable)
{
  ConfabMeteredStream *stream = CONFAB_METERED_OUTPUT (pollable)->stream;

  return is_cut (stream, NULL) || g_pollable_output_stream_is_writable (G_POLLABLE_OUTPUT_STREAM (
                                      g_io_stream_get_output_stream (stream->base)));
}

static GSource *
metered_output_create_source (GPollableOutputStream *pollable, GCancellable *cancellable)
{
  ConfabMeteredStream *stream = CONFAB_METERED_OUTPUT (pollable)->stream;
  g_autoptr (GSource) base = NULL;
  g_autoptr (GSource) cut = NULL;
  GSource *source;

  if (stream == NULL)
    return g_pollable_source_new_full (pollable, NULL, cancellable);

  base = g_pollable_output_stream_create_source (
      G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream->base)), NULL);
  source = g_pollable_source_new_full (pollable, base, cancellable);
  cut = g_cancellable_source_new (stream->cut);
  g_source_set_dummy_callback (cut);
  g_source_add_child_source (source, cut);
  return source;
}

static void
metered_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = metered_output_is_writable;
  iface->create_source = metered_output_create_source;
  iface->write_nonblocking = metered_output_write_nonblocking;
}

static gssize
metered_output_write (GOutputStream *output, const void *buffer, gsize count,
                      GCancellable *cancellable, GError **error)
{
  return metered_output_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), buffer, count, error);
}

static void
confab_metered_output_class_init (ConfabMeteredOutputClass *klass)
{
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = metered_output_write;
}

static void
confab_metered_output_init (ConfabMeteredOutput *self)
{
}

static GInputStream *
metered_stream_get_input (GIOStream *stream)
{
  return CONFAB_METERED_STREAM (stream)->input;
}

static GOutputStream *
metered_stream_get_output (GIOStream *stream)
{
  return CONFAB_METERED_STREAM (stream)->output;
}

static void
on_base_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GSocket) socket = user_data;

  g_io_stream_close_finish (G_IO_STREAM (source), result, NULL);
  g_socket_close (socket, NULL); /* whatever became of the goodbye */
}

/* A TLS goodbye waits for the network, so it is said in the background, for a short time only; libsoup
 * closes synchronously on the main thread. */
static gboolean
metered_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  ConfabMeteredStream *self = CONFAB_METERED_STREAM (stream);

  if (self->closed)
    return TRUE;
  self->closed = TRUE;
  g_cancellable_cancel (self->cut);
  g_socket_set_timeout (self->socket, CLOSE_TIMEOUT_S);
  g_io_stream_close_async (self->base, G_PRIORITY_DEFAULT, NULL, on_base_closed,
                           g_object_ref (self->socket));
  g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}

static void
metered_stream_close_async (GIOStream *stream, int priority, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, metered_stream_close_async);
  g_task_return_boolean (task, metered_stream_close (stream, NULL, NULL));
}

static gboolean
metered_stream_close_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
confab_metered_stream_dispose (GObject *object)
{
  ConfabMeteredStream *self = CONFAB_METERED_STREAM (object);

  if (!self->closed)
    metered_stream_close (G_IO_STREAM (self), NULL, NULL);
  if (self->input != NULL)
    CONFAB_METERED_INPUT (self->input)->stream = NULL;
  if (self->output != NULL)
    CONFAB_METERED_OUTPUT (self->output)->stream = NULL;
  g_clear_object (&self->input);
  g_clear_object (&self->output);

  G_OBJECT_CLASS (confab_metered_stream_parent_class)->dispose (object);
}

static void
confab_metered_stream_finalize (GObject *object)
{
  ConfabMeteredStream *self = CONFAB_METERED_STREAM (object);

  g_clear_object (&self->base);
  g_clear_object (&self->socket);
  g_clear_object (&self->cut);

  G_OBJECT_CLASS (confab_metered_stream_parent_class)->finalize (object);
}

static void
confab_metered_stream_class_init (ConfabMeteredStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  object_class->dispose = confab_metered_stream_dispose;
  object_class->finalize = confab_metered_stream_finalize;
  stream_class->get_input_stream = metered_stream_get_input;
  stream_class->get_output_stream = metered_stream_get_output;
  stream_class->close_fn = metered_stream_close;
  stream_class->close_async = metered_stream_close_async;
  stream_class->close_finish = metered_stream_close_finish;

  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
confab_metered_stream_init (ConfabMeteredStream *self)
{
  self->cut = g_cancellable_new ();
}

ConfabMeteredStream *
confab_metered_stream_new (GIOStream *base, GSocket *socket)
{
  ConfabMeteredStream *self = g_object_new (CONFAB_TYPE_METERED_STREAM, NULL);

  self->base = g_object_ref (base);
  self->socket = g_object_ref (socket);
  self->input = g_object_new (CONFAB_TYPE_METERED_INPUT, NULL);
  self->output = g_object_new (CONFAB_TYPE_METERED_OUTPUT, NULL);
  CONFAB_METERED_INPUT (self->input)->stream = self;
  CONFAB_METERED_OUTPUT (self->output)->stream = self;
  return self;
}

void
confab_metered_stream_set_meter (ConfabMeteredStream *self, ConfabMeterFunc on_read,
                                 ConfabMeterWrittenFunc on_written, gpointer user_data)
{
  self->on_read = on_read;
  self->on_written = on_written;
  self->user_data = user_data;
}

void
confab_metered_stream_cut (ConfabMeteredStream *self)
{
  g_cancellable_cancel (self->cut);
}
