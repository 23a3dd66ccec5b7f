#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""macros.py EXPANDED CC...: macros become what the compiler makes of them.

Random definitions of macros, conditionals and uses of them: "CC -E" and the preprocessor of litmus
tests come to the same tokens, or both find an error. TAP.
"""
import random, re, subprocess, sys, tempfile

TEXTS = 400
NAMES = ["a", "b", "c", "f", "g", "h"]
FUNCTIONS = ["f", "g", "h"]
PARAMETERS = ["p", "q"]
SIGNS = ["+", "-", "*", "<", "=", "&", "->"]
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[A-Za-z_]\w*|\d+[uUlL]*|'
                   r"<<=|>>=|->|\+\+|--|==|<=|&&|<<|\+=|-=|\*=|&=|\S")

rand = random.Random(12)


def word(names):
    kind = rand.randrange(8)
    if kind < 5:
        return rand.choice(names)
    return rand.choice(SIGNS) if kind < 7 else rand.choice(["v", "w"])


def use(names, depth):
    """A name with arguments, as many as the macro takes, or one more or less, or none."""
    name = rand.choice(FUNCTIONS)
    if rand.random() < .15 or depth == 0:
        return name
    n = {"f": 1, "g": 2, "h": rand.randrange(1, 4)}[name]
    n += rand.random() < .02
    args = ",".join(tokens(names, depth - 1, 0) for _ in range(n))
    return f"{name}{rand.choice(['', '', ' '])}({args})"


def tokens(names, depth, least=1):
    return " ".join(use(names, depth) if rand.random() < .3 else word(names)
                    for _ in range(rand.randrange(least, 5)))


def body(params, variadic):
    names = NAMES + params * 3
    out = []
    for _ in range(rand.randrange(0, 4)):
        kind = rand.random()
        if params and kind < .12:
            out.append("#" + rand.choice(params))
        elif kind < .3:
            out.append(rand.choice(params + ["v"]) + " ## " + rand.choice(params + ["w", "2"]))
        elif variadic and kind < .4:
            out.append("a , ## __VA_ARGS__")
        else:
            out.append(tokens(names, 1))
    return " ".join(out)


def define(name):
    lines = [f"#undef {name}"]
    if name not in FUNCTIONS:
        return lines + [f"#define {name} {body([], False)}"]
    params = PARAMETERS[:1 if name in "fh" else 2]
    rest = ["..."] if name == "h" else []
    text = body(params + (["__VA_ARGS__"] if rest else []), rest)
    split = text.replace(" ", " \\\n", 1) if rand.random() < .2 else text
    return lines + [f"#define {name}({', '.join(params + rest)}) {split}"]


def number():
    return rand.choice(["0", "1", "2", "3", "7u", "-1", "a", "defined b", "defined(f)", "no"])


def condition(depth):
    if not depth or rand.random() < .2:
        return number()
    a, b = condition(depth - 1), condition(depth - 1)
    op = rand.choice("+ - * / % << >> < > <= >= == != & | ^ && || ?".split())
    return f"({a} ? {b} : {condition(depth - 1)})" if op == "?" else \
        rand.choice(["({0} {1} {2})", "{0} {1} {2}", "!({0} {1} {2})"]).format(a, op, b)


def text():
    lines = []
    for name in rand.sample(NAMES, rand.randrange(2, 7)):
        lines += define(name)
    for _ in range(rand.randrange(1, 4)):
        if rand.random() < .3:
            lines += [f"#if {condition(3)}", tokens(NAMES, 2), f"#elif {condition(2)}",
                      tokens(NAMES, 2), "#else"] + define(rand.choice(NAMES)) + ["#endif"]
        lines.append(tokens(NAMES, 2))
    return "\n".join(lines) + "\n"


def compared(token):
    """A token; in strings compilers differ in blanks beside signs, where macros become nothing."""
    return re.sub(r"\s*([^\w\s])\s*", r"\1", token) if token[0] == '"' else token


def by_compiler(cc, source):
    run = subprocess.run(cc + ["-E", "-P", "-w", "-xc", "-std=gnu11", "-"], input=source, text=True,
                         capture_output=True, check=False)
    return ["error"] if run.returncode else [compared(t) for t in TOKEN.findall(run.stdout)]


def main():
    expanded, cc = sys.argv[1], sys.argv[2:]
    texts = [text() for _ in range(TEXTS)]
    run = subprocess.run([expanded], input="".join(t + "%%\n" for t in texts), text=True,
                         capture_output=True, check=True)
    ours = [part.strip().split("\n") for part in run.stdout.split("%%\n")][:-1]
    wrong = errors = 0
    for source, got in zip(texts, ours, strict=True):
        want = by_compiler(cc, source)
        errors += want == ["error"]
        if [compared(t) for t in got if t] == want:
            continue
        wrong += 1
        if wrong < 4:
            at = next((i for i, (a, b) in enumerate(zip(got, want)) if compared(a) != b), 0)
            print("# " + source.replace("\n", "\n# ") + f"ours: {' '.join(got[at - 5:at + 5])}\n# "
                  f"{cc[0]}: {' '.join(want[at - 5:at + 5])}")
    print(f"{'not ' if wrong else ''}ok 1 - {TEXTS} texts, {errors} with errors: {wrong} differ")
    few = errors > TEXTS / 2
    print(f"{'not ' if few else ''}ok 2 - most of them have no errors\n1..2")
    return bool(wrong or few)


if __name__ == "__main__":
    sys.exit(main())
