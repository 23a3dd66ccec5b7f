#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""fix.py LKMM [rust] [long]: what 'lkmm verify --fix' proposes for the faults of the programs
beside this script, and --relax for what they are without them. TAP.

"fix N: TEXT" in a program: with -DFAULT=N, a proposal has the text, and the patch of
--fix=patch, applied by patch, leaves no fault. "weaker: TEXT", "needed: TEXT": a line of --relax
for the program without a fault. Without "long", only those of mixed.c, or without rustc of
ring.c, which are the quickest, and of spelled/kernel.c, by the kernel's names. $CC: a clang.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap, skip_all  # noqa: E402

FOLDER = os.path.dirname(os.path.abspath(__file__))
CLEAN = "no fault in any execution"
KERNEL_NAMES = "-I" + os.path.join(FOLDER, "..", "..", "include", "kernel")


def run(lkmm, folder, files, fault, *options):
    flags = ["--cfg=fault"] * bool(fault) if files[0].endswith(".rs") else [f"-DFAULT={fault}"]
    if os.path.basename(folder) == "spelled":
        flags.append(KERNEL_NAMES)
    p = subprocess.run([lkmm, "verify", "--timeout=20", *options, *files, "--", *flags],
                       text=True, capture_output=True, timeout=300, cwd=folder)
    return p.stdout + p.stderr


def try_patch(lkmm, source, files, fault):
    """What 'lkmm verify' prints of the program after the patch."""
    patch = run(lkmm, source, files, fault, "--fix=patch")
    with tempfile.TemporaryDirectory() as above:
        folder = os.path.join(above, os.path.basename(source))
        os.mkdir(folder)
        for name in files:
            shutil.copy(os.path.join(source, name), folder)
        p = subprocess.run(["patch", "-p1", "--no-backup-if-mismatch", "-F0"], input=patch,
                           text=True, capture_output=True, cwd=folder)
        if p.returncode or "fuzz" in p.stdout:
            return p.stdout + p.stderr + patch
        return run(lkmm, folder, files, fault) + patch


def try_program(tap, lkmm, files, source=FOLDER):
    with open(os.path.join(source, files[0]), encoding="utf-8") as f:
        text = f.read()
    fixes = re.findall(r"\bfix (\d+): (.*)", text)
    for fault, proposal in fixes:
        out = run(lkmm, source, files, int(fault), "--fix")
        tap.point(proposal in out, f"{files[0]}, fault {fault}: {proposal}", out)
        out = try_patch(lkmm, source, files, int(fault))
        tap.point(CLEAN in out, f"{files[0]}, fault {fault}, patched: {CLEAN}", out)
    expected = re.findall(r"\b(weaker|needed): (.*)", text)
    if expected:
        out = run(lkmm, source, files, 0, "--relax")
        weaker, _, needed = out.partition("  Needed as it is:")
        for kind, line in expected:
            tap.point(line in (needed if kind == "needed" else weaker),
                      f"{files[0]}, {kind}: {line}", out)


def main():
    lkmm = os.path.abspath(sys.argv[1])
    rust, everything = "rust" in sys.argv[2:], "long" in sys.argv[2:]
    names = [os.path.basename(p) for p in sorted(glob.glob(FOLDER + "/*.c") +
                                                 glob.glob(FOLDER + "/*.rs"))]
    if not shutil.which("patch"):
        return skip_all("no patch here")
    tap = Tap()
    try_program(tap, lkmm, ["kernel.c"], os.path.join(FOLDER, "spelled"))
    for name in names:
        stem, _, kind = name.rpartition(".")
        if kind == "rs" and stem + ".c" in names:
            continue
        files = [name] + [stem + ".rs"] * (kind == "c" and stem + ".rs" in names)
        if not everything and name != ("mixed.c" if rust else "ring.c"):
            continue
        if rust or not any(f.endswith(".rs") for f in files):
            try_program(tap, lkmm, files)
        else:
            tap.skip(name, "no rustc here")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
