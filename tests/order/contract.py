#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""contract.py ROOT ISA c|rust: whether asm statements tell the compiler what they do to registers
and flags; whether the accesses that Rust's compiler makes are kept apart; and on x86 whether an
object that one thread changes is written by one instruction, which is not locked.

A compiler may come to the right code in spite of a missing clobber, so this is read in the text.
Output is TAP.
"""

import pathlib
import re
import sys

FILES = {'c': 'include/lkmm/arch/{}.h', 'rust': 'rust/src/arch/{}.rs'}
C_FUNCTION = re.compile(r'^static __lkmm_inline [\w ]*?\*?(\w+)\((.*?)\)\n\{\n(.*?)^\}',
                        re.M | re.S)
RUST_FUNCTION = re.compile(r'fn (\w+)\(([^{]*?)\)[^{]*\{\n(.*?)^\}', re.M | re.S)
SETS_FLAGS = {**dict.fromkeys(('i386', 'x86_64'), r'lock |add|sub|and|or|xor|inc|dec|cmp|xadd'),
              'arm64': r'cmp|adds|subs|ands|tst', 'power': r'cmp|st[bhwd]cx\.',
              'riscv64': r'(?!)', 'loongarch64': r'(?!)', 's390x': r'la[anox]|a\w*si|c|lcr|risbg'}
# Whose result may be in no register that the instruction reads.
APART = {'loongarch64': r'\s*am'}
# Where asm! takes the flags for unchanged unless it names their register.
FLAGS_OF_RUST = {'power': 'out("cr0") _'}


class Statement:
    """An asm statement: instructions; outputs by name, true if early; the names of inputs and of
    operands that are both."""

    def __init__(self, insns):
        self.insns = insns
        self.outputs, self.inputs, self.both, self.flags = {}, [], [], False
        self.stands = self.memory = False       # it may not be left out; it may access any memory
        self.assigned = []      # before the statement, by the function


def c_statements(body, _isa):
    # A variable that is kept in a register is no statement.
    body = re.sub(r'^\t+register [^;]*;\n', '', body, flags=re.M)
    for before, volatile, text in re.findall(r'(.*?)__asm__ ?(__volatile__)?\((.*?)\);\n', body,
                                             re.S):
        template, *rest = re.split(r'\n\t+: ?|\n\t+:(?=\n)|(?<=")\s*:::? ?', text)
        template = re.sub(r'(?<!\\n)"\s+"', '', template)      # an instruction in two literals
        s = Statement(re.findall(r'"([^"]*?)(?:\\n)?"', template))
        outs, ins = (rest + ['', ''])[:2] if '\n' in text else ('', '')
        for name, constraint in re.findall(r'\[(\w+)\] "([^"]*)"', outs):
            s.outputs[name] = '&' in constraint
            s.both += [name] if '+' in constraint else []
        s.inputs = re.findall(r'\[(\w+)\] "', ins)
        s.flags = '"cc"' in text or '=@cc' in text
        s.stands, s.memory = volatile or not outs, '"memory"' in text
        s.assigned = re.findall(r'^\t+(\w+) = [\w() ]+;$', before.rsplit('asm', 1)[-1], re.M)
        yield s


def rust_statements(body, isa):
    for text in re.findall(r'asm!\((.*?)\)(?:;| \})', body, re.S):
        s = Statement(re.findall(r'^\s*"([^"]*)",?$', text, re.M)
                      or re.findall(r'"([^"]*)"', text)[:1])
        for name, how in re.findall(r'(\w+) = (\w+)\(', text):
            if how == 'in':
                s.inputs.append(name)
            else:
                s.outputs[name] = not how.endswith('lateout')
        s.flags = 'preserves_flags' not in text and FLAGS_OF_RUST.get(isa, '') in text
        s.stands, s.memory = 'pure' not in text, not re.search('nomem|readonly', text)
        yield s


def uses(insn, name):
    return re.search(rf'(?<=[\[{{]){name}\b', insn)


def computes(parameters):
    """A function with arguments, none of which is a pointer, computes with registers alone: what
    else is done to memory may move past it. A barrier has no arguments."""
    return parameters not in ('', 'void') and not set('*&') & set(parameters)


def problems(isa, s, parameters):
    """Effects of the statement that it does not declare, in a function with these PARAMETERS."""
    loop = any(re.search(r'\b\d+b\b', insn) for insn in s.insns)
    if not s.flags and any(re.match(rf'(\d+:)?\s*\{{?({SETS_FLAGS[isa]})', insn)
                           for insn in s.insns):
        yield 'changes the flags'
    if not s.stands:
        yield 'may be left out'
    elif not s.memory and not computes(parameters):
        yield 'may access memory'
    for name, early in s.outputs.items():
        if name in s.assigned and name not in s.both:
            yield f'{name} has a value before that is read'
        if not early and isa in APART and any(re.match(APART[isa], insn) for insn in s.insns):
            yield f'{name} may share a register with an input'
        first = next((i for i, insn in enumerate(s.insns) if uses(insn, name)), None)
        if early or first is None:
            continue
        if s.inputs and (loop or any(uses(insn, other) for insn in s.insns[first + 1:]
                                     for other in s.inputs)):
            yield f'{name} is written while inputs are needed'


def access_problems(body):
    """Code that lets a compiler merge or move an atomic access of Rust: the language allows it,
    though LLVM does not do it yet."""
    before, access, after = re.split(r'(object\.(?:load|store)\([^\n]*)', body, maxsplit=1)
    if not re.search(r'\bbarrier\(\);|asm!\((?![^\n]*\b(?:nomem|readonly)\b)', after):
        yield 'the access has nothing behind it that may use memory'
    if 'Release' in access and 'barrier();' not in before:
        yield 'the access has no barrier before it'


def mnemonic(insn):
    return re.split(r'[bwlq]?\s', insn.strip(), maxsplit=1)[0]


def local_problems(s):
    """What makes it more, or less, than atomic for the thread and its signal handlers."""
    insns = [re.sub(r'^\s*\{([^|]*)\|.*', r'\1', insn) for insn in s.insns]     # AT&T's
    writes = [insn for insn in insns if re.search(r'\(%\w?\[ptr\]\)$|\(\{ptr(:\w)?\}\)$', insn)]
    if len(writes) != 1 or re.search(r'\bmov', writes[0]):
        yield 'expected one instruction that writes to the object, and reads it'
    if any(re.search(r'\block\b', insn) for insn in insns) or 'xchg' in map(mnemonic, writes):
        yield 'is locked'


def findings(root, isa, language):
    """The result of a check: the function, a word for it, and the error."""
    text = (pathlib.Path(root) / FILES[language].format(isa)).read_text()
    functions = (C_FUNCTION if language == 'c' else RUST_FUNCTION).findall(text)
    for function, parameters, body in functions:
        for s in (c_statements if language == 'c' else rust_statements)(body, isa):
            on_x86 = isa in ('i386', 'x86_64')
            local = local_problems(s) if on_x86 and '_local_' in function else ()
            yield function, 'asm', [*problems(isa, s, parameters), *local]
        if re.search(r'object\.(load|store)\(', body):
            yield function, 'access', list(access_problems(body))


def main():
    root, isa, language = sys.argv[1:]
    count = failed = 0
    for function, what, wrong in findings(root, isa, language):
        count += 1
        failed += bool(wrong)
        print(f'{"not " if wrong else ""}ok {count} - {language}: {what} in {function}')
        for problem in wrong:
            print(f'# {problem}')
    print(f'1..{count}')
    return failed != 0 or not count


if __name__ == '__main__':
    sys.exit(main())
