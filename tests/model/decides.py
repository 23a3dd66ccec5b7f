#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""decides.py LKMM [--seed N] [COUNT]

How far a branch decides what is executed, and so orders writes after the read that it tests. Random
control flow with a single write, against the definition: a write depends on a branch that was taken
before it if it stands within that if or loop, or comes before the immediate post-dominator of the
branch, which is found here in the graph of the program by removing one node after the other. TAP.

In each test another thread sets the variable of one branch after it has read what the write wrote.
So the branch can see that value only if the write does not depend on it.
"""

import argparse
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from ask import check
from tap import Tap

MOST = 40       # steps of a run: longer ones do not end
EXIT = "exit"


class Program:
    """P0: statements as text, and as a graph of nodes (kind, condition or None, successors)."""

    def __init__(self, rand):
        self.rand = rand
        self.conditions = self.labels = 0
        self.node = {}
        self.inside = {}                # by a branch: the nodes within it
        self.lines = []
        self.has_write = False
        self.start = self.sequence(2, EXIT, None, None, (), "\t")

    def add(self, kind, what, *successors, since=None):
        """@since: the first node within an if"""
        name = len(self.node)
        self.node[name] = (kind, what, successors)
        self.inside[name] = range(name if since is None else since, name + 1)
        return name

    def test(self):
        """A new condition: its number, and its text."""
        k = self.conditions
        self.conditions += 1
        return k, f"(r{k} = READ_ONCE(*c{k}))"

    def sequence(self, depth, then, on_break, on_continue, blocks, tab):
        """Makes statements, the last first in the graph: the node where they begin."""
        made = []
        for _ in range(self.rand.choice([1, 2, 2, 3])):
            made.append(self.rand.choice(["write", "if", "if", "if", "loop", "block", "jump"]
                                         if depth else ["write", "jump", "jump"]))
        # A node is made when its successor is known: the text in order, the graph from the end.
        parts, entry = [], then
        for kind in reversed(made):
            self.lines, outer = [], self.lines
            entry = self.statement(kind, depth, entry, on_break, on_continue, blocks, tab)
            parts.append(self.lines)
            self.lines = outer
        for lines in reversed(parts):
            self.lines += lines
        return entry

    def statement(self, kind, depth, then, on_break, on_continue, blocks, tab):
        say = self.lines.append
        if kind == "write":
            if self.has_write:
                return then
            self.has_write = True
            say(f"{tab}WRITE_ONCE(*w, 1);")
            return self.add("write", None, then)
        if kind == "jump":
            return self.jump(then, on_break, on_continue, blocks, tab)
        inside = (depth - 1, then, on_break, on_continue, blocks, tab + "\t")
        k, text = self.test()
        if kind == "if":
            since = len(self.node)
            say(f"{tab}if ({text}) {{")
            yes = self.sequence(*inside)
            no = then
            if self.rand.random() < 0.4:
                say(f"{tab}}} else {{")
                no = self.sequence(*inside)
            say(tab + "}")
            return self.add("branch", k, yes, no, since=since)
        if kind == "block":
            label = f"l{self.labels}"
            self.labels += 1
            entry = self.sequence(depth - 1, then, on_break, on_continue,
                                  blocks + ((label, then),), tab)
            say(f"{label}: ;")
            return entry
        return self.loop(depth, then, blocks, tab, k, text)

    def loop(self, depth, then, blocks, tab, k, text):
        say = self.lines.append
        kind = self.rand.choice(["while", "do", "for"])
        top = len(self.node)
        self.node[top] = None           # the test, or where the body of a for begins
        say(tab + {"while": f"while ({text}) {{", "do": "do {", "for": "for (;;) {"}[kind])
        body = self.sequence(depth - 1, top, then, top, blocks, tab + "\t")
        say(tab + (f"}} while ({text});" if kind == "do" else "}"))
        self.node[top] = (("pass", None, (body,)) if kind == "for" else
                          ("branch", k, (body, then)))
        self.inside[top] = range(top, len(self.node))
        return body if kind == "do" else top

    def jump(self, then, on_break, on_continue, blocks, tab):
        places = [("return;", EXIT)]
        places += [("break;", on_break), ("continue;", on_continue)] if on_break is not None else []
        places += [(f"goto {label};", place) for label, place in blocks]
        text, place = self.rand.choice(places)
        k, test = self.test()
        self.lines.append(f"{tab}if ({test})\n{tab}\t{text}")
        if self.rand.random() < 0.3:
            text, then = self.rand.choice(places)
            self.lines.append(f"{tab}else\n{tab}\t{text}")
        return self.add("branch", k, place, then)

    # ---- what it means ----

    def always_ends(self):
        """Whether the end can be reached from all that is reached."""
        return all(self.reaches(n, EXIT) for n in self.node if self.reaches(self.start, n))

    def reaches(self, start, goal, without=None):
        seen, todo = set(), [start]
        while todo:
            n = todo.pop()
            if n == goal:
                return True
            if n == without or n in seen or n == EXIT:
                continue
            seen.add(n)
            todo += self.node[n][2]
        return False

    def post_dominators(self, n):
        """The nodes that every way from @n to the end comes through, but itself."""
        return [p for p in list(self.node) + [EXIT]
                if p != n and not any(self.reaches(s, EXIT, p) for s in self.node[n][2])]

    def join(self, n):
        """The nearest of them: all others come after it."""
        all_of = self.post_dominators(n)
        for p in all_of:
            if p == EXIT or set(self.post_dominators(p)) | {p} >= set(all_of):
                if p != EXIT or len(all_of) == 1:
                    return p
        return EXIT

    def run(self, value, k, flips):
        """The nodes of a run, with what conditions read: the one of @k 0 @flips times, then 1."""
        n, trace = self.start, []
        while n != EXIT and len(trace) < MOST:
            kind, what, successors = self.node[n]
            read = None
            if kind == "branch":
                read = value[what]
                if what == k:
                    read = int(flips <= 0)
                    flips -= 1
            trace.append((n, read))
            n = successors[0] if kind != "branch" or read else successors[1]
        return trace if n == EXIT else None

    def is_telling(self, value, k):
        """Whether condition @k is true before the write, if it always is."""
        trace = [n for n, _ in self.run(value, k, 0) or ()]
        writes = [i for i, n in enumerate(trace) if self.node[n][0] == "write"]
        tests = [i for i, n in enumerate(trace)
                 if self.node[n][0] == "branch" and self.node[n][1] == k]
        return writes and tests and tests[0] < writes[-1]

    def allows(self, value, k):
        """Whether @k can be true at last in a run whose write does not depend on that."""
        return any(self.is_free(trace, k) for flips in range(3)
                   if (trace := self.run(value, k, flips)) is not None)

    def is_free(self, trace, k):
        """Whether a write of the run depends on no reading of 1, and the last reading is one."""
        seen = [read for n, read in trace if self.node[n][1] == k and read is not None]
        if not seen or not seen[-1]:
            return False
        inside, before, free = set(), set(), False
        for n, read in trace:
            inside = {b for b in inside if n in self.inside[b]}
            before = {b for b in before if n != self.join(b)}
            kind, what, _ = self.node[n]
            if kind == "write":
                free |= not inside and not before
            if kind == "branch" and what == k and read:
                inside.add(n)
                before.add(n)
        return free

    def text(self, name, value, k):
        conditions = [f"c{i}" for i in range(self.conditions)]
        first = "".join(f" int {c} = {0 if i == k else value[i]};"
                        for i, c in enumerate(conditions))
        parameters = ", ".join(f"int *{c}" for c in conditions)
        registers = "".join(f"\tint r{i} = 0;\n" for i in range(self.conditions))
        body = "\n".join(self.lines)
        return (f"C {name}\n\n{{{first} }}\n\nP0(int *w, {parameters})\n{{\n{registers}{body}\n}}\n"
                f"\nP1(int *w, int *c{k})\n{{\n\tint r0 = READ_ONCE(*w);\n\n\tsmp_mb();\n"
                f"\tWRITE_ONCE(*c{k}, 1);\n}}\n\nexists (1:r0=1 /\\ 0:r{k}=1)\n")


def make(rand):
    """A program with a write, whose nodes all reach the end."""
    while True:
        p = Program(rand)
        if p.has_write and 0 < p.conditions <= 8 and p.always_ends():
            return p


def telling_values(rand, p, k):
    """What the conditions read, so that the answer for @k tells something; or None."""
    for _ in range(20):
        value = [rand.randint(0, 1) for _ in range(p.conditions)]
        if p.is_telling(value, k):
            return value
    return None


def main():
    args = argparse.ArgumentParser()
    args.add_argument("lkmm")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("count", type=int, nargs="?", default=400)
    args = args.parse_args()
    rand = random.Random(args.seed)
    tap, want = Tap(), {}
    with tempfile.TemporaryDirectory() as place:
        for i in range(args.count):
            p = make(rand)
            for k in range(p.conditions):
                value = telling_values(rand, p, k)
                if not value:
                    continue
                name = f"decides-{i}-{k}"
                want[name] = (p.allows(value, k), p.text(name, value, k))
                with open(os.path.join(place, name + ".litmus"), "w", encoding="ascii") as f:
                    f.write(want[name][1])
        answers = {os.path.basename(file)[:-7]: a
                   for file, a in check(args.lkmm, [place], "--unroll", "3").items()}
    judge(tap, want, answers)
    return tap.end()


def judge(tap, want, answers):
    wrong, decided, allowed = [], 0, 0
    for name, (allows, text) in want.items():
        a = answers[name]
        if a.get("undecided"):
            continue
        decided += 1
        allowed += allows
        if (a["observation"] != "Never") != allows:
            wrong.append(f"{name}: {a['observation']}, want {'Sometimes' if allows else 'Never'}\n"
                         + text)
    tap.point(not wrong, f"{decided} questions, {allowed} allowed: {len(wrong)} differ", *wrong[:3])
    tap.point(decided > 0.8 * len(want), f"{decided} of {len(want)} are decided")
    tap.point(0.05 * decided < allowed < 0.95 * decided, "both answers occur")


if __name__ == "__main__":
    sys.exit(main())
