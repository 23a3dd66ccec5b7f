#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""relax.py LKMM DIR... [--every N]

Checks the output of lkmm check --relax for the tests in DIR (each Nth of them):

- each weaker form, applied as a patch, and all together, keep the answer, and no race comes;
- where something is needed as it is, none of the weaker forms that this script makes on the line
keeps the answer; where one
  does, the line is among those that may be weaker;
- a needed ordering prevents the outcome of the test, or a race.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

import ask

parser = argparse.ArgumentParser()
parser.add_argument("lkmm")
parser.add_argument("directories", nargs="+")
parser.add_argument("--every", type=int, default=1)
options = parser.parse_args()
ask.skip_without("patch")
points = ask.tap.Tap()


def check(names, *more):
    return ask.check(options.lkmm, names, *more)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)


def keeps(before, after):
    """The same answer, of some execution, and no flag that was not there."""
    return "error" not in after and after["states"] and \
        after.get("observation") == before["observation"] and \
        set(after["flags"]) <= set(before["flags"])


def weaker_lines(line):
    """All that one access or barrier of the line could be instead; None: nothing."""
    for m in re.finditer(r"smp_load_acquire\((\w+)\)", line):
        for to in (f"READ_ONCE(*{m[1]})", f"*{m[1]}"):
            yield line[:m.start()] + to + line[m.end():]
    for m in re.finditer(r"READ_ONCE\((\*\w+)\)", line):
        yield line[:m.start()] + m[1] + line[m.end():]
    for m in re.finditer(r"smp_store_release\((\w+), ", line):
        yield line[:m.start()] + f"WRITE_ONCE(*{m[1]}, " + line[m.end():]
    m = re.match(r"(\s*)WRITE_ONCE\((\*\w+), (.*)\);", line)
    if m:
        yield f"{m[1]}{m[2]} = {m[3]};"
    for m in re.finditer(r"\b(xchg|cmpxchg|atomic_(?:fetch_\w+?|\w+_return|xchg|cmpxchg))"
                         r"((?:_acquire|_release)?)\(", line):
        for suffix in ("_relaxed", "_acquire", "_release"):
            if not m[2] or suffix == "_relaxed":
                yield line[:m.start(2)] + suffix + line[m.end() - 1:]
    m = re.match(r"(\s*)smp_(r|w|)mb(__\w+)?\(\);", line)
    if m:
        yield None
        if not m[2] and not m[3]:
            yield f"{m[1]}smp_rmb();"
            yield f"{m[1]}smp_wmb();"


def singles(text):
    lines = text.split("\n")
    inside = False
    for number, line in enumerate(lines):
        inside = (inside or re.match(r"P\d+\(", line) is not None) and not line.startswith("}")
        if not inside or not line.startswith("\t"):
            continue
        branch = re.match(r"\s*(if|else|while|for|do)\b",
                          lines[number - 1]) and not lines[number - 1].endswith("{")
        for changed in weaker_lines(line):
            if changed is not None or not branch:
                yield number + 1, "\n".join(lines[:number] + ([] if changed is None
                                                              else [changed]) + lines[number + 1:])


names = []
for directory in options.directories:
    for path, _, files in os.walk(directory):
        names += [os.path.join(path, name) for name in files if name.endswith(".litmus")]
names = sorted(names)[::options.every]
answers = check(names, "--relax")
tests = {}
for file in names:
    answer = answers.get(file, {"error": "no answer"})
    if "relax" not in answer:
        points.point(False, f"{file}: is read", answer.get("error", "no answer"))
    elif answer["relax"]:
        with open(file, encoding="utf-8", errors="surrogateescape", newline="") as text:
            tests[file] = text.read()

with tempfile.TemporaryDirectory() as scratch:
    patched = {}
    for file, text in tests.items():
        relax = answers[file]["relax"]
        for change in relax["weaker"] + ([relax] if relax["together"] else []):
            directory = os.path.join(scratch, f"try{len(patched)}")
            path = os.path.join(directory, file.lstrip("/"))
            write(path, text)
            done = subprocess.run(["patch", "-p1", "-s", "--no-backup-if-mismatch"], cwd=directory,
                                  capture_output=True,
                                  input=change["patch"].encode("utf-8", "surrogateescape"))
            if done.returncode:
                points.point(False, f"{file}: patch takes it", done.stdout.decode())
            patched[path] = (file, change)
        for change in relax["needed"]:
            points.point(change["allows"], f"{file}:{change['line']}: needed, and for something")
    again = check(list(patched), "--states")
    for path, (file, change) in patched.items():
        points.point(keeps(answers[file], again[path]), f"{path}: keeps the answer", change,
                     again[path])

    tried = {}
    for file, text in tests.items():
        for line, changed in singles(text):
            path = os.path.join(scratch, "single", f"{len(tried)}.litmus")
            write(path, changed)
            tried[path] = (file, line)
    again = check(list(tried), "--states")
    works = 0
    for path, (file, line) in tried.items():
        if not keeps(answers[file], again[path]):
            continue
        works += 1
        with open(path, encoding="utf-8", errors="surrogateescape") as text:
            form = text.read().splitlines()[line - 1]
        points.point(any(change["line"] == line for change in answers[file]["relax"]["weaker"]),
                     f"{file}:{line}: reported, as it may be weaker: {form}")
points.point(patched and works, f"{len(names)} tests, {len(tests)} to relax, {len(patched)} "
             f"patches applied; {len(tried)} weaker forms, {works} keep the answer")
sys.exit(points.end())
