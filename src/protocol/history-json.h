/* SPDX-License-Identifier: GPL-3.0-or-later */
/* meeting-history.h in JSON, for the carriers that bring it. Private to this folder. */
#pragma once

#include "protocol/json-fields.h"
#include "protocol/meeting-history.h"

G_BEGIN_DECLS

/* (transfer full) (nullable) the step whose members stand in the object itself: link, roster,
 * joins, cmds, roles, handover?. At most @max_joins JOINs. NULL: remembered in @fields. */
ConfabLinkStep *confab_link_step_read (ConfabJsonFields *fields, guint max_joins);
void confab_link_step_write (const ConfabLinkStep *step, JsonBuilder *builder);

/* The same as an object of its own, as in "links"[]. */
ConfabLinkStep *confab_link_step_read_object (JsonObject *object, GError **error);
void confab_link_step_write_object (const ConfabLinkStep *step, JsonBuilder *builder);

/* entries and roles standing in the object itself. */
ConfabLineage *confab_lineage_read (ConfabJsonFields *fields);
void confab_lineage_write (const ConfabLineage *lineage, JsonBuilder *builder);

/* "lineage": {entries, roles}; NULL if it is missing. */
ConfabLineage *confab_lineage_read_optional_member (ConfabJsonFields *fields);
void confab_lineage_write_optional_member (const ConfabLineage *lineage, JsonBuilder *builder);

/* Calls @read for every element of the array @key, each of which must be an object; stops at the
 * first that gives NULL with its error. (transfer full) (nullable): NULL is remembered
 * in @fields. */
typedef gpointer (*ConfabJsonElementFunc) (JsonObject *object, GError **error);
GPtrArray *confab_json_read_objects (ConfabJsonFields *fields, const char *key, guint max_length,
                                     ConfabJsonElementFunc read, GDestroyNotify element_free);

G_END_DECLS
