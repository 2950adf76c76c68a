/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A whole Confab without a screen: what the app and confab-cli are written against.
 *
 * Everything here lives on the main thread. ConfabClient is one opened profile with its devices;
 * ConfabCall is one meeting in which this client is, or wants to be. Roster, chat and permissions are
 * read from the call's ConfabMeeting, pictures from ConfabMailbox.
 */
#pragma once

#include "client/account-name.h"
#include "client/call.h"
#include "client/client-error.h"
#include "client/create-flow.h"
#include "client/identity-store.h"
#include "client/own-addresses.h"
#include "client/profile.h"
#include "client/recent-meetings.h"
#include "client/service-check.h"
#include "client/verification.h"
#include "media/media.h"
#include "meeting/meeting.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_CLIENT (confab_client_get_type ())
G_DECLARE_FINAL_TYPE (ConfabClient, confab_client, CONFAB, CLIENT, GObject)

/**
 * confab_client_open_async:
 * @profile_dir: (nullable): folder of the profile, made if missing; %NULL: this user's default profile
 * @keys: where the identity key may be looked for and kept
 *
 * Opens and locks the profile and loads, or at the first start makes, the identity key. Errors:
 * %CONFAB_CLIENT_ERROR, above all _PROFILE_IN_USE and _PASSPHRASE_NEEDED (then ask, and open again with
 * the passphrase in @keys).
 */
void confab_client_open_async (const char *profile_dir, const ConfabIdentityPolicy *keys,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);

/* Returns: (transfer full): the client, or %NULL with @error set */
ConfabClient *confab_client_open_finish (GAsyncResult *result, GError **error);

/* Each lends an object that lives as long as the client. Capture begins without camera and microphone,
 * playback plays to nobody until it is given a loudspeaker; asking for one of them starts media/, which
 * is worth doing before it is needed. */
ConfabProfile *confab_client_get_profile (ConfabClient *self);
ConfabIdentityStore *confab_client_get_identity_store (ConfabClient *self);
ConfabRecentMeetings *confab_client_get_recent_meetings (ConfabClient *self);
ConfabCapture *confab_client_get_capture (ConfabClient *self);
ConfabPlayback *confab_client_get_playback (ConfabClient *self);

/* Returns: (transfer full): names and versions of the libraries below, one a line: for support */
char *confab_client_dup_versions (void);

/* At the end of a program, after every client and call was dropped: waits until what they changed is on the disk (the
 * main loop runs meanwhile), 10 s at most, and until what they closed is closed, as long again. */
void confab_client_drain (void);

/**
 * confab_client_join:
 * @link: invitation as pasted, typed or opened (https:, confab:)
 *
 * Begins to join; listen to the call's signals before returning to the main loop. Nothing of camera or
 * microphone is sent before the meeting lets it.
 *
 * Returns: (transfer full): the call, or %NULL with @error set: %CONFAB_CLIENT_ERROR_LINK_INVALID, or
 *   _NAME_INVALID for a name that can't be used
 */
ConfabCall *confab_client_join (ConfabClient *self, const char *link,
                                const ConfabJoinOptions *options, GError **error);

G_END_DECLS
