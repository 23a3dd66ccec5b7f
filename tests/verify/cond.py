#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cond.py LKMM [--seed N] [COUNT]

Random programs in which two or three threads wait on condition variables, and wake each other. All
that they share is under one mutex, so all executions are those of one thread after the other, step
by step. This script goes through these steps itself: lkmm verify must find an execution that blocks
if there is one, and that a final value is possible if it is. Prints what differs, and how many
programs were decided. $CC: a clang.
"""
import argparse
import os
import random
import subprocess
import sys
import tempfile

HEAD = """#include <assert.h>
#include <pthread.h>

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c[2] = { PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER };
static int x;
"""


class Thread:
    """A thread as text in C, and as steps: (what, argument)."""

    def __init__(self, rand, few):
        self.text, self.steps = "", []
        for _ in range(1 if few else rand.choice([1, 1, 2])):
            self.section(rand)

    def add(self, what, argument, text):
        self.steps.append((what, argument))
        self.text += f"\t{text}\n"

    def wait(self, rand):
        kind, cond, value = rand.choice(["while", "while", "if", ""]), rand.choice([0, 0, 1]), \
            rand.choice([0, 1, 1, 2])
        at = len(self.steps)
        if kind:
            self.add("skip if", (value, at + (3 if kind == "while" else 2)),
                     f"{kind} (x != {value})")
        self.add("wait", cond, f"pthread_cond_wait(&c[{cond}], &m);")
        if kind == "while":
            self.steps.append(("goto", at))

    def signal(self, rand):
        cond = rand.choice([0, 0, 1])
        word = rand.choice(["signal", "signal", "broadcast"])
        self.add(word, cond, f"pthread_cond_{word}(&c[{cond}]);")

    def section(self, rand):
        self.add("lock", 0, "pthread_mutex_lock(&m);")
        if rand.random() < .6:
            self.wait(rand)
        if rand.random() < .7:
            value = rand.choice([0, 1, 1, 2])
            self.add("set", value, f"x = {value};")
        elif rand.random() < .5:
            self.add("add", 1, "x++;")
        if rand.random() < .4:
            self.signal(rand)
        self.add("unlock", 0, "pthread_mutex_unlock(&m);")
        if rand.random() < .3:
            self.signal(rand)


class Program:
    """Some threads, and what they can come to."""

    def __init__(self, rand):
        n = rand.choice([2, 2, 3])
        self.threads = [Thread(rand, n == 3) for _ in range(n)]
        self.wrong = rand.choice([0, 1, 2, 3])
        self.blocks, self.finals, self.seen = False, set(), set()
        todo = [(0, None, tuple((0, "runs") for _ in self.threads))]
        while todo:
            state = todo.pop()
            if state not in self.seen:
                self.seen.add(state)
                todo += self.after(state)

    def source(self):
        """In C."""
        text = HEAD
        for i, t in enumerate(self.threads):
            text += f"\nstatic void *f{i}(void *unused)\n{{\n{t.text}\treturn unused;\n}}\n"
        n = len(self.threads)
        text += f"\nint main(void)\n{{\n\tpthread_t t[{n}];\n\n"
        text += "".join(f"\tpthread_create(&t[{i}], 0, f{i}, 0);\n" for i in range(n))
        text += "".join(f"\tpthread_join(t[{i}], 0);\n" for i in range(n))
        return text + f"\tassert(x != {self.wrong});\n\treturn 0;\n}}\n"

    def after(self, state):
        """The states that may come next; notes those that are the last."""
        x, owner, threads = state
        real, wakes = [], []
        for i, (at, mode) in enumerate(threads):
            if at < len(self.threads[i].steps):
                (wakes if isinstance(mode, int) else real).extend(self.step(state, i))
        if all(at == len(t.steps) for t, (at, _) in zip(self.threads, threads)):
            self.finals.add(x)
        elif not real:
            self.blocks = True
        return real + wakes

    def step(self, state, i):
        """What thread @i may do."""
        x, owner, threads = state
        at, mode = threads[i]
        what, argument = self.threads[i].steps[at]

        def go(to, x=x, owner=owner, mode="runs", threads=threads):
            return (x, owner, threads[:i] + ((to, mode),) + threads[i + 1:])

        if isinstance(mode, int):		# waits: it may wake up without a signal
            return [go(at, mode="woken")]
        if what == "lock" or mode == "woken":
            return [] if owner is not None else [go(at + 1, owner=i)]
        if what == "unlock":
            return [go(at + 1, owner=None)]
        if what == "wait":
            return [go(at, owner=None, mode=argument)]
        if what == "skip if":
            return [go(argument[1] if x == argument[0] else at + 1)]
        if what == "goto":
            return [go(argument)]
        if what == "set":
            return [go(at + 1, x=argument)]
        if what == "add":
            return [go(at + 1, x=x + 1)]
        waiting = [k for k, (_, m) in enumerate(threads) if m == argument and isinstance(m, int)]
        woken = [waiting] if what == "broadcast" or not waiting else [[k] for k in waiting]
        return [go(at + 1, threads=tuple((t[0], "woken") if k in some else t
                                         for k, t in enumerate(threads))) for some in woken]


def verify(lkmm, text, directory):
    file = os.path.join(directory, "a.c")
    with open(file, "w", encoding="utf-8") as out:
        out.write(text)
    p = subprocess.run([lkmm, "verify", "--timeout=100", file], text=True, capture_output=True,
                       timeout=300)
    return p.stdout + p.stderr


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("lkmm")
    parser.add_argument("count", nargs="?", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    rand = random.Random(a.seed)
    open_, wrong, blocked = 0, 0, 0
    with tempfile.TemporaryDirectory() as directory:
        for _ in range(a.count):
            p = Program(rand)
            out = verify(a.lkmm, p.source(), directory)
            found = "executions block" in out, "this assertion of main() can fail" in out
            there = p.blocks, p.wrong in p.finals
            blocked += p.blocks
            whole = "complete up to" not in out and "not all was checked" not in out and \
                "error:" not in out
            open_ += not whole
            if any(f and not t or t and not f and whole for f, t in zip(found, there)):
                print(f"{p.source()}\n{out}\nblocks, assertion: {there}, final {p.finals}\n")
                wrong += 1
    print(f"{a.count} programs, {blocked} of which block: {wrong} differ, {open_} were not decided")
    return bool(wrong) or 5 * open_ > a.count or not 0 < blocked < a.count


if __name__ == "__main__":
    sys.exit(main())
