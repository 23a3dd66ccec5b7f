# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Patterns of events, as sets of states: the possible rest after some events is one set, for any
way to it.

A pattern is a regular expression of letters, [sets], groups, | and the suffixes * + ?.
"""

import functools


class Pattern:
    def __init__(self, text):
        self.text, self.at = text, 0
        self.edges = []         # per state: (letters or None, next state)
        start, end = self.choice()
        if self.at != len(text):
            raise ValueError(f'{text}: at {self.at}')
        self.end = end
        self.start = self.closure([start])
        self.step = functools.lru_cache(None)(self.step)

    def state(self):
        self.edges.append([])
        return len(self.edges) - 1

    def peek(self):
        return self.text[self.at:self.at + 1]

    def choice(self):
        start, end = self.state(), self.state()
        while True:
            first, last = self.sequence()
            self.edges[start].append((None, first))
            self.edges[last].append((None, end))
            if self.peek() != '|':
                return start, end
            self.at += 1

    def sequence(self):
        start = end = self.state()
        while self.peek() not in ('', '|', ')'):
            first, last = self.repeated()
            self.edges[end].append((None, first))
            end = last
        return start, end

    def repeated(self):
        first, last = self.atom()
        suffix = self.peek()
        if not suffix or suffix not in '*+?':
            return first, last
        self.at += 1
        start, end = self.state(), self.state()
        self.edges[start].append((None, first))
        self.edges[last].append((None, end))
        if suffix != '+':
            self.edges[start].append((None, end))
        if suffix != '?':
            self.edges[last].append((None, first))
        return start, end

    def atom(self):
        if self.peek() == '(':
            self.at += 1
            inner = self.choice()
            self.at += 1
            return inner
        stop = self.text.index(']', self.at) if self.peek() == '[' else self.at
        letters = self.text[self.at:stop + 1].strip('[]')
        self.at = stop + 1
        start, end = self.state(), self.state()
        self.edges[start].append((letters, end))
        return start, end

    def closure(self, states):
        found, todo = set(states), list(states)
        while todo:
            for letters, target in self.edges[todo.pop()]:
                if letters is None and target not in found:
                    found.add(target)
                    todo.append(target)
        return frozenset(found)

    def step(self, states, letter):
        return self.closure({target for s in states for letters, target in self.edges[s]
                             if letters and letter in letters})

    def accepts(self, states):
        return self.end in states
