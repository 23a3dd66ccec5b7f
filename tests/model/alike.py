#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""alike.py LKMM [--seed N] [COUNT]

Random programs whose threads do the same, each to a node of its own, or with a number of its own
that it writes to an owner; in some, one thread differs in
one place. The search takes threads that can be exchanged in one order only, unless registers
of them are in the final state. So each program is decided twice, with shared variables in its final
state, to which the threads add what they have read, and with registers besides. The values of the
shared variables and the flags must be the same.

For a verdict, an exchange may change what the condition names, if it is as true as before. So each
program gets two conditions on its final states: the verdict must be the one that these states give.
"""
import argparse
import os
import random
import re
import tempfile

from ask import check

# {n}: the thread's own node; p: a node, or 0
OWN = ["{n}->v = {k};", "WRITE_ONCE({n}->v, {k});", "{n}->next = NULL;",
       "r = READ_ONCE({n}->v);", "WRITE_ONCE({n}->next, NULL);"]
PUBLISH = ["p = xchg(tail, {n});", "p = xchg_release(tail, {n});", "p = xchg_relaxed(tail, {n});",
           "smp_store_release(tail, {n});", "WRITE_ONCE(*tail, {n});",
           "p = cmpxchg(tail, NULL, {n});", "p = cmpxchg_acquire(tail, {n}, NULL);"]
SHARED = ["WRITE_ONCE(*x, {k});", "*c = *c + 1;", "r = READ_ONCE(*x);", "p = READ_ONCE(*tail);",
          "p = smp_load_acquire(tail);", "r = xchg(x, {k});", "smp_store_release(x, {k});",
          "data_race(*c = {k});", "smp_mb();", "smp_wmb();", "r = r + 1;", "WRITE_ONCE(*x, r + 1);",
          "r = (p == {n});", "r = (p == NULL);", "r = (p == {first});",
          "atomic_add(r + {k}, s);"]
# {id}: the thread's own number; q: a number, or 0; in the upper bits of an owner, {one}
NUMBERS = ["q = atomic_xchg(o, {id} * {one});", "q = atomic_xchg_relaxed(o, {id} * {one} + 1);",
           "atomic_set(o, {id} * {one});", "q = atomic_cmpxchg(o, 0, {id} * {one});",
           "q = atomic_cmpxchg_acquire(o, {id} * {one}, 0);", "q = atomic_read(o);",
           "r = (q == {id} * {one});", "r = (q / {one} == {id});", "r = !q;", "r = (q & 1);",
           "r = (q > {id} * {one});", "r = (q == {one});", "atomic_set_release(o, q);",
           "atomic_set(o, q & 1);", "atomic_set(o, {one});"]
NODES = ["WRITE_ONCE(({first} + (q / {one} - 1))->v, {k});",
         "r = READ_ONCE(({first} + (q / {one} - 1))->v);", "p = {first} + (q / {one} - 1);"]
OTHERS = ["WRITE_ONCE(p->v, {k});", "p->v = {k};", "r = READ_ONCE(p->v);",
          "WRITE_ONCE(p->next, {n});", "smp_store_release(&p->next, {n});", "r = p->v;",
          "p = READ_ONCE(p->next);"]
ARRAYS = ["p = p + 1;", "p = p - 1;", "r = p - {first};", "r = (p < {n});"]
IF_NUMBER = ["if (q) {{", "if (q == {one}) {{", "if (q != {id} * {one}) {{", "if (r) {{",
             "if (q > {id} * {one}) {{", "if (q / {one} == {id}) {{", "if (q & 1) {{"]
IF = ["if (q) {{", "if (q / {one} == {id}) {{", "if (p) {{", "if (!p) {{", "if (r) {{",
      "if (p != {n}) {{", "if (r == {k}) {{"]

def statements(rand, arrays, depth=0):
    forms = []
    for _ in range(rand.randint(2, 4) if depth == 0 else rand.randint(1, 2)):
        kind = rand.random()
        if kind < .2:
            forms.append(rand.choice(OWN))
        elif kind < .45:
            forms.append(rand.choice(rand.choice([PUBLISH, NUMBERS])))
        elif kind < .7 or depth == 2:
            forms.append(rand.choice(SHARED))
        elif kind < .75 and arrays:
            forms += ["if (p) {{", rand.choice(ARRAYS), "}}"]
        elif kind < .8 and arrays:
            forms += ["if (q / {one}) {{", rand.choice(NODES), "}}"]
        elif kind < .85:
            forms += ["if (p) {{", rand.choice(OTHERS), "}}"]
        else:
            forms += [rand.choice(IF), *statements(rand, arrays, depth + 1), "}}"]
    return forms


def with_numbers(rand, depth=0):
    """Statements about numbers, most of all."""
    forms = []
    for _ in range(rand.randint(2, 3) if depth == 0 else rand.randint(1, 2)):
        if depth < 2 and rand.random() < .5:
            forms += [rand.choice(IF_NUMBER), *with_numbers(rand, depth + 1), "}}"]
        else:
            forms.append(rand.choice(rand.choice([NUMBERS, SHARED[:5]])))
    return forms


def numbered(rand, forms):
    return [form.replace("{k}", str(rand.randint(1, 2))) for form in forms]


def altered(rand, forms):
    """The same with another statement in one place."""
    places = [i for i, form in enumerate(forms) if form.endswith(";")]
    if not places:
        return forms
    i = rand.choice(places)
    other = numbered(rand, [rand.choice(OWN + PUBLISH + SHARED)])
    return forms[:i] + other + forms[i + 1:]


def program(rand, number):
    """Its text, without a last line; more that this may ask for; and the registers."""
    arrays = rand.random() < .4
    threads = rand.choice([2, 2, 3])
    node = [f"(&n[{i}])" if arrays else f"n{i}" for i in range(threads)]
    one = rand.choice([1, 4])
    forms = numbered(rand, [rand.choice(OWN), rand.choice(rand.choice([PUBLISH, NUMBERS])),
                            *statements(rand, arrays)])
    if rand.random() < .5:
        forms = numbered(rand, [rand.choice(NUMBERS), *with_numbers(rand)])
    bodies = [forms] * threads
    if rand.random() < .4:
        bodies[rand.randrange(threads)] = altered(rand, forms)
    if rand.random() < .3:
        bodies.append(numbered(rand, statements(rand, arrays, 1)))
        node.append(rand.choice(node))
    names = "struct node *n" if arrays else ", ".join(f"struct node *{n}" for n in node[:threads])
    first = [".v = 1" if rand.random() < .1 else ".v = 0" for _ in range(threads)]
    objects = (f"struct node n[{threads}] = {{ {', '.join(f'{{ {v} }}' for v in first)} }};"
               if arrays else " ".join(f"struct node {n} = {{ {v} }};"
                                       for n, v in zip(node, first)))
    text = f"C alike-{number}\n\nstruct node {{\n\tint v;\n\tstruct node *next;\n}};\n\n"
    text += f"{{\n\tstruct node *tail;\n\t{objects}\n}}\n"
    for i, body in enumerate(bodies):
        lines = "\n\t".join(["int r = 0;", "int q = 0;", "struct node *p = NULL;",
                             *(form.format(n=node[i], first=node[0], id=i + 1, one=one)
                               for form in body),
                             "if (r)", "\tatomic_add(r, s);"])
        text += (f"\nP{i}({names}, struct node **tail, atomic_t *o, int *x, "
                 f"int *c, atomic_t *s)\n"
                 f"{{\n\t{lines}\n}}\n")
    return text, rand.choice([[], [], ["tail"], ["o"]]), [f"{i}:r" for i in range(len(bodies))]


def shared(states):
    """Of final states, the values of shared variables."""
    return {" ".join(part for part in state.split() if ":" not in part) for state in states}


def numbers(state):
    """The parts of a final state that are numbers, as a condition has them: {name: value}."""
    parts = dict(part.strip().split("=") for part in state.split(";") if part.strip())
    return {name: int(v) for name, v in parts.items() if re.fullmatch(r"-?\d+", v)}


def condition(rand, states):
    """Equalities of a thread's register and variables, some of which hold in one of @states."""
    found = numbers(rand.choice(states))
    threads = [name for name in found if ":" in name]
    names = rand.sample([name for name in found if ":" not in name], rand.randint(1, 2))
    names += rand.sample(threads, min(len(threads), rand.randint(0, 1)))
    return {name: found[name] if rand.random() < .8 else rand.randint(0, 3) for name in names}


def verdict(states, wanted):
    holds = [all(numbers(state).get(name) == v for name, v in wanted.items()) for state in states]
    return "Always" if all(holds) else "Sometimes" if any(holds) else "Never"


def compare_verdicts(lkmm, rand, found):
    """FOUND: programs, with all their final states."""
    asked = {}
    with tempfile.TemporaryDirectory() as directory:
        for text, states in found:
            for _ in range(2):
                wanted = condition(rand, states)
                name = os.path.join(directory, f"verdict-{len(asked)}.litmus")
                with open(name, "w", encoding="utf-8") as out:
                    holds = " /\\ ".join(f"{name}={v}" for name, v in wanted.items())
                    out.write(f"{text}\nexists ({holds})\n")
                asked[name] = text, wanted, verdict(states, wanted)
        answers = check(lkmm, list(asked), "--timeout", "5")
    wrong = 0
    for name, (text, wanted, right) in asked.items():
        got = answers[name].get("observation", right)
        wrong += got != right
        if got != right and wrong < 4:
            print(f"{text}\n{wanted}: {right}\n{answers[name]}")
    print(f"{len(asked)} conditions, {wrong} differ")
    return bool(wrong)


def compare(lkmm, rand, programs):
    with tempfile.TemporaryDirectory() as directory:
        pairs = []
        for i, (text, more, registers) in enumerate(programs):
            pair = []
            for name, named in (("alike", []), ("named", registers)):
                pair.append(os.path.join(directory, f"{name}-{i}.litmus"))
                with open(pair[-1], "w", encoding="utf-8") as out:
                    asked = "; ".join(["x", "c", "s", *more, *named])
                    out.write(f"{text}\nlocations [{asked}]\n")
            pairs.append(pair)
        answers = check(lkmm, sum(pairs, []), "--states", "--timeout", "5")
    wrong = unread = 0
    found = []
    for (first, second), (text, _, _) in zip(pairs, programs):
        a, b = answers[first], answers[second]
        if "states" not in a or "states" not in b:
            unread += 1
        elif shared(a["states"]) != shared(b["states"]) or a["flags"] != b["flags"]:
            wrong += 1
            if wrong < 4:
                print(f"{text}\n{a}\n{b}")
        elif b["states"]:
            found.append((text, b["states"]))
    print(f"{len(programs)} programs, {wrong} differ, {unread} were not read or took too long")
    differ = compare_verdicts(lkmm, rand, found)
    return bool(wrong) or differ or unread > len(programs) // 20


# What two threads write to a variable, an int or a pointer; what it holds at first, so that in one
# order of these threads only it has one value, another one, and that one again.
BACK_AND_FORTH = [("int ", "1", "1", "2"), ("int ", "2", "1", "2"),
                  ("struct node *", "0", "0", "n"), ("struct node *", "n", "0", "n")]


def back_and_forth(kind, init, first, second):
    """Such a program. Its threads are not alike, though they look it, since .x becomes no other
    variable; an exchange of the two would leave out the order that is asked for."""
    text = f"""C back-and-forth
struct node {{
\tint v;
}};
{{
\tstruct node n;
\t{kind}x = {init.replace("n", "&n")};
}}
"""
    for i, value in enumerate((first, second)):
        text += f"P{i}({kind}*x, struct node *n)\n{{\n\tWRITE_ONCE(*x, {value});\n}}\n"
    return text + f"""P2({kind}*x, int *seen)
{{
\t{kind}a = READ_ONCE(*x);
\t{kind}b = READ_ONCE(*x);
\t{kind}c = READ_ONCE(*x);
\tWRITE_ONCE(*seen, a == c && a != b);
}}
exists (seen=1)
"""


def compare_back_and_forth(lkmm):
    wrong = 0
    with tempfile.TemporaryDirectory() as directory:
        for kind, init, *values in BACK_AND_FORTH:
            for first, second in (values, values[::-1]):
                name = os.path.join(directory, "test.litmus")
                with open(name, "w", encoding="utf-8") as out:
                    out.write(back_and_forth(kind, init, first, second))
                answer = check(lkmm, [name])[name]
                wrong += answer.get("observation") != "Sometimes"
                if answer.get("observation") != "Sometimes":
                    print(f"{back_and_forth(kind, init, first, second)}\n{answer}")
    print(f"{2 * len(BACK_AND_FORTH)} programs that go back and forth, {wrong} differ")
    return bool(wrong)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n", 1)[0])
    parser.add_argument("lkmm")
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    rand = random.Random(a.seed)
    wrong = compare(a.lkmm, rand, [program(rand, i) for i in range(a.count)])
    return compare_back_and_forth(a.lkmm) or wrong


if __name__ == "__main__":
    raise SystemExit(main())
