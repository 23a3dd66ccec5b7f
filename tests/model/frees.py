#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""frees.py LKMM [--count N] [--seed N] [--keep DIR]

Random programs that free objects that they use, decided a second time by the equations of
equations.py: the flags use-after-free and double-free must be those of lkmm check, and so must
everything else. Some are made like those of equations.py, with frees at any place; most pass an
object on, from its last use to the free, with or without an ordering. Differences are printed, and
written to DIR. TAP.
"""
import argparse
import itertools
import random
import sys

sys.dont_write_bytecode = True
import equations  # noqa: E402


class Anywhere(equations.Program):
    """As equations.py makes them up from @seed, and frees."""

    def operation(self, known, depth):
        if self.rand.random() < .12:
            dep = self.rand.choice(known) if known and self.rand.random() < .5 else None
            return ("free", equations.LOCS[self.rand.randrange(self.nlocs)], dep), None
        return super().operation(known, depth)


class HandedOn(equations.Program):
    """One thread uses an object and sets a flag; the other sees that, and frees it."""

    def __init__(self, seed):
        self.rand, self.numbers = random.Random(f"frees {seed}"), itertools.count(1)
        self.name, self.regs, self.nlocs = f"frees{seed}", [], 3
        rand = self.rand
        self.counter, self.thread = itertools.count(), 0
        self.threads = [self.user()]
        self.counter, self.thread = itertools.count(), 1
        self.threads.append(self.owner())
        if rand.random() < .3:
            self.counter, self.thread = itertools.count(), 2
            self.threads.append([("read", "y", "once", self.register(), None)])

    def fence(self):
        return [("fence", f)] if (f := self.rand.choice(
            [None, None, "mb", "rmb", "wmb", "barrier", "sync-rcu", "before-atomic"])) else []

    def user(self):
        rand, r, ops = self.rand, None, []
        if rand.random() < .5:
            r = self.register()
            ops = [("read", "x", rand.choice(["plain", "once", "acquire"]), r, None)]
        else:
            ops = [("write", "x", next(self.numbers), rand.choice(["plain", "once"]), None, "data")]
        ops += self.fence()
        dep = r if rand.random() < .4 else None
        if rand.random() < .7:
            ops.append(("write", "y", next(self.numbers), rand.choice(["once", "release"]), dep,
                        "data"))
        else:
            ops.append(("xchg", "y", next(self.numbers), rand.choice(list(equations.SUFFIX)),
                        self.register(), dep))
        return self.in_section(ops)

    def in_section(self, ops):
        return [("rcu", None, None, ops)] if self.rand.random() < .3 else ops

    def owner(self):
        rand, ops, r = self.rand, [], self.register()
        if rand.random() < .7:
            ops.append(("read", "y", rand.choice(["once", "acquire"]), r, None))
        else:
            ops.append(("xchg", "y", next(self.numbers), rand.choice(list(equations.SUFFIX)), r,
                        None))
        ops += self.fence()
        if rand.random() < .2:
            ops += [("write", "z", next(self.numbers), "once", r, "data"), ("fence", "wmb")]
        free = [("free", "x", rand.choice([None, None, r]))]
        if rand.random() < .2:
            free.append(("read", rand.choice("xz"), "once", self.register(), None))
        return ops + ([("if", r, free, [])] if rand.random() < .8 else free)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("lkmm")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    args = parser.parse_args()
    programs = [(Anywhere if seed % 3 == 0 else HandedOn)(seed)
                for seed in range(args.seed, args.seed + args.count)]
    points = equations.tap.Tap()
    equations.compare(points, args.lkmm, programs, args.keep)
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
