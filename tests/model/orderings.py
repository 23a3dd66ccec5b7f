#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""orderings.py LKMM TABLE: each word of TABLE orders what its row says, and nothing else. TAP.

For each word, each kind of access before it and each kind behind it there is a test with that word
between the two, whose other process has them in the other order with smp_mb() between: the outcome
that shows them out of order can happen unless the word orders them. Four more tests have the read
and the write of the word itself in the place of one of the two. Pairs are written

    RR RW WR WW     what stands before the word and behind it
    oR oW           the word's own read and what stands behind it
    Ro Wo           what stands before it and the word's own write

and an order of the table is a list of pairs or of sets of them. Where the table has no line "reads"
or "writes", or a word no result, the words have no such tests: they write nothing, or nothing shows
what they have read.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

ACROSS = ("RR", "RW", "WR", "WW")
ORDERS = {
    "none": (), "relaxed": (), "mb": ACROSS, "rmb": ("RR",), "wmb": ("WW",),
    "acquire": ("oR", "oW"), "release": ("Ro", "Wo"),
    "full": ACROSS + ("oR", "oW", "Ro", "Wo"),
}
READ_A, READ_B = "int p = READ_ONCE(*a);", "int q = READ_ONCE(*b);"
WRITE_A, WRITE_B = "WRITE_ONCE(*a, 1);", "WRITE_ONCE(*b, 1);"


class Object:
    """What words of the table work on."""

    def __init__(self, declaration):
        self.parameters = [declaration]
        self.others = []                # first values of other objects
        self.passes = self.reads = self.writes = None


class Word:
    def __init__(self, line, pairs, statement, result, obj):
        self.line, self.pairs, self.statement, self.result = line, pairs, statement, result
        self.object = obj

    def is_seen(self):
        """The part of a condition: the word has read what the other process wrote."""
        return [] if self.result == "true" else [f"0:{self.result}"]

    def tests(self):
        """Pairs with their tests: first value, both processes, condition."""
        obj, word = self.object, self.statement
        for pair in ACROSS:
            first = READ_A if pair[0] == "R" else WRITE_A
            second = READ_B if pair[1] == "R" else WRITE_B
            # The other process sees the second without the first.
            theirs = (WRITE_B if pair[1] == "R" else "int q = READ_ONCE(*b);",
                      WRITE_A if pair[0] == "R" else "int p = READ_ONCE(*a);")
            yield pair, obj.passes, [first, word, second], theirs, [
                "0:p=1" if pair[0] == "R" else "1:p=0",
                "0:q=0" if pair[1] == "R" else "1:q=1"]
        if obj.reads and self.result:
            value, statement = obj.reads
            yield "oR", value, [word, READ_B], (WRITE_B, statement), ["0:q=0", *self.is_seen()]
            yield "oW", value, [word, WRITE_B], (READ_B, statement), ["1:q=1", *self.is_seen()]
        if obj.writes:
            value, expression = obj.writes
            sees = f"int w_seen = {expression};"
            yield "Ro", value, [READ_A, word], (sees, WRITE_A), ["0:p=1", "1:w_seen=1"]
            yield "Wo", value, [WRITE_A, word], (sees, READ_A), ["1:p=0", "1:w_seen=1"]


def litmus(name, obj, value, ours, theirs, condition):
    parameters = ", ".join(["int *a", "int *b", *obj.parameters])
    first = "".join(f"\t{p.replace('*', '', 1)}{' = ' + v if v else ''};\n"
                    for p, v in zip(obj.parameters, [value, *obj.others]))
    return (f"C {name}\n\n{{\n{first}}}\n\n"
            f"P0({parameters})\n{{\n\t" + "\n\t".join(ours) + "\n}\n\n"
            f"P1({parameters})\n{{\n\t" + "\n\tsmp_mb();\n\t".join(theirs) + "\n}\n\n"
            "exists (" + " /\\ ".join(condition) + ")\n")


def read_table(path):
    words, obj = [], None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip() or line.startswith("#"):
                continue
            kind, *rest = re.split(r"\s{2,}", line.strip())
            if kind == "object":
                obj = Object(*rest)
            elif kind == "also":
                obj.parameters.append(rest[0])
                obj.others.append("".join(rest[1:]))
            elif kind == "passes":
                obj.passes, = rest
            elif kind == "reads":
                obj.reads = rest
            elif kind == "writes":
                obj.writes = rest
            else:
                pairs = {pair for order in kind.split(",") for pair in ORDERS.get(order, [order])}
                words.append(Word(number, pairs, rest[0], "".join(rest[1:]), obj))
    return words


def main():
    lkmm, table = sys.argv[1:]
    words = read_table(table)
    report = tap.Tap()
    with tempfile.TemporaryDirectory() as work:
        for n, word in enumerate(words):
            for pair, value, ours, theirs, condition in word.tests():
                name = f"{n:03}-{pair}"
                with open(f"{work}/{name}.litmus", "w", encoding="utf-8") as file:
                    file.write(litmus(name, word.object, value, ours, theirs, condition))
        done = subprocess.run([lkmm, "check", "--json", work], capture_output=True, text=True)
        verdicts = [json.loads(line) for line in done.stdout.splitlines()]
        found = {v["name"]: v["observation"] for v in verdicts if "observation" in v}
    for n, word in enumerate(words):
        tests = [pair for pair, *_ in word.tests()]
        wrong = [f"{table}:{word.line}: {word.pairs} is not tested"] \
            if word.pairs and not word.pairs & set(tests) else []
        for pair in tests:
            expected = "Never" if pair in word.pairs else "Sometimes"
            answer = found.get(f"{n:03}-{pair}", "not decided")
            if answer != expected:
                wrong.append(f"{table}:{word.line}: {pair}: {answer}, expected {expected}")
        errors = [line for line in done.stderr.splitlines() if f"/{n:03}-" in line]
        report.point(not wrong, word.statement, *wrong, *errors)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
