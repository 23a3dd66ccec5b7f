#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""counters.py LKMM [--seed N] [--turns N] [COUNT]

Random programs whose threads take numbers from a counter, until one is too large or too small: by
additions of different size, in front of the test or behind it. In some of them another thread sets
the counter back, or counts in the other direction, so that nothing bounds the turns.
Where the checker reports no loop that was cut, it must find the same final states and flags with up
to N turns (7).
"""
import turns

UP = ["atomic_fetch_add(1, n)", "atomic_fetch_add_relaxed(1, n)", "atomic_add_return(2, n)",
      "atomic_inc_return_acquire(n)", "atomic_fetch_add_release({k}, n)"]
DOWN = ["atomic_fetch_sub(1, n)", "atomic_dec_return(n)", "atomic_fetch_add_relaxed(-1, n)"]
LOOPS = ["while ((i = {take}) {below} {end}) {{\n\t\t{turn}\n\t}}",
         "for (;;) {{\n\t\ti = {take};\n\t\tif (i {above} {end})\n\t\t\tbreak;\n\t\t{turn}\n\t}}",
         "do {{\n\t\ti = {take};\n\t\t{turn}\n\t}} while (i {below} {end});",
         "while ({take} {below} {end}) {{\n\t\t{turn}\n\t}}"]
TURN = ["c++;", "c = c + i;", "WRITE_ONCE(*x, i);", "s = READ_ONCE(*x);", "*y = c;",
        "smp_store_release(x, c);", "if (READ_ONCE(*x))\n\t\t\tc++;"]
AFTER = ["", "", "WRITE_ONCE(*x, c);", "s = READ_ONCE(*x);"]
OTHERS = ["atomic_set(n, {k});", "atomic_add(1, n);", "atomic_sub(1, n);", "WRITE_ONCE(*x, 5);",
          "s = atomic_read(n);", "s = atomic_fetch_add(1, n);", "atomic_cmpxchg(n, 1, 0);"]


def takes(rand, up, end):
    """A thread that takes numbers."""
    below, above = ("<", ">=") if up else (">", "<=")
    take = rand.choice(UP if up else DOWN).format(k=rand.randint(1, 2))
    loop = rand.choice(LOOPS).format(take=take, below=below, above=above, end=end,
                                     turn=rand.choice(TURN))
    return [loop, rand.choice(AFTER)]


def program(rand, number):
    up, most = rand.random() < .7, rand.randint(1, 3)
    threads = [takes(rand, up, most if up else 0) for _ in range(rand.choice([1, 2, 2]))]
    if len(threads) == 1 or rand.random() < .3:
        threads.append([rand.choice(OTHERS).format(k=rand.randint(0, 2))])
    text = f"C counter-{number}\n\n{{\n\tatomic_t n = {0 if up else most};\n}}\n"
    for i, lines in enumerate(threads):
        body = "\n\t".join(["int c = 0;", "int s = 0;", "int i = 0;", *lines])
        text += f"\nP{i}(int *x, int *y, atomic_t *n)\n{{\n\t{body}\n}}\n"
    registers = "; ".join(f"{i}:c; {i}:s" for i in range(len(threads)))
    return f"{text}\nlocations [{registers}; x; y; n;]\n"


if __name__ == "__main__":
    raise SystemExit(turns.main(__doc__, program, 0, 7))
