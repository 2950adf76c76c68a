/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Films an X screen: what it showed and when, a frame for every change.
 *
 *     screen-film FILE MAX_SECONDS STILL_SECONDS WIDTH HEIGHT
 *
 * Of the upper left WIDTH x HEIGHT of the screen every second pixel of every second row is kept, as three bytes (red,
 * green, blue). Prints "ready" once it films. Ends after MAX_SECONDS, when standard input closes, or once something
 * was painted and nothing has changed for STILL_SECONDS. FILE is then the frames, each after its wall clock in ms, a
 * double.
 */
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <time.h>
#include <unistd.h>
#include <X11/extensions/Xdamage.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <X11/extensions/XShm.h> /* after Xlib.h, whose types it uses */

#define STEP 2
#define GATHER_NS 2000000 /* what belongs together is painted in several pieces */

typedef struct {
  Display *display;
  XImage *image;
  XShmSegmentInfo segment; /* XShmCreateImage keeps a pointer to it */
  Damage damage;
  int event_base;
  unsigned char *now, *before;
  size_t frame_bytes;
  int n_frames;
  FILE *file;
} Film;

static double
wall_clock_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static bool
open_film (Film *film, const char *path, unsigned width, unsigned height)
{
  int unused, screen;

  film->display = XOpenDisplay (NULL);
  film->file = fopen (path, "wb");
  if (film->display == NULL || film->file == NULL ||
      !XDamageQueryExtension (film->display, &film->event_base, &unused))
    return false;
  screen = DefaultScreen (film->display);
  film->image = XShmCreateImage (film->display, DefaultVisual (film->display, screen),
                                 (unsigned) DefaultDepth (film->display, screen), ZPixmap, NULL,
                                 &film->segment, width, height);
  film->segment.shmid =
      shmget (IPC_PRIVATE, (size_t) film->image->bytes_per_line * height, IPC_CREAT | 0600);
  film->segment.shmaddr = film->image->data = shmat (film->segment.shmid, NULL, 0);
  XShmAttach (film->display, &film->segment);
  XSync (film->display, False);
  shmctl (film->segment.shmid, IPC_RMID, NULL);
  film->damage =
      XDamageCreate (film->display, DefaultRootWindow (film->display), XDamageReportNonEmpty);
  film->frame_bytes = (size_t) (width / STEP) * (height / STEP) * 3;
  film->now = calloc (1, film->frame_bytes);
  film->before = calloc (1, film->frame_bytes);
  return film->image->bits_per_pixel == 32;
}

/* Takes note of the damage before looking: what is painted meanwhile is reported anew. */
static void
look (Film *film)
{
  unsigned char *to = film->now;
  double at;

  XDamageSubtract (film->display, film->damage, None, None);
  XShmGetImage (film->display, DefaultRootWindow (film->display), film->image, 0, 0, AllPlanes);
  at = wall_clock_ms ();
  for (int y = 0; y + STEP <= film->image->height; y += STEP) {
    const unsigned char *row =
        (unsigned char *) film->image->data + (size_t) y * (size_t) film->image->bytes_per_line;

    for (int x = 0; x + STEP <= film->image->width; x += STEP) {
      *to++ = row[4 * x + 2];
      *to++ = row[4 * x + 1];
      *to++ = row[4 * x];
    }
  }
  if (film->n_frames > 0 && memcmp (film->now, film->before, film->frame_bytes) == 0)
    return;
  fwrite (&at, sizeof at, 1, film->file);
  fwrite (film->now, 1, film->frame_bytes, film->file);
  memcpy (film->before, film->now, film->frame_bytes);
  film->n_frames++;
}

/* FALSE once standard input has closed. */
static bool
wait_for_news (Film *film, double ms)
{
  struct pollfd sources[] = { { .fd = ConnectionNumber (film->display), .events = POLLIN },
                              { .fd = STDIN_FILENO, .events = POLLIN } };

  if (XPending (film->display) == 0)
    poll (sources, 2, ms > 0 ? (int) ms + 1 : 0);
  return sources[1].revents == 0;
}

static bool
take_news (Film *film)
{
  bool painted = false;

  while (XPending (film->display) > 0) {
    XEvent event;

    XNextEvent (film->display, &event);
    painted = painted || event.type == film->event_base + XDamageNotify;
  }
  return painted;
}

static void
shoot (Film *film, double max_ms, double still_ms)
{
  double end = wall_clock_ms () + max_ms, changed_at = wall_clock_ms ();
  struct timespec gather = { .tv_nsec = GATHER_NS };

  while (wall_clock_ms () < end) {
    bool still = film->n_frames > 1 && wall_clock_ms () - changed_at > still_ms;
    int n_frames = film->n_frames;

    if (still || !wait_for_news (film, 50))
      return;
    if (!take_news (film))
      continue;
    nanosleep (&gather, NULL);
    look (film);
    if (film->n_frames > n_frames)
      changed_at = wall_clock_ms ();
  }
}

int
main (int argc, char **argv)
{
  static Film film;

  if (argc != 6 ||
      !open_film (&film, argv[1], (unsigned) atoi (argv[4]), (unsigned) atoi (argv[5]))) {
    fprintf (
        stderr,
        "usage: screen-film FILE MAX_SECONDS STILL_SECONDS WIDTH HEIGHT   (with DISPLAY set)\n");
    return 2;
  }
  look (&film);
  puts ("ready");
  fflush (stdout);
  shoot (&film, atof (argv[2]) * 1e3, atof (argv[3]) * 1e3);
  XCloseDisplay (film.display);
  return fclose (film.file);
}
