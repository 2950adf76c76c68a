/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One WebSocket from the attempt to its end, with the detection of silence. Main thread. */
#pragma once

#include "signalling/signalling.h"

G_BEGIN_DECLS

typedef struct _ConfabLine ConfabLine;

/**
 * ConfabLineEvents:
 * @opened: texts may be sent now
 * @text: one text frame, valid UTF-8 without zero bytes
 * @closed: at most once, last; never after confab_line_close (). @error is %CONFAB_SIGNALLING_ERROR
 */
typedef struct {
  void (*opened) (gpointer user_data);
  void (*text) (gpointer user_data, const char *text, gsize length);
  void (*closed) (gpointer user_data, const GError *error);
} ConfabLineEvents;

/* Begins to connect. @events must outlive the line. */
ConfabLine *confab_line_open (const ConfabServiceAddress *address, const char *room,
                              const ConfabLineEvents *events, gpointer user_data);

/* FALSE if the line is not open. */
gboolean confab_line_send (ConfabLine *self, const char *text);

/* The network has changed. FALSE: the line is bound to an address that this computer no longer has. Else,
 * if nothing is heard within 4 s, the line is taken for dead. */
gboolean confab_line_probe (ConfabLine *self);

/* Lets what was sent go out and closes; "closed" follows within a second. */
void confab_line_finish (ConfabLine *self);

/* Ends the line at once, frees @self; no event follows. */
void confab_line_close (ConfabLine *self);

G_END_DECLS
