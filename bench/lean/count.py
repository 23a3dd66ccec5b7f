#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""count.py [--check] TITLE PROGRAM QEMU...

The number of instructions of an operation: PROGRAM (count.c) runs every loop of lean.h under QEMU
(with its options), which logs each executed instruction; the cost of N more rounds, minus that of
the empty loop, is the operation's. Counts do not depend on the machine, nor on its load.

--check: exit status 1 if lkmm takes more than the operation it is compared with, in C or in Rust,
or more than the numbers below.
"""
import collections
import re
import subprocess
import sys
import tempfile

ROUNDS = 8
PAIRS = (("c", "c11"), ("rust", "core"))
HEADS = {"c": "C", "c11": "C11", "rust": "Rust", "core": "core"}

# Results without a user: lkmm cannot know that, but C11 and Rust can. Printed, not checked.
UNUSED = ("fetch_add_unused", "fetch_or_unused")

# Where lkmm may take more than it is compared with, and why: docs/lean.md.
FLAGS = "asm! has no flag outputs: set and test"
AGAIN = "clang compares the value found again"
SIGN = "asm! cannot say that a result is sign-extended"
COPY = "a copy of the value found is kept"
NEW = "the new value is computed again"
CONSTANT = "asm! has no constants among its operands"
PLACE = "its place in the word is found in each round"
TESTS = ("sub_and_test", "dec_and_test", "inc_and_test")
LOOPS = ("add_unless", "inc_not_zero", "dec_if_positive")
ALLOWED = {
    "x86-64": {
        **{("rust", op): (2, FLAGS) for op in (*TESTS, "add_negative")},
        **{("rust", op): (1, AGAIN) for op in ("cmpxchg", "try_cmpxchg")},
        **{("rust", op): (3, COPY) for op in ("add_unless", "inc_not_zero")},
        ("rust", "dec_if_positive"): (2, COPY),
        ("c", "cmpxchg"): (1, AGAIN), ("c", "dec_if_positive"): (2, AGAIN),
    },
    "arm64 LSE": {("c", op): (1, COPY) for op in LOOPS},
    "Armv7": {
        **{("c", op): (1, NEW) for op in ("add_return", *TESTS, "add_negative")},
        **{("rust", op): (1, CONSTANT) for op in ("cmpxchg", "try_cmpxchg")},
    },
    "riscv64": {
        **{("rust", op): (1, SIGN) for op in TESTS},
        **{("rust", op): (2, SIGN) for op in LOOPS},
        ("rust", "xchg_u8"): (4, PLACE),
    },
}

# The hand-written form: the instruction, and the branch if there is one. Rust first sets and tests
# a byte.
BY_HAND = {
    "x86-64": {"add": 1, "sub": 1, "inc": 1, "dec": 1, "and": 1, "sub_and_test": 2,
               "dec_and_test": 2,
               "inc_and_test": 2, "add_negative": 2},
    "arm64 LSE": {"add": 1, "and": 2, "read_acquire": 1, "set_release": 1, "fetch_add_relaxed": 1,
                  "fetch_add": 1},
    "riscv64": {"add": 1, "and": 1, "inc": 1, "dec": 1, "fetch_add_relaxed": 1, "fetch_add": 1},
}


def executed(qemu, program, rounds):
    """(variant, operation) -> instructions, those of functions it calls included."""
    counts = collections.Counter()
    line_of = re.compile(r"^Trace .*\] ?(\S*)$")
    loop = re.compile(r"lean_(c11|c|rust|core)_(\w+)$")
    now = None
    with tempfile.NamedTemporaryFile("r") as log:
        subprocess.run([*qemu, "-singlestep", "-d", "exec,nochain", "-D", log.name, program,
                        str(rounds)], check=True)
        for line in log:
            found = line_of.match(line)
            if not found:
                continue
            inside = loop.match(found.group(1))
            if inside:
                now = inside.groups()
            elif found.group(1) == "main":
                now = None
            if now:
                counts[now] += 1
    return counts


def per_round(qemu, program):
    once, twice = (executed(qemu, program, n * ROUNDS) for n in (1, 2))
    cost = {}
    for which in twice:
        more = twice[which] - once[which]
        if more % ROUNDS:
            sys.exit(f"{'_'.join(which)}: {more} instructions in {ROUNDS} rounds")
        cost[which] = more // ROUNDS
    return {(v, op): n - cost[v, "empty"] for (v, op), n in cost.items() if op != "empty"}


def faults(title, cost, variant, other, op):
    """The error in the count, and its excuse."""
    n, most = cost[variant, op], cost[other, op]
    more, why = ALLOWED.get(title, {}).get((variant, op), (0, ""))
    by_hand = BY_HAND.get(title, {}).get(op)
    if op in UNUSED or most <= 0:
        return [], []
    wrong = []
    if n > most + more:
        wrong.append(f"{variant} {op}: {n} instructions, {other} {most}")
    if by_hand is not None and n > by_hand + more:
        wrong.append(f"{variant} {op}: {n} instructions, by hand {by_hand + more}")
    return wrong, [f"{op}: {why}"] if n > most and not wrong else []


def main():
    args = sys.argv[1:]
    check = args[:1] == ["--check"]
    args = args[check:]
    if len(args) < 3:
        sys.exit(__doc__)
    title, program, *qemu = args
    cost = per_round(qemu, program)
    pairs = [p for p in PAIRS if (p[0], "add") in cost]
    operations = [op for v, op in cost if v == "c"]
    wrong = []
    print(f"{title}: instructions executed per operation\n")
    print(f"{'':18}" + "".join(f"{HEADS[v]:>7}" for p in pairs for v in p))
    for op in operations:
        print(f"{op:18}" + "".join(f"{cost[v, op] if cost[v, op] > 0 else '-':>7}"
                                   for p in pairs for v in p), end="")
        excuses = []
        for variant, other in pairs:
            bad, excused = faults(title, cost, variant, other, op)
            wrong += bad
            excuses += excused
        print(f"   {excuses[0].split(': ', 1)[1]}" if excuses else "")
    print()
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
