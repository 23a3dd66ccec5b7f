#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""bits.py LKMM: what compilers make intrinsics of LLVM of. TAP.

Ones and zeros are counted, bytes swapped, words rotated. Of random numbers lkmm verify must find
the value that the compiled program has, of a number in the text as well as of one that another
thread writes. $CC: a clang.
"""
import os
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402

NUMBERS = 3         # for each form
FORMS = [(16, "__builtin_bswap16(x)"), (16, "__builtin_rotateleft16(x, n)")]
FORMS += [(32, f"__builtin_{form}") for form in
          ("popcount(x)", "ctz(x)", "clz(x)", "bswap32(x)", "ffs(x)", "rotateleft32(x, n)",
           "rotateright32(x, n)", "parity(x)", "abs((int)x)")]
FORMS += [(64, f"__builtin_{form}") for form in
          ("popcountll(x)", "ctzll(x)", "clzll(x)", "bswap64(x)", "rotateleft64(x, n)",
           "llabs((long long)x)")]
TYPES = {16: "unsigned short", 32: "unsigned int", 64: "unsigned long long"}

PRINTS = """#include <stdio.h>
int main(void)
{
%s	return 0;
}
"""
ASSERTS = """#include <lkmm/verify.h>
static volatile %s shared[%d];
static void reader(void *arg)
{
%s}
static void writer(void *arg)
{
%s}
int main(void)
{
	int a, b;
%s	a = lkmm_spawn(reader, 0);
	b = lkmm_spawn(writer, 0);
	lkmm_join(a);
	lkmm_join(b);
}
"""


def printing(rows):
    return PRINTS % "".join(
        f'\t{{ {TYPES[bits]} x = {x}u; unsigned int n = {n}; (void)n; '
        f'printf("%lld\\n", (long long){form}); }}\n' for bits, form, x, n in rows)


def asserting(rows, values, of_read):
    type_, set_ = TYPES[rows[0][0]], [f"\tshared[{k}] = {row[2]}u;\n" for k, row in enumerate(rows)]
    text = [f"\t{{ {type_} x = {f'shared[{k}]' if of_read else f'{x}u'}; unsigned int n = {n}; "
            f"(void)n; lkmm_assert((long long){form} == {values[k]}ll); }}\n"
            for k, (_, form, x, n) in enumerate(rows)]
    return ASSERTS % (type_, len(rows), "".join(text), "".join(set_), "".join(set_))


def status(lkmm, path, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    done = subprocess.run([lkmm, "verify", path, "--", "-w"], check=False, capture_output=True,
                          text=True)
    return done.returncode, done.stdout + done.stderr


def main():
    lkmm, cc, rand = sys.argv[1], os.environ.get("CC") or "clang", random.Random(1)
    rows = [(bits, form, rand.getrandbits(bits) >> rand.randrange(bits) or 1, rand.randrange(1, 16))
            for bits, form in FORMS for _ in range(NUMBERS)]
    points = tap.Tap()
    with tempfile.TemporaryDirectory() as where:
        path, program = os.path.join(where, "bits.c"), os.path.join(where, "bits")
        with open(path, "w", encoding="utf-8") as out:
            out.write(printing(rows))
        subprocess.run([cc, "-w", "-o", program, path], check=True)
        values = subprocess.run([program], check=True, capture_output=True,
                                text=True).stdout.split()
        for k, (_, form) in enumerate(FORMS):
            mine = slice(k * NUMBERS, (k + 1) * NUMBERS)
            for of_read in False, True:
                got, said = status(lkmm, path, asserting(rows[mine], values[mine], of_read))
                points.point(got == 0, f"{form}{', read' if of_read else ''}", said)
        wrong = [str(int(v) ^ 1) for v in values[mine]]
        got, said = status(lkmm, path, asserting(rows[mine], wrong, True))
        points.point(got == 1, "another value fails", said)
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
