#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""dep.py SOURCE-ROOT RUSTC: the code of Dep, in LLVM IR. An access through it takes its address
from the value that was read, whatever it was compared with. For each there is the same in plain
pointers, where the compiler takes the address from the other value: so the test can fail. TAP.
"""
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap  # noqa: E402

SOURCE = """
#![crate_type = "lib"]
#![no_std]
use core::ptr::from_ref;
use lkmm::{AtomicPtr, AtomicUsize, Relaxed};

#[no_mangle]
pub static KNOWN: AtomicUsize = AtomicUsize::new(1);

#[no_mangle]
pub unsafe fn pointer(p: &AtomicPtr<AtomicUsize>) -> usize {
    let found = p.load_dep();
    match found.as_ref() {
        Some(v) if found.ptr_eq(&KNOWN) => v.load(Relaxed),
        _ => 0,
    }
}

#[no_mangle]
pub unsafe fn broken_pointer(p: &AtomicPtr<AtomicUsize>) -> usize {
    let found = p.load(Relaxed);
    match found.as_ref() {
        Some(v) if found.cast_const() == from_ref(&KNOWN) => v.load(Relaxed),
        _ => 0,
    }
}

#[no_mangle]
pub unsafe fn reference(p: &AtomicPtr<AtomicUsize>) -> usize {
    match p.load_dep().as_ref() {
        Some(v) if v.ptr_eq(&KNOWN) => v.load(Relaxed),
        _ => 0,
    }
}

#[no_mangle]
pub fn index(i: &AtomicUsize, slots: &[AtomicUsize; 1]) -> usize {
    i.load_dep().get(slots).map_or(0, |v| v.load(Relaxed))
}

#[no_mangle]
pub fn broken_index(i: &AtomicUsize, slots: &[AtomicUsize; 1]) -> usize {
    slots.get(i.load(Relaxed)).map_or(0, |v| v.load(Relaxed))
}
"""


def functions(ir):
    """The bodies by name. LLVM merges equal ones, with aliases."""
    body = dict(re.findall(r"^define [^\n]*@(\w+)\(.*?\{\n(.*?)^\}", ir, re.S | re.M))
    for name, other in re.findall(r"^@(\w+) = .*\balias\b.* @(\w+)$", ir, re.M):
        body[name] = body[other]
    return body


def depends(body):
    """Whether the address of the last atomic load is made of the value of the first one."""
    loads = re.findall(r"(%\S+) = load atomic \S+, ptr (\S+?),? ", body)
    value = {m[1]: m[2] for m in re.finditer(r"^\s*(%\S+) = (.*)$", body, re.M)}
    if len(loads) < 2:
        return False
    first, todo, seen = loads[0][0], [loads[-1][1]], set()
    while todo:
        name = todo.pop()
        if name == first:
            return True
        if name not in seen and name in value:
            seen.add(name)
            todo += re.findall(r"%[\w.]+", value[name])
    return False


def main():
    root, rustc = sys.argv[1:]
    tap = Tap()
    with tempfile.TemporaryDirectory() as work:
        with open(f"{work}/probe.rs", "w", encoding="utf-8") as f:
            f.write(SOURCE)
        common = [rustc, "--edition", "2021", "-O", "-C", "codegen-units=1"]
        subprocess.run(common + ["--crate-name", "lkmm", "--crate-type", "rlib",
                                 f"{root}/rust/src/lib.rs", "-o", f"{work}/liblkmm.rlib"],
                       check=True)
        subprocess.run(common + ["--extern", f"lkmm={work}/liblkmm.rlib", "--emit", "llvm-ir",
                                 f"{work}/probe.rs", "-o", f"{work}/probe.ll"], check=True)
        with open(f"{work}/probe.ll", encoding="utf-8") as f:
            code = functions(f.read())
    for name in ("pointer", "reference", "index"):
        tap.point(depends(code[name]), f"{name}: the address depends on the read", code[name])
    for name in ("broken_pointer", "broken_index"):
        tap.point(not depends(code[name]), f"{name}: plain comparisons break it", code[name])
    return tap.end()


sys.exit(main())
