/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads frame numbers off an X screen and says when each first appeared.
 *
 *     screen-watch SECONDS X Y BLOCK [X Y BLOCK ...]
 *
 * At each place the number stands in twenty blocks of BLOCK pixels from X to the right, on the line Y: ten
 * bits, most significant first, then their inverse (bench/common/clip.py). Prints "PLACE NUMBER TIME" with
 * the wall clock in milliseconds. The screen is read once a millisecond through shared memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <time.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <X11/extensions/XShm.h> /* after Xlib.h, whose types it uses */

#define BITS 10
#define MAX_PLACES 4
#define HALF_BRIGHT 120
#define POLL_NS 1000000

typedef struct {
  int x, y;
  double block; /* pixels */
  int last_number;
  XImage *row;
  XShmSegmentInfo segment; /* XShmCreateImage keeps a pointer to it */
} Place;

static double
wall_clock_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void
attach_row (Display *display, Place *place)
{
  int screen = DefaultScreen (display);
  unsigned width = (unsigned) (2 * BITS * place->block);

  place->row =
      XShmCreateImage (display, DefaultVisual (display, screen), DefaultDepth (display, screen),
                       ZPixmap, NULL, &place->segment, width, 1);
  place->segment.shmid = shmget (IPC_PRIVATE, place->row->bytes_per_line, IPC_CREAT | 0600);
  place->segment.shmaddr = place->row->data = shmat (place->segment.shmid, NULL, 0);
  XShmAttach (display, &place->segment);
  XSync (display, False);
  shmctl (place->segment.shmid, IPC_RMID, NULL);
}

/* The number on the screen now, or -1 where the blocks do not make one. */
static int
read_number (Display *display, Place *place)
{
  int number = 0, inverse = 0;

  XShmGetImage (display, DefaultRootWindow (display), place->row, place->x, place->y, AllPlanes);
  for (int i = 0; i < 2 * BITS; i++) {
    unsigned long pixel = XGetPixel (place->row, (int) ((i + 0.5) * place->block), 0);
    int bit = (int) (pixel >> 8 & 0xff) > HALF_BRIGHT; /* green is most of the brightness */

    if (i < BITS)
      number = number * 2 + bit;
    else
      inverse = inverse * 2 + bit;
  }
  return (number ^ inverse) == (1 << BITS) - 1 ? number : -1;
}

static void
watch (Display *display, Place *places, int n_places, double seconds)
{
  double end = wall_clock_ms () + seconds * 1e3;
  struct timespec pause = { .tv_nsec = POLL_NS };

  while (wall_clock_ms () < end) {
    for (int i = 0; i < n_places; i++) {
      int number = read_number (display, &places[i]);

      if (number >= 0 && number != places[i].last_number) {
        printf ("%d %d %.3f\n", i, number, wall_clock_ms ());
        places[i].last_number = number;
      }
    }
    nanosleep (&pause, NULL);
  }
}

int
main (int argc, char **argv)
{
  Place places[MAX_PLACES];
  int n_places = (argc - 2) / 3;
  Display *display = XOpenDisplay (NULL);

  if (display == NULL || n_places < 1 || n_places > MAX_PLACES || argc != 2 + 3 * n_places) {
    fprintf (stderr,
             "usage: screen-watch SECONDS X Y BLOCK [X Y BLOCK ...]   (with DISPLAY set)\n");
    return 2;
  }
  for (int i = 0; i < n_places; i++) {
    places[i] = (Place){ .x = atoi (argv[2 + 3 * i]),
                         .y = atoi (argv[3 + 3 * i]),
                         .block = atof (argv[4 + 3 * i]),
                         .last_number = -1 };
    attach_row (display, &places[i]);
  }
  watch (display, places, n_places, atof (argv[1]));
  XCloseDisplay (display);
  return 0;
}
