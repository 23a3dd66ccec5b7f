// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The counterpart of tests/operations/ops.c in user space: every row, its result against the
 * formula, and its atomicity with kthreads. A variant is a separate module that passes its
 * functions to lkmm_test(). First the test shows that it can fail.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "user.h"
#include <linux/cpumask.h>
#include "../../tests/operations/ops.h"
#include "../lkmm.h"
#include "test.h"

/*
 * Of an operation that is not atomic: so often it may escape although threads meet, as in ops.c;
 * and so many runs there are for them to meet in.
 */
enum { TRIES = 3, RUNS = 40 };

static probe_fn *find(const struct lkmm_probe *probes, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(probes[i].name, name) == 0)
			return probes[i].fn;
	return NULL;
}

/*
 * Two virtual CPUs: a third that is busy keeps one of them from running, where the machine has two.
 */
void settle(int i)
{
	unsigned int cpu = cpumask_first(cpu_online_mask);

	if (i)
		cpu = cpumask_next(cpu, cpu_online_mask);
	if (cpu < nr_cpu_ids)
		set_cpus_allowed_ptr(current, cpumask_of(cpu));
}

void give_way(void)
{
	cond_resched();
}

/* Returns the error, or NULL. */
static const char *check(const struct row *row, probe_fn *probe, bool *met)
{
	const char *wrong = probe ? check_results(row, probe) : "there is no function for it";

	*met = true;
	return wrong ? wrong : check_atomicity(row, probe, met);
}

int lkmm_test(const char *variant, const struct lkmm_probe *probes, size_t n)
{
	int good = 0, bad = 0, met = 0;

	for (size_t i = 0; i < nr_rows; i++) {
		bool tested;
		const char *wrong = check(&rows[i], find(probes, n, rows[i].name), &tested);

		met += tested;
		good += !wrong;
		bad += !!wrong;
		if (wrong)
			pr_err("%s: %s: %s\n", variant, rows[i].name, wrong);
		else if (!tested)
			pr_info("%s: not tested whether %s is atomic: its threads did not meet\n",
				variant, rows[i].name);
		cond_resched();
	}
	for (size_t i = 0; i < nr_barriers; i++) {
		probe_fn *probe = find(probes, n, barriers[i]);

		good += !!probe;
		bad += !probe;
		if (probe)
			probe();
		else
			pr_err("%s: there is no %s\n", variant, barriers[i]);
	}
	pr_info("%s: threads met at %d of %d operations\n", variant, met, (int)nr_rows);
	pr_info("%s: %d good, %d bad\n", variant, good, bad);
	return bad ? -EIO : 0;
}
EXPORT_SYMBOL_GPL(lkmm_test);

/* ---- operations that are not atomic, and must be caught ---- */

static void broken_add(int i, int *v)
{
	WRITE_ONCE(*v, READ_ONCE(*v) + i);
}

static s64 broken_fetch_or(s64 i, s64 *v)
{
	s64 found = READ_ONCE(*v);

	WRITE_ONCE(*v, found | i);
	return found;
}

static int broken_xchg(int *v, int new)
{
	int found = READ_ONCE(*v);

	WRITE_ONCE(*v, new);
	return found;
}

static bool broken_try_cmpxchg(s64 *v, s64 *old, s64 new)
{
	s64 found = READ_ONCE(*v);
	bool ok = found == *old;

	if (ok)
		WRITE_ONCE(*v, new);
	else
		*old = found;
	return ok;
}

static const struct lkmm_probe broken[] = {
	{ "atomic_add", (probe_fn *)broken_add },
	{ "atomic64_fetch_or", (probe_fn *)broken_fetch_or },
	{ "atomic_xchg", (probe_fn *)broken_xchg },
	{ "atomic64_try_cmpxchg", (probe_fn *)broken_try_cmpxchg },
};

static const struct row *find_row(const char *name)
{
	for (size_t i = 0; i < nr_rows; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

enum found { FOUND, MISSED, NOT_TESTED };

static enum found look_for(const struct row *row, probe_fn *probe)
{
	int runs = 0, tries = 0;
	bool met;

	if (!row || check_results(row, probe))
		return MISSED;
	do {
		if (check_atomicity(row, probe, &met))
			return FOUND;
		cond_resched();
		tries += met;
	} while (tries < TRIES && ++runs < RUNS);
	return tries < TRIES ? NOT_TESTED : MISSED;
}

/* A wait for an object to change ends even if it never does: the caller checks the object. */
static void waits_end(void)
{
	u8 b = 1;
	u16 h = 1;
	u32 w = 1;
	u64 x = 1;

	for (int found = 0; found < 2; found++) {
		lkmm_wait_u8(&b, found);
		lkmm_wait_u16(&h, found);
		lkmm_wait_u32(&w, found);
		lkmm_wait_u64(&x, found);
	}
}

static int __init lkmm_test_init(void)
{
	int count[] = { [FOUND] = 0, [MISSED] = 0, [NOT_TESTED] = 0 };

	waits_end();
	for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
		enum found found = look_for(find_row(broken[i].name), broken[i].fn);

		count[found]++;
		if (found == MISSED)
			pr_err("broken: %s is not atomic here, and the test does not see it\n",
			       broken[i].name);
		if (found == NOT_TESTED)
			pr_info("broken: not tested: the threads of %s did not meet\n",
				broken[i].name);
	}
	pr_info("broken: %d found out, %d not, %d not tested\n", count[FOUND], count[MISSED],
		count[NOT_TESTED]);
	return count[MISSED] ? -EIO : 0;
}
module_init(lkmm_test_init);

static void __exit lkmm_test_exit(void)
{
}
module_exit(lkmm_test_exit);

MODULE_DESCRIPTION("Test of the kernel's atomics against lkmm's table");
MODULE_LICENSE("Dual MIT/GPL");
