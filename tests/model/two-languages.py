#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""
two-languages.py LKMM NAIVE [--count N] [--seed S] [--naive N] [--keep DIR]

Makes N small random programs, writes each in C and in Rust from one description, and checks that
lkmm check gives the same final states and flags for both; and that brute force (NAIVE) agrees on
the first of them in either language.
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

# Rust, C, C of an atomic type, its prefix
TYPES = {
    "i32": ("int", "atomic_t", "atomic"),
    "i64": ("s64", "atomic64_t", "atomic64"),
    "u8": ("u8", None, None),
    "u32": ("u32", None, None),
}
SUFFIX = {"Full": "", "Relaxed": "_relaxed", "Acquire": "_acquire", "Release": "_release"}
ANY = list(SUFFIX)
FENCES = ["smp_mb", "smp_rmb", "smp_wmb", "smp_mb__before_atomic", "smp_mb__after_atomic",
          "barrier"]
# The same in the words of kernel::sync::barrier, and in others of C.
OTHER_FENCES = {
    "smp_mb": ["smp_mb(Full)", "barrier::smp_mb(barrier::Full)", "dma_mb(Full)", "mb()"],
    "smp_rmb": ["smp_mb(Read)", "dma_mb(Read)", "rmb()"],
    "smp_wmb": ["smp_mb(Write)", "barrier::dma_mb(Write)", "dma_wmb()"],
}


class Location:
    """A shared variable: of which type, and how C and Rust see it."""

    def __init__(self, rng, name, owner=None):
        self.member = name
        self.name = f"{owner}.{name}" if owner else name
        self.c = f"&{owner}->{name}" if owner else name
        self.type = rng.choices(["i32", "i64", "u8", "u32"], [12, 3, 1, 1])[0]
        c, self.c_atomic, self.prefix = TYPES[self.type]
        self.atomic = self.c_atomic is not None and rng.random() < 0.5
        self.raw = not self.atomic and not owner and rng.random() < 0.4
        self.c_type = self.c_atomic if self.atomic else c
        self.init = rng.choices([0, 1, 2], [8, 1, 1])[0]

    def rust_param(self):
        if self.raw:
            return f"{self.name}: *mut {self.type}"
        return f"{self.name}: &Atomic<{self.type}>"

    def rust_object(self):
        """As something with Atomic's methods."""
        return f"unsafe {{ Atomic::from_ptr({self.name}) }}" if self.raw else self.name

    def rust_pointer(self):
        return self.name if self.raw else f"{self.name}.as_ptr()"


class Writer:
    """A thread in the making: lines of C, lines of Rust, and the registers that either can use
    here."""

    def __init__(self, rng, locations, pointer, owner=None, number=0):
        self.rng, self.locations, self.pointer = rng, locations, pointer
        self.owner, self.thread_number = owner, number
        self.methods = []               # in Rust, of the struct
        self.unlock = ""                # in C, what a guard of Rust does where the thread ends
        self.c, self.rust, self.declared = [], [], []
        self.registers = []             # (name, type, expected): expected if it is a Result
        self.left = 0                   # accesses to go
        self.depth = 1

    def both(self, c, rust=None):
        self.c.append("\t" * self.depth + c)
        self.rust.append("    " * self.depth + (c if rust is None else rust))

    def new(self, type):
        name = f"r{len(self.declared)}"
        self.declared.append((name, type))
        return name

    def plain_registers(self):
        return [r for r in self.registers if r[2] is None]

    def join(self):
        """The last two lines as one, for nothing may come between them."""
        for lines in (self.c, self.rust):
            last = lines.pop()
            lines[-1] = lines[-1].rstrip() + " " + last.strip() if lines[-1].strip() else last

    # ---- expressions: (C, Rust) ----

    def number(self):
        return self.rng.choice([0, 1, 1, 2, 3])

    def operand(self, type):
        """A register as a @type, or as the value found by a cmpxchg."""
        name, own, expected = self.rng.choice(self.registers)
        rust = name if expected is None else f"{name}.unwrap_or_else(|v| v)"
        if own != type:
            return f"({TYPES[type][0]}){name}", f"({rust} as {type})"
        return name, rust

    def value(self, type):
        n = self.number()
        if not self.registers or self.rng.random() < 0.5:
            return str(n), self.rng.choice([str(n), str(n), f"{n}{type}", hex(n)])
        c, rust = self.operand(type)
        kind = self.rng.randrange(7)
        if kind == 0:
            return f"({c} ^ {c}) + {n}", f"({rust} ^ {rust}).wrapping_add({n})"
        if kind == 1:
            return f"({TYPES[type][0]})({c} + {n})", f"{rust} + {n}"
        if kind == 2:
            return f"{c} == {n}", f"({rust} == {n}) as {type}"
        if kind == 3:
            return f"{c} == {n} ? 2 : 1", f"if {rust} == {n} {{ 2 }} else {{ 1 }}"
        if kind == 4:
            return f"({c} & 1) | {n}", f"({rust} & 1) | {n}"
        return c, rust

    def condition(self):
        name, _, expected = self.rng.choice(self.registers)
        if expected is not None and self.rng.random() < 0.7:
            return self.rng.choice([(f"{name} == {expected}", f"{name}.is_ok()"),
                                    (f"{name} != {expected}", f"{name}.is_err()"),
                                    (f"{name} == {expected}", f"{name} == Ok({expected})")])
        rust = name if expected is None else f"{name}.unwrap_or_else(|v| v)"
        n = self.number()
        op = self.rng.choice(["==", "==", "!=", "<", ">="])
        if self.rng.random() < 0.15:
            return f"{name} {op} {n} && {name} != 3", f"{rust} {op} {n} && {rust} != 3"
        return f"{name} {op} {n}", f"{rust} {op} {n}"

    # ---- statements ----

    def keep(self, type, c, rust, expected=None):
        """A new register with this value; in Rust at times by way of a block."""
        r = self.new(type)
        form = self.rng.randrange(8)
        if form == 0 and expected is None:
            rust = f"{{ let v = {rust}; v }}"
        elif form == 1 and expected is None:
            rust = f"{{ let mut f = || {rust}; f() }}"
        self.both(f"{r} = {c};", f"let {r} = {rust};")
        self.registers.append((r, type, expected))

    def load(self):
        x = self.rng.choice(self.locations)
        acquire = self.rng.random() < 0.3
        if x.atomic:
            c = f"{x.prefix}_read{'_acquire' if acquire else ''}({x.c})"
        else:
            c = f"smp_load_acquire({x.c})" if acquire else f"READ_ONCE(*{x.c})"
        if x.raw and self.rng.random() < 0.7:
            rust = f"unsafe {{ {'load_acquire' if acquire else 'read_once'}({x.c}) }}"
        else:
            rust = f"{x.rust_object()}.load({'Acquire' if acquire else 'Relaxed'})"
        if self.owner and self.rng.random() < 0.4:
            rust = self.method(x, f"-> {x.type} {{ self.{x.member}"
                                  f".load({'Acquire' if acquire else 'Relaxed'}) }}")
        self.keep(x.type, c, rust)

    def store(self):
        x = self.rng.choice(self.locations)
        release = self.rng.random() < 0.3
        c, rust = self.value(x.type)
        if x.atomic:
            c = f"{x.prefix}_set{'_release' if release else ''}({x.c}, {c});"
        else:
            c = f"smp_store_release({x.c}, {c});" if release else f"WRITE_ONCE(*{x.c}, {c});"
        if x.raw and self.rng.random() < 0.7:
            rust = f"unsafe {{ {'store_release' if release else 'write_once'}({x.c}, {rust}) }};"
        else:
            rust = f"{x.rust_object()}.store({rust}, {'Release' if release else 'Relaxed'});"
        if self.owner and self.rng.random() < 0.4:
            value = rust[rust.index(".store(") + 7:rust.rindex(",")]
            order = "Release" if release else "Relaxed"
            rust = self.method(x, f"{{ self.{x.member}.store(v, {order}) }}", value) + ";"
        self.both(c, rust)

    def method(self, x, body, value=None):
        """A new method of the struct; its call."""
        name = f"m{self.thread_number}_{len(self.methods)}"
        parameters = "&self" if value is None else f"&self, v: {x.type}"
        self.methods.append(f"    fn {name}({parameters}) {body}")
        return f"{self.owner}.{name}({value or ''})"

    def plain(self):
        x = self.rng.choice([x for x in self.locations if not x.atomic] or [None])
        if x is None:
            return self.load()
        p = x.rust_pointer()
        kind = self.rng.randrange(5)
        if kind < 2:
            return self.keep(x.type, f"*{x.c}",
                             self.rng.choice([f"unsafe {{ *{p} }}", f"unsafe {{ {p}.read() }}"]))
        if kind == 2:
            return self.both(f"*{x.c} += 1;", f"unsafe {{ *{p} += 1 }};")
        c, rust = self.value(x.type)
        return self.both(f"*{x.c} = {c};",
                         self.rng.choice([f"unsafe {{ *{p} = {rust} }};",
                                          f"unsafe {{ {p}.write({rust}) }};"]))

    def rmw(self):
        atomics = [x for x in self.locations if x.atomic]
        if not atomics:
            return self.xchg()
        x = self.rng.choice(atomics)
        order = self.rng.choice(ANY)
        n = self.number()
        p = f"{x.prefix}_"
        kind = self.rng.randrange(7)
        if kind == 0:
            name = self.rng.choice(["add", "sub", "and", "or", "xor", "andnot"])
            return self.both(f"{p}{name}({n}, {x.c});", f"{x.name}.{name}({n}, Relaxed);")
        if kind == 1:
            name = self.rng.choice(["inc", "dec"])
            return self.both(f"{p}{name}({x.c});", f"{x.name}.{name}(Relaxed);")
        if kind == 2:
            name = self.rng.choice(["add_return", "fetch_add", "sub_return", "fetch_sub",
                                    "fetch_and", "fetch_or", "fetch_xor"])
            return self.keep(x.type, f"{p}{name}{SUFFIX[order]}({n}, {x.c})",
                             f"{x.name}.{name}({n}, {order})")
        if kind == 3:
            name = self.rng.choice(["inc_return", "fetch_inc", "dec_return", "fetch_dec"])
            return self.keep(x.type, f"{p}{name}{SUFFIX[order]}({x.c})",
                             f"{x.name}.{name}({order})")
        if kind == 4:
            name = self.rng.choice(["dec_and_test", "inc_and_test", "inc_not_zero"])
            return self.keep("i32", f"{p}{name}({x.c})", f"{x.name}.{name}(Full) as i32")
        if kind == 5:
            name, type = self.rng.choice([("add_unless", " as i32"), ("fetch_add_unless", "")])
            return self.keep("i32" if type else x.type, f"{p}{name}({x.c}, 1, {n})",
                             f"{x.name}.{name}(1, {n}, Full){type}")
        return self.keep("i32", f"{p}add_negative{SUFFIX[order]}({n}, {x.c})",
                         f"{x.name}.add_negative({n}, {order}) as i32")

    def xchg(self):
        x = self.rng.choice(self.locations)
        order = self.rng.choice(ANY)
        c, rust = self.value(x.type)
        prefix = f"{x.prefix}_" if x.atomic else ""
        self.keep(x.type, f"{prefix}xchg{SUFFIX[order]}({x.c}, {c})",
                  f"{x.rust_object()}.xchg({rust}, {order})")

    def cmpxchg(self):
        x = self.rng.choice(self.locations)
        order = self.rng.choice(ANY)
        old = self.number()
        c, rust = self.value(x.type)
        prefix = f"{x.prefix}_" if x.atomic else ""
        c = f"{prefix}cmpxchg{SUFFIX[order]}({x.c}, {old}, {c})"
        rust = f"{x.rust_object()}.cmpxchg({old}, {rust}, {order})"
        kind = self.rng.randrange(7)
        if kind == 0:
            return self.keep(x.type, c, f"{rust}.unwrap_or_else(|v| v)")
        if kind == 1:
            return self.keep("i32", f"{c} == {old}", f"{rust}.is_ok() as i32")
        if kind == 2:
            return self.keep(x.type, c, f"match {rust} {{ Ok(v) | Err(v) => v }}")
        if kind == 3 and self.left > 1:
            return self.choose((f"{c} == {old}", f"{rust}.is_ok()"))
        if kind == 4 and self.left > 1:
            r = self.new(x.type)
            self.both(f"{r} = {c};", f"let {r} = {rust};")
            self.registers.append((r, x.type, old))
            return self.match(r, old)
        return self.keep(x.type, c, rust, old)

    def try_cmpxchg(self):
        x = self.rng.choice(self.locations)
        order = self.rng.choice(ANY)
        old = self.new(x.type)
        self.both(f"{old} = {self.number()};", "")
        self.rust[-1] = "    " * self.depth + f"let mut {old}: {x.type} = {self.c[-1].split()[-1]}"
        c, rust = self.value(x.type)
        prefix = f"{x.prefix}_" if x.atomic else ""
        self.keep("i32", f"{prefix}try_cmpxchg{SUFFIX[order]}({x.c}, &{old}, {c})",
                  f"{x.rust_object()}.try_cmpxchg(&mut {old}, {rust}, {order}) as i32")
        self.join()
        self.registers.append((old, x.type, None))

    def address(self):
        if not self.pointer:
            return self.store()
        p, targets = self.pointer
        t = self.rng.choice(targets)
        if self.rng.random() < 0.4:
            release = self.rng.random() < 0.5
            return self.both(f"smp_store_release({p}, {t.c});" if release
                             else f"WRITE_ONCE(*{p}, {t.c});",
                             f"{p}.store({t.rust_pointer()}, "
                             f"{'Release' if release else 'Relaxed'});")
        r = self.new(None)
        self.both(f"{r} = READ_ONCE(*{p});", f"let {r} = {p}.load(Relaxed);")
        if self.rng.random() < 0.5:
            self.keep(t.type, f"READ_ONCE(*{r})", self.rng.choice([
                f"unsafe {{ read_once({r}) }}",
                f"unsafe {{ Atomic::from_ptr({r}) }}.load(Relaxed)"]))
        elif self.rng.random() < 0.5:
            self.keep(t.type, f"*{r}", f"unsafe {{ *{r} }}")
        else:
            self.both(f"WRITE_ONCE(*{r}, 2);", f"unsafe {{ write_once({r}, 2) }};")
        return None

    def fence(self):
        name = self.rng.choice(FENCES)
        self.both(f"{name}();", self.rng.choice([f"{name}()"] + OTHER_FENCES.get(name, [])) + ";")
        self.left += 0.5

    def pulled(self):
        """Loads by an iterator, one by one: their number is known, and no branch."""
        x = self.rng.choice([x for x in self.locations if not x.raw] or [None])
        if x is None:
            return self.load()
        acquire = self.rng.random() < 0.3
        order = "Acquire" if acquire else "Relaxed"
        c = f"smp_load_acquire({x.c})" if acquire else f"READ_ONCE(*{x.c})"
        if x.atomic:
            c = f"{x.prefix}_read{'_acquire' if acquire else ''}({x.c})"
        it = f"it{len(self.declared)}"
        self.both("", f"let mut {it} = (0..2).map(|_| {x.name}.load({order}));")
        for call in (f"{it}.next()", f"{it}.by_ref().next()"):
            self.keep(x.type, c, f"{call}.unwrap_or(9)")
        return None

    def sub(self):
        """The inside of a branch; its declarations are out of scope afterwards."""
        registers = list(self.registers)
        self.depth += 1
        for _ in range(self.rng.choice([0, 1, 1, 2])):
            self.statement()
        self.depth -= 1
        self.registers = registers

    def choose(self, condition=None):
        c, rust = condition or self.condition()
        self.both(f"if ({c}) {{", f"if {rust} {{")
        self.sub()
        if self.rng.random() < 0.6:
            self.both("} else {")
            self.sub()
        self.both("}")

    def match(self, r, old):
        """The result of a cmpxchg."""
        form = self.rng.randrange(3)
        self.both(f"if ({r} == {old}) {{", [f"match {r} {{ Ok(_) => {{", f"if let Ok(_v) = {r} {{",
                                           f"if {r} == Ok({old}) {{"][form])
        self.sub()
        self.both("} else {", "} Err(_) => {" if form == 0 else "} else {")
        self.sub()
        self.both("}", "} }" if form == 0 else "}")

    def leave(self):
        """The thread ends here unless a cmpxchg succeeded."""
        x = self.rng.choice(self.locations)
        order = self.rng.choice(ANY)
        r = self.new(x.type)
        prefix = f"{x.prefix}_" if x.atomic else ""
        self.both(f"{r} = {prefix}cmpxchg{SUFFIX[order]}({x.c}, 0, 1);", "")
        leave = f"{{ {self.unlock} return; }}" if self.unlock else "return;"
        self.both(f"if ({r} != 0) {leave}",
                  f"let Ok({r}) = {x.rust_object()}.cmpxchg(0, 1, {order}) else {{ return }};")
        self.join()
        # where it returns, Rust has no variable
        self.declared[-1] = (r, x.type, "hidden")
        self.registers.append((r, x.type, None))

    def sum(self):
        """Statements inside of an expression: earlier operands come first."""
        x, y = (self.rng.choice([x for x in self.locations if not x.raw]) for _ in range(2))
        fence = self.rng.choice(FENCES)
        loads = [f"{v.prefix}_read({v.c})" if v.atomic else f"READ_ONCE(*{v.c})"
                 for v in (x, y)]
        a, b = self.new(x.type), self.new(y.type)
        self.declared[-2:] = [(a, x.type, "hidden"), (b, y.type, "hidden")]
        self.both(f"{a} = {loads[0]}; {fence}(); {b} = {loads[1]};", "")
        self.keep(x.type, f"{a} + ({TYPES[x.type][0]}){b}",
                  f"{x.name}.load(Relaxed) + {{ {fence}(); {y.name}.load(Relaxed) as {x.type} }}")
        self.join()

    def nested(self):
        """An Option of a Result, which a branch makes, and what a match makes of it."""
        c, rust = self.condition()
        value = self.value("i32")
        some, v = self.new("i32"), self.new("i32")
        self.declared[-2:] = [(some, "i32", "hidden"), (v, "i32", "hidden")]
        r, n, none = self.new("i32"), self.number(), self.number()
        self.both(f"{some} = 0; {v} = 0; if ({c}) {{ {some} = 1; {v} = {value[0]}; }} "
                  f"if ({some}) {{ {r} = {v} + {n}; }} else {{ {r} = {none}; }}",
                  f"let o0 = if {rust} {{ Some(Ok::<i32, (u8, u8)>({value[1]})) }} else {{ None }};"
                  f" let {r} = match o0 {{ Some(Ok(v)) => v + {n}, Some(Err((_, _))) => 9, "
                  f"None => {none} }};")
        self.registers.append((r, "i32", None))

    def lock(self):
        """Takes a cmpxchg for a lock."""
        x = self.rng.choice(self.locations)
        order = self.rng.choice(ANY)
        prefix = f"{x.prefix}_" if x.atomic else ""
        self.both(f"while ({prefix}cmpxchg{SUFFIX[order]}({x.c}, 0, 1) != 0) {{",
                  f"while {x.rust_object()}.cmpxchg(0, 1, {order}).is_err() {{")
        self.both("}")

    def wait(self):
        x = self.rng.choice([x for x in self.locations if not x.raw])
        n = self.number()
        c = f"{x.prefix}_read_acquire({x.c})" if x.atomic else f"smp_load_acquire({x.c})"
        self.both(f"while ({c} == {n}) {{", f"while {x.name}.load(Acquire) == {n} {{")
        self.both("}")

    def statement(self):
        if self.left <= 0:
            return
        self.left -= 1
        kinds = [(self.load, 6), (self.store, 7), (self.plain, 2), (self.rmw, 4), (self.xchg, 2),
                 (self.cmpxchg, 4), (self.try_cmpxchg, 1), (self.address, 2), (self.fence, 3)]
        if self.registers and self.depth < 4:
            kinds += [(self.choose, 4), (self.nested, 1)]
        if self.depth == 1 and any(not x.raw for x in self.locations):
            kinds += [(self.wait, 0.3), (self.sum, 1)]
        if self.depth == 1:
            kinds += [(self.leave, 0.5), (self.lock, 0.3), (self.pulled, 0.5)]
        self.rng.choices([k for k, _ in kinds], [w for _, w in kinds])[0]()


def thread(rng, locations, pointer, number, owner=None):
    w = Writer(rng, locations, pointer, owner, number)
    w.left = rng.choice([2, 2, 3, 3, 4])
    guard = rng.random() if owner else 1
    w.unlock = "spin_unlock(l);" if guard < 0.25 else "rcu_read_unlock();" if guard < 0.4 else ""
    while w.left > 0:
        w.statement()
    section = rng.random() if guard >= 0.4 else 1
    if guard < 0.25:
        w.c = ["\tspin_lock(l);"] + w.c + ["\tspin_unlock(l);"]
        w.rust = ["    let _guard = g.lock();"] + w.rust
    elif guard < 0.4:
        w.c = ["\trcu_read_lock();"] + w.c + ["\trcu_read_unlock();"]
        w.rust = ["    let _guard = rcu::read_lock();"] + w.rust
    if section < 0.08:
        w.c = ["\trcu_read_lock();"] + w.c + ["\trcu_read_unlock();"]
        w.rust = ["    rcu_read_lock();"] + w.rust + ["    rcu_read_unlock();"]
    elif section < 0.14:
        w.c = ["\tspin_lock(s);"] + w.c + ["\tspin_unlock(s);"]
        w.rust = ["    spin_lock(s);"] + w.rust + ["    spin_unlock(s);"]
    elif section < 0.2:
        at = rng.randrange(len(w.c) + 1)
        while w.c[:at] and sum(line.count("{") - line.count("}") for line in w.c[:at]):
            at -= 1
        w.c.insert(at, "\tsynchronize_rcu();")
        w.rust.insert(at, "    synchronize_rcu();")
    params = [f"{x.c_type} *{x.c}" for x in locations] + ["spinlock_t *s"]
    rust_params = [x.rust_param() for x in locations] + ["s: &SpinLock"]
    if owner:
        params = [f"struct all *{owner}", "spinlock_t *s", "spinlock_t *l"]
        rust_params = [f"{owner}: &All", "s: &SpinLock", "g: &SpinLock<i32>"]
    if pointer:
        params.append(f"{TYPES[pointer[1][0].type][0]} **{pointer[0]}")
        rust_params.append(f"{pointer[0]}: &Atomic<*mut {pointer[1][0].type}>")
    declarations = []
    for name, type, *_ in w.declared:
        declarations.append(f"\t{TYPES[pointer[1][0].type][0]} *{name};" if type is None
                            else f"\t{TYPES[type][0]} {name};")
    c = [f"P{number}({', '.join(params)})", "{"] + declarations + w.c + ["}"]
    rust = [f"fn P{number}({', '.join(rust_params)}) {{"] + w.rust + ["}"]
    shown = [f"{number}:{name}" for name, *hidden in w.declared if len(hidden) == 1]
    return c, rust, shown, w.methods


def struct(owner, locations, methods):
    """Its definition in C and in Rust, and its first value."""
    c = ["struct all {"] + [f"\t{x.c_type} {x.member};" for x in locations] + ["};"]
    rust = ["struct All {"] + [f"    {x.member}: Atomic<{x.type}>," for x in locations] + ["}"]
    if methods:
        rust += ["", "impl All {"] + methods + ["}"]
    set_c = ", ".join(f".{x.member} = {x.init}" for x in locations)
    set_rust = ", ".join(f"{x.member}: Atomic::new({x.init})" for x in locations)
    return c, rust, f"struct all {owner} = {{ {set_c} }};", \
        f"{owner}: All = All {{ {set_rust} }}; g: SpinLock<i32>;"


def structured(rng):
    """The same with a struct, its methods, and guards."""
    locations = [Location(rng, name, "o") for name in rng.choice(["xy", "xy", "xyz"])]
    threads = [thread(rng, locations, None, i, "o") for i in range(rng.choice([2, 2, 2, 3]))]
    shown = [s for t in threads for s in t[2]] + [x.name for x in locations]
    tail = [f"locations [{'; '.join(shown)}]", f"exists ({rng.choice(shown)}=1)"]
    c_items, rust_items, c_init, rust_init = struct("o", locations,
                                                    [m for t in threads for m in t[3]])
    c = ["C t"] + c_items + [f"{{ {c_init} }}"] + [line for t in threads for line in t[0]] + tail
    rust = ["Rust t"] + rust_items + [f"{{ {rust_init} }}"] + \
        [line for t in threads for line in t[1]] + tail
    mixed = ["C t"] + c_items + rust_items + [f"{{ {c_init} }}"] + \
        [line for i, t in enumerate(threads) for line in t[i % 2]] + tail
    if "\tspin_lock(l);" in c:
        mixed = rust                    # the lock has another name in C
    return ["\n".join(lines) + "\n" for lines in (c, rust, mixed)]


def program(seed):
    """A test in C, in Rust, and in both: its odd threads in Rust."""
    rng = random.Random(seed)
    if seed % 3 == 0:
        return structured(rng)
    locations = [Location(rng, name) for name in rng.choice(["xy", "xy", "xyz"])]
    targets = [x for x in locations if not x.atomic and x.type == "i32"]
    pointer = ("p", targets) if targets and rng.random() < 0.4 else None
    threads = [thread(rng, locations, pointer, i) for i in range(rng.choice([2, 2, 2, 3]))]
    init = [f"{x.c}={x.init};" for x in locations if x.init]
    if pointer:
        init.append(f"p={rng.choice(targets).name};")
    shown = [s for t in threads for s in t[2]] + [x.name for x in locations]
    condition = rng.choice(shown)
    tail = [f"locations [{'; '.join(shown)}]", f"exists ({condition}=1)"]
    head = ["{ " + " ".join(init) + " }"]
    c = ["C t"] + head + [line for t in threads for line in t[0]] + tail
    rust = ["Rust t"] + head + [line for t in threads for line in t[1]] + tail
    mixed = ["C t"] + head + [line for i, t in enumerate(threads) for line in t[i % 2]] + tail
    return ["\n".join(lines) + "\n" for lines in (c, rust, mixed)]


def check(lkmm, directory):
    """The answer for each file of @directory: its states and flags, or the error."""
    run = subprocess.run([lkmm, "check", "--states", "--json", "-j", "2", "--timeout", "30",
                          directory],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    answers = {}
    for line in run.stdout.decode().splitlines():
        a = json.loads(line)
        # Values out of thin air are numbered in order of the source.
        states = [re.sub(r"=S\d+;", "=S;", s) for s in a.get("states", [])]
        answers[os.path.basename(a["file"])] = (a.get("error"), a.get("observation"),
                                                sorted(set(states)), a.get("flags"))
    return answers


def brute_force(points, naive, files):
    """A point for each of the files that is small enough."""
    for i in range(0, len(files), 500):
        run = subprocess.run([naive, "--limit", "3000"] + files[i:i + 500], stdout=subprocess.PIPE,
                             check=False)
        points.join(run.stdout.decode(),
                    lambda name: "brute force: " + "/".join(name.split("/")[-2:]))
        points.point(run.returncode in (0, 1), "brute force ends")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lkmm")
    parser.add_argument("naive_program")
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--naive", type=int, default=400)
    parser.add_argument("--keep")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        top = args.keep or temporary
        ways = [os.path.join(top, way) for way in ("c", "rust", "mixed")]
        for way in ways:
            os.makedirs(way, exist_ok=True)
        names = [f"{args.seed + i:06}.litmus" for i in range(args.count)]
        for i, name in enumerate(names):
            for way, text in zip(ways, program(args.seed + i)):
                with open(os.path.join(way, name), "w", encoding="ascii") as out:
                    out.write(text)
        answers = [check(args.lkmm, way) for way in ways]
        points, decided = tap.Tap(), 0
        for name in names:
            three = [a.get(name, ("no answer",)) for a in answers]
            if any(a[0] in ("time limit exceeded", "the test is too large") for a in three):
                continue
            decided += 1
            points.point(not three[0][0] and all(a == three[0] for a in three),
                         f"{name}: C, Rust and both", f"C {three[0]}", f"Rust {three[1]}",
                         f"both {three[2]}", *program(args.seed + names.index(name))[:2])
        brute_force(points, args.naive_program,
                    [os.path.join(way, n) for way in ways[:2] for n in names[:args.naive]])
    points.point(decided >= args.count * 9 // 10, f"{decided} of {args.count} are decided")
    return points.end()


if __name__ == "__main__":
    sys.exit(main())
