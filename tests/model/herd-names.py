#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""herd-names.py LKMM: the names that herd7's models have for events of instructions, and what
"try" does with those of another architecture. TAP."""
import os
import sys
import tempfile

import ask
from ask import tap

HEADS = {
    "AArch64": "AArch64 names\n{ 0:X1=x; }\n P0 ;\n", "ARM": "ARM names\n{ 0:R1=x; }\n P0 ;\n",
    "RISCV": "RISCV names\n{ 0:x6=x; }\n P0 ;\n", "X86_64": "X86_64 names\n{ }\n P0 ;\n",
}
# head, name, instructions that make such an event or pair, instructions that do not
NAMES = [
    ("AArch64", "EX", ["LDXR W0,[X1]"], ["LDR W0,[X1]"]),
    ("AArch64", "NoRet", ["STADD W0,[X1]"], ["LDADD W0,W2,[X1]"]),
    ("AArch64", "amo", ["LDADD W0,W2,[X1]"], ["LDXR W0,[X1]", "STXR W2,W0,[X1]"]),
    ("AArch64", "lxsx", ["LDXR W0,[X1]", "STXR W2,W0,[X1]"], ["LDADD W0,W2,[X1]"]),
    ("X86_64", "X", ["lock incl (x)"], ["movl (x),%eax", "movl $1,(x)"]),
    ("RISCV", "AcqRel", ["lr.w.aqrl x7,(x6)"], ["lr.w.aq x7,(x6)"]),
    ("RISCV", "Fence.tso", ["fence.tso"], ["fence rw,rw"]),
    ("ARM", "DSB", ["DSB"], ["DMB ST"]), ("ARM", "DSB.ST", ["DSB ST"], ["DMB"]),
]
KINDS = ["r", "w", "rw"]
NAMES += [("RISCV", f"Fence.{a}.{b}", [f"fence {a},{b}"],
           [f"fence {c},{d}" for c in KINDS for d in KINDS if (a, b) != (c, d)])
          for a in KINDS for b in KINDS]
for shared in ("SY", "ISH", "OSH"):
    for barrier in ("DMB", "DSB"):
        full = f"{barrier}.{shared}"
        NAMES += [("AArch64", full, [f"{barrier} {shared}"], [f"{barrier} LD", f"{barrier} ST"])]
        for end in ("LD", "ST"):
            name = f"{barrier}.{end}" if shared == "SY" else full + end
            NAMES += [("AArch64", name, [f"{barrier} {name.split('.')[1]}"],
                       [f"{barrier} SY", f"{barrier} {'LD' if end == 'ST' else 'ST'}"])]
MODEL = """names
acyclic po-loc | rf | co | fr
flag ~empty {} as seen
"""


def main():
    lkmm, report = sys.argv[1], tap.Tap()
    with tempfile.TemporaryDirectory() as folder:
        model, path = os.path.join(folder, "names.cat"), os.path.join(folder, "names.litmus")

        def flags(head, name, code):
            with open(model, "w", encoding="utf-8") as file:
                file.write(MODEL.format(name))
            with open(path, "w", encoding="utf-8") as file:
                file.write(HEADS[head] + "".join(f" {line} ;\n" for line in code) +
                           "exists (x=0)\n")
            answer = ask.check(lkmm, [path], "--model", model).get(path, {})
            return answer.get("flags", answer)

        for head, name, has, lacks in NAMES:
            got = flags(head, name, has)
            report.point(got == ["seen"], f"{', '.join(has)}: {name}", got)
            got = flags(head, name, lacks)
            report.point(got == [], f"{', '.join(lacks)}: not {name}", got)
        got = flags("AArch64", "SYNC", ["DMB SY"])
        report.point("not about tests of this kind" in str(got), "a name of another machine", got)
        got = flags("AArch64", "((try SYNC with {}) | (try NONE with DMB.SY))", ["DMB SY"])
        report.point(got == ["seen"], "tried, it is empty", got)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
