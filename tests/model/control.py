#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""control.py [--keep DIR] LKMM CC...: control flow goes where the compiler's goes.

Random helper functions with switch, goto forwards and back, loops, early return, statement
expressions and names that hide others, called by one process of a litmus test and by a program:
both come to the same values.
With --keep, the tests are left in DIR.
"""
import os, random, re, subprocess, sys, tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

TESTS, FUNCTIONS, REGISTERS, LOCALS = 32, 3, 3, 2
HEAD = "int *x, int *y"

rand = random.Random(1)


class Function:
    """The text of a function that calls those before it; or, with .name None, of the process."""

    def __init__(self, n, names):
        self.n, self.names, self.counter = n, names, 0
        self.labels, self.loops, self.switches, self.inside = [], 0, 0, 0

    def fresh(self, prefix):
        self.counter += 1
        return f"{prefix}{self.n}_{self.counter}"

    def value(self, depth=2):
        kind = rand.random()
        if not depth or kind < .3:
            return rand.choice(self.names + [str(rand.randrange(8))])
        if kind < .34:
            return f"READ_ONCE(*{rand.choice('xy')})"
        if kind < .4:
            return f"({self.value(0)} ? {self.value(depth - 1)} : {self.value(depth - 1)})"
        op = rand.choice(["+", "-", "&", "|", "^", "<", "==", "!=", "&&", "||"])
        return f"({self.value(depth - 1)} {op} {self.value(depth - 1)})"

    def call(self):
        """A value that may have an effect: nothing may stand beside it."""
        if self.n and rand.random() < .7:
            n = rand.randrange(self.n)
            x, y = rand.choice(["x, y", "y, x", "x, x"]).split(", ")
            return f"f{n}({x}, {y}, {self.value(1)}, {self.value(1)})"
        if rand.random() < .5:
            t = self.fresh("t")
            self.inside += 1
            outer, self.labels, loops, self.loops = self.labels, [], self.loops, 0
            switches, self.switches = self.switches, 0
            body = self.block(1)
            self.labels, self.loops, self.switches = outer, loops, switches
            self.inside -= 1
            return f"({{ int {t} = {self.value()}; {body} {t} + {self.value(1)}; }})"
        return self.value()

    def assign(self):
        if rand.random() < .3:
            return f"WRITE_ONCE(*{rand.choice('xy')}, {self.value()} & 7);"
        name = rand.choice(self.names)
        if rand.random() < .2:
            return f"{name} = {self.call()};"
        return f"{name} = {self.value()} & 15;"

    def jump(self):
        """A statement that leaves the place, if possible."""
        ways = [f"goto {label};" for label in self.labels[-2:]]
        if self.loops:
            ways += ["break;", "continue;"]
        elif self.switches:
            ways.append("break;")
        if not self.inside and self.n is not None and self.returns:
            ways.append(f"return {self.value(1)};")
        return rand.choice(ways) if ways else self.assign()

    def case(self, depth, label):
        body = " ".join(self.statement(depth - 1) for _ in range(rand.randrange(3)))
        return f"{label} {body} {rand.choice(['break;', 'break;', '', self.assign()])}"

    def switch(self, depth):
        self.switches += 1
        loops, self.loops = self.loops, 0
        labels = [f"case {n}:" for n in rand.sample(range(6), rand.randrange(1, 4))]
        if rand.random() < .7:
            labels.insert(rand.randrange(len(labels) + 1), "default:")
        if rand.random() < .3:
            labels[0] += " case 6:"
        text = " ".join(self.case(depth, label) for label in labels)
        self.switches -= 1
        self.loops = loops
        value = self.call() if rand.random() < .2 else self.value()
        return f"switch ({value}) {{ {text}; }}"  # C11: a statement follows the label

    def labelled(self, depth):
        label = self.fresh("out")
        self.labels.append(label)
        body = self.block(depth - 1)
        self.labels.pop()
        return f"{{ {body} {label}: {self.assign()} }}"

    def repeat(self, depth):
        """A goto back; break and continue would leave its turns, which is refused."""
        label, n = self.fresh("again"), self.fresh("n")
        loops, self.loops, switches, self.switches = self.loops, 0, self.switches, 0
        body = self.block(depth - 1)
        self.loops, self.switches = loops, switches
        return (f"{{ int {n} = 0; {label}: {n}++; {body} if ({n} < {rand.randrange(1, 4)}) "
                f"goto {label}; {self.assign()} }}")

    def loop(self, depth):
        self.loops += 1
        i = self.fresh("i")
        turns = rand.randrange(1, 4)
        text = f"for (int {i} = 0; {i} < {turns}; {i}++) {{ {self.block(depth - 1)} }}"
        self.loops -= 1
        return text

    def hidden(self, depth):
        """A block with a variable that hides another, maybe of another type."""
        kind = rand.choice(["int", "int", "long", "short", "u8"])
        name = rand.choice(self.names)
        return f"{{ {kind} {name} = {self.value().replace(name, '5')}; {self.block(depth - 1)} }}"

    def statement(self, depth):
        kind = rand.random()
        if not depth or kind < .3:
            return self.assign()
        if kind < .45:
            return f"if ({self.value(1)}) {{ {self.jump()} }}"
        if kind < .6:
            orelse = f" else {{ {self.block(depth - 1)} }}" if rand.random() < .5 else ""
            return f"if ({self.value(1)}) {{ {self.block(depth - 1)} }}{orelse}"
        if kind < .75:
            return self.switch(depth)
        if kind < .82:
            return self.hidden(depth)
        if kind < .87:
            return self.repeat(depth)
        return self.labelled(depth) if kind < .94 else self.loop(depth)

    def block(self, depth):
        return " ".join(self.statement(depth) for _ in range(rand.randrange(1, 4)))


def helper(n):
    names = [f"l{n}_{i}" for i in range(LOCALS)]
    f = Function(n, ["a", "b"] + names)
    f.returns = True
    body = "".join(f"\tint {name} = {rand.randrange(8)};\n" for name in names)
    body += "".join(f"\t{f.statement(3)}\n" for _ in range(rand.randrange(1, 4)))
    return f"static int f{n}({HEAD}, int a, int b)\n{{\n{body}\treturn {f.value()};\n}}\n"


def program():
    f = Function(FUNCTIONS, [f"r{i}" for i in range(REGISTERS)])
    f.returns = False
    body = "".join(f"\tint r{i} = {rand.randrange(8)};\n" for i in range(REGISTERS))
    for i in range(REGISTERS):
        x, y = rand.choice([("x", "y"), ("y", "x")])
        body += f"\tr{i} = f{rand.randrange(FUNCTIONS)}({x}, {y}, {f.value(1)}, {f.value(1)});\n"
        body += f"\t{f.statement(2)}\n"
    return "".join(helper(n) for n in range(FUNCTIONS)), body


SEEN = [(f"0:r{i}", f"r{i}") for i in range(REGISTERS)] + [("[x]", "*x"), ("[y]", "*y")]


def litmus(n, helpers, body):
    seen = ";".join([f"0:r{i}" for i in range(REGISTERS)] + ["x", "y"])
    return (f"C control{n}\n\n{{ x = 1; y = 2; }}\n\n{helpers}\nP0({HEAD})\n{{\n{body}}}\n\n"
            f"locations [{seen}]\n")


def function(n, helpers, body):
    text = re.sub(r"\bf(\d)\(", rf"t{n}_f\1(", helpers + f"static void test{n}({HEAD})\n{{\n{body}")
    shown = "".join(f'\tprintf("{name}=%d ", {value});\n' for name, value in SEEN)
    return text + shown + "}\n"


def compiled(cc, tmp, programs):
    with open(os.path.join(tmp, "a.c"), "w") as f:
        f.write("#include <stdio.h>\ntypedef unsigned char u8;\n#define READ_ONCE(x) (x)\n"
                "#define WRITE_ONCE(x, v) ((x) = (v))\n" +
                "".join(function(n, *p) for n, p in enumerate(programs)) + "int main(void)\n{\n" +
                "".join(f'\t{{ int x = 1, y = 2; test{n}(&x, &y); puts(""); }}\n'
                        for n in range(TESTS)) + "\treturn 0;\n}\n")
    flags = ["-w", "-std=gnu11", "-O1", "-fwrapv"]
    subprocess.run(cc + flags + ["-o", tmp + "/a", tmp + "/a.c"], check=True)
    out = subprocess.run([tmp + "/a"], stdout=subprocess.PIPE, text=True, check=True).stdout
    return [dict(w.split("=") for w in line.split()) for line in out.splitlines()]


def decided(lkmm, file):
    """The final states that lkmm finds: there should be one."""
    out = subprocess.run([lkmm, "check", "--states", file], stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True).stdout
    states = [dict(w.strip().split("=") for w in line.split(";") if w.strip())
              for line in out.splitlines() if re.match(r"0:\w+=", line)]
    return states, out


args = sys.argv[1:]
keep = None
if args[0] == "--keep":
    keep, args = args[1], args[2:]
lkmm, cc = args[0], args[1:]
programs = [program() for _ in range(TESTS)]
points, limits = tap.Tap(), 0
with tempfile.TemporaryDirectory() as tmp:
    want = compiled(cc, tmp, programs)
    for n, p in enumerate(programs):
        file = os.path.join(keep or tmp, f"control{n}.litmus")
        with open(file, "w") as f:
            f.write(litmus(n, *p))
        states, out = decided(lkmm, file)
        if "the limit" in out or "too large" in out:
            limits += 1
            continue
        points.point(states == [want[n]], f"control{n}", litmus(n, *p), f"the compiler: {want[n]}",
                     f"lkmm: {states or out}")
points.point(limits * 4 <= TESTS, f"{limits} programs of {TESTS} are too large")
sys.exit(points.end())
