#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""console.py [--update | --without-measured] ROOT BIN-DIR DOCUMENT...

Runs the commands that documents show in ```console blocks, with ROOT as the working directory and
BIN-DIR in PATH, and compares what they print with what the document says: as it stands, but for the
lines of herd7's format that say how long it took. A line "..." stands for any number of lines. In a
block "console measured" any number above 0 stands for any other, any machine for any other, and
lines may come in another order. Output is TAP. With --update the output replaces what the
document says, if that has no "...". With --without-measured such blocks are skipped: the times of a
sanitizer are not measurements. Commands that compile programs are skipped without the compiler.
"""
import os
import re
import shutil
import subprocess
import sys

BLOCK = re.compile(r"^```console( measured)?\n(.*?)^```$", re.M | re.S)


def commands(block):
    """The commands of a block, each with the lines shown after it."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def lacking(command):
    """The compiler that a command needs and is not here, or None."""
    needs = [tool for tool, word in (("clang", "lkmm verify"), ("rustc", r"lkmm verify.*\.rs"))
             if re.search(word, command)]
    return next((tool for tool in needs if not shutil.which(tool)), None)


def run(command, root, bin_dir):
    env = dict(os.environ, PATH=bin_dir + os.pathsep + os.environ["PATH"])
    command = command.replace("build/lkmm", os.path.join(bin_dir, "lkmm"))
    done = subprocess.run(command, shell=True, cwd=root, env=env, text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = [line for line in done.stdout.splitlines() if not line.startswith("Time ")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def without_measurements(lines):
    """The lines of lkmm run, without the parts that depend on the machine and on chance."""
    text = "\n".join(lines)
    text = re.sub(r"(\d+ threads?), \S+ \(.*?\), ", r"\1, ", text)
    text = re.sub(r"^[1-9]\d* +", "N ", text, flags=re.M)
    text = re.sub(r"(?<![:=\w.])(?=[0.]*[1-9])\d[\d.]*(e[+-]\d+)?(?![\w:=])", "N", text)
    return sorted(text.split("\n"))


def agrees(shown, printed, measured):
    if measured:
        return without_measurements(shown) == without_measurements(printed)
    pattern = "".join("(?:.*\n)*" if line == "..." else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def check(document, root, bin_dir, number, measure):
    """Prints a line of TAP for each command; returns the number of the last."""
    with open(os.path.join(root, document), encoding="utf-8") as file:
        text = file.read()
    for measured, block in BLOCK.findall(text):
        for command, shown in commands(block):
            number += 1
            if measured and not measure:
                print(f"ok {number} - {document}: {command} # SKIP a measurement")
                continue
            if lacking(command):
                print(f"ok {number} - {document}: {command} # SKIP no {lacking(command)} here")
                continue
            printed = run(command, root, bin_dir)
            good = agrees(shown, printed, measured)
            print(f"{'ok' if good else 'not ok'} {number} - {document}: {command}")
            if not good:
                print("".join(f"# {line}\n" for line in printed), end="")
    return number


def update(document, root, bin_dir):
    def renew(match):
        out = ["```console" + (match.group(1) or "")]
        for command, shown in commands(match.group(2)):
            out.append("$ " + command)
            out += shown if "..." in shown else run(command, root, bin_dir)
        return "\n".join(out + ["```"])

    path = os.path.join(root, document)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(BLOCK.sub(renew, text))


def main():
    args = sys.argv[1:]
    option = args.pop(0) if args[0].startswith("--") else ""
    renew = option == "--update"
    root, bin_dir, *documents = args
    bin_dir = os.path.abspath(bin_dir)
    number = 0
    for document in documents:
        if renew:
            update(document, root, bin_dir)
        else:
            number = check(document, root, bin_dir, number, option != "--without-measured")
    if not renew:
        print(f"1..{number}")
    return 0


sys.exit(main())
