/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two links in one process that talk over loopback, for tests. What one describes the other gets, unless a
 * test wants otherwise. */
#pragma once

#include "media/link/link.h"
#include "test-track.h"

G_BEGIN_DECLS

/* So long may anything take before a test has failed; sanitizers on a busy computer are slow. */
#define LINK_PAIR_PATIENCE_MS 30000

typedef struct _LinkPair LinkPair;

/* One of the two. @sound: packets that came; the others as the signals of ConfabLink tell. */
typedef struct {
  LinkPair *pair;
  guint index;
  ConfabLink *link;
  ConfabCertificate *certificate;
  TestTrack *audio, *video;
  gboolean was_secured, was_connected, was_disconnected;
  gboolean flowing[CONFAB_N_MEDIA_KINDS];
  gboolean track[CONFAB_N_MEDIA_KINDS];
  guint width, height;
  guint n_data_open;
  GString *data; /* "label:text;" for each that came */
  GError *error;
  char *described;
  guint n_candidates;
} LinkSide;

struct _LinkPair {
  LinkSide side[2];
  GMainContext *context;
  gboolean keep_gates_shut;
  /* nullable: what of @sdp goes over; (transfer full) */
  char *(*tamper) (const char *sdp);
};

/* @change: (nullable): changes the configuration of each side before its link is made */
LinkPair *link_pair_new (void (*change) (ConfabLinkConfig *config, guint index));

/* The first offers. */
void link_pair_start (LinkPair *self);

/* Opens the gate of @side for what the other side's certificate really is. */
void link_pair_open_gate (LinkPair *self, guint side);

/* Runs the main context until @condition holds; the test fails if it never does. */
void link_pair_wait (LinkPair *self, gboolean (*condition) (LinkPair *pair), const char *what);

/* Runs the main context for so long: only for showing that something does not happen. */
void link_pair_run (LinkPair *self, guint ms);

guint64 link_pair_pictures (LinkPair *self, guint side);
gboolean link_pair_all_flows (LinkPair *self);

/* Closes and frees all, and waits until nothing of it runs any more. */
void link_pair_free (LinkPair *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LinkPair, link_pair_free)

G_END_DECLS
