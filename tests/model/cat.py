#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cat.py LKMM MODELS DIR: models/*.cat, read from their files, give the same verdict, states and
flags as the models that are built in, on every test in DIR; lkmm.cat with either search. TAP."""
import pathlib
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


def main():
    lkmm, models, folder = sys.argv[1:]
    report = tap.Tap()
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
