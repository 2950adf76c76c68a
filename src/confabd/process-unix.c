/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "confabd/process.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>
#include <stdlib.h>
#include <sys/resource.h>

typedef struct {
  ConfabdProcessEvents events;
  gpointer user_data;
  gboolean is_ending;
} Watch;

/* As long as the process. */
static Watch watch;

static gboolean
on_end_signal (gpointer user_data)
{
  if (watch.is_ending) {
    g_message ("told to end a second time: ending at once");
    _Exit (EXIT_FAILURE);
  }
  watch.is_ending = TRUE;
  watch.events.end (watch.user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_reload_signal (gpointer user_data)
{
  watch.events.reload (watch.user_data);
  return G_SOURCE_CONTINUE;
}

/* Each connection takes a descriptor, and the usual soft limit of 1024 is for programs that use select(2). */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
      g_message ("the limit of open files stays where it is: %s", g_strerror (errno));
  }
}

/* sd_notify(3) is one datagram; a leading @ names an abstract socket. */
static void
notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL || (*path != '/' && *path != '@'))
    return;
  if (*path == '@')
    address = g_unix_socket_address_new_with_type (path + 1, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
  else
    address = g_unix_socket_address_new (path);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT,
                         &error);
  if (socket == NULL || g_socket_send_to (socket, address, state, strlen (state), NULL, &error) < 0)
    g_message ("the service manager could not be told: %s", error->message);
}

static gboolean
on_watchdog (gpointer user_data)
{
  notify ("WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

/* WatchdogSec= of the unit: a main loop that hangs is ended and started again (sd_watchdog_enabled(3)). */
static void
feed_watchdog (void)
{
  const char *period = g_getenv ("WATCHDOG_USEC");
  guint64 period_us;

  if (period != NULL &&
      g_ascii_string_to_unsigned (period, 10, 2000, G_MAXUINT32, &period_us, NULL))
    g_timeout_add ((guint) (period_us / 1000 / 2), on_watchdog, NULL);
}

void
confabd_process_watch (const ConfabdProcessEvents *events, gpointer user_data)
{
  watch = (Watch){ .events = *events, .user_data = user_data };
  g_unix_signal_add (SIGTERM, on_end_signal, NULL);
  g_unix_signal_add (SIGINT, on_end_signal, NULL);
  g_unix_signal_add (SIGHUP, on_reload_signal, NULL);
  raise_file_limit ();
}

void
confabd_process_tell_ready (void)
{
  notify ("READY=1");
  feed_watchdog ();
}

void
confabd_process_tell_stopping (void)
{
  notify ("STOPPING=1");
}
