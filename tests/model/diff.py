#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""diff.py LKMM MODELS DIR...: lkmm diff lists the tests of DIR that lkmm check answers differently
by two models, and its reasons are in the models. TAP."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import ask
from ask import tap

# A line of models/lkmm.cat, and what it becomes.
CHANGES = (
    ("let fence = nonrw-fence | wmb | rmb", "let fence = nonrw-fence | wmb"),
    ("let rmw-sequence = (rf-any ; rmw)*", "let rmw-sequence = id"),
    ("acyclic pb as propagation", "(* no propagation *)"),
    ("acyclic hb as happens-before", "acyclic hb | po-loc | (po & (R * M)) as happens-before"),
)


def run(lkmm, *arguments):
    return subprocess.run([lkmm, "diff", *arguments], capture_output=True, text=True)


def answer(found):
    return {key: found.get(key) for key in ("observation", "states", "flags")}


def same_reads(a, b):
    """The same events, with the same values: the executions are one."""
    def accesses(execution):
        return [(e["thread"], e.get("line"), e.get("reads"), e.get("writes"), e.get("value"))
                for e in execution["events"] if "reads" in e or "writes" in e]
    return accesses(a) == accesses(b)


def is_cycle(execution):
    steps = execution["cycle"]
    return steps and all(s["to"] == t["from"] for s, t in zip(steps, steps[1:] + steps[:1]))


def has_rule(models, rule):
    """The rule stands where it is said to be; one that is built in has no place."""
    if "file" not in rule:
        return models[0] in ("lkmm", "sc")
    with open(rule["file"], encoding="utf-8") as file:
        line = file.read().split("\n")[rule["line"] - 1]
    return rule["file"] in models and line[rule["column"] - 1:].startswith(
        ("acyclic", "irreflexive", "empty")) and line.endswith(" as " + rule["rule"])


def check_reasons(report, models, names, test):
    """What one model alone allows is a state that lkmm check has for it alone."""
    for d in test["differences"]:
        only = models.index(d["only"])
        if "state" in d:
            good = d["state"] in names[only]["states"] and \
                d["state"] not in names[1 - only]["states"] and \
                d["allowed"]["rule"] == "allowed" and \
                has_rule([models[1 - only]], d["forbidden_by"]) and is_cycle(d["forbidden"]) and \
                d["forbidden"]["rule"] == d["forbidden_by"]["rule"] and \
                same_reads(d["allowed"], d["forbidden"])
        else:
            good = d["flag"] in names[only]["flags"] and \
                d["flag"] not in names[1 - only]["flags"]
        report.point(good, f"a reason: {test['file']}: {d.get('state', d.get('flag'))}", d)


def compare(report, lkmm, models, tests):
    answers = [ask.check(lkmm, tests, "--states", "--model", model) for model in models]
    wanted = {test for test in tests
              if answer(answers[0][test]) != answer(answers[1][test])}
    done = run(lkmm, "--json", "--model", models[0], "--model", models[1], *tests)
    found = {line["file"]: line for line in map(json.loads, done.stdout.splitlines())}
    report.point(wanted and set(found) == wanted and done.returncode == 1, f"{models}",
                 f"missing: {wanted - set(found)}", f"more: {set(found) - wanted}", done.stderr)
    for name, test in found.items():
        check_reasons(report, models, [a[name] for a in answers], test)


def check_text(report, lkmm, tests):
    done = run(lkmm, "--model", "sc", *tests)
    report.point(done.returncode == 1 and "Never by sc, Sometimes by lkmm" in done.stdout and
                 re.search(r"^[1-9]\d* of \d+ tests differ; ", done.stdout, re.M),
                 "as text, with lkmm for the second model", done)
    done = run(lkmm, "--model", "lkmm", "--model", "lkmm", *tests)
    report.point(done.returncode == 0 and not done.stderr and
                 done.stdout.startswith(f"0 of {len(tests)} tests differ"), "status 0", done)
    for wrong in ((), ("--model", "sc"), ("--model", "none.cat", tests[0]),
                  ("--model", "sc", "--model", "sc", "--model", "sc", tests[0]),
                  ("--model", "sc", "/dev/null")):
        done = run(lkmm, *wrong)
        report.point(done.returncode == 2 and done.stderr, f"status 2: {wrong}", done)


def main():
    lkmm, models, *folders = sys.argv[1:]
    report = tap.Tap()
    tests = sorted(str(path) for folder in folders
                   for path in pathlib.Path(folder).rglob("*.litmus"))
    with open(f"{models}/lkmm.cat", encoding="utf-8") as file:
        text = file.read()
    check_text(report, lkmm, tests)
    compare(report, lkmm, ["sc", "lkmm"], tests)
    with tempfile.TemporaryDirectory() as tmp:
        for i, (old, new) in enumerate(CHANGES):
            name = os.path.join(tmp, f"{i}.cat")
            with open(name, "w", encoding="utf-8") as file:
                file.write(text.replace(old, new))
            report.point(text.count(old) == 1, f"the model has a line: {old}")
            compare(report, lkmm, [name, "lkmm"], tests)
            compare(report, lkmm, [f"{models}/lkmm.cat", name], tests)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
