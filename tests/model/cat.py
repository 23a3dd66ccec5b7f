#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cat.py LKMM MODELS DIR: models/*.cat, read from their files, give the same verdict, states and
flags as the models that are built in, on every test in DIR. TAP."""
import pathlib
import sys

import ask
from ask import tap

# Not compared: the time; and the events of a misuse, since only the built-in model knows whether an
# access comes after a free.
BESIDE = ("seconds", "misuses")


def answer(found):
    return {key: value for key, value in found.items() if key not in BESIDE}


def main():
    lkmm, models, folder = sys.argv[1:]
    report = tap.Tap()
    names = sorted(str(path) for path in pathlib.Path(folder).rglob("*.litmus"))
    for model in ("lkmm", "sc"):
        built_in = ask.check(lkmm, names, "--states", "--model", model)
        read = ask.check(lkmm, names, "--states", "--model", f"{models}/{model}.cat")
        for name in names:
            a, b = answer(built_in[name]), answer(read.get(name, {}))
            report.point(a == b and "observation" in a, f"{model}: {name}",
                         f"built in: {a}", f"read: {b}")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
