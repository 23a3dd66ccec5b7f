#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""machines.py LKMM: classic tests in assembly, for architectures whose model has no answers of
herd7. Armv7 and Power have the answers of the literature ("A Tutorial Introduction to
the ARM and POWER Relaxed Memory Models", "Herding cats"). The others have those that follow from
the words of the manual which models/NAME.cat cites. TAP.
"""
import itertools
import os
import sys
import tempfile

import ask
from ask import tap

# W x 1, R x r: accesses; mb, wmb, isync: fences; addr, data, ctrl: the next access depends on the
# last read. {r}: a register of a value, {a}: of an address; {t}: one to compute with.
ARCHS = {
    "arm": {
        "head": "ARM", "reg": "R{}", "W": ["MOV {t},#{n}", "STR {t},[{a}]"], "R": ["LDR {r},[{a}]"],
        "zero": ["EOR {t},{last},{last}"], "Waddr": ["MOV {u},#{n}", "STR {u},[{t},{a}]"],
        "Raddr": ["LDR {r},[{t},{a}]"], "Wdata": ["ADD {t},{t},#{n}", "STR {t},[{a}]"],
        "ctrl": ["CMP {last},#0", "BNE L{i}", "L{i}:"],
        "mb": ["DMB"], "wmb": ["DMB ST"], "isync": ["ISB"],
    },
    "power": {
        "head": "PPC", "reg": "r{}", "W": ["li {t},{n}", "stw {t},0({a})"], "R": ["lwz {r},0({a})"],
        "zero": ["xor {t},{last},{last}"], "Waddr": ["li {u},{n}", "stwx {u},{t},{a}"],
        "Raddr": ["lwzx {r},{t},{a}"], "Wdata": ["addi {t},{t},{n}", "stw {t},0({a})"],
        "ctrl": ["cmpwi {last},0", "bne L{i}", "L{i}:"],
        "mb": ["sync"], "wmb": ["eieio"], "isync": ["isync"],
    },
    "s390x": {
        "head": "S390X", "reg": "%r{}", "W": ["lhi {t},{n}", "st {t},0({a})"],
        "R": ["l {r},0({a})"], "zero": ["lr {t},{last}", "xr {t},{t}"],
        "Waddr": ["lhi {u},{n}", "st {u},0({t},{a})"],
        "Raddr": ["l {r},0({t},{a})"], "Wdata": ["ahi {t},{n}", "st {t},0({a})"],
        "ctrl": ["chi {last},0", "jne L{i}", "L{i}:"],
        "mb": ["bcr 15,0"], "wmb": [], "isync": [],
    },
    "loongarch64": {
        "head": "LoongArch", "reg": "$r{}", "W": ["li.w {t},{n}", "st.w {t},{a},0"],
        "R": ["ld.w {r},{a},0"], "zero": ["xor {t},{last},{last}"],
        "Waddr": ["li.w {u},{n}", "stx.w {u},{t},{a}"], "Raddr": ["ldx.w {r},{t},{a}"],
        "Wdata": ["addi.w {t},{t},{n}", "st.w {t},{a},0"],
        "ctrl": ["bnez {last},L{i}", "L{i}:"],
        "mb": ["dbar 0x10"], "wmb": ["dbar 0x1a"], "isync": ["ibar 0"],
    },
}
# herd7 has answers for it, but not for Zacas.
RISCV = {"head": "RISCV", "reg": "x{}", "R": ["lw {r},0({a})"]}
ALL, NONE = ("arm", "power", "s390x", "loongarch64"), ()
# Not z: nothing of it but reads from before older writes.
WEAK = ("arm", "power", "loongarch64")
# name: processes, final state, the architectures that can show it
CLASSIC = {
    "MP": ("W x 1, W y 1 | R y 1, R x 0", "", WEAK),
    "MP+mbs": ("W x 1, mb, W y 1 | R y 1, mb, R x 0", "", NONE),
    "MP+mb+po": ("W x 1, mb, W y 1 | R y 1, R x 0", "", WEAK),
    "MP+po+mb": ("W x 1, W y 1 | R y 1, mb, R x 0", "", WEAK),
    "MP+wmb+mb": ("W x 1, wmb, W y 1 | R y 1, mb, R x 0", "", NONE),
    "MP+mb+addr": ("W x 1, mb, W y 1 | R y 1, addr, R x 0", "", NONE),
    "MP+mb+ctrl": ("W x 1, mb, W y 1 | R y 1, ctrl, R x 0", "", WEAK),
    "MP+mb+ctrlisync": ("W x 1, mb, W y 1 | R y 1, ctrl, isync, R x 0", "", ("loongarch64",)),
    "MP+mb+fri-rfi-ctrlisync": ("W x 1, mb, W y 1 | R y 1, W y 2, R y 2, ctrl, isync, R x 0", "y=2",
                                ("arm", "loongarch64")),
    "PPOCA": ("W x 1, mb, W y 1 | R y 1, ctrl, W z 1, R z 1, addr, R x 0", "", WEAK),
    "PPOAA": ("W x 1, mb, W y 1 | R y 1, addr, W z 1, R z 1, addr, R x 0", "", NONE),
    "RSW": ("W x 1, mb, W y 1 | R y 1, addr, R z 0, R z 0, addr, R x 0", "", WEAK),
    "RDW": ("W x 1, mb, W y 1 | R y 1, addr, R z 0, R z 1, addr, R x 0 | W z 1", "",
            ("loongarch64",)),
    "SB": ("W x 1, R y 0 | W y 1, R x 0", "", ALL),
    "SB+mbs": ("W x 1, mb, R y 0 | W y 1, mb, R x 0", "", NONE),
    "SB+mb+po": ("W x 1, mb, R y 0 | W y 1, R x 0", "", ALL),
    # What a CPU reads of its own buffer, z/Architecture orders after the store.
    "SB+rfis": ("W x 1, R x 1, R y 0 | W y 1, R y 1, R x 0", "", WEAK),
    "LB": ("R x 1, W y 1 | R y 1, W x 1", "", WEAK),
    "LB+addr+po": ("R x 1, addr, W y 1 | R y 1, W x 1", "", WEAK),
    "LB+addrs": ("R x 1, addr, W y 1 | R y 1, addr, W x 1", "", NONE),
    "LB+datas": ("R x 1, data, W y 1 | R y 1, data, W x 1", "", NONE),
    "LB+ctrls": ("R x 1, ctrl, W y 1 | R y 1, ctrl, W x 1", "", NONE),
    "S": ("W x 2, W y 1 | R y 1, W x 1", "x=2", WEAK),
    "S+mb+po": ("W x 2, mb, W y 1 | R y 1, W x 1", "x=2", WEAK),
    "S+mb+data": ("W x 2, mb, W y 1 | R y 1, data, W x 1", "x=2", NONE),
    "R": ("W x 1, W y 1 | W y 2, R x 0", "y=2", ALL),
    "R+po+mb": ("W x 1, W y 1 | W y 2, mb, R x 0", "y=2", WEAK),
    "R+mb+po": ("W x 1, mb, W y 1 | W y 2, R x 0", "y=2", ALL),
    "R+mbs": ("W x 1, mb, W y 1 | W y 2, mb, R x 0", "y=2", NONE),
    "2+2W": ("W x 1, W y 2 | W y 1, W x 2", "x=1 y=1", WEAK),
    "2+2W+mbs": ("W x 1, mb, W y 2 | W y 1, mb, W x 2", "x=1 y=1", NONE),
    "WRC+addrs": ("W x 1 | R x 1, addr, W y 1 | R y 1, addr, R x 0", "", WEAK),
    "WRC+mb+addr": ("W x 1 | R x 1, mb, W y 1 | R y 1, addr, R x 0", "", NONE),
    "WRC+mbs": ("W x 1 | R x 1, mb, W y 1 | R y 1, mb, R x 0", "", NONE),
    "WWC+addrs": ("W x 2 | R x 2, addr, W y 1 | R y 1, addr, W x 1", "x=2", WEAK),
    "IRIW+addrs": ("W x 1 | R x 1, addr, R y 0 | W y 1 | R y 1, addr, R x 0", "", WEAK),
    "IRIW+mbs": ("W x 1 | R x 1, mb, R y 0 | W y 1 | R y 1, mb, R x 0", "", NONE),
    "RWC+addr+mb": ("W x 1 | R x 1, addr, R y 0 | W y 1, mb, R x 0", "", WEAK),
    "RWC+mbs": ("W x 1 | R x 1, mb, R y 0 | W y 1, mb, R x 0", "", NONE),
    "ISA2+mb+addrs": ("W x 1, mb, W y 1 | R y 1, addr, W z 1 | R z 1, addr, R x 0", "", NONE),
    "ISA2+mb+addr+po": ("W x 1, mb, W y 1 | R y 1, addr, W z 1 | R z 1, R x 0", "", WEAK),
    "CoRR": ("W x 1 | R x 1, R x 0", "", NONE),
    "CoWR": ("W x 1, R x 2 | W x 2", "x=1", NONE),
    "CoWW": ("W x 1, W x 2", "x=1", NONE),
}


def cells(arch, process, number, tests):
    """The instructions of @process; what its reads have to give is added to @tests."""
    code, kind, reads, last = [], "", 0, ""
    reg = arch["reg"].format
    for i, step in enumerate(process.split(",")):
        word = step.split()
        if word[0] in ("addr", "data"):
            kind = word[0]
        elif word[0] == "ctrl":
            code += [line.format(last=last, i=f"{number}{i}") for line in arch["ctrl"]]
        elif len(word) == 1:
            code += arch[word[0]]
        else:
            name = {"t": reg(9), "u": reg(10), "a": reg(6 + "xyz".index(word[1])), "n": word[2],
                    "r": reg(1 + reads), "last": last}
            lines = (arch["zero"] if kind else []) + arch[word[0] + kind]
            code += [line.format(**name) for line in lines]
            kind = ""
            if word[0] == "R":
                reads += 1
                last = name["r"]
                tests.append(f"{number}:{last.lstrip('%$')}={word[2]}")
    return code


def source(name, arch, processes, state):
    """The test in assembly."""
    processes, tests = processes.split("|"), state.split()
    columns = [cells(arch, p, i, tests) for i, p in enumerate(processes)]
    first = " ".join(f"{i}:{arch['reg'].format(6 + 'xyz'.index(v)).lstrip('%$')}={v};"
                     for i in range(len(columns)) for v in "xyz")
    rows = [" | ".join(f"P{i}" for i in range(len(columns))) + " ;"]
    for k in range(max(map(len, columns))):
        rows.append(" | ".join(c[k] if k < len(c) else "" for c in columns) + " ;")
    return "\n".join([f"{arch['head']} {name}", "{ " + first + " }", *rows,
                      "exists (" + " /\\ ".join(tests) + ")"]) + "\n"


ADD_LOOP = {
    "arm": ["L: LDREX R1,[R6]", "ADD R1,R1,#1", "STREX R2,R1,[R6]", "TEQ R2,#0", "BNE L"],
    "loongarch64": ["L: ll.w $r1,$r6,0", "addi.w $r1,$r1,1", "sc.w $r1,$r6,0", "beqz $r1,L"],
    "s390x": ["l %r1,0(%r6)", "L: lr %r2,%r1", "ahi %r2,1", "cs %r1,%r2,0(%r6)", "jne L"],
}
XCHG = {
    # Of a pair, barriers before and behind are the program's; LL and SC have them.
    "arm exclusives": ("arm", ["MOV R9,#1", "LDREX R2,[{a}]", "STREX R3,R9,[{a}]"], "R3=0", True),
    "loongarch64 ll, sc": ("loongarch64", ["li.w $r9,1", "ll.w $r2,{a},0", "sc.w $r9,{a},0"],
                           "r9=1", False),
    "loongarch64 amswap": ("loongarch64", ["li.w $r9,1", "amswap.w $r2,$r9,{a}"], "r2=0", True),
    "loongarch64 amswap_db": ("loongarch64", ["li.w $r9,1", "amswap_db.w $r2,$r9,{a}"], "r2=0",
                              False),
    "s390x cs": ("s390x", ["lhi %r9,1", "lhi %r2,0", "cs %r2,%r9,0({a})"], "r2=0", False),
    "s390x cs that fails": ("s390x", ["lhi %r9,1", "st %r9,0({a})", "lhi %r2,7",
                                      "cs %r2,%r9,0({a})"], "r2=1", False),
    # The kernel has bcr 14,0 behind it where it must be a full barrier.
    "s390x laa": ("s390x", ["lhi %r9,1", "laa %r2,%r9,0({a})"], "r2=0", True),
    "riscv64 amocas.aqrl": ("riscv64", ["li x9,1", "li x2,0", "amocas.w.aqrl x2,x9,({a})"],
                            "x2=0", False),
    # An AMO is one access: its write, too, is before what is behind.
    "riscv64 amocas.aq": ("riscv64", ["li x9,1", "li x2,0", "amocas.w.aq x2,x9,({a})"], "x2=0",
                          False),
    "riscv64 amocas.rl": ("riscv64", ["li x9,1", "li x2,0", "amocas.w.rl x2,x9,({a})"], "x2=0",
                          True),
    # It has not released, so that the store before may be later than the load behind.
    "riscv64 amocas.aqrl that fails": ("riscv64", [
        "li x9,1", "sw x9,0({a})", "li x2,7", "amocas.w.aqrl x2,x9,({a})"], "x2=1", True),
    "riscv64 amoor.aqrl": ("riscv64", ["li x9,1", "sw x9,0({a})", "amoor.w.aqrl x2,x9,({a})"],
                           "x2=1", False),
    "s390x laa, bcr": ("s390x", ["lhi %r9,1", "laa %r2,%r9,0({a})", "bcr 14,0"], "r2=0", False),
}
# LB with a dependency of a store on what an instruction has given, which is 1.
DEPENDS = {"a branch": ["li x8,1", "bne x7,x8,L", "sw x8,0(x11)", "L:"],
           "the value": ["sw x7,0(x11)"],
           "the address": ["xor x9,x7,x7", "add x9,x9,x11", "li x8,1", "sw x8,0(x9)"],
           "nothing": ["li x8,1", "sw x8,0(x11)"]}
# Hints of dbar: in MP between the writes, between the reads; whether the outcome can be seen.
HINTS = [("0x1a", "0x15", False), ("0x1a", "0x16", True), ("0x12", "0x14", False),
         ("0x15", "0x15", True), ("0", "0x5", False), ("0x19", "0x10", True),
         ("0xa", "0x700", True)]


def own_sources():
    """Other tests, with the name, the text and the observation that is wanted."""
    for name, code in ADD_LOOP.items():
        reg = ARCHS[name]["reg"].format(6).lstrip("%$")
        rows = "".join(f"{line} | {line} ;\n" for line in code)
        yield (f"{name}: additions are not lost", f"{ARCHS[name]['head']} add\n"
               f"{{ 0:{reg}=x; 1:{reg}=x; }}\nP0 | P1 ;\n{rows}forall (x=2)\n", "Always")
    for name, (key, code, done, seen) in XCHG.items():
        arch = ARCHS.get(key, RISCV)
        reg = arch["reg"].format
        columns = [[line.format(a=reg(6 + i)) for line in code] +
                   [line.format(a=reg(7 - i), r=reg(1)) for line in arch["R"]] for i in (0, 1)]
        rows = "".join(" | ".join(pair) + " ;\n" for pair in zip(*columns))
        bare = [reg(n).lstrip("%$") for n in (1, 6, 7)]
        yield (f"SB of {name}", f"{arch['head']} SB\n"
               "{ " + " ".join(f"{i}:{bare[1]}=x; {i}:{bare[2]}=y;" for i in (0, 1)) + " }\n"
               f"P0 | P1 ;\n{rows}exists (0:{bare[0]}=0 /\\ 1:{bare[0]}=0 /\\ "
               f"0:{done} /\\ 1:{done})\n", "Sometimes" if seen else "Never")
    for name, code in DEPENDS.items():
        rows = "".join(f"{a} | {b} ;\n" for a, b in itertools.zip_longest(
            ["li x7,1", "li x6,2", "amocas.w x7,x6,(x10)", *code],
            ["lw x5,0(x11)", "fence rw,rw", "li x6,1", "sw x6,0(x10)"], fillvalue=""))
        yield (f"LB of riscv64 amocas and {name} behind it", "RISCV LB\n"
               "{ 0:x10=x; 0:x11=y; 1:x10=x; 1:x11=y; }\nP0 | P1 ;\n"
               f"{rows}exists (0:x7=1 /\\ 1:x5=1)\n",
               "Sometimes" if name == "nothing" else "Never")
    for writes, reads, seen in HINTS:
        arch = dict(ARCHS["loongarch64"], mb=[f"dbar {writes}"], wmb=[f"dbar {reads}"])
        yield (f"MP with dbar {writes} and {reads}", source(
            "MP", arch, "W x 1, mb, W y 1 | R y 1, wmb, R x 0", ""),
            "Sometimes" if seen else "Never")


def main():
    report = tap.Tap()
    with tempfile.TemporaryDirectory() as folder:
        wanted = {}
        for name, (processes, state, can) in CLASSIC.items():
            for key, arch in ARCHS.items():
                wanted[f"{key}: {name}"] = (source(name, arch, processes, state),
                                            "Sometimes" if key in can else "Never")
        wanted.update({name: (text, seen) for name, text, seen in own_sources()})
        paths = {name: os.path.join(folder, f"{i}.litmus") for i, name in enumerate(wanted)}
        for name, path in paths.items():
            with open(path, "w", encoding="utf-8") as file:
                file.write(wanted[name][0])
        answers = ask.check(sys.argv[1], list(paths.values()))
        for name, (text, seen) in wanted.items():
            answer = answers.get(paths[name], {})
            report.point(answer.get("observation") == seen, f"{name}: {seen}", answer, text)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
