#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""translated.py LKMM DIR: tests of DIR (litmus) that are written in two languages by hand.

A test whose comment says "In C: NAME" is the Rust of DIR/NAME.litmus: both have the same final
states, flags, verdict and executions that never end, whatever Result each of them has. TAP.
"""
import json
import pathlib
import re
import subprocess
import sys

lkmm, directory = sys.argv[1], pathlib.Path(sys.argv[2])


def answer(path):
    run = subprocess.run([lkmm, "check", "--states", "--json", path], capture_output=True,
                         text=True, check=False)
    found = json.loads(run.stdout.splitlines()[0]) if run.stdout else {"error": run.stderr}
    # An assertion of its own is an outcome that the other language may not have.
    states = [re.sub(r"\d+:assertion=0; ", "", s) for s in found.get("states", [])]
    return (found.get("error"), found.get("observation"), sorted(set(states)),
            found.get("flags"), found.get("executions", {}).get("block", 0) > 0)


def main():
    pairs = []
    for path in sorted(directory.rglob("*.litmus")):
        of = re.search(r"^ \* In C: (\S+)$", path.read_text(encoding="utf-8"), re.M)
        if of:
            pairs.append((path, directory / f"{of[1]}.litmus"))
    for n, (rust, c) in enumerate(pairs, 1):
        both = [answer(rust), answer(c)]
        same = both[0] == both[1] and not both[0][0] and both[0][2]
        print(f"{'ok' if same else 'not ok'} {n} - {rust.stem}: as {c.stem}")
        if not same:
            print(f"# Rust {both[0]}\n# C    {both[1]}")
    print(f"{'ok' if len(pairs) >= 58 else 'not ok'} {len(pairs) + 1} - {len(pairs)} tests")
    print(f"1..{len(pairs) + 1}")


main()
