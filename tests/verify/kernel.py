#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""kernel.py LKMM SOURCES KERNEL [long]: files of the kernel, unmodified, each with a client in
kernel/, and with faults that are put into a copy. SOURCES: the top of this tree; KERNEL: where
script/fetch-kernel-files keeps the files. TAP.

A client says in its first comment:

    with: FILE          this file of the kernel is compiled as well
    rust: NAME          and NAME.rs of kernel/, as a crate root in the kernel's rust/kernel
    option: OPTION      of lkmm verify
    flag: FLAG          of the compiler
    long                only asked for by 'long'
    expect: TEXT        lkmm verify prints that, also in several lines; it exits with status 0
                        if one is "no fault in any execution", 2 if one is "complete up to" or
                        has "error:", otherwise 1
    fault: FILE: OLD => NEW     the same with that text of a file of the kernel replaced; several
                        in a row: with all of them
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__)) + "/kernel"
FLAGS = ["-D__KERNEL__", "-Wno-pointer-sign", "-w"]
RUSTC = os.environ.get("RUSTC", "rustc")
CRATE_ROOT = "rust/kernel/client-{}.rs"


class Case:
    def __init__(self, client, *faults):
        self.client, self.faults, self.expected = client, list(faults), []

    def status(self):
        text = "\n".join(self.expected)
        if "error:" in text or "complete up to" in text:
            return 2
        return 0 if "no fault in any execution" in text else 1


def read_client(path):
    """Its files, its options and flags, whether it takes long, and its cases."""
    with open(path, encoding="utf-8") as f:
        head = f.read().split("#include")[0]
    files, options, flags, long, cases = [], [], [], False, [Case(path)]
    for line in head.splitlines():
        m = re.fullmatch(r" \* (with|rust|option|flag|expect|fault): (.*)", line)
        long |= line == " * long"
        if not m:
            continue
        word, text = m.groups()
        if word == "with":
            files.append(text)
        elif word == "rust":
            files.append(CRATE_ROOT.format(text))
        elif word == "option":
            options.append(text)
        elif word == "flag":
            flags.append(text)
        elif word == "expect":
            cases[-1].expected.append(text)
        elif cases[-1].faults and not cases[-1].expected:
            cases[-1].faults.append(text)
        else:
            cases.append(Case(path, text))
    return files, (options, flags), long, cases


def put_fault(tree, fault):
    name, change = fault.split(": ", 1)
    old, new = change.replace("\\n", "\n").replace("\\t", "\t").split(" => ")
    path = f"{tree}/{name}"
    with open(path, encoding="utf-8") as f:
        text = f.read()
    if old not in text:
        sys.exit(f"kernel.py: {name} does not contain '{old}'")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace(old, new))


def verify(lkmm, sources, kernel, client, faults):
    path, files, (options, flags) = client
    with tempfile.TemporaryDirectory() as tree:
        shutil.copytree(kernel, tree, dirs_exist_ok=True)
        for root in glob.glob(HERE + "/*.rs"):
            os.makedirs(f"{tree}/rust/kernel", exist_ok=True)
            shutil.copy(root, f"{tree}/" + CRATE_ROOT.format(os.path.basename(root)[:-3]))
        for fault in faults:
            put_fault(tree, fault)
        include = [f"-I{sources}/include/verify", f"-I{sources}/include/kernel",
                   f"-I{tree}/include", f"-I{tree}"]
        p = subprocess.run([lkmm, "verify", "--timeout=250", *options, path,
                            *(f"{tree}/{f}" for f in files), "--", *include, *FLAGS, *flags],
                           text=True, capture_output=True, timeout=300,
                           env=dict(os.environ, RUSTC_BOOTSTRAP="1"))
        return p.returncode, (p.stdout + p.stderr).replace(tree + "/", "")


def main():
    lkmm, sources, kernel = sys.argv[1:4]
    at_length = "long" in sys.argv[4:]
    tap = Tap()
    for path in sorted(glob.glob(HERE + "/*.c")):
        files, options, long, cases = read_client(path)
        if long and not at_length:
            continue
        if any(f.endswith(".rs") for f in files) and not shutil.which(RUSTC):
            tap.skip(os.path.basename(path), "no rustc here")
            continue
        for case in cases:
            status, out = verify(lkmm, sources, kernel, (path, files, options), case.faults)
            good = bool(case.expected) and status == case.status() and \
                all(e in out for e in case.expected)
            tap.point(good, ", ".join([os.path.basename(path), *case.faults]),
                      f"status {status}", out)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
