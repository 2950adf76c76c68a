/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/client-error.h"
#include "client/profile-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

struct _ConfabProfileLock {
  int fd;
};

ConfabProfileLock *
confab_profile_lock_take (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ConfabProfileLock *lock;

  if (fd < 0) {
    g_set_error (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_UNWRITABLE,
                 _ ("The profile can not be opened: %s (%s)"), path, g_strerror (errno));
    return NULL;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) < 0) {
    g_set_error_literal (error, CONFAB_CLIENT_ERROR, CONFAB_CLIENT_ERROR_PROFILE_IN_USE,
                         _ ("This profile is in use by another Confab; close that one, or choose "
                            "another profile"));
    close (fd);
    return NULL;
  }
  lock = g_new0 (ConfabProfileLock, 1);
  lock->fd = fd;
  return lock;
}

void
confab_profile_lock_release (ConfabProfileLock *lock)
{
  close (lock->fd);
  g_free (lock);
}
