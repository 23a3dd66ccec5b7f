#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""How much slower a litmus test is as a program: the work of `lkmm verify` on it, without the
compiler's, in that of `lkmm check`.

usage: bench/tenfold.py [--lkmm PATH] [--check] [--all] [--counts] [FILE|DIR...]

Prints for each test the times that `verify` takes what `check` takes of CPU time, the start of the
process included: the least of three runs of each; the worst comes first. --counts: of instructions,
which valgrind counts, without the kernel's; this takes a second for each test.

--check compares instructions, since times depend on the machine. The kernel's, to start a process,
cannot be counted everywhere: START stands for them. All must not be more than ten times as many for
any of the tests of bench/tenfold.list: some of litmus/, and some that have taken hundreds of times
as many; with --all, for any of the tests that are given, of which those are counted that take more
than half of that by CPU time. TAP.
$CC: a clang.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import counts  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(1, os.path.join(ROOT, "tests"))
import tap  # noqa: E402

LIST = os.path.join(ROOT, "bench", "tenfold.list")
MOST = 10

# For the start and the end of a process, and its memory: `lkmm --version` takes 1.3 ms of CPU time
# for 450,000 instructions that valgrind counts (December 2026). It is so large that the figures are
# those of CPU time, or up to a fifth more: 9.6 for 7.9 times.
START = 17_000_000


def listed():
    with open(LIST, encoding="utf-8") as lines:
        return [os.path.join(ROOT, line.strip()) for line in lines if line[0] != "#"]


def below(arguments):
    for a in arguments:
        if os.path.isdir(a):
            yield from sorted(os.path.join(folder, name) for folder, _, names in os.walk(a)
                              for name in names if name.endswith(".litmus"))
        else:
            yield a


def seconds(command):
    """Of CPU time, the least of three runs."""
    best = float("inf")
    for _ in range(3):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        best = min(best, usage.ru_utime + usage.ru_stime)
    return best


def work(command):
    """In instructions, as times are."""
    return START + counts.instructions(command)


class Programs:
    """Litmus tests as programs in LLVM IR, in DIRECTORY."""

    def __init__(self, lkmm, directory):
        self.lkmm, self.directory = lkmm, directory

    def compiled(self, test):
        """The IR of the file TEST. None: it has no program in C, or no verdict."""
        done = subprocess.run([self.lkmm, "verify", "--json", f"--keep={self.directory}",
                               "--timeout=60", test], capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        if not lines or "verdict" not in json.loads(lines[-1]):
            return None
        return os.path.join(self.directory, "0.ll")

    def compare(self, test, measure):
        """The times, and what `check` takes; or None."""
        ir = self.compiled(test)
        if not ir:
            return None
        check = measure([self.lkmm, "check", "--json", test])
        return measure([self.lkmm, "verify", "--json", ir]) / check, check


def show(programs, tests, measure):
    found = []
    for test in tests:
        compared = programs.compare(test, measure)
        if compared:
            found.append((*compared, test))
            print(f"\r{len(found)}", end="", file=sys.stderr)
    print("\r", end="", file=sys.stderr)
    for times, check, test in sorted(found, reverse=True):
        print(f"{times:8.1f}{check:14.6g}  {test}")
    over = sum(times > MOST for times, *_ in found)
    print(f"{over} of {len(found)} take more than {MOST} times as much")


def check_counts(programs, tests, every):
    points, done = tap.Tap(), 0
    for test in tests:
        compared = programs.compare(test, seconds if every else work)
        if every and compared and compared[0] > MOST / 2:
            compared = programs.compare(test, work)
        done += bool(compared)
        if compared and (compared[0] > MOST or not every):
            points.point(compared[0] <= MOST, f"{os.path.relpath(test, ROOT)}: {compared[0]:.1f} "
                         "times the instructions of check")
        elif not compared and not every:
            points.point(False, f"{test} is not decided as a program")
    if every:
        points.point(done, f"{done} tests as programs")
    return points.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lkmm", default=os.path.join(ROOT, "build", "lkmm"))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--counts", action="store_true")
    parser.add_argument("tests", nargs="*", default=[os.path.join(ROOT, "litmus")])
    args = parser.parse_args()
    if (args.check or args.counts) and not counts.can_count():
        raise SystemExit("there is no valgrind to count instructions with (Debian: valgrind)")
    with tempfile.TemporaryDirectory() as directory:
        programs = Programs(os.path.abspath(args.lkmm), directory)
        tests = list(below(args.tests)) if args.all or not args.check else listed()
        if args.check:
            return check_counts(programs, tests, args.all)
        show(programs, tests, counts.instructions if args.counts else seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
