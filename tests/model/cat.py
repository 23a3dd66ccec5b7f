#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cat.py LKMM MODELS DIR: models/*.cat, read from their files, give the same verdict, states and
flags as the models that are built in, on every test in DIR; lkmm.cat with either search. What
rcu.cat says of grace periods on machines is word for word what lkmm.cat says. TAP."""
import pathlib
import re
import sys

import ask
from ask import tap

# Not compared: the time; the events of a misuse, since only the built-in model knows whether an
# access comes after a free; and whether loops were cut, where that has no effect.
BESIDE = ("seconds", "misuses", "flagged", "unroll_reached")


# Not decided by sc.cat: their loops are cut, since it is not known of it, as it is of lkmm.cat,
# that turns may be left out that write what was there.
LOOPS = ("spin-bit.litmus", "spin-kept.litmus", "spin-xchg.litmus")


def answer(found):
    return {key: value for key, value in found.items() if key not in BESIDE}


# The definitions that both have; and those that have another name in rcu.cat.
ALIKE = ("open-lock", "open-unlock", "nested", "rcu-rscs", "rcu-gp", "rcu-rscsi", "srcu-gp",
         "srcu-rscsi", "any-order", "any-links")
RENAMED = {"any-order": "rcu-order", "any-links": "links", "any-link": "rcu-link"}
# rcu.cat has two orders. The one without SRCU lacks these.
OF_SRCU = re.compile(r"\| srcu-gp\b|\| \(\(srcu-[^()]*\) & loc\)")


def definitions(path):
    """The definitions of the file by name, each with single blanks."""
    text = re.sub(r"\(\*.*?\*\)|//[^\n]*", " ", path.read_text(), flags=re.S)
    parts = re.split(r"\b(?:let rec|let|and|acyclic|irreflexive|empty|flag|end)\b(?!-)", text)
    pairs = (part.split("=", 1) for part in parts if "=" in part)
    return {name.strip(): " ".join(is_.split()) for name, is_ in pairs}


def words_alike(report, models):
    ours, machines = (definitions(pathlib.Path(models, name)) for name in ("lkmm.cat", "rcu.cat"))
    wanted = {name: re.sub(r"any-\w+", lambda m: RENAMED[m[0]], machines[name]) for name in ALIKE}
    wanted["rcu-order"] = machines["rcu-order"]
    for name, is_ in wanted.items():
        own = ours[RENAMED.get(name, name)]
        if name == "rcu-order":
            own = " ".join(OF_SRCU.sub("", own).split())
        report.point(is_ == own, f"rcu.cat: {name} is that of lkmm.cat", is_, own)


def main():
    lkmm, models, folder = sys.argv[1:]
    report = tap.Tap()
    words_alike(report, models)
    names = sorted(str(path) for path in pathlib.Path(folder).rglob("*.litmus"))
    for model, *how in (("lkmm",), ("lkmm", "--search=demand"), ("sc",)):
        built_in = ask.check(lkmm, names, "--states", "--model", model)
        read = ask.check(lkmm, names, "--states", *how, "--model", f"{models}/{model}.cat")
        for name in names:
            a, b = answer(built_in[name]), answer(read.get(name, {}))
            if model == "sc" and name.endswith(LOOPS):
                report.point("loop cut" in b.get("undecided", ""), f"{model}: {name}", b)
                continue
            report.point(a == b and "observation" in a, f"{model}: {name}",
                         f"built in: {a}", f"read: {b}")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
