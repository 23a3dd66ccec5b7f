#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""programs.py LKMM [rust]: programs beside this script, each without a fault and with each of its
faults. TAP.

"expect N: TEXT" in a program: with -DFAULT=N (in Rust alone: --cfg fault="N", and --cfg fault if
it is not 0), 'lkmm verify' prints TEXT, and exits with status 0 if that is "no fault in any
execution", 2 if it begins with "error:" or "no fault found", otherwise 1. "json N: TEXT": with
--json it prints TEXT.
A program NAME.c is linked with NAME-other.c and NAME.rs, where they are there. NAME.ll is IR that
this computer's compilers may be too old for. $CC: a clang.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap  # noqa: E402

FOLDER = os.path.dirname(os.path.abspath(__file__))
CLEAN = "no fault in any execution"


def verify(lkmm, path, fault, *options, flags=(), cwd=None):
    beside = path[:-2] + ".rs"
    files = [path] + ([beside] if path.endswith(".c") and os.path.exists(beside) else [])
    if os.path.exists(path[:-2] + "-other.c"):
        files.append(path[:-2] + "-other.c")
    flags = [f"-DFAULT={fault}", *flags]
    if path.endswith(".rs"):
        flags = [f'--cfg=fault="{fault}"'] + (["--cfg=fault"] if fault else [])
    p = subprocess.run([lkmm, "verify", "--timeout=100", *options, *files, "--", *flags], text=True,
                       capture_output=True, timeout=300, cwd=cwd)
    return p.returncode, p.stdout + p.stderr


def status_of(expected):
    if expected == CLEAN:
        return 0
    return 2 if expected.startswith(("error:", "no fault found")) else 1


def programs(tap, rust):
    for path in sorted(glob.glob(FOLDER + "/*.c") + glob.glob(FOLDER + "/*.rs") +
                       glob.glob(FOLDER + "/*.ll")):
        mixed = os.path.exists(path[:-2] + ".rs")
        if path.endswith(".rs") and os.path.exists(path[:-3] + ".c"):
            continue
        if rust or not (path.endswith(".rs") or mixed):
            yield path
        else:
            tap.skip(os.path.basename(path), "no rustc here")


def writes_nothing_here(tap, lkmm):
    """Not even for a moment: two runs in one directory would disturb each other."""
    status, out = verify(os.path.abspath(lkmm), FOLDER + "/mixed.c", 0, cwd="/proc")
    tap.point(status == 0, "in a directory that nobody can write to", f"status {status}", out)


def names_files_in_full(tap, lkmm):
    name = "a-name-" * 12 + ".h"
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/{name}", "w", encoding="utf-8") as f:
            f.write("static int x;\nstatic void work(void *p) { (void)p; x++; }\n")
        with open(f"{folder}/client.c", "w", encoding="utf-8") as f:
            f.write(f'#include <lkmm/verify.h>\n#include "{name}"\n'
                    "int main(void) { lkmm_spawn(work, 0); lkmm_spawn(work, 0); }\n")
        status, out = verify(lkmm, f"{folder}/client.c", 0)
        tap.point(status == 1 and f"{name}:2  " in out, "a file with a long name", out)


def main():
    lkmm, rust = sys.argv[1], "rust" in sys.argv[2:]
    tap = Tap()
    names_files_in_full(tap, lkmm)
    if rust:
        writes_nothing_here(tap, lkmm)
    for path in programs(tap, rust):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        expected = re.findall(r"expect (\d+): (.*)", text)
        for fault, wanted in re.findall(r"json (\d+): (.*)", text):
            _, out = verify(lkmm, path, int(fault), "--json")
            tap.point(wanted in out, f"{os.path.basename(path)}, fault {fault}: JSON", "", out)
        for fault, text in expected:
            status, out = verify(lkmm, path, int(fault))
            tap.point(status == status_of(text) and text in out,
                      f"{os.path.basename(path)}, fault {fault}: {text}", f"status {status}", out)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
