/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every folder needs and none owns: the fixed-size values of the protocol as types of their
 * own, base64url, and the two clocks. Everything here is pure or reentrant and may be called on any
 * thread.
 */
#pragma once

#include "base/base64url.h"
#include "base/clock.h"
#include "base/values.h"
