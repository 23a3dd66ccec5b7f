#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""access.py SOURCE-ROOT RUSTC

Loads and stores in Rust are not data races by Rust's rules, and still have the properties of
volatile accesses: in the optimised code (LLVM IR) each is an atomic access, none is
removed, none is made of two, and none leaves its loop; and each is followed by the asm that
prevents these in other versions of LLVM. Inline and generic. Output is TAP.
"""
import re
import subprocess
import sys
import tempfile

KINDS = ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "isize", "usize", "bool", "*mut u8"]

# The code for each type, and the accesses that must remain, in this order.
BODIES = {
    "load": ("fn({A}) -> {T}", "a.load(Relaxed)", "L"),
    "acquire": ("fn({A}) -> {T}", "a.load(Acquire)", "L"),
    "store": ("fn({A}, v: {T})", "a.store(v, Relaxed)", "S"),
    "release": ("fn({A}, v: {T})", "a.store(v, Release)", "S"),
    "unused": ("fn({A})", "a.load(Relaxed); a.load(Acquire);", "LL"),
    "twice": ("fn({A}) -> bool", "a.load(Relaxed) == a.load(Relaxed)", "LL"),
    "overwritten": ("fn({A}, v: {T})",
                    "a.store(v, Relaxed); a.store(v, Relaxed); a.store(v, Release)", "SSS"),
    "read_back": ("fn({A}, v: {T}) -> {T}", "a.store(v, Relaxed); a.load(Relaxed)", "SL"),
    "written_back": ("fn({A})", "a.store(a.load(Relaxed), Relaxed)", "LS"),
    "pointer": ("fn(p: *mut {T}, v: {T}) -> {T}",
                "unsafe { lkmm::write_once(p, v); lkmm::store_release(p, v); lkmm::read_once(p); "
                "lkmm::load_acquire(p) }",
                "SSLL"),
    "wait": ("fn({A}, v: {T})", "while a.load(Relaxed) != v {}", "L"),
}
BACKENDS = {"inline": ([], r"asm sideeffect"),
            "generic": (["--cfg", "lkmm_generic"], r'fence syncscope\("singlethread"\)')}


def source():
    out = ["#![crate_type = \"lib\"]", "#![no_std]",
           "use lkmm::{Acquire, Atomic, Relaxed, Release};"]
    for n, kind in enumerate(KINDS):
        for name, (signature, body, _) in BODIES.items():
            signature = signature.format(A=f"a: &Atomic<{kind}>",
                                         T=kind).replace("fn(", f"pub fn {name}_{n}(", 1)
            out.append(f"#[no_mangle] {signature} {{ {body} }}")
    return "\n".join(out)


def functions(ir):
    """The bodies by name. LLVM merges equal ones, with aliases."""
    body = {m[1]: m[2] for m in re.finditer(r"^define [^\n]*@(\w+)\(.*?\{\n(.*?)^\}", ir,
                                            re.S | re.M)}
    for m in re.finditer(r"^@(\w+) = .*\balias\b.* @(\w+)$", ir, re.M):
        body[m[1]] = body[m[2]]
    return body


def wrong(body, want, keeper):
    """The error in a function's body: each access must be atomic, and have @keeper behind it.
    """
    found, kept = "", True
    for line in body.splitlines():
        access = re.match(r"\s*(?:%\S+ = )?(load|store) ([^\n]*)", line)
        if re.search(keeper, line):
            kept = True
        elif access:
            if not kept:
                return "nothing keeps apart: " + line.strip()
            if not access[2].startswith("atomic") or "volatile" in line:
                return "not atomic: " + line.strip()
            found, kept = found + access[1][0].upper(), False
    if not kept:
        return "nothing stands behind the last access"
    return None if found == want else f"accesses {found}, expected {want}"


def left_its_loop(body):
    """Whether no block that goes back to itself has the load."""
    blocks = re.split(r"^(\S+):", "\n" + "start:\n" + body, flags=re.M)[1:]
    return not any("load atomic" in text and re.search(rf"label %{re.escape(label)}\b", text)
                   for label, text in zip(blocks[::2], blocks[1::2]))


def main():
    root, rustc = sys.argv[1:]
    print(f"1..{len(BACKENDS) * (len(BODIES) + 1)}")
    number = 0
    with tempfile.TemporaryDirectory() as work:
        with open(f"{work}/probe.rs", "w", encoding="utf-8") as f:
            f.write(source())
        for backend, (flags, keeper) in BACKENDS.items():
            common = [rustc, "--edition", "2021", "-O", "-C", "codegen-units=1"]
            subprocess.run(common + flags + ["--crate-name", "lkmm", "--crate-type", "rlib",
                                             f"{root}/rust/src/lib.rs",
                                             "-o", f"{work}/liblkmm.rlib"], check=True)
            subprocess.run(common + ["--extern", f"lkmm={work}/liblkmm.rlib", "--emit", "llvm-ir",
                                     f"{work}/probe.rs",
                                     "-o", f"{work}/probe.ll"], check=True)
            with open(f"{work}/probe.ll", encoding="utf-8") as f:
                code = functions(f.read())
            for name, (_, _, want) in BODIES.items():
                faults = []
                for n, kind in enumerate(KINDS):
                    body = code.get(f"{name}_{n}")
                    fault = "no such function" if body is None else wrong(body, want, keeper)
                    if not fault and name == "wait" and left_its_loop(body):
                        fault = "the load has left its loop"
                    if fault:
                        faults.append(f"{kind}: {fault}")
                number += 1
                print(f"{'not ok' if faults else 'ok'} {number} - {backend}: {name}")
                for fault in faults:
                    print(f"# {fault}")
            number += 1
            volatile = [line for body in code.values() for line in body.splitlines()
                        if " volatile " in line]
            print(f"{'not ok' if volatile else 'ok'} {number} - {backend}: nothing is volatile")


main()
