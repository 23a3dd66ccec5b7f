#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cases.py LKMM DIR: users' own cases, and the answers of lkmm check --json.

Each file of DIR has a row: the observation and the flags, or a part of the error, that is right for
it, and the exit status. A row without a file fails; a file without a row is skipped. TAP.
"""
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

RIGHT = {
    # name: (observation or None, flags, part of the error or of "undecided" or None, exit status)
    "h1-void-process": ("Always", [], None, 0),
    "h2-condition-angle": ("Sometimes", [], None, 0),
    "h4-condition-false": ("Always", [], None, 0),
    "h5-name-continue": ("Always", [], None, 0),
    "h6-name-let": ("Always", [], None, 0),
    "h7-array": ("Always", [], None, 0),
    "m1-no-init": (None, [], "expected the initial state, { ... }", 2),
    "m3-mutex": ("Always", [], None, 0),
    "m4-struct": ("Always", [], None, 0),
    "m5-sizeof": ("Always", [], None, 0),
    "m6-array-message": ("Always", [], None, 0),
    "operands-unsequenced": ("Sometimes", [], None, 0),
    "v1-ctrl-dep-acquire": ("Never", [], None, 0),
    "v1-refcount-dec-and-test": ("Never", [], None, 0),
    "v2-for-constant": ("Always", [], None, 0),
    "v3-null-pointer": ("Never", ["bad-pointer"], None, 1),
    # refused until several sizes were modelled
    "v3-xchg-tail-half": ("Always", [], None, 0),
    "v4-narrow-read": ("Always", [], None, 0),
    "w1-remedy-release": ("Sometimes", ["data-race"], None, 0),
    "w2-plain-pointer": ("Sometimes", ["data-race"], None, 0),
    "w3-wmb-race": ("Never", ["data-race"], None, 0),
    "w4-two-loose-steps": ("Sometimes", [], None, 0),
    "w5-idle-barrier": ("Sometimes", [], None, 0),
    "w6-no-execution-ends": ("Never", [], None, 1),
    # Kernel words and language that are not supported yet: the error names the missing part.
    "c01-bitops": ("Never", [], None, 0),
    "c02-refcount": ("Never", [], None, 0),
    "c03-cond-load": ("Never", [], None, 0),
    "c04-wait-event": ("Always", [], None, 1),
    "c06-mcs-struct": ("Sometimes", ["data-race"], None, 0),
    "c07-helper": ("Never", [], None, 0),
    "c09-dma-barriers": ("Never", [], None, 0),
    "c10-lock-variants": ("Always", [], None, 0),
    "c12-likely-bug-on": ("Always", [], None, 0),
    "c14-rust-items": ("Never", [], None, 0),
    "c15-rust-fence": (None, [], "unknown function 'fence': use smp_mb()", 2),
    "c17-enum-typedef": ("Always", [], None, 0),
    "c18-types": ("Always", [], None, 0),
}

lkmm, directory = sys.argv[1:]
points = tap.Tap()
found = {path.stem: path for path in pathlib.Path(directory).glob("*.litmus")}


def judge(name):
    """The error in the answer, or None."""
    if name not in found:
        return "the file is missing"
    observation, flags, error, status = RIGHT[name]
    done = subprocess.run([lkmm, "check", "--json", str(found[name])], capture_output=True,
                          text=True)
    answer = json.loads(done.stdout.splitlines()[0])
    if answer.get("observation") != observation or answer.get("flags", []) != flags:
        return f"{answer.get('observation')} {answer.get('flags')}, not {observation} {flags}"
    if error and error not in answer.get("error", answer.get("undecided", "")):
        return f"the error is {answer.get('error')!r}, not {error!r}"
    return None if done.returncode == status else f"exit status {done.returncode}, not {status}"


for name in sorted(set(RIGHT) | set(found)):
    if name not in RIGHT:
        points.skip(name, "no row has the right answer for it")
        continue
    wrong = judge(name)
    points.point(not wrong, name, wrong)
sys.exit(points.end())
