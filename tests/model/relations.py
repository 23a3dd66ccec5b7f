# SPDX-License-Identifier: GPL-2.0 OR MIT
"""A few events and relations between them, as equations.py needs them."""


class Rel:
    def __init__(self, rows):
        self.rows = rows

    def __or__(self, other):
        return Rel([a | b for a, b in zip(self.rows, other.rows)])

    def __and__(self, other):
        return Rel([a & b for a, b in zip(self.rows, other.rows)])

    def __sub__(self, other):
        return Rel([a & ~b for a, b in zip(self.rows, other.rows)])

    def __rshift__(self, other):
        """self ; other"""
        rows = []
        for a in self.rows:
            row = 0
            while a:
                low = a & -a
                row |= other.rows[low.bit_length() - 1]
                a ^= low
            rows.append(row)
        return Rel(rows)

    def inverse(self):
        n = range(len(self.rows))
        return Rel([sum(1 << j for j in n if self.rows[j] >> i & 1) for i in n])

    def opt(self):
        return Rel([a | 1 << i for i, a in enumerate(self.rows)])

    def plus(self):
        rows = list(self.rows)
        for k in range(len(rows)):
            for i in range(len(rows)):
                if rows[i] >> k & 1:
                    rows[i] |= rows[k]
        return Rel(rows)

    def star(self):
        return self.plus().opt()

    def empty(self):
        return not any(self.rows)

    def irreflexive(self):
        return not any(a >> i & 1 for i, a in enumerate(self.rows))

    def acyclic(self):
        return self.plus().irreflexive()


class Event:
    """kind R, W, F, S (synchronize_srcu) or D (kfree, of .object); the tags are the model's."""

    def __init__(self, thread, kind, tag, loc=None, value=None, rmw=False):
        self.thread, self.kind, self.tag, self.loc, self.value = thread, kind, tag, loc, value
        self.rmw, self.partner, self.unlock, self.object = rmw, None, None, None
        self.addr, self.data, self.ctrl = set(), set(), set()

    def failed(self):
        return self.rmw and self.partner is None

    def plain(self):
        return self.tag == "plain"

    def memory(self):
        return self.kind in "RW"
