#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""features.py LKMM: lkmm check --arch with features of riscv64's CPUs. TAP.

A pair of lr and sc has a branch between, and a store behind it depends on that; behind an amocas,
one may come first. So the answer shows which instructions a compare-and-exchange has.
"""
import json
import os
import subprocess
import sys
import tempfile

import ask
from ask import tap

NAMES = ["riscv64", "riscv64+zabha", "riscv64+zacas", "riscv64+zacas+zabha"]
TEXT = """C lb
{{ {0} x; int y; }}
P0({0} *x, int *y) {{ int r0 = cmpxchg_relaxed(x, 1, 2); WRITE_ONCE(*y, 1); }}
P1({0} *x, int *y) {{ int r0 = READ_ONCE(*y); smp_mb(); WRITE_ONCE(*x, 1); }}
exists (0:r0=1 /\\ 1:r0=1)
"""
# Which have it in one instruction. Bytes and halfwords need both features.
ONE = {"u8": NAMES[3:], "u16": NAMES[3:], "int": NAMES[2:], "long": NAMES[2:]}


def cells(lkmm, path, arch):
    done = subprocess.run([lkmm, "check", "--json", "--arch", arch, path], capture_output=True,
                          text=True, check=False)
    answer = json.loads(done.stdout or "{}")
    return {e["architecture"] + ("+" + e["feature"] if "feature" in e else ""): e.get("possible")
            for e in answer.get("architectures", [])}, done.stdout + done.stderr


def main():
    lkmm = sys.argv[1]
    report = tap.Tap()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "lb.litmus")
        for kind, one in ONE.items():
            with open(path, "w", encoding="utf-8") as f:
                f.write(TEXT.format(kind))
            got, why = cells(lkmm, path, ",".join(NAMES))
            report.point(got == {name: name in one for name in NAMES}, kind, got, why)
        for arch in "riscv64", "all":
            got, why = cells(lkmm, path, arch)
            report.point("riscv64" in got and not set(NAMES[1:]) & set(got),
                         f"{arch} is without them", got, why)
        got, why = cells(lkmm, path, "riscv64+zacos")
        report.point(not got and "riscv64+zacos" in why, "an unknown one is refused", got, why)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
