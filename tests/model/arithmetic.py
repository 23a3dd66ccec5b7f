#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""arithmetic.py LKMM CC... [--count N] [--seed N]: integers have the same values as compiled code.

Random expressions over integers of every type, in a litmus test and in a program: both come to the
same values. So do members, elements and bit-fields of structs, unions and arrays, shared and local
ones; and so do their sizes and places, aligned and packed. TAP.
"""
import argparse, itertools, os, random, re, subprocess, sys, tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

TYPES = {"u8": "unsigned char", "s8": "signed char", "u16": "unsigned short", "short": "short",
         "u32": "unsigned int", "int": "int", "u64": "unsigned long", "long": "long",
         "bool": "_Bool"}
EDGES = [0, 1, 2, 3, 7, 127, 128, 255, 256, 32767, 32768, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**32,
         2**63 - 1]
REGISTERS = 5

args = argparse.ArgumentParser()
args.add_argument("lkmm")
args.add_argument("cc", nargs="+")
args.add_argument("--count", type=int, default=60)
args.add_argument("--seed", type=int, default=1)
args = args.parse_args()
lkmm, cc, TESTS = args.lkmm, args.cc, args.count
rand = random.Random(args.seed)


def number():
    if rand.random() < .05:
        return rand.choice(["'A'", r"'\n'", r"'\xff'", r"'\0'", r"'\177'"])
    n = rand.choice(EDGES)
    text = rand.choice(["%d", "%#x"]) % n + rand.choice(["", "", "", "u", "l", "UL"])
    return text if rand.random() < .7 else f"(-{text})"


def expression(depth, names):
    if not depth or rand.random() < .15:
        return number() if rand.random() < .3 else rand.choice(names)
    a = expression(depth - 1, names)
    kind = rand.randrange(10)
    if kind == 0:
        return f"({rand.choice(list(TYPES))}){a}" if a[0] != "-" else f"({a})"
    if kind == 1:
        return f"({rand.choice('-~!')}{a})"
    b = expression(depth - 1, names)
    if kind == 2:
        return f"({a} {rand.choice(['/', '%'])} (({b} & 15) + 1))"
    if kind == 3:
        return f"({a} {rand.choice(['<<', '>>'])} ({b} & 7))"
    if kind == 4:
        return f"({expression(depth - 1, names)} ? {a} : {b})"
    if kind == 5 and rand.random() < .4:
        t, u = rand.choice(list(TYPES)), rand.choice(list(TYPES))
        op = rand.choice("+ - * & | ^ << < ==".split())
        other = f"(({t}){a} {op} ({u}){b})"
        b = "1" if op == "<<" else b
        return (f"_Generic((({t}){a} {op} ({u}){b}), int: 1, unsigned int: 2, long: {a}, "
                f"unsigned long: 4, default: 5)")
    op = rand.choice("+ - * & | ^ < <= > >= == != && ||".split())
    return f"({a} {op} {b})"


def bits():
    """Bit-fields: of one type, in words of their own."""
    t = rand.choice(["u8", "short", "u16", "int", "u32", "long", "u64", "bool"])
    most = {"u8": 8, "short": 16, "u16": 16, "int": 32, "u32": 32, "bool": 1}.get(t, 64)
    widths = [rand.randint(1, most) for _ in range(rand.randint(1, 5))]
    return [f"{t} :0;"] + [f"{t} f{i}:{w};" for i, w in enumerate(widths)]


def member(t, name):
    align = rand.choice([1, 2, 4, 8, 16, 64])
    return rand.choice(["", "", "", f"__attribute__((aligned({align}))) "]) + f"{t} {name};"


class Struct:
    """A struct, a shared variable g of it, and local ones; the places that they have."""

    def __init__(self, n):
        self.tag, self.shared = f"struct s{n}", f"g{n}"
        self.members = [member(rand.choice(list(TYPES)), f"m{i}")
                        for i in range(rand.randint(1, 4))]
        self.members.append(f"{rand.choice(list(TYPES))} a[{rand.randint(2, 3)}];")
        self.members.append(f"enum e{n} e;")
        t, u = rand.choice([("int", "u32"), ("u8", "s8"), ("long", "u64"), ("short", "u16")])
        self.members.append(f"union {{ {t} m8; {u} m9; }};")
        self.members.append(f"struct {{ {member('u8', 'i')} {member(t, 'j[2][3]')} }} n;")
        rand.shuffle(self.members)
        fields = bits()
        # In these, gcc and clang compute in other types.
        self.long = [f"f{i}" for i, field in enumerate(fields[1:])
                     if 32 < int(re.search(r":(\d+)", field)[1]) < 64]
        self.names = re.findall(r"\b([mafe]\d*)[:;\[]", " ".join(self.members + fields))
        self.text = (f"enum e{n} {{ E{n}_A = {rand.choice([-2, 0, 5])}, E{n}_B }};\n"
                     f"{self.tag} {{ {' '.join(self.members + fields)} }};\n"
                     f"struct p{n} {{ {' '.join(self.members[::2])} }} __attribute__((packed"
                     f"{rand.choice(['', ', aligned(4)', ', aligned(16)'])}));\n"
                     f"static {self.tag} {self.shared} = {self.values(True)};\n")
        self.array = rand.choice(list(TYPES))

    def values(self, constant):
        given = [m for m in self.names if rand.random() < .5]
        nested = rand.choice([[], [".n.i = 3"], [".n = { 1, { { 2 }, { [1 ... 2] = 7 } } }"]])
        return "{ " + ", ".join(nested + [
            f".{m} = " + ("{ 1, 2 }" if m == "a" else number() if constant else
                          expression(1, ["*v1"])) for m in given]) + " }"

    def places(self, objects):
        return [f"{o}.{m}" + (f"[{rand.randrange(2)}]" if m == "a" else "")
                for o in objects for m in self.names + [
                    "n.i", f"n.j[{rand.randrange(2)}][{rand.randrange(3)}]"]] + [
                        f"x[{i}]" for i in range(3)]

    def declarations(self):
        other = rand.choice([self.shared, f"({self.tag}){self.values(False)}"])
        return [f"{self.tag} s = {self.values(False)}, t = {other};",
                f"{self.array} x[3] = {{ {expression(1, ['*v3'])}, [2] = {number()} }};",
                *rand.choice([[], [f"{self.array} *p = &x[1];", "*p += 3;"]]),
                *rand.choice([[], [f"{self.tag} *q = &s;", f"q->{self.names[0]}++;"
                                   if self.names[0] != "a" else "q->a[1]++;"]])]

    def change(self, names):
        place = rand.choice(self.places(["s", "t", self.shared]))
        step = rand.randrange(6)
        if step == 0:
            return f"{rand.choice(['s', 't', self.shared])} = {rand.choice(['s', 't'])};"
        if step == 1:
            return f"{place}{rand.choice(['++', '--'])};"
        if step == 2:
            op, most = rand.choice([('<<', 7), ('>>', 7), ('/', 15), ('%', 15)])
            more = " + 1" if most == 15 else ""
            return f"{place} {op}= ({expression(1, names)} & {most}){more};"
        if step == 3:
            op = rand.choice(['+', '-', '*', '&', '|', '^'])
            return f"{place} {op}= {expression(1, names)};"
        return f"{place} = {expression(2, names)};"


def program(n):
    """The variables of a test, with first values, and statements that C and a test share."""
    variables = [(f"v{i}", t, number()) for i, t in enumerate(TYPES)]
    loads = [rand.choice(["*%s", "READ_ONCE(*%s)"]) % v for v, _, _ in variables]
    shape = Struct(n)
    names, body = loads, shape.declarations()
    names = names + [f"((long){m})" if m.split(".")[-1] in shape.long else
                     rand.choice([m, f"({m})"]) for m in shape.places(["s", "t", shape.shared])]
    names += [f"sizeof({shape.tag})", f"E{n}_B", f"sizeof(struct p{n})",
              f"offsetof({shape.tag}, n.j[1][1])", f"offsetof({shape.tag}, m0)"]
    for i in range(REGISTERS):
        r, t = f"r{i:02}", rand.choice(list(TYPES))
        body.append(f"{t} {r} = {expression(3, names)};")
        names = names + [r]
        step = rand.randrange(8)
        if step == 0:
            operator = rand.choice(['+', '-', '*', '&', '|', '^'])
            body.append(f"{r} {operator}= {expression(1, names)};")
        elif step == 1 and t != "bool":
            r2 = f"q{i:02}"
            body.append(f"int {r2} = {rand.choice([r + '++', '--' + r])};")
            names = names + [r2]
        elif step == 2:
            body.append(f"WRITE_ONCE(*{variables[i % len(variables)][0]}, {expression(2, names)});")
        else:
            body += [shape.change(names) for _ in range(2)]
    registers = [n for n in names if re.fullmatch("[rq][0-9]+", n)]
    for i, place in enumerate(shape.places(["s", "t", shape.shared])):
        body.append(f"long z{i:02} = {place};")
        registers.append(f"z{i:02}")
    return variables, body, registers, shape


def litmus(n, variables, body, registers, shape):
    stores = "\n".join(f"\tWRITE_ONCE(*{v}, {e});" for v, _, e in variables)
    seen = ";".join([f"0:{r}" for r in registers] + [v for v, _, _ in variables])
    return (f"C arithmetic{n}\n\n{shape.text}{{\n}}\n\n"
            f"P0({', '.join(f'{t} *{v}' for v, t, _ in variables)})\n{{\n{stores}\n\t"
            + "\n\t".join(body) + f"\n}}\n\nlocations [{seen}]\n")


def function(n, variables, body, registers, shape):
    objects = "\n".join(f"\t{t} {v}_ = {e}, *{v} = &{v}_;" for v, t, e in variables)
    shown = "\n".join(f'\tprintf("{name}=%ld ", (long)({value}));' for name, value in
                      [(f"0:{r}", r) for r in registers] + [(f"[{v}]", f"*{v}")
                                                            for v, _, _ in variables])
    lines = "\n\t".join(body)
    return f"{shape.text}static void test{n}(void)\n{{\n{objects}\n\t{lines}\n{shown}\n}}\n"


programs = [program(n) for n in range(TESTS)]
with tempfile.TemporaryDirectory() as tmp:
    files = []
    for n, p in enumerate(programs):
        files.append(os.path.join(tmp, f"arithmetic{n}.litmus"))
        with open(files[-1], "w") as f:
            f.write(litmus(n, *p))
    with open(os.path.join(tmp, "a.c"), "w") as f:
        f.write("#include <stddef.h>\n#include <stdio.h>\n" +
                "".join(f"typedef {c} {t};\n" for t, c in TYPES.items() if t not in c) +
                "#define READ_ONCE(x) (x)\n#define WRITE_ONCE(x, v) ((x) = (v))\n" +
                "".join(function(n, *p) for n, p in enumerate(programs)) + "int main(void)\n{\n" +
                "".join(f'\ttest{n}();\n\tputs("");\n' for n in range(TESTS)) + "\treturn 0;\n}\n")
    subprocess.run(cc + ["-w", "-std=gnu11", "-O1", "-fwrapv", "-o", tmp + "/a", tmp + "/a.c"],
                   check=True)
    want = subprocess.run([tmp + "/a"], stdout=subprocess.PIPE, text=True, check=True).stdout
    want = [dict(w.split("=") for w in line.split()) for line in want.splitlines()]
    out = subprocess.run([lkmm, "check", "--states", *files], stdout=subprocess.PIPE,
                         text=True).stdout
    got = [{} for _ in programs]
    for line in out.splitlines():
        if line.startswith("Test arithmetic"):
            n = int(re.search(r"\d+", line)[0])
        elif re.match(r"0:\w+=", line):
            got[n] = dict(w.strip().split("=") for w in line.split(";") if w.strip())
    keep = [open(f).read() for f in files]

points = tap.Tap()
points.point(len(got) == TESTS,
             f"{len(got)} tests of {TESTS} are decided, each with one final state")
for n, (w, g) in enumerate(itertools.zip_longest(want, got[:TESTS], fillvalue={})):
    wrong = [f"{k}: {g.get(k)}, the compiler says {v}" for k, v in w.items() if g.get(k) != v]
    if n < TESTS:
        points.point(not wrong, f"arithmetic{n}", keep[n], *wrong)
sys.exit(points.end())
