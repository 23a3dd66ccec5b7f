#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""rust-values.py LKMM RUSTC [--count N] [--seed S] [--keep DIR]: a process in Rust computes what
rustc makes it compute.

Random processes with iterators, closures, structs and arrays, which are moved, cloned, lent and
passed to functions, with values that are dropped, and with the forms of the language: lkmm decides
each, and a program of rustc prints its registers, and x. TAP.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402
from processes import VARIABLES, Process  # noqa: E402
from processes_drops import Drops  # noqa: E402
from processes_forms import Forms  # noqa: E402

SHIM = """#![allow(warnings)]
use std::cell::Cell;
struct Relaxed;
struct Atomic<T>(Cell<u32>, std::marker::PhantomData<T>);
impl<T> Atomic<T> {
    fn new(v: u32) -> Self { Atomic(Cell::new(v), std::marker::PhantomData) }
    fn load(&self, _: Relaxed) -> u32 { self.0.get() }
    fn store(&self, v: u32, _: Relaxed) { self.0.set(v) }
}
"""


def answers(lkmm, directory, count):
    run = subprocess.run([lkmm, "check", "--states", "--json", "--timeout", "60", directory],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    found = {}
    for line in run.stdout.decode().splitlines():
        a = json.loads(line)
        # an index may have been checked
        states = [state.replace("0:assertion=0; ", "") for state in a.get("states", [])]
        found[int(os.path.basename(a["file"])[:-7])] = a.get("error") or states
    return [found.get(i, "no answer") for i in range(count)]


def compiled(rustc, directory, processes):
    """What each process computes, as lkmm shows a state; or None."""
    text = SHIM + processes[0].items
    for i, p in enumerate(processes):
        shown = " ".join(f"0:r{k}={{}};" for k in range(VARIABLES)) + " "
        text += f"fn p{i}(x: &Atomic<u32>) {{\n" + "\n".join(p.lines)
        text += f'\n    print!("{shown}", {", ".join(f"r{k}" for k in range(VARIABLES))});\n}}\n'
    text += "fn main() {\n" + "".join(
        f'    let x = Atomic::new(3); p{i}(&x); println!("[x]={{}};", x.load(Relaxed));\n'
        for i in range(len(processes))) + "}\n"
    source = os.path.join(directory, "values.rs")
    with open(source, "w", encoding="ascii") as f:
        f.write(text)
    program = os.path.join(directory, "values")
    build = subprocess.run([*rustc, "--edition", "2021", "-C", "overflow-checks=off", "-o",
                            program, source], stderr=subprocess.PIPE, check=False)
    if build.returncode:
        print("# " + build.stderr.decode()[:3000].replace("\n", "\n# "))
        return None
    run = subprocess.run([program], stdout=subprocess.PIPE, check=False)
    return run.stdout.decode().splitlines()


def compare(points, args, processes):
    shown = "; ".join(f"0:r{k}" for k in range(VARIABLES)) + "; x"
    kind = type(processes[0]).__name__
    with tempfile.TemporaryDirectory() as temporary:
        top = os.path.join(args.keep or temporary, kind)
        os.makedirs(os.path.join(top, "litmus"), exist_ok=True)
        for i, p in enumerate(processes):
            with open(os.path.join(top, "litmus", f"{i:04}.litmus"), "w", encoding="ascii") as f:
                f.write("Rust values\n{ x: Atomic<u32> = 3; }\n" + p.items +
                        "\nfn P0(x: &Atomic<u32>) {\n" + "\n".join(p.lines) +
                        f"\n}}\n\nlocations [{shown}]\nexists (0:r0=0)\n")
        ours = answers(args.lkmm, os.path.join(top, "litmus"), len(processes))
        theirs = compiled(args.rustc, top, processes)
        points.point(theirs is not None and len(theirs) == len(processes),
                     f"rustc takes all of them: {kind}")
        pairs = [(i, a, b) for i, (a, b) in enumerate(zip(ours, theirs or []))
                 if not str(a).startswith(("the test is too large", "time limit"))]
        points.point(len(pairs) > .9 * len(processes), f"{len(pairs)} are decided: {kind}")
        for i, a, b in pairs:
            points.point(a == [b], f"{kind} {i}", f"lkmm: {a}", f"rustc: {b}",
                         *processes[i].lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lkmm")
    parser.add_argument("rustc", nargs="+")
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    args = parser.parse_args()
    points = tap.Tap()
    for kind in (Process, Drops, Forms):
        compare(points, args, [kind(args.seed * 100000 + i) for i in range(args.count)])
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
