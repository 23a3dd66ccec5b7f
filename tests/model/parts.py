#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""parts.py LKMM [--naive NAIVE] [--count N] [--seed N] [--keep DIR]

Random programs with structs by value: local ones in registers and in memory, shared ones, passed
to functions and returned, with bit-fields, unions, arrays and members of all sizes. Conditions name
their members. This script knows C's rules for values, and nothing of the checker: it computes both
final states of each program, and so the verdict. NAIVE, the brute force, decides them as well. TAP.
"""
import argparse
import copy
import json
import os
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

# the type: its bits, and whether it has a sign
NUMBERS = {"int": (32, True), "unsigned int": (32, False), "long": (64, True), "u64": (64, False),
           "short": (16, True), "u16": (16, False), "signed char": (8, True), "u8": (8, False)}


class Leaf:
    """A member that is a number; those of a union share a @place."""

    def __init__(self, path, place, bits, signed):
        self.path, self.place, self.bits, self.signed = path, place, bits, signed
        self.is_field = ".b" in path

    def get(self, values):
        v = values[self.place] % (1 << self.bits)
        return v - (1 << self.bits) if self.signed and v >> (self.bits - 1) else v

    def set(self, values, v):
        values[self.place] = v % (1 << self.bits)


class Program:
    """P0 reads x, which P1 writes, and does the rest alone: two final states."""

    def __init__(self, seed):
        self.rand = random.Random(f"parts {seed}")
        self.name = f"parts{seed}"
        self.types, self.helpers, self.body, self.objects = {}, [], [], {}
        self.declared = [self.struct(f"struct t{i}") for i in range(self.rand.randrange(1, 4))]
        self.written = self.rand.choice([1, 3, -1, 7, 200, 70000])
        self.states = [{"r": 0}, {"r": self.written % 2**32}]
        self.leaves = {"0:r": Leaf("r", "r", 32, True)}
        for i in range(self.rand.randrange(2, 5)):
            self.add_object(f"o{i}")
        for _ in range(self.rand.randrange(3, 10)):
            self.statement(self.body)
        for name, (kind, where) in self.objects.items():
            if where == "memory":
                self.body.append(f"WRITE_ONCE(p_{name}, &{name});")

    # ---- types ----

    def struct(self, name):
        """Declares @name: bit-fields first, then other members; the text."""
        rand, text, members = self.rand, [], []
        if rand.random() < .7:
            kind = rand.choice(list(NUMBERS))
            left = NUMBERS[kind][0]
            for k in range(rand.randrange(1, 4)):
                bits = rand.randrange(1, min(left, 13) + 1) if rand.random() < .9 else left
                text.append(f"{kind} b{k} : {bits};")
                members.append((f".b{k}", f".b{k}", bits, NUMBERS[kind][1]))
                left -= bits
                if not left:
                    break
            # a member of a size like that follows them without this, too
            if rand.random() < .7:
                text.append(f"{kind} : 0;")
            else:
                text.append(f"{kind} m9;")
                members.append((".m9", ".m9", *NUMBERS[kind]))
        for k in range(rand.randrange(1, 4)):
            how = rand.random()
            bound = rand.choice(["", "", "[2]"])
            each = [f"[{i}]" for i in range(2)] if bound else [""]
            if how < .25:
                bits = rand.choice([8, 16, 32, 64])
                kinds = [n for n, t in NUMBERS.items() if t[0] == bits]
                rand.shuffle(kinds)
                tag = rand.choice([f"u{k}", ""])
                inner = " ".join(f"{n} w{k}{i}{bound};" for i, n in enumerate(kinds))
                text.append(f"union {{ {inner} }}{' ' * bool(tag)}{tag};")
                dot = f".{tag}" if tag else ""
                members += [(f"{dot}.w{k}{i}{e}", f".u{k}{e}", *NUMBERS[n])
                            for i, n in enumerate(kinds) for e in each]
            elif how < .5 and self.types:
                kind = rand.choice(list(self.types))
                text.append(f"{kind} m{k}{bound};")
                members += [(f".m{k}{e}{m[0]}", f".m{k}{e}{m[1]}", m[2], m[3])
                            for e in each for m in self.types[kind]]
            else:
                kind = rand.choice(list(NUMBERS))
                text.append(f"{kind} m{k}{bound};")
                members += [(f".m{k}{e}", f".m{k}{e}", *NUMBERS[kind]) for e in each]
        self.types[name] = members
        return f"{name} {{ {' '.join(text)} }};"

    def add_object(self, name):
        kind = self.rand.choice(list(self.types))
        where = self.rand.choice(["registers", "registers", "memory", "shared"])
        self.objects[name] = (kind, where)
        for path, place, bits, signed in self.types[kind]:
            prefix = "" if where == "shared" else "0:"
            self.leaves[f"{prefix}{name}{path}"] = Leaf(name + path, name + place, bits, signed)
            for values in self.states:
                values[name + place] = 0
        if where != "shared":
            self.body.append(f"{kind} {name} = {{ }};")

    # ---- statements: their text, and what they do to a final state ----

    def leaf_of(self, name):
        return self.rand.choice([a for a in self.leaves.values()
                                 if a.path.startswith(name + ".")])

    def any_leaf(self):
        return self.leaf_of(self.rand.choice(list(self.objects)))

    def value(self):
        n = self.rand.choice([-1, 1, 2, 5, 100, 255, 40000])
        leaf = self.any_leaf()
        return self.rand.choice([
            (str(n), lambda values: n), ("r", lambda values: self.leaves["0:r"].get(values)),
            (f"r + {n}", lambda values: self.leaves["0:r"].get(values) + n),
            (leaf.path, leaf.get)])

    def each(self, do):
        for values in self.states:
            do(values)

    def statement(self, body):
        kind = self.rand.randrange(6)
        [self.assign, self.assign, self.add, self.copy, self.call, self.branch][kind](body)

    def assign(self, body):
        leaf, (text, value) = self.any_leaf(), self.value()
        body.append(f"{leaf.path} = {text};")
        self.each(lambda values: leaf.set(values, value(values)))

    def add(self, body):
        leaf = self.any_leaf()
        body.append(f"{leaf.path} += r;")
        self.each(lambda values: leaf.set(values, leaf.get(values) +
                                          self.leaves["0:r"].get(values)))

    def move(self, values, to, of):
        places = {m[1] for m in self.types[self.objects[to][0]]}
        old = copy.copy(values)
        for place in places:
            values[to + place] = old[of + place]

    def pair(self):
        to = self.rand.choice(list(self.objects))
        return to, self.rand.choice([name for name, (kind, _) in self.objects.items()
                                     if kind == self.objects[to][0]])

    def copy(self, body):
        to, of = self.pair()
        body.append(f"{to} = {of};")
        self.each(lambda values: self.move(values, to, of))

    def call(self, body):
        """@to = f(@of, value), where the function changes a member of its own copy."""
        (to, of), (text, value) = self.pair(), self.value()
        kind, leaf, name = self.objects[to][0], self.leaf_of(to), f"f{len(self.helpers)}"
        member = leaf.path[len(to):]
        self.helpers.append(f"static inline {kind} {name}({kind} p, long v)\n{{\n"
                            f"\tp{member} = v;\n\treturn p;\n}}")
        body.append(f"{to} = {name}({of}, {text});")

        def do(values):
            v = value(values)
            self.move(values, to, of)
            leaf.set(values, v)
        self.each(do)

    def branch(self, body):
        leaf, to, n = self.any_leaf(), self.any_leaf(), self.rand.randrange(300)
        wanted = leaf.get(self.rand.choice(self.states))
        if wanted >> 63:
            return
        body.append(f"if ({leaf.path} == {wanted})\n\t\t{to.path} = {n};")
        self.each(lambda values: leaf.get(values) == wanted and to.set(values, n))

    # ---- conditions ----

    def atom(self):
        name = self.rand.choice(list(self.leaves))
        leaf, differ = self.leaves[name], self.rand.random() < .3
        if self.rand.random() < .2:
            other = self.rand.choice([n for n in self.leaves if n.startswith("0:")])
            text, right = other, self.leaves[other].get
        else:
            n = leaf.get(self.rand.choice(self.states))
            n += self.rand.choice([0, 0, 0, 1, -1 << leaf.bits, 1 << leaf.bits])
            n = n if -2**63 <= n < 2**63 else leaf.get(self.states[0]) % 2**63
            text = str(n)
            # an unsigned int is compared as C does it
            wrap = n < 0 and leaf.bits == 32 and not leaf.signed
            right = lambda values: n % 2**32 if wrap else n  # noqa: E731
        return (f"{name} {'!=' if differ else '='} {text}",
                lambda values: ((leaf.get(values) - right(values)) % 2**64 == 0) != differ)

    def condition(self, depth=2):
        if not depth or self.rand.random() < .3:
            return self.atom()
        (a, holds), (b, too) = self.condition(depth - 1), self.condition(depth - 1)
        return self.rand.choice([
            (f"({a} /\\ {b})", lambda values: holds(values) and too(values)),
            (f"({a} \\/ {b})", lambda values: holds(values) or too(values)),
            (f"not ({a})", lambda values: not holds(values))])

    def question(self):
        """The end of a test; its verdict, and the final states that are left."""
        states, text = self.states, ""
        filtered, keeps = self.condition()
        if self.rand.random() < .3 and any(keeps(values) for values in states):
            states, text = [v for v in states if keeps(v)], f"filter ({filtered})\n"
        shown = [("" if where == "shared" else "0:") + name
                 for name, (_, where) in self.objects.items()]
        text = f"locations [{' '.join(s + ';' for s in shown)}]\n{text}"
        cond, holds = self.condition()
        text += f"{self.rand.choice(['exists', 'forall', '~exists'])} ({cond})\n"
        truth = {holds(values) for values in states}
        return text, {(True,): "Always", (False,): "Never"}.get(tuple(truth), "Sometimes"), states

    def test(self, question):
        text = [f"C {self.name}", "", "{ }", "", *self.declared, "int x;"]
        text += [f"{kind} {name};" if where == "shared" else f"{kind} *p_{name};"
                 for name, (kind, where) in self.objects.items() if where != "registers"]
        text += ["", *self.helpers, "", "P0()", "{", "\tint r = READ_ONCE(x);", ""]
        text += [f"\t{line}" for line in self.body]
        text += ["}", "", "P1()", "{", f"\tWRITE_ONCE(x, {self.written});", "}", "", question]
        return "\n".join(text)

    def agrees(self, verdict, states, found):
        """Whether the verdict is right, and the members that its states show by their names."""
        if found.get("observation") != verdict:
            return False
        shown = []
        for state in found["states"]:
            parts = (part.strip().partition("=") for part in state.split(";") if part.strip())
            named = {name.strip("[]") if name.startswith("[") else name: value
                     for name, _, value in parts}
            shown.append({n: int(v) % 2**64 for n, v in named.items() if n in self.leaves})
        if any(n not in shown[0] for n, leaf in self.leaves.items() if leaf.is_field):
            return False
        want = [{n: self.leaves[n].get(values) % 2**64 for n in shown[0]} for values in states]
        return all(s in want for s in shown) and all(w in shown for w in want)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lkmm")
    parser.add_argument("--naive")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    a = parser.parse_args()
    points, asked = tap.Tap(), []
    with tempfile.TemporaryDirectory() as directory:
        for seed in range(a.seed, a.seed + a.count):
            program = Program(seed)
            for k in range(2):
                text, verdict, states = program.question()
                path = os.path.join(a.keep or directory, f"{program.name}-{k}.litmus")
                with open(path, "w", encoding="utf-8") as out:
                    out.write(program.test(text))
                asked.append((path, program, verdict, states))
        files = [path for path, *_ in asked]
        run = subprocess.run([a.lkmm, "check", "--states", "--json", *files],
                             capture_output=True, text=True)
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        answers = {found["file"]: found for found in answers if "file" in found}
        for path, program, verdict, states in asked:
            found = answers.get(path, {"error": run.stderr[-300:]})
            points.point(program.agrees(verdict, states, found), os.path.basename(path),
                         f"expected {verdict}, found {found}")
        if a.naive:
            # a fifth of them: it takes as long as all others
            few = files[:len(files) // 5]
            run = subprocess.run([a.naive, *few], capture_output=True, text=True)
            counts = re.search("# ([0-9]+) the same, 0 different, ([0-9]+) passed", run.stdout)
            points.point(not run.returncode and counts is not None and
                         int(counts[1]) > .6 * len(few) and
                         int(counts[1]) + int(counts[2]) == len(few), "brute force",
                         *[line for line in run.stdout.splitlines() if line[:2] != "ok"][:10],
                         run.stderr[-300:])
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
