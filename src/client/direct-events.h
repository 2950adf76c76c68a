/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/call.h"
#include "protocol/protocol.h"

G_BEGIN_DECLS

/**
 * ConfabDirectEvents:
 * @path: state or way of the link changed
 * @track: as it is shown, across links
 * @received: a carrier came over a data channel
 * @answering: the peer stopped answering, or answers again
 * @problem: worth telling a person
 *
 * What is told of the direct links to others. Main thread.
 */
typedef struct {
  void (*path) (const ConfabCallPath *path, gpointer user_data);
  void (*track) (const ConfabCallTrack *track, gpointer user_data);
  void (*received) (const ConfabCarrier *carrier, const ConfabPid *from, gpointer user_data);
  void (*answering) (const ConfabPid *pid, gboolean answering, gpointer user_data);
  void (*problem) (const char *code, const char *text, gpointer user_data);
} ConfabDirectEvents;

G_END_DECLS
