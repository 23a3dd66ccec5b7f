# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Random processes in Rust with forms of the language: patterns, enums, slices, loops, traits."""
from processes import ITEMS, Process

FORMS = """
#[derive(Clone, Copy, PartialEq)]
enum State {
    Idle = 2,
    Busy = 5,
    Done,
}

#[derive(Clone, Copy)]
enum Message {
    Empty,
    One(u32),
    Two { a: u32, b: u32 },
}

impl Message {
    fn sum(&self) -> u32 {
        match *self {
            Message::Empty => 1,
            Message::One(n) => n + 1,
            Message::Two { a, b } => a * 2 + b,
        }
    }

    fn next(self) -> Message {
        match self {
            Message::Empty => Message::One(3),
            Message::One(n) if n > 3 => Message::Two { a: n, b: 1 },
            Message::One(n) => Message::One(n + 2),
            Message::Two { a, b: 0 } => Message::One(a),
            Message::Two { a, b } => Message::Two { a: b, b: a % 3 },
        }
    }
}

impl State {
    const LAST: u32 = 6;

    fn next(self) -> State {
        match self {
            State::Idle => State::Busy,
            State::Busy => State::Done,
            _ => State::Idle,
        }
    }
}

trait Weight {
    const BASE: u32;

    fn weight(&self) -> u32;

    fn twice(&self) -> u32 {
        self.weight() * 2 + Self::BASE
    }
}

impl Weight for Pair {
    const BASE: u32 = 3;

    fn weight(&self) -> u32 {
        self.a * 3 + self.b
    }
}

impl Weight for Message {
    const BASE: u32 = 4;

    fn weight(&self) -> u32 {
        self.sum() ^ 5
    }

    fn twice(&self) -> u32 {
        self.weight() + 1
    }
}

struct Cell2<T, const N: usize> {
    v: [T; N],
}

impl<T: Copy, const N: usize> Cell2<T, N> {
    fn last(&self) -> T {
        self.v[N - 1]
    }
}

fn weigh<W: Weight>(w: &W) -> u32 {
    w.twice() + W::BASE
}

fn total(s: &[u32]) -> u32 {
    let mut n = 0;
    for (i, e) in s.iter().enumerate() {
        n = n * 2 + *e + i as u32;
    }
    n
}

fn parsed(n: u32) -> Result<u32, i32> {
    if n % 4 == 0 {
        return Err(-3);
    }
    Ok(n * 2)
}

fn joined(n: u32, m: u32) -> Result<u32, i32> {
    let a = parsed(n)?;
    let Some(b) = early(m) else {
        return Err(a as i32);
    };
    Ok(a + b)
}

fn largest(a: &mut u32, b: &mut u32) {
    if *a < *b {
        core::mem::swap(a, b);
    }
}
"""


class Forms(Process):
    """The same with these items."""

    items = ITEMS + FORMS

    def __init__(self, seed):
        self.messages, self.states = [], []
        super().__init__(seed)

    def statement(self):
        self.any([self.message, self.use_message, self.use_message, self.state, self.slice,
                  self.labelled, self.loop_value, self.result, self.result, self.shadowed,
                  self.lent, self.trait, self.generic, self.waits, self.nested, self.array,
                  self.pair, self.assign, self.captured, self.branch, self.integers])()

    def message(self):
        form = self.any(["Message::Empty", f"Message::One({self.value(1)})",
                         f"Message::Two {{ a: {self.value(1)}, b: {self.value(1)} }}"])
        self.put(f"let mut {self.new('m', self.messages)} = {form};")

    def use_message(self):
        if not self.messages:
            return self.message()
        m, v = self.any(self.messages), self.any(self.variables)
        self.put(self.any([
            f"{v} = {m}.sum();", f"{m} = {m}.next();", f"{v} = {m}.next().next().sum();",
            f"if let Message::Two {{ a, .. }} = {m} {{ {v} += a; {m} = Message::One(a & 7); }}",
            f"{m} = match {m} {{ Message::One(n @ 1..=4) => Message::Two {{ a: n, b: {v} & 3 }}, "
            f"Message::Two {{ a, b }} if a > b => Message::One(a - b), other => other.next() }};",
            f"{v} = matches!({m}, Message::One(_) | Message::Empty) as u32 + {v} * 2;",
            f"{v} = weigh(&{m}) + {m}.twice();"]))
        return None

    def state(self):
        v, s = self.any(self.variables), self.new("s", self.states)
        self.put(f"let {s} = if {self.condition()} {{ State::Idle }} else "
                 f"{{ State::Busy.next() }};")
        self.put(self.any([f"{v} = {s}.next() as u32 * 2 + ({s} == State::Done) as u32;",
                           f"{v} = match {s} {{ State::Idle | State::Busy => 3, State::Done => "
                           f"State::LAST }};", f"{v} += {s} as u32;"]))

    def slice(self):
        v, n = self.any(self.variables), self.n
        self.n += 1
        self.put(f"let mut c{n} = [{', '.join(self.value(1) for _ in range(4))}];")
        self.put(self.any([
            f"{v} = total(&c{n}[1..3]) + total(&c{n});", f"{v} = total(&c{n}[..2]);",
            f"{v} = c{n}[1..].iter().rev().fold(0, |t, e| t * 2 + *e);",
            f"c{n}[2] += 4; {v} = c{n}.iter().position(|e| *e == c{n}[2]).map_or(9, |i| i as u32);",
            f"for e in c{n}.iter() {{ {v} = {v} * 2 + *e; }}",
            f"for (i, e) in c{n}.iter().enumerate() {{ {v} += *e * i as u32; }}",
            f"{v} = c{n}.len() as u32 * c{n}[3];"]))

    def labelled(self):
        a, b = self.rand.sample(self.variables, 2)
        label = f"'l{self.n}"
        self.n += 1
        self.put(f"{label}: for i in 0..4 {{")
        self.put("    for k in 0..3 {")
        self.put(f"        {a} = {a} * 2 + i + k;")
        leave, number = self.any(["break", "continue"]), self.rand.randrange(3)
        self.put(f"        if {a} % 3 == {number} {{ {leave} {label}; }}")
        self.put("        if k == i { break; }")
        self.put("    }")
        self.put(f"    {b} += i;")
        self.put("}")

    def loop_value(self):
        v, n = self.any(self.variables), self.n
        self.n += 1
        self.put(self.any([
            f"let mut k{n} = 0; {v} = loop {{ k{n} += 1; "
            f"if k{n} * 3 > ({v} & 7) {{ break k{n} * 2; }} }};",
            f"{v} = 'b{n}: {{ if {self.condition()} {{ break 'b{n} 4; }} {self.value(1)} }};",
            f"let mut k{n} = ({v} & 3) + 1; while k{n} > 0 {{ k{n} -= 1; {v} += k{n}; }}"]))

    def result(self):
        v, a, b = self.any(self.variables), self.value(1), self.value(1)
        self.put(f"{v} = " + self.any([
            f"joined({a}, {b}).unwrap_or(3);", f"parsed({a}).map_or(2, |e| e + 1);",
            f"match joined({a}, {b}) {{ Ok(e) => e, Err(-3) => 1, Err(e) => e as u32 + 2 }};",
            f"parsed({a}).or_else(|e| parsed((e + 6) as u32)).unwrap_or(0);",
            f"parsed({a}).ok().and_then(early).map_or(5, |e| e ^ 1);",
            f"early({a}).ok_or(-1).and_then(parsed).unwrap_or_else(|e| (e + 8) as u32);",
            f"joined({a}, {b}).is_err() as u32 + parsed({b}).map_err(|e| e - 1).err().map_or(0, "
            f"|e| (e + 9) as u32);", f"if let Ok(e) = parsed({a}) {{ e }} else {{ 6 }};"]))

    def shadowed(self):
        v, n = self.any(self.variables), self.n
        self.n += 1
        self.put(f"let t{n} = {self.value(1)};")
        self.put(f"let t{n} = t{n} + {{ let {v} = t{n} * 2; {v} + 1 }};")
        self.put(f"let (t{n}, u{n}) = (t{n} ^ {v}, t{n});")
        self.put(f"{v} = t{n} * 2 + u{n};")

    def lent(self):
        a, b = self.rand.sample(self.variables, 2)
        self.put(self.any([f"largest(&mut {a}, &mut {b});",
                           f"core::mem::swap(&mut {a}, &mut {b});",
                           f"{a} = core::mem::replace(&mut {b}, {a});",
                           f"{{ let e = &mut {a}; *e += {b}; *e *= 2; }}",
                           f"{a} = core::mem::take(&mut {b}) + {b};"]))

    def trait(self):
        if not self.pairs:
            return self.pair()
        v, p = self.any(self.variables), self.any(self.pairs)
        self.put(self.any([f"{v} = weigh(&{p});", f"{v} = {p}.twice() + <Pair as Weight>::BASE;",
                           f"let Pair {{ b, .. }} = {p}; {v} ^= b;"]))
        return None

    def generic(self):
        v = self.any(self.variables)
        self.put(f"{v} = Cell2 {{ v: [{v}, {self.value(1)}] }}.last() + "
                 f"Cell2 {{ v: [{v}, 1, {self.value(1)}] }}.last() * 2;")

    def waits(self):
        v, o = self.any(self.variables), f"o{self.n}"
        self.n += 1
        self.put(f"let mut {o} = early({self.value(1)} & 7);")
        self.put(f"let mut n{o} = 0;")
        self.put(f"while let Some(e) = {o} {{ n{o} += 1; {v} = {v} * 2 + e; "
                 f"{o} = if n{o} < 3 {{ early(e) }} else {{ None }}; }}")

    def nested(self):
        v, o = self.any(self.variables), f"o{self.n}"
        self.n += 1
        self.put(f"let {o} = early({self.value(1)}).map(|e| (e, {self.value(0)}));")
        self.put(f"{v} = match {o} {{ Some((0 | 1, e)) => e, Some((e, f)) if e == f => 2, "
                 f"Some((e, _)) => e + 1, None => 8 }};")

    def captured(self):
        a, b = self.rand.sample(self.variables, 2)
        n = self.n
        self.n += 1
        self.put(f"let mut f{n} = |e: u32| {{ {a} += e; {a} * 2 }};")
        self.put(f"let t{n} = f{n}({b} & 3) + f{n}(1);")
        self.put(f"{b} ^= t{n} + {a};")

    def integers(self):
        v, w = self.any(self.variables), self.any(self.variables)
        self.put(f"{v} = " + self.any([
            f"({w} as u8 as u32) + ({v} as i16 as u32 & 255);", f"{w}.wrapping_sub({v}) >> 3;",
            f"{w}.min({v}) * 2 + {w}.max(3);", f"{w}.checked_sub({v}).unwrap_or(7);",
            f"{w}.saturating_sub({v}) & 63;", f"!{w} & 31;", f"({w} << 2) / ({v} | 1) % 9;",
            f"({w} as i32 - 5).abs() as u32;", f"({w} as i8 >> 1) as u32 & 15;",
            f"{w}.is_power_of_two() as u32;", f"u32::from({w} > {v}) + {w};"]))
