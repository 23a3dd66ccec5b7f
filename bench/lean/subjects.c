// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The operations that are compared. */
#include "subjects.h"

#define NAME(variant, name) #name,
const char *const lean_names[LEAN_OPERATION_COUNT] = { LEAN_OPERATIONS(NAME, ) };

#define DECLARE(variant, name) extern lean_loop lean_##variant##_##name;
LEAN_OPERATIONS(DECLARE, c)
LEAN_OPERATIONS(DECLARE, c11)
LEAN_OPERATIONS(DECLARE, rust)
LEAN_OPERATIONS(DECLARE, core)

#define LOOP(variant, name) lean_##variant##_##name,
#define VARIANT(variant) { #variant, { LEAN_OPERATIONS(LOOP, variant) } }

const struct lean_variant lean_variants[] = {
	VARIANT(c),
	VARIANT(c11),
#ifdef LEAN_RUST
	VARIANT(rust),
	VARIANT(core),
#endif
	{ 0 }
};
