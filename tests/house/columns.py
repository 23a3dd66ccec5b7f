#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""columns.py TREE: no line is over 100 columns, a tab being 8. TAP.

In C, Rust, shell, Python, Markdown and Meson's files, generated ones included. Not in data: litmus
tests, defs/, golden files, pictures. And some lines are exempt:
- in Markdown, rows of a table, and a command's output in a block;
- a line with an address (https://...);
- in shell, a line with a literal that hardly fits in one: a pattern, an expected message; and a
  line that begins in a literal: the text of a test.
"""
import os
import re
import sys

MOST = 100
LITERAL = 72        # columns of a literal that finds its place in a line
KINDS = (".c", ".h", ".cc", ".list", ".rs", ".sh", ".py", ".md", ".awk", ".mk", ".toml")
BESIDES = ("meson.build", "meson_options.txt", "README")
SKIPPED = ("target", "node_modules", "LICENSES")
STRING = re.compile(r"\$?'[^']*'?|\"(?:\\.|[^\"\\])*\"?|\S+")
QUOTES = re.compile(r"\\.|(?<=\s)#.*|^#.*|['\"]")


def sources(tree):
    """The files that are read, in a tree or in a copy of one."""
    for folder, below, names in os.walk(tree):
        below[:] = [d for d in below if d not in SKIPPED and not d.startswith((".", "build"))]
        for name in names:
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, tree)
            if os.path.islink(path):
                continue
            if name.endswith(KINDS) or name in BESIDES or is_script(path):
                yield relative


def is_script(path):
    if "." in os.path.basename(path):
        return False
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


def open_quote(line, quote):
    """The quote that is open at the end of a line of shell, if @quote is at its beginning."""
    for m in QUOTES.finditer(line):
        if m[0] in ("'", '"'):
            quote = m[0] if not quote else None if m[0] == quote else quote
        elif m[0][0] == "#" and not quote:
            break
    return quote


def is_right(name, line, in_block, quote):
    """Whether a long line is right as it is."""
    if "://" in line:
        return True
    if name.endswith(".md"):
        return line.lstrip().startswith("|") or in_block
    if not name.endswith(".sh") and "." in os.path.basename(name):
        return False
    return bool(quote) or any(len(m[0]) > LITERAL for m in STRING.finditer(line))


def long_lines(tree, name):
    with open(os.path.join(tree, name), encoding="utf-8", errors="replace") as file:
        in_block, in_code, quote = False, False, None
        for number, line in enumerate(file, 1):
            if line.lstrip().startswith("```"):
                in_block = line.strip().startswith(("```console", "```text")) or (
                    line.strip() == "```" and not in_block and not in_code)
                in_code = not in_code
            columns = len(line.rstrip("\n").expandtabs(8))
            if columns > MOST and not is_right(name, line, in_block, quote):
                yield f"{name}:{number}: {columns} columns"
            quote = open_quote(line, quote) if name.endswith(".sh") else None


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
