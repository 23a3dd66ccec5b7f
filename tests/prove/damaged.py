#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""damaged.py LKMM TREE [all]: what `lkmm prove --certificate` writes is accepted by certificate.py,
and refused if a line is dropped, or changed in one of three ways at each word: every tenth line of
one architecture; with "all", each line of all. TAP."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap as report
from certificate import ARCHITECTURES, check_certificate


def certificate(lkmm, arch):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, arch)
        subprocess.run([lkmm, "prove", "--bound", "3", "--certificate", path, arch],
                       capture_output=True, check=True)
        with open(path, encoding="utf-8") as f:
            return f.read().splitlines()


def refusal(tree, lines):
    """Why they are refused; or None."""
    try:
        check_certificate(tree, "\n".join(lines))
    except SystemExit as refused:
        return refused
    return None


def damages(line):
    """The line without a word, with another word, and with two exchanged."""
    words = line.split()
    for i, word in enumerate(words):
        yield words[:i] + words[i + 1:]
        yield words[:i] + [{"1": "2", "2": "1", "R": "W", "W": "R"}.get(word, word + "x")] + \
            words[i + 1:]
        if i and words[i - 1] != word:
            yield words[:i - 1] + [word, words[i - 1]] + words[i + 1:]


def accepted(tree, lines, step):
    """The damaged lines that are not noticed."""
    for i in range(0, len(lines), step):
        if not refusal(tree, lines[:i] + lines[i + 1:]):
            yield f"without line {i + 1}: {lines[i]}"
        for n, words in enumerate(damages(lines[i])):
            if n % 3 == i % 3 and \
                    not refusal(tree, lines[:i] + [" ".join(words)] + lines[i + 1:]):
                yield f"line {i + 1}: {lines[i]} -> {' '.join(words)}"


def main():
    lkmm, tree, *every = sys.argv[1:]
    tap = report.Tap()
    for arch in ARCHITECTURES:
        lines = certificate(lkmm, arch)
        why = refusal(tree, lines)
        tap.point(not why, f"{arch}: the certificate is a proof", why)
        if every or arch == "x86_64":
            found = list(accepted(tree, lines, 1 if every else 10))
            tap.point(len(lines) > 100 and not found, f"{arch}: damage is noticed", *found[:20])
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
