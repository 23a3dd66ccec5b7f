#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""sizes.py LKMM [--count N] [--seed N] [--keep DIR]

Random programs with accesses of 8, 16 and 32 bits to one variable, decided a second time by the
equations of docs/sizes.md alone: an event is an access, or a byte of a read that may read from its
own thread; reads-from and coherence are a choice for each byte, all of which are tried. Final
states and flags must be those of lkmm check, which
cuts variables into pieces. Differences are shown, and go to DIR. TAP.
"""
import argparse
import itertools
import os
import random
import sys

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import equations  # noqa: E402
import tap  # noqa: E402
from relations import Rel  # noqa: E402

VARS = equations.LOCS[:2]
# The bytes that the pointer of an access points to: of which variable, from where, how many.
PLACES = {var: (var, 0, 4) for var in VARS}
PLACES.update({f"((u16 *){var}{f' + {i}' if i else ''})": (var, 2 * i, 2)
               for var in VARS for i in range(2)})
PLACES.update({f"((u8 *){var}{f' + {i}' if i else ''})": (var, i, 1)
               for var in VARS for i in range(4)})
OF_SIZE = {size: [p for p in PLACES if PLACES[p][2] == size and p.find("x") >= 0]
           for size in (1, 2, 4)}
REFUSED = []                    # names of programs
OTHER = [p for p in PLACES if PLACES[p][0] == "y"]


class Program(equations.Program):
    """One that is made up from @seed: up to three threads with up to three accesses each."""

    ternary = True              # in C, a branch, and no address

    def __init__(self, seed):
        self.rand, self.numbers = random.Random(f"sizes {seed}"), itertools.count(1)
        rand = self.rand
        self.name, self.regs, self.threads, self.nlocs = f"sizes{seed}", [], [], 2
        self.plain = rand.choice([0, 0, .2, .5])
        self.computed = rand.choice([0, 0, .3, .8])
        self.sizes = rand.choice([[1, 2, 4], [2, 4], [2, 4], [1, 4], [1, 2]])
        self.init = {"x": rand.choice([0, 0, 0x01020304]), "y": 0}
        for t in range(rand.choice([2, 2, 3])):
            self.counter, self.thread = itertools.count(), t
            self.threads.append(self.operations(rand.choice([1, 2, 2, 3]), [], 0))
        if rand.random() < .15:
            self.forward()

    def forward(self):
        """In place of the first two threads: one reads all of x after its own store of part of it,
        of a value that it has read."""
        narrow, other = self.rand.sample(OF_SIZE[2], 2)
        self.regs = [(t, r) for t, r in self.regs if t > 1]
        self.thread, self.counter = 0, itertools.count()
        flag, seen = self.register(), self.register()
        tags = [self.tag("acquire") for _ in range(2)]
        self.threads[:2] = [
            [("read", "y", tags[0], flag, None),
             ("write", narrow, 0x101, self.tag("release"), flag,
              self.rand.choice(["data", "copy"])),
             ("read", "x", tags[1], seen, None)],
            [("write", other, 0x202, self.tag("release"), None, "data"),
             ("fence", self.rand.choice(["wmb", "mb", "rmb"])),
             ("write", "y", 1, self.tag("release"), None, "data")]]

    def refused(self, error):
        """What is raised for an answer that is an error."""
        REFUSED.append(self.name)
        known = "modelled at addresses that are constant or one of a few" in error
        return equations.TooMany() if known else ValueError(error)

    def pick(self, op, r):
        """The access OP, to another place if the register R is not some number."""
        var, _, size = PLACES[op[1]]
        other = self.rand.choice([p for p, (v, _, n) in PLACES.items()
                                  if n == size and (self.ternary or v == var)])
        n = self.rand.choice([0, 0, 1, 0x101, 0x1010101])
        return ("pick", r, n, self.at(op, op[1], r), self.at(op, other, r))

    @staticmethod
    def at(op, place, addr):
        """The access OP, at another place, which depends on the register ADDR."""
        how = {"read": (addr,), "write": (addr, "addr"), "xchg": (None, addr)}[op[0]]
        return (op[0], place, *op[2:len(op) - (op[0] == "write") - 1], *how)

    def lines(self, op):
        if op[0] == "pick":
            op = self.at(op[3], self.picked(op[1], op[2], op[3][1], op[4][1]), None)
        return super().lines(op)

    def picked(self, r, n, a, b):
        """A pointer to the place A if R is N, otherwise to B."""
        var, i, size = PLACES[a]
        if var != PLACES[b][0]:
            return f"({r} == {n} ? {a} : {b})"
        i, k = i // size, PLACES[b][1] // size
        return f"((u{8 * size} *){var} + {k} + ({r} == {n}) * {i - k})"

    def place(self):
        if self.rand.random() < .25:
            return "y" if self.rand.random() < .8 else self.rand.choice(OTHER)
        return self.rand.choice(OF_SIZE[self.rand.choice(self.sizes)])

    def number(self, place):
        """One that differs from others in each byte."""
        return next(self.numbers) * (0x01010101 & (1 << 8 * PLACES[place][2]) - 1)

    def operations(self, count, known, depth):
        ops = []
        for i in range(count):
            if i and self.rand.random() < .4:
                ops.append(("fence", self.rand.choice(
                    ["mb", "mb", "rmb", "wmb", "before-atomic", "after-atomic"])))
            op, r = self.operation(known, depth)
            if known and op[0] in ("read", "write", "xchg") and self.rand.random() < self.computed:
                op = self.pick(op, self.rand.choice(known))
            ops.append(op)
            known = known + [r] if r else known
        return ops

    def operation(self, known, depth):
        rand, kind, place = self.rand, self.rand.random(), self.place()
        dep = rand.choice(known) if known and rand.random() < .5 else None
        if kind < .40:
            r = self.register()
            return ("read", place, self.tag("acquire"), r, None), r
        if kind < .76:
            return ("write", place, self.number(place), self.tag("release"), dep,
                    rand.choice(["data", "data", "copy"])), None
        if kind < .94 or not known or depth:
            r, tag = self.register(), rand.choice(list(equations.SUFFIX))
            if kind < .88:
                return ("xchg", place, self.number(place), tag, r, dep), r
            return ("cmpxchg", place, rand.choice([0, self.number(place) // 2]),
                    self.number(place), tag, r), r
        return ("if", rand.choice(known), self.operations(1, known, 1), []), None

    def text(self):
        out = [f"C {self.name}", "", "{", *(f"\tu32 {v} = {n};" for v, n in self.init.items()), "}",
               ""]
        for t, ops in enumerate(self.threads):
            out.append(f"P{t}(u32 *x, u32 *y)\n{{")
            out += [f"\tu32 {r};" for thread, r in self.regs if thread == t]
            out += ["\t" + line for op in ops for line in self.lines(op)] + ["}", ""]
        return "\n".join(out) + f"locations [{';'.join(self.observed())}]\n"


class Executions(equations.Executions):
    """Those of one choice of paths."""

    def __init__(self, program, chosen, budget):
        self.program, self.budget, self.chosen = program, budget, chosen
        self.ev = [equations.Event(-1, "W", "init", v, (program.init[v], None)) for v in VARS]
        self.ev += [e for p in chosen for e in p.events]
        self.index = {e: i for i, e in enumerate(self.ev)}
        self.bytes = {e: self.bytes_of(e) for e in self.ev if e.loc}
        self.reads = [e for e in self.ev if e.kind == "R"]
        self.nodes = [(e, b) for e in self.ev for b in self.parts(e)]
        self.node = {}
        for i, (e, b) in enumerate(self.nodes):
            for byte in self.bytes.get(e, []) if b is None else [b]:
                self.node[e, byte] = i
        self.rel = {name: self.pairs(lambda a, b, name=name: a in getattr(b, name))
                    for name in ("addr", "data", "ctrl")}
        self.rel["po"] = self.pairs(lambda a, b: a.thread == b.thread >= 0 and
                                    self.index[a] < self.index[b])
        self.rel["rmw"] = self.pairs(lambda a, b: a.kind == "R" and a.partner is b)
        self.rel["rcu-rscs"] = Rel([0] * len(self.nodes))
        self.rel["loc"] = self.pairs(lambda a, b: self.overlap(a, b))
        self.writes = {b: [e for e in self.ev if e.kind == "W" and b in self.bytes[e]]
                       for b in [(v, i) for v in VARS for i in range(4)]}

    def pairs(self, test):
        return Rel([sum(1 << j for j, (b, _) in enumerate(self.nodes) if test(a, b))
                    for a, _ in self.nodes])

    def parts(self, e):
        """The events that E is: of a read after an overlapping write of its thread, its bytes."""
        own = any(w.kind == "W" and w.thread == e.thread and self.index[w] < self.index[e] and
                  self.overlap(w, e) for w in self.ev)
        return self.bytes[e] if e.kind == "R" and own else [None]

    @staticmethod
    def bytes_of(e):
        var, first, size = PLACES[e.loc]
        return [(var, first + i) for i in range(size)]

    def overlap(self, a, b):
        return bool(a.loc and b.loc and set(self.bytes[a]) & set(self.bytes[b]))

    # -- coherence: an order of the writes of each byte --

    def orders_of(self, byte):
        """Those that agree with program order; the initial write comes first."""
        first, *rest = self.writes[byte]
        for order in itertools.permutations(rest):
            if not any(a.thread == b.thread and self.index[a] > self.index[b]
                       for a, b in itertools.combinations(order, 2)):
                yield [first, *order]

    def orders(self, bytes_left):
        """For all bytes: two writes that overlap in several bytes have one order in all of them."""
        if not bytes_left:
            yield {}
            return
        for rest in self.orders(bytes_left[1:]):
            before = {(a, b) for order in rest.values()
                      for a, b in itertools.combinations(order, 2)}
            for order in self.orders_of(bytes_left[0]):
                if not any((b, a) in before for a, b in itertools.combinations(order, 2)):
                    yield {**rest, bytes_left[0]: order}

    # -- reads-from: a write for each byte of each read --

    def barrier_behind(self, write, read):
        """A full barrier stands between two accesses of a thread, or is one of an atomic operation
        that either of them belongs to."""
        ev = self.ev[self.index[write]:self.index[read] + 1]
        return any(
            e.tag == "mb" and not e.failed() and
            (e.kind == "F" or (e.kind == "R" and i) or (e.kind == "W" and e is not read)) or
            e.tag == "before-atomic" and any(x.rmw for x in ev[i:]) or
            e.tag == "after-atomic" and any(x.rmw for x in ev[:i]) for i, e in enumerate(ev))

    def between(self, read, co, chosen):
        """A write to two bytes comes before what one of them is from, and after what the other one
        is from, and both are from other threads, or from before a full barrier."""
        others = [(b, co[b].index(w)) for b, w in zip(self.bytes[read], chosen)
                  if w.thread != read.thread or self.barrier_behind(w, read)]
        return any(b in self.bytes[v] and co[b].index(v) < at
                   for c, from_ in others for v in co[c][from_ + 1:] for b, at in others)

    def sources(self, read, co):
        """No byte is from before a write that another byte is from; coherence holds for each."""
        mine = self.bytes[read]
        before = [[w for w in self.writes[b] if w.thread == read.thread and
                   self.index[w] < self.index[read]] for b in mine]
        for chosen in itertools.product(*(co[b] for b in mine)):
            place = {b: co[b].index(w) for b, w in zip(mine, chosen)}
            if all((w.thread != read.thread or self.index[w] < self.index[read]) and
                   all(co[b].index(v) <= place[b] for v in own) and
                   all(place[b] >= co[b].index(v) for v in chosen if b in self.bytes[v]) and
                   (not read.partner or co[b].index(read.partner) == place[b] + 1)
                   for b, w, own in zip(mine, chosen, before)) and \
                    not self.between(read, co, chosen):
                yield dict(zip(mine, chosen))

    def agree(self, rf, co):
        """Reads of one thread do not go back in the coherence of a byte; what it writes later comes
        later."""
        for r, s in itertools.combinations(self.reads, 2):
            if r.thread == s.thread and any(co[b].index(rf[r][b]) > co[b].index(rf[s][b])
                                            for b in rf[r] if b in rf[s]):
                return False
        return all(co[b].index(w) > co[b].index(source)
                   for r in self.reads for b, source in rf[r].items()
                   for w in self.writes[b]
                   if w.thread == r.thread and self.index[w] > self.index[r])

    def all(self):
        for co in self.orders(list(self.writes)):
            sources = [list(self.sources(r, co)) for r in self.reads]
            for chosen in itertools.product(*sources):
                self.budget -= 1
                if self.budget < 0:
                    raise equations.TooMany
                rf = dict(zip(self.reads, chosen))
                if self.agree(rf, co) and all(
                        (self.read(r, rf) == n) == same for p in self.chosen
                        for r, same, n in p.facts):
                    yield rf, co

    # -- values --

    def byte(self, write, b, rf, seen):
        if write in seen:
            raise equations.TooMany
        number, source = write.value
        value = number + (self.read(source, rf, seen + (write,)) if source else 0)
        return value >> 8 * (b[1] - PLACES[write.loc][1]) & 255

    def read(self, r, rf, seen=()):
        return sum(self.byte(w, b, rf, seen) << 8 * i for i, (b, w) in enumerate(rf[r].items()))

    def decide(self):
        for rf, co in self.all():
            rel = {name: [0] * len(self.nodes) for name in ("rf", "rf-any", "co", "fr", "later")}

            def add(name, a, b, byte):
                rel[name][self.node[a, byte]] |= 1 << self.node[b, byte]
            for b, order in co.items():
                for i, w in enumerate(order):
                    for v in order[i + 1:]:
                        add("co", w, v, b)
                    for r in self.reads:
                        if b not in rf[r]:
                            continue
                        place = order.index(rf[r][b])
                        if place == i:
                            add("rf", w, r, b)
                            for other in self.bytes[r]:
                                rel["rf-any"][self.node[w, b]] |= 1 << self.node[r, other]
                        add("later" if place >= i else "fr", *((w, r) if place >= i else (r, w)),
                            b)
            flags = equations.flags_of_coherent(
                [e for e, _ in self.nodes],
                {**self.rel, **{name: Rel(rows) for name, rows in rel.items()}}, True)
            if flags is not None:
                yield self.state(rf, co), flags

    def state(self, rf, co):
        regs = [self.chosen[t].regs.get(r) for t, r in self.program.regs]
        return tuple([self.read(r, rf) if r else 0 for r in regs] +
                     [sum(self.byte(co[v, i][-1], (v, i), rf, ()) << 8 * i for i in range(4))
                      for v in VARS])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("lkmm")
    ap.add_argument("--count", type=int, default=100)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--keep")
    a = ap.parse_args()
    points = tap.Tap()
    equations.compare(points, a.lkmm, [Program(seed) for seed in range(a.seed, a.seed + a.count)],
                      a.keep, Executions)
    points.point(len(REFUSED) <= a.count / 30, f"{len(REFUSED)} of {a.count} programs refused")
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
