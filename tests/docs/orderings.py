#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""orderings.py [--update] ROOT LKMM

Decides each test in the table of docs/orderings.md, by LKMM, by C11 and for each architecture, and
compares the answers with the cells of its row. With --update it writes the cells. Output is TAP.
"""
import os
import re
import subprocess
import sys

ROW = re.compile(r"^\| [^|]+ \| \[(?P<name>[^]]+)\]\((?P<file>[^)]+)\) \|(?P<cells>.*)$")
HEAD = "| can it happen? | test | LKMM | C11 |"


def output(lkmm, *arguments):
    return subprocess.run([lkmm, "check", *arguments], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False).stdout


def verdict(lkmm, file, *model):
    """yes, no or race: does the model allow what the test asks for?"""
    printed = output(lkmm, *model, file)
    if re.search(r"^Flag data-race$", printed, re.M):
        return "race"
    word = re.search(r"^Observation \S+ (\w+)", printed, re.M).group(1)
    return "no" if word == "Never" else "yes"


def machines(lkmm, file):
    """The architectures, and for each whether it can show the outcome."""
    head, row = output(lkmm, "--arch", "all", file).splitlines()[:2]
    names = head.split()[2:]
    return names, row.split()[-len(names):]


def main():
    update = "--update" in sys.argv
    root, lkmm = [a for a in sys.argv[1:] if a != "--update"]
    page = os.path.join(root, "docs", "orderings.md")
    with open(page, encoding="utf-8") as f:
        lines = f.read().splitlines()
    number = 0
    names = []
    for i, line in enumerate(lines):
        row = ROW.match(line)
        if not row:
            continue
        file = os.path.join(root, "docs", row["file"])
        names, can = machines(lkmm, file)
        cells = [verdict(lkmm, file), verdict(lkmm, file, "--model", "c11"), *can]
        written = [cell.strip() for cell in row["cells"].strip("| ").split("|")]
        if update:
            lines[i] = line[:row.start("cells")] + "".join(f" {cell} |" for cell in cells)
        number += 1
        print(f"{'ok' if update or cells == written else 'not ok'} {number} - {row['name']}")
        if not update and cells != written:
            print(f"# the page: {written}\n# decided:  {cells}")

    head = next(i for i, line in enumerate(lines) if line.startswith(HEAD))
    wanted = HEAD + "".join(f" {name} |" for name in names)
    if update:
        lines[head:head + 2] = [wanted, "|---|---|---|---|" + "---|" * len(names)]
        with open(page, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
    number += 1
    print(f"{'ok' if update or lines[head] == wanted else 'not ok'} {number} - the columns")
    print(f"1..{number}")


main()
