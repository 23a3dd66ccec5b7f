#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""columns.py TREE: no line is over 100 columns, a tab being 8. TAP.

In C, Rust, shell, Python, Markdown and Meson's files, generated ones included. Not in data: litmus
tests, defs/, golden files, pictures. And some lines are right as they are:
- in Markdown, rows of a table, and what a block shows of a command's output;
- a line with an address (https://...);
- in tests, a line with a literal that fits in no line: the text of a test, an expected message.
"""
import os
import re
import sys

MOST = 100
LITERAL = 88        # in one of these a literal finds its place in a line of its own
KINDS = (".c", ".h", ".cc", ".list", ".rs", ".sh", ".py", ".md", ".awk", ".mk", ".toml")
BESIDES = ("meson.build", "meson_options.txt", "README")
SKIPPED = ("build", "target", "node_modules", "LICENSES")
# Rooms where the lines of today are still to be broken.
LATER = ("front/", "emit/", "change/", "model/path/", "tool/run/")
STRING = re.compile(r"'[^']*'|\"(?:\\.|[^\"\\])*\"?|\"|'")


def sources(tree):
    """The files that are read, in a tree or in a copy of one."""
    for folder, below, names in os.walk(tree):
        below[:] = [d for d in below if d not in SKIPPED and not d.startswith(".")]
        for name in names:
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, tree)
            if os.path.islink(path) or relative.startswith(LATER):
                continue
            if name.endswith(KINDS) or name in BESIDES or is_script(path):
                yield relative


def is_script(path):
    if "." in os.path.basename(path):
        return False
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


def is_right(name, line, in_block):
    """Whether a long line is right as it is."""
    if "://" in line:
        return True
    if name.endswith(".md"):
        return line.lstrip().startswith("|") or in_block
    return name.startswith("tests/") and any(len(m[0]) > LITERAL for m in STRING.finditer(line))


def long_lines(tree, name):
    with open(os.path.join(tree, name), encoding="utf-8", errors="replace") as file:
        in_block = False
        for number, line in enumerate(file, 1):
            if line.startswith("```"):
                in_block = line.startswith(("```console", "```text")) and not in_block
            columns = len(line.rstrip("\n").expandtabs(8))
            if columns > MOST and not is_right(name, line, in_block):
                yield f"{name}:{number}: {columns} columns"


def main():
    tree = sys.argv[1]
    names = sorted(sources(tree))
    found = [line for name in names for line in long_lines(tree, name)]
    print("1..1")
    print("not ok" if found or not names else "ok", f"1 - no line is over {MOST} columns")
    for line in found:
        print("#", line)
    return 1 if found or not names else 0


if __name__ == "__main__":
    sys.exit(main())
