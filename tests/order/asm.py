# SPDX-License-Identifier: GPL-2.0 OR MIT
"""Compilers' assembler text: functions, the events in them, and where control goes.

An event is a letter:
    l s     load, store of PLAIN
    L S     load, store of the object by the compiler's own instruction
    A an asm statement with instructions in it, or an atomic instruction of the compiler's on the
    object M the mark X any other access to memory
"""

import re

from write import OFFSET

# as it was written, or as an assembler writes it
MARK = re.compile(r'\.balign\s+1\b|\.p2align\s+0\b')


class Isa:
    jump = branch = returns = stop = None       # of mnemonics
    may_return = r'(?!)'
    stack = ()
    views = (0, 8)      # where parts of an object are: 8: the other half of a view
    others = ()         # parts of a view that two instructions access: the first one counts

    def target(self, operands):
        return operands[-1]

    def written(self, _mnemonic, operands):
        """The operands, with memory as one of them."""
        return operands


class X86(Isa):
    name = 'x86_64'
    jump, branch, returns, stop = r'jmp', r'j\w+', r'ret\w*', r'ud2|int3'
    memory = re.compile(r'(?P<offset>[-\w.@+]*)\((?P<base>%\w+)?[^)]*\)')
    stack = ('%rsp', '%rbp', '%rip')

    def access(self, mnemonic, operands, where):
        if re.match(r'lea|nop|prefetch', mnemonic):
            return ''
        if re.match(r'(lock|xchg|xadd|cmpxchg)', mnemonic):
            return 'A'
        if not where == len(operands) - 1 or re.match(r'cmp|test|bt', mnemonic):
            return 'L'
        if re.match(r'mov|set', mnemonic):
            return 'S'
        return 'L' if len(operands) == 1 and not re.match(r'inc|dec|neg|not', mnemonic) else 'LS'


class I386(X86):
    name = 'i386'
    stack = ('%esp', '%eip')
    views, others = (0,), (4,)

    def access(self, mnemonic, operands, where):
        return 'S' if mnemonic.startswith('fist') else super().access(mnemonic, operands, where)


class Arm64(Isa):
    name = 'arm64'
    branch = r'b\.?(eq|ne|cs|hs|cc|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)|cbn?z|tbn?z'
    jump, returns, stop = r'b', r'ret', r'brk|udf'
    memory = re.compile(r'\[(?P<base>\w+)(?:, *#?(?P<offset>[-:\w]+))?\]')
    stack = ('sp', 'x29')

    def access(self, mnemonic, operands, where):
        if re.match(r'(ldr|ldur|ldar|ldapr|ldp|ldapur)', mnemonic):
            return 'L'
        if re.match(r'(str|stur|stlr|stp)', mnemonic):
            return 'S'
        return '' if mnemonic == 'prfm' else 'A'


class Riscv64(Isa):
    name = 'riscv64'
    jump, branch, returns, stop = r'j|tail', r'b\w+', r'ret', r'unimp|ebreak'
    memory = re.compile(r'(?P<offset>[-\w%()]*)\((?P<base>\w+)\)$')
    stack = ('sp', 's0')

    def access(self, mnemonic, operands, where):
        if re.fullmatch(r'l[bhwd]u?', mnemonic):
            return 'L'
        return 'S' if re.fullmatch(r's[bhwd]', mnemonic) else 'A'


class Power(Isa):
    name = 'power'
    jump, branch, returns, stop = r'b', r'b\w+[-+]?', r'blr', r'trap'
    may_return = r'b\w+lr[-+]?'
    memory = re.compile(r'(?P<offset>[-\w.@]*)\((?P<base>\d+)\)$')
    stack = ('1',)

    def access(self, mnemonic, operands, where):
        if re.fullmatch(r'l[bhwd][az]?', mnemonic):
            return 'L'
        return 'S' if re.fullmatch(r'st[bhwd]', mnemonic) else 'A'


class LoongArch(Isa):
    name = 'loongarch64'
    jump, branch, returns, stop = r'b', r'b(eq|ne|lt|ge|ltu|geu|gt|le|gtu|leu)z?', r'ret', r'break'
    memory = re.compile(r'(?P<offset>[^(]*)\((?P<base>\$\w+)\)$')
    stack = ('$sp', '$r3', '$fp', '$r22')

    def written(self, mnemonic, operands):
        if re.match(r'am\w+\.', mnemonic):
            return [*operands[:2], f'0({operands[2]})']
        if re.match(r'(ldx|stx)\.', mnemonic):
            return [operands[0], f'0({operands[1]})']
        if re.match(r'(ld|st|ldptr|stptr|ll|sc)\.', mnemonic):
            return [operands[0], f'{operands[2]}({operands[1]})']
        return operands

    def access(self, mnemonic, operands, where):
        if re.match(r'ld', mnemonic):
            return 'L'
        return 'S' if re.match(r'st', mnemonic) else 'A'


class S390x(Isa):
    name = 's390x'
    jump, branch, returns, stop = r'jg?', r'(j|c\w*j|brct)\w+', r'br', r'trap|j 0'
    may_return = r'b(?!ras|asr|cr)\w+r'
    memory = re.compile(r'(?P<offset>[-\w.@]*)\((?:%r\d+,)?(?P<base>%r\d+)\)$')
    stack = ('%r15',)
    views = (0, 4, 8, 12)

    def access(self, mnemonic, operands, where):
        if re.match(r'(la|lay|sllk|srlk|srak|sllg|srlg|srag|sll|srl|sra|rll|rllg|nop)$', mnemonic):
            return ''
        if re.match(r'(l|c|ic|tm|a|s|n|o|x)', mnemonic) and not \
                re.fullmatch(r'(cs|cds|la[anox])[yg]*|a[gl]*si|st\w*', mnemonic):
            return 'L'
        return 'S' if re.match(r'(st|mv)', mnemonic) else 'A'


ISAS = {isa.name: isa for isa in (X86(), I386(), Arm64(), Riscv64(), Power(), LoongArch(),
                                  S390x())}


class Line:
    """An instruction, or an asm statement."""

    def __init__(self, text, events='', block=False):
        self.text, self.events, self.block = text, events, block
        self.next = []          # indices; -1 the end


def split(text):
    mnemonic, _, rest = text.partition('\t') if '\t' in text else text.partition(' ')
    if mnemonic in ('lock', 'rep', 'notrack'):
        rest = rest.strip()
        more, _, rest = rest.partition('\t' if '\t' in rest else ' ')
        mnemonic = f'{mnemonic} {more}'
    operands = [o.strip() for o in re.split(r',(?![^(\[]*[)\]])', rest)] if rest.strip() else []
    return mnemonic, operands


def plain_events(isa, mnemonic, operands, static):
    """The events of a compiler's instruction. @static: the registers that hold addresses of static
    objects."""
    operands = isa.written(mnemonic, operands)
    for i, operand in enumerate(operands):
        m = isa.memory.search(operand)
        if not m:
            continue
        kinds = isa.access(mnemonic, operands, i)
        base, offset = m['base'], m['offset'] or '0'
        if not kinds or base in isa.stack or base in static or not re.fullmatch(r'-?\d+', offset):
            return ''           # the stack; a static object, as the flag for a CPU feature is one
        if int(offset) == OFFSET:
            return 'ls' if kinds == 'A' else kinds.lower()
        if int(offset) in isa.others:
            return ''
        return kinds if int(offset) in isa.views else 'X'
    return ''


class Function:
    def __init__(self, name):
        self.name, self.lines, self.labels, self.static = name, [], {}, set()
        # Where the code asks what the CPU can do, it loads a flag.

    def add(self, isa, text):
        mnemonic, operands = split(text)
        self.lines.append(Line(text, plain_events(isa, mnemonic, operands, self.static)))
        if operands:
            derived = 'lo12' in text and any(r in self.static
                                             for r in re.findall(r'\w+', text.split(',', 1)[-1]))
            (self.static.add if mnemonic == 'adrp' or derived else self.static.discard)(operands[0])

    def connect(self, isa):
        for i, line in enumerate(self.lines):
            after = i + 1 if i + 1 < len(self.lines) else -2
            mnemonic, operands = split(line.text)
            if line.block:
                line.next = [after]
            elif re.fullmatch(isa.returns, mnemonic) or \
                    line.text in ('jr\tra', 'jr\t$r1', 'bx\tlr'):
                line.next = [-1]
            elif re.fullmatch(isa.may_return, mnemonic):
                line.next = [after, -1]
            elif re.fullmatch(isa.stop, mnemonic):
                line.next = []
            elif re.fullmatch(isa.jump, mnemonic):
                line.next = [self.labels.get(isa.target(operands), -2)]
            elif re.fullmatch(isa.branch, mnemonic):
                line.next = [after, self.labels.get(isa.target(operands), -2)]
            else:
                line.next = [after]


def is_directive(text):
    return text.startswith('.') and not text.endswith(':')


def is_comment(text):
    return text.startswith(('#', '//', ';'))


def read(path, isa):
    """The functions order_* of the file, by name. Where two have the same code, one may stand for
    both."""
    found, aliases, current, block = {}, [], None, None
    with open(path, encoding='utf-8') as lines:
        for text in map(str.strip, lines):
            if same := re.match(r'(?:\.set\s+)?(order_\w+)(?:,| =) *(order_\w+)$', text):
                aliases.append(same.groups())
            elif re.match(r'(#|//) ?APP$', text):
                block = []
            elif block is not None and (re.match(r'(#|//) ?NO_APP$', text)
                                        or re.match(r'(#|//) 0 "" 2', text) or
                                        re.match(r'(#|//) \d+ ".*" 1$', text)):
                if current and block:
                    mark = any(MARK.match(line) for line in block)
                    code = [line for line in block if not is_directive(line)
                            and not re.fullmatch(r'\d+:|/\*.*\*/', line)]
                    if mark or code:
                        current.lines.append(Line(' ; '.join(block), 'M' if mark else 'A', True))
                block = None if 'NO_APP' in text else []
            elif not text or is_comment(text):
                continue
            elif block is not None:
                block.append(text)
            elif re.match(r'order_\w+:', text):
                current = Function(text[:-1].split(':')[0])
                found[current.name] = current
            elif current is None:
                continue
            elif text.startswith(('.size', '.cfi_endproc', '.Lfunc_end')):
                current.connect(isa)
                current = None
            elif text.endswith(':') or re.match(r'[.\w$]+:\s', text):
                current.labels[text.split(':')[0]] = len(current.lines)
            elif not is_directive(text):
                text = re.sub(r'\s*(//|#[^0-9-]).*$', '',
                              text) if isa.name != 'arm64' else re.sub(r'\s*//.*$', '', text)
                current.add(isa, text)
    for name, other in aliases:
        found[name] = found[other]
    return found
