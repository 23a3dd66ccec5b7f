#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""
usage: objects.py LKMM [TESTS [SEED [DIR]]]

Random litmus tests with arrays and structs of all sizes: members and elements by name, by computed
index and by pointer. A test of one thread ends in the one state that the checker gives; the
checker allows all outcomes of two threads; in C and in Rust, inline and out of line. With DIR, the
tests are left there. TAP.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

INTEGERS = {"u8": 8, "s8": 8, "u16": 16, "s16": 16, "u32": 32, "int": 32, "u64": 64, "long": 64}


class Struct:
    """A struct: members are pairs of a name and a type, an array if the type is a pair with a
    length."""

    def __init__(self, rng, tag):
        self.tag = tag
        self.members = [("next", f"struct {tag} *")] if rng.random() < 0.7 else []
        for i in range(rng.randint(1, 4)):
            kind = rng.choice([*INTEGERS, "atomic_t", "atomic64_t", "spinlock_t", "array"])
            if kind == "array":
                kind = rng.choice(list(INTEGERS)), rng.choice([2, 4])
            self.members.append((f"m{i}", kind))
        rng.shuffle(self.members)

    def declaration(self):
        lines = [f"\t{t[0]} {name}[{t[1]}];" if isinstance(t, tuple) else f"\t{t} {name};"
                 for name, t in self.members]
        return f"struct {self.tag} {{\n" + "\n".join(lines) + "\n};\n"


class Test:
    def __init__(self, rng, name, threads, structs):
        self.rng, self.name, self.threads = rng, name, threads
        self.struct = Struct(rng, "s") if structs else None
        self.arrays = [(f"a{i}", rng.choice(list(INTEGERS)), rng.choice([2, 4]))
                       for i in range(rng.randint(1, 2))]
        self.objects = ["n0", "n1"] if structs else []
        self.array_of_structs = structs and rng.random() < 0.5
        self.nregs = 0

    def number(self):
        return self.rng.choice([0, 1, 2, 3, 7, 100])

    # ---- first values ----

    def first_values(self):
        rng = self.rng
        lines = []
        for name, t, n in self.arrays:
            numbers = ', '.join(str(self.number()) for _ in range(n))
            lines.append(f"{t} {name}[{n}] = {{ {numbers} }};")
        lines.append("int index = 1;")
        name, t, n = self.arrays[0]
        lines.append(f"{t} *cursor = &{name}[{rng.randrange(n)}];")
        for name in self.objects:
            given = [m for m, t in self.struct.members if t in INTEGERS and rng.random() < 0.5]
            given = [f".{m} = {self.number()}" for m in given]
            lines.append(f"struct s {name}" + (f" = {{ {', '.join(given)} }};" if given else ";"))
        if self.objects:
            lines.append(f"struct s *head = &{rng.choice(self.objects)};")
        if self.array_of_structs:
            lines.append("struct s b[2];")
        return "".join(f"\t{line}\n" for line in lines)

    def parameters(self):
        p = [f"{t} *{name}" for name, t, _ in self.arrays] + ["int *index",
                                                              f"{self.arrays[0][1]} **cursor"]
        p += [f"struct s *{name}" for name in self.objects]
        p += ["struct s **head"] if self.objects else []
        return ", ".join(p + (["struct s *b"] if self.array_of_structs else []))

    # ---- a process ----

    @staticmethod
    def register(t, value):
        return f"{t} @ = {value};"

    def subscript(self, n, index):
        return self.rng.choice([str(self.rng.randrange(n)), f"{index} & {n - 1}",
                                f"({index} + 1) & {n - 1}"])

    def place(self, index):
        """An integer or atomic variable somewhere: its type, and how it is written."""
        rng = self.rng
        where = rng.choice(["array", "array", "cursor"] + (["member"] * 5 if self.struct else []))
        if where == "cursor":
            return self.arrays[0][1], "*cur"
        if where == "array":
            name, t, n = rng.choice(self.arrays)
            return t, f"{name}[{self.subscript(n, index)}]"
        base = rng.choice([f"{name}->" for name in self.objects] + ["h->"] +
                          ([f"b[{self.subscript(2, index)}]."] if self.array_of_structs else []))
        name, t = rng.choice(self.struct.members)
        if isinstance(t, tuple):
            return t[0], f"{base}{name}[{self.subscript(t[1], index)}]"
        return t, f"{base}{name}"

    def access(self, index):
        rng = self.rng
        t, place = self.place(index)
        plain = self.threads == 1 and rng.random() < 0.4
        if t == "spinlock_t":
            inside = f"WRITE_ONCE({self.arrays[0][0]}[0], {self.number()});"
            return [f"spin_lock(&{place});", inside, f"spin_unlock(&{place});"]
        if t.startswith("atomic"):
            n = self.number()
            op = rng.choice([f"read(&{place})", f"add_return({n}, &{place})",
                             f"xchg(&{place}, {n})", f"fetch_or_relaxed({n}, &{place})"])
            return [self.register("long" if "64" in t else "int", f"{t[:-2]}_{op}")]
        if t.endswith("*"):
            return [rng.choice([f"WRITE_ONCE({place}, n{rng.randrange(2)});",
                                f"smp_store_release(&{place}, n{rng.randrange(2)});",
                                self.register("int", f"READ_ONCE({place}) == n0")])]
        if plain:
            return [rng.choice([f"{place} = {self.number()} - {index};", self.register(t, place),
                                f"{place} = {place} + {self.number()};"])]
        return [rng.choice([
            f"WRITE_ONCE({place}, {self.number()});",
            f"WRITE_ONCE({place}, READ_ONCE({place}) + {self.number()});",
            f"smp_store_release(&{place}, {self.number()});",
            self.register(t, f"READ_ONCE({place})"),
            self.register(t, f"smp_load_acquire(&{place})"),
            self.register(t, f"xchg(&{place}, {self.number()})"),
            self.register(t, f"cmpxchg(&{place}, {self.number()}, {self.number()})"),
        ])]

    def process(self, thread):
        rng, self.nregs = self.rng, 1
        cursor = self.arrays[0][1]
        lines = ["int r0 = READ_ONCE(*index);", f"{cursor} *cur = READ_ONCE(*cursor);"]
        if self.objects:
            lines.append("struct s *h = READ_ONCE(*head);")
        for _ in range(rng.randint(3, 9) if self.threads == 1 else rng.randint(1, 2)):
            for line in self.access("r0"):
                lines.append(line.replace("@", f"r{self.nregs}"))
                self.nregs += "@" in line
        if self.threads == 1 and rng.random() < 0.5:
            name, t, n = rng.choice(self.arrays)
            lines += ["int i;", f"for (i = 0; i < {n}; i++)",
                      f"\tWRITE_ONCE({name}[i], READ_ONCE({name}[{n - 1} - i]) + i);"]
        if self.objects and rng.random() < 0.3:
            lines.append(f"WRITE_ONCE(*head, n{rng.randrange(2)});")
        elif rng.random() < 0.3:
            lines.append(f"WRITE_ONCE(*cursor, {self.arrays[0][0]} + 1);")
        self.observed += [f"{thread}:r{i}=0" for i in range(self.nregs)]
        return f"P{thread}({self.parameters()})\n{{\n" + "".join(f"\t{line}\n"
                                                                 for line in lines) + "}\n"

    def locations(self):
        names = [f"{name}[{i}]" for name, _, n in self.arrays for i in range(n)] + ["cursor"]
        if self.objects:
            names.append("head")
        bases = self.objects + (["b[0]", "b[1]"] if self.array_of_structs else [])
        for base in bases:
            for name, t in self.struct.members:
                if isinstance(t, tuple):
                    names += [f"{base}.{name}[{i}]" for i in range(t[1])]
                elif t != "spinlock_t":
                    names.append(f"{base}.{name}")
        return "; ".join(names)

    def text(self):
        self.observed = []
        declaration = self.struct.declaration() + "\n" if self.struct else ""
        first = self.first_values()
        processes = "\n".join(self.process(t) for t in range(self.threads))
        condition = " /\\ ".join(self.observed)
        return (f"C {self.name}\n\n{declaration}{{\n{first}}}\n\n{processes}\n"
                f"locations [{self.locations()};]\n"
                f"exists ({condition})\n")


def results(lkmm, *words):
    answer = subprocess.run([lkmm, *words], capture_output=True, text=True)
    return {o["file"]: o for o in map(json.loads, answer.stdout.splitlines())}, answer


def judge(name, ran, checked):
    """The error in a result, or None."""
    if "error" in ran or "not_run" in ran or "outcomes" not in ran:
        return ran.get("error") or ran.get("not_run") or str(ran)
    seen = [o for o in ran["outcomes"] if o["count"]]
    if any(o["verdict"] != "allowed, seen" for o in seen) or not seen:
        return "; ".join(f"{o['verdict']}: {o['state']}" for o in seen)
    if name.startswith("one") and {o["state"] for o in seen} != set(checked["states"]):
        return f"{[o['state'] for o in seen]}, not {checked['states']}"
    return None


def main():
    lkmm, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 48
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory() as place:
        folder = sys.argv[4] if len(sys.argv) > 4 else place
        for i in range(count):
            rng = random.Random(seed * 1000003 + i)
            name = f"{'one' if i % 2 else 'two'}-{i}"
            with open(f"{folder}/{name}.litmus", "w", encoding="ascii") as f:
                f.write(Test(rng, name, 1 if i % 2 else 2, i % 4 > 1).text())
        checked, _ = results(lkmm, "check", "--states", "--json", folder)
        ran, answer = results(lkmm, "run", "--lang", "all", "--variant", "all", "--iterations", "1",
                              "--json", folder)
        wrong = [(path, judge(os.path.basename(path), ran.get(path, {}), o))
                 for path, o in checked.items()]
        wrong = [(path, what) for path, what in sorted(wrong) if what]
        for path, what in wrong[:10]:
            print(f"# {path}: {what}")
        for line in answer.stderr.splitlines()[:20]:
            print(f"# {line}")
        good = not wrong and len(checked) == count and answer.returncode == 0
        print(f"{'ok' if good else 'not ok'} 1 - {count} tests with arrays and structs show what "
              f"the checker allows, seed {seed}")
        print("1..1")
        sys.exit(not good)


main()
