#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""The work of `lkmm verify`, as the threads of a program grow in number.

usage: bench/verify.py [--lkmm PATH] [--check | --update] [--threads N] [--limit S]

Prints for each of the locks of tests/verify with 2, 3, ... N threads (3) the seconds of CPU time
without the compiler's, with each way to search; "-" is over the time limit of each run, which
--limit sets.

--check compares instructions, counted by valgrind, since times depend on the machine: the counts
must not exceed those of bench/verify.counts by a tenth. TAP. --update writes
bench/verify.counts.
"""

import argparse
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import counts  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(1, os.path.join(ROOT, "tests"))
import tap  # noqa: E402

COUNTS = os.path.join(ROOT, "bench", "verify.counts")
PROGRAMS = "lock-mcs", "lock-ticket", "store-buffers"
SEARCHES = "paths", "demand"
COUNTED = ("lock-mcs 2 paths", "lock-mcs 2 demand", "lock-ticket 3 paths", "lock-ticket 3 demand",
           "store-buffers 10 demand")
MORE = 1.1              # than recorded


def source(program):
    return os.path.join(ROOT, "tests", "verify", f"{program}.c")


class Programs:
    """The LLVM IR of each program and number of threads, compiled once, in DIRECTORY."""

    def __init__(self, lkmm, directory):
        self.lkmm, self.directory = lkmm, directory

    def command(self, program, threads, search, *options):
        """Decides the program, without compiling it."""
        keep = os.path.join(self.directory, f"{program}-{threads}")
        if not os.path.isdir(keep):
            subprocess.run([self.lkmm, "verify", "--timeout=0.001", f"--keep={keep}",
                            source(program), "--", f"-DTHREADS={threads}", "-DFAULT=0"],
                           capture_output=True, check=False)
        ir = [os.path.join(keep, name) for name in sorted(os.listdir(keep))
              if name.endswith(".ll")]
        if len(ir) != 1:
            raise SystemExit(f"{program}: not compiled")
        return [self.lkmm, "verify", f"--search={search}", *options, *ir]

    def count(self, what):
        """WHAT is "PROGRAM THREADS SEARCH"."""
        return counts.instructions(self.command(*what.split()))

    def seconds(self, program, threads, search, limit):
        command = self.command(program, threads, search, f"--timeout={limit}")
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True) as process:
            said = process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if "no fault in any execution" not in said:
            return None
        return usage.ru_utime + usage.ru_stime


def show(programs, most, limit):
    print(f"{'program':<14}{'threads':>8}" + "".join(f"{search:>10}" for search in SEARCHES))
    for program in PROGRAMS:
        for threads in range(2, most + 1):
            found = [programs.seconds(program, threads, search, limit) for search in SEARCHES]
            print(f"{program:<14}{threads:>8}" +
                  "".join(f"{'-' if s is None else format(s, '.2f'):>10}" for s in found),
                  flush=True)


def check(programs):
    points = tap.Tap()
    for what, before in counts.read(COUNTS).items():
        now = programs.count(what)
        points.point(now <= MORE * before, f"{what}: {now} instructions, recorded {before}")
    return points.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lkmm", default=os.path.join(ROOT, "build", "lkmm"))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--threads", type=int, default=3)
    parser.add_argument("--limit", type=float, default=100)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        programs = Programs(os.path.abspath(args.lkmm), directory)
        if (args.check or args.update) and not counts.can_count():
            raise SystemExit("there is no valgrind to count instructions with (Debian: valgrind)")
        if args.check:
            return check(programs)
        if args.update:
            counts.write(COUNTS, ["SPDX-License-Identifier: GPL-2.0 OR MIT",
                                  "Written by bench/verify.py --update: the instructions of lkmm "
                                  "verify on compiled programs."],
                         {what: programs.count(what) for what in COUNTED})
        else:
            show(programs, args.threads, args.limit)
    return 0


if __name__ == "__main__":
    sys.exit(main())
