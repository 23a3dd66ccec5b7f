#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""certificate.py TREE FILE: checks what `lkmm prove --certificate` wrote, step by step.

It shares nothing with the prover but data. FILE is accepted if it has a way for each order in
lkmm-orders.txt, and each step is a relation that surely relates its two events."""
import functools
import itertools
import re
import sys
from collections import namedtuple
from pathlib import Path

ARCHITECTURES = "arm64", "i386", "riscv64", "s390x", "x86_64"
OWN = {"R": "read", "W": "write"}


def need(holds, *why):
    if not holds:
        raise SystemExit("not a proof: " + " ".join(map(str, why)))


STANDARD = """let M = R | W let po-loc = po & loc let fr = rf^-1 ; co let rfi = rf & int
let rfe = rf & ext let coe = co & ext let fre = fr & ext
let place = rf | co | fr | rmw let loc = (place | place^-1)*"""
COHERENCE = {"po-loc", "rf", "co", "fr"}
ATOMICITY = "empty", ("&", "rmw", (";", "fre", "coe"))
SAME_LOCATION = "&", "po-loc", ("product", "M", "M")
BETWEEN = ";", (";", "same-location", ("id", "W")), "same-location"


def statements(text):
    """The words of each statement; "let rec a = .. and b = .." is two of "let"."""
    text = re.sub(r"\(\*.*?\*\)|//[^\n]*", " ", text, flags=re.S)
    text = re.sub(r"\blet rec\b|\band\b", "let", text)
    start = r"(?<![\w~-])(?=(?:let|acyclic|irreflexive|empty|flag|include|call)\b)"
    found = [re.findall(r'"[^"]*"|[A-Za-z_][\w.-]*|\^-1|\S', s) for s in re.split(start, text)]
    return [words for words in found if words and words[0][0] != '"']


def parse(words, level=0):
    """The tree of the expression that @words begin with; they are taken away."""
    if level < 4:
        tree = parse(words, level + 1)
        while words and words[0] == "|;\\&"[level]:
            tree = words.pop(0), tree, parse(words, level + 1)
        return tree
    tree = word = words.pop(0)
    if word in "([":
        tree = parse(words) if word == "(" else ("id", parse(words))
        words.pop(0)
    elif words and words[0] == "(":
        tree = word, parse(words, 4)
    while words and words[0] in ("*", "+", "?", "^-1"):
        op = words.pop(0)
        product = op == "*" and words and words[0].isalpha()
        tree = ("product", tree, parse(words, 4)) if product else (op, tree)
    return tree


class Model:
    """A model of an architecture; @order: the relations whose union its rule is about."""
    def __init__(self, text):
        self.definition, rules = {}, []
        for word, *rest in statements(STANDARD) + statements(text):
            if word == "let" and rest[0] not in self.definition:
                self.definition[rest[0]] = parse(rest[2:])
            elif word + rest[0] not in ('include"rcu.cat"', "callgrace-periods"):  # forbids more
                need(word in ("acyclic", "empty"), "unknown, or defined twice:", word, rest[0])
                rules.append((word, parse(rest)))
        orders = [self.parts(tree) for word, tree in rules if word == "acyclic"]
        need(ATOMICITY in rules and len(orders) == 2 and COHERENCE in orders, "coherence")
        self.order = orders[1 - orders.index(COHERENCE)]

    def parts(self, tree):
        if tree[0] == "|":
            return self.parts(tree[1]) | self.parts(tree[2])
        inner = self.definition.get(tree, "")
        return {tree} | (self.parts(inner) if inner[:1] == ("|",) else set())


def compose(a, b):
    return {(i, k) for i, m in a for n, k in b if m == n}


def closure(a, _=None):
    longer = a | compose(a, a)
    return a if longer == a else closure(longer)


OPERATORS = {
    "|": set.union, "&": set.intersection, ";": compose, "*": closure, "+": closure,
    "?": lambda a, _: a, "id": lambda a, _: a, "^-1": lambda a, _: {(k, i) for i, k in a},
    "range": lambda a, _: {(k, k) for _, k in a}, "domain": lambda a, _: {(i, i) for i, _ in a},
    "product": lambda a, b: {(i, k) for i, _ in a for k, _ in b}}


@functools.cache
class Sketch:
    """Some events of an execution, with facts: (relation, from, to)."""
    def __init__(self, model, events, facts):
        self.model, self.events, self.facts = model, events, facts
        self.same = {(i, i) for i in range(len(events))}
        self.all = {(i, k) for i, _ in self.same for k, _ in self.same}

    def fact(self, name):
        return {(i, k) for about, i, k in self.facts if about == name}

    def named(self, name):
        if name in self.model.definition:
            return self.value(self.model.definition[name]) | self.fact(name)
        if name[0].isupper():
            return {(i, i) for i, e in enumerate(self.events) if name in (e.kind, *e.marks)}
        ext = {(i, k) for a, b in self.fact("ext") for i, k in ((a, b), (b, a))}
        if name in ("int", "ext"):
            return ext if name == "ext" else self.all - ext
        if name == "po":
            return {(i, k) for i, k in self.all - ext
                    if i + 1 < k or (i < k and not self.events[k].joined)}
        return self.fact(name)

    @functools.cache
    def value(self, tree):
        if isinstance(tree, str):
            return self.named(tree)
        op, *of = tree
        if op == "\\":
            return self.value(of[0]) - self.may_be(of[1])
        found = OPERATORS[op](self.value(of[0]), self.value(of[-1]))
        return found | self.same if op in ("*", "?") else found

    def may_be(self, tree):
        """What may be in it. By coherence no write is between a write and its reads in a thread."""
        if tree == BETWEEN and self.model.definition["same-location"] == SAME_LOCATION:
            return self.all - (self.fact("rf") - self.fact("ext"))
        if tree in self.model.definition:
            return self.may_be(self.model.definition[tree])
        if tree[0] == "\\":
            return self.may_be(tree[1]) - self.value(tree[2])
        if tree[0][0].isupper() and tree not in self.model.definition:
            return {(i, i) for i, e in enumerate(self.events) if tree in (e.kind, *e.marks, *e.may)}
        return self.all


# @may: marks that it may have; @joined to the one before it; @own: the operation's read or write.
Event = namedtuple("Event", "kind marks may joined own")
Class = namedtuple("Class", "name events")
RELATIONS = {"rfe": "rf ext", "coe": "co ext", "fre": "fr ext", "rfi": "rf", "coi": "co",
             "fri": "fr", "addr": "addr", "data": "data", "ctrl": "ctrl"}
MEMORY = r"[^,(\[]*[(\[][^)\]]*[)\]]"
OPERAND = {"r": r"\{\w+:\w+\}|zero|xzr|wzr", "z": "zero|xzr|wzr", **dict.fromkeys("mMn", MEMORY),
           "w": r"\{\w+:32\}", "o": r"[^,(\[]*", "i": r"\$?-?\w+", "l": r"\d[bf]", "-": ""}


class Instructions:
    """Of a file of defs/isa/: patterns, and what the instructions do."""
    def __init__(self, text):
        self.mark, self.rows = {}, [(r"(?:\d:)? *", [])]
        order = -1 if "operands right" in text else 1
        for line in text.splitlines():
            word = re.split(r"\s{2,}", line.split("#")[0].strip())
            if word[0] == "mark":
                self.mark[word[1]] = word[2]
            for chosen in itertools.product(*(
                    [""] * (n % 2) + part.split("|")
                    for n, part in enumerate(re.split(r"\{(.*?)\}", word[0])))
                              ) if len(word) == 3 else ():
                name = re.escape("".join(choice.split("=")[0] for choice in chosen))
                marks = " ".join(mark for choice in chosen for mark in choice.split("=")[1:])
                operands = [f"({OPERAND.get(o, '#?' + o[1:-1])})" for o in word[1].split()][::order]
                self.rows.append((rf"(?:\d:)? *{name} *{', *'.join(operands)}",
                                  [f"{step} {marks}" for step in word[2].split(";")]))

    def find(self, line):
        return next((does for pattern, does in self.rows if re.fullmatch(pattern, line)), None)

    def events(self, code, fails):
        """The events of a sequence, and the pairs of a read and a write, by their numbers."""
        events, pairs, linked, skip = [], [], None, None
        for line in code:
            skip = None if skip and line.startswith(skip + ":") else skip
            for step in [] if skip else self.find(line):
                kinds = "F" if "fence" in step else "RW" if "<-" in step else \
                    "R" if "= [" in step or "link [" in step else "W" if "] =" in step else ""
                for kind in kinds[:1] if fails and "if old" in step else kinds:
                    marks = tuple(m for m in sorted(self.mark) if m in step.split() and
                                  self.mark[m][0].upper() in (kind, "A"))
                    events.append(Event(kind, marks, (), kinds == "RW" and kind == "W", ""))
                at = len(events) - 1
                linked = at if "link [" in step else at - 1 if kinds == "RW" else linked
                pairs += [(linked, at)] if kinds == "RW" or "try" in step else []
                jumps = "goto" in step and (fails or " if " not in step) and line[-1] == "f"
                skip = line[-2] if jumps else skip
        return events, pairs


def read_table(text, arch, isa):
    """The sequences: what the certificate calls each, the words in orders for it, its class."""
    for name, order, bits, fields, code in re.findall(
            r'\{ "%s", "(\w+)", LKMM_(\w+), (\d+),(.*?)\.text =\s*((?:"[^"]*"\s*)+)\}' % arch,
            text, re.S):
        field = dict(re.findall(r'\.(\w+) = "?(?:LKMM_[A-Z]+_)?(\w[\w+]*)', fields))
        if "device" in field:
            continue    # for the CPUs it is the same as another one
        code, shape, order = re.findall(r'"(.*?)\\n"', code), field.get("shape"), order.lower()
        known = None not in map(isa.find, code)
        need(known or bits in ("8", "16") or name == "relax", "unknown instruction", *code)
        for fails in ("", "fails")[:1 + (shape == "CMPXCHG")] if known and name != "relax" else ():
            title = [name, order, bits] if shape else [name]
            events, pairs = isa.events(code, fails)
            own = {e.kind: i for i, e in enumerate(events) if shape and e.kind != "F"}
            need((own.get("R"), own.get("W")) in pairs or fails or not shape or
                 len(own) == 1 and shape in ("LOAD", "STORE"), "no pair:", *title)
            role = (fails or order) if shape else name
            unused = " unused" * (shape == "COMPUTE" and not {"result", "condition"} & set(field))
            yield (" ".join(filter(None, [*title, field.get("feature"), fails])),
                   {role, f"{name}/{role}/{bits}", "rmw" if fails or len(own) == 2 else role},
                   Class(role + unused + "".join(
                       " +"[e.joined] + ".".join([e.kind, *e.marks]) for e in events),
                       tuple(e._replace(own=OWN[e.kind] if own.get(e.kind) == i else "")
                             for i, e in enumerate(events))))


class Checker:
    """Lines of a certificate: what they are about, and the way. What is needed is taken away."""
    def __init__(self, lines, model, table):
        self.ways = {about: way for about, _, way in (line.partition(" : ") for line in lines)}
        self.model, self.classes, self.kinds = model, {}, {}
        for title, roles, c in table:
            need(self.ways.pop(title, None) == c.name, title, "is", c.name)
            for role in roles:
                self.classes.setdefault(role, set()).add(c)
        for kind in "rRW":
            marks = [set(e.marks) for c in set().union(*self.classes.values()) for e in c.events
                     if e.own == OWN[kind.upper()] and (kind != "r" or "unused" not in c.name)]
            self.kinds[kind] = Event(kind.upper(), tuple(set.intersection(*marks)),
                                     tuple(set.union(*marks)), False, "")

    def check_order(self, words):
        """For all sequences that the words of an order are about."""
        for row in itertools.product(*(self.classes.get(w, [w]) for w in words)):
            items, facts, relations = [], set(), []
            for word in (w for w in row if w not in OWN.values()):
                at = len(items)
                if isinstance(word, Class):
                    items += [[e] for e in word.events]
                    own = {e.own: at + i for i, e in enumerate(word.events) if e.own}
                    facts |= {("rmw", own["read"], own["write"])} if len(own) == 2 else set()
                elif word in ("r", "R", "W", "RW"):
                    items.append(word)
                else:
                    need(word in RELATIONS, "no sequence is", word)
                    relations = [(name, at - 1) for name in RELATIONS[word].split()]
                facts |= {(name, k, i) for name, k in relations for i in range(at, len(items))}
            title = " ".join(f"[{w.name}]" if isinstance(w, Class) else w for w in row)
            for events in itertools.product(*items):
                self.check(title, events, frozenset(facts), row[0], row[-1])

    def check(self, title, events, facts, first, last):
        """A way from one of some events to another."""
        names = [f"{i}{e if isinstance(e, str) else e.own}" for i, e in enumerate(events, 1)]
        ends = [[n for n in names if n.endswith(w)] if w in OWN.values() else [n]
                for w, n in ((first, names[0]), (last, names[-1]))]
        for start, end in itertools.product(*ends):
            about = f"{title}, {start} {end}"
            way = [start, *self.ways.pop(about, "").split(), end]
            found = Sketch(self.model, tuple(self.kinds.get(e, e) for e in events), facts)
            need(len(way) % 2 and set(way[::2]) <= set(names), about, *way)
            for a, name, b in zip(way[::2], way[1::2], way[2::2]):
                need(name in self.model.order and
                     (names.index(a), names.index(b)) in found.value(name), about, a, name, b)


@functools.cache
def load(tree, arch):
    """The orders, the model and the sequences."""
    other = re.search(r"^isa +(\w+)$", Path(tree, f"defs/arch/{arch}.def").read_text("utf-8"), re.M)
    own = other[1] if other else arch
    isa, model, sequences, proved, lkmm, orders = (Path(tree, path).read_text("utf-8") for path in (
        f"defs/isa/{own}.def", f"models/{own}.cat", "front/asm/sequences.c",
        "tests/prove/lkmm-proved.cat", "models/lkmm.cat", "tests/prove/lkmm-orders.txt"))
    proved, lkmm = statements(proved), statements(lkmm)
    names = {s[1] for s in proved if s[0] == "let"}
    need(proved == [s for s in lkmm if s[0] != "flag" and (s[0] != "let" or s[1] in names)],
         "models/lkmm.cat has other definitions than the proof")
    return ([line.split() for line in orders.splitlines() if line and line[0] != "#"],
            Model(model), list(read_table(sequences, arch, Instructions(isa))))


def check_certificate(tree, text):
    """What it proves. SystemExit if it is not a proof."""
    first, *lines, last = text.splitlines() or [""] * 2
    arch = first.removeprefix("certificate 2 ")
    need(first != arch and arch in ARCHITECTURES and last == "end", "not a certificate")
    orders, *data = load(tree, arch)
    checker = Checker(lines, *data)
    for order in orders:
        if order[-1] != ":":
            checker.check_order(order)
        for letter in order[:-1] if order[-1] == ":" else []:
            need(checker.ways.pop("cycles " + letter, 0) == "happens-before propagation", letter)
    need(not checker.ways, "not needed:", *checker.ways)
    return f"{arch}: proved, by {len(lines)} lines"


if __name__ == "__main__":
    print(check_certificate(sys.argv[1], Path(sys.argv[2]).read_text("utf-8")))
