#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""arrows.py [TREE]: every #include "..." keeps to the arrows between the rooms. TAP.

A room may include itself, the rooms beside its name here, and public headers (<lkmm/...>). A
folder inside a room has that room's arrows unless it stands here itself. No files include one
another in a circle. `struct litmus`, the state of reading, is named by front/ alone: the others get
`struct litmus_test`.
"""
import os
import re
import sys

# The headers of the engine that a model may include.
EQUATIONS = " ".join(f"model/engine/{name}" for name in ("rel.h", "rel.c", "model.h", "notation.h",
                                                         "value.h"))
ARROWS = {
    "base": "",
    "front": "base/nearest.h",
    "emit": "front/test.h front/primitive.h base",
    "show": "front/test.h base",
    "change": "front/test.h front/primitive.h front/lex.h front/plain.h show base",
    "model": "model/program model/path model/engine",
    "model/program": "",
    "model/path": "model/program",
    "model/engine": "model/program model/path",
    "model/lkmm": EQUATIONS,
    "model/sc": EQUATIONS,
    "model/cat": EQUATIONS + " model/path",
    "gen": "gen/read gen/plan gen/c gen/rust gen/docs gen/tests",
    "gen/read": "gen/gen.h",
    "gen/plan": "gen/gen.h gen/read",
    "gen/c": "gen/gen.h gen/read gen/plan",
    "gen/rust": "gen/gen.h gen/read gen/plan",
    "gen/docs": "gen/gen.h gen/read gen/plan gen/c gen/rust",
    "gen/tests": "gen/gen.h gen/read gen/plan gen/c gen/rust",
    "tool": "base",
    "tool/binary": "base lib",
    "tool/completion": "base tool/commands.h",
    "tool/ci": "show/place.h base",
    "tool/shard": "tool/ci base",
    "tool/include": "front/test.h base",
    "tool/check": "front/test.h front/asm/sequence.h show change base tool/include tool/binary "
                  "tool/ci tool/shard tool/commands.h",
    "tool/run": "front/test.h emit show base tool/check/check.h tool/include tool/shard "
                "tool/commands.h",
    "tool/prove": "front/test.h front/primitive.h front/asm/sequence.h model/cat/sketch.h base "
                  "tool/check/check.h tool/binary tool/commands.h",
    "tool/bench": "base bench tool/commands.h",
    "tool/lsp": "base tool/check/check.h tool/commands.h",
    "tool/hot": "base tool/binary lib/hot tool/commands.h",
    "tool/doctor": "base tool/binary tool/ci tool/commands.h",
    "tool/verify": "emit tool/include front/test.h front/lex.h front/llvm/llvm.h show change base "
                   "tool/ci tool/shard tool/commands.h",
    "runtime": "",
    "lib": "",
    "bench": "",
}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def room_of(path):
    """The innermost folder of @path that has arrows, or None."""
    while path := os.path.dirname(path):
        if path in ARROWS:
            return path
    return None


def is_inside(path, place):
    return path == place or path.startswith(place + "/")


def breaks(source, target):
    """The rule that the arrow breaks, or None."""
    room, other = room_of(source), room_of(target)
    allowed = ARROWS[room].split()
    if not other or other == room or any(is_inside(target, place) for place in allowed):
        return None
    return f"{room}/ may include {', '.join([room + '/'] + allowed)} alone"


def files(tree):
    for top in sorted({room.split("/")[0] for room in ARROWS}):
        for folder, _, names in os.walk(os.path.join(tree, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), tree)


def includes(tree):
    """Pairs of files; a file is looked for beside the one that names it, then from the top of the
    tree."""
    for source in files(tree):
        with open(os.path.join(tree, source), encoding="utf-8") as f:
            for name in INCLUDE.findall(f.read()):
                beside = os.path.normpath(os.path.join(os.path.dirname(source), name))
                yield source, beside if os.path.exists(os.path.join(tree, beside)) else name


def names_of_reading(tree):
    """Files outside front/ that name the state of reading."""
    for source in files(tree):
        if not is_inside(source, "front"):
            with open(os.path.join(tree, source), encoding="utf-8") as f:
                if re.search(r"\bstruct litmus\b", f.read()):
                    yield source


def circles(pairs):
    """Sets of files that include one another, by Tarjan's algorithm."""
    graph, order, low, stack, found = {}, {}, {}, [], []
    for source, target in pairs:
        graph.setdefault(source, []).append(target)

    def visit(v):
        order[v] = low[v] = len(order)
        stack.append(v)
        for w in graph.get(v, []):
            if w not in order:
                visit(w)
            if w in stack:
                low[v] = min(low[v], low[w])
        if low[v] == order[v]:
            circle = stack[stack.index(v):]
            del stack[stack.index(v):]
            if len(circle) > 1:
                found.append(circle)

    for v in list(graph):
        if v not in order:
            visit(v)
    return found


def main():
    tree = sys.argv[1] if len(sys.argv) > 1 else "."
    pairs = list(includes(tree))
    wrong = [(s, t, rule) for s, t in pairs if (rule := breaks(s, t))]
    for source, target, rule in wrong:
        print(f'# {source} includes "{target}", but {rule}')
    round_about = circles(pairs)
    for circle in round_about:
        print("# a circle:", *circle)
    reading = list(names_of_reading(tree))
    for source in reading:
        print(f"# {source} names struct litmus, which is private to front/")
    print(f"{'not ok' if wrong else 'ok'} 1 - {len(pairs)} includes keep to the arrows")
    print(f"{'not ok' if round_about else 'ok'} 2 - no circle of includes")
    print(f"{'not ok' if reading else 'ok'} 3 - struct litmus is named in front/ alone")
    print("1..3")
    return 1 if wrong or round_about or reading or not pairs else 0


if __name__ == "__main__":
    sys.exit(main())
