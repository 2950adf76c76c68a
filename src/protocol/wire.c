/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/wire.h"

ConfabWireReader
confab_wire_reader (GBytes *bytes)
{
  ConfabWireReader reader = { 0 };

  reader.bytes = g_bytes_get_data (bytes, &reader.length);
  return reader;
}

void
confab_wire_read_bytes (ConfabWireReader *reader, guint8 *out, gsize length)
{
  gboolean there = reader->at <= reader->length && length <= reader->length - reader->at;

  if (there && length > 0)
    memcpy (out, reader->bytes + reader->at, length);
  else
    memset (out, 0, length);
  reader->at += length;
}

guint64
confab_wire_read_u64 (ConfabWireReader *reader)
{
  guint64 value;

  confab_wire_read_bytes (reader, (guint8 *) &value, sizeof value);
  return GUINT64_FROM_BE (value);
}

guint32
confab_wire_read_u32 (ConfabWireReader *reader)
{
  guint32 value;

  confab_wire_read_bytes (reader, (guint8 *) &value, sizeof value);
  return GUINT32_FROM_BE (value);
}

guint16
confab_wire_read_u16 (ConfabWireReader *reader)
{
  guint16 value;

  confab_wire_read_bytes (reader, (guint8 *) &value, sizeof value);
  return GUINT16_FROM_BE (value);
}

guint8
confab_wire_read_u8 (ConfabWireReader *reader)
{
  guint8 value;

  confab_wire_read_bytes (reader, &value, sizeof value);
  return value;
}

gboolean
confab_wire_reader_end (const ConfabWireReader *reader, const char *what, GError **error)
{
  if (reader->at == reader->length)
    return TRUE;
  g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
               "%s of %" G_GSIZE_FORMAT " bytes where %" G_GSIZE_FORMAT " were expected", what,
               reader->length, reader->at);
  return FALSE;
}

gboolean
confab_wire_time_is_possible (gint64 time_ms)
{
  return time_ms >= 0 && time_ms <= CONFAB_WIRE_TIME_MAX_MS;
}

gboolean
confab_wire_refuse (const char *what, GError **error)
{
  g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
               "%s has a value that the protocol does not know", what);
  return FALSE;
}

static gboolean
has_no_suite (ConfabStatementType type)
{
  return type == CONFAB_STATEMENT_ROOMCERT || type == CONFAB_STATEMENT_WAIT_TEXT;
}

static gboolean
suite_fits (ConfabStatementType type, guint16 suite)
{
  if (has_no_suite (type))
    return suite == CONFAB_SUITE_NONE;
  return suite == CONFAB_SUITE_AES_128 || suite == CONFAB_SUITE_AES_256 ||
         suite == CONFAB_SUITE_TRANSPORT;
}

gboolean
confab_wire_read_header (ConfabWireReader *reader, ConfabStatementType type, guint16 *suite,
                         ConfabDigest *gen, GError **error)
{
  guint8 read_type = confab_wire_read_u8 (reader);
  guint8 version = confab_wire_read_u8 (reader);
  guint16 read_suite = confab_wire_read_u16 (reader);
  ConfabDigest read_gen;

  CONFAB_WIRE_READ (reader, &read_gen);
  if (reader->at > reader->length || read_type != type) {
    g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_MALFORMED,
                 "not a statement of type %02x", type);
    return FALSE;
  }
  if (version != CONFAB_PROTOCOL_VERSION) {
    g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_VERSION,
                 "version %u of the protocol is not known here", version);
    return FALSE;
  }
  if (!suite_fits (type, read_suite)) {
    g_set_error (error, CONFAB_PROTOCOL_ERROR, CONFAB_PROTOCOL_ERROR_SUITE,
                 "suite %04x is not known here", read_suite);
    return FALSE;
  }
  if (gen == NULL && !confab_digest_is_zero (&read_gen))
    return confab_wire_refuse ("a header without meeting", error);

  if (suite != NULL)
    *suite = read_suite;
  if (gen != NULL)
    *gen = read_gen;
  return TRUE;
}

void
confab_wire_write_bytes (GByteArray *out, const guint8 *bytes, gsize length)
{
  g_byte_array_append (out, bytes, (guint) length);
}

void
confab_wire_write_u8 (GByteArray *out, guint8 value)
{
  confab_wire_write_bytes (out, &value, sizeof value);
}

void
confab_wire_write_u16 (GByteArray *out, guint16 value)
{
  guint16 wire = GUINT16_TO_BE (value);

  confab_wire_write_bytes (out, (const guint8 *) &wire, sizeof wire);
}

void
confab_wire_write_u32 (GByteArray *out, guint32 value)
{
  guint32 wire = GUINT32_TO_BE (value);

  confab_wire_write_bytes (out, (const guint8 *) &wire, sizeof wire);
}

void
confab_wire_write_u64 (GByteArray *out, guint64 value)
{
  guint64 wire = GUINT64_TO_BE (value);

  confab_wire_write_bytes (out, (const guint8 *) &wire, sizeof wire);
}

GByteArray *
confab_wire_begin (ConfabStatementType type, guint16 suite, const ConfabDigest *gen, gsize size)
{
  static const ConfabDigest no_gen;
  GByteArray *out = g_byte_array_sized_new ((guint) size);

  confab_wire_write_u8 (out, (guint8) type);
  confab_wire_write_u8 (out, CONFAB_PROTOCOL_VERSION);
  confab_wire_write_u16 (out, suite);
  CONFAB_WIRE_WRITE (out, gen != NULL ? gen : &no_gen);
  return out;
}
