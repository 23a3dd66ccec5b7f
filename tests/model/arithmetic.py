#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""arithmetic.py LKMM CC...: integers are what the compiler makes of them.

Random expressions over integers of every type, in a litmus test and in a program: both come to the
same values.
"""
import itertools, os, random, re, subprocess, sys, tempfile

TYPES = {"u8": "unsigned char", "s8": "signed char", "u16": "unsigned short", "short": "short",
         "u32": "unsigned int", "int": "int", "u64": "unsigned long", "long": "long",
         "bool": "_Bool"}
EDGES = [0, 1, 2, 3, 7, 127, 128, 255, 256, 32767, 32768, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**32,
         2**63 - 1]
TESTS, REGISTERS = 40, 12

rand = random.Random(1)


def number():
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
    op = rand.choice("+ - * & | ^ < <= > >= == != && ||".split())
    return f"({a} {op} {b})"


def program(n):
    """The variables of a test, with first values, and statements that C and a test share."""
    variables = [(f"v{i}", t, number()) for i, t in enumerate(TYPES)]
    loads = [rand.choice(["*%s", "READ_ONCE(*%s)"]) % v for v, _, _ in variables]
    names, body = loads, []
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
    return variables, body, [n for n in names if n[0] in "rq"]


def litmus(n, variables, body, registers):
    stores = "\n".join(f"\tWRITE_ONCE(*{v}, {e});" for v, _, e in variables)
    seen = ";".join([f"0:{r}" for r in registers] + [v for v, _, _ in variables])
    return (f"C arithmetic{n}\n\n{{\n}}\n\n"
            f"P0({', '.join(f'{t} *{v}' for v, t, _ in variables)})\n{{\n{stores}\n\t"
            + "\n\t".join(body) + f"\n}}\n\nlocations [{seen}]\n")


def function(n, variables, body, registers):
    objects = "\n".join(f"\t{t} {v}_ = {e}, *{v} = &{v}_;" for v, t, e in variables)
    shown = "\n".join(f'\tprintf("{name}=%ld ", (long)({value}));' for name, value in
                      [(f"0:{r}", r) for r in registers] + [(f"[{v}]", f"*{v}")
                                                            for v, _, _ in variables])
    return f"static void test{n}(void)\n{{\n{objects}\n\t" + "\n\t".join(body) + f"\n{shown}\n}}\n"


lkmm, cc = sys.argv[1], sys.argv[2:]
programs = [program(n) for n in range(TESTS)]
with tempfile.TemporaryDirectory() as tmp:
    files = []
    for n, p in enumerate(programs):
        files.append(os.path.join(tmp, f"arithmetic{n}.litmus"))
        with open(files[-1], "w") as f:
            f.write(litmus(n, *p))
    with open(os.path.join(tmp, "a.c"), "w") as f:
        f.write("#include <stdio.h>\n" +
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
    got = [dict(w.strip().split("=") for w in line.split(";") if w.strip())
           for line in out.splitlines() if re.match(r"0:\w+=", line)]
    keep = [open(f).read() for f in files]

bad = 0
if len(got) != TESTS:
    print(f"{len(got)} tests of {TESTS} were decided, each with one final state")
    bad += 1
for n, (w, g) in enumerate(itertools.zip_longest(want, got[:TESTS], fillvalue={})):
    wrong = [f"{k}: {g.get(k)}, the compiler says {v}" for k, v in w.items() if g.get(k) != v]
    if wrong:
        bad += 1
        print(keep[n], *wrong, sep="\n")
print(f"{TESTS - min(bad, TESTS)} programs the same, {bad} not")
sys.exit(1 if bad else 0)
