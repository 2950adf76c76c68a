/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The CMDs attached to a LINK: with them a leader shows that a host or co-host wanted what it does
 * (docs/protocol.md 7.6, 7.7). Pure.
 */
#pragma once

#include "meeting/link-view.h"

G_BEGIN_DECLS

/** ConfabWarrant: one attached CMD with the seat of its signer in the roster before. */
typedef struct {
  ConfabCommandStatement command;
  const ConfabSeat *signer; /* role 0 or 1; belongs to the old view */
} ConfabWarrant;

/* Gives (transfer full) (nullable) the warrants in @cmds (of GBytes); NULL if one of them is not
 * signed by a host or co-host of @old. @old must outlive them. */
GPtrArray *confab_warrants_check (const ConfabCharter *charter, const ConfabLinkView *old,
                                  GPtrArray *cmds, GError **error);

/* (transfer none) (nullable): the first for @command. @target: (nullable): only one for this
 * pid. */
const ConfabWarrant *
confab_warrants_find (GPtrArray *warrants, ConfabCommand command, const ConfabPid *target);

/* One CMD `body || signature` of a present or absent seat of @view: its signer, or NULL. */
const ConfabSeat *confab_command_check (const ConfabCharter *charter, const ConfabLinkView *view,
                                        GBytes *statement, ConfabCommandStatement *out);

G_END_DECLS
