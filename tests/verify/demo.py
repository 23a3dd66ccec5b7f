#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""demo.py LKMM SOURCES [rust] [long]: the work of the threads of demo/, unmodified, with the
clients in demo/ here: two threads in C, two in Rust, and one of each; and with faults that are put
into a copy. TAP.

A client has the lines "fault:" and "expect:" of kernel.py, and

    change: FILE: OLD => NEW    in all cases

Without 'long', the first fault of each language only.
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from kernel import put_fault, read_client  # noqa: E402
from tap import Tap  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__)) + "/demo"
CLEAN = "no fault in any execution"
IN_C, IN_RUST = "work.c", "rust/lib.rs"
FORMS = {
    "C": ([IN_C], "demo_c_inline", "demo_c_inline"),
    "Rust": ([IN_RUST], "demo_rust", "demo_rust"),
    "C and Rust": ([IN_C, IN_RUST], "demo_c_inline", "demo_rust"),
}


def changes_of(path):
    with open(path, encoding="utf-8") as f:
        return [line[len(" * change: "):-1] for line in f if line.startswith(" * change: ")]


def verify(lkmm, sources, path, form, changes):
    files, one, other = FORMS[form]
    with tempfile.TemporaryDirectory() as tree:
        shutil.copytree(f"{sources}/demo", tree, dirs_exist_ok=True)
        for change in changes:
            put_fault(tree, change)
        p = subprocess.run([lkmm, "verify", "--timeout=100", path, *(f"{tree}/{f}" for f in files),
                            "--", f"-I{tree}", "-DVARIANT=demo_c_inline", f"-DONE={one}",
                            f"-DOTHER={other}"],
                           text=True, capture_output=True, timeout=300)
        return p.returncode, (p.stdout + p.stderr).replace(tree + "/", "")


def faults_of(cases, language, at_length):
    """Each with what it is to show; the first, or all of them."""
    found = [(case.faults[0], case.expected[0]) for case in cases
             if case.faults and case.faults[0].startswith(language + ":")]
    return found if at_length else found[:1]


def main():
    lkmm, sources = sys.argv[1:3]
    rust, at_length = "rust" in sys.argv[3:], "long" in sys.argv[3:]
    tap = Tap()
    for path in sorted(glob.glob(HERE + "/*.c")):
        _, _, _, cases = read_client(path)
        points = [(form, None, CLEAN) for form in FORMS]
        points += [("C", *f) for f in faults_of(cases, IN_C, at_length)]
        points += [("Rust", *f) for f in faults_of(cases, IN_RUST, at_length)]
        for form, fault, text in points:
            name = ", ".join([os.path.basename(path), form] + ([fault] if fault else []))
            if "Rust" in form and not rust:
                tap.skip(name, "no rustc here")
                continue
            changes = changes_of(path) + ([fault] if fault else [])
            status, out = verify(lkmm, sources, path, form, changes)
            tap.point(status == (1 if fault else 0) and text in out, name, f"status {status}", out)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
