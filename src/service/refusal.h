/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every way in which the service says no: a fixed word for programs, a sentence for people, an HTTP status,
 * and whether the connection ends with it. docs/service.md lists them; a test keeps the two in step.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  CONFAB_ACCEPTED = 0,
  /* about the connection */
  CONFAB_REFUSED_BAD_MESSAGE,
  CONFAB_REFUSED_UNKNOWN_TYPE,
  CONFAB_REFUSED_TOO_LARGE,
  CONFAB_REFUSED_RATE_LIMITED,
  CONFAB_REFUSED_SILENT,
  CONFAB_REFUSED_TOO_MANY_CONNECTIONS,
  CONFAB_REFUSED_VERSION,
  CONFAB_REFUSED_HELLO_FIRST,
  CONFAB_REFUSED_TOO_MANY_ERRORS,
  CONFAB_REFUSED_UNEXPECTED,
  CONFAB_REFUSED_BUSY,
  CONFAB_REFUSED_UNAVAILABLE,
  CONFAB_REFUSED_STORAGE_FULL,
  /* about rooms */
  CONFAB_REFUSED_ROOM_UNKNOWN,
  CONFAB_REFUSED_ROOM_NAME,
  CONFAB_REFUSED_ROOM_TAKEN,
  CONFAB_REFUSED_ROOM_CERTIFICATE,
  CONFAB_REFUSED_TOO_MANY_ROOMS,
  CONFAB_REFUSED_OWN_ROOMS_ONLY,
  CONFAB_REFUSED_NOT_FOUND,
  CONFAB_REFUSED_METHOD,
  CONFAB_REFUSED_SOCKET_ONLY,
  CONFAB_REFUSED_THROUGH_PROXY,
  /* about a meeting */
  CONFAB_REFUSED_NO_MEETING,
  CONFAB_REFUSED_MEETING_RUNNING,
  CONFAB_REFUSED_MEETING_OVER,
  CONFAB_REFUSED_OTHER_MEETING,
  CONFAB_REFUSED_BAD_GENESIS,
  CONFAB_REFUSED_NOT_OWNER,
  CONFAB_REFUSED_CLOCK,
  CONFAB_REFUSED_TYPE,
  /* about statements in it */
  CONFAB_REFUSED_BAD_STATEMENT,
  CONFAB_REFUSED_BAD_SIGNATURE,
  CONFAB_REFUSED_NOT_YOURS,
  CONFAB_REFUSED_JOIN_FIRST,
  CONFAB_REFUSED_NOT_ADMITTED,
  CONFAB_REFUSED_NOT_LEADER,
  CONFAB_REFUSED_NOT_HOST,
  CONFAB_REFUSED_OLD_JOIN,
  CONFAB_REFUSED_REMOVED,
  CONFAB_REFUSED_LOCKED,
  CONFAB_REFUSED_FULL,
  CONFAB_REFUSED_BROWSER,
  CONFAB_REFUSED_TELEPHONE,
  CONFAB_REFUSED_WRONG_PREV,
  CONFAB_REFUSED_EARLY_FAILOVER,
  CONFAB_REFUSED_BAD_LINK,
  CONFAB_REFUSED_OLD,
  CONFAB_REFUSED_NOT_HERE,
  CONFAB_REFUSED_GAP,
  CONFAB_REFUSAL_N,
} ConfabRefusal;

/* The fixed word: "wrong-prev". */
const char *confab_refusal_code (ConfabRefusal refusal);

/* The sentence, in English; clients translate what they know by its code. */
const char *confab_refusal_text (ConfabRefusal refusal);

/* The HTTP status where it answers a request. */
guint confab_refusal_status (ConfabRefusal refusal);

/* TRUE if the WebSocket is closed after it. */
gboolean confab_refusal_is_final (ConfabRefusal refusal);

/* TRUE if it is no fault: however often it is said, the WebSocket stays. */
gboolean confab_refusal_is_free (ConfabRefusal refusal);

/** ConfabFarewell: why the service says "bye". */
typedef enum {
  CONFAB_FAREWELL_RESTARTING,
  CONFAB_FAREWELL_ENDED,
  CONFAB_FAREWELL_NO_HOST,
  CONFAB_FAREWELL_REMOVED,
  CONFAB_FAREWELL_REPLACED,
  CONFAB_FAREWELL_N,
} ConfabFarewell;

const char *confab_farewell_code (ConfabFarewell farewell);
const char *confab_farewell_text (ConfabFarewell farewell);

G_END_DECLS
