#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cat-kernel.py LKMM 6.1 6.12 [REFERENCE]: the model in the kernel's own files.

6.1 and 6.12 are directories tools/memory-model of these versions. Each one's litmus tests get the
result that is written in them; REFERENCE has the answers of herd7 for other tests, in
expected.jsonl, and with the files of 6.1 in expected-v6.1.jsonl. lkmm diff lists those that differ.
TAP.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import ask
from ask import tap

# The answer of lkmm for this test is that of 6.1: docs/reference-differences.md.
AS_BEFORE = "locked/CoWW+sil-lock-sil-unlock-sil.litmus"
COOKIE = re.compile(r"=\d{3,}")


def config(tree):
    return f"{tree}/linux-kernel.cfg"


def own_tests(report, lkmm, tree):
    names = sorted(str(path) for path in pathlib.Path(tree, "litmus-tests").glob("*.litmus"))
    answers = ask.check(lkmm, names, "--model", config(tree))
    for name in names:
        answer = answers.get(name, {})
        report.point("observation" in answer and "expected" not in answer, name, answer)


def many_sections(report, lkmm, tree):
    """What is known of locks holds of its model, too."""
    with tempfile.TemporaryDirectory() as tmp:
        test = pathlib.Path(tmp, "sections.litmus")
        test.write_text(ask.sections(6), encoding="utf-8")
        answer = ask.check(lkmm, [str(test)], "--timeout", ask.A_WHILE, "--model", config(tree))
        report.point(answer[str(test)].get("observation") == "Never", "locks are known", answer)


def states(found):
    """As sets of assignments. The cookies of srcu_read_lock() are any numbers that differ."""
    return {tuple(sorted(COOKIE.sub("=cookie", re.sub(r"[][\s]", "", part))
                         for part in state.split(";") if part.strip())) for state in found}


def reference(report, lkmm, tree, folder):
    with open(f"{folder}/expected-v6.1.jsonl", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    wanted = {f"{folder}/{line['test']}": line for line in lines if "observation" in line}
    unread = [f"{folder}/{line['test']}" for line in lines
              if "no such macro" in line.get("reference", "")]
    answers = ask.check(lkmm, list(wanted), "--states", "--model", config(tree))
    for name, want in wanted.items():
        answer = answers.get(name, {})
        good = answer.get("observation") == want["observation"] and \
            sorted(answer["flags"]) == sorted(want["flags"]) and \
            states(answer["states"]) == states(want["states"])
        report.point(good, name, f"wanted: {want}", f"found: {answer}")
    for name, answer in ask.check(lkmm, unread, "--model", config(tree)).items():
        report.point("no meaning" in answer.get("error", ""), f"not decided: {name}", answer)


def answers_of_herd(folder, name):
    with open(f"{folder}/{name}", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return {line["test"]: (line["observation"], sorted(line["flags"]), states(line["states"]))
            for line in lines if "observation" in line}


def differences(report, lkmm, tree, folder):
    """The tests whose answers of herd7 differ between the models, where it has both."""
    old, new = (answers_of_herd(folder, f"expected{version}.jsonl") for version in ("-v6.1", ""))
    both = sorted(set(old) & set(new))
    wanted = {f"{folder}/{test}" for test in both if old[test] != new[test] and test != AS_BEFORE}
    done = subprocess.run([lkmm, "diff", "--json", "--model", config(tree), "--model", "lkmm",
                           *(f"{folder}/{test}" for test in both)],
                          capture_output=True, text=True)
    found = {line["file"]: line for line in map(json.loads, done.stdout.splitlines())}
    report.point(done.returncode == 1 and len(both) > 700, "diff: all are compared", done.stderr)
    report.point(set(found) == wanted and len(wanted) == 10, "diff: these ten differ",
                 f"missing: {wanted - set(found)}", f"more: {set(found) - wanted}")
    for name, test in found.items():
        if "srcu" in name:  # no path returns the cookies of the other model
            continue
        report.point(all("forbidden_by" in d for d in test["differences"] if "state" in d),
                     f"diff: a rule for each state: {name}", test)


def main():
    lkmm, old, new = sys.argv[1:4]
    report = tap.Tap()
    for tree in (old, new):
        own_tests(report, lkmm, tree)
        many_sections(report, lkmm, tree)
    if len(sys.argv) > 4:
        reference(report, lkmm, old, sys.argv[4])
        differences(report, lkmm, old, sys.argv[4])
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
