# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Random processes in Rust with values that are dropped, which x keeps a record of."""
from processes import ITEMS, Process

DROPS = """
struct Guard<'a> {
    log: &'a Atomic<u32>,
    n: u32,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.log.store(self.log.load(Relaxed) * 5 + self.n, Relaxed);
    }
}

impl Guard<'_> {
    fn number(&self) -> u32 {
        self.n
    }
}

struct Two<'a> {
    a: Guard<'a>,
    b: Guard<'a>,
}

fn make(log: &Atomic<u32>, n: u32) -> Guard<'_> {
    Guard { log, n }
}

fn some(log: &Atomic<u32>, n: u32) -> Option<Guard<'_>> {
    if n % 3 == 0 {
        return None;
    }
    Some(make(log, n))
}

fn take(g: Guard<'_>) -> u32 {
    let h = make(g.log, 2);
    g.n + h.n
}

fn pass(g: Guard<'_>) -> Guard<'_> {
    let _h = make(g.log, 3);
    g
}

fn leaves(log: &Atomic<u32>, n: u32) -> u32 {
    let g = make(log, n % 5);
    if n % 2 == 0 {
        return g.n;
    }
    let h = make(log, 4);
    g.n + h.n
}

fn asks(log: &Atomic<u32>, n: u32) -> Option<u32> {
    let g = some(log, n % 5)?;
    let h = some(log, (n + g.n) % 5)?;
    Some(g.n * 5 + h.n)
}
"""


class Drops(Process):
    """The same with guards: a number goes to x where one is dropped."""

    items = ITEMS + DROPS

    def __init__(self, seed):
        self.guards = []
        super().__init__(seed)

    def made(self):
        return f"make(x, {self.rand.randrange(5)})"

    def statement(self):
        self.any([self.guard, self.guard, self.temporary, self.use_guard, self.use_guard,
                  self.block, self.turn, self.both, self.conditional, self.assign])()

    def inner(self):
        """A block of its own: what it moves must be its own."""
        outer, self.guards = self.guards, []
        self.depth += 1
        for _ in range(self.rand.randrange(1, 4)):
            self.any([self.guard, self.temporary, self.use_guard, self.both, self.assign])()
        self.depth -= 1
        self.guards = outer

    def new(self, prefix, names):
        self.n += 1
        names.append(f"{prefix}{self.n}")
        return names[-1]

    def guard(self):
        form = self.rand.randrange(5)
        if form == 0:
            self.put(f"let _ = {self.made()};")
        elif form == 1:
            self.n += 1
            self.put(f"let _g{self.n} = {self.made()};")
        else:
            value = self.any([self.made(), self.made(), f"pass({self.made()})",
                              f"{{ let _h = {self.made()}; {self.made()} }}"])
            self.put(f"let mut {self.new('g', self.guards)} = {value};")

    def temporary(self):
        v, a, b = self.any(self.variables), self.made(), self.made()
        self.put(self.any([
            f"{a};", f"{v} = {a}.n + {b}.number();", f"{v} = take({a}) + {b}.n;",
            f"{v} = leaves(x, {v});", f"{v} = asks(x, {v}).unwrap_or({a}.n);",
            f"if {a}.number() > 2 {{ {b}; }} else {{ {v} += 1; }}",
            f"match {a}.number() {{ 0 => {{ {b}; }} n => {{ {v} += n; {b}; }} }}",
            f"{v} = {{ let _h = {a}; {b}.n }};",
            f"if let Some(g) = some(x, {v} % 5) {{ {v} += g.n; {b}; }} else {{ {a}; }}",
            f"match some(x, {v} % 5) {{ Some(g) => {{ {v} = take(g); }} None => {{ {a}; }} }}",
            f"{v} += some(x, {v} % 5).map_or(3, |g| g.n);",
            f"let _ = some(x, {v} % 5);", f"drop(some(x, {v} % 5));"]))

    def use_guard(self):
        if not self.guards:
            return self.guard()
        g, v = self.any(self.guards), self.any(self.variables)
        form = self.rand.randrange(7)
        if form == 0:
            self.put(f"{v} = {g}.n * 2 + {g}.number();")
        elif form == 1:
            self.put(f"{g} = {self.made()};")
        elif form == 2:
            self.put(f"{g}.n = {v} % 5;")
        else:
            self.guards.remove(g)
            self.put({3: f"drop({g});", 4: f"{v} = take({g});",
                      5: f"let _m{g} = pass({g});", 6: f"let _m{g} = {g};"}[form])
        return None

    def conditional(self):
        if not self.guards:
            return self.guard()
        g = self.any(self.guards)
        self.guards.remove(g)
        self.put(f"if {self.condition()} {{")
        self.put(f"    {self.any([f'drop({g});', f'take({g});', f'let _m = {g};'])}")
        self.put(self.any(["}", f"}} else {{ {self.made()}; }}"]))
        return None

    def both(self):
        v, n = self.any(self.variables), self.n
        self.n += 1
        self.put(f"let t{n} = Two {{ a: {self.made()}, b: {self.made()} }};")
        self.put(self.any([f"{v} = t{n}.a.n + t{n}.b.number();", f"drop(t{n});",
                           f"let Two {{ a, b: other }} = t{n}; {v} = a.n + other.n;",
                           f"let (c{n}, _d{n}) = ({self.made()}, {self.made()}); drop(c{n});"]))

    def block(self):
        self.put("{")
        self.inner()
        self.put("}")

    def turn(self):
        v = self.any(self.variables)
        self.put(f"for k in 0..{self.rand.randrange(1, 4)} {{")
        self.inner()
        self.put("    let _k = make(x, k);")
        self.put(f"    if {v} % 2 == 1 {{ {self.any(['break', 'continue'])}; }}")
        self.put(f"    {v} += 1;")
        self.put("}")
