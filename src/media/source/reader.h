/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private to media/: where a paced source (paced-source.h) gets its pictures or its sound from, as fast as
 * it asks for them, over and over again from the beginning. A reader belongs to the thread that reads;
 * only interrupt may be called from another.
 */
#pragma once

#include <gst/gst.h>

#include "media/kind.h"

G_BEGIN_DECLS

typedef enum {
  CONFAB_READ_SAMPLE,
  CONFAB_READ_END, /* of one pass; the next read begins the next pass */
  CONFAB_READ_INTERRUPTED,
  CONFAB_READ_FAILED,
} ConfabReadResult;

typedef struct _ConfabReader ConfabReader;

/**
 * ConfabReaderClass:
 * @read: gives (transfer full) one buffer of raw video or of 48 kHz mono S16LE, with caps; its PTS is the
 *   position in the file. May wait for the disk or for decoding. Errors are CONFAB_MEDIA_ERROR
 * @seek: the next read begins near this position. FALSE: it begins at 0
 * @get_duration: of one pass, or NONE where it is not known; after the first sample
 * @interrupt: (nullable): while TRUE, a read that waits returns at once, and so do those that follow
 */
typedef struct {
  ConfabReadResult (*read) (ConfabReader *self, GstSample **sample, GError **error);
  gboolean (*seek) (ConfabReader *self, GstClockTime position);
  GstClockTime (*get_duration) (ConfabReader *self);
  void (*interrupt) (ConfabReader *self, gboolean interrupt);
  void (*free) (ConfabReader *self);
} ConfabReaderClass;

struct _ConfabReader {
  const ConfabReaderClass *klass;
};

/* A file as a camera (video) or microphone (audio): picks one of the two below. Returns: (transfer full), or
 * NULL with @error when it is plain at once that it can't be played. */
ConfabReader *confab_reader_open (const char *path, ConfabMediaKind kind, GError **error);

/* YUV4MPEG2 with 8-bit 4:2:0 pictures. NULL without an error: another kind of file, or another format of
 * pictures. */
ConfabReader *confab_y4m_reader_open (const char *path, GError **error);

/* Whatever GStreamer decodes. */
ConfabReader *confab_decode_reader_new (const char *path, ConfabMediaKind kind);

/* A moving picture with its frame number, or a tick each second. */
ConfabReader *confab_test_reader_new (ConfabMediaKind kind);

void confab_reader_free (ConfabReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ConfabReader, confab_reader_free)

G_END_DECLS
