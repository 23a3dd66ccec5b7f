#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""c11.py LKMM: lkmm check --arch --with-c11, with the compilers that are here. TAP.

Known mappings of C11's atomics show what is known of them; every operation is read, and computes
what it should; what cannot be read is named, also where a tool prints something else.
"""
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile

import ask
from ask import NARROW, tap

TAP = tap.Tap()

SB = """C sb
{{}}
P0(int *x, int *y) {{ {0}; int r0 = READ_ONCE(*y); }}
P1(int *x, int *y) {{ {1}; int r0 = READ_ONCE(*x); }}
exists (0:r0=0 /\\ 1:r0=0)
"""
# SB with a full RMW of another variable in the place of a fence.
BESIDE = """C beside
{}
P0(int *x, int *y, int *z) { WRITE_ONCE(*x, 1); int r1 = cmpxchg(z, 0, 3); int r0 = READ_ONCE(*y); }
P1(int *x, int *y) { WRITE_ONCE(*y, 1); smp_mb(); int r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ 0:r1=0 /\\ 1:r0=0)
"""


def gcc_before(version):
    """Whether the gcc for riscv64 that is here, if any, is older."""
    if not shutil.which("riscv64-linux-gnu-gcc"):
        return True
    told = subprocess.run(["riscv64-linux-gnu-gcc", "-dumpversion"], capture_output=True, text=True)
    return int(told.stdout.split(".")[0]) < version


# A test; columns in which its outcome is possible; in which it is not.
KNOWN = {
    # ldaxr, stlxr: a later load passes the store. The library has dmb ish there.
    "a seq_cst exchange by exclusives is no full barrier": (
        SB.format("int r1 = xchg(x, 1)", "int r1 = xchg(y, 1)"),
        ["arm64/gcc", "arm64/clang", "arm64/rustc"],
        ["arm64", "arm64+lse", "riscv64", "x86_64", "x86_64/gcc", "x86_64/clang",
         "x86_64/rustc"]),
    # lr.w, sc.w.aq: nothing orders what is in front. GCC's PR104831.
    "a seq_cst compare-and-exchange of gcc 12 for riscv64 is no full barrier": (
        BESIDE, ["arm64/gcc", "arm64/clang", *(["riscv64/gcc"] if gcc_before(13) else [])],
        ["arm64", "riscv64", "riscv64/clang", "riscv64/rustc", "x86_64/gcc"]),
    "a seq_cst fence is smp_mb()": (
        SB.format("WRITE_ONCE(*x, 1); smp_mb()", "WRITE_ONCE(*y, 1); smp_mb()"), [],
        [f"{arch}/{compiler}" for arch in ("arm64", "arm64+lse", "riscv64", "x86_64")
            for compiler in ("gcc", "clang", "rustc")]),
    "a release store and an acquire load do not order": (
        SB.format("smp_store_release(x, 1)", "smp_store_release(y, 1)"),
        ["x86_64", "x86_64/gcc", "x86_64/clang", "x86_64/rustc", "riscv64/clang", "arm64/clang",
         "arm64/gcc"], []),
}
# Both widths and all orderings, with values that tell whether the right one was computed.
OPERATIONS = """C all
{{ {0} x=-3; {0} y=2147483647; }}
P0({0} *x, {0} *y)
{{
	int r0 = atomic{1}_fetch_add(5, x);
	int r1 = atomic{1}_fetch_sub_acquire(1, x);
	int r2 = atomic{1}_fetch_or_release(6, x);
	int r3 = atomic{1}_fetch_and_relaxed(3, x);
	int r4 = atomic{1}_fetch_xor(-1, x);
	int r5 = atomic{1}_xchg_acquire(x, 40);
	int r6 = atomic{1}_cmpxchg_release(x, 41, 1);
	int r7 = atomic{1}_cmpxchg(x, 40, 2);
	int r8 = atomic{1}_dec_if_positive(x);
	int r9 = atomic{1}_add_negative(-2, x);

	atomic{1}_add(10, x);
	atomic{1}_andnot(1, x);
	atomic{1}_or(3, x);
	atomic{1}_xor(2, x);
	atomic{1}_inc(x);
	atomic{1}_sub(2, x);
	int ra = atomic{1}_read_acquire(x);
	smp_store_mb(*y, 3);
	smp_wmb();
	smp_rmb();
	atomic{1}_set_release(y, 4);
}}
forall (0:r0=-3 /\\ 0:r1=2 /\\ 0:r2=1 /\\ 0:r3=7 /\\ 0:r4=3 /\\ 0:r5=-4 /\\ 0:r6=40 /\\ 0:r7=40 /\\
	0:r8=1 /\\ 0:r9=1 /\\ 0:ra=8 /\\ x=8 /\\ y=4)
"""
LOCKS = """C locks
{}
P0(spinlock_t *s, int *x) { spin_lock(s); int r0 = *x; *x = r0 + 1; spin_unlock(s); }
P1(spinlock_t *s, int *x) { spin_lock(s); int r0 = *x; *x = r0 + 1; spin_unlock(s); }
forall (x=2)
"""
ARCH = {"x86_64": "x86_64", "aarch64": "arm64", "riscv64": "riscv64"}


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def ask_lkmm(lkmm, arch, paths, **more):
    """The columns by name of each test, standard error, and the exit status."""
    done = subprocess.run([lkmm, "check", "--arch", arch, "--with-c11", "--json", *paths],
                          capture_output=True, text=True, **more)
    answers = []
    for line in done.stdout.splitlines():
        entries = json.loads(line).get("architectures", [])
        answers.append({e["architecture"] + ("+" + e["feature"] if "feature" in e else "") +
                        ("/" + e["compiler"] if "compiler" in e else ""): e for e in entries})
    return answers, done.stderr, done.returncode


def test_known(lkmm, folder):
    texts = [text for text, _, _ in KNOWN.values()] + [
        OPERATIONS.format("atomic_t", ""), OPERATIONS.format("atomic64_t", "64"), LOCKS, NARROW]
    paths = [write(folder, f"{i}.litmus", text) for i, text in enumerate(texts)]
    answers, err, status = ask_lkmm(lkmm, "all", paths)
    for (name, (_, can, cannot)), got in zip(KNOWN.items(), answers):
        bad = [c for c in can if c in got and got[c].get("possible") is not True]
        bad += [c for c in cannot if c in got and got[c].get("possible") is not False]
        TAP.point(not bad and len(got) > 4, name, bad, got, err)
    for name, got in zip(("32 bits", "64 bits", "locks", "8 and 16 bits"),
                         answers[len(KNOWN):]):
        # gcc calls libatomic for the last on riscv64, up to version 12.
        bad = {c: e for c, e in got.items() if e.get("possible") is not False and not (
            c == "riscv64/gcc" and name[0] == "8" and "auipc" in e.get("error", ""))}
        TAP.point(not bad and len(got) > 4, f"{name}: each compiler's code computes what it should",
                  bad, err)
    TAP.point(status != 1, "what only C11's atomics allow breaks no promise of lkmm", status)
    TAP.point(all(f"{arch}/{c}" in answers[0] or f"no column {arch}/{c}: " in err
                  for arch in ARCH.values() for c in ("gcc", "clang", "rustc")),
              "a compiler that is not here is named", list(answers[0]), err)


def test_misread(lkmm, folder, arch):
    """A disassembler that prints other words."""
    tools = os.path.join(folder, "tools")
    os.mkdir(tools)
    for script, words in [("sed 's/ret/rets/'", "there is no"),
                          ("sed 's/^\\( .*:\t\\)[a-qs-z]/\\1zz/'", "instruction 'zz")]:
        tool = write(tools, f"{platform.machine()}-linux-gnu-objdump",
                     f"#!/bin/sh\n{shutil.which('objdump')} \"$@\" | {script}\n")
        os.chmod(tool, 0o755)
        path = write(folder, "misread.litmus", SB.format("smp_mb()", "smp_mb()"))
        got, err, status = ask_lkmm(lkmm, arch, [path], env={
            **os.environ, "PATH": tools + ":" + os.environ["PATH"]})
        columns = {c: e for c, e in got[0].items() if "/" in c}
        good = columns and all("possible" not in e and e["error"] for e in columns.values())
        TAP.point(good and status == 2 and (words == "there is no" or words in err),
                  f"code as {script} prints it is not decided", got, err)


def test_misuse(lkmm, folder):
    path = write(folder, "misuse.litmus", SB.format("smp_mb()", "smp_mb()"))
    done = subprocess.run([lkmm, "check", "--with-c11", path], capture_output=True, text=True)
    TAP.point(done.returncode == 2 and "--arch" in done.stderr, "--with-c11 needs --arch",
              done.stderr)
    empty = os.path.join(folder, "empty")
    os.mkdir(empty)
    done = subprocess.run([lkmm, "check", "--arch", "all", "--with-c11", path],
                          capture_output=True, text=True, env={"PATH": empty})
    TAP.point(done.returncode == 2 and "there is no compiler" in done.stderr,
              "without a compiler there is no answer", done.stderr)


def main():
    lkmm = os.path.abspath(sys.argv[1])
    ask.skip_without("objdump", "gcc")
    with tempfile.TemporaryDirectory() as folder:
        test_known(lkmm, folder)
        if platform.machine() in ARCH:
            test_misread(lkmm, folder, ARCH[platform.machine()])
        test_misuse(lkmm, folder)
    return TAP.end()


if __name__ == "__main__":
    sys.exit(main())
