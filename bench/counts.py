# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Instructions that a program executes, and the file of recorded counts.

Valgrind counts them, with the same result on a busy machine. Another compiler or C library changes
the counts by a few per cent.
"""
import os
import re
import shutil
import subprocess

VALGRIND = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--branch-sim=no",
            "--cachegrind-out-file=/dev/null"]


def can_count():
    return shutil.which("valgrind") is not None


def instructions(command, env=None):
    """How many COMMAND executes, those of the dynamic linker included, but not those of children,
    which execute less. Its exit status does not matter."""
    done = subprocess.run([*VALGRIND, *command], env={**os.environ, **(env or {})},
                          stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    found = re.findall(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if not found:
        raise SystemExit(f"valgrind has counted nothing: {done.stderr[-1000:]}")
    return max(int(count.replace(",", "")) for count in found)


def read(name):
    """The lines "NAME COUNT" of a file: {NAME: COUNT}, where a NAME may have blanks."""
    with open(name, encoding="utf-8") as lines:
        rows = [line.rsplit(maxsplit=1) for line in lines if line.strip() and line[0] != "#"]
    return {row[0]: int(row[1]) for row in rows}


def write(name, head, counts):
    with open(name, "w", encoding="utf-8") as out:
        out.write("".join(f"# {line}\n" for line in head))
        out.writelines(f"{what} {count}\n" for what, count in counts.items())
