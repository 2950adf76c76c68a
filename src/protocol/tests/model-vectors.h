/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values of docs/protocol.md 16 and everything between them, as the reference model computes
 * them (model.vectors, made by make-model-vectors.py). For tests of protocol/ and crypto/.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) the value called @name; ends the test if there is none. */
GBytes *model_bytes (const char *name);

/* Fills @out, whose length must be that of the value. */
void model_copy (const char *name, guint8 *out, gsize length);

/* For the value structs of base/, and any other with a member `bytes`. */
#define MODEL_FILL(value, name) model_copy ((name), (value)->bytes, sizeof (value)->bytes)

/* Ends the test unless the bytes are those of the value called @name. */
void assert_is_model (const char *name, const guint8 *bytes, gsize length);
void assert_bytes_are_model (const char *name, GBytes *bytes);

G_END_DECLS
