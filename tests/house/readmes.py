#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""readmes.py TREE: every folder at the top has a README of one screen that names each of its own
folders, and no file or folder that is not there. TAP.

A name is a word in backquotes that ends in / or in the ending of a source file. It stands in the
folder of the README, in one of its folders, or at the top of the tree.
"""
import glob
import os
import re
import sys

MOST = 50           # lines of a screen
EXEMPT = ("LICENSES",)      # the texts of licences, by their own rules
NAME = re.compile(r"`([\w.*/-]+(?:/|\.(?:c|h|rs|py|sh|def|tbl|list|map|ini|json|mk|md)))`")


def folders(path):
    return sorted(name for name in os.listdir(path) if os.path.isdir(os.path.join(path, name))
                  and not name.startswith((".", "build", "target", "__")) and name not in EXEMPT)


def is_named(folder, text):
    return re.search(r"(?<![\w-])" + re.escape(folder) + r"(?![\w-])", text)


def is_there(tree, room, name):
    return any(glob.glob(os.path.join(glob.escape(tree), place, name))
               for place in (room, f"{room}/*", f"{room}/*/*", ""))


def faults(tree, room):
    path = f"{room}/README.md"
    if not os.path.isfile(os.path.join(tree, path)):
        yield f"{room}: no README.md"
        return
    with open(os.path.join(tree, path), encoding="utf-8") as file:
        text = file.read()
    lines = text.count("\n")
    if lines > MOST:
        yield f"{path}: {lines} lines, more than {MOST}"
    for folder in folders(os.path.join(tree, room)):
        if not is_named(folder, text):
            yield f"{path}: does not name {folder}/"
    for name in NAME.findall(text):
        if not is_there(tree, room, name):
            yield f"{path}: there is no {name}"


def main():
    tree = sys.argv[1]
    rooms = folders(tree)
    print(f"1..{max(1, len(rooms))}")
    if not rooms:
        print("not ok 1 - the tree has no folders")
    failed = not rooms
    for number, room in enumerate(rooms, 1):
        found = list(faults(tree, room))
        failed = failed or bool(found)
        print("not ok" if found else "ok", f"{number} - README of {room}/")
        for line in found:
            print("#", line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
