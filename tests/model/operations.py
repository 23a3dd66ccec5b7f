#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""operations.py LKMM OPS.TBL: the checker knows every operation of the table, in C and in Rust.

Each of them in each ordering and type is executed on values around zero and at both ends, with the
result of its row's formulas. TAP.
"""
import os, re, subprocess, sys, tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

lkmm, table = sys.argv[1:]
SUFFIX = {"full": "", "relaxed": "_relaxed", "acquire": "_acquire", "release": "_release"}
RUST_TYPE = {"atomic": "i32", "atomic64": "i64", "atomic_long": "isize"}
RUST_NAME = {"read": "load", "set": "store"}


def rows():
    """(name, arguments, when, becomes, returns, orderings) of the atomic operations; the types."""
    types, ops = {}, []
    for line in open(table):
        line = line.split("#")[0].rstrip()
        if line.startswith("type "):
            _, name, width = line.split()
            types[name] = 64 if width == "long" else int(width)
        elif line.startswith("object "):
            break
        elif line.startswith("  "):
            ops.append(re.split(r"\s{2,}", line.strip()))
    return types, ops


def wrap(v, width):
    v &= (1 << width) - 1
    return v - (1 << width) if v >> (width - 1) else v


def compute(formula, env, width):
    """A comparison compares what has wrapped around."""
    parts = re.split(r" (==|!=|<=|>=|<|>) ", formula)
    values = [wrap(eval(p, {}, env), width) for p in parts[::2]]
    return int(eval(f"{values[0]} {parts[1]} {values[1]}")) if len(parts) > 1 else values[0]


def cases(args, width):
    ends = [0, 1, -1, 2, wrap(1 << (width - 1), width), wrap((1 << (width - 1)) - 1, width)]
    for i, v in enumerate(ends):
        yield {"v": v, **{a: ends[(i + 1 + k) % len(ends)] for k, a in enumerate(args)}}
        yield {"v": v, **{a: v if k == 0 else 5 for k, a in enumerate(args)}}
        yield {"v": v, **{a: v if k == 1 else 1 for k, a in enumerate(args)}}


def literal(v, width):
    return f"(-{-v - 1} - 1)" if v < 0 else str(v)


class Test:
    def __init__(self, language, op, kind, width, order, some):
        self.name, given, self.when, self.becomes, self.returns, _ = op
        self.given = given.split()
        self.args = [a.strip("*") for a in self.given if a != "v"]
        self.kind, self.width, self.order = kind, width, order
        self.language, self.want, self.body = language, {}, []
        for i, env in enumerate(some):
            self.expect(i, env)
            (self.add_c if language == "C" else self.add_rust)(i, env)

    def expect(self, i, env):
        done = self.when == "-" or compute(self.when, env, self.width)
        after = compute(self.becomes, env, self.width) if done and self.becomes != "-" else env["v"]
        self.want[f"0:x{i:02}"] = after
        if self.returns != "-":
            self.want[f"0:r{i:02}"] = compute(self.returns, env, self.width)
        if self.name == "try_cmpxchg":
            self.want[f"0:o{i:02}"] = env["old"] if done else env["v"]

    def add_c(self, i, env):
        long = "long" if self.width == 64 else "int"
        suffix = SUFFIX[self.order]
        if self.returns == "-" or self.name in ("read", "set"):
            suffix = suffix.replace("_relaxed", "")
        given = [literal(env[a.strip("*")], self.width) for a in self.given]
        for k, a in enumerate(self.given):
            if a == "v":
                given[k] = "v"
            elif a[0] == "*":
                self.body.append(f"{long} o{i:02} = {given[k]};")
                given[k] = f"&o{i:02}"
        self.body.append(f"{self.kind}_set(v, {literal(env['v'], self.width)});")
        call = f"{self.kind}_{self.name}{suffix}({', '.join(given)});"
        self.body.append(call if self.returns == "-" else f"{long} r{i:02} = {call}")
        self.body.append(f"{long} x{i:02} = {self.kind}_read(v);")

    def add_rust(self, i, env):
        given = []
        self.body.append(f"v.store({env['v']}, Relaxed);")
        for a in self.given:
            if a[0] == "*":
                self.body.append(f"let mut o{i:02} = {env[a[1:]]};")
                given.append(f"&mut o{i:02}")
            elif a != "v":
                given.append(str(env[a]))
        given.append(self.order.capitalize())
        call = f"v.{RUST_NAME.get(self.name, self.name)}({', '.join(given)})"
        if self.name == "cmpxchg":
            call += ".unwrap_or_else(|was| was)"
        self.body.append(f"{call};" if self.returns == "-" else f"let r{i:02} = {call};")
        self.body.append(f"let x{i:02} = v.load(Relaxed);")

    def text(self):
        rust = self.language == "Rust"
        head = (f"fn P0(v: &Atomic<{RUST_TYPE[self.kind]}>)" if rust else f"P0({self.kind}_t *v)")
        return (f"{self.language} {self.title()}\n{{}}\n{head}\n{{\n\t" + "\n\t".join(self.body) +
                f"\n}}\nlocations [{';'.join(self.want)}]\n")

    def title(self):
        return f"{self.kind}_{self.name}-{self.order}"


types, ops = rows()
AT_ONCE = 6	# an operation that may fail doubles the ways through a test
tests = [Test(language, op, kind, width, order, some)
         for language in ("C", "Rust") for op in ops for kind, width in types.items()
         for order in op[5].split()
         for every in [list(cases([a.strip("*") for a in op[1].split() if a != "v"], width))]
         for some in [every[i:i + AT_ONCE] for i in range(0, len(every), AT_ONCE)]]
with tempfile.TemporaryDirectory() as tmp:
    files = []
    for n, t in enumerate(tests):
        files.append(os.path.join(tmp, f"{n}.litmus"))
        with open(files[-1], "w") as f:
            f.write(t.text())
    run = subprocess.run([lkmm, "check", "--states", *files], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
    got = [dict(w.strip().split("=") for w in line.split(";") if w.strip())
           for line in run.stdout.splitlines() if line.startswith("0:")]
points = tap.Tap()
points.point(not run.stderr and len(got) == len(tests) >= 2 * 3 * len(ops),
             f"{len(got)} tests of {len(tests)} are decided, each with one final state", run.stderr)
for t, g in zip(tests, got):
    bad = [f"{k}: {g.get(k)}, the table says {v}" for k, v in t.want.items() if g.get(k) != str(v)]
    points.point(not bad, f"{t.language} {t.title()}", *bad)
sys.exit(points.end())
