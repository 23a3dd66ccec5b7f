// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Loads, stores, waits and barriers out of line. */
#include "define.h"
#include "access.list"
