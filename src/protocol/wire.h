/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Big-endian fields one after another, out of and into memory: what the layouts of docs/protocol.md
 * 5 are made of. Private to this folder. Both sides remember that they ran past the end, so that a
 * layout reads as a list of fields and is checked once, after its last.
 */
#pragma once

#include "base/base.h"
#include "protocol/statements.h"

G_BEGIN_DECLS

/** ConfabWireReader: @at counts on past the end; nothing is read there, and missing fields are
 * zero. */
typedef struct {
  const guint8 *bytes;
  gsize length;
  gsize at;
} ConfabWireReader;

ConfabWireReader confab_wire_reader (GBytes *bytes);

guint8 confab_wire_read_u8 (ConfabWireReader *reader);
guint16 confab_wire_read_u16 (ConfabWireReader *reader);
guint32 confab_wire_read_u32 (ConfabWireReader *reader);
guint64 confab_wire_read_u64 (ConfabWireReader *reader);
void confab_wire_read_bytes (ConfabWireReader *reader, guint8 *out, gsize length);

/* The header of a statement. @gen may be NULL where it must be zero (GENESIS, ROOMCERT, WAITTEXT).
 * Checks the type, the version, and the suite: 0000 for ROOMCERT and WAITTEXT, else one this
 * program has. */
gboolean confab_wire_read_header (ConfabWireReader *reader, ConfabStatementType type,
                                  guint16 *suite, ConfabDigest *gen, GError **error);

/* FALSE with @error unless the last field ended exactly where the bytes end. @what names the
 * statement. */
gboolean confab_wire_reader_end (const ConfabWireReader *reader, const char *what, GError **error);

/* Writers append to a GByteArray. */
void confab_wire_write_u8 (GByteArray *out, guint8 value);
void confab_wire_write_u16 (GByteArray *out, guint16 value);
void confab_wire_write_u32 (GByteArray *out, guint32 value);
void confab_wire_write_u64 (GByteArray *out, guint64 value);
void confab_wire_write_bytes (GByteArray *out, const guint8 *bytes, gsize length);

/* (transfer full): an array with room for @size bytes that begins with the header. @gen
 * NULL: zero. */
GByteArray *
confab_wire_begin (ConfabStatementType type, guint16 suite, const ConfabDigest *gen, gsize size);

/* Fixed-size value structs have one member, `bytes`. */
#define CONFAB_WIRE_READ(reader, value) \
  confab_wire_read_bytes ((reader), (value)->bytes, sizeof (value)->bytes)
#define CONFAB_WIRE_WRITE(out, value) \
  confab_wire_write_bytes ((out), (value)->bytes, sizeof (value)->bytes)

#define CONFAB_WIRE_TIME_MAX_MS (G_GINT64_CONSTANT (1) << 53)

/* TRUE for 0..2^53 ms: JSON holds them exactly, and sums and differences of them never overflow. */
gboolean confab_wire_time_is_possible (gint64 time_ms);

/* FALSE and @error: for values outside of a closed list. @what names the statement. */
gboolean confab_wire_refuse (const char *what, GError **error);

G_END_DECLS
