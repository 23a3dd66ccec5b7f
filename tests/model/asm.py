#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""asm.py LKMM [REFERENCE [PREFIX...]]: litmus tests in assembly.

Tests of each kind, and mistakes with their places. REFERENCE is a folder of others' tests, with
the answers of herd7 by the models of the vendors in expected.jsonl: those whose path starts with a
PREFIX, or all, get the same verdict, flags and states. At least nine of ten can be read; the
instructions that the others need are listed. TAP.
"""
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

import ask
from ask import tap

OWN = {
    # name: (options, text, observation or error, its place)
    "x86: a write is seen late": ([], """X86 SB
{ }
 P0          | P1          ;
 MOV [x],$1  | MOV [y],$1  ;
 MOV EAX,[y] | MOV EAX,[x] ;
exists (0:EAX=0 /\\ 1:EAX=0)
""", "Sometimes", None),
    "x86: the same under another model": (["--model", "sc"], """X86 SB
{ }
 P0          | P1          ;
 MOV [x],$1  | MOV [y],$1  ;
 MOV EAX,[y] | MOV EAX,[x] ;
exists (0:EAX=0 /\\ 1:EAX=0)
""", "Never", None),
    "x86-64: a cmpxchg that fails orders, too": ([], """X86_64 cmpxchg
{ 0:rcx=1; 1:rcx=1; }
 P0                        | P1                        ;
 movl $2,(x)               | movl $2,(y)               ;
 movl $1,%eax              | movl $1,%eax              ;
 lock cmpxchgl %ecx,(y)    | lock cmpxchgl %ecx,(x)    ;
exists (0:rax=0 /\\ 1:rax=0)
""", "Never", None),
    "x86-64: cmpxchg writes if the values are the same": ([], """X86_64 cmpxchg
{ x=3; 0:rcx=7; }
 P0                     ;
 movl $3,%eax           ;
 lock cmpxchgl %ecx,(x) ;
 jne L                  ;
 movl $1,%edx           ;
L:                      ;
forall (0:rax=3 /\\ x=7 /\\ 0:rdx=1)
""", "Always", None),
    "x86-64: bytes and words, extended without sign": ([], """X86_64 narrow
{ uint8_t x=253; uint16_t y=65533; }
 P0                     ;
 movzbl (x),%eax        ;
 movw (y),%cx           ;
 movl $253,%edx         ;
 movl $259,%esi         ;
 xchgb %sil,(x)         ;
exists (0:rax=253 /\\ 0:rcx=65533 /\\ 0:rsi=509 /\\ x=3 /\\ y=65533)
""", "Always", None),
    "AArch64: bytes, extended without sign": ([], """AArch64 narrow
{ uint8_t x=253; 0:X1=x; }
 P0             ;
 MOV W2,#509    ;
 LDXRB W0,[X1]  ;
 CMP W0,W2,UXTB ;
 B.NE L         ;
 MOV W2,#258    ;
 STXRB W3,W2,[X1] ;
L:              ;
exists (0:X0=253 /\\ 0:X2=258 /\\ (x=2 /\\ 0:X3=0 \\/ x=253 /\\ 0:X3=1))
""", "Always", None),
    "x86-64: locked additions are not lost": ([], """X86_64 add
{ x=1; }
 P0               | P1             ;
 movl $2,%eax     | lock incl (x)  ;
 lock xaddl %eax,(x) |             ;
forall (x=4 /\\ (0:rax=1 \\/ 0:rax=2))
""", "Always", None),
    "a register is called as in the test": ([], """X86_64 view
{ 0:rax=x; }
 P0             ;
 movl $7,(%rax) ;
 movl (x),%ebx  ;
forall (0:rbx=7)
""", "Always", None),
    "a label is waited at": ([], """X86 wait
{ }
 P0         | P1           ;
 MOV [x],$1 | L:           ;
 MOV [y],$1 | MOV EAX,[y]  ;
            | CMP EAX,$1   ;
            | JNE L        ;
            | MOV EBX,[x]  ;
forall (1:EBX=1)
""", "Always", None),
    "a jump forward leaves out what is between": ([], """X86 jump
{ }
 P0         | P1           ;
 MOV [x],$1 | MOV EAX,[x]  ;
            | CMP EAX,$1   ;
            | JE L         ;
            | MOV EBX,$5   ;
            | L: MOV ECX,$2 ;
forall (1:ECX=2 /\\ (1:EAX=1 /\\ 1:EBX=0 \\/ 1:EAX=0 /\\ 1:EBX=5))
""", "Always", None),
    "one loop in another": ([], """X86 loops
{ }
 P0            ;
 OUT: INC EAX  ;
 MOV EBX,$0    ;
 IN: INC EBX   ;
 INC ECX       ;
 CMP EBX,$2    ;
 JNE IN        ;
 CMP EAX,$3    ;
 JNE OUT       ;
forall (0:EAX=3 /\\ 0:ECX=6)
""", "Always", None),
    "arm64: an acquire and a release": ([], """AArch64 MP
{ 0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y; }
 P0           | P1           ;
 MOV W0,#1    | LDAR W0,[X3] ;
 STR W0,[X1]  | LDR W2,[X1]  ;
 STLR W0,[X3] |              ;
exists (1:X0=1 /\\ 1:X2=0)
""", "Never", None),
    "arm64: a control dependency does not order reads": ([], """AArch64 MP+ctrl
{ 0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y; }
 P0           | P1           ;
 MOV W0,#1    | LDR W0,[X3]  ;
 STR W0,[X1]  | CBNZ W0,L    ;
 DMB ST       | L:           ;
 STR W0,[X3]  | LDR W2,[X1]  ;
exists (1:X0=1 /\\ 1:X2=0)
""", "Sometimes", None),
    "arm64: with ISB it does": ([], """AArch64 MP+ctrlisb
{ 0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y; }
 P0           | P1           ;
 MOV W0,#1    | LDR W0,[X3]  ;
 STR W0,[X1]  | CBNZ W0,L    ;
 DMB ST       | L: ISB       ;
 STR W0,[X3]  | LDR W2,[X1]  ;
exists (1:X0=1 /\\ 1:X2=0)
""", "Never", None),
    "arm64: additions by exclusives are not lost": ([], """AArch64 add
{ 0:X1=x; 1:X1=x; }
 P0              | P1              ;
 LDXR W0,[X1]    | LDXR W0,[X1]    ;
 ADD W0,W0,#1    | ADD W0,W0,#1    ;
 STXR W2,W0,[X1] | STXR W2,W0,[X1] ;
exists (0:X2=0 /\\ 1:X2=0 /\\ ~x=2 \\/ 0:X2=1 /\\ 1:X2=0 /\\ ~x=1)
""", "Never", None),
    "arm64: a store without reservation fails": ([], """AArch64 fails
{ 0:X1=x; 0:X3=y; }
 P0              ;
 LDXR W0,[X1]    ;
 MOV W4,#1       ;
 STXR W2,W4,[X3] ;
 STXR W5,W4,[X1] ;
forall (0:X2=1 /\\ 0:X5=1 /\\ x=0 /\\ y=0)
""", "Always", None),
    "arm64: an own store between exclusives": ([], """AArch64 between
{ 0:X1=x; }
 P0              ;
 LDXR W0,[X1]    ;
 MOV W4,#1       ;
 STR W4,[X1]     ;
 MOV W4,#2       ;
 STXR W2,W4,[X1] ;
exists (0:X2=0 /\\ x=2)
""", "Sometimes", None),
    "arm64: a register of 32 bits wraps": ([], """AArch64 wrap
{ 0:X1=4294967295; }
 P0           ;
 ADD W0,W1,#2 ;
 ADD X2,X1,#2 ;
forall (0:X0=1 /\\ 0:X2=4294967297)
""", "Always", None),
    "arm64: a value that is chosen orders writes": ([], """AArch64 LB+csel
{ 0:X1=x; 0:X3=y; 1:X1=x; 1:X3=y; 1:X5=1; 1:X6=1; }
 P0           | P1               ;
 LDR W0,[X1]  | LDR W0,[X3]      ;
 MOV W2,#1    | CMP W0,#1        ;
 STLR W2,[X3] | CSEL W4,W5,W6,EQ ;
              | STR W4,[X1]      ;
exists (0:X0=1 /\\ 1:X0=1)
""", "Never", None),
    "riscv: a fence between reads": ([], """RISCV MP
{ 0:x6=x; 0:x8=y; 1:x6=x; 1:x8=y; }
 P0         | P1         ;
 li t0,1    | lw x5,0(x8) ;
 sw t0,0(x6) | fence r,r ;
 fence w,w  | lw x7,0(x6) ;
 sw t0,0(x8) |           ;
exists (1:x5=1 /\\ 1:x7=0)
""", "Never", None),
    "riscv: a fence between writes alone does not do": ([], """RISCV MP
{ 0:x6=x; 0:x8=y; 1:x6=x; 1:x8=y; }
 P0         | P1         ;
 li x5,1    | lw x5,0(x8) ;
 sw x5,0(x6) | fence w,w ;
 fence w,w  | lw x7,0(x6) ;
 sw x5,0(x8) |           ;
exists (1:x5=1 /\\ 1:x7=0)
""", "Sometimes", None),
    "riscv: the success of an SC orders": ([], """RISCV LB
{ 0:x6=x; 0:x8=y; 1:x6=x; 1:x8=y; 1:x9=z; }
 P0          | P1               ;
 lw x5,0(x6) | lw x5,0(x8)      ;
 fence rw,rw | lr.w x10,(x9)    ;
 li x7,1     | sc.w x11,x5,(x9) ;
 sw x7,0(x8) | ori x12,x11,1    ;
             | sw x12,0(x6)     ;
exists (0:x5=1 /\\ 1:x5=1 /\\ 1:x11=0)
""", "Never", None),
    "power: a write that only some have seen": ([], """PPC IRIW
{ 0:r2=x; 1:r2=x; 1:r4=y; 2:r2=y; 3:r2=y; 3:r4=x; }
 P0           | P1           | P2           | P3           ;
 li r1,1      | lwz r1,0(r2) | li r1,1      | lwz r1,0(r2) ;
 stw r1,0(r2) | lwsync       | stw r1,0(r2) | lwsync       ;
              | lwz r3,0(r4) |              | lwz r3,0(r4) ;
exists (1:r1=1 /\\ 1:r3=0 /\\ 3:r1=1 /\\ 3:r3=0)
""", "Sometimes", None),
    "power: sync, and all have": ([], """PPC IRIW
{ 0:r2=x; 1:r2=x; 1:r4=y; 2:r2=y; 3:r2=y; 3:r4=x; }
 P0           | P1           | P2           | P3           ;
 li r1,1      | lwz r1,0(r2) | li r1,1      | lwz r1,0(r2) ;
 stw r1,0(r2) | sync         | stw r1,0(r2) | sync         ;
              | lwz r3,0(r4) |              | lwz r3,0(r4) ;
exists (1:r1=1 /\\ 1:r3=0 /\\ 3:r1=1 /\\ 3:r3=0)
""", "Never", None),
    "power: additions with a reservation": ([], """PPC add
{ 0:r2=x; 1:r2=x; }
 P0              | P1              ;
 L: lwarx r1,r0,r2 | L: lwarx r1,r0,r2 ;
 addi r1,r1,1    | addi r1,r1,1    ;
 stwcx. r1,r0,r2 | stwcx. r1,r0,r2 ;
 bne L           | bne L           ;
forall (x=2)
""", "Always", None),
    "a model of another architecture": (["--model", "arm64"], """X86 kind
{ }
 P0         ;
 MFENCE     ;
exists (0:EAX=0)
""", "the model is not about tests of this kind", (1, 1)),
    "a variable that is not declared": ([], """AArch64 name
{ }
 P0        ;
 MOV X0,V5 ;
exists (0:X0=0)
""", "unknown operands of the instruction 'MOV'", (4, 2)),
    "an instruction that is not known": ([], """X86 unknown
{ }
 P0         | P1          ;
 MOV [x],$1 | NOP         ;
            | VADDPS [y]  ;
exists (x=1)
""", "unknown instruction 'VADDPS'", (5, 15)),
    "operands that are not known": ([], """X86 operands
{ }
 P0            ;
 MOV [x],[y]   ;
exists (x=1)
""", "unknown operands of the instruction 'MOV'", (4, 2)),
    "a label that is missing": ([], """X86 label
{ }
 P0     ;
 JMP L  ;
exists (x=1)
""", "there is no label 'L'", (4, 6)),
    "a jump into a loop": ([], """X86 into
{ }
 P0       ;
 JMP IN   ;
 L: NOP   ;
 IN: NOP  ;
 CMP EAX,$1 ;
 JNE L    ;
exists (0:EAX=1)
""", "a jump into a loop is not supported", (4, 2)),
    "a process too many": ([], """X86 processes
{ 1:EAX=1; }
 P0         ;
 MOV EAX,$1 ;
exists (0:EAX=1)
""", "there is no process P1", (5, 1)),
    "a cell too many": ([], """X86 cells
{ }
 P0         ;
 MOV EAX,$1 | NOP ;
exists (0:EAX=1)
""", "there is no process P1", (4, 15)),
    "a model of C": (["--model", "lkmm"], """X86 kind
{ }
 P0         ;
 MOV EAX,$1 ;
exists (0:EAX=1)
""", "the model is not about tests of this kind", (1, 1)),
    "a test in C": (["--model", "x86_64"], """C kind
{ }
P0(int *x)
{
        WRITE_ONCE(*x, 1);
}
exists (x=1)
""", "the model is not about tests of this kind", (1, 1)),
    "an option for tests in C": (["--why"], """X86 why
{ }
 P0         ;
 MOV EAX,$1 ;
exists (0:EAX=1)
""", "--why does not work with tests in assembly yet", (1, 1)),
}


# Whether executions block.
LOOPS = [
    ("an exclusive store does not fail for ever", """AArch64 loop
{ 0:X1=x; 1:X1=x; }
 P0              | P1              ;
 L: LDXR W0,[X1] | L: LDXR W0,[X1] ;
 ADD W0,W0,#1    | ADD W0,W0,#1    ;
 STXR W2,W0,[X1] | STXR W2,W0,[X1] ;
 CBNZ W2,L       | CBNZ W2,L       ;
forall (x=2)
""", False),
    ("a CAS does not fail for ever", """AArch64 loop
{ 0:X1=x; 1:X1=x; }
 P0              | P1              ;
 LDR W0,[X1]     | LDR W0,[X1]     ;
 L: MOV W3,W0    | L: MOV W3,W0    ;
 ADD W2,W0,#1    | ADD W2,W0,#1    ;
 CASAL W0,W2,[X1] | CASAL W0,W2,[X1] ;
 CMP W0,W3       | CMP W0,W3       ;
 B.NE L          | B.NE L          ;
forall (x=2)
""", False),
    ("nor does a locked cmpxchg", """X86_64 loop
{ x=1; }
 P0                     | P1                     ;
 L: movl (x),%eax       | movl (x),%eax          ;
 movl %eax,%ebx         | L: movl %eax,%ebx      ;
 addl %ebx,%ebx         | addl $3,%ebx           ;
 lock cmpxchgl %ebx,(x) | lock cmpxchgl %ebx,(x) ;
 jne L                  | jne L                  ;
forall (x=5 \\/ x=8)
""", False),
    ("an SC does not fail for ever, with what uses its result behind it", """RISCV loop
{ x=1; 0:x6=x; 1:x6=x; 0:x5=1; 1:x5=1; 0:x7=2; 1:x7=3; }
 P0                 | P1                 ;
 L: lr.w x8,(x6)    | L: lr.w x8,(x6)    ;
 bne x8,x5,M        | bne x8,x5,M        ;
 sc.w.rl x9,x7,(x6) | sc.w.rl x9,x7,(x6) ;
 bnez x9,L          | bnez x9,L          ;
 M:                 | M:                 ;
forall (0:x8=1 /\\ 1:x8=2 /\\ x=2 \\/ 1:x8=1 /\\ 0:x8=3 /\\ x=3)
""", False),
    ("one without reservation does", """AArch64 loop
{ 0:X1=x; 0:X3=y; }
 P0              ;
 LDXR W0,[X1]    ;
 L:              ;
 STXR W2,W0,[X3] ;
 CBNZ W2,L       ;
exists (x=0)
""", True),
    ("what is never written is waited for", """AArch64 loop
{ 0:X1=x; }
 P0              ;
 L: LDR W0,[X1]  ;
 CBZ W0,L        ;
exists (x=0)
""", True),
]


def own_tests(report, lkmm):
    with tempfile.TemporaryDirectory() as place:
        name = os.path.join(place, "t.litmus")
        for title, (options, text, want, at) in OWN.items():
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
            answer = ask.check(lkmm, [name], *options).get(name, {})
            if at:
                good = answer.get("error") == want and \
                    (answer.get("line"), answer.get("column")) == at
            else:
                good = answer.get("observation") == want
            report.point(good, title, f"wanted: {want} {at or ''}", answer)
        for title, loop, want in LOOPS:
            with open(name, "w", encoding="utf-8") as file:
                file.write(loop)
            done = subprocess.run([lkmm, "check", name], capture_output=True, text=True)
            report.point(("\nBlocked " in done.stdout) == want and done.returncode == want, title,
                         done.stdout, done.stderr)
        done = subprocess.run([lkmm, "check", name, "--model", "none"], capture_output=True)
        report.point(done.returncode == 2 and b"none:1:1: error: " in done.stderr,
                     "a model that does not exist", done.stderr)
        done = subprocess.run([lkmm, "run", name], capture_output=True, text=True)
        report.point(done.returncode == 2 and "cannot be run yet" in done.stderr,
                     "lkmm run refuses it", done.stderr)


def states(found):
    return {tuple(sorted(re.sub(r"[][\s]", "", part) for part in state.split(";") if part.strip()))
            for state in found}


def is_same(answer, want):
    return answer.get("observation") == want["observation"] and \
        sorted(answer.get("flags", [])) == sorted(want.get("flags", [])) and \
        states(answer["states"]) == states(want["states"])


def reference(report, lkmm, folder, prefixes):
    with open(f"{folder}/expected.jsonl", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    wanted = {f"{folder}/{line['test']}": line for line in lines
              if not prefixes or line["test"].startswith(tuple(prefixes))}
    answers = ask.check(lkmm, list(wanted), "--states")
    unread = collections.Counter()
    for name, want in wanted.items():
        answer = answers.get(name, {})
        if "error" in answer:
            unread[answer["error"]] += 1
        else:
            report.point(is_same(answer, want), want["test"], f"wanted: {want}",
                         f"found: {answer}")
    for error, count in unread.most_common():
        report.note(f"not read: {count} {error}")
    read = len(wanted) - unread.total()
    report.point(10 * read >= 9 * len(wanted) > 0, f"{read} of {len(wanted)} can be read")


def main():
    lkmm, *more = sys.argv[1:]
    report = tap.Tap()
    own_tests(report, lkmm)
    if more:
        reference(report, lkmm, more[0], more[1:])
    else:
        report.skip("others' tests", "no folder of them is given")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
