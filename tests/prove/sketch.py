# SPDX-License-Identifier: GPL-2.0 OR MIT
"""A model of models/, and what it surely relates in every execution that has some events."""
import re

TOKEN = re.compile(r'"[^"]*"|[A-Za-z_][\w.-]*|\^-1|[|;\\&*+?~()\[\],=]|\d+')
STANDARD = """let M = R | W let po-loc = po & loc let fr = rf^-1 ; co let rfi = rf & int
let rfe = rf & ext let coe = co & ext let fre = fr & ext"""
KEYWORDS = "let", "acyclic", "irreflexive", "empty", "flag"


def need(holds, *why):
    if not holds:
        raise SystemExit("not a proof: " + " ".join(map(str, why)))


def tokens(path):
    with open(path, encoding="utf-8") as f:
        text = re.sub(r"\(\*.*?\*\)", " ", f.read(), flags=re.S)
    return TOKEN.findall(re.sub(r"//.*", "", text))


def words_of(path):
    """The words of each definition in a file, of the first one of a name."""
    found, at = {}, None
    for i, word in enumerate(words := tokens(path)):
        if word in KEYWORDS:
            new = word == "let" and words[i + 1] not in found
            at = found.setdefault(words[i + 1], []) if new else None
        elif at is not None:
            at.append(word)
    return found


class Cat:
    """A model of an architecture: trees in which names are resolved."""
    def __init__(self, words):
        self.t, self.names, self.rules = words, {}, []
        while self.t:
            word = self.t.pop(0)
            if word == "let":
                name = self.t.pop(0)
                self.t.pop(0)
                self.names[name] = ("let", name, self.binary(0))
            elif word in KEYWORDS:
                self.rules.append((word, self.binary(0)))
                del self.t[:2]
            else:
                need(word[0] == '"', "unknown statement", word)

    def binary(self, level):
        if level == 4:
            return self.postfix()
        e = self.binary(level + 1)
        while self.t and self.t[0] == "|;\\&"[level]:
            e = (self.t.pop(0), e, self.binary(level + 1))
        return e

    def postfix(self):
        e = self.atom()
        while self.t and self.t[0] in ("*", "+", "?", "^-1"):
            op = self.t.pop(0)
            product = op == "*" and self.t and self.t[0][0] in "RWMF"
            e = ("product", e, self.atom()) if product else (op, e)
        return e

    def atom(self):
        word = self.t.pop(0)
        if word in "([":
            e = self.binary(0)
            self.t.pop(0)
            return ("id", e) if word == "[" else e
        if self.t[0] != "(":
            return self.names.get(word, ("base", word))
        return ("call", word, self.atom())

    def union(self, e):
        """All named parts of the union @e."""
        if e[0] == "let":
            return {e[1]: e, **(self.union(e[2]) if e[2][0] == "|" else {})}
        return {**self.union(e[1]), **self.union(e[2])} if e[0] == "|" else {e[1]: e}


class Sketch:
    """Events (kind, marks, thread, instruction), and facts: pairs of events by relation."""
    def __init__(self, events, facts, marks):
        self.marks = marks
        self.e, self.facts, self.known, self.n = events, facts, {}, range(len(events))
        self.all = {(i, k) for i in self.n for k in self.n}
        self.int = {(i, k) for i, k in self.all if events[i][2] == events[k][2]}

    def base(self, name):
        e = self.e
        if name in self.marks or name in ("R", "W", "F"):
            found = {(i, i) for i in self.n if name == e[i][0] or name in e[i][1]}
            return found, found
        if name in ("int", "ext"):
            found = self.int if name == "int" else self.all - self.int
            return found, found
        if name == "po":
            may = {(i, k) for i, k in self.int if i < k}
            return {(i, k) for i, k in may if e[i][3] != e[k][3]}, may
        if name == "loc":
            at = {i: {i} for i in self.n}
            for i, k in set().union(*(self.facts.get(r, ()) for r in ("rf", "co", "fr", "rmw"))):
                joined = at[i] | at[k]
                at.update({x: joined for x in joined})
            return {(i, k) for i in self.n for k in at[i]}, self.all
        return set(self.facts.get(name, ())), self.all

    def value(self, e):
        """What is surely in @e, and what may be."""
        if id(e) not in self.known:
            self.known[id(e)] = self.compute(*e)
        return self.known[id(e)]

    def compute(self, op, *of):
        if op == "base":
            return self.base(of[0])
        if op == "let":
            sure, may = self.value(of[1])
            return sure | set(self.facts.get("fr", ()) if of[0] == "fr" else ()), may
        if op == "call":
            ends = {(k, k) for _, k in self.value(of[1])[0]}
            return ends if of[0] == "range" else set(), self.all
        a, *b = (self.value(x) for x in of)
        if op in "|&\\":
            b, = b if op != "\\" else (b[0][::-1],)
            both = zip(a, b)
            return tuple(x | y if op == "|" else x & y if op == "&" else x - y for x, y in both)
        if op == "product":
            return tuple({(i, k) for i, _ in x for _, k in y} for x, y in zip(a, b[0]))
        if op == ";":
            sure, may = ({(i, k) for i, j in x for m, k in y if m == j} for x, y in zip(a, b[0]))
            return sure, may if "id" in (of[0][0], of[1][0]) else self.through(*of)
        if op == "^-1":
            return tuple({(k, i) for i, k in x} for x in a)
        sure = a[0] | ({(i, i) for i in self.n} if op in "*?" else set())
        for j in self.n if op in "*+" else ():
            sure |= {(i, k) for i in self.n for k in self.n if {(i, j), (j, k)} <= sure}
        return (a if op == "id" else (sure, self.all))

    def through(self, a, last):
        """By coherence no write is between a write and a read of it in one thread."""
        def here(e):
            return e[:2] == ("let", "po-loc") or (e[0] in ("let", "&") and any(
                here(x) for x in e[1:] if isinstance(x, tuple)))
        if a[0] == ";" and a[2] == ("id", ("base", "W")) and here(a[1]) and here(last):
            return self.all - (set(self.facts.get("rf", ())) & self.int)
        return self.all
