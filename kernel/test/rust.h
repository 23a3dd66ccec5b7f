/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The methods of the crate, as tests/generated/probe.rs calls them: the table knows their types. */
#define LKMM_PROBE(name) probe_##name
#define LKMM_DECLARE(name) void probe_##name(void);
#include "variant.h"
