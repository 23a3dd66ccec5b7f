#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""lock-pointers.py NAIVE [COUNT [DIR]]: COUNT random tests of locks whose addresses are known, or
are read from memory that changes in some, are decided by NAIVE (naive.c): by brute force, and by
lkmm_check(). They are kept in DIR. TAP."""
import os
import random
import subprocess
import sys
import tempfile

LIMIT = 200000
KINDS = (["s", "s", "st", "s;s", "too much"], ["s", "s", "st", "t", "write"])
ARGS = "spinlock_t **ps, spinlock_t **pt, spinlock_t *s, spinlock_t *t"


class Thread:
    def __init__(self, rand, kinds):
        self.rand, self.declared, self.body, self.seen = rand, [], [], []
        kind = rand.choice(kinds)
        if kind in ("s", "t"):
            self.section(kind)
        elif kind == "st":
            self.lock("s")
            self.lock("t")
            for name in rand.choice(["st", "ts"]):
                self.unlock(name)
        elif kind == "write":
            self.body.append("WRITE_ONCE(*ps, t);")
            self.ask()
        else:
            self.section("s")
            if kind == "s;s":
                self.section("s")
            else:
                self.unlock(rand.choice("st"))

    def address(self, name):
        if self.rand.random() < .4:
            return name
        reg = f"r{len(self.declared)}"
        self.declared.append(f"spinlock_t *{reg};")
        self.body.append(f"{reg} = READ_ONCE(*p{name});")
        return reg

    def lock(self, name):
        self.body.append(f"spin_lock({self.address(name)});")

    def unlock(self, name):
        self.body.append(f"spin_unlock({self.address(name)});")

    def ask(self):
        where, reg = self.address(self.rand.choice("st")), f"i{len(self.declared)}"
        self.declared.append(f"int {reg};")
        self.seen.append(reg)
        self.body.append(f"{reg} = spin_is_locked({where});")

    def section(self, name):
        self.lock(name)
        if self.rand.random() < .4:
            self.ask()
        self.unlock(name)

    def text(self, number):
        lines = "".join(f"\t{line}\n" for line in self.declared + self.body)
        return f"P{number}({ARGS})\n{{\n{lines}}}\n"


def make(seed):
    rand = random.Random(f"lock pointers {seed}")
    threads = [Thread(rand, kinds) for kinds in KINDS]
    seen = [f"{n}:{reg}" for n, t in enumerate(threads) for reg in t.seen]
    return (f"C locks{seed}\n{{\nspinlock_t s; spinlock_t t;\n"
            "spinlock_t *ps = &s; spinlock_t *pt = &t;\n}\n" +
            "".join(t.text(n) for n, t in enumerate(threads)) +
            f"locations [{'; '.join([*seen, 'ps'])}]\nexists (ps=s)\n")


def main():
    naive, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 150
    with tempfile.TemporaryDirectory() as directory:
        directory = sys.argv[3] if len(sys.argv) > 3 else directory
        files = [os.path.join(directory, f"locks{seed}.litmus") for seed in range(count)]
        for seed, path in enumerate(files):
            with open(path, "w", encoding="utf-8") as f:
                f.write(make(seed))
        return subprocess.run([naive, "--limit", str(LIMIT), *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
