/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a meeting its time: calls it when its next deadline has come. Main thread. */
#pragma once

#include "meeting/meeting.h"

G_BEGIN_DECLS

typedef struct _ConfabMeetingTicker ConfabMeetingTicker;

/* References @meeting until it is freed. */
ConfabMeetingTicker *confab_meeting_ticker_new (ConfabMeeting *meeting);
void confab_meeting_ticker_free (ConfabMeetingTicker *self);

G_END_DECLS
