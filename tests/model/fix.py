#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""fix.py LKMM DIR... [--every N] [--single]

Checks the proposals of lkmm check --fix for the tests in DIR (each Nth of them):

- each proposal, applied as a patch by patch -p1 and by git apply, changes the answer as it promises
to; - with --single, no change at one place does that without being proposed. Such changes are made
here by rules of this
  script's own, on the lines of the text. TAP.
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
parser.add_argument("directories", nargs="+", type=os.path.abspath)
parser.add_argument("--every", type=int, default=1)
parser.add_argument("--single", action="store_true")
options = parser.parse_args()
ask.skip_without("patch", "git")
points = ask.tap.Tap()


def ends(names):
    """Those with an execution that ends: a change that allows nothing prevents too much."""
    return {name for name, answer in check(sorted(names), "--states").items()
            if answer.get("states")}


def check(names, *more):
    return ask.check(options.lkmm, names, *more)


def quantifier(text):
    """exists, ~exists or forall: the last in the text stands before the condition."""
    return re.findall(r"~\s*exists|\bexists\b|\bforall\b", text)[-1]


def is_wrong(answer, text, what):
    if what in ("data-race", "use-after-free"):
        return what in answer["flags"]
    if quantifier(text) == "forall":
        return answer["observation"] != "Always"
    return answer["observation"] != "Never"


def is_fixed(answer, text, before):
    """Everything that was promised is so, and nothing else has come."""
    if "error" in answer:
        return False
    return not any(is_wrong(answer, text, what) for what in before["fix"]["prevented"]) \
        and set(answer["flags"]) <= set(before["flags"]) \
        and ("outcome" in before["fix"]["wrong"] or not is_wrong(answer, text, "outcome")
             or not has_condition(text))


def has_condition(text):
    return re.search(r"\b(exists|forall)\b", text) is not None


def apply(tool, directory, name, patch):
    """Applies a patch in a copy of the directory's one file; its new text, or None."""
    command = ["patch", "-p1", "-s",
               "--no-backup-if-mismatch"] if tool == "patch" else ["git", "apply", "-p1"]
    done = subprocess.run(command, input=patch.encode("utf-8", "surrogateescape"), cwd=directory,
                          capture_output=True)
    if done.returncode:
        points.point(False, f"{name}: {tool} takes the patch", done.stdout.decode(),
                     done.stderr.decode())
        return None
    with open(os.path.join(directory, name), encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)


def check_proposals(tests, answers, scratch):
    """Applies all proposals, and decides them all at once."""
    patched, count = {}, 0
    for file, text in tests.items():
        for number, fix in enumerate(answers[file]["fix"]["fixes"]):
            name = file.lstrip("/")
            for tool in ("patch", "git apply") if number == 0 else ("patch",):
                directory = os.path.join(scratch, f"try{count}")
                count += 1
                write(os.path.join(directory, name), text)
                if apply(tool, directory, name, fix["patch"]) is not None:
                    patched[os.path.join(directory, name)] = (file, number, fix, tool)
    again = check(list(patched))
    some_end = ends(patched)
    for path, (file, number, fix, tool) in patched.items():
        fixed = path in some_end and is_fixed(again[path], tests[file], answers[file])
        points.point(fixed, f"{file}: fix {number + 1}, applied by {tool}", fix["changes"],
                     again[path])
    return len(patched)


# ---- changes at one place, made here ----

ACCESS = re.compile(r"READ_ONCE|WRITE_ONCE|smp_(?:load|store)|atomic|xchg|spin_|srcu|"
                    r"rcu_(?:dereference|assign)|\*")
BARRIER = re.compile(r"smp_(?:[rw]?mb(?:__\w+)?|acquire__after_ctrl_dep)\(\)")


def body_lines(lines):
    """The numbers of lines with statements of processes in C, each on its own line."""
    inside, body = False, []
    for number, line in enumerate(lines):
        if re.match(r"P\d+\(", line):
            inside = True
        elif line.startswith("}"):
            inside = False
        elif inside and line.startswith("\t") and line.rstrip().endswith(";"):
            body.append(number)
    return body


def stronger_lines(line):
    """All that one access of the line could be instead."""
    for m in re.finditer(r"READ_ONCE\(\*(\w+)\)", line):
        yield line[:m.start()] + f"smp_load_acquire({m[1]})" + line[m.end():]
    for m in re.finditer(r"WRITE_ONCE\(\*(\w+), ", line):
        for name in ("smp_store_release", "xchg"):
            yield line[:m.start()] + f"{name}({m[1]}, " + line[m.end():]
        yield line[:m.start()] + f"smp_store_mb(*{m[1]}, " + line[m.end():]
    for m in re.finditer(r"smp_store_release\((\w+), ", line):
        yield line[:m.start()] + f"xchg({m[1]}, " + line[m.end():]
    for m in re.finditer(r"(xchg|cmpxchg|atomic\w*_(?:return|fetch_\w+?|xchg|negative))"
                         r"_(relaxed|acquire|release)\(", line):
        for suffix in ("", "_acquire", "_release"):
            yield line[:m.start(2) - 1] + suffix + line[m.end() - 1:]
    m = re.match(r"(\s*)\*(\w+) = (.*);", line)
    if m:
        for call in ("WRITE_ONCE(*", "smp_store_release(", "xchg("):
            yield f"{m[1]}{call}{m[2]}, {m[3]});"
    m = re.match(r"(.* = )\*(\w+);", line)
    if m:
        for call in ("READ_ONCE(*", "smp_load_acquire("):
            yield f"{m[1]}{call}{m[2]});"
    for m in BARRIER.finditer(line):
        yield line[:m.start()] + "smp_mb()" + line[m.end():]


def singles(text):
    """(kind, line number, changed text) of each change at one place."""
    lines = text.split("\n")
    for number in body_lines(lines):
        for changed in stronger_lines(lines[number]):
            if changed != lines[number]:
                yield "line", number, "\n".join(lines[:number] + [changed] + lines[number + 1:])
        for name in ("smp_rmb", "smp_wmb", "smp_mb", "smp_mb__before_atomic",
                     "smp_mb__after_atomic",
                     "smp_mb__after_spinlock", "smp_mb__after_unlock_lock"):
            indent = re.match(r"\s*", lines[number])[0]
            # The one statement of a branch: nothing can follow it without braces.
            if re.match(r"\s*(if|else|while|for|do)\b",
                        lines[number - 1]) and not lines[number - 1].endswith("{"):
                continue
            yield "gap", number, "\n".join(lines[:number + 1] + [f"{indent}{name}();"] +
                                           lines[number + 1:])


def position(lines, number):
    """How many lines that do something come up to this one: barriers between the same two are at
    one place."""
    return sum(1 for line in lines[:number + 1]
               if ACCESS.search(re.sub(r"/\*.*?\*/|//.*", "", line)) and not BARRIER.search(line)
               and not line.startswith("P"))


def is_proposed(kind, number, lines, fixes):
    for fix in fixes:
        if len(fix["changes"]) > 1:
            continue
        change = fix["changes"][0]
        at = change["line"] - 1
        if kind == "line" and at == number and "where" not in change:
            return True
        if kind == "line" and BARRIER.search(lines[number]):
            kind = "gap"
        if kind == "gap" and "where" in change:
            at -= change["where"].startswith("before")
        if kind == "gap" and ("where" in change or BARRIER.search(lines[at])) and \
                position(lines, at) == position(lines, number):
            return True
    return False


def check_singles(tests, answers, scratch):
    tried = {}
    for file, text in tests.items():
        if not answers[file]["fix"]["prevented"] or answers[file]["fix"]["more"]:
            continue
        for kind, number, changed in singles(text):
            path = os.path.join(scratch, "single", f"{len(tried)}.litmus")
            write(path, changed)
            tried[path] = (file, kind, number, changed)
    again = check(list(tried))
    works = 0
    fixed = ends(path for path, (file, *_) in tried.items()
                 if is_fixed(again[path], tests[file], answers[file]))
    for path, (file, kind, number, changed) in tried.items():
        if path not in fixed:
            continue
        works += 1
        new = [line for line in changed.split("\n") if line not in tests[file].split("\n")]
        points.point(is_proposed(kind, number, tests[file].split("\n"),
                                 answers[file]["fix"]["fixes"]),
                     f"{file}:{number + 1}: {kind} is proposed: {new}")
    return len(tried), works


# ---- all ----

def litmus_files():
    names = []
    for directory in options.directories:
        for path, _, files in os.walk(directory):
            names += [os.path.join(path, name) for name in files if name.endswith(".litmus")]
    return sorted(names)[::options.every]


names = litmus_files()
answers = check(names, "--fix")
tests = {}
for file in names:
    answer = answers.get(file, {"error": "no answer"})
    if "error" in answer:
        points.point(False, f"{file}: is read", answer["error"])
    elif answer["fix"]["wrong"]:
        with open(file, encoding="utf-8", errors="surrogateescape", newline="") as text:
            tests[file] = text.read()
        points.point(answer["fix"]["complete"], f"{file}: the search ends")
with tempfile.TemporaryDirectory() as scratch:
    proposals = check_proposals(tests, answers, scratch)
    points.point(proposals, f"{len(names)} tests, {len(tests)} with something to fix, {proposals} "
                 "proposals applied")
    if options.single:
        tried, works = check_singles(tests, answers, scratch)
        points.point(works, f"{tried} changes at one place, {works} are enough")
sys.exit(points.end())
