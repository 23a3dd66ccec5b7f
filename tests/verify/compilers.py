#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""compilers.py LKMM [COMPILER...]: the programs beside this script by other compilers. TAP.

Each release of LLVM writes IR in its own way. So every answer that programs.py expects must be
that of each clang, and for programs in Rust of each rustc, but for columns: a release may count
one from another word. IR in C that has neither names nor lines must have the same exit status. In
the programs of optimized/, each must do what is expected there.
Without COMPILERs: clang-13 to clang-22, and the rustc of each toolchain of rustup and of the
system; those that are not here are skipped, and counted. A clang must take the IR of syntax-N.ll,
which was written by hand, if it is of release N or later.
"""
import glob
import os
import re
import shutil
import subprocess
import sys

import optimized
from programs import FOLDER, status_of, verify
from tap import Tap

CLANGS = [f"clang-{n}" for n in range(13, 23)]
PLACES = ["/usr/bin/rustc", "/usr/local/bin/rustc"]
BARE = ["-g0", "-fdiscard-value-names"]


def output_of(*command):
    try:
        p = subprocess.run(command, text=True, capture_output=True, timeout=300)
    except OSError:
        return ""
    return p.stdout if p.returncode == 0 else ""


def rustcs():
    """By version: one for each."""
    paths = list(PLACES)
    for line in output_of("rustup", "toolchain", "list").splitlines():
        paths.append(output_of("rustup", "which", "--toolchain", line.split()[0], "rustc").strip())
    by_version = {}
    for path in paths:
        version = re.search(r"rustc (\S+)", output_of(path, "-vV")) if path else None
        if version:
            by_version.setdefault(version[1], path)
    return sorted(by_version.items())


def title(path):
    """'clang 19.1.7', 'rustc 1.95.0 with LLVM 22.1.2'."""
    text = output_of(path, "-vV") if "rustc" in path else output_of(path, "--version")
    rust = re.search(r"rustc (\S+)", text)
    clang = re.search(r"clang version (\d+[.\d]*)", text)
    if rust:
        return f"rustc {rust[1]} with LLVM {re.search(r'LLVM version: (.*)', text)[1]}"
    return f"clang {clang[1]}" if clang else path


def programs(rust):
    """Those in Rust, alone or with C, or those in C alone."""
    for name in sorted(os.listdir(FOLDER)):
        stem, end = os.path.splitext(name)
        if end not in (".c", ".rs"):
            continue
        with open(os.path.join(FOLDER, name), encoding="utf-8") as f:
            expected = re.findall(r"expect (\d+): (.*)", f.read())
        has_rust = os.path.exists(os.path.join(FOLDER, stem + ".rs"))
        if expected and has_rust == rust:
            yield name, expected


def without_columns(text):
    return re.sub(r"(\.(?:c|h|rs):\d+):\d+", r"\1", text)


def try_compiler(tap, lkmm, compiler):
    """A point for each program: all its answers."""
    rust = "rustc" in compiler
    os.environ["RUSTC" if rust else "CC"] = compiler
    for name, expected in programs(rust):
        wrong = []
        for fault, text in expected:
            status, out = verify(lkmm, os.path.join(FOLDER, name), int(fault))
            if status != status_of(text) or without_columns(text) not in without_columns(out):
                wrong.append(f"fault {fault}: expected '{text}'; status {status}\n{out}")
            if not rust:
                status, out = verify(lkmm, os.path.join(FOLDER, name), int(fault), flags=BARE)
                if status != status_of(text):
                    wrong.append(f"fault {fault}, bare: expected '{text}'; status {status}\n{out}")
        tap.point(not wrong, f"{title(compiler)}: {name}, {len(expected)} answers", *wrong)
    try_optimized(tap, lkmm, compiler)


def try_optimized(tap, lkmm, compiler):
    """A point for each program of optimized/: what optimisation does to it."""
    for path in optimized.programs("rs" if "rustc" in compiler else "c"):
        wrong = [line for _, lines in optimized.answers(lkmm, path) for line in lines]
        tap.point(not wrong, f"{title(compiler)}: optimized/{os.path.basename(path)}", *wrong)


def try_syntax(tap, clang):
    """A point for each file of IR that it must take."""
    release = re.search(r"clang (\d+)", title(clang))
    for path in sorted(glob.glob(FOLDER + "/syntax-*.ll")):
        if release and int(release[1]) >= int(re.search(r"syntax-(\d+)", path)[1]):
            p = subprocess.run([clang, "-S", "-emit-llvm", "-o", os.devnull, path], text=True,
                               capture_output=True, timeout=300)
            tap.point(p.returncode == 0, f"{title(clang)} takes {os.path.basename(path)}", p.stderr)


def main():
    lkmm, compilers = sys.argv[1], sys.argv[2:]
    tap = Tap()
    for name in compilers or CLANGS:
        if shutil.which(name):
            try_compiler(tap, lkmm, name)
            try_syntax(tap, name)
        else:
            tap.skip(name, "not here")
    if not compilers and not shutil.which("clang"):
        tap.skip("rustc", "no clang here, which a program needs besides")
    elif not compilers:
        for _, path in rustcs():
            try_compiler(tap, lkmm, path)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
