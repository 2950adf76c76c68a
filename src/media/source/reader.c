/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a file as a device: which reader, and the sentence when there is none. */
#include "media/source/reader.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "media/error.h"

static void
set_open_error (GError **error, const char *name, ConfabMediaKind kind, const GError *cause)
{
  gboolean is_camera = kind != CONFAB_MEDIA_AUDIO;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (
        error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_NOT_FOUND,
        is_camera ? _ ("There is no file “%s” to play as a camera. Check its name and folder")
                  : _ ("There is no file “%s” to play as a microphone. Check its name and folder"),
        name);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (
        error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_UNREADABLE,
        _ ("You may not read the file “%s”. Change its permissions, or choose another one"), name);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_UNREADABLE,
                 _ ("“%s” is a folder. Choose a file in it"), name);
  else
    g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_UNREADABLE,
                 _ ("The file “%s” can't be read: %s. Choose another one"), name, cause->message);
}

ConfabReader *
confab_reader_open (const char *path, ConfabMediaKind kind, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) local_error = NULL;
  ConfabReader *reader = confab_y4m_reader_open (path, &local_error);

  if (local_error != NULL) {
    set_open_error (error, name, kind, local_error);
    return NULL;
  }
  if (reader != NULL && kind == CONFAB_MEDIA_AUDIO) {
    confab_reader_free (reader);
    g_set_error (error, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_UNSUPPORTED,
                 _ ("There is no sound in the file “%s”. Choose a sound file such as WAV or OGG"),
                 name);
    return NULL;
  }
  return reader != NULL ? reader : confab_decode_reader_new (path, kind);
}

void
confab_reader_free (ConfabReader *self)
{
  self->klass->free (self);
}
