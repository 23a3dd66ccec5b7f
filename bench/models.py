#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""How much longer `lkmm check` takes by a model in a file than by the one that is built in.

usage: bench/models.py [--lkmm PATH] [--model FILE] [--states] [--check] [DIR...]

Prints the seconds for all tests in the DIRs (litmus/, and ../shared/litmus if present) by the model
in FILE (models/lkmm.cat) and by LKMM as it is built in, and the tests that take more than a
millisecond by the file, and more than five times as long. Seconds are the best of five.

--check compares instructions, counted by valgrind, of the twelve tests that take longest by the
file: without those of a small test, which are for the start, none has more than five times as many.
TAP.
"""
import argparse
import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
import counts  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(1, str(ROOT / "tests"))
import tap  # noqa: E402

SMALL = str(ROOT / "litmus" / "fence" / "sb-mb.litmus")
TICK = 0.001        # below this, the machine is measured rather than the search
TIMES = 5
SLOWEST = 12


def seconds(lkmm, files, options):
    """Of each test, the fewest seconds; those that cannot be decided are left out."""
    best = {}
    for _ in range(TIMES):
        done = subprocess.run([lkmm, "check", "--json", "--timeout=60", *options, *files],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            if "seconds" in answer:
                name = answer["file"]
                best[name] = min(best.get(name, 1e9), answer["seconds"])
    return best


def report(built_in, by_file):
    both = [name for name in by_file if name in built_in]
    total = sum(built_in[n] for n in both), sum(by_file[n] for n in both)
    print(f"{len(both)} tests: {total[0]:.2f} s built in, {total[1]:.2f} s by the file, "
          f"{total[1] / total[0]:.1f} times as long")
    slow = [n for n in both if by_file[n] > TICK and by_file[n] > TIMES * built_in[n]]
    print(f"{len(slow)} of {sum(by_file[n] > TICK for n in both)} tests over {1000 * TICK:.0f} ms "
          "take more than five times as long")
    for n in sorted(slow, key=lambda n: built_in[n] / by_file[n]):
        print(f"{by_file[n] / built_in[n]:8.1f}  {built_in[n]:.4f}  {by_file[n]:.4f}  {n}")


def check(lkmm, files, model, by_file):
    out = tap.Tap()
    ways = (["--states"], ["--states", *model])
    start = [counts.instructions([lkmm, "check", *way, SMALL]) for way in ways]
    for name in sorted(files, key=lambda n: -by_file.get(n, 0))[:SLOWEST]:
        built_in, read = (counts.instructions([lkmm, "check", *way, name]) - s
                          for way, s in zip(ways, start))
        out.point(read <= TIMES * built_in, f"{name}: instructions by the file",
                  f"{read / built_in:.1f} times as many: {built_in}, {read}")
    return out.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lkmm", default=str(ROOT / "build" / "lkmm"))
    parser.add_argument("--model", default=str(ROOT / "models" / "lkmm.cat"))
    parser.add_argument("--states", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("dirs", nargs="*", default=[])
    args = parser.parse_args()
    dirs = args.dirs or [d for d in (ROOT / "litmus", ROOT / ".." / "shared" / "litmus")
                         if d.is_dir()]
    files = sorted(str(f) for d in dirs for f in pathlib.Path(d).rglob("*.litmus"))
    if args.check and not counts.can_count():
        return tap.skip_all("no valgrind here")
    options = ["--states"] if args.states or args.check else []
    by_file = seconds(args.lkmm, files, [*options, "--model", args.model])
    if args.check:
        return check(args.lkmm, files, ["--model", args.model], by_file)
    report(seconds(args.lkmm, files, options), by_file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
