// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "../../tests/generated/table.c"
