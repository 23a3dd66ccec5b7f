#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""check.py [--names] ROOT ISA c|rust WHO=FILE.s...: whether accesses stand where the operation
between them keeps them.

The required order follows from the row's ordering; docs/compiler.md explains it. Output is TAP,
one point per operation; with --names, only the names of the operations that are wrong.
"""

import pathlib
import sys

from asm import ISAS, read
from pattern import Pattern
from rows import read_c, read_rust
from write import shapes_of

# Of the two accesses beside an operation O, which must be there, and where: {1} and {2} are their
# letters.
BESIDE = {
    'full': '{1}O+{2}',
    'store_mb': '({1}S|S{1})A+{2}',
    'acquire': '[{1}{2}O]*O[{1}{2}]*{2}',
    'release': '{1}[{1}{2}]*O[{1}{2}O]*',
    'relaxed': '[{1}{2}O]*O[{1}{2}O]*',
}

# One turn of a loop, behind its mark, with a store before O, or a load after it.
TURN = {
    'loops': {
        'full': 'sO+', 'store_mb': '(sS|Ss)A+', 'release': 's+O[sO]*', 'acquire': '[sO]*O[sO]*',
              'relaxed': '[sO]*O[sO]*',
    },
    'loopl': {
        'full': 'O+l', 'store_mb': 'SA+l', 'release': '[lO]*O[lO]*', 'acquire': '[lO]*Ol+',
              'relaxed': '[lO]*O[lO]*',
    },
}

# After a condition that did not hold: the object was read, at least.
IDLE = '[sl]*L[slL]*'

# The object itself, which even a relaxed operation reads and writes where it stands.
OWN = {'ownl': 'S+[LA]+S+', 'owns': '[SAL]*[SA]L+'}


def early(text):
    """Where the object is read first to see whether to write it, that read orders nothing yet."""
    return f'L*{text}'


def reads_first(row, isa):
    """Whether the operation is a loop around a compare-and-exchange, which begins with a read."""
    return row.conditional or (isa == 'i386' and row.kind == 'rmw' and row.width == 64
                               and not row.is_long)


def pattern_text(row, shape, isa):
    if shape in OWN:
        # A load and store of the object by the compiler could be torn, or of an old value.
        text = 'S+[SAL]*A[AL]*L+' if row.kind == 'rmw' else OWN[shape]
        if row.kind == 'store' and row.width == 64:
            # half of the view is the object: the compiler knows its value
            text = text[:-1] + '*'
        idle = 'S[SL]*'
    elif shape == 'twice':
        text, idle = 'O+MO+', '[OM]*'
    elif shape == 'again':
        text, idle = 'S?A+S?A+' if row.order == 'store_mb' else 'OO+', None
    elif shape == 'over':
        text, idle = 'O+S', None
    elif shape in TURN:
        turn = TURN[shape][row.order]
        if reads_first(row, isa):
            turn = early(turn)
        if row.conditional:
            turn = f'{turn}|{IDLE}'
        text, idle = f'(M({turn}))+', None
        if row.order in ('release', 'relaxed', 'acquire'):
            text = f'[ls]*{text}[ls]*'
    else:
        text, idle = BESIDE[row.order].replace('{1}', shape[0]).replace('{2}', shape[1]), IDLE
        if reads_first(row, isa):
            text = early(text)
    if row.kind == 'barrier':
        text = text.replace('O+', 'O*')
    if row.conditional and idle:
        text = f'({text})|({idle})'
    return replace_operation(text)


def replace_operation(text):
    """O is any access by the operation; inside [] as its letters."""
    out, inside = '', False
    for c in text:
        inside = c == '[' or (inside and c != ']')
        out += ('ALS' if inside else '[ALS]') if c == 'O' else c
    return out


def wrong_path(function, pattern):
    """The events of a path that the pattern does not allow, or None."""
    seen, todo = set(), [(0, pattern.start, '')]
    while todo:
        at, states, path = todo.pop()
        if (at, states) in seen:
            continue
        seen.add((at, states))
        if at == -1:
            if not pattern.accepts(states):
                return path or 'nothing'
            continue
        if at == -2:
            return f'{path} and a way that leads out of the function'
        line = function.lines[at]
        for event in line.events:
            states = pattern.step(states, event)
            path += event
            if not states:
                return path
        todo += [(after, states, path) for after in line.next]
    return None


PATTERNS = {}


def wrong(row, functions, isa):
    """The error in the code of a row, in words."""
    for shape in shapes_of(row):
        text = pattern_text(row, shape, isa)
        pattern = PATTERNS.setdefault(text, None) or Pattern(text)
        PATTERNS[text] = pattern
        function = functions.get(f'order_{shape}_{row.name}')
        if not function:
            yield f'{shape}: not compiled'
            continue
        if row.kind == 'rmw' and not any('A' in line.events for line in function.lines):
            yield f'{shape}: no atomic instruction'
        path = wrong_path(function, pattern)
        if path:
            yield f'{shape}: {path}, expected {text}'


def main():
    args = sys.argv[1:]
    names = args[0] == '--names' and args.pop(0)
    root, isa, language, *files = args
    rows = (read_c if language == 'c' else read_rust)(pathlib.Path(root))
    count = failed = 0
    for who, path in (f.split('=', 1) for f in files):
        functions = read(path, ISAS[isa])
        for row in rows:
            problems = list(wrong(row, functions, isa))
            count += 1
            failed += bool(problems)
            if names and problems:
                print(row.name)
            elif not names:
                print(f'{"not " if problems else ""}ok {count} - {who}: {row.name}')
                for problem in problems:
                    print(f'# {problem}')
    if not names:
        print(f'1..{count}')
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
