#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cat-lock-files.py LKMM 6.1 6.12 FOLDER...: a lock.cat that is not a known one is interpreted.

6.1 and 6.12 are directories tools/memory-model of these versions. The lock.cat of each, with other
names and in another order, gives the answers, with all states and flags, that the engine's own
locks give, for all tests with locks in FOLDERs. Changes of its meaning give what they must. TAP."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import ask
from ask import tap

LOCKS = re.compile("spin_(lock|unlock|trylock|is_locked)|mutex_|SpinLock|Mutex")
BESIDE = ("seconds", "misuses", "flagged", "unroll_reached", "executions", "error", "rule")
NAMES = {
    "ALL-LOCKS": "locks-of-all-kinds", "lk-rmw": "halves", "critical": "section",
    "UNMATCHED-LKW": "kept", "rfi-lf": "lf-within", "rfe-lf": "lf-without", "rf-lf": "lf",
    "rf-ru": "ru", "pair-to-relation": "only", "all-possible-rfe-lf": "every-lf",
    "all-possible-rf-ru": "every-ru", "possible-rf-ru": "may-ru", "LF": "Looks"}

MESSAGES = """C messages
{}
P0(spinlock_t *s, int *x, int *y)
{ spin_lock(s); WRITE_ONCE(*x, 1); WRITE_ONCE(*y, 1); spin_unlock(s); }
P1(spinlock_t *s, int *x, int *y)
{ int r0; int r1; spin_lock(s); r0 = READ_ONCE(*y); r1 = READ_ONCE(*x); spin_unlock(s); }
exists (1:r0=1 /\\ 1:r1=0)
"""
FAILS = """C fails
{}
P0(spinlock_t *s) { spin_lock(s); spin_unlock(s); }
P1(spinlock_t *s) { int r0; r0 = spin_trylock(s); }
exists (1:r0=0)
"""
LOOKS = """C looks
{}
P0(spinlock_t *s, int *x) { spin_lock(s); spin_unlock(s); smp_store_release(x, 1); }
P1(spinlock_t *s, int *x)
{ int r0; int r1; r0 = smp_load_acquire(x); r1 = spin_is_locked(s); }
exists (1:r0=1 /\\ 1:r1=0)
"""
# A test, its answer by the file as it is; changes, and the answer after them
MEANINGS = {
    "locks do not acquire": (MESSAGES, "Never", (("Acquire = Acquire | LKR", "X = LKR"),),
                             "Sometimes"),
    "unlocks do not release": (MESSAGES, "Never", (("Release = Release | UL", "X = UL"),),
                               "Sometimes"),
    "locks order all": (LOOKS, "Sometimes", (("Acquire = Acquire | LKR",
                                              "Acquire = Acquire | LKR\nempty LKR as no-locks"),),
                        "Never"),
    "no attempt fails": (FAILS, "Sometimes", (("& loc & ext", "& loc & ext & int"),), "Never"),
    "no lock is seen free again": (LOOKS, "Sometimes", (("(UL | IW) * {", "IW * {"),), "Never"),
}
OTHER = "such locks are not supported"
WRONG = {
    "attempts fail by a release": ((("(LKW * {", "(UL * {"),), OTHER),
    "a lock is free as it is taken": ((("(UL | IW) * {", "(LKW | IW) * {"),), OTHER),
    "locks are taken as they are held": ((("[IW | UL] ; singlestep", "[W] ; singlestep"),), OTHER),
    "a choice without effect": ((("rf | rf-lf | rf-ru", "rf | rf-lf"),), "does not have it"),
}


def changed(text, changes):
    for old, new in changes:
        if old not in text:
            sys.exit(f"lock.cat does not have '{old}'")
        text = text.replace(old, new)
    return text


def renamed(text):
    """With other names; what spin_is_locked() reads is chosen before what failed attempts read."""
    first = re.search(r"\(\*\s[\s*]*(rfe for LF events|If a given LF event)", text).start()
    end = text.index("(* Final rf relation *)")
    middle = text.index("(*\n", text.index("let rf-lf ="))
    text = text[:first] + text[middle:end] + text[first:middle] + text[end:]
    text = re.sub(r"\(\*.*?\*\)", "", text, flags=re.S)
    for old, new in NAMES.items():
        text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
    return text.replace("let Looks = Looks | RL", "let Looks = LF | RL")


class Tree:
    """A copy of a kernel's model with a lock.cat of our own."""
    def __init__(self, tree, folder):
        for path in pathlib.Path(tree).glob("l*.*"):
            shutil.copy(path, folder)
        self.lock = pathlib.Path(folder, "lock.cat")
        self.text = self.lock.read_text(encoding="utf-8")
        self.config = f"{folder}/linux-kernel.cfg"

    def check(self, lkmm, text, names, *how):
        self.lock.write_text(text, encoding="utf-8")
        return ask.check(lkmm, names, "--model", self.config, *how)


def answers(found):
    return {name: {key: value for key, value in answer.items() if key not in BESIDE}
            for name, answer in found.items()}


def same_meaning(report, lkmm, tree, version, names):
    known = answers(tree.check(lkmm, tree.text, names, "--states"))
    other = answers(tree.check(lkmm, renamed(tree.text), names, "--states"))
    decided = sum("observation" in answer for answer in known.values())
    bad = [name for name in names if known.get(name) != other.get(name)]
    report.point(not bad and decided > 80, f"{version}: {decided} answers as of the engine's locks",
                 *[(name, known.get(name), other.get(name)) for name in bad[:3]])


def meanings(report, lkmm, tree, version):
    test = tree.lock.with_name("test.litmus")
    for what, (text, before, changes, after) in MEANINGS.items():
        test.write_text(text, encoding="utf-8")
        for wanted, change in ((before, ()), (after, changes)):
            lock = renamed(changed(tree.text, change))
            found = tree.check(lkmm, lock, [str(test)]).get(str(test), {})
            report.point(found.get("observation") == wanted and not found.get("flags"),
                         f"{version}: {what}: {wanted}", found)


def mistakes(report, lkmm, tree, version):
    test = tree.lock.with_name("test.litmus")
    test.write_text(MESSAGES, encoding="utf-8")
    for what, (changes, message) in WRONG.items():
        tree.lock.write_text(changed(tree.text, changes), encoding="utf-8")
        found = subprocess.run([lkmm, "check", "--model", tree.config, str(test)],
                               capture_output=True, text=True)
        report.point(found.returncode == 2 and message in found.stderr, f"{version}: {what}",
                     found.stdout, found.stderr)
    found = tree.check(lkmm, changed(tree.text, (("let rf = rf | ([IW", "let x = rf | ([IW"),)),
                       [str(test)]).get(str(test), {})
    report.point("other-locks" in found.get("flags", ()),
                 f"{version}: what takes locks reads nothing: a flag", found)


def main():
    lkmm, trees, folders = sys.argv[1], sys.argv[2:4], sys.argv[4:]
    report = tap.Tap()
    paths = [path for folder in folders for path in sorted(pathlib.Path(folder).rglob("*.litmus"))]
    names = [str(path) for path in paths if LOCKS.search(path.read_text(encoding="utf-8"))]
    for version, path in zip(("6.1", "6.12"), trees):
        with tempfile.TemporaryDirectory() as tmp:
            tree = Tree(path, tmp)
            same_meaning(report, lkmm, tree, version, names)
            meanings(report, lkmm, tree, version)
            mistakes(report, lkmm, tree, version)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
