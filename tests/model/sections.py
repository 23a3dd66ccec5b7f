#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""sections.py LKMM [--count N] [--seed N] [--keep DIR] [--naive NAIVE [--limit N]] [--write DIR]

Random tests of RCU and SRCU as people write them: critical sections that follow each other, nest
and overlap, of one domain or two, grace periods between accesses, a lock, a condition on what was
read. Those that are small are decided a second time by the equations of equations.py, and with
--naive by brute force, up to N executions each; final states and flags must be those of lkmm check.
What differs is shown, and goes to DIR. --write only writes tests, to DIR, and those are of any
size. TAP.
"""
import argparse
import itertools
import os
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import equations  # noqa: E402


class Sections(equations.Program):
    """One that is made up from @seed; with @small, small enough to try all of its executions."""

    def __init__(self, seed, small=False):
        self.rand, self.numbers = random.Random(f"sections {seed}"), itertools.count(1)
        self.name, self.regs, self.threads = f"sections{seed}", [], []
        rand = self.rand
        self.nlocs = rand.choice([2, 2, 3])
        self.domains = rand.choice([["s"], ["s"], ["s", "u"]])
        self.strong, self.plain = rand.choice([0, 0, .2]), rand.choice([0, 0, 0, .3])
        self.rcu, self.locked = rand.choice([0, 0, .3]), rand.choice([0, 0, 0, .3])
        for t in range(rand.choice([2, 2, 3] if small else [2, 3, 3, 4, 4, 5])):
            self.counter, self.thread = itertools.count(), t
            accesses = rand.choice([1, 2] if small else [2, 2, 3, 4])
            if rand.random() < .35:
                self.threads.append(self.updater(accesses))
            else:
                self.threads.append(self.reader(accesses, small))
        self.condition = self.some_condition()

    def access(self):
        loc = equations.LOCS[self.rand.randrange(self.nlocs)]
        strong, plain = self.rand.random() < self.strong, self.rand.random() < self.plain

        def tag(marked):
            return "plain" if plain else marked if strong else "once"

        if self.rand.random() < .5:
            return ("read", loc, tag("acquire"), self.register(), None)
        return ("write", loc, next(self.numbers), tag("release"), None, "data")

    def updater(self, accesses):
        """Accesses with grace periods, or a barrier, between them."""
        ops = [self.access()]
        for _ in range(accesses):
            kind = self.rand.random()
            if kind < .75:
                rcu = self.rand.random() < self.rcu
                ops.append(("fence", "sync-rcu") if rcu
                           else ("sync-srcu", self.rand.choice(self.domains)))
            elif kind < .85:
                ops.append(("fence", self.rand.choice(["mb", "rmb", "wmb"])))
            ops.append(self.access())
        return ops

    def reader(self, accesses, small):
        """Accesses, and critical sections at any place: those of a domain nest or overlap."""
        ops = [self.access() for _ in range(accesses)]
        for _ in range(self.rand.choice([1, 1, 2] if small else [1, 1, 2, 2, 3])):
            begin, end = sorted(self.rand.randrange(len(ops) + 1) for _ in range(2))
            if self.rand.random() < self.rcu:
                take, give = ("fence", "rcu-lock"), ("fence", "rcu-unlock")
            else:
                cookie, domain = self.register(), self.rand.choice(self.domains)
                take, give = ("srcu-lock", domain, cookie), ("srcu-unlock", domain, cookie)
            ops[begin:begin], ops[end + 1:end + 1] = [take], [give]
        if self.rand.random() < self.locked:
            begin, end = sorted(self.rand.randrange(len(ops) + 1) for _ in range(2))
            ops[begin:begin], ops[end + 1:end + 1] = [("lock-take",)], [("lock-give",)]
        if self.rand.random() < .1:
            ops.insert(self.rand.randrange(len(ops) + 1), ("fence", "after-srcu-read-unlock"))
        return ops

    def some_condition(self):
        """That some registers have values that they can have; of a variable, now and then, that it
        ends so."""
        written = {loc: [0] for loc in equations.LOCS}
        terms = []
        for op in itertools.chain(*self.threads):
            if op[0] == "write":
                written[op[1]].append(op[2])
        for t, ops in enumerate(self.threads):
            terms += [f"{t}:{op[3]}={self.rand.choice(written[op[1]])}"
                      for op in ops if op[0] == "read"]
        terms += [f"{loc}={self.rand.choice(written[loc])}" for loc in equations.LOCS[:self.nlocs]
                  if self.rand.random() < .2]
        chosen = self.rand.sample(terms, min(len(terms), self.rand.choice([2, 3, 4, 5])))
        return " /\\ ".join(sorted(chosen)) or "true"

    def text(self):
        """As in equations.py, without unused parts, and with a condition."""
        params = ", ".join([f"int *{v}" for v in equations.LOCS[:self.nlocs]] +
                           [f"struct srcu_struct *{d}" for d in self.domains] + ["spinlock_t *l"] *
                           (self.locked > 0))
        out = [f"C {self.name}", "", "{", "}"]
        for t, ops in enumerate(self.threads):
            out += ["", f"P{t}({params})", "{"]
            out += [f"\tint {r};" for thread, r in self.regs if thread == t]
            out += [f"\t{line}" for op in ops for line in self.lines(op)] + ["}"]
        return "\n".join(out + ["", f"locations [{';'.join(self.observed())}]",
                                f"exists ({self.condition})", ""])


def write(directory, seeds, small):
    """Writes the tests: their files."""
    os.makedirs(directory, exist_ok=True)
    files = []
    for seed in seeds:
        files.append(os.path.join(directory, f"sections{seed}.litmus"))
        with open(files[-1], "w", encoding="utf-8") as out:
            out.write(Sections(seed, small).text())
    return files


def ask_brute_force(points, naive, seeds, limit):
    """The result of brute force for the tests of any size: a point for each, and one if at least a
    quarter was small enough."""
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run([naive, "--limit", str(limit), *write(directory, seeds, False)],
                              stdout=subprocess.PIPE, text=True, check=False)
    same = points.join(done.stdout, lambda name: "brute force: " + os.path.basename(name))
    points.point(done.returncode == 0 and same >= len(seeds) / 4,
                 f"brute force decides {same} of {len(seeds)}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("lkmm")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    parser.add_argument("--write")
    parser.add_argument("--naive")
    parser.add_argument("--limit", type=int, default=300000)
    args = parser.parse_args()
    seeds = range(args.seed, args.seed + args.count)
    if args.write:
        write(args.write, seeds, False)
        return 0
    points = equations.tap.Tap()
    if args.naive:
        ask_brute_force(points, args.naive, seeds, args.limit)
    equations.compare(points, args.lkmm, [Sections(seed, True) for seed in seeds], args.keep)
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
