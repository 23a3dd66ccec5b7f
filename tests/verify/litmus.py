#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""litmus.py [--list] [--lang=c,rust,mixed] LKMM FILE|DIR...: litmus tests as programs. TAP.

'lkmm verify --write' makes a program of each test: its processes are threads, and main() asserts
that the condition is false in the end. 'lkmm verify' must find that assertion to fail if and only
if 'lkmm check' says that the condition can be true, and the same flags. --lang: all processes in C,
all in Rust, or the odd ones in Rust and the others in C. Tests that have no program, and programs
that are not decided, are skipped, and counted by reason; so are tests about the order of operands,
which a compiler chooses. --list: names them. $CC: a clang.
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap  # noqa: E402

# by their names: what a compiler chooses, and a value that rustc makes branches of
VALUES = ("conditional-value.", "item-enum.", "lb-if-value.")
LOCKS = ("memory-lock-inside", "arc-mutex.", "seqlock-init.")
OPERANDS = ("operands-", "call-unsequenced-")
BATCH = 20	# programs that are compiled together
FIND_BIT = r"__ffs|\bffz"  # the program computes it
FILTER = re.compile(r"^\s*filter\b", re.M)
LIMIT = 20	# seconds for the search of one


class Skip(Exception):
    pass


def run(*args, timeout=600):
    return subprocess.run(args, capture_output=True, text=True, timeout=timeout)


def json_lines(text):
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def reason_of(message):
    """An error without what is particular to one test."""
    lines = message.strip().splitlines() or ["no answer"]
    text = re.sub(r"^\S*?:\d+:\d+: (error: )?", "", lines[0])
    return re.sub(r"'[^']*'|\d+", "...", text).replace("lkmm verify: ", "")


class Batch:
    """Programs of some tests in one language, which are compiled together."""

    def __init__(self, lkmm, lang, paths, folder):
        self.lkmm, self.folder = lkmm, folder
        p = run(lkmm, "verify", f"--write={folder}", f"--lang={lang}", "--json", *paths)
        self.tests = json_lines(p.stdout)
        self.refused = None
        mains = [t["main"] for t in self.tests if "main" in t]
        names = [f"{folder}/litmus.{end}" for end in ("c", "rs")]
        if mains:
            # whatever the first answer is: the IR of all is kept
            p = run(lkmm, "verify", f"--keep={folder}", f"--main={mains[0]}", f"--timeout={LIMIT}",
                    *filter(os.path.exists, names))
            self.refused = p.stderr
        self.ir = [f"{folder}/{name}" for name in ("0.ll", "1.ll", "lkmm.ll")
                   if os.path.exists(f"{folder}/{name}")]

    def answer(self, test):
        if "main" not in test:
            raise Skip("not written: " + test["reason"])
        if not self.ir:
            raise Skip("not compiled: " + reason_of(self.refused))
        p = run(self.lkmm, "verify", "--json", f"--timeout={LIMIT}", f"--main={test['main']}",
                *self.ir)
        found = json_lines(p.stdout)
        if not found or "verdict" not in found[-1]:
            raise Skip("not decided: " + reason_of(p.stderr))
        if found[-1]["verdict"] == "bounded":
            raise Skip("not decided: bounded")
        return found[-1]


def batches(lkmm, lang, paths):
    """Pairs of a batch and a test in it. One that does not compile is divided."""
    with tempfile.TemporaryDirectory() as folder:
        batch = Batch(lkmm, lang, paths, folder)
        if batch.ir or len(paths) == 1 or not any("main" in t for t in batch.tests):
            for test in batch.tests:
                yield batch, test
            return
    half = len(paths) // 2
    yield from batches(lkmm, lang, paths[:half])
    yield from batches(lkmm, lang, paths[half:])


def without_value(flags):
    """Arithmetic that has no value is undefined in C, and a panic in Rust."""
    return sorted({"assertion" if f == "undefined-arithmetic" else f for f in flags})


def check_expected(expected, test, text, lang):
    """Raises Skip if a program cannot tell what 'check' does."""
    name = os.path.basename(test["file"])
    if name.startswith(OPERANDS):
        raise Skip("it is about the order of operands")
    if name.startswith(VALUES) and lang == "rust":
        raise Skip("rustc makes branches of an 'if' that has a value, and nothing depends on it")
    if name.startswith(LOCKS) and lang == "rust":
        raise Skip("a lock in allocated memory is not known in Rust")
    if expected is None or "observation" not in expected:
        raise Skip("check has no answer")
    if "lock-final" in expected["flags"]:
        raise Skip("check marks a condition about a lock")
    if "assertion" in without_value(expected["flags"]) and re.search(FIND_BIT, text):
        raise Skip("a search for a bit of 0 has a value in the program")
    if "assertion" in without_value(expected["flags"]) and "<<" in text and lang != "c":
        raise Skip("rustc masks the number of bits of a shift")


def difference(expected, test, text, got):
    """None, or what differs."""
    if test["quantifier"] == "forall":
        can = expected["observation"] != "Always" and bool(expected["states"])
    else:
        can = expected["observation"] != "Never"
    flags = without_value(got["flags"])
    if FILTER.search(text) and set(got["flags"]) - set(expected["flags"]) == {"bad-pointer"}:
        raise Skip("a bad pointer stops a thread before the assumption that leaves it out")
    if without_value(expected["flags"]) != flags:
        return f"flags {expected['flags']} and {got['flags']}"
    if can and "main" not in got and "assertion" in flags:
        raise Skip("main() does not see what a thread leaves that fails")
    if can != ("main" in got):
        return f"check says {expected['observation']}, verify {got['verdict']}"
    return None


def compare(batch, test, expected, lang):
    with open(test["file"], encoding="utf-8") as f:
        text = f.read()
    check_expected(expected, test, text, lang)
    return difference(expected, test, text, batch.answer(test))


def tests(arguments):
    for a in arguments:
        if not os.path.isdir(a):
            yield a
            continue
        for folder, _, names in sorted(os.walk(a)):
            for name in sorted(names):
                if name.endswith(".litmus"):
                    yield os.path.join(folder, name)


def check(lkmm, paths):
    """The answers of 'check', by file."""
    found = {}
    for at in range(0, len(paths), BATCH):
        out = run(lkmm, "check", "--states", "--json", f"--timeout={LIMIT}", *paths[at:at + BATCH])
        found.update((line["file"], line) for line in json_lines(out.stdout))
    return found


def compare_all(tap, lkmm, lang, paths, expected, detail):
    good, bad, skipped = 0, 0, collections.Counter()
    for at in range(0, len(paths), BATCH):
        for batch, test in batches(lkmm, lang, paths[at:at + BATCH]):
            try:
                wrong = compare(batch, test, expected.get(test["file"]), lang)
            except (Skip, subprocess.TimeoutExpired) as why:
                skipped[str(why)] += 1
                if detail:
                    tap.note(f"{lang}: {test['file']}: {why}")
                continue
            good += not wrong
            bad += bool(wrong)
            if wrong:
                tap.note(f"{lang}: {test['file']}: {wrong}")
    for why, n in skipped.most_common():
        tap.note(f"{lang}: {n} skipped: {why}")
    # what is skipped without need would not be seen
    few = skipped.total() * 8 <= len(paths)
    tap.point(good and not bad and few, f"{lang}: {good} litmus tests as programs decide as check "
              f"does, {bad} do not, {skipped.total()} skipped")


def main():
    arguments = sys.argv[1:]
    detail = "--list" in arguments
    langs = [a[7:].split(",") for a in arguments if a.startswith("--lang=")] or [["c"]]
    lkmm, *rest = [a for a in arguments if not a.startswith("--")]
    tap = Tap()
    paths = list(tests(rest))
    expected = check(lkmm, paths)
    for lang in langs[0]:
        compare_all(tap, lkmm, lang, paths, expected, detail)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
