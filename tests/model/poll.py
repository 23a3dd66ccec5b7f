#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""poll.py LKMM [--seed N] [--turns N] [COUNT]

Random programs with loops whose turns take a lock, look, and give it back. Where the checker
reports no loop that was cut with one turn of each, it must find the same final states and flags
with up to N turns (4). Prints what differs, and how many programs it decided.
"""

import turns

LOOK = ["READ_ONCE(*x)", "READ_ONCE(*x)", "*x", "READ_ONCE(*y)", "smp_load_acquire(x)",
        "READ_ONCE(*x) == 2", "*x + *y > 1"]
POLL = ["spin_lock(m);\n\t{0}while (!({1})) {{\n\t\tspin_unlock(m);\n\t\t{0}spin_lock(m);\n\t}}\n"
        "\t{2}spin_unlock(m);",
        "do {{\n\t\tspin_lock(m);\n\t\t{3} = {1};\n\t\t{0}spin_unlock(m);\n\t}} while (!{3});",
        "spin_lock(m);\n\twhile (!({1})) {{\n\t\tspin_unlock(m);\n\t\tspin_lock(m);\n\t\t{0}\n"
        "\t}}\n\t{2}spin_unlock(m);",
        "spin_lock(m);\n\twhile (!({1})) {{\n\t\t{2}spin_unlock(m);\n\t\tspin_lock(m);\n\t}}\n"
        "\tspin_unlock(m);"]
OTHER = ["WRITE_ONCE(*x, {1});", "WRITE_ONCE(*y, {1});", "smp_store_release(x, {1});",
         "*x = {1};", "*y = {1};", "{0} = READ_ONCE(*x);", "{0} = READ_ONCE(*y);", "{0} = *x;",
         "{0} = *y;", "smp_mb();", "smp_wmb();", "{0} = READ_ONCE(*x); WRITE_ONCE(*y, {0} + 1);"]
LOCKED = "spin_lock(m);\n\t{0}\n\tspin_unlock(m);"
LOOKS_AT = ["{0} = spin_is_locked(m);",
            "{0} = spin_trylock(m);\n\tif ({0}) {{\n\t\tWRITE_ONCE(*y, 2);\n"
            "\t\tspin_unlock(m);\n\t}}"]


class Program:
    """Two or three threads, one or two of which poll."""

    def __init__(self, rand, name):
        self.rand, self.registers = rand, []
        threads = rand.choice([2, 2, 3])
        pollers = rand.choice([1, 1, 2])
        self.text = f"C {name}\n\n{{\n}}\n"
        for t in range(threads):
            few = 1 if threads == 3 else 2
            body = self.poller(t, few) if t < pollers else self.thread(t, few)
            names = [f"r{i}" for u, i in self.registers if u == t]
            self.text += f"\nP{t}(int *x, int *y, spinlock_t *m)\n{{\n"
            self.text += "".join(f"\tint {r} = 0;\n" for r in names)
            self.text += "".join(f"\t{line}\n" for line in body) + "}\n"
        places = [f"{t}:r{i}" for t, i in self.registers]
        self.text += f"\nlocations [{'; '.join(places + ['x', 'y'])};]\n"

    def register(self, t):
        self.registers.append((t, len(self.registers)))
        return f"r{len(self.registers) - 1}"

    def other(self, t):
        form = self.rand.choice(OTHER)
        return form.format(self.register(t) if "{0}" in form else "", self.rand.choice([1, 2]))

    def maybe(self, t, chance):
        return self.other(t) + " " if self.rand.random() < chance else ""

    def thread(self, t, most):
        body = []
        for _ in range(self.rand.randint(1, most)):
            kind = self.rand.random()
            if kind < .1:
                body.append(self.rand.choice(LOOKS_AT).format(self.register(t)))
            elif kind < .4:
                body.append(self.other(t))
            else:
                some = [self.other(t) for _ in range(self.rand.choice([1, 1, 2]))]
                body.append(LOCKED.format("\n\t".join(some)))
        return body

    def poller(self, t, few):
        body = [self.other(t)] if self.rand.random() < .3 else []
        form = self.rand.choice(POLL)
        body.append(form.format(self.maybe(t, .2), self.rand.choice(LOOK), self.maybe(t, .4),
                                self.register(t) if "{3}" in form else ""))
        return body + ([self.other(t)] if few > 1 and self.rand.random() < .5 else [])


if __name__ == "__main__":
    raise SystemExit(turns.main(__doc__, lambda rand, i: Program(rand, f"poll-{i}").text, 1, 4))
