#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""initializers.py LKMM CC...: initializers give each part the value that the compiler gives it.

Random structs and arrays of each other, as variables of a litmus test, as local variables of its
process, and in a program: with braces and without, with designators, with fewer values than there
are parts, and arrays whose length the initializer gives. All parts are compared.
"""
import os
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

TESTS = 60
rand = random.Random(1)


class Type:
    """A number; an array, if it has @of; a struct, if it has @members."""

    def __init__(self, of=None, n=0, members=None, name=None):
        self.of, self.n, self.members, self.name = of, n, members, name

    def parts(self):
        """The suffix of each element or member, and its type."""
        if self.of:
            return [(f"[{i}]", self.of) for i in range(self.n)]
        return [(f".{m}", t) for m, t in self.members or []]

    def leaves(self):
        return [p + leaf for p, t in self.parts() for leaf in t.leaves()] or [""]

    def declare(self, name):
        if self.of:
            return self.of.declare(f"{name}[{self.n}]")
        return f"{self.name or 'int'} {name}"


class Test:
    def __init__(self, n):
        self.n, self.structs = n, []
        self.objects = [(self.type(3), rand.random() < .2) for _ in range(3)]
        self.values = [self.braces(t) for t, _ in self.objects]
        for i, (t, is_open) in enumerate(self.objects):
            if is_open and t.of:
                t.n = len(t.parts())

    def type(self, depth):
        """An aggregate, unless @depth is 0."""
        if not depth:
            return Type()
        if rand.random() < .5:
            return Type(of=self.type(depth - rand.randrange(1, 3) if depth > 1 else 0),
                        n=rand.randrange(1, 4))
        members = [(f"m{i}", self.type(rand.randrange(depth))) for i in range(rand.randrange(1, 4))]
        t = Type(members=members, name=f"struct s{self.n}_{len(self.structs)}")
        self.structs.append(f"{t.name} {{ " + " ".join(f"{m.declare(name)};"
                                                      for name, m in members) + " };")
        return t

    def value(self, t, partial, bare=False):
        """A value for a @t: between braces, or without, then maybe not all if @partial. If @bare
        it begins with no brace, which would be that of a struct or array around."""
        if not t.parts():
            return str(rand.randrange(1, 100))
        if not bare and rand.random() < .5:
            return self.braces(t)
        parts = t.parts()
        n = rand.randrange(1, len(parts) + 1) if partial else len(parts)
        return ", ".join(self.value(of, partial and i == n - 1, i == 0)
                         for i, (_, of) in enumerate(parts[:n]))

    def braces(self, t):
        parts, text, i = t.parts(), [], 0
        last = rand.randrange(1, len(parts) + 1)
        while i < last:
            if rand.random() < .2:
                i = rand.randrange(i, last)
                text.append(f"{parts[i][0]} = " + self.value(parts[i][1], i == last - 1))
            else:
                text.append(self.value(parts[i][1], i == last - 1))
            i += 1
        return "{ " + ", ".join(text) + rand.choice([" }", ", }"])

    def definitions(self, prefix):
        for i, ((t, is_open), value) in enumerate(zip(self.objects, self.values)):
            text = t.declare(f"{prefix}{i}")
            if is_open and t.of:
                text = text.replace(f"{prefix}{i}[{t.n}]", f"{prefix}{i}[]", 1)
            yield f"{text} = {value};"

    def leaves(self, length):
        for i, (t, is_open) in enumerate(self.objects):
            for leaf in t.leaves():
                element = re.match(r"\[(\d+)\]", leaf)
                if not (is_open and t.of) or int(element[1]) < length[i]:
                    yield f"{i}{leaf}"

    def litmus(self, length):
        seen = "; ".join([f"g{leaf}" for leaf in self.leaves(length)]
                         + [f"0:v{leaf}" for leaf in self.leaves(length)])
        return (f"C initializers{self.n}\n\n" + "\n".join(self.structs) + "\n"
                + "\n".join(f"static {d}" for d in self.definitions("g"))
                + "\nstatic int done;\n\n{}\n\nP0(void)\n{\n"
                + "".join(f"\t{d}\n" for d in self.definitions("v"))
                + f"\n\tdone = 1;\n}}\n\nlocations [{seen}]\nforall (done=1)\n")

    def program(self):
        out = "\n".join(self.structs) + f"\nstatic void t{self.n}(void)\n{{\n"
        out += "".join(f"\t{d}\n" for d in self.definitions("v"))
        for i, (t, is_open) in enumerate(self.objects):
            bound = f"sizeof(v{i}) / sizeof(v{i}[0])" if is_open and t.of else "0"
            out += f'\tprintf("n{i}=%d ", (int)({bound}));\n'
            for leaf in t.leaves():
                element = re.match(r"\[(\d+)\]", leaf)
                inside = f"{element[1]} < {bound}" if bound != "0" else "1"
                out += f'\tif ({inside}) printf("{i}{leaf}=%d ", v{i}{leaf});\n'
        return out + '\tputs("");\n}\n'


def compiled(cc, tmp, tests):
    with open(os.path.join(tmp, "a.c"), "w", encoding="utf-8") as file:
        file.write("#include <stdio.h>\n" + "".join(t.program() for t in tests)
                   + "int main(void)\n{\n" + "".join(f"\tt{t.n}();\n" for t in tests) + "}\n")
    subprocess.run(cc + ["-w", "-std=gnu11", "-o", tmp + "/a", tmp + "/a.c"], check=True)
    out = subprocess.run([tmp + "/a"], capture_output=True, text=True, check=True).stdout
    return [dict(word.split("=") for word in line.split()) for line in out.splitlines()]


def main():
    lkmm, cc = sys.argv[1], sys.argv[2:]
    points, tests = tap.Tap(), [Test(n) for n in range(TESTS)]
    compared = 0
    with tempfile.TemporaryDirectory() as tmp:
        for t, want in zip(tests, compiled(cc, tmp, tests)):
            length = [int(want.pop(f"n{i}")) for i in range(len(t.objects))]
            file = os.path.join(tmp, f"initializers{t.n}.litmus")
            text = t.litmus(length)
            with open(file, "w", encoding="utf-8") as out:
                out.write(text)
            said = subprocess.run([lkmm, "check", "--states", file], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True).stdout
            found = dict(re.findall(r"(\S+)=(-?\d+);", said))
            found = {re.sub(r"^\[(.*)\]$", r"\1", name): v for name, v in found.items()}
            wrong = [f"{p}{leaf}: {found.get(p + leaf)}, compiled {v}" for leaf, v in want.items()
                     for p in ("g", "0:v") if found.get(p + leaf) != v]
            compared += 2 * len(want)
            points.point(not wrong, f"initializers{t.n}", *wrong[:5], text if wrong else "",
                         said[:600] if wrong else "")
    points.point(compared > 1000, f"enough parts: {compared}")
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
