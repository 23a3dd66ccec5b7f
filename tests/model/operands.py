#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""operands.py LKMM [--count N] [--seed N]

Random expressions whose operands are unsequenced. Every order that C allows is written out as a
separate program, one access a statement; together they must have the final states that the
expression has. TAP.
"""
import argparse, json, os, random, subprocess, sys, tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

LEAVES = ["READ_ONCE(*{0})", "smp_load_acquire({0})", "xchg_relaxed({0}, {1})", "xchg({0}, {1})",
          "xchg_release({0}, {1})", "atomic_read({0})", "READ_ONCE(*{0})"]
OTHERS = ["WRITE_ONCE(*{0}, {1});", "smp_store_release({0}, {1});", "smp_mb();", "smp_wmb();",
          "atomic_inc({0});", "WRITE_ONCE(*{0}, {1});"]
HEAD = "P{0}(int *x, int *y, int *z)\n{{\n"


class Expression:
    """A tree: ("leaf", text), ("sum", a, b), ("and", a, b), ("xchg", variable, a)."""

    def __init__(self, seed):
        self.rand = random.Random(seed)
        self.left = self.rand.choice([2, 3, 3, 4])
        self.tree = self.make(self.left)
        self.other = ["\t" + self.rand.choice(OTHERS).format(self.rand.choice("xyz"), n + 50)
                      for n in range(self.rand.choice([2, 3]))]

    def make(self, n):
        rand = self.rand
        if n == 1:
            return "leaf", rand.choice(LEAVES).format(rand.choice("xyz"), rand.randrange(1, 9))
        kind = rand.random()
        if kind < .12:
            return "xchg", rand.choice("xyz"), self.make(n - 1)
        k = rand.randrange(1, n)
        return ("and" if kind < .24 else "sum"), self.make(k), self.make(n - k)

    def text(self, t):
        if t[0] == "leaf":
            return t[1]
        if t[0] == "xchg":
            return f"xchg_acquire({t[1]}, {self.text(t[2])})"
        if t[0] == "and":
            return f"({self.text(t[1])} && {self.text(t[2])})"
        return f"(3 * {self.text(t[1])} + {self.text(t[2])})"

    def program(self, body):
        return ("C operands\n\n{}\n\n" + HEAD.format(0) + "\tint r;\n\n" + body + "}\n\n" +
                HEAD.format(1) + "\n".join(self.other) + "\n}\n\nlocations [0:r;x;y;z]\n")


def steps(t):
    """The ways to evaluate @t: lists of accesses, each (temporary, text, conditions), and its
    value. What is to the right of && is there with the condition that it is reached, or not
    there."""
    if t[0] == "leaf":
        name = f"t{next(COUNTER)}"
        return [([(name, t[1], ())], name, [])]
    if t[0] == "xchg":
        ways = []
        for before, value, facts in steps(t[2]):
            name = f"t{next(COUNTER)}"
            ways.append((before +
                         [(name, f"xchg_acquire({t[1]}, {value})", tuple(b[0] for b in before))],
                         name, facts))
        return ways
    ways = []
    for a, va, fa in steps(t[1]):
        if t[0] == "and":
            ways.append((a, "0", fa + [f"!({va})"]))
        for b, vb, fb in steps(t[2]):
            if t[0] == "sum":
                ways.append((a + b, f"(3 * {va} + {vb})", fa + fb))
            else:
                after = tuple(x[0] for x in a)
                ways.append((a + [(n, text, deps + after) for n, text, deps in b],
                             f"(({vb}) != 0)", fa + fb + [f"({va}) != 0"]))
    return ways


def orders(accesses):
    """All orders in which each comes after its operands."""
    if not accesses:
        yield []
        return
    names = {a[0] for a in accesses}
    for a in accesses:
        if not names & set(a[2]):
            for rest in orders([b for b in accesses if b is not a]):
                yield [a] + rest


def sequences(tree):
    """Programs that hold on one way through the expression, and say with ok whether they did."""
    for accesses, value, facts in steps(tree):
        for order in orders(accesses):
            lines = [f"\tint {n} = {text};" for n, text, _ in order]
            yield "\n".join(lines) + f"\n\tr = {value};\n", " && ".join(facts) or "1"


def main():
    global COUNTER
    import itertools
    COUNTER = itertools.count()
    p = argparse.ArgumentParser()
    p.add_argument("lkmm")
    p.add_argument("--count", type=int, default=60)
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    points = tap.Tap()
    with tempfile.TemporaryDirectory() as tmp:
        for seed in range(args.seed, args.seed + args.count):
            e = Expression(seed)
            tests = {"whole": e.program(f"\tr = {e.text(e.tree)};\n")}
            for i, (body, ok) in enumerate(sequences(e.tree)):
                text = e.program(body.replace("\tr =", f"\tint ok = {ok};\n\tr =", 1))
                tests[f"way{i}"] = text + "filter (0:ok=1)\n"
            if len(tests) > 200:
                continue
            for name, text in tests.items():
                with open(os.path.join(tmp, name + ".litmus"), "w") as f:
                    f.write(text)
            names = [os.path.join(tmp, name + ".litmus") for name in tests]
            run = subprocess.run([args.lkmm, "check", "--json", "--states", *names],
                                 stdout=subprocess.PIPE, text=True)
            answers = [json.loads(line) for line in run.stdout.splitlines()]
            if any("states" not in a for a in answers):
                points.point(False, f"seed {seed}", [a for a in answers if "states" not in a][0])
                continue
            whole = set(answers[0]["states"])
            ways = set().union(*(a["states"] for a in answers[1:]))
            points.point(whole == ways, f"seed {seed}: {e.text(e.tree)}",
                         f"not in the expression: {sorted(ways - whole)}",
                         f"in no order: {sorted(whole - ways)}")
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
