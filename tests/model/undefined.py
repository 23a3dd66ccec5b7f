#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""undefined.py LKMM CC... [--count N] [--seed N]: what has no value in C is flagged, and nothing
else is.

Random expressions with divisions, shifts and searches for a bit, whose operands may be anything:
the compiler checks them while they run (-fsanitize), and 'lkmm check' raises undefined-arithmetic
for the same; of the others, both have the same value. TAP.
"""
import argparse, os, random, re, subprocess, sys, tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

TYPES = {"u8": "unsigned char", "s8": "signed char", "u16": "unsigned short", "short": "short",
         "u32": "unsigned int", "int": "int", "u64": "unsigned long", "long": "long",
         "bool": "_Bool"}
VALUES = [0, 0, 1, -1, 2, 3, 5, 31, 32, 33, 63, 64, 127, -128, 255, -(2**31), 2**31 - 1, -(2**63)]
SEARCHES = {"u32": ["__builtin_ctz", "__builtin_clz"], "u64": ["__builtin_ctzl", "__builtin_clzl"]}
# What the checks of the compiler call; a division that has no value is a signal on some machines.
HEAD = r"""
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
static sigjmp_buf undefined;
static void leave(int sig) { siglongjmp(undefined, 1 + sig); }
void __ubsan_handle_divrem_overflow(void) { leave(0); }
void __ubsan_handle_shift_out_of_bounds(void) { leave(0); }
static unsigned int given(unsigned int v) { if (!v) leave(0); return v; }
static unsigned long givenl(unsigned long v) { if (!v) leave(0); return v; }
#define __builtin_ctz(x) __builtin_ctz(given(x))
#define __builtin_clz(x) __builtin_clz(given(x))
#define __builtin_ctzl(x) __builtin_ctzl(givenl(x))
#define __builtin_clzl(x) __builtin_clzl(givenl(x))
#define READ_ONCE(x) (*(volatile __typeof__(x) *)&(x))
#define NUMBER(x) (*(volatile long *)&(long){ x })
"""


def literal(n):
    return f"(-{-n - 1}L - 1)" if n < 0 else f"{n}L"


class Case:
    """Variables with values, and an expression over them."""

    def __init__(self, seed):
        self.rand = random.Random(f"undefined {seed}")
        self.variables = [(f"v{i}", self.rand.choice(list(TYPES)),
                           literal(self.rand.choice(VALUES))) for i in range(3)]
        self.type = self.rand.choice(list(TYPES))
        self.assigned = self.rand.random() < .3
        self.text = self.expression(3)
        if self.assigned:
            first, op = self.expression(1), self.rand.choice(["/=", "%=", "<<=", ">>="])
            by = self.text if op in ("/=", "%=") else f"(int){self.text}"   # clang takes an int
            self.text = f"({{ {self.type} t = {first}; t {op} {by}; t; }})"

    def operand(self):
        if self.rand.random() < .2:
            return literal(self.rand.choice(VALUES))
        return f"READ_ONCE(*{self.rand.choice(self.variables)[0]})"

    def expression(self, depth):
        rand = self.rand
        if not depth or rand.random() < .15:
            return self.operand()
        a, b = self.expression(depth - 1), self.expression(depth - 1)
        kind = rand.randrange(12)
        if kind < 4:
            return f"({a} {rand.choice(['/', '%', '<<', '>>'])} {b})"
        if kind == 4:
            return f"({a} {rand.choice(['<<', '>>'])} ({b} & {rand.choice([7, 31, 63])}))"
        if kind == 5:
            return f"({b} ? {a} / {b} : {self.operand()})"
        if kind == 6:
            return f"({b} {rand.choice(['&&', '||'])} {a} {rand.choice(['%', '<<'])} {b})"
        if kind == 7:
            return f"(({rand.choice(list(TYPES))}){a})"
        if kind == 8:
            t = rand.choice(list(SEARCHES))
            return f"{rand.choice(SEARCHES[t])}(({t}){a})"
        if kind == 9:
            return f"({rand.choice('-~!')}{a})"
        return f"({a} {rand.choice('+ - * & | ^ < == >='.split())} {b})"

    def litmus(self, name):
        given = " ".join(f"{t} {v} = {value};" for v, t, value in self.variables)
        heads = ", ".join(f"{t} *{v}" for v, t, _ in self.variables)
        return (f"C {name}\n{{ {given} }}\nP0({heads})\n{{\n\t{self.type} r0 = {self.text};\n}}\n"
                "locations [0:r0]\n")

    def function(self, n):
        """A number is read, and a bool is read as a byte: of 'a / b | 1', gcc knows the value and
        leaves out the division before it checks it, if these are of type bool."""
        text = re.sub(r"\d+L", r"NUMBER(\g<0>)", self.text)
        read = {"bool": "unsigned char"}
        given = "".join(f"\tstatic {read.get(t, t)} {v}_ = ({t}){value}, *{v} = &{v}_;\n"
                        for v, t, value in self.variables)
        return (f"static long case{n}(void)\n{{\n{given}\t{self.type} r0 = {text};\n"
                "\treturn r0;\n}\n")


def compiled(cc, cases, tmp):
    """What the program has for each: None where it has no value."""
    calls = "".join(f'\tif (sigsetjmp(undefined, 1)) puts("none");\n'
                    f'\telse printf("%ld\\n", case{n}());\n' for n in range(len(cases)))
    with open(f"{tmp}/a.c", "w", encoding="utf-8") as f:
        f.write(HEAD + "".join(f"typedef {c} {t};\n" for t, c in TYPES.items() if t not in c) +
                "".join(c.function(n) for n, c in enumerate(cases)) +
                f"int main(void)\n{{\n\tsignal(SIGFPE, leave);\n{calls}\treturn 0;\n}}\n")
    checks = "-fsanitize=shift-exponent,integer-divide-by-zero"
    subprocess.run([*cc, "-w", "-std=gnu11", "-O0", "-fwrapv", checks, "-c", "-o", f"{tmp}/a.o",
                    f"{tmp}/a.c"], check=True)
    subprocess.run([*cc, "-o", f"{tmp}/a", f"{tmp}/a.o"], check=True)
    out = subprocess.run([f"{tmp}/a"], stdout=subprocess.PIPE, text=True, check=True).stdout
    return [None if line == "none" else int(line) for line in out.split()]


def checked(lkmm, files):
    """For each test: None with the flag and no final state; else the value, if that is all."""
    out = subprocess.run([lkmm, "check", "--states", *files], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, text=True).stdout
    answers = {}
    for part in re.split(r"^Test ", out, flags=re.M)[1:]:
        states = [int(n) for n in re.findall(r"^0:r0=(-?\d+);", part, re.M)]
        flagged = "Flag undefined-arithmetic" in part
        answers[part.split()[0]] = (None if flagged and not states else
                                    states[0] if len(states) == 1 and not flagged else part)
    return answers


def main():
    args = argparse.ArgumentParser()
    args.add_argument("lkmm")
    args.add_argument("cc", nargs="+")
    args.add_argument("--count", type=int, default=400)
    args.add_argument("--seed", type=int, default=1)
    args = args.parse_args()
    points = tap.Tap()
    cases = [Case(f"{args.seed} {n}") for n in range(args.count)]
    with tempfile.TemporaryDirectory() as tmp:
        want = compiled(args.cc, cases, tmp)
        files = [f"{tmp}/undefined{n}.litmus" for n in range(len(cases))]
        for n, case in enumerate(cases):
            with open(files[n], "w", encoding="utf-8") as f:
                f.write(case.litmus(f"undefined{n}"))
        answers = checked(args.lkmm, files)
    wrong = [n for n in range(len(cases))
             if answers.get(f"undefined{n}", "no answer") != want[n]]
    for n in wrong[:5]:
        points.note(f"{cases[n].litmus(f'undefined{n}')}the compiler: {want[n]}; lkmm: "
                    f"{answers.get(f'undefined{n}', 'no answer')}")
    none = want.count(None)
    points.point(not wrong, f"of {len(cases)} expressions, {none} have no value, and the others "
                 "that of the compiler")
    points.point(len(cases) / 10 < none < len(cases) * 9 / 10, "there are enough of both")
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
