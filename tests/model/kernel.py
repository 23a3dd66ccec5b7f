#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""kernel.py LKMM DIR: the bugs of the kernel in DIR (litmus/kernel), and their fixes.

Each NAME-bug.litmus can go wrong and has NAME-fix.litmus beside it, which cannot and differs from
it in some lines of code only. What --fix proposes for the bug is in its line "Proposed:": the
changes of one proposal, written down from what lkmm printed and read against the kernel's fix; or
"nothing:" and the reason. TAP.
"""
import difflib
import json
import pathlib
import re
import subprocess
import sys

lkmm, directory = sys.argv[1:]
n = 0


def point(ok, what, *details):
    global n
    n += 1
    print(f"{'ok' if ok else 'not ok'} {n} - {what}")
    for line in () if ok else details:
        print(f"# {line}")


def check(*arguments):
    run = subprocess.run([lkmm, "check", "--json", *arguments], capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[0]) if run.stdout else {"error": run.stderr}


def code(text):
    """The lines that are not the name of the test and its comment."""
    return text[text.index("*)"):].splitlines()


def are(changes, wanted):
    return sorted(change["to"] for change in changes) == sorted(wanted.split("; "))


def judge_proposals(name, path, text):
    wanted = re.search(r"^ \* Proposed: (.*)$", text, re.M)
    if not wanted:
        return point(False, f"{name}: has a line 'Proposed:'")
    answer = check("--fix", str(path))
    fixes = [fix["changes"] for fix in answer.get("fix", {}).get("fixes", [])]
    if wanted[1].startswith("nothing: "):
        return point(not fixes, f"{name}: --fix proposes nothing", *fixes)
    point(any(are(changes, wanted[1]) for changes in fixes),
          f"{name}: --fix proposes {wanted[1]}", *fixes)


bugs = sorted(pathlib.Path(directory).glob("*-bug.litmus"))
fixes = sorted(pathlib.Path(directory).glob("*-fix.litmus"))
point(len(bugs) >= 20 and [b.name[:-10] for b in bugs] == [f.name[:-10] for f in fixes] and
      len(bugs) + len(fixes) == len(list(pathlib.Path(directory).glob("*.litmus"))),
      "each bug has a fix beside it, and there is nothing else")
for bug, fix in zip(bugs, fixes):
    name = bug.name.removesuffix("-bug.litmus")
    text, fixed = bug.read_text(), fix.read_text()
    before, after = check(str(bug)), check(str(fix))
    point(before.get("observation") == "Sometimes", f"{name}: the bug can happen", before)
    point(after.get("observation") == "Never", f"{name}: not after the fix", after)
    changed = [line for line in difflib.unified_diff(code(text), code(fixed), n=0)
               if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    point(0 < len(changed) <= 12, f"{name}: the two differ in a few lines", *changed)
    judge_proposals(name, bug, text)
print(f"1..{n}")
