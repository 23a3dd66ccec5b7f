#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""places.py [--keep DIR] LKMM SOURCES FILE...: functions of the kernel are taken as they stand.

Each place of a FILE names a file and a function of the kernel, and what comes of it: a verdict,
with flags and "blocks"; "undecided"; or "refused" and a word of the answer. Behind it stands a
litmus test, where a line "@" is the function, cut out of SOURCES with nothing changed. With --keep,
the tests are left in DIR.
"""
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402


def places(file):
    """The places of @file: path, function, what comes of it, and the text of the test."""
    with open(file) as f:
        parts = re.split(r"^place ", f.read(), flags=re.M)[1:]
    for part in parts:
        head, text = part.split("\n", 1)
        path, function, *answer = head.split()
        yield path, function, " ".join(answer), text


def function_of(text, name):
    """The function @name as it stands in @text, from its type to its closing brace."""
    found = re.search(
        r"^[A-Za-z_][^\n;{}#=]*(?:\n[\t ]*[^\n;{}#=]*)*?\b%s\((?:[^;{}])*\)\n\{\n.*?^\}"
        % re.escape(name), text, re.M | re.S)
    return found and found.group(0)


def last_head(function, name):
    """@function without declarations that the search took for its type."""
    lines = function.split("\n")
    at = next(i for i, line in enumerate(lines) if re.search(r"\b%s\(" % re.escape(name), line))
    while at and re.match(r"[A-Za-z_]", lines[at - 1]):
        at -= 1
    return "\n".join(lines[at:])


def cut(sources, path, name):
    with open(os.path.join(sources, path), errors="replace") as f:
        found = function_of(f.read(), name)
    return found and last_head(found, name)


def answer_of(lkmm, file):
    """The verdict on @file, or its first error."""
    done = subprocess.run([lkmm, "check", "--timeout", "300", file], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    verdict = re.search(r"^Observation \S+ (\w+)", done.stdout, re.M)
    if verdict:
        flags = re.findall(r"^Flag (\S+)", done.stdout, re.M)
        blocks = ["blocks"] if re.search(r"^Blocked ", done.stdout, re.M) else []
        return " ".join([verdict.group(1)] + sorted(flags) + blocks), done.stdout
    error = re.search(r"error: (.*)", done.stdout)
    return "error: " + (error.group(1) if error else done.stdout), done.stdout


def agrees(want, got):
    if want.startswith("refused "):
        return got.startswith("error: ") and want.split()[1] in got
    return want == got or want == "undecided" and got.startswith("error: undecided")


def decide(place, lkmm, sources, directory):
    path, name, want, text = place
    function = cut(sources, path, name)
    if not function:
        return "error: it is not there", 0, ""
    file = os.path.join(directory, f"{name}.litmus")
    with open(file, "w") as f:
        f.write(f"C {name}\n\n" + re.sub(r"^@$", lambda m: function, text, flags=re.M))
    return (answer_of(lkmm, file)[0], function.count("\n") + 1, *answer_of(lkmm, file)[1:])


def main():
    args = sys.argv[1:]
    keep = args[1] if args[0] == "--keep" else None
    lkmm, sources, *files = args[2:] if keep else args
    points, taken, total = tap.Tap(), 0, 0
    with tempfile.TemporaryDirectory() as tmp:
        for place in [p for file in files for p in places(file)]:
            got, lines, text = decide(place, lkmm, sources, keep or tmp)
            total += 1
            taken += not got.startswith("error: ")
            name = f"{place[0]}: {place[1]}, {lines} lines, {place[2]}"
            points.point(agrees(place[2], got), name, f"lkmm: {got}")
    points.note(f"{taken} of {total} are taken as they stand")
    sys.exit(points.end())


main()
