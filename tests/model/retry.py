#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""retry.py LKMM [--seed N] [--turns N] [COUNT]

Random programs whose threads try again until cmpxchg() succeeds: they may count, write to other
variables in a turn, or leave after some; what they do behind the loop may depend on what it left.
In a fourth of them a thread has so many turns by what another writes in one of its late turns. In
another fourth some turns only read, between others that write; and variables may be found through
a pointer, which another thread changes.
Where the checker reports no loop that was cut with two turns of each, it must find the same final
states and flags with up to N turns (6).
"""
import re

import turns

TRY = ["!try_cmpxchg({v}, &r, {n})", "!try_cmpxchg_relaxed({v}, &r, r + 1)",
       "!try_cmpxchg_acquire({v}, &r, {n}) && c < 4", "!try_cmpxchg_release({v}, &r, r + 2)"]
TURN = ["", "", "c = c + 1;", "c++;", "s = r;", "WRITE_ONCE(*{o}, r);", "*{o} = {n};",
        "c++;\n\t\tif (c == {k})\n\t\t\tbreak;", "s = READ_ONCE(*{o});", "c = r + c;",
        "if (r == {n})\n\t\t\tbreak;", "if (r)\n\t\t\tWRITE_ONCE(*{o}, {n});"]
LATE = ("c++;\n\t\tif (c == {k}) {{\n\t\t\tWRITE_ONCE(*{o}, 5);\n\t\t\tWRITE_ONCE(*{o}, 6);\n"
        "\t\t\tWRITE_ONCE(*{o}, 7);\n\t\t}}")
AFTER = ["", "", "", "WRITE_ONCE(*{o}, r);", "if (c > {k})\n\t\tWRITE_ONCE(*{o}, 7);",
         "if (r)\n\t\tWRITE_ONCE(*{o}, {n});", "smp_store_release({o}, {n});",
         "if (s)\n\t\tWRITE_ONCE(*{v}, 8);", "s = READ_ONCE(*{o});"]
PLAIN = ["WRITE_ONCE(*{v}, {n});", "WRITE_ONCE(*{o}, {n});", "xchg({v}, {n});",
         "s = READ_ONCE(*{o});", "smp_store_release({v}, {n});"]
QUIET = ["s = READ_ONCE(*{o});\n\t\tif (s == {n})\n\t\t\tcontinue;",
         "r = READ_ONCE(*{v});\n\t\tif (!r)\n\t\t\tcontinue;",
         "if (!READ_ONCE(*{o}))\n\t\t\tcontinue;", "s = READ_ONCE(*{o});"]
CHANGE = ["r = READ_ONCE(*{v});\n\t\tif (READ_ONCE(*{v}) != r) {{\n\t\t\tWRITE_ONCE(*{o}, {n});\n"
          "\t\t\tcontinue;\n\t\t}}",
          "r = READ_ONCE(*{v});\n\t\txchg({o}, {n});\n\t\tif (cmpxchg({v}, r, {n}) != r)\n"
          "\t\t\tcontinue;",
          "r = READ_ONCE(*{v});\n\t\tif (cmpxchg({v}, r, r + 1) != r)\n\t\t\tcontinue;"]
MANY = "WRITE_ONCE(*{v}, 4);\n\tWRITE_ONCE(*{v}, 5);\n\tWRITE_ONCE(*{v}, 6);"


class Thread:
    def __init__(self, rand, names):
        self.rand = rand
        self.names = dict(zip(("v", "o"), names))

    def one(self, forms):
        return self.rand.choice(forms).format(n=self.rand.randint(1, 3), k=self.rand.randint(2, 4),
                                              **self.names)

    def retries(self, turns, after):
        self.registers = "crs"
        self.lines = [self.one(["int r = READ_ONCE(*{v});"]),
                      f"do {{\n\t\t{self.one(turns)}\n\t}} while ({self.one(TRY)});",
                      self.one(after)]
        return self

    def mixes(self):
        """Turns that only read, and others that find a change."""
        turn = [self.one(QUIET), self.one(CHANGE)]
        self.rand.shuffle(turn)
        self.registers = "rs"
        self.lines = ["int r = 0;",
                      "for (;;) {{\n\t\t{}\n\t\tbreak;\n\t}}".format("\n\t\t".join(turn)),
                      self.one(AFTER[:4] + AFTER[5:])]
        return self

    def points(self):
        """It finds the variable that it changes through a pointer."""
        self.lines = [re.sub(rf"\b{self.names['v']}\b", "p", line) for line in self.lines]
        self.lines.insert(0, "int *p = READ_ONCE(*q);")
        return self

    def writes(self, forms):
        self.registers = "s"
        self.lines = [self.one(forms) for _ in range(self.rand.randint(1, 2))]
        return self


def any_threads(rand):
    def names():
        return rand.choice(["xy", "xy", "yx"])

    threads = [Thread(rand, names()).retries(TURN, AFTER)]
    if rand.random() < .7:
        threads.append(Thread(rand, names()).retries(TURN, AFTER))
    if len(threads) == 1 or rand.random() < .5:
        threads.append(Thread(rand, names()).writes(PLAIN + [MANY]))
    return threads


def late_threads(rand):
    return [Thread(rand, "yx").retries(["c++;", "c = c + 1;"], [""]),
            Thread(rand, "xy").retries([LATE], [""]),
            Thread(rand, "xy").writes([MANY])]


def mixed_threads(rand):
    first = Thread(rand, rand.choice(["xy", "yx"]))
    first = rand.choice([first.mixes, lambda: first.retries(["", "c++;"], AFTER)])()
    threads = [first.points() if rand.random() < .5 else first,
               Thread(rand, "xy").writes(PLAIN + ["WRITE_ONCE(*q, {o});"])]
    if rand.random() < .4:
        threads.append(Thread(rand, "yx").writes(PLAIN))
    return threads


def program(rand, number):
    kinds = [late_threads, mixed_threads, any_threads, any_threads]
    threads = rand.choice(kinds)(rand)
    rand.shuffle(threads)
    registers = [f"{i}:{r}" for i, t in enumerate(threads) for r in t.registers]
    text = f"C retry-{number}\n\n{{\n\tint *q = x;\n}}\n"
    for i, t in enumerate(threads):
        body = "\n\t".join(["int c = 0;", "int s = 0;", *t.lines])
        text += f"\nP{i}(int *x, int *y, int **q)\n{{\n\t{body}\n}}\n"
    return f"{text}\nlocations [{'; '.join(registers)}; x; y; q;]\n"


if __name__ == "__main__":
    raise SystemExit(turns.main(__doc__, program, 2, 6))
