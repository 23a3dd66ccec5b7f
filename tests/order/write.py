#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""write.py c|rust ROOT OUTPUT: writes the functions whose machine code check.py looks at.

Each has an operation between two accesses to PLAIN, another member of the object's structure: so
the compiler knows that the operation does not touch it, and moves the accesses if it may. A mark is
an asm statement that orders nothing.
"""

import pathlib
import sys

from rows import read_c, read_rust

OFFSET = 1144  # of PLAIN: a number that nothing else has
BIT = '5'      # of the object

# name: kinds of operations, body. OP is the operation, its result dropped; USED has it.
SHAPES = {
    'sl': ('load store rmw barrier', 'PLAIN = 1; OP; return PLAIN;'),
    'ss': ('load store rmw barrier', 'PLAIN = 1; OP; PLAIN = 2; return 0;'),
    'll': ('load store rmw barrier', 'int one = PLAIN; OP; return one - PLAIN;'),
    'ls': ('load store rmw barrier', 'int one = PLAIN; OP; PLAIN = 2; return one;'),
    'loops': ('load store rmw barrier', 'do { MARK; PLAIN = n; OP; } while (--n); return 0;'),
    'loopl': ('load store rmw barrier',
              'int sum = 0; do { MARK; OP; sum += PLAIN; } while (--n); return sum;'),
    'twice': ('load store rmw', 'OP; MARK; OP; return 0;'),
    'again': ('store', 'OP; OP; return 0;'),
    'over': ('store', 'OP; VIEW = 3; return 0;'),
    'ownl': ('load', 'VIEW = 3; USED; VIEW = 4; return (int)result;'),
    'owns': ('store rmw', 'VIEW = 3; OP; return (int)(VIEW >> LAST);'),
}

RUST = {
    'sl': 'PLAIN = 1; OP; PLAIN',
    'ss': 'PLAIN = 1; OP; PLAIN = 2; 0',
    'll': 'let one = PLAIN; OP; one.wrapping_sub(PLAIN)',
    'ls': 'let one = PLAIN; OP; PLAIN = 2; one',
    'loops': 'loop { MARK; PLAIN = n; OP; n = n.wrapping_sub(1); if n == 0 { break; } } 0',
    'loopl': 'let mut sum = 0i32; loop { MARK; OP; sum = sum.wrapping_add(PLAIN); n = '
             'n.wrapping_sub(1); if n == 0 { break; } } sum',
    'twice': 'OP; MARK; OP; 0',
    'again': 'OP; OP; 0',
    'over': 'OP; VIEW = 3; 0',
    'ownl': 'VIEW = 3; USED; VIEW = 4; result as i32',
    'owns': 'VIEW = 3; OP; (VIEW >> LAST) as i32',
}

# The object is looked at by the user as an integer of another size: only __may_alias__ tells the
# compiler that it may be. A larger one, whose value the compiler cannot make up from the
# operation's.
VIEW = {8: ('uint16_t', 'u16'), 16: ('uint32_t', 'u32'), 32: ('uint64_t', 'u64'),
        64: ('view_of_64', 'ViewOf64')}


def shapes_of(row):
    return [shape for shape, (kinds, _) in SHAPES.items() if row.kind in kinds.split()]


def expand(body, words):
    for word, text in words.items():
        body = body.replace(word, text)
    return body


def c_call(row):
    """The call, and the declaration of arguments that are passed by address."""
    args, before, values = [], '', iter('ab')
    for i, (name, param) in enumerate(row.params):
        if name in 'vpx':
            args.append('s')
        elif name == 'nr':
            args.append(BIT)
        elif (name == 'old' and '*old' in param and
              param.count('*') > (row.params[0][1].count('void') > 0)):
            type = param.replace("*old", "", 1).strip()
            before = f'{param.replace("*old", "expected", 1)} = ({type}){next(values)}; '
            args.append('&expected')
        else:
            args.append(f'({param[:param.rindex(name)].strip()}){next(values)}')
    return before, f'probe_{row.name}({", ".join(args)})'


def last_bits(row):
    """As C writes the place of the highest bits of the object that the view has."""
    return '(8 * sizeof(long) - 4)' if row.width == 64 else str(row.width - 4)


def write_c(root, out):
    out.write('#include "probe.h"\n#undef PROBE\n'
              '#define PROBE(type) static __inline__ __attribute__((__always_inline__, '
              '__unused__)) type\n'
              f'#include "{root}/tests/generated/probe.c"\n'
              '#if __SIZEOF_LONG__ == 8\n'
              'typedef unsigned __int128 view_of_64, view_of_long;\n'
              '#else  /* there is no integer of more than 64 bits */\n'
              'typedef uint32_t view_of_64;\ntypedef uint64_t view_of_long;\n#endif\n'
              f'#define PLAIN (*(int *)((char *)s + {OFFSET}))\n'
              '#define MARK __asm__ __volatile__(".balign 1")\n')
    for row in read_c(root):
        before, call = c_call(row)
        view = 'view_of_long' if row.is_long else VIEW.get(row.width, VIEW[8])[0]
        words = {'OP': f'(void){call}', 'LAST': last_bits(row), 'VIEW': f'(*({view} *)s)'}
        if row.returns:
            words['USED'] = f'{"uintptr_t" if "*" in row.returns else row.returns} result = ' \
                f'{"(uintptr_t)" if "*" in row.returns else ""}{call}'
        for shape in shapes_of(row):
            out.write(f'int order_{shape}_{row.name}(void *s, long a, long b, int n)\n'
                      f'{{ (void)a; (void)b; (void)n; {before}'
                      f'{expand(SHAPES[shape][1], words)} }}\n')


def rust_call(row):
    args, before, values = [], '', iter('ab')
    for name, kind in row.params:
        if name in 'vpx':
            args.append('s.cast()')
        elif name == 'nr':
            args.append(BIT)
        elif name == 'old' and kind.startswith('*mut *' if '*mut *' in row.params[0][1] else '*'):
            before = f'let mut expected = {next(values)} as {kind[5:]}; '
            args.append('&mut expected')
        else:
            args.append(f'{next(values)} as {kind}')
    return before, f'probe_{row.name}({", ".join(args)})'


def write_rust(root, out):
    text = (root / 'tests/generated/probe.rs').read_text().replace('#[no_mangle]',
                                                                   '#[inline(always)]')
    out.write(text.replace('extern "C" ', '').replace('#![allow(', '#![allow(dead_code, '))
    # There is no integer of more than 64 bits on 32: as C has it.
    out.write('\n#[cfg(target_pointer_width = "64")]\ntype ViewOf64 = u128;\n'
              '#[cfg(target_pointer_width = "64")]\ntype ViewOfLong = u128;\n'
              '#[cfg(target_pointer_width = "32")]\ntype ViewOf64 = u32;\n'
              '#[cfg(target_pointer_width = "32")]\ntype ViewOfLong = u64;\n')
    for row in read_rust(root):
        before, call = rust_call(row)
        view = 'ViewOfLong' if row.is_long else VIEW.get(row.width, VIEW[8])[1]
        words = {'OP': f'let _ = {call}', 'USED': f'let result = {call}',
                 'PLAIN': f'*s.add({OFFSET}).cast::<i32>()',
                 'VIEW': f'*s.cast::<{view}>()',
                 'LAST': '(8 * core::mem::size_of::<usize>() - 4)' if row.width == 64
                         else str(row.width - 4),
                 'MARK': 'core::arch::asm!(".balign 1", options(nomem, nostack, preserves_flags))'}
        for shape in shapes_of(row):
            out.write('#[no_mangle]\n#[allow(unused)]\n'
                      f'unsafe extern "C" fn order_{shape}_{row.name}(s: *mut u8, a: isize, b: '
                      f'isize, mut n: i32) -> i32 {{ {before}{expand(RUST[shape], words)} }}\n')


def main():
    language, root, path = sys.argv[1:]
    with open(path, 'w', encoding='utf-8') as out:
        (write_c if language == 'c' else write_rust)(pathlib.Path(root).resolve(), out)


if __name__ == '__main__':
    main()
