/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks some times a second at how people come through, and writes it on their tiles: who speaks, whose picture is the
 * large one, how good the connection is. Main thread. */
#pragma once

#include "app/people-tiles.h"

G_BEGIN_DECLS

#define CONFAB_TYPE_PEOPLE_METER (confab_people_meter_get_type ())
G_DECLARE_FINAL_TYPE (ConfabPeopleMeter, confab_people_meter, CONFAB, PEOPLE_METER, GObject)

/* @tiles: a list of ConfabTile */
ConfabPeopleMeter *confab_people_meter_new (GListModel *tiles, ConfabCapture *capture);

/* (transfer none): begins to look. Once. */
void confab_people_meter_follow (ConfabPeopleMeter *self, ConfabCall *call);

/* @pid: (nullable): whose picture stays large; NULL: of who speaks */
void confab_people_meter_pin (ConfabPeopleMeter *self, const ConfabPid *pid);

G_END_DECLS
