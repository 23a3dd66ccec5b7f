#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""insns.py [--json] QEMU PROGRAM [CPU]

The number of instructions of each operation, counted as qemu executes them: the cost of ten more
iterations of a loop, minus that of the loop itself. Exit status 1 if an operation exceeds its
limit. CPU: what qemu calls the one CPU to be, instead of the usual ones.
"""
import fnmatch
import json
import os
import subprocess
import sys
import tempfile

# Of each operation one type: the others have the same instructions.
USUAL = ["atomic_[!l]*", "*_u32", "rcu_*", "smp_mb*", "smp_rmb", "smp_wmb", "barrier", "cpu_relax",
         "smp_acquire__*", "*_bit*"]
# The most that an operation may take which a CPU has an instruction for; with its result, fetch_add
# for one.
LIMITS = {("max", "fixed"): 1, ("max", "flag"): 3, ("max", "patch"): 2, ("rv64", "inlined"): 1,
          ("la464", "inlined"): 1}
ONE_INSTRUCTION = [f"atomic_{op}{order}"
                   for op in ("fetch_add", "fetch_or", "fetch_xor", "fetch_inc", "xchg")
                   for order in ("", "_acquire", "_release", "_relaxed")]
# gcc does not combine a volatile load and the widening of its value.
WIDENED = {"READ_ONCE_u8", "READ_ONCE_u16"}
CPUS = {"aarch64": {"max": "LSE", "cortex-a53": "LL/SC"}, "arm": {"cortex-a15": ""},
        "loongarch64": {"la464": ""}, "ppc64le": {"power9": ""},
        "riscv64": {"rv64": ""}, "s390x": {"qemu": ""}, "i386": {"qemu32": ""}}
# Of which none, however inlined, takes more than gcc's.
# On Armv7 gcc has the new value of its own operations in a register, and in an asm statement it
# does not; and it compares 64 bits again to learn whether a cmpxchg has written.
# On Power gcc knows from the flags that it has written.
# On s390x, too; and of an exchange it takes out of the loop what it knows of the address, and the
# first load, as it knows what it has written.
# On i386, too, and of 64 bits it has the sum, whose sign is asked for; and for a store of 16 bits a
# constant is in a register only where the access is volatile, as an immediate is slow to decode.
# On LoongArch gcc extends the result of an asm statement before it adds to it; and of bytes it
# takes out of the loop what it knows of the address. On riscv64 the same of results; gcc 14 has in
# a register what a release of a pointer stores in each round; and gcc 15 does not extend halfwords.
ZACAS = "rv64,zacas=true,zabha=true"
AGAIN = {ZACAS: ["atomic_*_and_test", "smp_store_release_ptr", "rcu_assign_pointer_ptr",
                 "*cmpxchg*_u16"],
         "la464": ["atomic_*_and_test", "*xchg*_u8", "*xchg*_u16"],
         "power9": ["atomic*_fetch_add_unless"],
         "qemu": ["atomic*_fetch_add_unless", "atomic*_dec_if_positive", "atomic*_inc_and_test",
                  "atomic*_xchg*", "xchg*", "*cmpxchg*_u8", "*cmpxchg*_u16"],
         "qemu32": ["atomic*_fetch_add_unless", "atomic64_dec_if_positive",
                    "atomic64_add_negative*", "WRITE_ONCE_u16", "smp_store_*_u16"],
         "cortex-a15": ["atomic*_return*", "*_and_test", "*_add_negative*", "*64_*cmpxchg*",
                        "*cmpxchg*_u64", "atomic64_*unless*", "atomic64_dec_if_positive"]}
# Some loops are unrolled, and a part of an instruction is of the loop.
UNROLLED = {("power9", "test_bit"): 0.25}
BEATEN = {"max": ("fixed", "flag", "patch"), "cortex-a53": ("fixed", "flag", "patch"),
          "cortex-a15": ("inlined",), "power9": ("inlined",), "qemu": ("inlined",),
          "qemu32": ("inlined",), "la464": ("inlined",),
          ZACAS: ("inlined",)}


def one_at_a_time(qemu):
    """The option that makes qemu log each instruction; since its version 8.1 by another name."""
    text = subprocess.run([qemu, "--help"], capture_output=True, text=True, check=False).stdout
    return "-one-insn-per-tb" if "-one-insn-per-tb" in text else "-singlestep"


def executed(qemu, cpu, program, way):
    """The instructions between each two calls of insns_mark()."""
    with tempfile.NamedTemporaryFile(mode="r", errors="replace") as log:
        subprocess.run([qemu, "-cpu", cpu, one_at_a_time(qemu), "-d", "exec,nochain", "-D",
                        log.name, program, way],
                       check=True)
        gaps, count, begun, in_mark = [], 0, False, False
        for line in log:
            if not line.startswith("Trace"):
                continue
            if line.rstrip().endswith("insns_mark"):
                if begun and not in_mark:
                    gaps.append(count)
                begun = in_mark = True
                count = 0
            else:
                in_mark = False
                count += 1
    return gaps


def per_operation(qemu, cpu, program, way, ops):
    """The instructions of each operation."""
    gaps = executed(qemu, cpu, program, way)
    if len(gaps) != 3 * (len(ops) + 1) - 1:
        sys.exit(f"insns.py: {len(gaps)} gaps between marks, of {len(ops)} operations")
    ten = [gaps[i + 1] - gaps[i] for i in range(0, len(gaps), 3)]
    return {op: (n - ten[0]) / 10 for op, n in zip(ops, ten[1:])}


def main():
    args = [a for a in sys.argv[1:] if a != "--json"]
    if len(args) not in (2, 3):
        print(__doc__.split("\n", maxsplit=1)[0], file=sys.stderr)
        return 2
    qemu, program, *only = args
    arch = os.path.basename(qemu).removeprefix("qemu-")
    listed = [line.split(" ", 2) for line in
              subprocess.run([qemu, program], capture_output=True, text=True,
                             check=True).stdout.splitlines()]
    ways = {line[1]: line[2] for line in listed if line[0] == "way"}
    ops = [line[1] for line in listed if line[0] == "op"]
    lacks = {(line[1], line[2]) for line in listed if line[0] == "lacks"}
    columns = []
    for cpu in only or CPUS[arch]:
        for way in ways:
            if way == "fixed_llsc":
                continue
            # a CPU without LSE has none to execute
            really = "fixed_llsc" if (cpu, way) == ("cortex-a53", "fixed") else way
            figures = per_operation(qemu, cpu, program, really, ops)
            columns.append((cpu, way,
                            {op: None if (way, op) in lacks else figures[op] for op in ops}))
    if "--json" in sys.argv:
        for cpu, way, figures in columns:
            for op in ops:
                if figures[op] is not None:
                    print(json.dumps({"function": f"lkmm_{op}", "arch": arch, "cpu": cpu,
                                      "variant": way,
                                      "instructions": figures[op]}))
    else:
        show(arch, ways, ops, columns)
    return 1 if missed(columns) else 0


def show(arch, ways, ops, columns):
    print(f"{arch}: instructions executed per operation, under qemu\n")
    for way, text in ways.items():
        if way != "fixed_llsc":
            print(f"  {way:8} {text}")
    print()
    if len({cpu for cpu, _, _ in columns}) > 1:
        print(f"{'':27}" + "".join(f"{CPUS[arch][cpu]:>6}" for cpu, _, _ in columns))
    print(f"{'':27}" + "".join(f"{way:>6}" for _, way, _ in columns))
    for op in ops:
        if any(fnmatch.fnmatch(op, pattern) for pattern in USUAL):
            print(f"{op.removeprefix('atomic_'):27}"
                  + "".join(f"{'-' if f[op] is None else format(f[op], 'g'):>6}"
                            for _, _, f in columns))


def missed(columns):
    figures = {(cpu, way): f for cpu, way, f in columns}
    bad = []
    for (cpu, way), limit in LIMITS.items():
        for op in ONE_INSTRUCTION if (cpu, way) in figures else ():
            if figures[cpu, way][op] > limit:
                bad.append(f"{way} on {cpu}: {figures[cpu, way][op]:g} for {op}")
    for cpu, way in figures:
        for op in figures[cpu, way] if way in BEATEN.get(cpu, ()) else ():
            theirs = figures[cpu, "c11"][op]
            again = any(fnmatch.fnmatch(op, pattern) for pattern in AGAIN.get(cpu, ()))
            if theirs is None or op in WIDENED or again:
                continue
            if figures[cpu, way][op] > theirs + UNROLLED.get((cpu, op), 0):
                bad.append(f"{way} on {cpu}: {figures[cpu, way][op]:g} for {op}, for which gcc's "
                           f"takes {theirs:g}")
    for line in bad:
        print(f"more than it may be: {line}", file=sys.stderr)
    return bad


sys.exit(main())
