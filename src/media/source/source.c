/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Main thread. */
#include "media/source/source.h"

#include <glib/gi18n-lib.h>

#include "media/error.h"
#include "media/source/device-element.h"
#include "media/source/paced-source.h"
#include "media/source/source-name.h"

void
confab_source_new_async (ConfabMediaKind kind, const char *name, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  ConfabSourceType type = confab_source_name_parse (name);
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (type != CONFAB_SOURCE_NONE);

  if (type == CONFAB_SOURCE_DEFAULT || type == CONFAB_SOURCE_DEVICE) {
    confab_device_element_new_async (
        kind == CONFAB_MEDIA_AUDIO ? CONFAB_DEVICE_MICROPHONE : CONFAB_DEVICE_CAMERA,
        type == CONFAB_SOURCE_DEFAULT ? NULL : name, cancellable, callback, user_data);
    return;
  }
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, confab_source_new_async);
  g_task_return_pointer (task,
                         gst_object_ref_sink (type == CONFAB_SOURCE_TEST
                                                  ? confab_paced_source_new_for_test (kind)
                                                  : confab_paced_source_new_for_file (name, kind)),
                         gst_object_unref);
}

GstElement *
confab_source_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static ConfabMediaError
error_code (const GError *error, gboolean started)
{
  if (started)
    return CONFAB_MEDIA_ERROR_LOST;
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_BUSY))
    return CONFAB_MEDIA_ERROR_BUSY;
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND))
    return CONFAB_MEDIA_ERROR_NOT_FOUND;
  if (error->domain == GST_RESOURCE_ERROR)
    return CONFAB_MEDIA_ERROR_UNREADABLE;
  return CONFAB_MEDIA_ERROR_FAILED;
}

static const char *
error_sentence (gboolean is_camera, ConfabMediaError code)
{
  switch (code) {
  case CONFAB_MEDIA_ERROR_LOST:
    return is_camera ? _ ("Your camera stopped. Plug it in again, or choose another one")
                     : _ ("Your microphone stopped. Plug it in again, or choose another one");
  case CONFAB_MEDIA_ERROR_BUSY:
    return is_camera
               ? _ ("Another program uses your camera. Close it there, then choose it again here")
               : _ ("Another program uses your microphone. Close it there, then choose it again "
                    "here");
  case CONFAB_MEDIA_ERROR_NOT_FOUND:
    return is_camera ? _ ("Your camera is not there any more. Choose another one")
                     : _ ("Your microphone is not there any more. Choose another one");
  default:
    return is_camera ? _ ("Your camera can't be opened. Unplug it and plug it in again, or "
                          "choose another one")
                     : _ ("Your microphone can't be opened. Unplug it and plug it in again, or "
                          "choose another one");
  }
}

GError *
confab_source_explain (ConfabMediaKind kind, const GError *error, gboolean started)
{
  ConfabMediaError code;
  if (error->domain == CONFAB_MEDIA_ERROR)
    return g_error_new_literal (CONFAB_MEDIA_ERROR, started ? CONFAB_MEDIA_ERROR_LOST : error->code,
                                error->message);

  code = error_code (error, started);
  return g_error_new_literal (CONFAB_MEDIA_ERROR, code,
                              error_sentence (kind != CONFAB_MEDIA_AUDIO, code));
}
