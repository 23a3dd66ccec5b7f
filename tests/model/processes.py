# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Random processes in Rust, for rust-values.py: values that are moved, cloned, lent, passed on."""
import random
import re

VARIABLES = 4
ITEMS = """
#[derive(Clone, Copy)]
struct Pair {
    a: u32,
    b: u32,
}

struct Walk<I> {
    it: I,
}

impl<I: Iterator<Item = u32>> Walk<I> {
    fn step(&mut self) -> u32 {
        self.it.next().unwrap_or(7)
    }
}

impl Pair {
    fn turn(&mut self) -> u32 {
        *self = Pair { a: self.b + 1, b: self.a };
        self.a
    }
}

fn swapped(p: Pair) -> Pair {
    Pair { a: p.b, b: p.a }
}

fn bump(v: &mut u32, n: u32) -> u32 {
    *v += n;
    *v * 2
}

fn two(mut it: impl Iterator<Item = u32>) -> u32 {
    let first = it.next().unwrap_or(5);
    first * 3 + it.next().unwrap_or(6)
}

fn step(it: &mut impl Iterator<Item = u32>) -> u32 {
    it.next().unwrap_or(9)
}

fn twice(mut f: impl FnMut() -> u32) -> u32 {
    f();
    f()
}

fn once(f: &mut impl FnMut() -> u32) -> u32 {
    f()
}

fn early(n: u32) -> Option<u32> {
    if n % 3 == 0 {
        return None;
    }
    Some(n + 1)
}

fn chained(n: u32) -> Option<u32> {
    let v = early(n)?;
    let w = early(v + 1)?;
    Some(v * 5 + w)
}
"""


class Process:
    """The body of a process in the making. What a list names can be used."""

    items = ITEMS

    def __init__(self, seed):
        self.rand, self.lines, self.n, self.depth = random.Random(seed), [], 0, 1
        self.variables = [f"v{i}" for i in range(VARIABLES)]
        self.arrays, self.iterators, self.closures, self.pairs, self.options = [], [], [], [], []
        for v in self.variables:
            self.put(f"let mut {v}: u32 = {self.rand.randrange(5)};")
        for _ in range(self.rand.randrange(6, 16)):
            self.statement()
        for i, v in enumerate(self.variables):
            self.put(f"let r{i} = {v};")

    def put(self, line):
        self.lines.append("    " * self.depth + line)

    def new(self, prefix, names):
        self.n += 1
        if self.depth == 1:
            names.append(f"{prefix}{self.n}")
        return f"{prefix}{self.n}"

    def any(self, names):
        return self.rand.choice(names)

    def value(self, depth=2):
        kind = self.rand.randrange(12)
        if not depth or kind < 4:
            return self.any(self.variables + [str(self.rand.randrange(6))])
        if kind < 8:
            return f"({self.value(depth - 1)} {self.any('+^*&|')} {self.value(depth - 1)})"
        if kind == 8:
            return "x.load(Relaxed)"
        if kind == 9 and self.pairs:
            return f"{self.any(self.pairs)}.{self.any('ab')}"
        if kind == 10 and self.arrays:
            return f"{self.any(self.arrays)}[{self.rand.randrange(3)}]"
        if kind == 11:
            return f"{{ let t = {self.value(depth - 1)}; t + {self.value(0)} }}"
        return f"if {self.condition()} {{ {self.value(depth - 1)} }} else {{ {self.value(0)} }}"

    def condition(self):
        modulus, equals = self.rand.randrange(2, 4), self.any(["==", "!="])
        return f"({self.value(0)} + {self.value(0)}) % {modulus} {equals} 1"

    def statement(self):
        kinds = [self.assign, self.assign, self.array, self.iterator, self.use_iterator,
                 self.use_iterator, self.use_iterator, self.closure, self.use_closure,
                 self.use_closure, self.pair, self.use_pair, self.option, self.use_option,
                 self.branch, self.match, self.count, self.walk, self.by_value, self.store,
                 self.turned]
        self.any(kinds)()

    def assign(self):
        v = self.any(self.variables)
        form = self.rand.randrange(4)
        if form == 0:
            self.put(f"{v} {self.any('+^*')}= {self.value()};")
        elif form == 1:
            a, b = self.rand.sample(self.variables, 2)
            self.put(f"{a} = bump(&mut {b}, {a});")
        else:
            self.put(f"{v} = {self.value()};")

    def store(self):
        self.put(f"x.store({self.value()} & 7, Relaxed);")

    def array(self):
        values = ", ".join(self.value(1) for _ in range(3))
        self.put(f"let {self.new('a', self.arrays)}: [u32; 3] = [{values}];")

    # ---- iterators: those of u32, with the methods that each of them has ----

    def source(self):
        if self.arrays and self.rand.random() < .5:
            return f"{self.any(self.arrays)}.iter().copied()"
        low = self.rand.randrange(3)
        return f"({low}..{low} + ({self.value(1)} & 3))"

    def iterator(self):
        text = self.source()
        if self.rand.random() < .3 and text.startswith("("):
            text += ".rev()"
        for _ in range(self.rand.randrange(3)):
            text += self.any([f".map(|e| e * 2 + {self.rand.randrange(3)})",
                              f".filter(|e| *e % 2 == {self.rand.randrange(2)})",
                              ".enumerate().map(|(i, e)| i as u32 * 4 + e)"])
        if re.search(r"filter.*enumerate", text):
            text = self.source()
        if text.startswith("(") and text.count("(") == text.count(")") and text.endswith("3))"):
            text = text[1:-1]
        self.put(f"let mut {self.new('i', self.iterators)} = {text};")

    def use_iterator(self):
        if not self.iterators:
            return self.iterator()
        i, v = self.any(self.iterators), self.any(self.variables)
        moves = self.depth == 1
        form = self.rand.randrange(14 if moves else 8)
        if form < 2:
            self.put(f"{v} = {i}.next().unwrap_or({self.value(1)});")
        elif form == 2:
            self.put(f"{v} = step(&mut {i}) * 2 + step({i}.by_ref());")
        elif form == 3:
            self.put(f"for e in {i}.by_ref() {{")
            self.put(f"    {v} = {v} * 3 + e;")
            self.put(f"    if {v} % 2 == 0 {{ {self.any(['break', 'continue'])}; }}")
            self.put("}")
        elif form == 4:
            self.put(f"if let Some(e) = {i}.next() {{ {v} += e; }}")
        elif form == 5:
            self.put(f"{v} = two(&mut {i});")
        elif form == 6:
            self.put(f"{v} = {i}.by_ref().map(|e| e + 1).next().unwrap_or(3);")
        elif form == 7:
            self.put(f"{v} = {i}.any(|e| e % 3 == 1) as u32;")
        else:
            self.iterators.remove(i)
            if form < 10:
                self.put(f"let mut {self.new('i', self.iterators)} = "
                         f"{i}{self.any(['', '.map(|e| e + 1)', '.filter(|e| *e > 1)'])};")
            else:
                self.put(f"{v} = " + self.any([
                    f"two({i});", f"{i}.map(|e| e * 2).sum::<u32>();",
                    f"{i}.fold({self.value(1)}, |all, e| all * 3 + e);",
                    f"{i}.count() as u32;"]))
        return None

    def walk(self):
        w, v = f"w{self.n}", self.any(self.variables)
        self.n += 1
        self.put(f"{v} ^= two({self.rand.randrange(3)}..{v} & 3);")
        self.put(f"let mut {w} = Walk {{ it: {self.source()}.map(|e| e + 2) }};")
        self.put(f"{v} = {w}.step() * 4 + {w}.step();")

    def by_value(self):
        if not self.arrays:
            return self.array()
        v = self.any(self.variables)
        self.put(f"let mut c{self.n} = {self.any(self.arrays)};")
        self.put(f"for e in c{self.n} {{ c{self.n}[1] = {v}; {v} = {v} * 2 + e; }}")
        self.put(f"{v} += c{self.n}[1];")
        self.n += 1
        return None

    def turned(self):
        v, n = self.any(self.variables), self.n
        self.n += 1
        self.put(f"let mut t{n} = ({self.value(1)}, {self.value(1)});")
        self.put(self.any([f"t{n} = (t{n}.1, t{n}.0 + {v});", f"t{n} = (t{n}.1, t{n}.0);"]))
        self.put(f"{v} = (0..3).fold(t{n}, |(a, b), e| (b + e, a)).0 * 2 + t{n}.1;")
        self.put(f"let mut b{n} = [{v}, t{n}.0, 2];")
        self.put(f"b{n} = [b{n}[1], b{n}[2], b{n}[0]];")
        self.put(f"{v} ^= b{n}[0] * 4 + b{n}[2];")

    # ---- closures with variables of their own ----

    def closure(self):
        v = self.any(self.variables)
        form = self.any([f"{v} += {self.rand.randrange(1, 4)}; {v}",
                         f"{v} = {v} * 2 + 1; {v} ^ {self.rand.randrange(4)}"])
        self.put(f"let mut {self.new('f', self.closures)} = move || {{ {form} }};")

    def use_closure(self):
        if not self.closures:
            return self.closure()
        f, v = self.any(self.closures), self.any(self.variables)
        self.put(self.any([f"{v} = {f}();", f"{v} = twice({f});", f"{v} = once(&mut {f});",
                           f"{v} = twice(&mut {f});", f"{v} = Some({v}).map(|e| e + {f}())"
                           f".unwrap_or(0);"]))
        if self.depth == 1 and self.rand.random() < .3:
            self.put(f"let mut {self.new('f', self.closures)} = {f};")
        return None

    # ---- structs, Option ----

    def pair(self):
        form = f"Pair {{ a: {self.value(1)}, b: {self.value(1)} }}"
        if self.pairs and self.rand.random() < .5:
            form = self.any([self.any(self.pairs), f"swapped({self.any(self.pairs)})",
                             f"Pair {{ a: {self.value(1)}, ..{self.any(self.pairs)} }}"])
        self.put(f"let mut {self.new('p', self.pairs)} = {form};")

    def use_pair(self):
        if not self.pairs:
            return self.pair()
        p, v = self.any(self.pairs), self.any(self.variables)
        self.put(self.any([f"{p}.a += {self.value(1)};", f"{p} = swapped({p});",
                           f"let Pair {{ a, b: other }} = {p}; {v} = a * 2 + other;",
                           f"{v} = bump(&mut {p}.b, 1);",
                           f"{v} ^= {p}.b;", f"{v} = {p}.turn() * 2 + {p}.turn();",
                           f"{p} = Pair {{ a: {p}.b, b: {p}.a }};"]))
        return None

    def option(self):
        call = self.any(["early", "chained"])
        self.put(f"let {self.new('o', self.options)} = {call}({self.value(1)});")

    def use_option(self):
        if not self.options:
            return self.option()
        o, v = self.any(self.options), self.any(self.variables)
        self.put(self.any([f"{v} = {o}.map_or(2, |e| e * 2);",
                           f"{v} = {o}.and_then(early).unwrap_or({self.value(1)});",
                           f"{v} = match {o} {{ Some(0) => 1, Some(e) => e, None => 4 }};",
                           f"if let Some(e) = {o} {{ {v} ^= e; }} else {{ {v} += 1; }}",
                           f"{v} = {o}.is_some_and(|e| e > 3) as u32;"]))
        return None

    # ---- control ----

    def inner(self):
        self.depth += 1
        for _ in range(self.rand.randrange(1, 3)):
            self.any([self.assign, self.assign, self.use_iterator, self.use_closure,
                      self.use_pair])()
        self.depth -= 1

    def branch(self):
        self.put(f"if {self.condition()} {{")
        self.inner()
        self.put("} else {")
        self.inner()
        self.put("}")

    def match(self):
        self.put(f"match {self.value(1)} % 4 {{")
        self.depth += 1
        for pattern in ("0", "1 | 2", "_"):
            self.put(f"{pattern} => {{")
            self.inner()
            self.put("}")
        self.depth -= 1
        self.put("}")

    def count(self):
        n, v = self.rand.sample(self.variables, 2)
        self.put(f"for k in {self.rand.randrange(2)}..{n} & 3 {{ {n} = k; {v} = {v} * 2 + {n}; }}")
