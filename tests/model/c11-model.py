#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""c11-model.py LKMM: classic tests under models/c11.cat, with the answers that follow from the
definition of RC11, and the names of C11 in models that herd7 has for it. TAP."""
import os
import sys
import tempfile

import arch
import ask

# Of arch.CLASSIC, those whose outcome RC11 allows. Dependencies order nothing in it, and a release
# only what is read by an acquire; nothing is read before what follows it is written.
ALLOWED = {
    "SB", "SB+mb+po", "SB+rel-acqs", "SB+xchgs", "MP", "MP+po+mb", "MP+wmb+ctrl", "S", "S+mb+po",
    "S+mb+data", "S+mb+ctrl", "R", "R+po+mb", "R+wmb+mb", "R+mb+rmb", "2+2W", "2+2W+wmbs", "IRIW",
    "IRIW+acqs", "WRC", "WRC+data+rmb", "ISA2", "ISA2+rel+rel+acq", "ISA2+mb+data+rmb",
    "ISA2+mb+mb+po", "RWC+po+mb", "RWC+rmb+mb",
}
RACE = """C race
{{}}
P0(int *x, int *y) {{ *x = 1; {release}; }}
P1(int *x, int *y) {{ int r0 = {acquire}; if (r0) {{ int r1 = *x; }} }}
exists (1:r0=1)
"""
RACES = [("smp_store_release(y, 1)", "smp_load_acquire(y)", False),
         ("WRITE_ONCE(*y, 1)", "smp_load_acquire(y)", True),
         ("smp_store_release(y, 1)", "READ_ONCE(*y)", True)]
# name in a model of C11 for herd7: statements that have such an event, and one that has not
NAMES = {
    "RLX": ("WRITE_ONCE(*x, 1)", "*x = 1"), "A": ("WRITE_ONCE(*x, 1)", "*x = 1"),
    "NA": ("*x = 1", "WRITE_ONCE(*x, 1)"), "REL": ("smp_store_release(x, 1)", "WRITE_ONCE(*x, 1)"),
    "ACQ": ("int r0 = smp_load_acquire(x)", "int r0 = READ_ONCE(*x)"),
    "SC": ("int r0 = xchg(x, 1)", "int r0 = xchg_release(x, 1)"),
    "F & REL": ("smp_wmb()", "smp_rmb()"), "F & ACQ": ("smp_rmb()", "smp_wmb()"),
    "F & SC": ("smp_mb()", "smp_wmb()"),
}


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def flags(lkmm, path, model):
    answer = ask.check(lkmm, [path], "--model", model).get(path, {})
    return answer.get("flags", answer)


def main():
    lkmm, report = sys.argv[1], arch.TAP
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: write(folder, f"{i}.litmus", arch.source(name, *test[:2]))
                 for i, (name, test) in enumerate(arch.CLASSIC.items())}
        answers = ask.check(lkmm, list(paths.values()), "--model", "c11")
        for name, path in paths.items():
            want = "Sometimes" if name in ALLOWED else "Never"
            got = answers.get(path, {})
            report.point(got.get("observation") == want, f"{name}: {want}", got)
        for i, (release, acquire, races) in enumerate(RACES):
            path = write(folder, f"race{i}.litmus", RACE.format(release=release, acquire=acquire))
            got = flags(lkmm, path, "c11")
            report.point(got == ["data-race"] * races, f"{release}, {acquire}: race: {races}", got)
        for name, tests in NAMES.items():
            model = write(folder, "c.cat", f"C names\nacyclic po | rf | co | fr\n"
                          f"flag ~empty ({name}) \\ IW as seen\n")
            for code, seen in zip(tests, (True, False)):
                path = write(folder, "name.litmus", f"C name\n{{}}\nP0(int *x) {{ {code}; }}\n"
                             "exists (x=0)\n")
                got = flags(lkmm, path, model)
                report.point(got == ["seen"] * seen, f"{code} is in {name}: {seen}", got)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
