/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/tests/raw-client.h"

#include "base/tests/await.h"

typedef struct {
  RawClient raw;
  RawClientFunc act;
  gpointer data;
  gint is_done; /* atomic */
} Run;

static gpointer
run_on_thread (gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;

  g_socket_client_set_timeout (client, 30);
  run->raw.connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) run->raw.port, NULL, &error);
  g_assert_no_error (error);
  run->act (&run->raw, run->data);
  g_object_unref (run->raw.connection);
  g_atomic_int_set (&run->is_done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static gboolean
is_done (gpointer user_data)
{
  return g_atomic_int_get (&((Run *) user_data)->is_done);
}

void
raw_client_run (Live *live, RawClientFunc act, gpointer data)
{
  Run run = { .raw = { .port = live_port (live) }, .act = act, .data = data };
  GThread *thread = g_thread_new ("raw client", run_on_thread, &run);

  await_condition (is_done, &run);
  g_thread_join (thread);
}

static gboolean
try_write (RawClient *raw, const void *bytes, gsize length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (raw->connection)),
                                    bytes, length, NULL, NULL, NULL);
}

void
raw_client_write (RawClient *raw, const void *bytes, gsize length)
{
  g_assert_true (try_write (raw, bytes, length));
}

void
raw_client_write_text (RawClient *raw, const char *text)
{
  raw_client_write (raw, text, strlen (text));
}

static gsize
read_some (RawClient *raw, guint8 *buffer, gsize size)
{
  gssize n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (raw->connection)),
                                  buffer, size, NULL, NULL);

  return n > 0 ? (gsize) n : 0; /* a reset is an end too */
}

void
raw_client_await_text (RawClient *raw, const char *text)
{
  GString *got = g_string_new (NULL);

  while (!g_str_has_suffix (got->str, text)) {
    guint8 byte;

    g_assert_cmpuint (read_some (raw, &byte, 1), ==, 1);
    g_string_append_c (got, byte == 0 ? ' ' : (char) byte);
  }
  g_string_free (got, TRUE);
}

void
raw_client_request (RawClient *raw, const char *request)
{
  raw_client_write_text (raw, request);
  raw_client_await_text (raw, "HTTP/1.1 101 ");
  raw_client_await_text (raw, "\r\n\r\n");
}

void
raw_client_upgrade (RawClient *raw, const char *more)
{
  g_autofree char *request =
      g_strdup_printf ("GET /api/v1/rooms/" TEST_ROOM "/ws HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                       "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n%s",
                       raw->port, more);

  raw_client_request (raw, request);
}

static gsize
make_header (guint8 first, guint64 length, guint8 header[14])
{
  gsize at = 2;

  memset (header, 0, 14); /* the mask of zeros leaves the payload as it is */
  header[0] = first;
  if (length < 126) {
    header[1] = (guint8) (0x80 | length);
  } else if (length <= G_MAXUINT16) {
    header[1] = 0x80 | 126;
    header[2] = (guint8) (length >> 8);
    header[3] = (guint8) length;
    at = 4;
  } else {
    header[1] = 0x80 | 127;
    for (guint i = 0; i < 8; i++)
      header[2 + i] = (guint8) (length >> (56 - 8 * i));
    at = 10;
  }
  return at + 4;
}

gboolean
raw_client_send_frame (RawClient *raw, guint8 first, const char *payload, gsize length)
{
  guint8 header[14];
  gsize header_length = make_header (first, length, header);
  g_autofree guint8 *frame = g_malloc0 (header_length + length);

  memcpy (frame, header, header_length);
  if (payload != NULL)
    memcpy (frame + header_length, payload, length);
  return try_write (raw, frame, header_length + length);
}

void
raw_client_announce_frame (RawClient *raw, guint8 first, guint64 length)
{
  guint8 header[14];

  raw_client_write (raw, header, make_header (first, length, header));
}

void
raw_client_hello (RawClient *raw, const ConfabPid *pid)
{
  g_autofree char *hex = confab_pid_to_hex (pid);
  g_autofree char *hello =
      g_strdup_printf ("{\"type\":\"hello\",\"version\":1,\"pid\":\"%s\"}", hex);

  g_assert_true (raw_client_send_frame (raw, 0x81, hello, strlen (hello)));
}

char *
raw_client_read_all (RawClient *raw)
{
  GString *all = g_string_new (NULL);
  guint8 buffer[4096];
  gsize n;

  while ((n = read_some (raw, buffer, sizeof buffer)) > 0)
    for (gsize i = 0; i < n; i++)
      g_string_append_c (all, buffer[i] == 0 ? ' ' : (char) buffer[i]);
  return g_string_free (all, FALSE);
}

void
raw_client_await_close (RawClient *raw)
{
  g_autofree char *all = raw_client_read_all (raw);
}
