#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cat-locks.py LKMM MODELS DIR: what the checker knows of locks, it uses only by models of which it
holds. Each is models/lkmm.cat with a change; it gives the answers, with all states and flags, of
the same model with a rule in other words, of which nothing is known. TAP."""
import pathlib
import re
import sys
import tempfile

import ask
from ask import tap

LOCKS = re.compile("spin_lock|mutex_lock|SpinLock|Mutex")
BESIDE = ("seconds", "misuses", "flagged", "unroll_reached", "executions")

# As linux-kernel.bell of 6.12 has them: by what is marked, not by what is plain.
MARKED = (("let Plain = PLAIN\n", ""), ("let Unmarked = Plain | Free\n", ""),
          ("let Marked = ~Unmarked\n", """
let Marked = (~M) | IW | Once | Release | Acquire | domain(rmw) | range(rmw) | Failed
    | LKR | LKW | UL | LF | RL | RU | Srcu-lock | Srcu-unlock
let Plain = M \\ Marked \\ Free
"""))
# As that of 6.1 matches the calls of SRCU: with some there may be pairs, but not without.
MATCHING = ("let rcu-gp =", """
let rec open-srcu-lock = Srcu-lock \\ domain(matched)
    and open-srcu-unlock = Srcu-unlock \\ range(matched)
    and open-srcu = ([open-srcu-lock | open-srcu-unlock] ; po
        ; [open-srcu-lock | open-srcu-unlock]) & loc
    and matched = matched | ((([open-srcu-lock] ; po ; [open-srcu-unlock]) & loc)
        \\ (open-srcu ; open-srcu))
flag ~empty different-values(matched) as srcu-bad-value-match
let rcu-gp =""")

CHANGES = {
    "as it is": (),
    "more orders": (("let dep = addr | data", "let dep = addr | data | (po & (R * W))"),),
    "no smp_rmb()": ((" | wmb | rmb\n", " | wmb\n"),),
    "unlocks do not release": (("\\ Failed) | UL", "\\ Failed)"),),
    "locks do not acquire": (("\\ Failed) | LKR", "\\ Failed)"),),
    "nothing is cumulative": (("(rfe ; [Marked])? ; r", "r"),),
    "releases do not propagate": (("A-cumul(strong-fence | po-rel)", "A-cumul(strong-fence)"),),
    "prop leads nowhere": (("| rfe | prop-to-itself)", "| rfe)"),),
    "no coherence of plain writes": (("wr-incoh | rw-incoh | ww-incoh", "wr-incoh | rw-incoh"),),
    "plain reads see all": (("empty wr-incoh | rw-incoh", "empty rw-incoh"),),
    "happens-before may be cyclic": (("acyclic hb as happens-before\n", ""),),
    "an order without Marked": (("let po-rel = [M]", "let po-rel = [Marked]"),),
    "Marked as the kernel has it": MARKED,
    "so, without acquires": (*MARKED, ("Acquire | domain(rmw) |", "")),
    "so, without releases": (*MARKED, ("Once | Release |", "Once |")),
    "so, without unlocks": (*MARKED, ("LKW | UL | LF", "LKW | LF")),
    "so, and all is marked": (*MARKED, ("let Marked = (~M)", "let Marked = PLAIN | (~M)")),
    "rfe as the kernel has it": (("let rfe = rf-any \\ int", "let rfe = rf & ext"),),
    "rfe is between all threads": (("let rfe = rf-any \\ int", "let rfe = rf-any"),),
    "a flag that needs a recursion": (MATCHING,),
}
# Some of those that have what is known of locks.
KNOWN = ("more orders", "Marked as the kernel has it", "rfe as the kernel has it",
         "a flag that needs a recursion")
# The same rule in other words: nothing is known of a model that has it so.
OTHER_WORDS = ("acyclic hb as", "irreflexive hb+ as")


def changed(text, changes):
    for old, new in changes:
        if old not in text:
            sys.exit(f"models/lkmm.cat does not have '{old}'")
        text = text.replace(old, new)
    return text


def write(folder, name, text):
    path = pathlib.Path(folder, name)
    path.write_text(text, encoding="utf-8")
    return str(path)


def answers(lkmm, model, names, *how):
    found = ask.check(lkmm, names, "--states", "--model", model, *how)
    return {name: {key: value for key, value in answer.items() if key not in BESIDE}
            for name, answer in found.items()}


def decides_many(report, lkmm, folder):
    """Without what is known of locks, this takes minutes."""
    text = pathlib.Path(folder, "lkmm.cat").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as tmp:
        test = write(tmp, "sections.litmus", ask.sections(6))
        for what in KNOWN:
            model = write(tmp, "a.cat", changed(text, CHANGES[what]))
            found = answers(lkmm, model, [test], "--timeout", ask.A_WHILE).get(test, {})
            report.point(found.get("observation") == "Never", f"{what}: locks are known", found)


def main():
    lkmm, models, folder = sys.argv[1:]
    report = tap.Tap()
    text = pathlib.Path(models, "lkmm.cat").read_text(encoding="utf-8")
    names = [str(path) for path in sorted(pathlib.Path(folder).rglob("*.litmus"))
             if LOCKS.search(path.read_text(encoding="utf-8"))]
    with tempfile.TemporaryDirectory() as tmp:
        for what, changes in CHANGES.items():
            model = changed(text, changes)
            as_it_is = answers(lkmm, write(tmp, "a.cat", model), names)
            other = answers(lkmm, write(tmp, "b.cat", model.replace(*OTHER_WORDS)), names)
            # Loops that poll a lock are cut by the second, but not by the first.
            bad = [n for n in names if as_it_is.get(n) != other.get(n) and
                   "undecided" not in other.get(n, {})]
            report.point(not bad and len(names) > 50, f"{what}: as of an unknown model",
                         *[(n, as_it_is.get(n), other.get(n)) for n in bad[:2]])
    decides_many(report, lkmm, models)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
