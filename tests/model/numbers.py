#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""numbers.py LKMM CC...: the kernel's words for numbers and bitmaps have the compiler's values.

The words of litmus/lib/math.h and bitmap.h are used in litmus tests, on values that are read, at
the edges of their types. A program comes to the same values by the builtins of the compiler, and
for bitmaps by a loop over single bits. TAP.
"""
import itertools
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

TOP, ALL = 1 << 63, (1 << 64) - 1
LONGS = [0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0x12345678, 0x7fffffff, 0x80000000,
         0xffffffff, 1 << 32, 0x0123456789abcdef, TOP - 1, TOP, TOP + 1, 0xdeadbeefcafef00d,
         ALL - 1, ALL]
INTS = [n for n in LONGS if n < 1 << 32]
SOME = [n for n in LONGS if n]
# word: (type of v, type of the result, the word, the same in C, the values of v)
WORDS = [
    ("u64", "long", "__ffs(v)", "__builtin_ctzl(v)", SOME),
    ("u64", "long", "__fls(v)", "63 - __builtin_clzl(v)", SOME),
    ("u64", "long", "ffz(v)", "__builtin_ctzl(~v)", [n for n in LONGS if n != ALL]),
    ("u32", "int", "ffs(v)", "__builtin_ffs(v)", INTS),
    ("u32", "int", "fls(v)", "v ? 32 - __builtin_clz(v) : 0", INTS),
    ("u64", "int", "fls64(v)", "v ? 64 - __builtin_clzl(v) : 0", LONGS),
    ("u64", "int", "fls_long(v)", "v ? 64 - __builtin_clzl(v) : 0", LONGS),
    ("u32", "int", "hweight8(v)", "__builtin_popcount(v & 0xff)", INTS),
    ("u32", "int", "hweight16(v)", "__builtin_popcount(v & 0xffff)", INTS),
    ("u32", "int", "hweight32(v)", "__builtin_popcount(v)", INTS),
    ("u64", "int", "hweight64(v)", "__builtin_popcountl(v)", LONGS),
    ("u64", "int", "hweight_long(v)", "__builtin_popcountl(v)", LONGS),
    ("u64", "int", "ilog2(v)", "63 - __builtin_clzl(v)", SOME),
    ("u32", "int", "ilog2(v)", "31 - __builtin_clz(v)", [n for n in INTS if n]),
    ("int", "int", "ilog2(v)", "31 - __builtin_clz(v)", [-1, -(1 << 31), 1, 2, (1 << 31) - 1]),
    ("u64", "int", "order_base_2(v)", "v < 2 ? 0 : 64 - __builtin_clzl(v - 1)", LONGS),
    ("u64", "u64", "roundup_pow_of_two(v)", "v < 2 ? v : 2UL << (63 - __builtin_clzl(v - 1))",
     [n for n in SOME if n <= TOP]),
    ("u64", "u64", "rounddown_pow_of_two(v)", "1UL << (63 - __builtin_clzl(v))", SOME),
    ("u32", "u32", "roundup(v, 7)", "v % 7 ? v - v % 7 + 7 : v", [n for n in INTS if n < 1 << 31]),
    ("u32", "u32", "rounddown(v, 7)", "v - v % 7", INTS),
    ("int", "int", "rounddown(v, 7)", "v - v % 7", [-15, -14, -1, 0, 6, 7, 8]),
    ("u64", "u64", "DIV_ROUND_DOWN_ULL(v, 10)", "v / 10", LONGS),
    ("u64", "u64", "DIV_ROUND_UP_ULL(v, 10)", "v / 10 + !!(v % 10)",
     [n for n in LONGS if n < ALL - 9]),
    ("int", "int", "DIV_ROUND_CLOSEST(v, 4)", "__builtin_floor(v / 4. + (v > 0 ? .5 : -.5)"
     " + (v > 0 ? 0 : 0.99))", [-9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7]),
    ("u32", "u32", "DIV_ROUND_CLOSEST(v, 10)", "(u32)(v + 5UL) / 10", [0, 4, 5, 9, 10, 14, 15, 95]),
    ("u64", "u64", "div_u64(v, 0xffffffff)", "v / 0xffffffffUL", LONGS),
    ("u64", "u64", "div64_u64(v, v / 3 + 1)", "v / (v / 3 + 1)", LONGS),
    ("u64", "u64", "({ u64 q = v; u32 r = do_div(q, 1000); q * 8 + r; })",
     "v / 1000 * 8 + v % 1000", LONGS),
    ("u32", "u16", "swab16(v)", "__builtin_bswap16(v)", INTS),
    ("u32", "u32", "swab32(v)", "__builtin_bswap32(v)", INTS),
    ("u64", "u64", "swab64(v)", "__builtin_bswap64(v)", LONGS),
    ("u32", "u32", "sign_extend32(v, 7)", "(signed char)v", INTS),
    ("u32", "u32", "sign_extend32(v, 31)", "v", INTS),
    ("u64", "u64", "sign_extend64(v, 15)", "(short)v", LONGS),
    ("u32", "u32", "FIELD_PREP(0xff00, v)", "(v & 255) * 256", INTS),
    ("u32", "u32", "FIELD_GET(GENMASK(31, 28), v)", "v / 0x10000000", INTS),
    ("u32", "u32", "FIELD_FIT(0xff00, v)", "(v & 0xffffff) < 256", INTS),
    ("u32", "u64", "FIELD_MAX(0xff0UL) + v", "255UL + v", INTS),
    ("u64", "u64", "array_index_nospec(v, 0x10000)", "v < 0x10000 ? v : 0", LONGS[:-6]),
    ("u32", "u32", "array_index_nospec(v, 3U)", "v < 3 ? v : 0", INTS),
    ("u32", "u32", "v & 0b1011 | 0B100", "v & 11 | 4", INTS),
]
for shift in 0, 1, 31, 32, 33, 63:
    WORDS += [
        ("u32", "u32", f"rol32(v, {shift})", f"v << {shift % 32} | (u64)v >> {32 - shift % 32}",
         INTS),
        ("u32", "u32", f"ror32(v, {shift})", f"v >> {shift % 32} | (u64)v << {32 - shift % 32}",
         INTS),
        ("u64", "u64", f"rol64(v, {shift})", f"(unsigned __int128)v * ((ALL << 64 | ALL) / ALL)"
         f" << {shift} >> 64", LONGS),
        ("u64", "u64", f"ror64(v, {shift})", f"(unsigned __int128)v * ((ALL << 64 | ALL) / ALL)"
         f" >> {shift}", LONGS),
    ]

# Bitmaps of three longs: what stands in them, their sizes, and where a search begins.
MAPS = [[0, 0, 0], [ALL, ALL, ALL], [1, 0, 0], [TOP, 1, 0], [0, 0, TOP], [0, TOP, 6], [ALL, 1, 4],
        [0xf0f0, ALL, TOP - 1]]
SIZES = [0, 1, 63, 64, 65, 127, 128, 130, 192]
STARTS = [0, 1, 16, 63, 64, 65, 128, 191, 192]
SEARCHES = [
    ("find_first_bit(m, {n})", "next(m, 0, {n}, 1)"),
    ("find_first_zero_bit(m, {n})", "next(m, 0, {n}, 0)"),
    ("find_last_bit(m, {n})", "last(m, {n})"),
    ("bitmap_empty(m, {n})", "next(m, 0, {n}, 1) == {n}"),
    ("bitmap_full(m, {n})", "next(m, 0, {n}, 0) == {n}"),
    ("bitmap_weight(m, {n})", "weight(m, 0, {n})"),
]
FROM = [
    ("find_next_bit(m, {n}, {s})", "next(m, {s}, {n}, 1)"),
    ("find_next_zero_bit(m, {n}, {s})", "next(m, {s}, {n}, 0)"),
]
CHANGES = [
    ("bitmap_set(m, {s}, {k})", "change(m, {s}, {k}, 1)"),
    ("bitmap_clear(m, {s}, {k})", "change(m, {s}, {k}, 0)"),
    ("bitmap_zero(m, {n})", "change(m, 0, ({n} + 63) / 64 * 64, 0)"),
    ("bitmap_fill(m, {n})", "change(m, 0, ({n} + 63) / 64 * 64, 1)"),
]
RANGES = [(0, 1), (0, 64), (3, 61), (5, 64), (63, 2), (60, 130), (64, 64), (7, 0)]
LOOP_MAPS = [0, 0b1111, 0b1010, 0b0100]
LOOPS = [
    ("b = 0; for_each_set_bit(b, m, {n})", "sum(m, 0, {n}, 1)"),
    ("b = 0; for_each_clear_bit(b, m, {n})", "sum(m, 0, {n}, 0)"),
    ("b = {s}; for_each_set_bit_from(b, m, {n})", "sum(m, {s}, {n}, 1)"),
]
HEAD = r"""
#include <stdio.h>
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
typedef unsigned long u64;
#define ALL ((unsigned __int128)~0UL)
static int bit(const u64 *m, u64 i) { return m[i / 64] >> i % 64 & 1; }
static u64 next(const u64 *m, u64 from, u64 n, int v)
{ for (u64 i = from; i < n; i++) if (bit(m, i) == v) return i; return n; }
static u64 last(const u64 *m, u64 n)
{ for (u64 i = n; i--; ) if (bit(m, i)) return i; return n; }
static u64 weight(const u64 *m, u64 from, u64 n)
{ u64 w = 0; for (u64 i = from; i < n; i++) w += bit(m, i); return w; }
static u64 sum(const u64 *m, u64 from, u64 n, int v)
{ u64 t = 0; for (u64 i = from; i < n; i++) if (bit(m, i) == v) t = t * 3 + i; return t; }
static void change(u64 *m, u64 from, u64 k, int v)
{ for (u64 i = from; i < from + k; i++)
  m[i / 64] = (m[i / 64] & ~(1UL << i % 64)) | (u64)v << i % 64; }
"""


def number(n):
    return str(n) if n < 0 else f"{n}UL"


class Test:
    """A litmus test of some values, each in a register, and the lines of a program with them."""

    def __init__(self, name, variables, before=""):
        self.name, self.variables, self.before = name, variables, before
        self.values = []

    def value(self, kind, word, same):
        self.values.append((f"r{len(self.values)}", kind, word, same))

    def litmus(self):
        given = " ".join(f"{declared} = {first};" for declared, _, first in self.variables)
        lines = "".join(f"\t{kind} {r} = {word};\n" for r, kind, word, _ in self.values)
        heads = ", ".join(head for _, head, _ in self.variables)
        seen = "; ".join("0:" + r for r, _, _, _ in self.values)
        return (f"C {self.name}\n{{ {given} }}\nP0({heads})\n{{\n{self.before}{lines}}}\n"
                f"locations [{seen}]\n")

    def program(self):
        given = " ".join(f"{declared} = {first};" for declared, _, first in self.variables)
        lines = "".join(f'\t{{ {kind} r = {same}; printf("{r}=%ld ", (long)r); }}\n'
                        for r, kind, _, same in self.values)
        return f'\t{{ {given}\n{lines}\tputs(""); }}\n'


def number_tests():
    for i, (of, kind, word, same, values) in enumerate(WORDS):
        test = Test(f"word{i}", [])
        test.title = f"{word} of {of}"
        for k, value in enumerate(values):
            test.variables.append((f"{of} v{k}", f"{of} *v{k}", number(value)))
            for text, out in (word, f"READ_ONCE(*v{k})"), (word, f"({of}){number(value)}"):
                test.value(kind, replace(text, out), replace(same, f"v{k}"))
        yield test


def replace(text, value):
    """@text, where the name v is @value."""
    return re.sub(r"\bv\b", lambda _: value, text)


def map_test(name, m, title, *values):
    first = "{ " + ", ".join(number(n) for n in m) + " }"
    test = Test(name, [("unsigned long m[3]", "unsigned long *m", first)])
    test.title = f"{title} of {first}"
    for word, same in values:
        test.value("long", word, same)
    return test


def search_tests():
    """One long has no branch. In others each search multiplies the paths: a test has one or two."""
    for (i, m), n in itertools.product(enumerate(MAPS), SIZES):
        searches = [(w.format(n=n, s=s), x.format(n=n, s=s))
                    for s in STARTS for w, x in FROM + (SEARCHES if s == 0 else [])]
        if n <= 64:
            yield map_test(f"map{i}x{n}", m, f"searches of {n} bits", *searches)
            continue
        for k, pair in enumerate([searches[j:j + 2] for j in range(0, len(searches), 2)]):
            if (i + k + n) % 3 == 0:
                yield map_test(f"map{i}x{n}x{k}", m, pair[0][0], *pair)


def loop_tests():
    """Of many bits, few can be found: not those that are clear in these maps."""
    for (i, m), n, (k, (loop, same)) in itertools.product(
            enumerate(LOOP_MAPS), (0, 1, 3, 4, 40, 64), enumerate(LOOPS)):
        if n > 4 and "clear" in loop:
            continue
        text = "({ unsigned long b, t = 0; " + loop.format(n=n, s=2) + " t = t * 3 + b; t; })"
        yield map_test(f"loop{i}x{n}x{k}", [m, 1, 0], loop.format(n=n, s=2),
                       (text, same.format(n=n, s=2)))


def change_tests():
    for (i, m), (j, (word, same)), (s, k) in itertools.product(
            enumerate(MAPS), enumerate(CHANGES), RANGES):
        word, same = (text.format(s=s, k=k, n=k) for text in (word, same))
        yield map_test(f"change{i}x{j}x{s}x{k}", m, word, (f"({word}, m[0])", f"({same}, m[0])"),
                       ("m[1]", "m[1]"), ("m[2]", "m[2]"))


def read_states(text):
    """The registers of each test, by its name; None of one with several final states."""
    found, name = {}, None
    for line in text.splitlines():
        if line.startswith("Test "):
            name = line.split()[1]
        elif line.startswith("0:r"):
            state = dict(w.strip()[2:].split("=") for w in line.split(";") if w.strip())
            found[name] = None if name in found else state
    return found


def main():
    lkmm, cc = sys.argv[1], sys.argv[2:]
    tests = [*number_tests(), *search_tests(), *loop_tests(), *change_tests()]
    points = tap.Tap()
    with tempfile.TemporaryDirectory() as work:
        for test in tests:
            with open(f"{work}/{test.name}.litmus", "w", encoding="utf-8") as f:
                f.write(test.litmus())
        with open(f"{work}/a.c", "w", encoding="utf-8") as f:
            f.write(HEAD + "int main(void)\n{\n" + "".join(t.program() for t in tests) +
                    "\treturn 0;\n}\n")
        subprocess.run([*cc, "-w", "-std=gnu11", "-fwrapv", "-o", f"{work}/a", f"{work}/a.c"],
                       check=True)
        want = subprocess.run([f"{work}/a"], stdout=subprocess.PIPE, text=True, check=True).stdout
        done = subprocess.run([lkmm, "check", "--states", work], capture_output=True, text=True,
                              check=False)
    got = read_states(done.stdout)
    for test, line in zip(tests, want.splitlines(), strict=True):
        right = dict(w.split("=") for w in line.split())
        state = got.get(test.name) or {}
        wrong = [f"{word}: {state.get(r)}, the compiler says {right[r]}"
                 for r, _, word, _ in test.values if state.get(r) != right[r]]
        points.point(not wrong, test.title, *wrong[:5], done.stderr[:500] if wrong else "")
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
