#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""demand.py PROGRAM [--count N] [--seed N]: on random programs, the search on demand finds what the
search of all paths finds. PROGRAM is demand.c, which compares both; the programs are those of other
tests: with branches and locks (equations.py), critical sections (sections.py), accesses of several
sizes (sizes.py), loops that try again (retry.py), what waits (waiting.py), and pointers and
variables of one thread (pointers.py), N of each. TAP.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile

import equations
import pointers
import retry
import sections
import sizes
import waiting

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402


def waits(rand, number):
    kind = ("plain", "lock", "rwlock", "count", "rcu")[number % 5]
    threads = [waiting.make_thread(rand, kind, ["x", "y"]) for _ in range(rand.choice([2, 2, 3]))]
    return waiting.write_test(rand, f"waiting-{number}", threads, False)[0]


STATEMENT = re.compile(r"\t(?!(int|u8|u16|u32) )\w.*;")


def gated(rand, text):
    """TEXT with statements that are executed for some values: of one more variable, which others
    write, or of a register that the thread has read. So a thread with one path has several."""
    out, read = [], []
    for line in text.split("\n"):
        if re.match(r"P\d+\(", line):
            line, read = line.replace("(", "(int *gate, ", 1), []
        if STATEMENT.fullmatch(line):
            register = re.match(r"\t(r\d+) = ", line)
            gates = [f"READ_ONCE(*gate) == {rand.choice([0, 1, 1, 2])}"]
            gates += [rand.choice(["", "!"]) + rand.choice(read)] if read else []
            if rand.random() < .4:
                line = f"\tif ({rand.choice(gates)})\n\t{line}"
            if rand.random() < .15:
                line += f"\n\tWRITE_ONCE(*gate, {rand.choice([1, 2])});"
            read += [register[1]] if register else []
        out.append(line)
    return "\n".join(out)


def programs(rand, seed, count):
    """Names, and texts."""
    for i in range(seed, seed + count):
        yield f"equations-{i}", gated(rand, equations.Program(i).text())
        yield f"sections-{i}", gated(rand, sections.Sections(i).text())
        yield f"sizes-{i}", gated(rand, sizes.Program(i).text())
        yield f"retry-{i}", retry.program(rand, i)
        yield f"waiting-{i}", waits(rand, i)
        yield f"pointers-{i}", pointers.program(rand, i)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    report = tap.Tap()
    with tempfile.TemporaryDirectory() as work:
        files = []
        for name, text in programs(random.Random(a.seed), a.seed, a.count):
            files.append(os.path.join(work, f"{name}.litmus"))
            with open(files[-1], "w", encoding="utf-8") as out:
                out.write(text)
        done = subprocess.run([a.program, *files], capture_output=True, text=True, check=False)
    skipped = 0
    for line in done.stdout.splitlines():
        name, _, reason = os.path.basename(line.partition(" - ")[2]).partition(" # SKIP ")
        if reason:
            report.skip(name, reason)
            skipped += 1
        elif name:
            report.point(line.startswith("ok "), name)
        elif line.startswith("# "):
            report.note(line[2:])
    report.point(report.points == len(files) and skipped < len(files) / 4,
                 f"{skipped} of {len(files)} programs are too large, or refused", done.stderr)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
