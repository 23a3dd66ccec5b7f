// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A library compiled for newer CPUs than this one reports it at load time, instead of failing with
 * SIGILL later. The list has the features that the compiler was allowed to use.
 */
#include <string.h>
#include <unistd.h>

#if defined(__aarch64__) || defined(__riscv)
# include <sys/auxv.h>
#endif

static const char *missing_feature(void)
{
#if defined(__x86_64__)
	__builtin_cpu_init();
# ifdef __SSE4_2__
	if (!__builtin_cpu_supports("sse4.2"))
		return "SSE4.2";
# endif
# ifdef __AVX__
	if (!__builtin_cpu_supports("avx"))
		return "AVX";
# endif
# ifdef __AVX2__
	if (!__builtin_cpu_supports("avx2"))
		return "AVX2";
# endif
# ifdef __BMI2__
	if (!__builtin_cpu_supports("bmi2"))
		return "BMI2";
# endif
# ifdef __AVX512F__
	if (!__builtin_cpu_supports("avx512f"))
		return "AVX-512F";
# endif
#elif defined(__aarch64__) && defined(__ARM_FEATURE_ATOMICS)
	if (!(getauxval(AT_HWCAP) >> 8 & 1))		/* HWCAP_ATOMICS */
		return "LSE atomics (ARMv8.1)";
#elif defined(__riscv) && defined(__riscv_atomic)
	if (!(getauxval(AT_HWCAP) & 1))			/* bit 0: extension A */
		return "the A extension";
#endif
	return NULL;
}

static void say(const char *s)
{
	if (write(STDERR_FILENO, s, strlen(s)) < 0)
		_exit(127);
}

/* First of all constructors, and without stdio, which may not be ready. */
__attribute__((__constructor__(101))) static void check_baseline(void)
{
	const char *feature = missing_feature();

	if (!feature)
		return;
	say("liblkmm: this build needs a CPU feature that this CPU does not have: ");
	say(feature);
	say("\n");
	_exit(127);
}
