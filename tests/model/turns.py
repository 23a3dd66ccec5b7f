# SPDX-License-Identifier: GPL-2.0 OR MIT
"""For random programs with loops: what the checker decides with few turns must hold with more."""
import argparse
import os
import random
import tempfile

from ask import check


def differs(few, many):
    if "error" in many:
        return False
    return few["states"] != many["states"] or few["flags"] != many["flags"]


def compare(lkmm, texts, few, many, least):
    """
    Decides each program with @few turns of a loop (0: as many as the checker takes), and those of
    which no loop was cut once more with @many. Prints what differs; whether the test has failed: if
    something does, or less than @least of the programs were decided, or over 5 % were not read.
    """
    with tempfile.TemporaryDirectory() as directory:
        files = [os.path.join(directory, f"{i}.litmus") for i in range(len(texts))]
        for file, text in zip(files, texts):
            with open(file, "w", encoding="utf-8") as out:
                out.write(text)
        unroll = ["--unroll", str(few)] if few else []
        first = check(lkmm, files, "--states", *unroll, "--timeout", "20")
        decided = [f for f in files if "states" in first[f] and "unroll_reached" not in first[f]]
        second = check(lkmm, decided, "--states", "--unroll", str(many), "--timeout", "20")
        wrong = [f for f in decided if differs(first[f], second[f])]
        for file in wrong[:3]:
            print(f"{texts[files.index(file)]}\n{first[file]}\n{second[file]}")
    unread = [f for f in files if "states" not in first[f]]
    unproved = [f for f in decided if "states" not in second[f]]
    print(f"{len(decided)} of {len(texts)} programs decided, {len(wrong)} differ with more turns, "
          f"{len(unread)} were not read or took too long, {len(unproved)} with more turns")
    return bool(wrong) or len(decided) < least * len(texts) or len(unread) > len(texts) // 20 or (
        len(unproved) > len(decided) // 4)


def main(usage, program, few, many):
    """A test of programs that program(rand, number) writes: its exit status."""
    parser = argparse.ArgumentParser(usage=usage.split("\n", 1)[0])
    parser.add_argument("lkmm")
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--turns", type=int, default=many)
    a = parser.parse_args()
    rand = random.Random(a.seed)
    return compare(a.lkmm, [program(rand, i) for i in range(a.count)], few, a.turns, .25)
