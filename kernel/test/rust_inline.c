// SPDX-License-Identifier: GPL-2.0 OR MIT
#define LKMM_VARIANT "Rust, inline"
#include "rust.h"
