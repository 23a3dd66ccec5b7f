// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Self-patched sites (arm64, LKMM_PATCH): patched when the CPU has LSE; left alone when it has not,
 * or when the system does not let text be written (REFUSE=1 in the environment: then mprotect,
 * which this program brings itself, fails as it does under PR_SET_MDWE). The operations work in
 * every case. Output is TAP.
 */
#include <lkmm/atomic.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static const unsigned int nop = 0xd503201f;

extern const int __start_lkmm_patch[] __attribute__((__visibility__("hidden")));
extern const int __stop_lkmm_patch[] __attribute__((__visibility__("hidden")));

static int nr_tests, nr_failed;

/* Called instead of libc's by the constructor that patches. */
int mprotect(void *address, size_t size, int protection)
{
	if (getenv("REFUSE") && (protection & PROT_WRITE) && (protection & PROT_EXEC)) {
		errno = EACCES;
		return -1;
	}
	return (int)syscall(SYS_mprotect, address, size, protection);
}

static void report(int ok, const char *what)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++nr_tests, what);
	nr_failed += !ok;
}

/* 1: every site is a nop; 0: none is; -1: some are. */
static int patched(void)
{
	int total = 0, nops = 0;

	for (const int *offset = __start_lkmm_patch; offset < __stop_lkmm_patch; offset++, total++)
		nops += *(const unsigned int *)(const void *)((const char *)offset + *offset) ==
			nop;
	return nops == 0 ? 0 : nops == total ? 1 : -1;
}

static void test_operations(void)
{
	static lkmm_atomic_t v = LKMM_ATOMIC_INIT(1);
	static lkmm_atomic64_t w = LKMM_ATOMIC64_INIT(5);
	int64_t old = 5;

	report(lkmm_atomic_fetch_add(2, &v) == 1 && lkmm_atomic_read(&v) == 3, "fetch_add");
	lkmm_atomic_or(12, &v);
	report(lkmm_atomic_xchg_acquire(&v, 9) == 15, "or, xchg");
	report(lkmm_atomic64_try_cmpxchg(&w, &old, 1ll << 40) && lkmm_atomic64_read(&w) == 1ll <<
	       40, "try_cmpxchg");
}

int main(void)
{
	int expected = (getauxval(AT_HWCAP) >> 8 & 1) && !getenv("REFUSE");

	puts("1..4");
	report(&__stop_lkmm_patch[0] > &__start_lkmm_patch[0] && patched() == expected,
	       expected ? "every site is patched" : "no site is patched");
	test_operations();
	return nr_failed != 0;
}
