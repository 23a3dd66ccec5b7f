#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""flatten.py LKMM [--count N] [--seed N] [--keep DIR]

Random programs with structs, arrays, typedefs, pointers and helper functions are decided
twice: as they are, and flattened, with a variable for each member and each call written out. This
script makes both forms from one description and knows nothing of the front end. The verdict, the
flags and all final states must be the same. TAP.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

NUMBERS = ["int", "long", "short", "char", "unsigned int", "u8", "u64", "unsigned short"]


class Leaf:
    """A member or element that is a number, or a pointer to one of these."""

    def __init__(self, path, kind):
        self.path, self.kind, self.flat = path, kind, None
        self.value, self.target = 0, None

    @property
    def c_type(self):
        return f"{self.target.kind} *" if self.target else f"{self.kind} "


class Program:
    """Two threads over one to three objects."""

    def __init__(self, seed):
        self.rand = random.Random(f"flatten {seed}")
        self.name = f"flatten{seed}"
        self.types, self.leaves, self.objects, self.helpers = [], [], [], []
        for i in range(self.rand.randrange(1, 4)):
            self.types.append(self.struct(i))
        for i in range(self.rand.randrange(1, 4)):
            self.add_object(i)
        self.point()
        self.registers = [0, 0]
        self.bodies = [self.thread(t) for t in range(2)]

    # ---- types and objects ----

    def struct(self, i):
        """A name, and members: name, kind (a number or an earlier type), dimensions."""
        rand, members = self.rand, []
        for k in range(rand.randrange(1, 4)):
            kind = rand.choice(self.types)[0] if self.types and rand.random() < .4 else \
                rand.choice(NUMBERS + ["pointer"])
            dims = rand.choice([(), (), (2,), (3,), (2, 2)]) if kind != "pointer" else ()
            members.append((f"m{k}", kind, dims))
        return (rand.choice([f"struct t{i}", f"t{i}_t"]), members)

    def declare_type(self, name, members):
        text = []
        for member, kind, dims in members:
            bounds = "".join(f"[{n}]" for n in dims)
            pointer = kind == "pointer"
            text.append(f"\t{'int *' if pointer else kind + ' '}{member}{bounds};")
        body = "{\n" + "\n".join(text) + "\n}"
        return f"{name} {body};" if name.startswith("struct") else f"typedef struct {body} {name};"

    def members_of(self, name):
        return dict(self.types)[name]

    def spread(self, path, kind, dims):
        """The leaves of an array or struct called @path."""
        if dims:
            for i in range(dims[0]):
                yield from self.spread(f"{path}[{i}]", kind, dims[1:])
        elif kind in dict(self.types):
            for member, of, bounds in self.members_of(kind):
                yield from self.spread(f"{path}.{member}", of, bounds)
        else:
            yield Leaf(path, kind)

    def add_object(self, i):
        kind, dims = self.rand.choice(self.types)[0], self.rand.choice([(), (), (2,)])
        first = len(self.leaves)
        for leaf in self.spread(f"o{i}", kind, dims):
            leaf.flat = f"v{len(self.leaves)}"
            self.leaves.append(leaf)
        self.objects.append((f"o{i}", kind, dims, self.leaves[first:]))

    def point(self):
        """Gives pointers an int to point to, and numbers a first value."""
        ints = [leaf for leaf in self.leaves if leaf.kind == "int"]
        for leaf in self.leaves:
            if leaf.kind == "pointer" and ints:
                leaf.target = self.rand.choice(ints)
            elif leaf.kind == "pointer":
                leaf.kind = "long"
                leaf.target = None
            elif self.rand.random() < .4:
                leaf.value = self.rand.randrange(1, 4)
        self.usable = [leaf for leaf in self.leaves if leaf.target or leaf.kind in NUMBERS]

    # ---- accesses ----

    def spell(self, leaf, before):
        """The object of @leaf by one of its names in C; statements that it needs go to @before."""
        name, _, rest = leaf.path.partition(".")
        base, _, index = name.partition("[")
        index = f"[{index}" if index else ""
        how = self.rand.randrange(4)
        if how == 0 and leaf.target is None:
            pointer = f"q{len(before)}_{self.rand.randrange(10**6)}"
            before.append(f"{leaf.kind} *{pointer} = &{self.through(base, index, rest)};")
            return f"*{pointer}"
        if how == 1 and leaf.target is None and leaf.path.endswith("]"):
            element, _, last = leaf.path.rpartition("[")
            if element.partition(".")[2]:
                array = self.through(base, index, element.partition(".")[2])
                return f"*({array} + {last[:-1]})"
        return self.through(base, index, rest)

    @staticmethod
    def through(base, index, rest):
        return f"{base}{index}.{rest}" if index else f"{base}->{rest}"

    def register(self, t):
        self.registers[t] += 1
        return f"r{self.registers[t] - 1}"

    def access(self, t):
        """The lines of one access, in C as it is and flattened."""
        rand, leaf, before = self.rand, self.rand.choice(self.usable), []
        c, flat = self.spell(leaf, before), f"*{leaf.flat}"
        if leaf.target:
            r = self.register(t)
            return ([*before, f"int {r} = READ_ONCE(*READ_ONCE({c}));"],
                    [f"int {r} = READ_ONCE(*READ_ONCE({flat}));"])
        kind = rand.randrange(7)
        if kind <= 2:
            value = rand.randrange(1, 300)
            form = ["{} = {};", "WRITE_ONCE({}, {});", "smp_store_release(&{}, {});"][kind]
            if kind != 1 and rand.random() < .4:
                return self.call_store(leaf, c, before, value, form)
            return [*before, form.format(c, value)], [form.format(flat, value)]
        r = self.register(t)
        form = ["{}", "READ_ONCE({})", "smp_load_acquire(&{})", "xchg(&{}, 5)"][kind - 3]
        if rand.random() < .4:
            return self.call_load(leaf, c, before, form, r)
        return ([*before, f"long {r} = {form.format(c)};"], [f"long {r} = {form.format(flat)};"])

    def call_store(self, leaf, c, before, value, form):
        name = f"put{len(self.helpers)}"
        self.helpers.append(f"static inline void {name}({leaf.kind} *p, int v)\n{{\n"
                            f"\t{form.format('*p', 'v')}\n}}")
        return ([*before, f"{name}(&{c}, {value});"], [form.format(f"*{leaf.flat}", value)])

    def call_load(self, leaf, c, before, form, r):
        name = f"get{len(self.helpers)}"
        self.helpers.append(f"static inline {leaf.kind} {name}({leaf.kind} *p)\n{{\n"
                            f"\treturn {form.format('*p')};\n}}")
        return ([*before, f"long {r} = {name}(&{c});"],
                [f"long {r} = {form.format(f'*{leaf.flat}')};"])

    def thread(self, t):
        lines = ([], [])
        for i in range(self.rand.randrange(2, 4)):
            if i and self.rand.random() < .4:
                fence = self.rand.choice(["smp_mb();", "smp_wmb();", "smp_rmb();"])
                lines[0].append(fence)
                lines[1].append(fence)
            for body, more in zip(lines, self.access(t)):
                body.extend(more)
        return lines

    # ---- both forms ----

    def first_value(self, path, kind, dims, leaves):
        if dims:
            inner = (self.first_value(f"{path}[{i}]", kind, dims[1:], leaves)
                     for i in range(dims[0]))
            return "{ " + ", ".join(inner) + " }"
        if kind in dict(self.types):
            inner = (f".{m} = " + self.first_value(f"{path}.{m}", of, bounds, leaves)
                     for m, of, bounds in self.members_of(kind))
            return "{ " + ", ".join(inner) + " }"
        leaf = leaves[path]
        return f"&{leaf.target.path}" if leaf.target else str(leaf.value)

    def structured(self):
        text = [f"C {self.name}", ""]
        text += [self.declare_type(*t) for t in self.types] + ["", "{"]
        leaves = {leaf.path: leaf for leaf in self.leaves}
        for name, kind, dims, _ in self.objects:
            bounds = "".join(f"[{n}]" for n in dims)
            text.append(f"\t{kind} {name}{bounds} = "
                        f"{self.first_value(name, kind, dims, leaves)};")
        text += ["}", "", *self.helpers, ""]
        parameters = ", ".join(f"{kind} *{name}" for name, kind, _, _ in self.objects)
        return self.finish(text, 0, parameters, lambda leaf: leaf.path)

    def flattened(self):
        text = [f"C {self.name}", "", "{"]
        for leaf in self.leaves:
            value = f"&{leaf.target.flat}" if leaf.target else leaf.value
            text.append(f"\t{leaf.c_type}{leaf.flat} = {value};")
        parameters = ", ".join(f"{leaf.c_type}*{leaf.flat}" for leaf in self.leaves)
        return self.finish([*text, "}", ""], 1, parameters, lambda leaf: leaf.flat)

    def finish(self, text, form, parameters, name):
        for t, body in enumerate(self.bodies):
            text += [f"P{t}({parameters})", "{", *(f"\t{line}" for line in body[form]), "}", ""]
        seen = [name(leaf) for leaf in self.leaves if not leaf.target]
        seen += [f"{t}:r{k}" for t in range(2) for k in range(self.registers[t])]
        text.append("locations [" + " ".join(f"{s};" for s in seen) + "]")
        text.append(f"exists ({seen[-1]}=1)")
        return "\n".join(text) + "\n"

    def names(self):
        return {leaf.path: leaf.flat for leaf in self.leaves}


def answer(lkmm, path):
    run = subprocess.run([lkmm, "check", "--states", "--json", path], capture_output=True,
                         text=True)
    if not run.stdout:
        return {"error": run.stderr}
    found = json.loads(run.stdout)
    if "error" in found or "states" not in found:
        return {"error": found.get("error", found)}
    return {"observation": found["observation"], "flags": found["flags"],
            "states": found["states"]}


def plain(name):
    """x of [x]; an element is printed without the brackets."""
    return name[1:-1] if name.startswith("[") else name


def renamed(found, names):
    """The states with the flattened names, in an order that is the same in both forms."""
    if "states" not in found:
        return found
    states = set()
    for state in found["states"]:
        parts = (part.strip().partition("=") for part in state.split(";") if part.strip())
        states.add(frozenset((names.get(plain(left), plain(left)), right)
                             for left, _, right in parts))
    return {**found, "states": states}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lkmm")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    a = parser.parse_args()
    points = tap.Tap()
    with tempfile.TemporaryDirectory() as directory:
        for seed in range(a.seed, a.seed + a.count):
            program, found = Program(seed), []
            for form in "structured", "flattened":
                path = os.path.join(a.keep or directory, f"{program.name}-{form}.litmus")
                with open(path, "w", encoding="utf-8") as out:
                    out.write(getattr(program, form)())
                found.append(renamed(answer(a.lkmm, path), program.names()))
            points.point(found[0] == found[1] and "states" in found[0], program.name,
                         *(f"{form}: {what.get('error') or (what['observation'], what['flags'])}"
                           for form, what in zip(("structured", "flattened"), found)))
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
