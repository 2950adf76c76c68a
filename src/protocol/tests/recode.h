/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every statement's decoder followed by its encoder, as one table: for tests and the fuzz target
 * that go through all of them alike. */
#pragma once

#include "protocol/protocol.h"

G_BEGIN_DECLS

/**
 * ConfabRecode:
 * @name: of its sample in model.vectors
 * @length: of the body of that sample, as in section 5
 * @has_header: starts with type, version, suite and gen
 * @tail_is_opaque: bytes after the end are not the decoder's business (MSG, RCEVENT)
 * @recode: (transfer full) (nullable): decodes, encodes again
 */
typedef struct {
  const char *name;
  gsize length;
  gboolean has_header;
  gboolean tail_is_opaque;
  GBytes *(*recode) (GBytes *body, GError **error);
} ConfabRecode;

extern const ConfabRecode confab_recodes[];
extern const gsize confab_n_recodes;

G_END_DECLS
