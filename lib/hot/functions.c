// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The profiling build of liblkmm: each function counts, by its return address, and then does its
 * work. A function that ends with a call of another one jumps there, so both return to the same
 * address: this must be compiled with optimisation.
 */
#include "count.h"
#include "../define.h"

#define HOT_SITE() ((uintptr_t)__builtin_extract_return_addr(__builtin_return_address(0)) & \
		    ~HOT_THUMB)

/* On 32-bit arm the lowest bit is the caller's instruction set. */
#ifdef __arm__
# define HOT_THUMB ((uintptr_t)1)
#else
# define HOT_THUMB ((uintptr_t)0)
#endif

#undef LKMM_FUNCTION
#define LKMM_FUNCTION(type, name, params, args)							\
	__attribute__((__noinline__, __cold__)) static type hot_slow_##name params		\
	{											\
		__attribute__((__cleanup__(lkmm_hot_end), __unused__))				\
		struct hot_sample sample = lkmm_hot_begin(HOT_SITE(), HOT_##name);		\
		return lkmm_##name args;							\
	}											\
	LKMM_EXPORT(type, name, , params)							\
	{											\
		if (!hot_count(HOT_SITE(), HOT_##name))						\
			return hot_slow_##name args;						\
		return lkmm_##name args;							\
	}
#include "../access.list"
#include "../rmw.list"
