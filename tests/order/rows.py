# SPDX-License-Identifier: GPL-2.0 OR MIT
"""The rows of defs/ops.tbl, and the calls of their probes, from lkmm-gen's output in
tests/generated/."""

import re

ROW = re.compile(r'\{ "(\w+)",\s+(\w+),\s+(?:true|false)' + r',\s+"([^"]*)"' * 4 +
                 r',\s+"(\w+)",\s+call_')
C_PROBE = re.compile(r'^PROBE\(([^)]*)\) probe_(\w+)\(([^)]*)\)$', re.M)
RUST_PROBE = re.compile(r'fn probe_(\w+)\((.*?),?\s*\)(?: -> ([\w*() ]+))? \{', re.S)


class Row:
    """One operation on one type in one ordering, or a barrier. kind: load, store, rmw or barrier.
    """

    def __init__(self, name, width, kind, order, conditional):
        self.name, self.width, self.kind, self.order = name, width, kind, order
        self.conditional = conditional  # where it writes nothing, it orders nothing
        self.is_long = False            # its width is that of a long
        self.returns = None             # its type, None for nothing
        self.params = []                # (name, type) in the order of the call


def read_rows(root):
    text = (root / 'tests/generated/table.c').read_text()
    rows = []
    for name, width, _, when, becomes, returns, order in ROW.findall(text):
        reads = returns != '-' or 'v' in becomes.split()
        order = 'relaxed' if order == 'local' else order
        kind = 'load' if becomes == '-' else 'rmw' if reads else 'store'
        rows.append(Row(name, 64 if width == 'LONG_WIDTH' else int(width), kind, order,
                        when != '-'))
        rows[-1].is_long = width == 'LONG_WIDTH'
    barriers = text[text.index('barriers[]'):]
    rows += [Row(name, 0, 'barrier', 'full', False)
             for name in re.findall(r'^\t"(\w+)",$', barriers, re.M)]
    return {row.name: row for row in rows}


def read_c(root):
    """The rows that C has, with their parameters."""
    rows, found = read_rows(root), []
    for returns, name, params in C_PROBE.findall((root / 'tests/generated/probe.c').read_text()):
        row = rows[name]
        row.returns = None if returns == 'void' else returns
        row.params = [(p[re.search(r'\w+$', p).start():], p) for p in params.split(', ')
                      if p != 'void']
        found.append(row)
    return found


def read_rust(root):
    """The rows that Rust has, with their parameters."""
    rows, found = read_rows(root), []
    text = (root / 'tests/generated/probe.rs').read_text()
    for name, params, returns in RUST_PROBE.findall(text):
        row = rows[name]
        row.returns = returns or None
        row.params = [tuple(p.strip().split(': ')) for p in params.split(',') if p.strip()]
        found.append(row)
    return found
