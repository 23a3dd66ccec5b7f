#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""The time of `lkmm check`, as tests grow.

usage: bench/check.py [--lkmm PATH] [--check | --update] [--threads N] [--limit S] [--write DIR]
[SERIES...]

Prints a table for each series of bench/series.py: the test for 2, 3, ... N threads (10), its
events, seconds for the verdict, seconds for all final states with their number, and herd7's time if
the reference answers have it. Then the time of all reference tests together in one process and one
thread, and of a small test with process start. The reference answers are in ../shared/litmus, if
present.

Seconds are the best of five, without process start, and scaled by the part of the CPU that the
process got: the machine may have other work. "-" is over the time limit of each test, which --limit
sets. --write only writes the tests, to DIR.

--check compares instructions, counted by valgrind, since times depend on the machine: the counts
must not exceed those of bench/check.counts by a tenth, and must not grow faster with the threads
than TARGET says; nor must the memory. TAP.

--update writes those counts of bench/check.counts that got lower, and those of new rows; a count
that may get higher is written by hand, with the reason in the commit. New tests of litmus/ are
added to its rows, and to their list in bench/check.litmus.
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
import counts  # noqa: E402
import series  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(1, os.path.join(ROOT, "tests"))
import tap  # noqa: E402

HARD = os.path.join(ROOT, "bench", "hard")       # random tests that were once not decided in 10 s
REFERENCE = os.path.join(ROOT, "..", "shared", "litmus")
SMALL = os.path.join(ROOT, "litmus", "fence", "sb-mb.litmus")
TICK = 0.001        # below this, seconds depend more on the machine than on the search

# Limits of --check: a multiple of bench/check.counts; growth is per thread, for the final states
# for one.
COUNTS = os.path.join(ROOT, "bench", "check.counts")
LITMUS = os.path.join(ROOT, "bench", "check.litmus")
TARGET = {"instructions": 1.1, "growth of the verdict": 2.2, "growth of a final state": 2.5,
          "MB at most": 200}
FEW = 500_000_000       # instructions, for the largest test whose final states are counted


# ---- runs ----


class Run:
    """One process: the answers that it gives, its peak memory, its seconds of CPU time."""

    def __init__(self, lkmm, files, *options):
        begin = time.monotonic()
        process = subprocess.Popen([lkmm, "check", "--json", *options, *files],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
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
    """For each of FILES the answer that took the fewest seconds of five, or None if over the limit.
    """
    options = ["--timeout", str(limit), *options]
    best = Run(lkmm, files, *options).answers
    for _ in range(4):
        quick = [i for i, answer in enumerate(best)
                 if "error" not in answer and answer["seconds"] < 0.05]
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
    """The growth of VALUES, one a thread, from one to the next, over the last five. None: too few.
    """
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
        row = [p.threads, p.events, seconds(p.verdict), p.nstates or "", seconds(p.states),
               p.herd or ""]
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
    """Milliseconds for a small test, process start included, and for true: medians of wall time.
    Also how much more the test takes, of CPU time in the best tenth of the runs: other work on the
    machine disturbs that less."""
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


# ---- counts ----


class Verdicts(tap.Tap):
    """The targets met and missed."""

    def judge(self, what, value, target):
        self.point(value <= target, f"{what}: {value:.3g}, target {target:g}")


def all_litmus():
    """All tests of litmus/, as bench/check.litmus names them."""
    litmus = os.path.join(ROOT, "litmus")
    return sorted(os.path.relpath(os.path.join(folder, name), litmus)
                  for folder, _, names in os.walk(litmus) for name in names
                  if name.endswith(".litmus"))


def listed_litmus():
    """Those that the rows of litmus/ have counted, and that are still there."""
    with open(LITMUS, encoding="utf-8") as lines:
        names = {line.strip() for line in lines if line[0] != "#"}
    return [name for name in all_litmus() if name in names]


class Counter:
    """The instructions of a test of a series, or of the tests @litmus: as the names in
    bench/check.counts have it."""

    def __init__(self, lkmm, directory, litmus):
        self.lkmm, self.directory, self.litmus = lkmm, directory, litmus
        self.start = counts.instructions([lkmm, "check", SMALL])

    def files(self, name):
        if name == "litmus":
            return [os.path.join(ROOT, "litmus", test) for test in self.litmus]
        if name == "small":
            return [SMALL]
        if name.startswith("hard/"):
            return [os.path.join(ROOT, "bench", f"{name}.litmus")]
        series_name, threads = name.rsplit("-", 1)
        file = os.path.join(self.directory, f"{name}.litmus")
        with open(file, "w", encoding="utf-8") as out:
            out.write(series.SERIES[series_name](int(threads)))
        return [file]

    def count(self, what):
        """WHAT is "NAME verdict" or "NAME states"."""
        name, kind = what.split()
        options = ["--states"] if kind == "states" else []
        # a test that should take a second must end if it does not
        limit = "600" if name.startswith("hard/") else "1000000"
        return counts.instructions([self.lkmm, "check", "-j", "1", "--timeout", limit, *options,
                                    *self.files(name)])

    def states(self, name):
        """The number of final states."""
        return len(Run(self.lkmm, self.files(name), "--states", "--timeout",
                       "1000000").answers[0]["states"])


def grown(lkmm, directory, before):
    """The counts of all tests of litmus/. What others than the new ones have cost more than BEFORE
    is not forgotten: it stays a part of the tenth that they may cost."""
    listed, found = Counter(lkmm, directory, listed_litmus()), {}
    everything = Counter(lkmm, directory, all_litmus())
    for what in "litmus verdict", "litmus states":
        found[what] = everything.count(what)
        if what in before:
            found[what] = int(found[what] * min(1, before[what] / listed.count(what)))
    return found


def update(lkmm, names, directory):
    before = counts.read(COUNTS)
    counter = Counter(lkmm, directory, [])
    found = {"small verdict": counter.count("small verdict"), **grown(lkmm, directory, before)}
    for file in sorted(os.listdir(HARD)):
        what = f"hard/{file.removesuffix('.litmus')} verdict"
        found[what] = counter.count(what)
    for name in names:
        for threads in 6, 10:
            found[f"{name}-{threads} verdict"] = counter.count(f"{name}-{threads} verdict")
        # of few threads, and of as many as are still quick
        found[f"{name}-4 states"] = counter.count(f"{name}-4 states")
        for threads in 6, 5:
            n = counter.count(f"{name}-{threads} states")
            if n < FEW:
                found[f"{name}-{threads} states"] = n
                break
        print(name, flush=True)
    lower = {what: n if what.startswith("litmus ") else min(n, before.get(what, n))
             for what, n in found.items()}
    head = ["SPDX-License-Identifier: GPL-2.0 OR MIT", "Written by bench/check.py --update: "]
    counts.write(COUNTS, [head[0], head[1] + "the instructions of lkmm check, process start "
                          "included."], lower)
    with open(LITMUS, "w", encoding="utf-8") as out:
        out.write(f"# {head[0]}\n# {head[1]}the tests of the rows of litmus/.\n")
        out.writelines(f"{name}\n" for name in all_litmus())


def per_thread(small, large, base):
    """The growth of the instructions from one number of threads to the next."""
    (n, a), (m, b) = small, large
    least = base / 10    # smaller values are noise
    return (max(b - base, least) / max(a - base, least)) ** (1 / (m - n))


def judge_growth(verdicts, counter, name, now, base):
    points = {kind: sorted((int(what.split()[0].rsplit("-", 1)[1]), n) for what, n in now.items()
                           if what.rsplit("-", 1)[0] == name and what.endswith(kind))
              for kind in ("verdict", "states")}
    # that of the verdict, of tests that take longer than to start
    if len(points["verdict"]) == 2:
        verdicts.judge(f"{name}: growth of the verdict", per_thread(*points["verdict"], base),
                       TARGET["growth of the verdict"])
    if len(points["states"]) == 2:
        small, large = points["states"]
        more = counter.states(f"{name}-{large[0]}") / counter.states(f"{name}-{small[0]}")
        verdicts.judge(f"{name}: growth of a final state",
                       per_thread(small, large, base) / more ** (1 / (large[0] - small[0])),
                       TARGET["growth of a final state"])


def check(lkmm, names, directory):
    verdicts, counter, now = Verdicts(), Counter(lkmm, directory, listed_litmus()), {}
    for what, before in counts.read(COUNTS).items():
        if names and what.split()[0].rsplit("-", 1)[0] not in names:
            continue
        now[what] = counter.count(what)
        verdicts.judge(f"{what}: {now[what]} instructions, times what they were",
                       now[what] / before, TARGET["instructions"])
    # The cost of a process start, minus a margin in which growth is noise.
    base = counter.start * 0.9
    for name in series.SERIES:
        judge_growth(verdicts, counter, name, now, base)
    for kind, options in ("verdicts", []), ("final states", ["--states"]):
        run = Run(lkmm, [os.path.join(ROOT, "litmus")], "-j", "1", *options)
        verdicts.note(f"all {kind} of litmus/: {run.seconds:.2f} s of the CPU")
        verdicts.judge(f"all {kind} of litmus/: MB at most", run.megabytes, TARGET["MB at most"])
    return verdicts.end()


def totals(lkmm, herd):
    """The cost of all reference tests together, and of a small one."""
    print()
    files = [os.path.join(REFERENCE, test) for test in herd]
    for kind, options in ("verdicts", []), ("final states", ["--states"]):
        if not files:
            break
        run = Run(lkmm, files, *options)
        worst = max(run.answers, key=lambda a: a["seconds"])
        print(f"all {kind} of {len(files)} reference tests: {run.seconds:.2f} s, "
              f"{run.megabytes:.0f} MB at most, the slowest {worst['seconds']:.3f} s: "
              f"{os.path.relpath(worst['file'], REFERENCE)}")
    (small, true), more = small_test(lkmm)
    print(f"a small test: {small:.2f} ms with process start, of which {true:.2f} ms are those of "
          f"true; "
          f"{more:.2f} ms of the CPU more than true")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n")[2][len("usage: "):])
    parser.add_argument("--lkmm", default=os.path.join(ROOT, "build", "lkmm"))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--threads", type=int, default=10)
    parser.add_argument("--limit", type=float, default=5)
    parser.add_argument("--write")
    parser.add_argument("series", nargs="*")
    a = parser.parse_args()
    names = a.series or list(series.SERIES)

    if a.write:
        os.makedirs(a.write, exist_ok=True)
        for name in names:
            write_series(a.write, name, a.threads)
        return 0
    if a.check or a.update:
        if not counts.can_count():
            print("there is no valgrind to count instructions with (Debian: valgrind)",
                  file=sys.stderr)
            return 2
        with tempfile.TemporaryDirectory() as directory:
            return update(a.lkmm, names,
                          directory) if a.update else check(a.lkmm, a.series, directory)
    herd = reference()
    for name in names:
        print_series(name, measure_series(a.lkmm, name, a.threads, a.limit, herd))
    if not a.series:
        totals(a.lkmm, herd)
    return 0


if __name__ == "__main__":
    sys.exit(main())
