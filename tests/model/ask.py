# SPDX-License-Identifier: GPL-2.0 OR MIT
"""The answers of lkmm check --json, for the tests that need many of them; and a test of theirs."""
import json
import os
import shutil
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402


def check(lkmm, names, *more):
    """The answers by file; files that cannot be read have 'error'."""
    answers = {}
    for start in range(0, len(names), 400):
        done = subprocess.run([lkmm, "check", "--json", *more, *names[start:start + 400]],
                              capture_output=True, text=True)
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            answers[answer["file"]] = answer
    return answers


def skip_without(*tools):
    """Ends the test as one that is skipped, with the reason, unless these are installed."""
    lacking = [tool for tool in tools if not shutil.which(tool)]
    if lacking:
        sys.exit(tap.skip_all(f"no {' and no '.join(lacking)} here"))


# Seconds, for what takes one or two if a thing is known, and minutes if not.
A_WHILE = str(20 * int(os.environ.get("LKMM_TEST_SCALE", "1")))


def sections(n):
    """A test with a critical section of one lock in each of @n threads: far too many executions,
    unless they are known to order what is in them."""
    threads = "".join(f"""
P{i}(spinlock_t *s, int *x, int *y)
{{
	spin_lock(s);
	*x = *x + 1;
	*y = *x;
	spin_unlock(s);
}}
""" for i in range(n))
    return f"C sections\n\n{{}}\n{threads}\nexists (x={n - 1})\n"


# Loads, stores and read-modify-writes of 8 and 16 bits, with values that tell of sign and width.
NARROW = """C narrow
{ s8 a=-3; u8 b=253; s16 c=-3; u16 d=65533; }
P0(s8 *a, u8 *b, s16 *c, u16 *d)
{
	int r0 = READ_ONCE(*a);
	int r1 = smp_load_acquire(b);
	int r2 = cmpxchg(a, -3, 100);
	int r3 = cmpxchg_acquire(b, 253, 7);
	int r4 = xchg(c, -2);
	int r5 = cmpxchg_release(c, -2, 300);
	int r6 = xchg_relaxed(d, 65534);
	int r7 = cmpxchg_relaxed(d, 1, 2);
	int r8 = cmpxchg(a, -3, 1);

	WRITE_ONCE(*b, 258);
	smp_store_release(d, 65537);
}
forall (0:r0=-3 /\\ 0:r1=253 /\\ 0:r2=-3 /\\ 0:r3=253 /\\ 0:r4=-3 /\\ 0:r5=-2 /\\ 0:r6=65533 /\\
	0:r7=65534 /\\ 0:r8=100 /\\ a=100 /\\ b=2 /\\ c=300 /\\ d=1)
"""
