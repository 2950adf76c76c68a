/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When to build a new link beside the old one (DESIGN 3). Pure: time in ms comes in as a parameter, and
 * chance too. Whatever the reason, there is one way: wish for it, wait until it is due, build, and try
 * again later and later while it fails.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Steps between failed attempts double from the first to the last. */
#define CONFAB_PATH_RETRY_FIRST_MS 500
#define CONFAB_PATH_RETRY_MAX_MS 10000
/* A burst of routing changes (an interface comes up with IPv4, then IPv6) is one change. */
#define CONFAB_PATH_SETTLE_MS 300
/* An attempt without a connection after this long has failed. The slowest way is TURN over TLS behind
 * a firewall that swallows UDP. */
#define CONFAB_PATH_ATTEMPT_MS 15000
/* A request for a new offer that crossed with one on its way is answered by that one. */
#define CONFAB_PATH_CROSSED_MS 1500

typedef enum {
  CONFAB_PATH_CHANGE_NONE,
  CONFAB_PATH_CHANGE_BUILD,   /* time to build; call confab_path_change_began () */
  CONFAB_PATH_CHANGE_GIVE_UP, /* the attempt took too long; call confab_path_change_failed () */
} ConfabPathChangeStep;

/** ConfabPathChange: zero-initialised: nothing is wished for. */
typedef struct {
  gboolean wished;
  gboolean building;
  guint failures;
  gint64 due_ms;
  gint64 began_ms;
} ConfabPathChange;

/* A new link is wanted: the first one, or the path is lost. @when_ms: not before; of two wishes
 * the earlier time stands, and an attempt under way does. */
void confab_path_change_wish (ConfabPathChange *self, gint64 when_ms);
/* The other side asks for one: it knows of no attempt, or of one that is lost. */
void confab_path_change_renew (ConfabPathChange *self, gint64 now_ms);
/* The network of this computer changed: wish for one when it has settled. */
void confab_path_change_network (ConfabPathChange *self, gint64 now_ms);
/* The line to the service is back: what was to be sent meanwhile is lost, and need not be waited for. */
void confab_path_change_line_returned (ConfabPathChange *self, gint64 now_ms);
/* Nothing is wanted any more: the other side left. */
void confab_path_change_reset (ConfabPathChange *self);

void confab_path_change_began (ConfabPathChange *self, gint64 now_ms);
void confab_path_change_connected (ConfabPathChange *self);
/* @chance: 0 <= chance < 1, spreads the retries of two sides. */
void confab_path_change_failed (ConfabPathChange *self, gint64 now_ms, double chance);

ConfabPathChangeStep confab_path_change_due (const ConfabPathChange *self, gint64 now_ms);
/* When confab_path_change_due () says something else; G_MAXINT64: never. */
gint64 confab_path_change_next_ms (const ConfabPathChange *self);

G_END_DECLS
