#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""How long `lkmm check` takes, as tests grow.

usage: bench/check.py [--lkmm PATH] [--check] [--threads N] [--limit S] [--write DIR] [SERIES...]

Prints a table for each series of bench/series.py: the test for 2, 3, ... N threads (10), its events, seconds for the
verdict, seconds for all final states with their number, and what herd7 took, where the reference answers know. Then
what all reference tests take together in one process and one thread, and a small test with process start.

Seconds are the best of five, without process start, and scaled by the part of the CPU that the process got: the machine
may have other work. "-" is over the time limit of each test, which --limit sets. --write only writes the tests, to DIR.

--check says of each target whether it is met, and closes with "N passed, N failed". The reference answers are in
../shared/litmus if at all; without them there is less to check.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import series  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REFERENCE = os.path.join(ROOT, "..", "shared", "litmus")
SMALL = os.path.join(ROOT, "litmus", "fence", "sb-mb.litmus")
TICK = 0.001        # below this, seconds say more of the machine than of the search

# What --check asks for. Growth is per thread, over the last four; that of the final states is of the seconds for one.
TARGET = {
    "seconds for a verdict": 1.0,
    "growth of the verdict": 2.2,
    "growth of a final state": 2.5,
    "seconds for all verdicts": 2.0,
    "seconds for all final states": 6.0,
    "seconds for one reference test": 1.0,
    "MB at most": 200,
    "ms for a small test, more than for true": 2.0,
}


# ---- runs ----


class Run:
    """One process: the answers that it gives, its peak memory, its seconds of CPU time."""

    def __init__(self, lkmm, files, *options):
        begin = time.monotonic()
        process = subprocess.Popen([lkmm, "check", "--json", *options, *files], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        output = process.stdout.read()
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = usage.ru_utime + usage.ru_stime
        self.megabytes = usage.ru_maxrss / 1024
        self.answers = [json.loads(line) for line in output.splitlines()]
        share = min(1, self.seconds / (time.monotonic() - begin))
        for answer in self.answers:
            answer["seconds"] = answer.get("seconds", 0) * share


def measure(lkmm, files, limit, *options):
    """For each of FILES the answer that took the fewest seconds of five, or None if over the limit."""
    options = ["--timeout", str(limit), *options]
    best = Run(lkmm, files, *options).answers
    for _ in range(4):
        quick = [i for i, answer in enumerate(best) if "error" not in answer and answer["seconds"] < 0.05]
        again = Run(lkmm, [files[i] for i in quick], *options).answers if quick else []
        for i, answer in zip(quick, again):
            if "error" not in answer and answer["seconds"] < best[i]["seconds"]:
                best[i] = answer
    return [None if "error" in answer else answer for answer in best]


# ---- the series ----


class Point:
    """The test of a series for a number of threads."""

    def __init__(self, threads, text):
        self.threads = threads
        self.events = series.events(text)
        self.verdict = self.states = self.herd = None
        self.nstates = 0
        self.observation = ""


def write_series(directory, name, last):
    """Writes the tests of the series up to LAST threads: their numbers of threads and files."""
    tests = []
    for threads in range(series.FIRST.get(name, 2), last + 1):
        file = os.path.join(directory, f"{name}-{threads}.litmus")
        with open(file, "w", encoding="utf-8") as out:
            out.write(series.SERIES[name](threads))
        tests.append((threads, file))
    return tests


def measure_series(lkmm, name, last, limit, herd):
    with tempfile.TemporaryDirectory() as tmp:
        tests = write_series(tmp, name, last)
        files = [file for _, file in tests]
        points = [Point(threads, series.SERIES[name](threads)) for threads, _ in tests]
        verdicts = measure(lkmm, files, limit)
        states = measure(lkmm, files, limit, "--states")
    for p, verdict, state in zip(points, verdicts, states):
        p.herd = herd.get(series.reference(name, p.threads))
        if verdict:
            p.verdict, p.observation = verdict["seconds"], verdict["observation"]
        if state:
            p.states, p.nstates = state["seconds"], len(state["states"])
    return points


def growth(values):
    """By what VALUES, one a thread, grow from one to the next, over the last five. None: too few."""
    last = [max(v, TICK) for v in values[-5:]]
    return (last[-1] / last[0]) ** (1 / (len(last) - 1)) if len(last) > 1 else None


def verdict_growth(points):
    return growth([p.verdict for p in points if p.verdict is not None])


def state_growth(points):
    """Of the time for one final state."""
    done = [p for p in points if p.states is not None]
    whole = growth([p.states for p in done])
    if whole is None:
        return None
    last = done[-5:]
    return max(whole / (last[-1].nstates / last[0].nstates) ** (1 / (len(last) - 1)), 0)


def seconds(value):
    return "-" if value is None else f"{value:.4f}" if value < 1 else f"{value:.2f}"


def print_series(name, points):
    print(f"\n{name}: {points[-1].observation or points[0].observation}")
    head = ["threads", "events", "verdict", "states", "s", "herd7"]
    print("".join(f"{h:>10}" for h in head))
    for p in points:
        row = [p.threads, p.events, seconds(p.verdict), p.nstates or "", seconds(p.states), p.herd or ""]
        print("".join(f"{c:>10}" for c in row))
    factors = [verdict_growth(points), state_growth(points)]
    print("growth per thread: verdict {}, time for a final state {}".format(
        *(f"{f:.1f}" if f else "-" for f in factors)))


# ---- all together ----


def reference():
    """The tests with reference answers: (file, seconds that herd7 took)."""
    try:
        with open(os.path.join(REFERENCE, "expected.jsonl"), encoding="utf-8") as lines:
            tests = [json.loads(line) for line in lines]
    except OSError:
        return {}
    return {t["test"]: t["herd_seconds"] for t in tests}


def best_tenth(times):
    return statistics.quantiles(times, n=10)[0]


def small_test(lkmm, runs=200):
    """Milliseconds for a small test, process start included, and for true: medians of wall time. Also how much more
    the test takes, of CPU time in the best tenth of the runs: other work on the machine disturbs that less."""
    wall, cpu = ([], []), ([], [])
    for _ in range(runs):
        for i, command in enumerate(([lkmm, "check", SMALL], ["true"])):
            begin = time.monotonic()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            wall[i].append(1000 * (time.monotonic() - begin))
            cpu[i].append(1000 * (usage.ru_utime + usage.ru_stime))
    return [statistics.median(ms) for ms in wall], best_tenth(cpu[0]) - best_tenth(cpu[1])


# ---- targets ----


class Verdicts:
    """Counts the targets met and missed."""

    def __init__(self, quiet):
        self.quiet = quiet
        self.passed = self.failed = 0

    def judge(self, what, value, target, where=""):
        good = value is not None and value <= target
        self.passed += good
        self.failed += not good
        shown = "over the time limit" if value is None else f"{value:.3g}"
        if self.quiet:
            return
        print(f"{'ok' if good else 'MISSED':7}{where}{what}: {shown}, target {target:g}")


def judge_series(verdicts, name, points):
    where = f"{name}, {points[-1].threads} threads: "
    what = "seconds for a verdict"
    verdicts.judge(what, points[-1].verdict, TARGET[what], where)
    what = "growth of the verdict"
    verdicts.judge(what, verdict_growth(points), TARGET[what], where)
    what = "growth of a final state"
    verdicts.judge(what, state_growth(points), TARGET[what], where)


def totals(lkmm, herd, verdicts):
    """What all reference tests take together, and a small one."""
    print()
    files = [os.path.join(REFERENCE, test) for test in herd]
    for kind, options in ("verdicts", []), ("final states", ["--states"]):
        if not files:
            break
        run = Run(lkmm, files, *options)
        worst = max(run.answers, key=lambda a: a["seconds"])
        print(f"all {kind} of {len(files)} reference tests: {run.seconds:.2f} s, {run.megabytes:.0f} MB at most, "
              f"the slowest {worst['seconds']:.3f} s: {os.path.relpath(worst['file'], REFERENCE)}")
        what = f"seconds for all {kind}"
        verdicts.judge(what, run.seconds, TARGET[what])
        verdicts.judge("seconds for one reference test", worst["seconds"],
                       TARGET["seconds for one reference test"], f"{kind}: ")
        verdicts.judge("MB at most", run.megabytes, TARGET["MB at most"], f"{kind}: ")
    (small, true), more = small_test(lkmm)
    print(f"a small test: {small:.2f} ms with process start, of which {true:.2f} ms are those of true")
    what = "ms for a small test, more than for true"
    verdicts.judge(what, more, TARGET[what])


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n")[2][len("usage: "):])
    parser.add_argument("--lkmm", default=os.path.join(ROOT, "build", "lkmm"))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--threads", type=int, default=10)
    parser.add_argument("--limit", type=float)
    parser.add_argument("--write")
    parser.add_argument("series", nargs="*")
    a = parser.parse_args()
    names = a.series or list(series.SERIES)

    if a.write:
        os.makedirs(a.write, exist_ok=True)
        for name in names:
            write_series(a.write, name, a.threads)
        return 0
    verdicts = Verdicts(quiet=not a.check)
    herd = reference()
    for name in names:
        points = measure_series(a.lkmm, name, a.threads, a.limit or (0.5 if a.check else 5), herd)
        if a.check:
            judge_series(verdicts, name, points)
        else:
            print_series(name, points)
    if not a.series:
        totals(a.lkmm, herd, verdicts)
    if a.check:
        print(f"{verdicts.passed} passed, {verdicts.failed} failed")
    return 1 if a.check and verdicts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
