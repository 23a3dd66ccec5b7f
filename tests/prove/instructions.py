# SPDX-License-Identifier: GPL-2.0 OR MIT
"""The table of sequences, and the events of their instructions by defs/isa/."""
import re

from sketch import need

MARKS = {}


def variants(name):
    """A name of defs/isa/ spelled out, with the marks of each."""
    m = re.search(r"\{(.*?)\}", name)
    for c in (([""] if "=" in m[1] else []) + m[1].split("|") if m else ()):
        for n, marks in variants(name[:m.start()] + c.split("=")[0] + name[m.end():]):
            yield n, c.split("=")[1:] + marks
    if not m:
        yield name, []


def read_isa(path):
    rows, backwards = [], False
    for line in open(path, encoding="utf-8"):
        word = re.split(r"\s{2,}", line.split("#")[0].strip())
        if word[0] == "mark":
            MARKS[word[1]] = word[2]
        elif word[0].startswith("header"):
            backwards = "right" in line
        elif len(word) == 3 and word[0] not in ("registers", "zero", "widths", "extend"):
            rows += [(n, m, word[1].replace("-", "").split(), word[2])
                     for n, m in variants(word[0])]
    return rows, backwards


def fits(operand, text):
    zero, memory = text in ("zero", "xzr", "wzr"), re.search(r"[(\[]", text)
    register = text.startswith("{") or zero
    return {"r": register, "m": memory, "n": memory, "l": re.fullmatch(r"\d[bf]", text),
            "z": zero, "i": re.fullmatch(r"\$?-?\w+", text),
            "o": not memory}.get(operand, operand == f"'{text}'")


def events_of(code, isa, fails):
    """(kind, marks, instruction) of each event, and the pair of an RMW."""
    events, pair, linked, skip = [], None, None, None
    for number, line in enumerate(code):
        label, line = re.fullmatch(r"(?:(\d):)? *(.*)", line).groups()
        skip = None if label == skip else skip
        if skip or not line:
            continue
        name = re.match(r"(lock )?\S+", line)[0]
        texts = [x.strip() for x in re.findall(r"[^,(\[]*(?:[(\[][^)\]]*[)\]])?", line[len(name):])]
        texts = [x for x in texts if x][::-1 if isa[1] else 1]
        row = [r for r in isa[0] if r[0] == name and len(r[2]) == len(texts) and
               all(map(fits, r[2], texts))]
        need(row, "unknown instruction", line)
        _, marks, _, effects = row[0]
        for step in effects.split(";"):
            own = [w for w in marks + step.split() if w in MARKS]
            kinds = "F" if "fence" in step else "RW" if "<-" in step else "W" if "try" in step \
                else "R" if "= [" in step or "link" in step else "W" if "] =" in step else ""
            for kind in kinds[:1] if fails and "if old" in step else kinds:
                events.append((kind, frozenset(m for m in own if MARKS[m] == "access" or
                               MARKS[m][0].upper() == kind), number))
            at = len(events) - 1
            linked = at if "link [" in step else linked
            pair = (at - 1, at) if kinds == "RW" and events[at][0] == "W" else \
                (linked, at) if "try" in step else pair
            if "goto" in step and fails and texts[-1][-1] == "f":
                skip = texts[-1][0]
    return events, pair


def read_table(tree, arch):
    """The sequences: what the certificate calls each, its meaning, and its instructions."""
    with open(f"{tree}/front/asm/sequences.c", encoding="utf-8") as f:
        rows = re.findall(r'\{ "(\w+)", "(\w+)", LKMM_(\w+), (\d+),(.*?)\.text ='
                          r'\s*((?:"[^"]*"\s*)+)\}', f.read(), re.S)
    for _, name, order, bits, fields, text in (r for r in rows if r[0] == arch):
        field = dict(re.findall(r'\.(\w+) = "?(\w+)', fields))
        code = "".join(re.findall(r'"([^"]*)"', text)).split("\\n")[:-1]
        for fails in ("-", "fails") if field.get("shape") == "LKMM_SHAPE_CMPXCHG" else ("-",):
            if field.get("fence") != "LKMM_FENCE_RELAX":
                yield (f"{name} {order.lower() if int(bits) else '-'} {bits} "
                       f"{field.get('feature', '-')} {fails}"), field, code
