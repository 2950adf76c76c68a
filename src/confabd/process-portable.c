/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where there are neither signals to wait for nor a service manager to talk to. */
#include "confabd/process.h"

void
confabd_process_watch (const ConfabdProcessEvents *events, gpointer user_data)
{
}

void
confabd_process_tell_ready (void)
{
}

void
confabd_process_tell_stopping (void)
{
}
