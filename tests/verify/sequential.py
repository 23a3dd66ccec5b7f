#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""sequential.py LKMM [--count N] [--seed N]: random programs whose threads do not meet. TAP.

A program is C without shared work: structs with members of all sizes, nested, arrays and
bit-fields; copies through pointers in memory, by value, by memcpy() and memset(); functions that
are called through tables; arithmetic. The computer runs it first, compiled by $CC. Then 'lkmm
verify' must find that the variables end with the same values: those that a thread leaves behind,
and those that main() computes. In a shorter one, it must find the value that is changed.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, "..")]
import tap  # noqa: E402

FLAGS = ["-fwrapv", "-w"]

TYPES = """
struct inner { int low; unsigned char high; };
struct outer {
	char c; unsigned short s; int i; unsigned int u; long l; struct inner in;
	short array[3]; unsigned int three : 3; int five : 5;
};
struct pair { long one, two; };
struct small { unsigned char a, b; short c; };
"""

# The members that a program reads and writes, and shows at its end.
MEMBERS = {
    "outer": ["c", "s", "i", "u", "l", "in.low", "in.high", "array[0]", "array[1]", "array[2]",
              "three", "five"],
    "inner": ["low", "high"],
    "pair": ["one", "two"],
    "small": ["a", "b", "c"],
}
STRUCTS = list(MEMBERS)

HELPERS = """
static struct pair swapped(struct pair p) { return (struct pair){ p.two, p.one }; }
static struct pair same(struct pair p) { return p; }
static struct small bump(struct small s) { s.a++; s.c -= 3; return s; }
static struct inner inner_of(const struct outer *o) { return o->in; }
static struct outer changed(struct outer o) { o.i ^= o.s; o.in.high += 9; return o; }
static long add(long a, long b) { return a + b; }
static long difference(long a, long b) { return a - b; }
static long (*const table[2])(long a, long b) = { add, difference };
static long (*chosen)(long a, long b) = difference;
"""


class Program:
    """Statements over three variables of each struct, pointers to two of them, and locals."""

    def __init__(self, rng):
        self.rng = rng

    def place(self, kind):
        r = self.rng.random()
        if r < 0.3:
            return f"g_{kind}[{self.rng.randrange(2)}]"
        if r < 0.6:
            return f"(*p_{kind})"
        if r < 0.7:
            return f"g_{kind}[g_pick & 1]"
        return f"x_{kind}"

    def scalar(self):
        if self.rng.random() < 0.2:
            return self.rng.choice(["n", "g_number"])
        kind = self.rng.choice(STRUCTS)
        return f"{self.place(kind)}.{self.rng.choice(MEMBERS[kind])}"

    def expression(self, depth=0):
        r = self.rng.random()
        if depth > 2 or r < 0.4:
            return self.scalar() if self.rng.random() < 0.7 else str(self.rng.randrange(-90, 300))
        a, b = self.expression(depth + 1), self.expression(depth + 1)
        op = self.rng.choice(["+", "-", "*", "&", "|", "^", "<", "==", "<=", "<<", ">>", "/", "%",
                              "?", "!", "~", "cast", "&&", "call"])
        if op in ("<<", ">>"):
            return f"(({a}) {op} (({b}) & 7))"
        if op in ("/", "%"):
            return f"(({a}) {op} ((({b}) & 7) + 1))"
        if op == "?":
            return f"(({self.scalar()}) ? ({a}) : ({b}))"
        if op in ("!", "~"):
            return f"({op}({a}))"
        if op == "cast":
            to = self.rng.choice(["char", "unsigned char", "short", "unsigned", "int", "long"])
            return f"(({to})({a}))"
        if op == "call":
            name = self.rng.choice(["add", "chosen", "table[1]", "table[g_pick & 1]"])
            return f"{name}({a}, {b})"
        return f"(({a}) {op} ({b}))"

    def struct_value(self, kind, to):
        """What functions return in one register stays in locals: it has no members in memory."""
        r = self.rng.random()
        if kind == "pair" and r < 0.4:
            return f"{self.rng.choice(['swapped', 'same'])}({self.place(kind)})"
        if kind == "small" and r < 0.3 and to == "x_small":
            return "bump(x_small)"
        if kind == "inner" and r < 0.3 and to == "x_inner":
            return f"inner_of(&{self.place('outer')})"
        if kind == "inner" and r < 0.5:
            return f"{self.place('outer')}.in"
        if kind == "outer" and r < 0.2:
            return f"changed({self.place(kind)})"
        return self.place(kind)

    def statement(self, depth=0):
        r = self.rng.random()
        kind = self.rng.choice(STRUCTS)
        if r < 0.3:
            to = self.place(kind)
            return f"{to} = {self.struct_value(kind, to)};"
        if r < 0.35:
            return f"memcpy(&{self.place(kind)}, &{self.place(kind)}, sizeof(struct {kind}));"
        if r < 0.38:
            return f"memset(&g_{kind}[{self.rng.randrange(2)}], 0, sizeof(struct {kind}));"
        if r < 0.43:
            return f"p_{kind} = &g_{kind}[{self.rng.randrange(2)}];"
        if r < 0.46:
            return "chosen = chosen == add ? difference : add;"
        if r < 0.5 and depth < 2:
            k = f"k{depth}"
            return f"for (int {k} = 0; {k} < {self.rng.randrange(1, 4)}; {k}++) {{ " \
                   f"n += {k}; {self.statement(depth + 1)} }}"
        if r < 0.6 and depth < 2:
            return f"if ({self.expression()}) {{ {self.statement(depth + 1)} }} " \
                   f"else {{ {self.statement(depth + 1)} }}"
        if r < 0.65 and depth < 2:
            return f"switch ({self.scalar()} & 3) {{ case 0: {self.statement(depth + 1)} break; " \
                   f"case 2: {self.statement(depth + 1)} default: n++; }}"
        op = self.rng.choice(["=", "+=", "-=", "^=", "|=", "="])
        return f"{self.scalar()} {op} {self.expression()};"

    def body(self, n):
        return "\n".join(f"\t{self.statement()}" for _ in range(n))


def variables(rng):
    text = "static long g_number = 5;\nstatic int g_pick = 1;\n"
    first = {"outer": "{{ {0}, {1}, -{2}, {3}, {4}, {{ {5}, {6} }}, {{ 1, {7}, 3 }}, 5, -7 }}",
             "inner": "{{ {0}, {1} }}", "pair": "{{ {2}, -{3} }}", "small": "{{ {0}, {1}, -{2} }}"}
    for kind in STRUCTS:
        values = [first[kind].format(*(rng.randrange(120) for _ in range(8))) for _ in range(2)]
        text += f"static struct {kind} g_{kind}[2] = {{ {values[0]}, {values[1]} }};\n"
        text += f"static struct {kind} *p_{kind} = &g_{kind}[0];\n"
    return text


def locals_():
    return "".join(f"\tstruct {k} x_{k} = g_{k}[1];\n" for k in STRUCTS) + "\tlong n = 3;\n"


def shown():
    """Each scalar, at the end."""
    return ["g_number"] + [f"g_{k}[{i}].{m}" for k in STRUCTS for i in range(2)
                           for m in MEMBERS[k]]


def leave():
    """What the locals hold goes where it is seen."""
    return "\tg_number += n;\n" + "".join(f"\tg_{k}[0] = x_{k};\n" for k in STRUCTS)


def source(rng, statements):
    p = Program(rng)
    text = "#include <string.h>\n" + TYPES + variables(rng) + HELPERS
    text += f"static void work(void *unused)\n{{\n{locals_()}{p.body(statements)}\n{leave()}}}\n"
    text += f"static void rest(void)\n{{\n{locals_()}{p.body(statements)}\n{leave()}}}\n"
    return text


def native(cc, folder, text):
    path = os.path.join(folder, "native.c")
    with open(path, "w", encoding="utf-8") as f:
        f.write("#include <stdio.h>\n" + text + "int main(void)\n{\n\twork(0);\n\tSHOW;\n"
                "\trest();\n\tSHOW;\n\treturn 0;\n}\n".replace(
                    "SHOW", "".join(f'printf("%ld\\n", (long){x}); ' for x in shown())))
    program = path[:-2]
    subprocess.run([*cc.split(), "-O1", *FLAGS, "-o", program, path], check=True)
    out = subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()
    return out[:len(shown())], out[len(shown()):]


def asserts(values, wrong=None):
    text = ""
    for k, (x, v) in enumerate(zip(shown(), values)):
        number = f"({int(v) + 1}L - 1)" if int(v) < -2**62 else f"{v}L"
        text += f"\tassert({x} == {number}{' + 1' if k == wrong else ''});\n"
    return text


def verify(lkmm, folder, text, after_work, after_rest, wrong=None):
    path = os.path.join(folder, "program.c")
    with open(path, "w", encoding="utf-8") as f:
        f.write("#include <assert.h>\n#include <lkmm/verify.h>\n" + text +
                "int main(void)\n{\n\tlkmm_join(lkmm_spawn(work, 0));\n" +
                asserts(after_work, wrong) + "\trest();\n" + asserts(after_rest) +
                "\treturn 0;\n}\n")
    p = subprocess.run([lkmm, "verify", "--timeout=100", path, "--", *FLAGS], text=True,
                       capture_output=True, timeout=300)
    return p.returncode, p.stdout + p.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lkmm")
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    points = tap.Tap()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(args.seed, args.seed + args.count):
            rng = random.Random(seed)
            text = source(rng, 8)
            work, rest = native(os.environ.get("CC", "cc"), folder, text)
            status, out = verify(args.lkmm, folder, text, work, rest)
            points.point(status == 0, f"program {seed}", out, text)
            text = source(rng, 2)
            work, rest = native(os.environ.get("CC", "cc"), folder, text)
            wrong = rng.randrange(len(work))
            status, out = verify(args.lkmm, folder, text, work, rest, wrong)
            found = re.search(r"program\.c:\d+:\d+: this assertion of main\(\) can fail", out)
            points.point(status == 1 and found, f"program {seed}, another value of "
                         f"{shown()[wrong]}", out)
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
