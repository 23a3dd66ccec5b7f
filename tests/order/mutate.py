#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""mutate.py ROOT ISA c|rust COMPILER [OPTION...]: whether each mutant that mutants.txt makes is
noticed.

Where a primitive is there in several widths, its mutants are those of 32 bits: one definition makes
all. As compiling takes long, mutants of one line are tried together, one in each function; one is
noticed if the code is wrong of an operation that no other mutant of those reaches. What is left is
tried alone. TAP.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(1, str(pathlib.Path(__file__).parent.parent))
import contract  # noqa: E402
import tap  # noqa: E402
from asm import ISAS, read  # noqa: E402
from check import wrong  # noqa: E402
from rows import read_c, read_rust  # noqa: E402

HEAD = re.compile(r'^static __lkmm_inline [^\n]*?(\w+)\([^)]*\)\n\{|'
                  r'^pub\(crate\) (?:unsafe )?fn (\w+)\(|'
                  r'^typedef [^\n]*?(\w+);$', re.M)
C_BODY = re.compile(r'^static __lkmm_inline [^\n]*?(\w+)\(([^)]*\)\n\{\n.*?)^\}', re.M | re.S)
C_ALIAS = re.compile(r'^#define (\w+)(?:\(\))? ([^\n]+)\n', re.M)
PROBES = {'c': ('probe.c', re.compile(r'^PROBE\([^)]*\) probe_(\w+)\(.*?^\}\n\n?', re.M | re.S)),
          'rust': ('probe.rs',
                   re.compile(r'^(?:#\[cfg[^\n]*\n)?#\[no_mangle\]\n'
                              r'[^\n]*?fn probe_(\w+)\(.*?^\}\n\n?', re.M | re.S))}


class Recipe:
    """A line of mutants.txt. verdict: text, code, or "same: why"."""

    def __init__(self, number, line):
        self.number = number
        self.language, self.path, rest = line.split(' | ', 2)
        pattern, self.replacement, self.verdict = re.fullmatch(r'(.*?) \| (?:(.*?) )?\| (.*)',
                                                               rest).groups('')
        self.pattern = re.compile(pattern, re.M)
        if not re.match('text$|code$|same: .', self.verdict):
            raise ValueError(f'mutants.txt: line {number}: {self.verdict}')

    def file(self, isa):
        """The file for an architecture, None if the recipe is another's."""
        path = self.path.replace('ARCH', isa)
        return path if 'arch/' not in path or isa in path else None


class Mutant:
    def __init__(self, recipe, path, match, function):
        self.recipe, self.path, self.function = recipe, path, function
        self.start, self.end = match.span()
        self.text, self.noticed = match.expand(recipe.replacement), False

    def __str__(self):
        return f'{self.path}: {self.function}: line {self.recipe.number} of mutants.txt'


def read_recipes(root, language):
    lines = (root / 'tests/order/mutants.txt').read_text().splitlines()
    recipes = [Recipe(n, line) for n, line in enumerate(lines, 1)
               if line and not line.startswith('#')]
    return [r for r in recipes if r.language == language]


def bare(name):
    return re.sub('^__lkmm_', '', name)


def other_width(function, heads):
    """Whether a function or type stands there in 32 bits, too."""
    m = re.fullmatch(r'(\w+_)(?:8|16|64|ptr)', function)
    return m and f'{m[1]}32' in heads


BY_SIZE = re.compile(r'^#if __SIZEOF_POINTER__ == 8\n(.*?)^#else\n(.*?)^#endif$', re.M | re.S)
# What needs Zacas or Zabha, and what other CPUs have in its place.
BY_FEATURE = re.compile(r'^#if LKMM_RISCV64_.*\n((?:[^#].*\n|\n)*)'
                        r'(?:#else\n((?:[^#].*\n|\n)*))?#endif', re.M)
WITH_FEATURE = re.compile(r'^( *)#\[cfg\((?:all\()?target_feature.*\n(?!.* use )(?s:.*?)^\1\}$',
                          re.M)
WITHOUT_FEATURE = re.compile(r'^( *)#\[cfg\(not\((?:all\()?target_feature.*\n(?s:.*?)^\1\}$', re.M)


def absent(text, isa, featured):
    """The parts of the text that are for pointers of the other size, or for other CPUs, as ranges.
    """
    found = [m.span(1 if isa == 'i386' else 2) for m in BY_SIZE.finditer(text)]
    found += [m.span(2 if featured else 1) for m in BY_FEATURE.finditer(text)]
    found += [m.span() for m in (WITHOUT_FEATURE if featured else WITH_FEATURE).finditer(text)]
    return [range(*span) for span in found]


def find_mutants(root, isa, recipes, featured):
    """The mutants by line; a place belongs to the first line that would change it in the same way.
    """
    taken, found = set(), []
    for recipe in recipes:
        path = recipe.file(isa)
        if not path:
            continue
        text = (root / path).read_text()
        heads = [(m.start(), next(filter(None, m.groups()))) for m in HEAD.finditer(text)]
        names = {name for _, name in heads}
        gone = absent(text, isa, featured)
        for m in recipe.pattern.finditer(text):
            if any(m.start() in part for part in gone):
                continue
            end = text.find('\n', m.end() - 1)
            function = [name for at, name in heads if at <= end][-1]
            key = path, m.start(), m.end(), recipe.replacement
            if key not in taken and not other_width(function, names):
                found.append(Mutant(recipe, path, m, function))
            taken.add(key)
    return found


def idle_recipes(root, recipes):
    """Those that match nothing, for no architecture."""
    return [r for r in recipes if not any(r.pattern.search((root / r.file(isa)).read_text())
                                          for isa in ISAS if r.file(isa))]


def batches(mutants):
    """Lists of mutants of one line, no two in one function."""
    found = []
    for mutant in mutants:
        place = next((b for b in found if b[0].recipe is mutant.recipe and
                      all(m.function != mutant.function for m in b)), None)
        if place is None:
            found.append(place := [])
        place.append(mutant)
    return found


def mentions(root, isa):
    """For each name in the C headers, the names in its body: Rust's are the same, without __lkmm_.
    """
    found = {f'__lkmm_u{width}': set() for width in (8, 16, 32, 64)}
    for path in [root / 'include/lkmm/compiler.h', root / f'include/lkmm/arch/{isa}.h',
                 *(root / 'include/lkmm/inline').glob('*.h')]:
        text = path.read_text()
        for name, body in C_BODY.findall(text) + C_ALIAS.findall(text):
            found.setdefault(name, set()).update(re.findall(r'\w+', body))
    return found


def reached(names, start):
    seen, todo = set(), [start]
    while todo:
        name = todo.pop()
        if name not in seen and name in names:
            seen.add(name)
            todo += names[name]
    return {bare(name) for name in seen}


class Trial:
    def __init__(self, root, isa, language, compiler):
        self.root, self.isa, self.language, self.compiler = root, isa, language, compiler
        names = mentions(root, isa)
        # Pointers and longs are integers to the code below.
        self.rows = [row for row in (read_c if language == 'c' else read_rust)(root)
                     if not re.search('ptr|long', row.name)]
        self.reached = {row.name: reached(names, f'lkmm_{row.name}') for row in self.rows}
        self.work = pathlib.Path(tempfile.mkdtemp())
        self.copy = self.work / 'copy'
        for part in ('include', 'rust/src', 'tests/order', 'tests/generated'):
            shutil.copytree(root / part, self.copy / part,
                            ignore=shutil.ignore_patterns('__pycache__'))
        (self.copy / 'tests/operations').mkdir()
        for part in (root / 'tests/operations').glob('*.h'):
            shutil.copy(part, self.copy / 'tests/operations')

    def rows_of(self, functions):
        """The rows whose code is looked at where some functions are changed."""
        width = {0, 32} if not all(re.fullmatch(r'u\d+', f) for f in functions) else {8, 16, 32, 64}
        return [row for row in self.rows
                if row.width in width and self.reached[row.name] & functions]

    def change(self, batch):
        for path in {m.path for m in batch}:
            text = (self.root / path).read_text()
            for m in sorted((m for m in batch if m.path == path), key=lambda m: -m.start):
                text = text[:m.start] + m.text + text[m.end:]
            (self.copy / path).write_text(text)

    def restore(self, batch):
        for path in {m.path for m in batch}:
            shutil.copy(self.root / path, self.copy / path)

    def failing(self, rows):
        """Those of the rows that check.py finds wrong; None if the compiler refuses."""
        file, probe = PROBES[self.language]
        names = {row.name for row in rows}
        text = probe.sub(lambda m: m[0] if m[1] in names else '',
                         (self.root / 'tests/generated' / file).read_text())
        (self.copy / 'tests/generated' / file).write_text(text)
        if subprocess.run(['sh', self.root / 'tests/order/compile.sh', self.copy, self.language,
                           self.work, *self.compiler],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          check=False).returncode:
            return None
        functions = read(self.work / 'order.s', ISAS[self.isa])
        return [row.name for row in rows if any(wrong(row, functions, self.isa))]

    def read_text(self, mutant):
        """Whether contract.py objects to a mutant."""
        self.change([mutant])
        findings = contract.findings(self.copy, self.isa, self.language)
        mutant.noticed = any(function == mutant.function and objections
                             for function, _, objections in findings)
        self.restore([mutant])

    def read_code(self, batch):
        """Marks those of a batch that make wrong code of an operation that no other of the batch is
        in."""
        functions = {bare(m.function): m for m in batch}
        self.change(batch)
        failing = self.failing(self.rows_of(set(functions)))
        self.restore(batch)
        if failing is None:
            batch[0].noticed = len(batch) == 1
            return
        for name in failing:
            inside = self.reached[name] & set(functions)
            if len(inside) == 1:
                functions[inside.pop()].noticed = True


def try_all(trial, mutants):
    """Of what no operation in the test reaches, there is the text alone: lkmm_wait_u32() and its
    like."""
    code = [m for m in mutants if m.recipe.verdict == 'code' and trial.rows_of({bare(m.function)})]
    for mutant in mutants:
        if mutant not in code:
            trial.read_text(mutant)
    for batch in batches(code):
        trial.read_code(batch)
        for mutant in [m for m in batch if not m.noticed and len(batch) > 1]:
            trial.read_code([mutant])


def main():
    root, isa, language, *compiler = sys.argv[1:]
    root = pathlib.Path(root).resolve()
    recipes = read_recipes(root, language)
    points = tap.Tap()
    for recipe in idle_recipes(root, recipes):
        points.point(False, f'line {recipe.number} of mutants.txt matches something')
    featured = any('zacas' in word.lower() for word in compiler)
    mutants = find_mutants(root, isa, recipes, featured)
    same = [m for m in mutants if m.recipe.verdict.startswith('same')]
    tried = [m for m in mutants if m not in same]
    trial = Trial(root, isa, language, compiler)
    try:
        wrong_before = trial.failing([row for row in trial.rows if row.width in (0, 32)])
        if not points.point(wrong_before == [], 'nothing is wrong without a mutant', wrong_before):
            return points.end()
        try_all(trial, tried)
    finally:
        shutil.rmtree(trial.work)
    for mutant in tried:
        points.point(mutant.noticed, mutant)
    points.note(f'{len(same)} mutants are the same program, as mutants.txt says why')
    points.point(tried, 'there are mutants')
    return points.end()


if __name__ == '__main__':
    sys.exit(main())
