#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""rust-forms.py LKMM RUSTC FORMS.rs...: each form of Rust computes what rustc makes of it.

A file has cases, each of which starts with "// case NAME"; items of the case come first, and then
its statements, after "// body". They set r0, r1 and so on, and may use x, an Atomic<u32> that is 3,
and the variables of lines "// shared NAME: TYPE = VALUE" among the items.
"// edition 2024" in front of them is for rustc, where the edition is not 2021. TAP.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

SHIM = """#![allow(warnings)]
use std::cell::{Cell, RefCell, RefMut};
use std::ops::Add;
pub struct Relaxed;
pub struct Acquire;
pub struct Release;
pub struct Full;
pub struct Atomic<T>(Cell<T>);
unsafe impl<T> Sync for Atomic<T> {}
impl<T: Copy + PartialEq> Atomic<T> {
    pub const fn new(v: T) -> Self { Atomic(Cell::new(v)) }
    pub fn load<O>(&self, _: O) -> T { self.0.get() }
    pub fn store<O>(&self, v: T, _: O) { self.0.set(v) }
    pub fn xchg<O>(&self, v: T, _: O) -> T { self.0.replace(v) }
    pub fn cmpxchg<O>(&self, old: T, v: T, _: O) -> Result<T, T> {
        let found = self.0.get();
        if found != old { return Err(found); }
        self.0.set(v);
        Ok(found)
    }
}
impl<T: Copy + Add<Output = T>> Atomic<T> {
    pub fn fetch_add<O>(&self, v: T, _: O) -> T {
        let found = self.0.get();
        self.0.set(found + v);
        found
    }
}
pub struct SpinLock<T>(RefCell<T>);
unsafe impl<T> Sync for SpinLock<T> {}
impl<T> SpinLock<T> {
    pub const fn new(t: T) -> Self { SpinLock(RefCell::new(t)) }
    pub fn lock(&self) -> RefMut<'_, T> { self.0.borrow_mut() }
    pub fn try_lock(&self) -> Option<RefMut<'_, T>> { self.0.try_borrow_mut().ok() }
}
trait Show { fn show(self) -> i64; }
macro_rules! show { ($($t:ty)*) => { $(impl Show for $t {
    fn show(self) -> i64 { self as i64 }
})* } }
show!(i8 u8 i16 u16 i32 u32 i64 u64 isize usize bool);
"""


class Case:
    """One of them: its name, its items, its statements, and the registers that these set."""

    def __init__(self, text):
        self.name, _, rest = text.partition("\n")
        items, separator, body = rest.partition("// body\n")
        self.items, self.body = (items, body) if separator else ("", items)
        self.shared = re.findall(r"^// shared (\w+): (.*?) = (.*)$", self.items, flags=re.M)
        self.registers = sorted(set(re.findall(r"\br\d\b", self.body)))

    def litmus(self):
        shown = "; ".join(f"0:{r}" for r in self.registers)
        values = "".join(f" {name}: {t} = {v};" for name, t, v in self.shared)
        references = "".join(f", {name}: &{t}" for name, t, _ in self.shared)
        return (f"Rust form\n{self.items}\n{{ x: Atomic<u32> = 3;{values} }}\n"
                f"fn P0(x: &Atomic<u32>{references}) {{\n{self.body}\n}}\n"
                f"locations [{shown}; x]\nexists (0:{self.registers[0]}=0)\n")

    def module(self, i):
        shown = "".join(f"0:{r}={{}}; " for r in self.registers)
        values = ", ".join(f"{r}.show()" for r in self.registers)
        locals_ = "".join(f"let {name}: &{t} = &{v};\n" for name, t, v in self.shared)
        return (f"mod m{i} {{\nuse super::*;\n{self.items}\npub fn run(x: &Atomic<u32>) {{\n"
                f"{locals_}{self.body}\nprint!(\"{shown}\", {values});\n}}\n}}\n")


def compiled(rustc, edition, top, cases):
    """What rustc's program prints, a line for each; or None."""
    source, program = os.path.join(top, "forms.rs"), os.path.join(top, "forms")
    with open(source, "w", encoding="ascii") as f:
        f.write(SHIM + "".join(c.module(i) for i, c in enumerate(cases)) + "fn main() {\n")
        for i in range(len(cases)):
            f.write(f"let x = Atomic::new(3u32); m{i}::run(&x); "
                    f"println!(\"[x]={{}};\", x.load(Relaxed));\n")
        f.write("}\n")
    build = subprocess.run([*rustc, "--edition", edition, "-C", "overflow-checks=off", "-A",
                            "warnings", "-o", program, source], stderr=subprocess.PIPE, check=False)
    if build.returncode:
        print("# " + build.stderr.decode()[:3000].replace("\n", "\n# "))
        return None
    run = subprocess.run([program], stdout=subprocess.PIPE, check=False)
    return run.stdout.decode().splitlines()


def answers(lkmm, top, cases):
    names = []
    for i, c in enumerate(cases):
        names.append(os.path.join(top, f"{i}.litmus"))
        with open(names[-1], "w", encoding="ascii") as f:
            f.write(c.litmus())
    run = subprocess.run([lkmm, "check", "--states", "--json", "--timeout", "60", *names],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    found = {}
    for line in run.stdout.decode().splitlines():
        a = json.loads(line)
        states = [state.replace("0:assertion=0; ", "") for state in a.get("states", [])]
        found[a["file"]] = a.get("error") or states
    return [found.get(n, "no answer") for n in names]


def main():
    lkmm, rustc = sys.argv[1], [a for a in sys.argv[2:] if not a.endswith(".rs")]
    points = tap.Tap()
    files = {}
    for name in sys.argv[2:]:
        if not name.endswith(".rs"):
            continue
        with open(name, encoding="ascii") as f:
            head, *texts = re.split(r"^// case ", f.read(), flags=re.M)
        edition = re.search(r"^// edition (\d+)$", head, flags=re.M)
        points.point(texts, f"{os.path.basename(name)} has cases")
        files.setdefault(edition[1] if edition else "2021", []).extend(map(Case, texts))
    for edition, cases in files.items():
        with tempfile.TemporaryDirectory() as top:
            theirs = compiled(rustc, edition, top, cases)
            points.point(theirs is not None and len(theirs) == len(cases) > 0,
                         f"rustc takes all {len(cases)} of edition {edition}")
            for c, a, b in zip(cases, answers(lkmm, top, cases), theirs or []):
                points.point(a == [b], c.name, f"lkmm: {a}", f"rustc: {b}", c.body)
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
