# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Shared by the tests of the command line: the options of each command, from its help."""
import re
import subprocess

HERDTOOLS = ("herd7", "mselect7")
number = 0
failed = False


def result(ok, what, more=""):
    """One line of TAP."""
    global number, failed
    number += 1
    failed |= not ok
    print(f"{'ok' if ok else 'not ok'} {number} - {' / '.join(what.split(chr(10)))}")
    if not ok:
        print("".join(f"# {line}\n" for line in str(more).splitlines()[-30:]), end="")


def run(lkmm, *words, **more):
    return subprocess.run([lkmm, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          check=False, **more)


def commands(lkmm):
    """The names in the help of lkmm itself."""
    return re.findall(r"^  ([a-z0-9]+) ", run(lkmm, "--help").stdout, re.M)


def help_of(lkmm, command):
    return run(lkmm, command, "-help" if command in HERDTOOLS else "--help")


def options(lkmm, command):
    """Of a command: all names of each option, and whether it takes a value."""
    found = {}
    for line in help_of(lkmm, command).stdout.splitlines():
        if re.match(r"^  +-", line):
            label = re.split(r"  +", line.strip())[0]
            for name in label.split(", "):
                found[re.match(r"-[^ =[]*", name)[0]] = bool(re.search(r"[ =]", name))
    return found
