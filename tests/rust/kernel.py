#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""kernel.py LIBLKMM.rlib KERNEL [RUSTC-OPTION...]: the kernel's own Rust, with kernel:: changed to
lkmm:: in its use lines. KERNEL: where script/fetch-kernel-rust keeps the files.

The examples in the documentation of rust/kernel/sync/ and its KUnit tests must pass, and a file
that builds on the atomics must compile. TAP.
"""
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap  # noqa: E402

RUSTC = os.environ.get("RUSTC", "rustc")
FILES = ("atomic.rs", "atomic/ordering.rs", "atomic/predefine.rs", "barrier.rs", "refcount.rs",
         "rcu.rs", "set_once.rs")
# A file that uses the atomics through super::
BUILDS_ON = "set_once.rs"
# KUnit's assert_eq!() needs no Debug.
HEAD = """
#![allow(unused)]
macro_rules! assert_eq { ($left:expr, $right:expr $(,)?) => { assert!($left == $right) } }
"""
# Opaque is the kernel's UnsafeCell for objects of C.
OPAQUE = ("use kernel::types::Opaque;", "use core::cell::UnsafeCell as Opaque;")


def ours(code):
    return re.sub(r"\bkernel::", "lkmm::", code.replace(*OPAQUE))


def examples(name, text):
    """The examples of a file's documentation, as functions by name."""
    found, body = {}, None
    for number, line in enumerate(text.split("\n"), 1):
        m = re.fullmatch(r"\s*//[/!] ?(.*)", line)
        if not m:
            body = None
        elif m[1].startswith("```"):
            if body is None:
                label = re.sub(r"\W", "_", name) + f"_line_{number}"
                body = found.setdefault(label, [])
            else:
                body = None
        elif body is not None:
            body.append(re.sub(r"^( *)#( |$)", r"\1", m[1]))
    return {label: f"#[test]\nfn {label}() {{\n" + ours("\n".join(lines)) + "\n}\n"
            for label, lines in found.items()}


def kunit(text):
    """The module of a file's KUnit tests, which name the atomics by super::, and how many."""
    m = re.search(r"^#\[(?:macros::)?kunit_tests\((\w+)\)\]\nmod tests (\{.*?^\})", text,
                  re.S | re.M)
    if not m:
        return {}
    body = ours(m[2].replace("use super::super::*;", "use lkmm::sync::atomic::*;"))
    return {m[1]: f"mod {m[1]} {body}\n"}


def compile_and_run(code, rlib, options, work):
    """The results by name, and what the compiler said if it failed."""
    with open(f"{work}/test.rs", "w", encoding="utf-8") as f:
        f.write(HEAD + code)
    done = subprocess.run([RUSTC, *options, "--edition", "2021", "--test", "--extern",
                           f"lkmm={rlib}", "-o", f"{work}/test", f"{work}/test.rs"],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        return {}, done.stderr
    done = subprocess.run([f"{work}/test"], capture_output=True, text=True, check=False)
    return dict(re.findall(r"^test (\S+) \.\.\. (\w+)", done.stdout, re.M)), done.stdout


def main():
    rlib, kernel, *options = sys.argv[1:]
    tap = Tap()
    parts = {}
    for name in FILES:
        with open(f"{kernel}/rust/kernel/sync/{name}", encoding="utf-8") as f:
            text = f.read()
        parts |= examples(name, text) | kunit(text)
        if name == BUILDS_ON:
            parts[name] = "mod sync { pub use lkmm::sync::atomic; pub mod once {" + text + "} }"
    with tempfile.TemporaryDirectory() as work:
        total = 0
        for name, code in parts.items():
            results, said = compile_and_run(code, rlib, options, work)
            if name == BUILDS_ON:
                tap.point(not said or "running 0 tests" in said, f"{name} compiles", said)
                continue
            total += len(results)
            tap.point(results and set(results.values()) == {"ok"},
                      f"{name}: {', '.join(results) or 'no test'}", said)
        tap.point(total >= 20, f"enough tests: {total}")
    return tap.end()


sys.exit(main())
