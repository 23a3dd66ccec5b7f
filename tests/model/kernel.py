#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""kernel.py LKMM DIR: the bugs of the kernel in DIR (litmus/kernel), and their fixes.

Each NAME-bug.litmus names the commit that fixed it, can go wrong, and has NAME-fix.litmus beside
it, which cannot, has no flag, and differs from it in some lines of code only. What --fix proposes
for the bug is in its line "Proposed:": the changes of one proposal, written down from what lkmm
printed, or "nothing". Each of its changes must be one of the kernel's fix, or order less: which
pairs of accesses a word orders is in ORDERS. Where the kernel's fix is of another kind, the line
"Otherwise:" says what it is. TAP.
"""
import difflib
import json
import pathlib
import re
import subprocess
import sys

FULL = {"RR", "RW", "WR", "WW"}
ORDERS = {
    "READ_ONCE": set(), "WRITE_ONCE": set(), "smp_wmb": {"WW"}, "smp_rmb": {"RR"},
    "smp_mb": FULL, "smp_mb__before_atomic": FULL, "smp_mb__after_atomic": FULL,
    "test_and_set_bit": FULL, "atomic_long_fetch_or": FULL,
    "smp_acquire__after_ctrl_dep": {"RR", "RW"}, "smp_load_acquire": {"RR", "RW"},
    "test_bit_acquire": {"RR", "RW"}, "xchg_acquire": {"RR", "RW"},
    "atomic_cmpxchg_acquire": {"RR", "RW"}, "atomic_try_cmpxchg_acquire": {"RR", "RW"},
    "smp_store_release": {"RW", "WW"},
}
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


def line_of(text, key):
    found = re.search(rf"^ \* {key}: (.*)$", text, re.M)
    return found[1] if found else None


def words(lines):
    return [word for line in lines for word in re.findall(r"\w+", line) if word in ORDERS]


def words_of_fix(before, after):
    """The words that the fix has and the bug has not. Where it leaves out a way around an access,
    its ordering is that of the access."""
    kept, added = words(before), []
    for tag, _, end, first, last in difflib.SequenceMatcher(None, before, after).get_opcodes():
        if tag == "delete":
            added += words(before[end:end + 1])
        elif tag != "equal":
            added += [word for word in words(after[first:last])
                      if words(after).count(word) > kept.count(word)]
    return added


def orders_no_more(changes, fix):
    """Whether each change has a word of the fix that orders as much."""
    return all(any(ORDERS[new] <= ORDERS[word] for word in fix)
               for new in words([change["to"] for change in changes]))


def judge_proposals(name, path, text, fixed):
    """Whether the kernel's fix or a weaker one is proposed."""
    wanted, otherwise = line_of(text, "Proposed"), line_of(text, "Otherwise")
    fixes = [fix["changes"] for fix in check("--fix", str(path)).get("fix", {}).get("fixes", [])]
    if wanted == "nothing":
        point(not fixes and otherwise, f"{name}: --fix proposes nothing", *fixes)
        return False
    found = [changes for changes in fixes
             if sorted(change["to"] for change in changes) == sorted((wanted or "").split("; "))]
    point(found, f"{name}: --fix proposes {wanted}", *fixes)
    fix = words_of_fix(code(text), code(fixed))
    same = any(orders_no_more(changes, fix) for changes in found) and bool(fix)
    if otherwise:
        point(not same, f"{name}: the kernel's fix is {otherwise}", fix)
    else:
        point(same, f"{name}: that is the kernel's fix, or orders less than {', '.join(fix)}", fix)
    return same


bugs = sorted(pathlib.Path(directory).glob("*-bug.litmus"))
fixes = sorted(pathlib.Path(directory).glob("*-fix.litmus"))
point([b.name[:-10] for b in bugs] == [f.name[:-10] for f in fixes] and
      len(bugs) + len(fixes) == len(list(pathlib.Path(directory).glob("*.litmus"))),
      "each bug has a fix beside it, and there is nothing else")
whole = []
for bug, fix in zip(bugs, fixes):
    name = bug.name.removesuffix("-bug.litmus")
    text, fixed = bug.read_text(), fix.read_text()
    before, after = check(str(bug)), check(str(fix))
    commits = [set(re.findall(r"\b[0-9a-f]{12}\b", part)) for part in (text, fixed)]
    point(len(commits[0]) == 1 and commits[0] == commits[1], f"{name}: both name the commit",
          commits)
    point(before.get("observation") == "Sometimes", f"{name}: the bug can happen", before)
    clean = after.get("observation") == "Never" and not after.get("flags")
    point(clean, f"{name}: not after the fix", after)
    changed = [line for line in difflib.unified_diff(code(text), code(fixed), n=0)
               if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    point(0 < len(changed) <= 12, f"{name}: the two differ in a few lines", *changed)
    if judge_proposals(name, bug, text, fixed) and clean:
        whole.append(name)
point(len(whole) >= 20,
      f"{len(whole)} of {len(bugs)}: --fix finds the kernel's fix, or a weaker one")
print(f"1..{n}")
