/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/link: one person as received: where their pictures and sound go, what of them flows,
 * and whether they have stopped it. Knows nothing of how the link connects. Main thread.
 */
#pragma once

#include "media/link/link-meter.h"
#include "media/mailbox.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_LINK_PERSON (confab_link_person_get_type ())
G_DECLARE_FINAL_TYPE (ConfabLinkPerson, confab_link_person, CONFAB, LINK_PERSON, GObject)

/* ConfabLinkPerson signals: "media-flowing" and "track-state" as link.h has them. */

/* @label: names the sound in logs */
ConfabLinkPerson *confab_link_person_new (const char *label);

/* @pipeline holds @webrtcbin, whose new pads are this person's. Once, before it plays. */
void confab_link_person_connect (ConfabLinkPerson *self, GstBin *pipeline, GstElement *webrtcbin,
                                 ConfabTraffic *traffic);

ConfabVideoReceiver *confab_link_person_get_receiver (ConfabLinkPerson *self);

void confab_link_person_set_playback (ConfabLinkPerson *self, ConfabPlayback *playback);
void confab_link_person_set_saver (ConfabLinkPerson *self, ConfabSaver *saver);

/* See confab_incoming_ask_again (). */
void confab_link_person_ask_again (ConfabLinkPerson *self);

/* Some times a second, while the link is connected: tells what has begun or stopped. */
void confab_link_person_watch (ConfabLinkPerson *self, ConfabTraffic *traffic, gint64 now_ns);

/* As confab_link_get_level_dbfs () has it. */
double confab_link_person_get_level_dbfs (ConfabLinkPerson *self);

/* Fills in what is received; it is lent. */
void confab_link_person_fill_sources (ConfabLinkPerson *self, ConfabLinkSources *sources);

/* Nothing is emitted any more, nothing played or saved. */
void confab_link_person_stop (ConfabLinkPerson *self);

G_END_DECLS
