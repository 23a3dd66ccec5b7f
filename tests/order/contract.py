#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""contract.py ROOT ISA c|rust: whether asm statements tell the compiler what they do to registers and flags.

A compiler may come to the right code in spite of a missing clobber, so this is read in the text. Output is TAP.
"""

import pathlib
import re
import sys

FILES = {'c': 'include/lkmm/arch/{}.h', 'rust': 'rust/src/arch/{}.rs'}
C_FUNCTION = re.compile(r'^static __lkmm_inline [\w ]*?\*?(\w+)\(.*?\)\n\{\n(.*?)^\}', re.M | re.S)
RUST_FUNCTION = re.compile(r'fn (\w+)\([^{]*\{\n(.*?)^\}', re.M | re.S)
SETS_FLAGS = {'x86_64': r'lock |add|sub|and|or|xor|inc|dec|cmp|xadd', 'arm64': r'cmp|adds|subs|ands|tst', 'riscv64': r'(?!)'}


class Statement:
    """An asm statement: instructions; outputs by name, true if early; the names of inputs and of what is both."""

    def __init__(self, function, insns):
        self.function, self.insns = function, insns
        self.outputs, self.inputs, self.both, self.flags = {}, [], [], False
        self.assigned = []      # before the statement, by the function


def c_statements(function, body):
    for before, text in re.findall(r'(.*?)__asm__ (?:__volatile__)?\((.*?)\);\n', body, re.S):
        template, *rest = re.split(r'\n\t+: ?|\n\t+:(?=\n)|(?<=")\s*:::? ?', text)
        s = Statement(function, re.findall(r'"([^"]*?)(?:\\n)?"', template))
        outs, ins = (rest + ['', ''])[:2] if '\n' in text else ('', '')
        for name, constraint in re.findall(r'\[(\w+)\] "([^"]*)"', outs):
            s.outputs[name] = '&' in constraint
            s.both += [name] if '+' in constraint else []
        s.inputs = re.findall(r'\[(\w+)\] "', ins)
        s.flags = '"cc"' in text or '=@cc' in text
        s.assigned = re.findall(r'^\t+(\w+) = \w+;$', before.rsplit('asm', 1)[-1], re.M)
        yield s


def rust_statements(function, body):
    for text in re.findall(r'asm!\((.*?)\)(?:;| \})', body, re.S):
        s = Statement(function, re.findall(r'^\s*"([^"]*)",?$', text, re.M) or re.findall(r'"([^"]*)"', text)[:1])
        for name, how in re.findall(r'(\w+) = (\w+)\(', text):
            if how == 'in':
                s.inputs.append(name)
            else:
                s.outputs[name] = not how.endswith('lateout')
        s.flags = 'preserves_flags' not in text
        yield s


def uses(insn, name):
    return re.search(rf'(?<=[\[{{]){name}\b', insn)


def problems(isa, s):
    """What the statement does that it does not say."""
    loop = any(re.search(r'\b\d+b\b', insn) for insn in s.insns)
    if not s.flags and any(re.match(rf'(\d+:)?\s*({SETS_FLAGS[isa]})', insn) for insn in s.insns):
        yield 'changes the flags'
    for name, early in s.outputs.items():
        first = next((i for i, insn in enumerate(s.insns) if uses(insn, name)), None)
        if early or first is None:
            continue
        if s.inputs and (loop or any(uses(insn, other) for insn in s.insns[first + 1:] for other in s.inputs)):
            yield f'{name} is written while inputs are needed'
        if name in s.assigned and name not in s.both:
            yield f'{name} has a value before that is read'


def statements(root, isa, language):
    text = (pathlib.Path(root) / FILES[language].format(isa)).read_text()
    functions = (C_FUNCTION if language == 'c' else RUST_FUNCTION).findall(text)
    for function, body in functions:
        yield from (c_statements if language == 'c' else rust_statements)(function, body)


def main():
    root, isa, language = sys.argv[1:]
    count = failed = 0
    for s in statements(root, isa, language):
        wrong = list(problems(isa, s))
        count += 1
        failed += bool(wrong)
        print(f'{"not " if wrong else ""}ok {count} - {language}: asm in {s.function}')
        for problem in wrong:
            print(f'# {problem}')
    print(f'1..{count}')
    return failed != 0 or not count


if __name__ == '__main__':
    sys.exit(main())
