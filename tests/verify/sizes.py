#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""sizes.py LKMM [--count N] [--seed N]: accesses of several sizes to one object, in programs. TAP.

The random programs of tests/model/sizes.py, which decides them by the equations, are asked for one
of their final states, or for one that they may not have, and are written in C as litmus.py does.
'lkmm verify' must answer as 'lkmm check'. $CC: a clang.
"""
import argparse
import os
import random
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, "../model"), os.path.join(HERE, "..")]
import litmus  # noqa: E402
import sizes as model  # noqa: E402
import tap  # noqa: E402


def question(rand, states):
    """A condition: one of @states; each half of the time mixed from two of them. Now and then one
    byte is another."""
    a, b = ([v.strip().split("=") for v in rand.choice(states).split(";") if v.strip()]
            for _ in range(2))
    if rand.random() < .5:
        b = a
    asked = {name: int(rand.choice(pair)) for (name, *_), pair in
             zip(a, zip((n for _, n in a), (n for _, n in b)))}
    if rand.random() < .2:
        asked[rand.choice(sorted(asked))] ^= 1 << 8 * rand.randrange(4)
    return "exists (" + " /\\ ".join(f"{name}={n}" for name, n in asked.items()) + ")\n"


def program(lkmm, seed, folder):
    """The file of a program with a condition; None if check has no states of it."""
    path = os.path.join(folder, f"sizes{seed}.litmus")
    model.Program.ternary = False
    text = model.Program(seed).text()
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    states = litmus.check(lkmm, [path]).get(path, {}).get("states")
    if not states:
        return None
    text = text[:text.index("locations")] + question(random.Random(f"asked {seed}"), states)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def compare_all(lkmm, paths, points):
    """How many could not be compared."""
    expected, skipped = litmus.check(lkmm, paths), 0
    for batch, test in litmus.batches(lkmm, "c", paths):
        name = os.path.basename(test["file"])
        try:
            wrong = litmus.compare(batch, test, expected.get(test["file"]), "c")
        except litmus.Skip as why:
            points.note(f"{name}: {why}")
            skipped += 1
            continue
        with open(test["file"], encoding="utf-8") as f:
            points.point(not wrong, name, wrong or "", f.read())
    return skipped


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("lkmm")
    ap.add_argument("--count", type=int, default=20)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    points = tap.Tap()
    with tempfile.TemporaryDirectory() as folder:
        paths = [program(a.lkmm, seed, folder) for seed in range(a.seed, a.seed + a.count)]
        skipped = paths.count(None)
        skipped += compare_all(a.lkmm, [path for path in paths if path], points)
    points.point(skipped <= a.count / 10, f"{skipped} of {a.count} programs skipped")
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
