#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""certificate.py TREE FILE: checks what `lkmm prove --certificate` wrote, step by step.

It shares nothing with the prover but data, which it reads itself: models/, defs/isa/ and the table
of sequences. It finds out which orders the proof in docs/prove.md needs, and accepts FILE if that
has a way for each, each step of which is a relation of the architecture's order, and surely relates
its two events in every execution that has them. Otherwise the exit status is 1.
"""
import functools
import itertools
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from instructions import MARKS, events_of, read_isa, read_table
from sketch import STANDARD, TOKEN, Cat, Sketch, need, tokens, words_of

ARCHITECTURES = "arm64", "riscv64", "x86_64"
LETTERS = ("mb-fence mb-rmw mb-atomic mb-lock mb-unlock-lock po-rel acq-po ctrl-acq rmb wmb "
           "po-unlock-lock-po to-r rwdep rfe overwrite (rf-any;rmw)")
# Of LKMM; the last two are about what the proof does not cover.
RULES = {"coherence", "atomic", "happens-before", "propagation", "rcu", "plain-coherence"}
# How a relation of the execution is shown: what the ends may be, two threads, and then rfi.
RELATIONS = {"rfe": ("W", "R", 1), "coe": ("W", "W", 1), "fre": ("R", "W", 1),
             "coi": ("W", "W", 0), "fri": ("R", "W", 0), "addr": ("r", "RW", 0),
             "data": ("r", "W", 0), "ctrl": ("r", "W", 0),
             "addr-rfi": ("r", "W", 0), "data-rfi": ("r", "W", 0)}
BARRIERS = {"MB": ("RW", "RW"), "WMB": ("W", "W"), "RMB": ("r", "r"), "AFTER_CTRL_DEP": ("r", "r"),
            "BEFORE_ATOMIC": None, "AFTER_ATOMIC": None, "AFTER_SPINLOCK": None,
            "AFTER_UNLOCK_LOCK": None}


class Class:
    """What a sequence does, and what LKMM needs of it."""
    def __init__(self, title, field, code, isa):
        name, self.order, self.bits, _, fails = title.split()
        self.events, self.pair = events_of(code, isa, fails == "fails")
        self.fence = field.get("fence", "")[len("LKMM_FENCE_"):]
        self.fails = fails == "fails"
        last = [max((i for i, e in enumerate(self.events) if e[0] == k), default=None)
                for k in "RW"]
        self.read, self.write = (None, None) if self.fence else self.pair or last
        used = field["shape"][11:] != "COMPUTE" or {"result", "condition"} & set(field) \
            if not self.fence else True
        need(self.pair or self.fails or self.fence or field["shape"][11:] in ("LOAD", "STORE"),
             "no pair:", title)
        self.returning, self.rmw = bool(used), bool(self.pair or self.fails) and not self.fence
        self.key = (self.order, self.fence, self.fails, self.returning, self.pair,
                    tuple((k, m, i > 0 and n == self.events[i - 1][2])
                          for i, (k, m, n) in enumerate(self.events)))
        self.locks = (name, self.order, self.bits) == ("xchg", "acquire", "32")
        self.unlocks = (name, self.order, self.bits) == ("store", "release", "32")

    def orders(self):
        if self.fence or self.fails:
            return [BARRIERS[self.fence]] if self.fence and BARRIERS[self.fence] else []
        full = self.order == "full" and self.rmw
        return [("RW", self.write)] * (full or self.order == "release") + \
            [(self.read, "RW")] * (self.order == "acquire") + \
            ([(self.write, "RW"), ("RW", "RW")] if full else [])


class Checker:
    """The blocks of a certificate: order lines below a line that says what they are about."""
    def __init__(self, blocks, order, kinds, sketches):
        self.blocks, self.order, self.kinds, self.sketches = blocks, order, kinds, sketches

    def kinds_for(self, accepted):
        return [k for k in self.kinds if k[0] in accepted.upper() and (accepted != "r" or k[2])]

    def check(self, title, classes, orders, branch=False):
        need(title in self.blocks, "missing:", title)
        lines = self.blocks.pop(title)
        for start, end in orders:
            events, pairs = ([(None, None, 0, -1)] if isinstance(start, str) else []), set()
            opened = [(0, start)] * len(events)
            for c in classes:
                pairs |= {tuple(len(events) + i for i in c.pair)} if c.pair else set()
                events += [(k, m, 0, (len(events), n)) for k, m, n in c.events]
            end = len(events) if isinstance(end, str) and not opened.append((len(events), end)) \
                else end + (start == "RW")
            if len(events) == end:
                events.append((None, None, 0, -2))
            branches = {(0, i) for i in range(1, len(events))} if branch else set()
            self.ways(title, lines, events, {"rmw": pairs, "ctrl": branches}, opened,
                      0 if isinstance(start, str) else start, end)
        need(not lines, "not needed:", title, lines)

    def ways(self, title, lines, events, facts, opened, start, end):
        """All kinds of the opened events have a way; its lines are taken away."""
        mine = [w for w in lines if w[:2] == [str(start + 1), str(end + 1)]]
        lines[:] = [w for w in lines if w not in mine]
        ways = {tuple(w[2:w.index(":")]): w[w.index(":") + 1:] for w in mine if ":" in w}
        need(len(ways) == len(mine), "lines that are the same:", title)
        combinations = list(itertools.product(*(self.kinds_for(k) for _, k in opened)))
        named = {tuple(k[3] for k in c): c for c in combinations}
        need(set(ways) in ({("*",)}, set(named)), "not all kinds:", title, start + 1, end + 1)
        for names, kinds in named.items():
            now = list(events)
            for (at, _), kind in zip(opened, kinds):
                now[at] = (kind[0], kind[1], *events[at][2:])
            key = tuple(now), str(facts)
            sketch = self.sketches.setdefault(key, Sketch(now, facts, MARKS))
            way = ways.get(names) or ways[("*",)]
            need(len(way) % 2 and len(way) > 2 and all(x.isdigit() for x in way[::2]) and
                 [way[0], way[-1]] == [str(start + 1), str(end + 1)], title, way)
            for i in range(0, len(way) - 2, 2):
                need(way[i + 1] in self.order and (int(way[i]) - 1, int(way[i + 2]) - 1) in
                     sketch.value(self.order[way[i + 1]])[0], title, *names, ": no step", *way)


def neighbours(c, check):
    """The orders of sequences beside one another; @c: the classes."""
    by = {x.fence: i for i, x in enumerate(c)}
    before, after, spin, hand = (by[f] for f in list(BARRIERS)[4:])
    for i, x in enumerate(c):
        ends = [e for e in (x.read, x.write) if e is not None]
        if x.rmw:
            n = len(c[before].events)
            check.check(f"together {before} {i}", [c[before], x],
                        [("RW", "RW")] + [("RW", n + e) for e in ends])
            check.check(f"together {i} {after}", [x, c[after]],
                        [("RW", "RW")] + [(e, "RW") for e in ends])
        if x.locks:
            check.check(f"together {i} {spin}", [x, c[spin]], [("RW", "RW"), (x.write, "RW")])
        for k, y in enumerate(c):
            if x.locks and y.unlocks:
                check.check(f"together {k} {i}", [y, x], [("RW", "RW")])
                check.check(f"together {k} {i} {hand}", [y, x, c[hand]], [("RW", "RW")])


def event_name(kind, marks):
    return ".".join([kind] + sorted(marks))


def in_order(name):
    """R.X.A! with its marks as event_name() has them."""
    kind, *marks = name.rstrip("!").split(".")
    return event_name(kind, marks) + "!" * name.endswith("!")


@functools.cache
def load(tree, arch):
    """The data about an architecture, and what has been found out from it."""
    isa = read_isa(f"{tree}/defs/isa/{arch}.def")
    model = Cat(TOKEN.findall(STANDARD) + tokens(f"{tree}/models/{arch}.cat"))
    return isa, model, list(read_table(tree, arch)), {}


def blocks_of(lines):
    """The lines below each that says what they are about."""
    blocks, at = {}, None
    for words in lines:
        if words[0] in ("event", "code", "order"):
            need(at is not None, "nothing above", *words)
            at.append([in_order(w) if w[0] in "RWF" and words[0] != "code" else w
                       for w in words[1:]])
        else:
            at = []
            need(blocks.setdefault(" ".join(words), at) is at, "twice:", *words)
    return blocks


def read_classes(blocks, table, isa):
    """Takes the sequences and their classes away; the kinds of events that others may meet."""
    classes, kinds = {}, {}
    for name, field, code in table:
        found = [t for t in blocks if t.startswith(f"sequence {name} class ")]
        if not found and name.split()[2] in ("8", "16"):
            continue
        need(len(found) == 1, "missing: sequence", name)
        need(blocks.pop(found[0]) == [c.split() for c in code], "other instructions:", name)
        c = Class(name, field, code, isa)
        first = classes.setdefault(found[0].split()[-1], c)
        need(first.key == c.key, "not of this class:", name)
        first.locks, first.unlocks = first.locks or c.locks, first.unlocks or c.unlocks
        for e in (c.read, c.write):
            if e is not None:
                used = c.returning or c.events[e][0] == "W"
                kind = event_name(*c.events[e][:2]) + ("" if used else "!")
                kinds[kind] = (c.events[e][0], c.events[e][1], used, kind)
    for number, c in classes.items():
        listed = [[f"{i + 1}{'+' if i and e[2] == c.events[i - 1][2] else ''}", event_name(*e[:2])]
                  for i, e in enumerate(c.events)]
        need(blocks.pop(f"class {number}", None) == listed, "class", number)
    need(set(classes) == {str(i) for i in range(len(classes))}, "numbers of classes")
    return [classes[str(i)] for i in range(len(classes))], list(kinds.values())


def check_rules(tree, blocks, model):
    """The definitions of LKMM, and the rules of the architecture; the relations of its order."""
    proved, kernel = (words_of(f"{tree}/{p}") for p in ("tests/prove/lkmm-proved.cat",
                                                        "models/lkmm.cat"))
    for name, words in proved.items():
        need(kernel.get(name) == words, "models/lkmm.cat: another definition:", name)
    all_words = " ".join(tokens(f"{tree}/models/lkmm.cat"))
    for rule, relation in ("happens-before", "hb"), ("propagation", "pb"):
        need(f"acyclic {relation} as {rule}" in all_words, "no rule", rule)
        need(blocks.pop(f"cycle {rule} : {LETTERS}", None) == [], "cycle", rule)
    named = re.findall(r"(?:acyclic|irreflexive|(?<!flag ~ )empty) .*? as (\S+)", all_words)
    need(set(named) == RULES, "models/lkmm.cat: rules", *named)
    rules = [e for rule, e in model.rules if rule == "acyclic"]
    same = [e for e in rules if set(model.union(e)) == {"po-loc", "rf", "co", "fr"}]
    need(len(rules) == 2 and len(same) == 1, "coherence")
    need(any(r == "empty" and e[0] == "&" and e[1] == ("base", "rmw") and e[2][0] == ";" and
             [x[1] for x in e[2][1:]] == ["fre", "coe"] for r, e in model.rules), "atomicity")
    for rule in ("rule coherence", "rule atomic"):
        need(blocks.pop(rule, None) == [], rule)
    return model.union([e for e in rules if e is not same[0]][0])


def check_relations(check):
    for name, (first, last, threads) in RELATIONS.items():
        passed = "-" in name
        facts = {name.split("-")[0].rstrip("ei"): {(0, 1)}, **({"rf": {(1, 2)}} if passed else {})}
        events = [(None, None, 0, 0), (None, None, threads, 1)] + [(None, None, 0, 2)] * passed
        need(f"relation {name}" in check.blocks, "missing: relation", name)
        lines = check.blocks.pop(f"relation {name}")
        check.ways(name, lines, events, facts,
                   [(0, first), (1, last)] + [(2, "R")] * passed, 0, 1 + passed)
        need(not lines, "not needed:", name)


def check_certificate(tree, text):
    """The architecture and the number of classes. SystemExit if it is not a proof."""
    lines = [line.split() or [""] for line in text.splitlines()]
    need(lines[:1] == [["certificate", "1"]] and lines[-1:] == [["end"]] and len(lines) > 2 and
         lines[1][0] == "architecture" and lines[1][-1] in ARCHITECTURES, "not a certificate")
    isa, model, table, sketches = load(tree, lines[1][-1])
    blocks = blocks_of(lines[2:-1])
    c, kinds = read_classes(blocks, table, isa)
    need({x.fence for x in c} - {""} == set(BARRIERS), "barriers")
    check = Checker(blocks, check_rules(tree, blocks, model), kinds, sketches)
    need(any(x.locks for x in c) and any(x.unlocks for x in c), "no locks")
    check_relations(check)
    for i, x in enumerate(c):
        check.check(f"together {i}", [x], x.orders())
        if x.fence == "AFTER_CTRL_DEP":
            check.check(f"branch {i}", [x], [("r", "RW")], True)
    neighbours(c, check)
    need(not blocks, "not needed:", *blocks)
    return lines[1][1], len(c)


def main():
    with open(sys.argv[2], encoding="utf-8") as f:
        arch, classes = check_certificate(sys.argv[1], f.read())
    print(f"{arch}: proved, by {classes} classes of sequences")


if __name__ == "__main__":
    main()
