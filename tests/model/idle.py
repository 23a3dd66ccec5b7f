#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""idle.py LKMM [--seed N] [--turns N] [COUNT]

Random programs that spin on a variable by xchg() and the like, where turns of a loop change
nothing. Where the checker reports no loop that was cut with one turn of each, it must find the same
final states and flags with up to N turns (3). Prints what differs, and how many programs it
decided.
"""

import turns

SPIN = ["while (xchg(l, 1))\n\t\tcpu_relax();",
        "while (xchg_acquire(l, 1))\n\t\tcpu_relax();",
        "while (xchg_acquire(l, 1) && !READ_ONCE(*y))\n\t\tcpu_relax();",
        "while (atomic_fetch_or_acquire(1, (atomic_t *)l) & 1)\n\t\tcpu_relax();",
        "while (xchg(l, 1) != 0)\n\t\twhile (READ_ONCE(*l))\n\t\t\tcpu_relax();",
        "do {{\n\t\tr{0} = READ_ONCE(*x);\n\t}} while (xchg_acquire(l, 1));",
        "do {{\n\t\tr{0} = *x;\n\t}} while (xchg_acquire(l, 1));",
        "while (!READ_ONCE(*x))\n\t\txchg_acquire(l, 1);",
        "while (!smp_load_acquire(x)) {{\n\t\tr{0} = READ_ONCE(*y);\n\t\txchg(l, 1);\n\t}}",
        "while (xchg_relaxed(l, 1))\n\t\tcpu_relax();",
        "while (xchg_release(l, 1))\n\t\tcpu_relax();",
        "while (!READ_ONCE(*x))\n\t\txchg_relaxed(l, 1);"]
OTHER = ["WRITE_ONCE(*x, {1});", "WRITE_ONCE(*y, {1});", "smp_store_release(x, {1});",
         "smp_store_release(l, {2});", "WRITE_ONCE(*l, {2});", "r{0} = READ_ONCE(*x);",
         "r{0} = READ_ONCE(*y);", "r{0} = READ_ONCE(*l);", "r{0} = smp_load_acquire(l);",
         "r{0} = xchg_acquire(l, {2});", "r{0} = xchg_relaxed(l, {2});", "r{0} = xchg(l, {2});",
         "smp_mb();", "smp_wmb();", "smp_rmb();", "r{0} = *x;", "*x = {1};", "r{0} = *y;",
         "*y = {1};", "r{0} = *l;", "*l = {2};",
         "r{0} = READ_ONCE(*l); WRITE_ONCE(*y, r{0} + 1);",
         "r{0} = READ_ONCE(*l); if (r{0}) WRITE_ONCE(*y, {1});",
         "r{0} = READ_ONCE(*x); if (r{0}) smp_store_release(l, 0);"]
FREE = ["smp_store_release(l, 0);", "smp_store_release(l, 0);", "WRITE_ONCE(*l, 0);"]


class Program:
    """Two or three threads, one of which spins."""

    def __init__(self, rand, name):
        self.rand, self.registers = rand, []
        threads = rand.choice([2, 2, 3])
        spinners = rand.choice([1, 1, 2])
        first = rand.choice([0, 0, 1])
        self.text = f"C {name}\n\n{{\n\tint l = {first};\n}}\n"
        for t in range(threads):
            few = threads == 3
            body = self.spinner(t, few) if t < spinners else self.thread(t, 2 if few else 3)
            self.text += f"\nP{t}(int *x, int *y, int *l)\n{{\n"
            names = [f"r{i}" for u, i in self.registers if u == t]
            self.text += "".join(f"\tint {r} = 0;\n" for r in names)
            self.text += "".join(f"\t{line}\n" for line in body) + "}\n"
        places = [f"{t}:r{i}" for t, i in self.registers]
        self.text += f"\nlocations [{'; '.join(places + ['x', 'y', 'l'])};]\n"

    def spell(self, t, form):
        number = len(self.registers)
        if "r{0}" in form:
            self.registers.append((t, number))
        return form.format(number, self.rand.choice([1, 2]),
                           self.rand.choice([0, 0, 0, 1, 1, 1, 2]))

    def some(self, t, most):
        return [self.spell(t, self.rand.choice(OTHER)) for _ in range(self.rand.randint(0, most))]

    def thread(self, t, most):
        body = [self.spell(t, self.rand.choice(OTHER)) for _ in range(self.rand.randint(1, most))]
        if self.rand.random() < .5:
            body.append(self.spell(t, self.rand.choice(FREE)))
        return body

    def spinner(self, t, few):
        body = self.some(t, 0 if few else 1)
        body.append(self.spell(t, self.rand.choice(SPIN)))
        body += self.some(t, 1 if few else 2)
        if self.rand.random() < .7:
            body.append(self.spell(t, self.rand.choice(FREE)))
        return body


if __name__ == "__main__":
    raise SystemExit(turns.main(__doc__, lambda rand, i: Program(rand, f"idle-{i}").text, 1, 3))
