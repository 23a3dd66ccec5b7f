#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cat-random.py LKMM MODEL TEST [--count N] [--seed N]: models with random mistakes.

Words of MODEL are left out, doubled, exchanged or replaced. TEST is decided by each, or the mistake
is reported at a place, or the model is too large for the test: there is no other end. TAP.
"""
import argparse
import random
import re
import subprocess
import sys
import tempfile

from ask import tap

WORD = re.compile(r"[\w.-]+|\(\*.*?\*\)|//[^\n]*|\s+|.", re.S)
MISTAKE = re.compile(r"[^:\n]+:\d+:\d+: error: .+\n")
EXTRA = ["~", "*", "+", "?", "^-1", "let rec", "let", "fun x ->", "try", "with", "and", "in", "(",
         ")", "{", "}", "[", "]", "0", "_", "rf", "co", "R", "W", "acyclic", "empty", "flag", "as",
         "irreflexive", "domain", "range", "fencerel", "'once", "\"", "(*", "\\", ";", "|", "&",
         "different-values", "freed", "same-access", "Unset", "Free", "data-race", "match", "->",
         "end", "||", "++", "if", '"v"', "then", "else", "not", "&&", "procedure p(x) =",
         "call p(po)", "forall x", "do", "with co from generate_cos(", "from", "tag2events", "'mb"]


CLASSES = (("|", ";", "&", "\\"), ("acyclic", "irreflexive", "empty"), ("*", "+", "?"),
           ("rf", "co", "fr", "po", "loc", "ext", "int", "rmw", "hb", "pb", "fence", "prop"),
           ("R", "W", "M", "Marked", "Plain", "Sync", "Free", "Unset", "Srcu-lock", "RMW"))


def change_within(rng, words):
    """Another word of the same class: most models stay readable."""
    which = rng.choice(CLASSES)
    places = [i for i, word in enumerate(words) if word in which]
    words[rng.choice(places)] = rng.choice(which)


def change(rng, words):
    """One mistake."""
    i, j = (rng.randrange(len(words)) for _ in range(2))
    kind = rng.randrange(5)
    if kind == 0:
        del words[i:i + rng.choice((1, 1, 2, 30))]
    elif kind == 1:
        words[i] = words[j]
    elif kind == 2:
        words[i], words[j] = words[j], words[i]
    elif kind == 3:
        words.insert(i, f" {rng.choice(EXTRA)} ")
    else:
        words[i] = f" {rng.choice(EXTRA)} "


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lkmm")
    parser.add_argument("model")
    parser.add_argument("test")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with open(args.model, encoding="utf-8") as file:
        words = WORD.findall(file.read())
    report = tap.Tap()
    ends = {0: 0, 1: 0, 2: 0}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(args.seed, args.seed + args.count):
            rng, changed = random.Random(seed), list(words)
            for _ in range(rng.choice((1, 1, 2, 5))):
                (change if seed % 3 == 0 else change_within)(rng, changed)
            name = f"{folder}/{seed}.cat"
            with open(name, "w", encoding="utf-8") as file:
                file.write("".join(changed))
            done = subprocess.run([args.lkmm, "check", "--states", "--model", name, args.test],
                                  capture_output=True, text=True)
            ends[done.returncode] = ends.get(done.returncode, 0) + 1
            report.point(done.returncode in (0, 1) or
                         done.returncode == 2 and MISTAKE.fullmatch(done.stderr),
                         f"seed {seed}", done.returncode, done.stderr[:2000])
    report.note(f"ends by exit status: {ends}")
    report.point(ends[2] and ends[0] + ends[1], "some models are read, others have mistakes")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
