#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""optimized.py LKMM [rust]: what 'lkmm verify --optimized' finds in programs of optimized/. TAP.

In a program: "status N: S", the exit status with -DFAULT=N (in Rust: --cfg fault="N");
"effect N: @mark [note: ]TEXT": a finding, or a note, on the line with the comment "@mark" that has
TEXT; there are no other findings. "says N: TEXT": another line has TEXT. The programs that stand
beside this script, as they are, have no finding: see CLEAN. $CC: a clang.
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap  # noqa: E402

FOLDER = os.path.dirname(os.path.abspath(__file__))
CLEAN = ["ring.c", "list.c", "lock-mcs.c", "lock-ticket.c", "queue.c", "refcount.c"]
FINDING = re.compile(r"^(?P<file>[^:]+):(?P<line>\d+):\d+: (?P<note>note: )?after -O2, "
                     r"(?P<text>.*)$", re.M)
WORSE = "there are faults that the source has not"


def verify(lkmm, path, fault, *options):
    flags = [f"-DFAULT={fault}"]
    if path.endswith(".rs"):
        flags = [f'--cfg=fault="{fault}"']
    p = subprocess.run([lkmm, "verify", "--optimized", "--timeout=100", *options, path, "--",
                        *flags], text=True, capture_output=True, timeout=300)
    return p.returncode, p.stdout + p.stderr


def line_of(text, mark):
    lines = [n + 1 for n, line in enumerate(text.split("\n"))
             if re.search(rf"(/\*|//) {mark}\b", line)]
    assert len(lines) == 1, f"{mark} stands on lines {lines}"
    return lines[0]


def found_in(out):
    return [(int(m["line"]), m["note"] or "", m["text"]) for m in FINDING.finditer(out)
            if not m["text"].startswith(WORSE)]


def wrong_findings(text, fault, out):
    """What is found and not expected, or expected and not found."""
    found, wrong = found_in(out), []
    for mark, note, wanted in re.findall(rf"effect {fault}: (@\w+) (note: )?(.*)", text):
        line = line_of(text, mark)
        same = [f for f in found if f[0] == line and f[1] == note and wanted in f[2]]
        if same:
            found.remove(same[0])
        else:
            wrong.append(f"not found on line {line}: {note}{wanted}")
    return wrong + [f"found on line {line}: {note}{what}" for line, note, what in found]


def programs(end):
    return sorted(glob.glob(f"{FOLDER}/optimized/*.{end}"))


def answers(lkmm, path):
    """Of each fault: its number, and what is wrong with the answer; nothing, or lines."""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for fault, wanted in re.findall(r"status (\d+): (\d)", text):
        status, out = verify(lkmm, path, fault)
        wrong = wrong_findings(text, fault, out)
        wrong += [f"does not say: {t}" for t in re.findall(rf"says {fault}: (.*)", text)
                  if t not in out]
        wrong += [f"status {status}"] * (status != int(wanted))
        yield fault, wrong and [*wrong, out]


def try_json(tap, lkmm):
    """The same findings, in JSON."""
    path = os.path.join(FOLDER, "optimized", "control.c")
    found = found_in(verify(lkmm, path, "1")[1])
    status, out = verify(lkmm, path, "1", "--json")
    o = json.loads(out)["optimized"]
    listed = [(e["line"], "" if e["loses_order"] else "note: ", e["text"]) for e in o["effects"]]
    tap.point(collections.Counter(found) == collections.Counter(listed) and status == 1 and
              o["lost"] == 2 and o["verdict"] == "clean" and o["worse"] is False,
              "the same in JSON", out)


def main():
    lkmm, rust = sys.argv[1], "rust" in sys.argv[2:]
    tap = Tap()
    for path in programs("c") + programs("rs"):
        if path.endswith(".rs") and not rust:
            tap.skip(os.path.basename(path), "no rustc here")
            continue
        for fault, wrong in answers(lkmm, path):
            tap.point(not wrong, f"{os.path.basename(path)}, {fault}", *wrong)
    for name in CLEAN:
        status, out = verify(lkmm, os.path.join(FOLDER, name), "0")
        tap.point(status == 0 and not found_in(out), f"{name} has no finding",
                  f"status {status}", out)
    try_json(tap, lkmm)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
