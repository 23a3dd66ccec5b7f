#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""rust-items.py DIR: each item of Rust is in a test of DIR/rust that has a twin in C.

The table has what a driver in Rust is made of, and the text that shows it. translated.py compares
the answers of the twins. A row without a test fails. TAP.
"""
import os
import pathlib
import re
import sys

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

ITEMS = [
    ("fn helpers", r"^fn (?!P\d)\w+\("),
    ("fn helpers that return a value", r"^fn (?!P\d)\w+\(.*\) -> "),
    ("early return", r"^    +return;"),
    ("struct", r"^struct \w+ \{"),
    ("enum", r"^enum \w+ \{"),
    ("match on an enum", r"^    +State::\w+ =>"),
    ("impl with methods", r"^    fn \w+\(&self"),
    ("functions of an impl", r"^    fn \w+\((?!&?(mut )?self)"),
    ("static", r"^static \w+: "),
    ("const", r"^const \w+: "),
    ("use lists", r"^use .*\{.*,.*\};"),
    ("use as", r"^use .* as \w+"),
    ("arrays", r": \[\w+; \w+\]"),
    ("elements by variable index", r"\[\w+ as usize"),
    ("slices as parameters", r"^fn .*: &\[[^;]*\]\)"),
    ("slices of constant length", r"\[1\.\.3?\]"),
    ("iterators", r"\.iter\(\)\.map\("),
    ("for", r"^    +for \w+ in "),
    ("Option", r"-> Option<"),
    ("if let", r"if let Some\("),
    ("references to members", r"&\(\*\w+\)\.\w+|&\w+\.\w+\["),
    ("pointers to structs", r"Atomic<\*mut [A-Z]\w+>"),
    ("loop and match", r"^    loop \{\n        match "),
    ("closures of map()", r"\.map\(\|"),
    ("closures of unwrap_or_else()", r"\.unwrap_or_else\(\|"),
    ("Refcount", r": &Refcount\b"),
    ("SetOnce", r": &SetOnce<"),
    ("guards of RCU", r"= rcu::read_lock\(\);"),
    ("a guard that ends before the block's value is used", r"= \{\n +let _guard"),
    ("SpinLock", r": &SpinLock<"),
    ("a guard that is dropped", r"\bdrop\(guard\)"),
    ("a guard that lives to the end", r"let _guard = l\.lock\(\)"),
    ("UnsafeCell", r": &UnsafeCell<"),
    ("Arc", r"\bArc::"),
    ("Completion", r": &Completion\b"),
    ("Options and Results in each other", r"-> Option<Result<"),
    ("errors that have parts", r"-> Result<.*, \(\w+, \w+\)> \{"),
    ("ref mut in patterns", r"\(ref mut \w+\)"),
    ("methods as paths", r"\bi32::max\("),
    ("functions in a struct", r"^    \w+: fn\("),
    ("Options in memory", r"^    \w+: Option<"),
    ("enums with values in memory", r"SpinLock<State>"),
    ("tuples that get values later", r"^    let \(\w+, \w+\);"),
]


def main():
    twins = {}
    for path in sorted(pathlib.Path(sys.argv[1]).joinpath("rust").glob("*.litmus")):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^ \* In C: \S+$", text, re.M):
            twins[path.stem] = text.partition("*/")[2]
    points = tap.Tap()
    for item, shown in ITEMS:
        found = [name for name, text in twins.items() if re.search(shown, text, re.M)]
        points.point(bool(found), f"{item}: {', '.join(found[:3])}", f"no twin has {shown}")
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
