#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""
mutate.py --emit DIR
mutate.py [-v] [--few] PROGRAM

Every clause of model/lkmm/lkmm.c and every flag of model/lkmm/flags.c matters to some test in
litmus/.

--emit writes copies of the two to DIR, in which one clause can be broken at run time, by the number
in the variable `mutant`: 0 breaks none. What is broken, one at a time:

    seq(a, b, ...)      an operand dropped: the identity instead
    either(a, b, ...)   an operand dropped: the empty relation instead
    both(a, b)          a; b
    minus(a, b)         a
    product(s, t)       s or t: everything instead
    inverse(a)          a; also of_accesses(a) and to_accesses(a)
    opt(a)              a; the identity. Also where its name is x_opt
    star(a)             opt(a); the identity. Also where its name is x_star
    acyclic(a)          irreflexive(a)
    x = m->tag[...]     the empty relation
    return a && b       an operand taken as true; of a || b, as false
    bool holds_rule(...) { return ...      the rule is not checked; an operand as above
    if (a && b) flags |= ...        the flag is not raised; an operand as above

The other form decides, for each number, the tests in C by PROGRAM (mutants.c with these copies),
until one does not get the answer written in it. A mutant that no test notices is a line of output
and a failure, unless equivalent.txt says why it is the same model. A line there that is not a
mutant, or that a test notices, is a failure as well. TAP; -v shows the test that notices each
mutant; with --few, one that is listed in equivalent.txt is decided with a quarter of the tests.
"""
import os
import re
import resource
import signal
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

OPERATORS = {name: name for name in (
    "seq", "either", "both", "minus", "product", "inverse", "opt", "star", "acyclic", "irreflexive",
    "set_of", "to_accesses", "of_accesses")}
# flags.c has them by other names
OPERATORS |= {"seq_of": "seq", "rel_compose": "seq", "rel_both": "both", "rel_minus": "minus",
              "rel_inverse": "inverse"}
# Of no concern to brute force: what spares lkmm_check() a search.
SHORTCUTS = {"uses_cookie", "well_matched", "all_well_matched", "possible_flags"}
EMPTY, EVERYTHING = "m->pool.none", "m->id"
SECONDS = 60            # of the CPU, for one mutant: a broken loop may not end

ROOT = os.path.relpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
SOURCES = [os.path.normpath(os.path.join(ROOT, "model", f))
           for f in ("lkmm/lkmm.c", "lkmm/flags.c")]
EQUIVALENT = os.path.normpath(os.path.join(ROOT, "tests/model/equivalent.txt"))
LITMUS = os.path.normpath(os.path.join(ROOT, "litmus"))

# ---- the source as a tree ----------------------------------------------------------------------


class Call:
    """A call of an operator; an argument is a list of Calls and of the text around them."""

    def __init__(self, name, args):
        self.name, self.kind = name, OPERATORS[name]
        self.pool = 1 if name.startswith("rel_") else 0         # its first argument
        self.args = args


def text(part):
    """C again, in one line."""
    if isinstance(part, str):
        return re.sub(r"\s+", " ", part)
    if isinstance(part, Call):
        return f"{part.name}({', '.join(text(a) for a in part.args)})"
    return "".join(text(p) for p in part).strip()


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def without_comments(source):
    return re.sub(r"/\*.*?\*/|//[^\n]*", blank, source, flags=re.S)


def take_macros(source):
    """The macros that are equations themselves, and the source without their definitions."""
    macros = {}

    def take(m):
        name, params, body = m.group(1), m.group(2), m.group(3)
        if not re.match(r"(?!rel_)(%s)\(" % "|".join(OPERATORS), body):
            return m.group()
        macros[name] = ([p.strip() for p in params.split(",")], body)
        return ""
    source = re.sub(r"^#define (\w+)\(([^)]*)\)\s+(.*)$", take, source, flags=re.M)
    return macros, source


def close(s, i):
    """Where the parenthesis closes that opens at s[i]."""
    depth = 0
    while True:
        depth += {"(": 1, ")": -1}.get(s[i], 0)
        if not depth:
            return i
        i += 1


def split(s, separator):
    """The parts of s between separators that are in no parentheses."""
    parts, depth, start, i = [], 0, 0, 0
    while i < len(s):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(s[i], 0)
        if not depth and s.startswith(separator, i):
            parts.append(s[start:i])
            i = start = i + len(separator)
        else:
            i += 1
    return parts + [s[start:]]


def parse(s, macros):
    parts, at = [], 0
    for m in re.finditer(r"\b(\w+)\(", s):
        name = m.group(1)
        if m.start() < at or name not in OPERATORS and name not in macros:
            continue
        end = close(s, m.end() - 1)
        args = [a.strip() for a in split(s[m.end():end], ",")]
        parts.append(s[at:m.start()])
        at = end + 1
        if name in macros:
            params, body = macros[name]
            for p, a in zip(params, args):
                body = re.sub(r"(?<![\w>])%s\b" % p, lambda _, a=a: a, body)
            parts += parse(body, macros)
        else:
            parts.append(Call(name, [parse(a, macros) for a in args]))
    return parts + [s[at:]]


# ---- mutants -----------------------------------------------------------------------------------


class Mutants:
    def __init__(self):
        self.names = [None]             # by number; 0 is the model as it stands
        self.places = [None]            # file:line
        self.equation = self.place = None

    def choice(self, code, others):
        """C that is `code`, or one of `others` when its number is asked for. Others are pairs of
        a description for people, and C."""
        for broken, instead in others:
            name = f"{self.equation}: {re.sub(r'm->', '', broken)}"
            while name in self.names:
                name += " again"
            self.names.append(name)
            self.places.append(self.place)
            code = f"mutant == {len(self.names) - 1} ? {instead} : {code}"
        return f"({code})" if others else code


def sole(arg):
    """The Call that the argument is, or its name."""
    parts = [p for p in arg if not isinstance(p, str) or p.strip()]
    return parts[0] if len(parts) == 1 else ""


def shown(call, i, new):
    args = [text(a) for a in call.args]
    args[i] = f"[{args[i]} -> {new}]"
    whole = f"{call.name}({', '.join(args)})"
    return whole if len(whole) < 120 else f"{call.name}(.. {args[i]} ..)"


def is_optional(arg):
    a = sole(arg)
    return a.kind in ("opt", "star") if isinstance(a, Call) else bool(re.search(r"_(opt|star)$", a))


def broken_operands(call):
    """For each operand what else can stand there: triples of its index, for people, and C."""
    dropped = {"seq": ("id", EVERYTHING), "either": ("0", EMPTY),
               "product": ("everything", EVERYTHING)}.get(call.kind)
    for i, arg in enumerate(call.args):
        a = sole(arg)
        if i < call.pool:
            continue
        if dropped and not (call.kind == "seq" and is_optional(arg)):
            yield i, *dropped
        if isinstance(a, str) and a.endswith("_opt"):
            yield i, text(a[:-4]), a[:-4]
            yield i, "id", EVERYTHING
        if isinstance(a, str) and a.endswith("_star"):
            yield i, f"opt({text(a[:-5])})", f"opt({a[:-5]})"
            yield i, "id", EVERYTHING


def broken_call(call):
    """What can stand for the call itself: pairs for people and C."""
    a = [text(arg) for arg in call.args[call.pool:]]
    others = {
        "both": a[:2],
        "minus": a[:1],
        "inverse": a[:1],
        "to_accesses": a[:1],
        "of_accesses": a[:1],
        "opt": [a[0], EVERYTHING],
        "star": [f"opt({a[0]})", EVERYTHING],
        "acyclic": [f"irreflexive({a[0]})"],
    }.get(call.kind, [])
    return [(f"[{text(call)} -> {'id' if o == EVERYTHING else o}]", o) for o in others]


def mutated(part, mutants):
    """C that can be broken."""
    if isinstance(part, str):
        return part
    if not isinstance(part, Call):
        return "".join(mutated(p, mutants) for p in part)
    args = []
    operands = list(broken_operands(part))
    for i, arg in enumerate(part.args):
        others = [(shown(part, i, new), code) for k, new, code in operands if k == i]
        args.append(mutants.choice(mutated(arg, mutants).strip(), others))
    return mutants.choice(f"{part.name}({', '.join(args)})", broken_call(part))


def logic(s, macros, mutants):
    """The condition s, each operand of its && and || by itself."""
    for operator, neutral in ("||", "0"), ("&&", "1"):
        operands = split(s, operator)
        if len(operands) < 2:
            continue
        done = []
        for i, o in enumerate(operands):
            names = [re.sub(r"\s+", " ", x.strip()) for x in operands]
            names[i] = f"[{names[i]} -> {'true' if neutral == '1' else 'false'}]"
            done.append(mutants.choice(f"!!({logic(o.strip(), macros, mutants)})",
                                       [(f" {operator} ".join(names), neutral)]))
        return f" {operator} ".join(done)
    m = re.match(r"\s*!?\(", s)
    if m and close(s, m.end() - 1) == len(s.rstrip()) - 1:
        end = len(s.rstrip()) - 1
        return s[:m.end()] + logic(s[m.end():end], macros, mutants) + ")"
    return mutated(parse(s, macros), mutants)


def statement(s, function, macros, mutants):
    """One statement, with its semicolon."""
    rule = re.fullmatch(r"(\s*return )(.*);", s, flags=re.S)
    if rule and function.startswith("holds_"):
        mutants.equation = function[len("holds_"):].replace("_", "-")
        inner = logic(rule.group(2), macros, mutants)
        # what it computes is still there for what comes next
        unchecked = f"((void)({rule.group(2)}), 1)"
        return rule.group(1) + mutants.choice(inner,
                                              [("[the rule is not checked]", unchecked)]) + ";"
    flag = re.fullmatch(r"(.*\bif \()(.*)(\)\s*flags \|= bit\(LKMM_(\w+)\);)", s, flags=re.S)
    if flag:
        mutants.equation = flag.group(4).lower().replace("_", "-")
        inner = logic(flag.group(2), macros, mutants)
        inner = mutants.choice(inner, [("[the flag is not raised]", "0")])
        return flag.group(1) + inner + flag.group(3)
    m = re.fullmatch(r"(\s*return )(.*);", s, flags=re.S)
    if m:
        mutants.equation = function
        return m.group(1) + logic(m.group(2), macros, mutants) + ";"
    done = []
    for declarator in split(s, ","):
        m = re.fullmatch(r"(.*?\b(?:m->)?(\w+) = )(.*?)(;?)", declarator, flags=re.S)
        if not m:
            done.append(declarator)
            continue
        mutants.equation = m.group(2)
        code = mutated(parse(m.group(3), macros), mutants)
        if re.fullmatch(r"m->tag\[\w+\]", m.group(3)):
            code = mutants.choice(code, [(f"[{m.group(3)} -> 0]", EMPTY)])
        done.append(m.group(1) + code + m.group(4))
    return ",".join(done)


def mutate(file, mutants):
    """The source with its mutants in it, which are added to the others."""
    with open(file) as f:
        macros, source = take_macros(without_comments(f.read()))
    out, function, body, line = [], None, False, 1
    for s in re.split(r"(?<=[;{}])", source):
        indent = s[:len(s) - len(s.lstrip())]
        mutants.place = f"{file}:{line + indent.count(chr(10))}"
        line += s.count("\n")
        name = re.search(r"^[^\s#].*?(\w+)\([^()]*\)\s*\{$", s, flags=re.M)
        if name:
            function, body = name.group(1), name.group(1) not in SHORTCUTS
            out.append(s)
        elif body and not s.lstrip().startswith("#"):
            out.append(statement(s, function, macros, mutants))
            body = "\n}" not in s
        else:
            out.append(s)
    return "".join(out)


def mutate_all():
    """The sources with all mutants, and these."""
    mutants = Mutants()
    return [mutate(f, mutants) for f in SOURCES], mutants


# ---- running them ------------------------------------------------------------------------------


def read_equivalent(name):
    """The lines that start at the margin; reasons are indented."""
    with open(name) as f:
        return {line.rstrip() for line in f if line.strip() and not line[0] in "#\t "}


def limit_cpu():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


def killer(program, number, files):
    """The test that notices, or None."""
    run = subprocess.run([program, str(number), *files], stdout=subprocess.PIPE, text=True,
                         check=False, preexec_fn=limit_cpu)
    if run.returncode == 0:
        return None
    if run.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "the time limit"
    return run.stdout.split(":")[0] or f"exit status {run.returncode}"


def list_tests():
    """The tests in C, and how many there are in other languages."""
    files = sorted(os.path.join(d, f) for d, _, fs in os.walk(LITMUS) for f in fs
                   if f.endswith(".litmus"))
    in_c = [f for f in files if open(f, encoding="utf-8").read(2) == "C "]
    return in_c, len(files) - len(in_c)


def run(program, verbose, every):
    mutants = mutate_all()[1]
    names = mutants.names
    files, others = list_tests()
    listed = read_equivalent(EQUIVALENT)
    points = tap.Tap()

    test = killer(program, 0, files)
    points.point(files and not test, "the answers of the model as it stands", test or LITMUS)
    for name in sorted(listed - set(names[1:])):
        points.point(False, f"{EQUIVALENT}: no such mutant: {name}")
    for number, name in enumerate(names[1:], 1):
        test = killer(program, number, files[::every] if name in listed else files)
        if test in files:
            # what notices one mutant is likely to notice the next
            files.remove(test)
            files.insert(0, test)
        if verbose:
            points.note(f"{mutants.places[number]}: {number}: {name}: {test}")
        if test and name in listed:
            points.point(False, f"{EQUIVALENT}: {name}", f"{test} notices it")
        else:
            points.point(test or name in listed, f"{mutants.places[number]}: {name}",
                         "no test notices it")
    points.note(f"{len(names) - 1} mutants, {len(listed)} of them the same model; {len(files)} "
                f"tests, {others} in other languages passed over")
    return points.end() == 0


def main(argv):
    if len(argv) == 3 and argv[1] == "--emit":
        for name, source in zip(SOURCES, mutate_all()[0]):
            stem = os.path.basename(name)[:-2]
            with open(os.path.join(argv[2], stem + "-mutants.h"), "w") as f:
                f.write(source)
        return 0
    options, program = set(argv[1:-1]), argv[-1]
    if options <= {"-v", "--few"} and len(argv) > 1 and not program.startswith("-"):
        return 0 if run(program, "-v" in options, 4 if "--few" in options else 1) else 1
    print(__doc__.strip(), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv))
