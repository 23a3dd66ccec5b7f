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
