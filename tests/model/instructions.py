#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""instructions.py LKMM: what instructions do to the flags and to parts of registers, and the
addresses that they have, in tests in assembly. TAP.
"""
import os
import sys
import tempfile

import ask
from ask import tap

# Code that changes x by an instruction that sets the flags; then EAX is 1 if that gave 0.
X86 = "X86_64 flags\n{{ {first} 0:rsi=x; 0:rax=5; 0:rcx=9; }}\n P0 ;\n cmpl $0, ecx ;\n{code}" \
    " jne L ;\n movl $1, eax ;\nL: ;\nforall (x={x} /\\ 0:rax={eax}{more})\n"
S390X = "S390X flags\n{{ {first} 0:r6=x; 0:r1=5; 0:r2={r2}; 0:r3=9; }}\n P0 ;\n" \
    " chi %r3,0 ;\n{code} jne L ;\n lhi %r1,1 ;\nL: ;\nforall (x={x} /\\ 0:r1={r1})\n"
# the type and the value of x, the instruction, the value that it leaves, what else is so
ON_X86 = (
    ("int", 3, "lock addl $-3, (%rsi)", 0, ""), ("int", 3, "lock addl $-2, (%rsi)", 1, ""),
    ("int64_t", 3, "lock addq $-3, (%rsi)", 0, ""), ("int64_t", 3, "lock addq $3, (%rsi)", 6, ""),
    # The sum has the width of the instruction.
    ("uint32_t", 4294967295, "lock addl $1, (%rsi)", 0, ""),
    ("uint16_t", 65535, "lock addw $1, (%rsi)", 0, ""),
    ("uint8_t", 255, "lock incb (%rsi)", 0, ""),
    ("int", 3, "lock subl $3, (%rsi)", 0, ""), ("int", 3, "lock subl $2, (%rsi)", 1, ""),
    ("int", 6, "lock andl $1, (%rsi)", 0, ""), ("int", 6, "lock andl $2, (%rsi)", 2, ""),
    ("int", 0, "lock orl $0, (%rsi)", 0, ""), ("int", 0, "lock orl $4, (%rsi)", 4, ""),
    ("int", 6, "lock xorl $6, (%rsi)", 0, ""), ("int", 6, "lock xorl $2, (%rsi)", 4, ""),
    ("int", -1, "lock incl (%rsi)", 0, ""), ("int", 1, "lock incl (%rsi)", 2, ""),
    ("int", 1, "lock decl (%rsi)", 0, ""), ("int", 2, "lock decl (%rsi)", 1, ""),
    ("int", -9, "lock xaddl ecx, (%rsi)", 0, " /\\ 0:rcx=4294967287"),
    ("int", 1, "lock xaddl ecx, (%rsi)", 10, " /\\ 0:rcx=1"),
    ("int64_t", -9, "lock xaddq rcx, (%rsi)", 0, " /\\ 0:rcx=-9"),
)
# the value of x and of r2, the instruction, the value that it leaves
ON_S390X = (
    (3, -3, "laa %r4,%r2,0(%r6)", 0), (3, -3, "laa %r2,%r2,0(%r6)", 0),
    (3, 1, "laa %r4,%r2,0(%r6)", 4), (6, 1, "lan %r4,%r2,0(%r6)", 0),
    (6, 2, "lan %r4,%r2,0(%r6)", 2), (0, 4, "lao %r4,%r2,0(%r6)", 4),
    (6, 6, "lax %r4,%r2,0(%r6)", 0), (6, 2, "lax %r4,%r2,0(%r6)", 4),
    (3, 0, "asi 0(%r6),-3", 0), (3, 0, "asi 0(%r6),1", 4),
)
# the value of r2, an instruction, what is in r4 then; r3 is 9
OF_S390X = (
    (0x80000001, "rll %r4,%r2,0(%r6)", 0x80000001), (0x80000001, "rll %r4,%r2,8(%r6)", 0x180),
    (0x80000001, "rll %r4,%r2,-1(%r6)", 0xc0000000),
    (0x123456789, "rll %r4,%r2,36(%r6)", 0x34567892),
    (7, "sllk %r4,%r2,3", 56), (0x180000001, "sllk %r4,%r2,31", 0x80000000),
    (1, "lcr %r4,%r2", 0xffffffff), (0x1234567, "risbg %r4,%r2,0,189,0", 0x1234564),
    (0x1234567, "risbg %r2,%r3,56,63,0 ; lgr %r4,%r2", 0x1234509),
    (0x1234567, "risbg %r2,%r3,48,63,0 ; lgr %r4,%r2", 0x1230009),
)
# the type and the value of x, what narrow instructions compare it with; what they leave
ON_ARM64 = (
    ("int8_t", -3, "casalb", 253, 9), ("int8_t", -3, "casalb", -3, 9),
    ("uint8_t", 253, "casalb", -3, 9), ("uint8_t", 253, "casalb", 509, 9),
    ("int8_t", -3, "casalb", 252, -3), ("int16_t", -3, "casalh", 65533, 9),
    ("uint16_t", 65533, "casalh", -3, 9), ("int16_t", -3, "casalh", 253, -3),
)
# an address, with rsi 100 and rbx 3; or None: it is refused
ADDRESSES = (
    ("(%rsi,%rbx,4)", 112), ("8(%rsi,%rbx,4)", 120), ("(%rsi,%rbx,8)", 124), ("4(%rsi)", 104),
    ("(%rsi,%rbx,1)", 103), ("(%rsi,%rbx)", 103), ("-8(%rsi,%rbx,2)", 98), ("(%rsi,%rbx,3)", None),
    ("(%rsi,4)", None), ("(%rsi,%rbx,4,4)", None), ("(,%rbx,4)", None), ("(4,%rsi)", None),
    ("(%rsi,%rbx,16)", None), ("(%rsi,%rbx,0)", None),
)
# On arm64: code, where X1 has the address of x, which is 7, or a number below; X2 is 3, X4 -3; and
# what holds at the end.
ADDRESSES_ARM64 = (
    ("mov x1, #100 ; add x1, x1, x2 ; sub x1, x1, #103 ; add x5, x0, x1 ; ldr w3, [x5]", "0:X3=7"),
    ("mov x6, #0 ; ldr w3, [x0, x6, lsl #2]", "0:X3=7"),
    ("sub x6, x0, #24 ; ldr w3, [x6, x2, lsl #3]", "0:X3=7"),
    ("sub x6, x0, #12 ; ldr w3, [x6, x2, lsl #2]", "0:X3=7"),
    ("sub x6, x0, #6 ; ldr w3, [x6, x2, lsl #1]", "0:X3=7"),
    ("sub x6, x0, #3 ; ldr w3, [x6, x2, lsl #0]", "0:X3=7"),
    ("add x6, x0, #12 ; ldr w3, [x6, w4, sxtw #2]", "0:X3=7"),
    ("add x6, x0, #3 ; ldr w3, [x6, w4, sxtw]", "0:X3=7"),
    ("sub x6, x0, #12 ; ldr w3, [x6, w2, uxtw #2]", "0:X3=7"),
    ("sub x6, x0, #8 ; mov w7, #9 ; str w7, [x6, #8]! ; ldr w3, [x6]", "x=9 /\\ 0:X3=9"),
    ("add x6, x0, #8 ; ldr w3, [x6, #-8]! ; ldr w5, [x6]", "0:X3=7 /\\ 0:X5=7"),
    ("add x6, x0, #8 ; ldr w3, [x6, #-8]! ; ldr w5, [x6, #0]! ; sub x6, x6, x0",
     "0:X3=7 /\\ 0:X5=7 /\\ 0:X6=0"),
    ("mov w3, #1 ; ands w5, w3, w3 ; b.mi L ; mov w3, #2 ; L:", "0:X3=2"),
    ("tst w4, w4 ; b.mi L ; mov w3, #2 ; L:", "0:X3=0"),
    ("tst x2, x4 ; b.pl L ; mov w3, #2 ; L:", "0:X3=0"),
    ("adds w5, w2, w4 ; b.pl L ; mov w3, #2 ; L:", "0:X3=0"),
    # It overflows: the sign is that of the sum.
    ("mov w5, #0x7fffffff ; adds w5, w5, w2 ; b.mi L ; mov w3, #2 ; L:", "0:X3=0"),
    ("mov w5, #0x80000000 ; cmp w5, w2 ; b.mi L ; mov w3, #2 ; L:", "0:X3=2"),
    ("mov w5, #0x80000000 ; cmp w5, w2 ; b.lt L ; mov w3, #2 ; L:", "0:X3=0"),
    ("mov w5, #0x80000000 ; cmp x5, x2 ; b.mi L ; mov w3, #2 ; L:", "0:X3=2"),
    ("mov w5, #0x80000000 ; cmp x2, x5 ; b.mi L ; mov w3, #2 ; L:", "0:X3=0"),
)
# Code that changes a part of rcx, which is 0x1122334455, and what it is then; x is 0xfedc, y 7.
PARTS = (
    ("movb $1, %cl", 0x1122334401), ("movb $-1, %cl", 0x11223344ff), ("mov $1, %cl", 0x1122334401),
    ("movb $0x1ff, %cl", 0x11223344ff), ("movw $1, %cx", 0x1122330001),
    ("movw $-1, %cx", 0x112233ffff), ("movw (x), %cx", 0x112233fedc),
    ("xchgw %cx, (x)", 0x112233fedc), ("lock xaddw %cx, (x)", 0x112233fedc),
    ("movq $0x1234, %rdx ; movb %dl, %cl", 0x1122334434),
    ("movq $0x123456, %rdx ; movw %dx, %cx", 0x1122333456),
    ("movq %rcx, %rax ; lock cmpxchgw %dx, (x) ; movq %rax, %rcx", 0x112233fedc),
    ("movq %rcx, %rax ; lock cmpxchgb %dl, (y) ; movq %rax, %rcx", 0x1122334407),
    ("movq $0xabcdfedc, %rax ; lock cmpxchgw %cx, (x) ; movq %rax, %rcx", 0xabcdfedc),
    ("movq $0xfedc, %rax ; lock cmpxchgw %cx, (x) ; movzwl (x), %ecx", 0x4455),
    ("movzbl %cl, %ecx", 0x55), ("movzwl %cx, %ecx", 0x4455), ("movq $1, %rcx", 1),
    ("movw %cx, (x) ; movzwl (x), %ecx", 0x4455), ("xchgw %cx, (x) ; movzwl (x), %ecx", 0x4455),
)
# Names of 32 bits and comparisons with and without sign: the head of a test, whose x is -3, code,
# and what holds at the end. A register that is not mentioned is 0.
HALVES = (
    ("X86_64", "movq $0x100000001, %rax ; movl %eax, %ecx", "0:rcx=1"),
    ("X86_64", "movq $-1, %rcx ; movl $-1, %ecx", "0:rcx=4294967295"),
    ("X86_64", "movq $-1, %rcx ; movl (x), %ecx", "0:rcx=4294967293"),
    ("X86_64", "movl $-1, %eax ; cmpl $1, %eax ; setc %cl", "0:rcx=0"),
    ("X86_64", "movl $1, %eax ; cmpl $-1, %eax ; setc %cl", "0:rcx=1"),
    ("X86_64", "movq $1, %rax ; cmpq $-1, %rax ; setc %cl", "0:rcx=1"),
    ("X86_64", "movq $0x100000000, %rax ; testl %eax, %eax ; sete %cl", "0:rcx=1"),
    ("X86_64", "movq $0x100000000, %rax ; testq %rax, %rax ; sete %cl", "0:rcx=0"),
    ("X86_64", "movq $0x100000005, %rax ; cmpl $5, %eax ; sete %cl", "0:rcx=1"),
    ("X86_64", "movl $1, %eax ; cmpl $-1, %eax ; jb L ; movq $1, %rcx ; L:", "0:rcx=0"),
    ("X86_64", "movl $1, %eax ; cmpl $-1, %eax ; jae L ; movq $1, %rcx ; L:", "0:rcx=1"),
    ("X86_64", "movl $1, %eax ; cmpl $-1, %eax ; ja L ; movq $1, %rcx ; L:", "0:rcx=1"),
    ("X86_64", "movl $1, %eax ; cmpl $-1, %eax ; jl L ; movq $1, %rcx ; L:", "0:rcx=1"),
    ("X86_64", "movl $1, %eax ; cmpl $-1, %eax ; jg L ; movq $1, %rcx ; L:", "0:rcx=0"),
    ("X86_64", "movq $0x80, %rax ; testb %al, %al ; jl L ; movq $1, %rcx ; L:", "0:rcx=0"),
    # The sign of a difference is not the order of the two.
    ("X86_64", "movl $0x80000000, %eax ; cmpl $1, %eax ; js L ; movq $1, %rcx ; L:", "0:rcx=1"),
    ("X86_64", "movl $0x80000000, %eax ; cmpl $1, %eax ; jl L ; movq $1, %rcx ; L:", "0:rcx=0"),
    ("X86_64", "movl $0x80000000, %eax ; cmpq $1, %rax ; jns L ; movq $1, %rcx ; L:", "0:rcx=0"),
    ("X86_64", "movl $0x7fffffff, %eax ; cmpl $-1, %eax ; js L ; movq $1, %rcx ; L:", "0:rcx=0"),
    ("X86_64", "movl $0, %eax ; subl $1, %eax ; jns L ; movq $1, %rcx ; L:", "0:rcx=1"),
    ("X86_64", "movl $1, %eax ; subl $1, %eax ; js L ; movq $1, %rcx ; L:", "0:rcx=1"),
    ("X86_64", "movl $0x7fffffff, %eax ; addl $1, %eax ; sets %cl", "0:rcx=1"),
    ("X86_64", "lock addl $2, (x) ; js L ; movq $1, %rcx ; L:", "0:rcx=0"),
    ("X86_64", "lock addl $3, (x) ; js L ; movq $1, %rcx ; L:", "0:rcx=1"),
    ("X86_64", "movl $3, %edx ; lock xaddl %edx, (x) ; jns L ; movq $1, %rcx ; L:", "0:rcx=0"),
    ("X86_64", "lock decl (x) ; sets %cl", "0:rcx=1"),
    ("X86_64", "movl $-3, %eax ; movl $9, %edx ; lock cmpxchgl %edx, (x) ; movq %rax, %rcx",
     "x=9 /\\ 0:rcx=4294967293"),
    ("X86_64", "movq $0x1fffffffd, %rax ; lock cmpxchgl %edx, (x)", "x=0"),
    ("X86_64", "movslq (x), %rcx", "0:rcx=-3"),
    ("X86_64", "movl $-1, %eax ; movslq %eax, %rcx", "0:rcx=-1"),
    ("AArch64", "ldrsw x2, [x0]", "0:X2=-3"),
    ("AArch64", "mov w1, #-1 ; mov x2, x1", "0:X2=4294967295"),
    ("AArch64", "mov x1, #0x100000001 ; mov w2, w1", "0:X2=1"),
    ("AArch64", "mov x1, #0x100000000 ; cbz w1, L ; mov x2, #1 ; L:", "0:X2=0"),
    ("AArch64", "mov x1, #0x100000000 ; cbz x1, L ; mov x2, #1 ; L:", "0:X2=1"),
    ("AArch64", "mov x1, #0x100000005 ; cmp w1, #5 ; cset w2, eq", "0:X2=1"),
    ("AArch64", "mov w1, #1 ; cmp w1, #-1 ; cset w2, lo", "0:X2=1"),
    ("AArch64", "mov w1, #1 ; cmp w1, #-1 ; cset w2, lt", "0:X2=0"),
    ("AArch64", "mov w1, #-1 ; cmp w1, #1 ; cset w2, hi", "0:X2=1"),
    ("AArch64", "mov x1, #-1 ; cmp x1, #1 ; b.hi L ; mov x2, #1 ; L:", "0:X2=0"),
    ("AArch64", "mov x1, #-1 ; cmp x1, #1 ; b.gt L ; mov x2, #1 ; L:", "0:X2=1"),
    ("AArch64", "mov w1, #-1 ; sxtw x2, w1", "0:X2=-1"),
    ("AArch64", "mov x1, #-1 ; uxtw x2, w1", "0:X2=4294967295"),
    ("AArch64", "mov w1, #-1 ; add x2, x3, w1, sxtw", "0:X2=-1"),
    ("AArch64", "mov x1, #-1 ; add x2, x3, w1, uxtw", "0:X2=4294967295"),
    ("AArch64", "sub w1, w1, #3 ; mov w2, #9 ; casal w1, w2, [x0]", "x=9 /\\ 0:X1=4294967293"),
    ("RISCV", "li x6, -1 ; sltu x7, x0, x6", "0:x7=1"),
    ("RISCV", "li x6, -1 ; slt x7, x0, x6", "0:x7=0"),
    ("RISCV", "li x6, -1 ; bltu x0, x6, L ; li x7, 1 ; L:", "0:x7=0"),
    ("RISCV", "li x6, -1 ; bgeu x0, x6, L ; li x7, 1 ; L:", "0:x7=1"),
    ("RISCV", "li x6, 0x80000000 ; sext.w x7, x6", "0:x7=-2147483648"),
    ("RISCV", "li x6, 0x80000000 ; negw x7, x6", "0:x7=-2147483648"),
    # What is loaded from half a register's width is extended, whatever the type of the variable is.
    ("RISCV", "lw x7, 0(x10)", "0:x7=-3"),
    ("RISCV", "lwu x7, 0(x10)", "0:x7=4294967293"),
    ("RISCV", "lr.w x7, (x10)", "0:x7=-3"),
    ("RISCV", "lr.w x6, (x10) ; li x8, 9 ; sc.w x7, x8, (x10)",
     "(0:x7=0 /\\ x=9) \\/ (0:x7=1 /\\ x={x})"),
    ("RISCV", "li x6, 9 ; amoswap.w x7, x6, (x10)", "x=9 /\\ 0:x7=-3"),
    ("RISCV", "li x6, 12 ; amoadd.w.aqrl x7, x6, (x10)", "x=9 /\\ 0:x7=-3"),
    ("RISCV", "li x6, 13 ; amoand.w x7, x6, (x10)", "x=13 /\\ 0:x7=-3"),
    # As many bits as it has are compared.
    ("RISCV", "li x7, -3 ; li x6, 9 ; amocas.w x7, x6, (x10)", "x=9 /\\ 0:x7=-3"),
    ("RISCV", "li x7, 0xfffffffd ; li x6, 9 ; amocas.w.rl x7, x6, (x10)", "x=9 /\\ 0:x7=-3"),
    ("RISCV", "li x7, 4 ; li x6, 9 ; amocas.w.aqrl x7, x6, (x10)", "x={x} /\\ 0:x7=-3"),
    ("RISCV", "li x6, -1 ; sw x6, 0(x10) ; lw x7, 0(x10) ; lwu x8, 0(x10)",
     "0:x7=-1 /\\ 0:x8=4294967295"),
    ("LoongArch", "ld.w r6, r4, 0", "0:r6=-3"),
    ("LoongArch", "ll.w r6, r4, 0", "0:r6=-3"),
    ("LoongArch", "li.w r5, 12 ; li.w r7, 10 ; andn r6, r5, r7", "0:r6=4"),
    ("LoongArch", "li.w r5, 3 ; slli.w r6, r5, 31", "0:r6=-2147483648"),
    ("LoongArch", "li.w r5, 3 ; li.w r7, 34 ; sll.w r6, r5, r7", "0:r6=12"),
    ("LoongArch", "li.w r5, -1 ; li.w r7, 36 ; srl.w r6, r5, r7", "0:r6=268435455"),
    ("LoongArch", "li.w r5, -1 ; srl.w r6, r5, r0", "0:r6=-1"),
    ("LoongArch", "li.w r7, 9 ; amswap.w r6, r7, r4", "x=9 /\\ 0:r6=-3"),
    ("PPC", "lwz r3, 0(r9)", "0:r3=4294967293"),
    ("PPC", "lwarx r3, 0, r9", "0:r3=4294967293"),
    ("PPC", "lwzx r3, 0, r9 ; cmpwi r3, -3 ; beq L ; li r3, 1 ; L:", "0:r3=4294967293"),
    ("PPC", "li r2, 1 ; li r4, -1 ; cmpld r2, r4 ; blt L ; li r3, 1 ; L:", "0:r3=0"),
    ("PPC", "li r2, 1 ; li r4, -1 ; cmpd r2, r4 ; blt L ; li r3, 1 ; L:", "0:r3=1"),
    ("PPC", "li r2, 1 ; li r4, -1 ; cmpld r4, r2 ; bge L ; li r3, 1 ; L:", "0:r3=0"),
    ("PPC", "li r2, -1 ; cmpldi r2, 1 ; blt L ; li r3, 1 ; L:", "0:r3=1"),
    ("PPC", "li r2, -1 ; li r4, -1 ; cmpld r2, r4 ; beq L ; li r3, 1 ; L:", "0:r3=0"),
    ("PPC", "li r1, 1 ; li r2, -1 ; cmplw r1, r2 ; blt L ; li r3, 1 ; L:", "0:r3=0"),
    ("PPC", "li r1, 1 ; li r2, -1 ; cmpw r1, r2 ; blt L ; li r3, 1 ; L:", "0:r3=1"),
    ("PPC", "li r1, -1 ; cmplwi r1, 1 ; bge L ; li r3, 1 ; L:", "0:r3=0"),
    ("PPC", "li r1, 0x100000001 ; cmpwi r1, 1 ; beq L ; li r3, 1 ; L:", "0:r3=0"),
    ("LoongArch", "li.w r5, -1 ; bltu r0, r5, L ; li.w r6, 1 ; L:", "0:r6=0"),
)
# x is 0x780000005. On x86-64: edx and eax, the expected value; the new one is 0x900000003. What x,
# rdx and rax are then, and whether the jump behind it is taken.
PAIRS_X86 = (
    (7, 0x80000005, 0x900000003, 7, 0x80000005, True),
    (8, 0x80000005, 0x780000005, 7, 0x80000005, False),
    (7, 0x80000004, 0x780000005, 7, 0x80000005, False),
    (0x80000005, 7, 0x780000005, 7, 0x80000005, False),
)
# On arm64, where X2 and X3 are the halves of x, X4 and X5 those of the new value.
PAIRS_ARM64 = (
    ("ldxp w6, w7, [x0]", "0:X6=0x80000005 /\\ 0:X7=7"),
    ("ldaxp w6, w7, [x0]", "0:X6=0x80000005 /\\ 0:X7=7"),
    *((f"ldxp w6, w7, [x0] ; {name} w8, w4, w5, [x0]",
       "(0:X8=0 /\\ x=0x900000003) \\/ (0:X8=1 /\\ x=0x780000005)") for name in ("stxp", "stlxp")),
    *((f"{name} w2, w3, w4, w5, [x0]", "x=0x900000003 /\\ 0:X2=0x80000005 /\\ 0:X3=7")
      for name in ("casp", "caspa", "caspl", "caspal")),
    ("add w2, w2, #1 ; caspal w2, w3, w4, w5, [x0]",
     "x=0x780000005 /\\ 0:X2=0x80000005 /\\ 0:X3=7"),
    ("add w3, w3, #1 ; caspal w2, w3, w4, w5, [x0]",
     "x=0x780000005 /\\ 0:X2=0x80000005 /\\ 0:X3=7"),
    # Both must be equal; where the first two were not, the others are not compared.
    *((f"cmp {a}, {b} ; ccmp {c}, {d}, #0, eq ; cset w9, eq", f"0:X9={equal}")
      for a, b, c, d, equal in (("w2", "w2", "w3", "w3", 1), ("w2", "w3", "w3", "w3", 0),
                                ("w2", "w2", "w3", "w2", 0), ("w2", "w3", "w2", "w3", 0))),
    ("mov x6, #0x100000007 ; cmp w3, w3 ; ccmp w6, w3, #0, eq ; cset w9, eq", "0:X9=1"),
    ("mov x6, #0x100000007 ; cmp w3, w3 ; ccmp x6, x3, #0, eq ; cset w9, eq", "0:X9=0"),
)
# The carry and the sign of a sum are not those of a comparison of the result with 0.
FLAGS = (
    *((f"{code} ; {jump} L ; L:", good) for code in ("lock btsl $3, (x)", "lock btcq $3, (x)")
      for jump, good in (("je", False), ("jne", False), ("js", False), ("jl", False),
                         ("ja", False), ("jc", True), ("jae", True))),
    ("lock cmpxchg8b (x) ; jc L ; L:", False), ("lock cmpxchg8b (x) ; jl L ; L:", False),
    ("lock btrl $3, (x) ; sete %cl ; L:", False), ("lock btrl $3, (x) ; setc %cl ; L:", True),
    ("lock addl $1, (x) ; js L ; L:", True), ("addl $1, %eax ; sets %cl ; L:", True),
    # A jump may lead to the condition from where other flags are set.
    ("addl $1, %eax ; jne M ; cmpl $1, %eax ; M: jc L ; L:", False),
    ("addl $1, %eax ; jne M ; cmpl $1, %eax ; M: je L ; L:", True),
    ("addl $1, %eax ; jne M ; nop ; M: cmpl $1, %eax ; jc L ; L:", True),
    ("cmpl $1, %eax ; jne M ; cmpq $1, %rax ; M: js L ; L:", False),
    ("cmpl $1, %eax ; jne M ; cmpl $2, %eax ; M: js L ; L:", True),
    ("cmpl $1, (x) ; js L ; L:", False), ("cmpl $1, %eax ; js L ; L:", True),
    *((f"addl $1, %eax ; {jump} L ; L:", False) for jump in ("jc", "jnc", "jb", "ja", "jl", "jg")),
    ("addl $1, %eax ; setc %cl ; L:", False), ("lock addl $1, (x) ; jc L ; L:", False),
    ("lock xaddl %ecx, (x) ; movl $1, %edx ; jl L ; L:", False), ("incl %eax ; ja L ; L:", False),
    ("addl $1, %eax ; je L ; L:", True), ("addl $1, %eax ; cmpl $1, %eax ; jc L ; L:", True),
    ("subl $1, %eax ; jc L ; L:", True), ("testl %eax, %eax ; jg L ; L:", True),
)
# Registers that have the address of x.
POINTERS = {"AArch64": "0:X0=x;", "RISCV": "0:x10=x;", "LoongArch": "0:r4=x;", "PPC": "0:r9=x;"}
# Others than those that are read as they are written must not be read as a sum.
REFUSED = (("AArch64", "ldr w0, [x1, x2, lsl #4]"), ("AArch64", "ldr w0, [x1, w2, sxtw #4]"),
           ("AArch64", "ldr w0, [x1, x2, lsl]"), ("AArch64", "ldr w0, [x1, w2, lsl #2]"),
           ("AArch64", "ldr w0, [x1, #4, lsl #2]"), ("AArch64", "ldr w0, [x1, x2, lsl x3]"),
           ("AArch64", "ldr w0, [x1, x2, lsl #-1]"), ("AArch64", "ldr w0, [x1, x2, lsl #2, #4]!"),
           ("AArch64", "ldr w0, [x1, x2]!"), ("AArch64", "ldr w0, [x1]!"),
           ("AArch64", "ldr x1, [x1, #4]!"), ("AArch64", "str w1, [x1, #4]!"),
           ("AArch64", "ldar w0, [x1, #4]!"), ("AArch64", "ldur w0, [x1, #4]!"),
           ("AArch64", "ldxp x0, x2, [x1]"), ("AArch64", "stxp w0, x2, x3, [x1]"),
           ("AArch64", "ldxp w0, x2, [x1]"), ("AArch64", "casp x2, x3, x4, x5, [x1]"),
           ("AArch64", "ccmp w0, w2, #4, eq"), ("AArch64", "ccmp w0, w2, #0, ne"),
           ("AArch64", "ldaddal w0, w2, [x1, #0]!"), ("AArch64", "ldr w0, [x1], #4"),
           ("ARM", "LDR R0,[R1,R2,LSL #2]"), ("ARM", "LDR R0,[R1,#4]!"))


# Of a type, with a value: x6 is 9; what x and x7, which is expected or found, are then. What is
# narrower than a register fills it with its sign.
ZACAS_ZABHA = (
    ("uint8_t", 253, "li x7, 0x1fd ; amocas.b.aq x7, x6, (x10)", 9, -3),
    ("uint8_t", 253, "li x7, -3 ; amocas.b x7, x6, (x10)", 9, -3),
    ("int8_t", -3, "li x7, 253 ; amocas.b.aqrl x7, x6, (x10)", 9, -3),
    ("uint8_t", 253, "li x7, 0xfc ; amocas.b.rl x7, x6, (x10)", 253, -3),
    ("uint16_t", 65533, "li x7, 0xfffd ; amocas.h x7, x6, (x10)", 9, -3),
    ("uint16_t", 65533, "li x7, 0xfd ; amocas.h x7, x6, (x10)", 65533, -3),
    ("int64_t", -3, "li x7, -3 ; amocas.d x7, x6, (x10)", 9, -3),
    ("int64_t", -3, "li x7, 0xfffffffd ; amocas.d.aqrl x7, x6, (x10)", -3, -3),
    ("uint8_t", 253, "amoswap.b x7, x6, (x10)", 9, -3),
    ("uint16_t", 65533, "amoswap.h.aqrl x7, x6, (x10)", 9, -3),
    ("uint8_t", 253, "amoadd.b.aqrl x7, x6, (x10)", 6, -3),
    ("uint16_t", 65533, "amoadd.h x7, x6, (x10)", 6, -3),
    ("uint8_t", 253, "amoand.b x7, x6, (x10)", 9, -3),
    ("uint16_t", 65520, "amoand.h x7, x6, (x10)", 0, -16),
    ("uint8_t", 4, "amoor.b.rl x7, x6, (x10)", 13, 4),
    ("uint16_t", 4, "amoor.h x7, x6, (x10)", 13, 4),
    ("uint8_t", 255, "amoxor.b x7, x6, (x10)", 246, -1),
    ("uint16_t", 8, "amoxor.h.aq x7, x6, (x10)", 1, 8),
)


def flags_source(code):
    lines = "".join(f" {line} ;\n" for line in code.split(" ; "))
    return "X86_64 flags\n{ int x = 1; }\n P0 ;\n" + lines


def own_sources():
    """Names and texts of tests that must always hold."""
    for kind, x, code, left, more in ON_X86:
        yield f"x86_64: {kind} {x}, {code}", X86.format(
            first=f"{kind} x = {x};", code=f" {code} ;\n", x=left, eax=5 if left else 1,
            more=more)
    for x, r2, code, left in ON_S390X:
        yield f"s390x: {x}, {r2}, {code}", S390X.format(
            first=f"int x = {x};", r2=r2, code=f" {code} ;\n", x=left, r1=5 if left else 1)
    for r2, code, r4 in OF_S390X:
        yield f"s390x: {r2:#x}, {code}", (
            f"S390X result\n{{ 0:r2={r2}; 0:r3=9; 0:r6=0; }}\n P0 ;\n {code} ;\n"
            f"forall (0:r4={r4})\n")
    yield "s390x: a byte in the word, its lowest", (
        "S390X byte\n{ uint8_t x = 4; 0:r2=x + 3; 0:r3=9; }\n P0 ;\n risbg %r1,%r2,0,189,0 ;\n"
        " l %r4,0(%r1) ;\nforall (0:r4=4)\n")
    for kind, x, name, expected, left in ON_ARM64:
        yield f"arm64: {kind} {x}, {name} {expected}", (
            f"AArch64 narrow\n{{ {kind} x={x}; 0:X0=x; }}\n P0 ;\n mov w1, #{expected} ;\n"
            f" mov w2, #9 ;\n {name} w1, w2, [x0] ;\nforall (x={left})\n")
    for text, value in ADDRESSES:
        if value is not None:
            yield f"x86_64: {text}", (
                "X86_64 address\n{ 0:rsi=100; 0:rbx=3; }\n P0 ;\n"
                f" leaq {text}, rax ;\nforall (0:rax={value})\n")
    for code, holds in ADDRESSES_ARM64:
        lines = "".join(f" {line} ;\n" for line in code.split(" ; "))
        yield f"arm64: {code}", (
            "AArch64 address\n{ int x = 7; 0:X0=x; 0:X2=3; 0:X4=-3; }\n P0 ;\n"
            f"{lines}forall ({holds})\n")
    for code, value in PARTS:
        lines = "".join(f" {line} ;\n" for line in code.split(" ; "))
        yield f"x86_64: {code}", (
            f"X86_64 part\n{{ uint16_t x = 0xfedc; uint8_t y = 7; 0:rcx = 0x1122334455; }}\n"
            f" P0 ;\n{lines}forall (0:rcx={value})\n")
    for head, code, holds in HALVES:
        lines = "".join(f" {line} ;\n" for line in code.split(" ; "))
        first = POINTERS.get(head, "")
        for kind, x in (("int", "-3"), ("uint32_t", "4294967293")):
            yield f"{head}: {kind} x = {x}: {code}", (
                f"{head} half\n{{ {kind} x = {x}; {first} }}\n P0 ;\n{lines}"
                f"forall ({holds.replace('{x}', x)})\n")
    for kind, x, code, left, found in ZACAS_ZABHA:
        lines = "".join(f" {line} ;\n" for line in code.split(" ; "))
        yield f"riscv64: {kind} {x}, {code}", (
            f"RISCV narrow\n{{ {kind} x={x}; 0:x10=x; 0:x6=9; }}\n P0 ;\n{lines}"
            f"forall (x={left} /\\ 0:x7={found})\n")
    yield from pair_sources()
    for code, good in FLAGS:
        if good:
            yield f"x86_64: {code}", flags_source(code) + "forall (true)\n"
    yield "x86_64: a load", ("X86_64 address\n{ int x = 7; 0:rsi=x; 0:rbx=0; }\n P0 ;\n"
                             " movl (%rsi,%rbx,4), eax ;\nforall (0:rax=7)\n")


def pair_sources():
    for edx, eax, x, rdx, rax, equal in PAIRS_X86:
        yield f"x86_64: lock cmpxchg8b (x), {edx}, {eax}", (
            f"X86_64 pair\n{{ int64_t x=0x780000005; 0:rdx={edx}; 0:rax={eax}; 0:rcx=9;"
            " 0:rbx=3; }\n P0 ;\n lock cmpxchg8b (x) ;\n je L ;\n movl $1, %esi ;\n L: ;\n"
            f"forall (x={x} /\\ 0:rdx={rdx} /\\ 0:rax={rax} /\\ 0:rsi={int(not equal)})\n")
    for code, holds in PAIRS_ARM64:
        lines = "".join(f" {line} ;\n" for line in code.split(" ; "))
        yield f"arm64: {code}", (
            "AArch64 pair\n{ uint64_t x=0x780000005; 0:X0=x; 0:X2=0x80000005; 0:X3=7; 0:X4=3;"
            f" 0:X5=9; }}\n P0 ;\n{lines}forall ({holds})\n")


def refused_sources():
    """Names and texts of tests that must be refused, and in which line."""
    for code, good in FLAGS:
        if not good:
            yield f"x86_64: {code}", flags_source(code), 3 + code.count(" ; ")
    for text, value in ADDRESSES:
        if value is None:
            yield f"x86_64: {text}", \
                f"X86_64 address\n{{ 0:rsi=x; }}\n P0 ;\n movl {text}, eax ;\n", 4
    for head, code in REFUSED:
        first = "X1" if head == "AArch64" else "R1"
        yield f"{head}: {code}", (
            f"{head} address\n{{ 0:{first}=x; }}\n P0 ;\n {code} ;\n"), 4


def main():
    report = tap.Tap()
    with tempfile.TemporaryDirectory() as folder:
        texts = dict(own_sources())
        refused = {name: text + "exists (true)\n" for name, text, _ in refused_sources()}
        lines = {name: line for name, _, line in refused_sources()}
        paths = {}
        for i, (name, text) in enumerate([*texts.items(), *refused.items()]):
            paths[name] = os.path.join(folder, f"{i}.litmus")
            with open(paths[name], "w", encoding="utf-8") as file:
                file.write(text)
        answers = ask.check(sys.argv[1], list(paths.values()))
        for name, text in texts.items():
            answer = answers.get(paths[name], {})
            report.point(answer.get("observation") == "Always", name, answer, text)
        for name, text in refused.items():
            answer = answers.get(paths[name], {})
            report.point("error" in answer and answer.get("line") == lines[name],
                         f"refused: {name}", answer, text)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
