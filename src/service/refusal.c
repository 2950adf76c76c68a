/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/refusal.h"

/** Weight: what a WebSocket pays for being refused. */
typedef enum {
  COUNTS, /* too many, and it is closed */
  CLOSES, /* it is closed at once */
  FREE, /* nothing: who does all right gets it too, when the line of another breaks or words cross */
} Weight;

typedef struct {
  const char *code;
  const char *text;
  guint status;
  Weight weight;
} RefusalWords;

static const RefusalWords refusals[CONFAB_REFUSAL_N] = {
  [CONFAB_ACCEPTED] = { "ok", "Accepted", 200, COUNTS },

  [CONFAB_REFUSED_BAD_MESSAGE] = { "bad-message",
                                   "This message is not of the form that the protocol gives it; "
                                   "update Confab if this happens again",
                                   400, CLOSES },
  [CONFAB_REFUSED_UNKNOWN_TYPE] = { "unknown-type",
                                    "This service does not know messages of this kind; its "
                                    "administrator can update it",
                                    400, COUNTS },
  [CONFAB_REFUSED_TOO_LARGE] = { "too-large",
                                 "This message is larger than its kind may be; send less at "
                                 "once",
                                 413, CLOSES },
  [CONFAB_REFUSED_RATE_LIMITED] = { "rate-limited",
                                    "Too much was sent in too short a time; wait a moment and "
                                    "connect again",
                                    429, CLOSES },
  [CONFAB_REFUSED_SILENT] = { "silent",
                              "Nothing was heard from this client for too long; check the "
                              "connection to the network and connect again",
                              408, CLOSES },
  [CONFAB_REFUSED_TOO_MANY_CONNECTIONS] = { "too-many-connections",
                                            "Too many connections come from this network address; "
                                            "close some, or ask the service's administrator to "
                                            "allow more",
                                            429, CLOSES },
  [CONFAB_REFUSED_VERSION] = { "version",
                               "This client and the service speak different versions of the "
                               "protocol; update the older of the two",
                               400, CLOSES },
  [CONFAB_REFUSED_HELLO_FIRST] = { "hello-first",
                                   "The first message must be a hello, once, and its welcome "
                                   "must be awaited; update Confab if this happens again",
                                   400, CLOSES },
  [CONFAB_REFUSED_TOO_MANY_ERRORS] = { "too-many-errors",
                                       "Too many messages of this client had to be refused; update "
                                       "Confab if this happens again",
                                       400, CLOSES },
  [CONFAB_REFUSED_UNEXPECTED] = { "unexpected",
                                  "Only the service sends messages of this kind; update "
                                  "Confab if this happens again",
                                  400, COUNTS },
  [CONFAB_REFUSED_BUSY] = { "busy", "The service has no room for more connections; try again later",
                            503, CLOSES },
  [CONFAB_REFUSED_UNAVAILABLE] = { "unavailable",
                                   "The service can not reach its storage at the moment; try again "
                                   "later, or tell its administrator",
                                   503, CLOSES },
  [CONFAB_REFUSED_STORAGE_FULL] = { "storage-full",
                                    "The service's disk is full; tell its administrator", 507,
                                    CLOSES },

  [CONFAB_REFUSED_ROOM_UNKNOWN] = { "room-unknown",
                                    "There is no such room here; check the link, or ask the host "
                                    "for a new one",
                                    404, CLOSES },
  [CONFAB_REFUSED_ROOM_NAME] = { "room-name",
                                 "A room's ID has 3 to 40 letters a to z, digits and "
                                 "hyphens; choose another one",
                                 400, CLOSES },
  [CONFAB_REFUSED_ROOM_TAKEN] = { "room-taken",
                                  "This room belongs to somebody else; choose another ID", 409,
                                  CLOSES },
  [CONFAB_REFUSED_ROOM_CERTIFICATE] = { "room-certificate",
                                        "The room's certificate is not the owner's own for this "
                                        "room, on this service, of this moment; check this "
                                        "computer's clock",
                                        403, CLOSES },
  [CONFAB_REFUSED_TOO_MANY_ROOMS] = { "too-many-rooms",
                                      "Too many new rooms come from this network address; try "
                                      "again in an hour",
                                      429, CLOSES },
  [CONFAB_REFUSED_OWN_ROOMS_ONLY] = { "own-rooms-only",
                                      "This computer keeps the meetings of its own user only; "
                                      "start one in your own Confab, or use a meeting service",
                                      403, CLOSES },
  [CONFAB_REFUSED_NOT_FOUND] = { "not-found", "There is nothing at this address; check the link",
                                 404, CLOSES },
  [CONFAB_REFUSED_METHOD] = { "method",
                              "This address does not answer this kind of request; use the "
                              "one in the service's manual",
                              405, CLOSES },
  [CONFAB_REFUSED_SOCKET_ONLY] = { "socket-only",
                                   "This address speaks WebSocket only; open it with Confab", 426,
                                   CLOSES },
  [CONFAB_REFUSED_THROUGH_PROXY] = { "through-proxy",
                                     "This service is reached through its proxy only; use the "
                                     "address in the invitation",
                                     403, CLOSES },

  [CONFAB_REFUSED_NO_MEETING] = { "no-meeting",
                                  "No meeting runs in this room; wait until the host begins one",
                                  409, FREE },
  [CONFAB_REFUSED_MEETING_RUNNING] = { "meeting-running",
                                       "A meeting runs in this room already; join it, or end it "
                                       "first",
                                       409, COUNTS },
  [CONFAB_REFUSED_MEETING_OVER] = { "meeting-over", "This meeting has ended; begin a new one", 409,
                                    COUNTS },
  [CONFAB_REFUSED_OTHER_MEETING] = { "other-meeting",
                                     "This belongs to another meeting; join the one that runs "
                                     "now",
                                     409, COUNTS },
  [CONFAB_REFUSED_BAD_GENESIS] = { "bad-genesis",
                                   "This founding of a meeting is not valid for this room; "
                                   "register the room again, or ask its owner to",
                                   400, COUNTS },
  [CONFAB_REFUSED_NOT_OWNER] = { "not-owner",
                                 "Only the room's owner, or whom the owner lets, may begin a "
                                 "meeting here; ask the owner, or use a room of your own",
                                 403, COUNTS },
  [CONFAB_REFUSED_CLOCK] = { "clock",
                             "The time in this statement is too far from the service's; "
                             "check this computer's clock",
                             409, COUNTS },
  [CONFAB_REFUSED_TYPE] = { "type",
                            "The meeting is not of the type that was set for this room; "
                            "register the room again with the other type",
                            409, COUNTS },

  [CONFAB_REFUSED_BAD_STATEMENT] = { "bad-statement",
                                     "This statement is not of the form that the protocol gives "
                                     "it; update Confab if this happens again",
                                     400, COUNTS },
  [CONFAB_REFUSED_BAD_SIGNATURE] = { "bad-signature",
                                     "The signature does not fit the statement; join again, and "
                                     "update Confab if this happens again",
                                     403, COUNTS },
  [CONFAB_REFUSED_NOT_YOURS] = { "not-yours",
                                 "This speaks for somebody else; join under your own name", 403,
                                 COUNTS },
  [CONFAB_REFUSED_JOIN_FIRST] = { "join-first", "Nobody knows yet who this is; send a JOIN first",
                                  409, COUNTS },
  [CONFAB_REFUSED_NOT_ADMITTED] = { "not-admitted",
                                    "This is for participants of the meeting only; wait until "
                                    "you are let in",
                                    403, COUNTS },
  [CONFAB_REFUSED_NOT_LEADER] = { "not-leader",
                                  "This is for the leader of the meeting only; ask its host", 403,
                                  COUNTS },
  [CONFAB_REFUSED_NOT_HOST] = { "not-host", "Only a host can end the meeting; leave it instead",
                                403, COUNTS },
  [CONFAB_REFUSED_OLD_JOIN] = { "old-join",
                                "A JOIN with this or a higher number was here before; send "
                                "one with a higher number",
                                409, COUNTS },
  [CONFAB_REFUSED_REMOVED] = { "removed",
                               "You were removed from this meeting by its host; ask the "
                               "host to let you in again",
                               403, COUNTS },
  [CONFAB_REFUSED_LOCKED] = { "locked", "The meeting is locked; ask its host to unlock it", 403,
                              COUNTS },
  [CONFAB_REFUSED_FULL] = { "full",
                            "The meeting has no place left; try again when somebody has "
                            "left",
                            409, COUNTS },
  [CONFAB_REFUSED_BROWSER] = { "browser",
                               "The host lets nobody join this meeting from a browser; use the "
                               "Confab app",
                               403, COUNTS },
  [CONFAB_REFUSED_TELEPHONE] = { "telephone",
                                 "An encrypted meeting can not be joined by telephone; use "
                                 "the Confab app",
                                 403, COUNTS },
  [CONFAB_REFUSED_WRONG_PREV] = { "wrong-prev",
                                  "This does not follow the newest LINK that the service has; "
                                  "sync, or restore if yours is newer",
                                  409, FREE },
  [CONFAB_REFUSED_EARLY_FAILOVER] = { "early-failover",
                                      "The leader was heard from a moment ago; wait before taking "
                                      "its place",
                                      409, COUNTS },
  [CONFAB_REFUSED_BAD_LINK] = { "bad-link",
                                "The roster, its JOINs, commands or key boxes do not fit "
                                "the LINK; update Confab if this happens again",
                                400, COUNTS },
  [CONFAB_REFUSED_OLD] = { "old",
                           "A newer one of these was here before; nothing needs to be "
                           "done",
                           409, FREE },
  [CONFAB_REFUSED_NOT_HERE] = { "not-here",
                                "The one this is for is not connected; try again when they "
                                "are",
                                404, FREE },
  [CONFAB_REFUSED_GAP] = { "gap", "The service no longer has the LINKs asked for; join again", 410,
                           COUNTS },
};

const char *
confab_refusal_code (ConfabRefusal refusal)
{
  return refusals[refusal].code;
}

const char *
confab_refusal_text (ConfabRefusal refusal)
{
  return refusals[refusal].text;
}

guint
confab_refusal_status (ConfabRefusal refusal)
{
  return refusals[refusal].status;
}

gboolean
confab_refusal_is_final (ConfabRefusal refusal)
{
  return refusals[refusal].weight == CLOSES;
}

gboolean
confab_refusal_is_free (ConfabRefusal refusal)
{
  return refusals[refusal].weight == FREE;
}

static const struct {
  const char *code;
  const char *text;
} farewells[CONFAB_FAREWELL_N] = {
  [CONFAB_FAREWELL_RESTARTING] = { "restarting",
                                   "The meeting service restarts; the connection comes back by "
                                   "itself" },
  [CONFAB_FAREWELL_ENDED] = { "ended", "The meeting has ended" },
  [CONFAB_FAREWELL_NO_HOST] = { "no-host",
                                "Nobody leads this meeting any more; wait for the host to begin "
                                "again" },
  [CONFAB_FAREWELL_REMOVED] = { "removed", "You were removed from this meeting by its host" },
  [CONFAB_FAREWELL_REPLACED] = { "replaced", "The same participant connected again; this "
                                             "connection is closed" },
};

const char *
confab_farewell_code (ConfabFarewell farewell)
{
  return farewells[farewell].code;
}

const char *
confab_farewell_text (ConfabFarewell farewell)
{
  return farewells[farewell].text;
}
