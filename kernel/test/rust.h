/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The methods of the crate, as tests/generated/probe.rs calls them. The table casts them to what they are. */
#define LKMM_PROBE(name) probe_##name
#define LKMM_DECLARE(name) void probe_##name(void);
#include "variant.h"
