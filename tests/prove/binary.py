#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""binary.py LKMM [LIBRARY|MODULE.ko...]: lkmm prove --binary and --kernel. TAP.

Of each LIBRARY or module, every operation that it exports is in the answer, and proved; but in an
x86 kernel conditional operations that fail beside smp_mb__before_atomic(), as docs/prove.md says.
Functions in
assembly that are right are proved, those that are wrong are not, and those that cannot be
understood are named, with exit status 2. The same of operations that are inlined, in C and Rust.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap as report

HERE = os.path.dirname(os.path.abspath(__file__))
TARGETS = {"x86_64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu",
           "riscv64": "riscv64-linux-gnu"}
# In an x86 kernel they read without a lock, and that barrier is no instruction.
UNLESS = re.compile(r"atomic\w*_(fetch_add_unless|add_unless|inc_not_zero|inc_unless_negative"
                    r"|dec_unless_positive|dec_if_positive)")

LLSC = """1: ld{a}xr w2, [x1]
add w3, w2, w0
st{l}xr w4, w3, [x1]
cbnz w4, 1b
{end}
mov w0, w2
ret"""
UNLESS_LLSC = """ldr w3, [x0]
1: cmp w3, w2
b.eq 3f
add w4, w3, w1
2: ldxr w5, [x0]
cmp w5, w3
b.ne 4f
stlxr w6, w4, [x0]
cbnz w6, 2b
{0}
mov w0, #1
ret
4: mov w3, w5
b 1b
3: mov w0, #0
ret"""
UNLESS_X86 = """movl (%rdi), %eax
1: test %eax, %eax
je 2f
leal 1(%rax), %edx
lock cmpxchgl %edx, (%rdi)
jne 1b
mov $1, %eax
ret
2: {}mov $0, %eax
ret"""
CHOICE = "b 2f\nldaddal w0, w0, [x1]\nret\n2: " + LLSC
RV_CMPXCHG = """1: lr.w{a} a5, (a0)
bne a5, a1, 2f
sc.w{l} a4, a2, (a0)
bnez a4, 1b
{end}
2: mv a0, a5
ret"""
RV_XCHG_8 = """andi a3, a0, -4
slli a0, a0, 3
li a4, 255
sllw a4, a4, a0
sllw a1, a1, a0
and a1, a1, a4
{mask}
1: lr.w{a} a5, (a3)
and a2, a5, a4
or a2, a2, a1
sc.w{l} a2, a2, (a3)
bnez a2, 1b
{end}
srlw a0, a5, a0
ret"""
# Two jumps, and behind the second one what is no RMW, on which only one CPU may be.
TWICE_X86 = "{}\n{} 1f\n{}\n{} 2f\n1: lock incl (%rdi)\nret\n2: movl %edx, (%rdi)\nret"
TWICE_ARM64 = "{}\n{} 1f\n{}\n{} 2f\n1: ldadd w2, w3, [x0]\nret\n2: str w2, [x0]\nret"
# The first one, its jump, the second one, its jump; and whether the second cannot jump then.
TWICE = (
    # The same flags: less with sign and without, and by the sign of the difference.
    ("x86_64", "cmp %edx, %esi", "jl", "cmp %edx, %esi", "jl", True),
    ("x86_64", "cmp %edx, %esi", "jb", "nop", "jb", True),
    ("x86_64", "cmp %edx, %esi", "jge", "nop", "jge", True),
    ("x86_64", "cmp %edx, %esi", "js", "nop", "js", True),
    ("x86_64", "cmp %edx, %esi", "jl", "cmp %edx, %esi", "jb", False),
    ("x86_64", "cmp %edx, %esi", "jl", "nop", "js", False),
    ("x86_64", "cmp %edx, %esi", "jbe", "nop", "jle", False),
    ("x86_64", "cmp %edx, %esi", "je", "nop", "jle", False),
    # A sum may overflow, and then it is not less where it is negative.
    ("x86_64", "addl %edx, %esi", "jl", "test %esi, %esi", "jl", False),
    ("x86_64", "addl %edx, %esi", "jae", "nop", "jb", False),
    ("x86_64", "addl %edx, %esi", "js", "test %esi, %esi", "jl", True),
    ("x86_64", "addl %edx, %esi", "je", "test %esi, %esi", "je", True),
    ("x86_64", "subl %edx, %esi", "js", "test %esi, %esi", "jl", False),
    ("x86_64", "incl %esi", "js", "test %esi, %esi", "js", True),
    ("x86_64", "incl %esi", "jge", "nop", "jl", False),
    # The flag of zero stays as it was.
    ("x86_64", "lock btsl $3, -8(%rsp)", "jae", "nop", "je", False),
    # Numbers whose lowest 32 bits are equal.
    ("x86_64", "movslq %esi, %rax\nmovl %esi, %ecx\ncmpl %eax, %ecx", "je", "nop", "jne", True),
    ("x86_64", "movslq %esi, %rax\nmovl %esi, %ecx\ncmpq %rax, %rcx", "je", "nop", "jne", False),
    ("x86_64", "movslq %esi, %rax\ncmpq %rsi, %rax", "je", "nop", "jne", False),
    ("x86_64", "cmpl %edx, %esi", "jne", "cmpq %rdx, %rsi", "jne", False),
    ("x86_64", "cmpq %rdx, %rsi", "jne", "cmpl %edx, %esi", "jne", True),
    ("x86_64", "cmpq %rdx, %rsi", "je", "cmpl %edx, %esi", "je", False),
    ("x86_64", "cmpl %edx, %esi", "je", "cmpl %esi, %edx", "je", True),
    ("x86_64", "cmpl %edx, %esi", "je", "cmpq %rdx, %rsi", "je", True),
    ("arm64", "cmp w2, w1", "b.lt", "cmp w2, w1", "b.lt", True),
    ("arm64", "cmp w2, w1", "b.lt", "cmp w2, w1", "b.lo", False),
    ("arm64", "cmp w2, w1", "b.lt", "nop", "b.mi", False),
    ("arm64", "adds w1, w1, w2", "b.mi", "cmp w1, #0", "b.lt", True),
    ("arm64", "adds w1, w1, w2", "b.lt", "cmp w1, #0", "b.lt", False),
    ("arm64", "adds w1, w1, w2", "b.hs", "nop", "b.lo", False),
    # The carry is 0, and that is "lower".
    ("arm64", "ands w1, w1, w2", "b.hs", "nop", "b.lo", False),
    ("arm64", "tst w1, w2", "b.lt", "nop", "b.lt", True),
    ("arm64", "sxtw x3, w1\nmov w4, w1\ncmp x3, x4", "b.eq", "nop", "b.ne", False),
    ("arm64", "sxtw x3, w1\nmov w4, w1\ncmp w3, w4", "b.eq", "nop", "b.ne", True),
    ("arm64", "mov x3, #0x100000000", "cbz w3,", "nop", "cbnz w3,", True),
    ("arm64", "mov x3, #0x100000000", "cbz x3,", "nop", "cbnz x3,", False),
    ("arm64", "sxtw x3, w1\nmov w4, w1\nsub x3, x3, x4", "cbz x3,", "nop", "cbnz x3,", False),
    ("arm64", "sxtw x3, w1\nmov w4, w1\nsub x3, x3, x4", "cbz w3,", "nop", "cbnz w3,", True),
)
# architecture, function, code; whether it is proved, or None and a part of the reason
CASES = (
    ("x86_64", "lkmm_smp_mb", "ret", False),
    ("x86_64", "lkmm_smp_mb", "lock addl $0, -4(%rsp)\nret", True),
    ("x86_64", "lkmm_smp_mb", "mfence\nret", True),
    ("x86_64", "lkmm_smp_wmb", "ret", True),
    ("x86_64", "lkmm_smp_store_mb_u32", "movl %esi, (%rdi)\nret", False),
    ("x86_64", "lkmm_smp_store_mb_u32", "xchgl %esi, (%rdi)\nret", True),
    ("x86_64", "lkmm_smp_store_mb_u32", "movl %esi, (%rdi)\nmfence\nret", True),
    ("x86_64", "lkmm_atomic_set_release", "movl %esi, (%rdi)\nret", True),
    ("x86_64", "lkmm_atomic_xchg", "movl (%rdi), %eax\nmovl %esi, (%rdi)\nret",
     "not in one with its read"),
    ("x86_64", "lkmm_atomic_inc_not_zero", UNLESS_X86.format(""), False),
    ("x86_64", "lkmm_atomic_inc_not_zero",
     UNLESS_X86.format("lock addl $0, -4(%rsp)\nmovl (%rdi), %eax\ntest %eax, %eax\njne 1b\n"),
     True),
    # a barrier behind the read
    ("x86_64", "lkmm_atomic_inc_not_zero", UNLESS_X86.format("lock addl $0, -4(%rsp)\n"), False),
    ("x86_64", "lkmm_atomic_inc", "movq (%rdi), %rdi\nlock incl (%rdi)\nret",
     "not the operation's"),
    ("x86_64", "lkmm_atomic_inc", "lock incl 4(%rdi)\nret", "not the operation's"),
    # what is for objects that one thread changes
    ("x86_64", "lkmm_atomic_inc", "incl (%rdi)\nret", "not known: incl"),
    ("x86_64", "lkmm_atomic_fetch_add_relaxed", "movl %edi, %eax\nxaddl %eax, (%rsi)\nret",
     "not known: xaddl"),
    ("x86_64", "lkmm_atomic_cmpxchg_relaxed", "movl %esi, %eax\ncmpxchgl %edx, (%rdi)\nret",
     "not known: cmpxchgl"),
    ("x86_64", "lkmm_atomic_inc", "ret", "writes nothing"),
    ("x86_64", "lkmm_atomic_inc", "movl $1, (%rdi)\nret", "not in one with its read"),
    ("x86_64", "lkmm_atomic_inc", "syscall\nlock incl (%rdi)\nret", "not known"),
    ("x86_64", "lkmm_atomic_inc", "call other\nret", "goes elsewhere"),
    # Prefixes of jumps that go elsewhere, and other ways to leave.
    *(("x86_64", "lkmm_smp_mb", code + "\nlock addl $0, -4(%rsp)\nret", "not known") for code in (
        "cs call other", ".byte 0x2e, 0x2e, 0xe9, 0, 0, 0, 0", "notrack jmp *%rax",
        ".byte 0xf2\ncall other", "lretq", "sysretq", "ds jmp *%rax", "vmcall", "cpuid")),
    ("x86_64", "lkmm_atomic_inc", "1: lock incl (%rdi)\njne 1b\nret", "a turn of a loop writes"),
    ("x86_64", "lkmm_atomic_read", "movl (%rdi), %eax\nmovl (%rdi), %eax\nret", "read once"),
    ("x86_64", "lkmm_atomic_read", "movl (%rdi), %eax\nret\nmovl %esi, (%rdi)\nret",
     "nothing leads to"),
    ("arm64", "lkmm_atomic_fetch_add", LLSC.format(a="", l="l", end="dmb ish"), True),
    ("arm64", "lkmm_atomic_fetch_add", LLSC.format(a="", l="l", end=""), False),
    ("arm64", "lkmm_atomic_fetch_add", LLSC.format(a="a", l="l", end=""), False),
    ("arm64", "lkmm_atomic_fetch_add", LLSC.format(a="", l="", end="dmb ish"), False),
    ("arm64", "lkmm_atomic_fetch_add", LLSC.format(a="", l="l", end="dmb ishld"), False),
    ("arm64", "lkmm_atomic_fetch_add", CHOICE.format(a="", l="l", end="dmb ish"), True),
    # the code that is there until the CPU is known; or the other one
    ("arm64", "lkmm_atomic_fetch_add", CHOICE.format(a="", l="l", end=""), False),
    ("arm64", "lkmm_atomic_fetch_add",
     CHOICE.replace("ldaddal", "ldadda").format(a="", l="l", end="dmb ish"), False),
    ("arm64", "lkmm_atomic_fetch_add_acquire", LLSC.format(a="a", l="", end=""), True),
    ("arm64", "lkmm_atomic_fetch_add_acquire", LLSC.format(a="", l="", end=""), False),
    ("arm64", "lkmm_atomic_fetch_add_acquire", LLSC.format(a="", l="", end="dmb ishld"), True),
    ("arm64", "lkmm_atomic_fetch_add_release", LLSC.format(a="", l="l", end=""), True),
    ("arm64", "lkmm_atomic_fetch_add_release", LLSC.format(a="", l="", end="dmb ish"), False),
    ("arm64", "lkmm_atomic_add_unless", UNLESS_LLSC.format("dmb ish"), True),
    ("arm64", "lkmm_atomic_add_unless", UNLESS_LLSC.format(""), False),
    # no read that smp_rmb() orders: the result is not what it found
    ("arm64", "lkmm_atomic_fetch_add_relaxed", "mov w2, w0\nldadd w0, wzr, [x1]\nmov w0, w2\nret",
     False),
    ("arm64", "lkmm_atomic_add", "ldadd w0, wzr, [x1]\nret", True),
    ("arm64", "lkmm_xchg_u32", "swpal w1, w0, [x0]\nret", True),
    ("arm64", "lkmm_xchg_u32", "swpa w1, w0, [x0]\nret", False),
    ("arm64", "lkmm_smp_rmb", "dmb ishst\nret", False),
    ("arm64", "lkmm_smp_mb", "cbnz x0, 1f\nretaa\n1: dmb ish\nret", False),
    ("arm64", "lkmm_smp_mb", "cbz x0, 1f\ndmb ish\nretab\n1: dmb ish\nretaa", True),
    *(("arm64", "lkmm_smp_mb", code + "\ndmb ish\nret", "not known") for code in (
        "braa x0, x1", "brabz x0", "blraaz x0", "eretaa", "dc zva, x0")),
    ("arm64", "lkmm_smp_rmb", "dmb ishld\nret", True),
    ("arm64", "lkmm_smp_load_acquire_u64", "ldr x0, [x0]\nret", False),
    # FEAT_LRCPC: an acquire that an earlier release may pass; LKMM does not order these two either
    ("arm64", "lkmm_smp_load_acquire_u64", "ldapr x0, [x0]\nret", True),
    ("arm64", "lkmm_smp_load_acquire_u8", "ldaprb w0, [x0]\nret", True),
    ("arm64", "lkmm_atomic_read_acquire", "ldapr w0, [x0]\nret", True),
    ("arm64", "lkmm_atomic_read_acquire", "stlr w1, [x0]\nldapr w0, [x0]\nret", "read once"),
    ("arm64", "lkmm_atomic_inc", "ldxr w1, [x1]\nret", "not the operation's"),
    ("riscv64", "lkmm_atomic_cmpxchg", RV_CMPXCHG.format(a="", l=".rl", end="fence rw,rw"), True),
    # PR104831
    ("riscv64", "lkmm_atomic_cmpxchg", RV_CMPXCHG.format(a=".aq", l=".rl", end=""), False),
    ("riscv64", "lkmm_atomic_xchg", "amoswap.w.aqrl a0, a1, (a0)\nret", True),
    ("riscv64", "lkmm_atomic_xchg", "amoswap.w.aq a0, a1, (a0)\nret", False),
    # objects that are changed by the word around them
    ("riscv64", "lkmm_xchg_u8", RV_XCHG_8.format(a="", l=".rl", mask="not a4, a4",
                                                 end="fence rw,rw"), True),
    ("riscv64", "lkmm_xchg_u8", RV_XCHG_8.format(a="", l=".rl", mask="not a4, a4", end=""), False),
    ("riscv64", "lkmm_xchg_u8", RV_XCHG_8.format(a="", l=".rl", mask="", end="fence rw,rw"),
     "more to the word than to the object"),
    ("riscv64", "lkmm_xchg_u8", RV_XCHG_8.format(a="", l=".rl", mask="not a4, a4",
                                                 end="fence rw,rw").replace("255", "511"),
     "more to the word than to the object"),
    ("riscv64", "lkmm_smp_mb", "fence rw,w\nret", False),
    *((arch, "lkmm_atomic_inc", {"x86_64": TWICE_X86, "arm64": TWICE_ARM64}[arch].format(*code),
       never or "not in one with its read") for arch, *code, never in TWICE),
)
# Of inlined-wrong.c and .rs: what LKMM needs and the instructions lack; or why it is not covered.
WRONG = {"lkmm_smp_mb in mb": False, "lkmm_smp_store_mb_u32 in store_mb": False,
         "lkmm_atomic_xchg in xchg_right": True,
         "lkmm_atomic_inc_return in inc_return": "an access that is not the operation's"}
INLINED_WRONG = (
    ("inlined-wrong.c", "x86_64", {
        **WRONG, "lkmm_xchg_u32 in xchg": "a way that writes, but not in one with its read",
        "lkmm_atomic_inc_not_zero in not_zero": False, "lkmm_atomic_add_unless in unless": False}),
    ("inlined-wrong.c", "arm64", {
        **WRONG, "lkmm_xchg_u32 in xchg": False, **{f"lkmm_atomic_{name}": False for name in (
            "fetch_add in add", "fetch_add in add_unused", "fetch_or_release in or_release",
            "fetch_inc in inc", "fetch_add_acquire in add_acquire", "cmpxchg in cmpxchg",
            "read_acquire in read_acquire", "set_release in set_release")}}),
    ("inlined-wrong.rs", "x86_64", {
        "lkmm_smp_mb in mb": False, "lkmm_smp_store_mb_u32 in store_mb": False,
        "lkmm_atomic_set_release in swaps": True, "lkmm_xchg_u32 in xchg_right": True}))


def prove(lkmm, how, path, *more):
    """The exit status, the functions by name, and the messages."""
    result = subprocess.run([lkmm, "prove", "--json", *more, how, path], text=True, check=False,
                            capture_output=True)
    found = {}
    for line in result.stdout.splitlines():
        one = json.loads(line)
        found[one.get("function") or f"{one['inlined']} in {one['first'].split('+')[0]}"] = one
    return result.returncode, found, result.stderr


def exported(path):
    """The operations of a library or a module that it exports, as far as LKMM has them: not those
    on objects that one thread changes."""
    header = subprocess.run(["nm", "-D" if ".so" in path else "-g", "--defined-only", path],
                            text=True, check=True, capture_output=True).stdout
    names = {line.split()[2].split("@")[0] for line in header.splitlines()
             if line.split()[1] in "Tti"}
    return {n for n in names if re.match(r"lkmm_(atomic|smp_(?!\w*_srcu_)|x?chg|cmpxchg|"
                                         r"try_cmpxchg|READ|WRITE|rcu_(as|de)|barrier$|cpu)", n)
            and not re.match(r"lkmm_\w*xchg_local_", n)}


def ask_library(tap, lkmm, path):
    name = os.path.basename(path)
    status, found, said = prove(lkmm, "--kernel" if path.endswith(".ko") else "--binary", path)
    arch = next(iter(found.values()), {}).get("architecture")
    # What the loader chooses: the functions that it chooses from.
    missing = [n for n in exported(path) if n not in found and f"{n}_lse" not in found]
    tap.point(len(found) > 300 and not missing, f"{name}: {arch}: every operation is in the answer",
              status, said, *missing[:9])
    odd = UNLESS if arch == "x86_64" and path.endswith(".ko") else None
    wrong = [f for n, f in found.items() if not (odd and odd.search(n)) and f["proved"] is not True]
    tap.point(found and not wrong, f"{name}: {arch}: all are proved", *wrong[:9])
    known = [f for n, f in found.items() if odd and odd.search(n)]
    want, end = {UNLESS: (False, 1)}.get(odd, (None, 0))
    tap.point(all(f["proved"] is want for f in known) and status == end and
              bool(known) == (end > 0), f"{name}: {arch}: what is not", status,
              *[f for f in known if f["proved"] is not want][:9])
    other = [f["missing"] for f in known if f["proved"] is False and
             re.search("^(?!before_atomic|after_atomic|$)", f["missing"], re.M)]
    tap.point(not other, f"{name}: {arch}: it is not for other reasons", *other[:3])


def assemble(clang, arch, functions, out):
    """Makes an object file of (name, code)."""
    source = ".text\n" + "".join(
        f".globl {name}\n.type {name}, @function\n.p2align 4\n{name}:\n{code}\n"
        f".size {name}, .-{name}\n" for name, code in functions)
    own = {"arm64": ["-march=armv8.3-a"], "riscv64": ["-mno-relax"]}.get(arch, [])
    subprocess.run([clang, f"--target={TARGETS[arch]}", *own, "-x", "assembler", "-c", "-", "-o",
                    out], input=source, text=True, check=True)


def link(path):
    """Makes a library of the object file. False if there is no linker for all architectures."""
    lld = shutil.which("ld.lld")
    if lld:
        os.rename(path, path + ".o")
        subprocess.run([lld, "-shared", path + ".o", "-o", path], check=True)
    return lld


def ask_cases(tap, lkmm, clang, arch, folder):
    """All of one architecture: what is behind a dot in a name is a compiler's."""
    path = os.path.join(folder, f"{arch}.o")
    cases = [(f"{name}.{n}", code, want) for n, (a, name, code, want) in enumerate(CASES)
             if a == arch]
    assemble(clang, arch, [(name, code) for name, code, _ in cases], path)
    # On riscv64 the linker alone knows where jumps go.
    if arch == "riscv64" and not link(path):
        tap.skip("functions of riscv64", "there is no ld.lld")
        return
    tests = os.path.join(folder, arch)
    os.mkdir(tests)
    status, found, said = prove(lkmm, "--binary", path, "--write", tests)
    if "install the Debian package" in said:
        tap.skip(f"functions of {arch}", said)
        return
    tap.point(status == 1 and len(found) == len(cases), f"{arch}: some are wrong", status, said)
    for name, code, want in cases:
        one = found.get(name, {})
        good = one.get("proved") is want if isinstance(want, bool) else \
            one.get("proved", 0) is None and want in one["why"]
        tap.point(good, f"{arch} {name}: {want}", code, one)
    ask_tests(tap, lkmm, arch, tests,
              [n for n, code, want in cases if want is False and "wzr" not in code])


def ask_tests(tap, lkmm, arch, folder, wrong):
    """For each that is wrong, LKMM forbids what the instructions can do."""
    result = subprocess.run([lkmm, "check", "--json", folder], text=True, check=False,
                            capture_output=True)
    seen = {os.path.basename(t["file"]): t.get("observation")
            for t in map(json.loads, result.stdout.splitlines())}
    want = {f"{name}.{of}.litmus": verdict for name in wrong
            for of, verdict in (("lkmm", "Never"), (arch, "Sometimes"))}
    tap.point(wrong and seen == want, f"{arch}: {len(wrong)} counterexamples", result.stderr,
              *(set(seen.items()) ^ set(want.items())))


def ask_status(tap, lkmm, clang, folder):
    """The exit status: 0 if all are proved, 2 if one is not understood."""
    path = os.path.join(folder, "one.o")
    for code, want in (("lock incl (%rdi)\nret", 0), ("call other\nret", 2)):
        assemble(clang, "x86_64", [("lkmm_atomic_inc", code)], path)
        status, found, said = prove(lkmm, "--binary", path)
        tap.point(status == want and len(found) == 1, f"exit status {want}", status, found, said)


def compile_one(source, arch, out, *more):
    """False without a compiler for it."""
    compiler = shutil.which("rustc" if source.endswith(".rs") else "clang")
    if source.endswith(".rs"):
        own = ["-O", "--crate-name", "lkmm", "--crate-type", "lib", "--emit", "obj"]
    else:
        own = [f"--target={TARGETS[arch]}", "-O2", "-c", "-ffreestanding",
               "-I", os.path.join(HERE, "..", "..", "include")]
    words = [compiler, *own, "-g", *more, "-o", out, os.path.join(HERE, source)]
    return compiler and not subprocess.run(words, check=False).returncode


def ask_inlined(tap, lkmm, folder):
    """Every operation of inlined.c is proved, wherever it has been inlined."""
    path = os.path.join(folder, "inlined.o")
    for arch, *more in (["x86_64"], ["arm64"], ["arm64", "-march=armv8.1-a"]):
        compile_one("inlined.c", arch, path, *more)
        status, found, said = prove(lkmm, "--binary", path)
        if "are not found: " in said or "install the Debian package" in said:
            tap.skip(f"inlined operations of {arch}", said)
            continue
        name = " ".join([arch, *more])
        tap.point(status == 0 and sum(one.get("sites", 0) for one in found.values()) == 11,
                  f"{name}: eleven inlined operations are proved", status, said, *found.values())
        places = {place.split(" in ")[1] for place in found}
        tap.point(len(places & {"one", "again"}) == 1 or not more,
                  f"{name}: those that have the same code are one sequence", *found)


def ask_movable(tap, lkmm, folder):
    """A kernel for arm64 is linked so that it can be moved, and does not begin at 0."""
    path = os.path.join(folder, "movable.o")
    lld = shutil.which("ld.lld")
    if not lld or not compile_one("inlined.c", "arm64", path):
        tap.skip("a movable kernel", "there is no ld.lld, or no compiler for arm64")
        return
    out = path[:-2] + ".so"
    subprocess.run([lld, "-shared", "-Bsymbolic", "--image-base=0xffff800080000000", path,
                    "-o", out], check=True)
    status, found, said = prove(lkmm, "--binary", out)
    if "are not found: " in said or "install the Debian package" in said:
        tap.skip("a movable kernel", said)
        return
    tap.point(status == 0 and sum(one.get("sites", 0) for one in found.values()) == 11,
              "a movable kernel: eleven inlined operations are proved", status, said,
              *found.values())


def split(text, code, cold):
    """Puts CODE of the function around it in front of the first atomic instruction; and COLD, which
    counts as the operation's, behind the function."""
    text = text.replace("\tmov\tx29, sp\n", "\tmov\tx29, sp\n\tcbnz x17, .Lcold\n", 1)
    text = text.replace("\tret\n", f"\tret\n.Lcold:\n{cold}\n.Lend:\n\tret\n", 1)
    text = re.sub(r"(?=[^\n]*\n\tstadd)", f".Lbefore:\n{code}\n.Lbehind:\n", text, count=1)
    pair = r"\t\.uleb128 (\S+)-(\S+)[^\n]*\n\t\.uleb128 (\S+)-\S+[^\n]*\n"
    text, ranges = text.split(".debug_rnglists", 1)
    return text + ".debug_rnglists" + re.sub(
        r"(\t\.byte\t4[^\n]*\n)" + pair, r"\1\t.uleb128 \2-\3\n\t.uleb128 .Lbefore-\3\n"
        r"\1\t.uleb128 .Lbehind-\3\n\t.uleb128 \4-\3\n"
        r"\1\t.uleb128 .Lcold-\3\n\t.uleb128 .Lend-\3\n", ranges, count=1)


def ask_split(tap, lkmm, clang, folder):
    """Behind a jump that is made a nop, instructions that only compute may be between."""
    path = os.path.join(folder, "patched.s")
    words = [clang, f"--target={TARGETS['arm64']}", "-march=armv8.1-a", "-gdwarf-5", "-O2"]
    subprocess.run([*words, "-S", "-o", path, os.path.join(HERE, "patched.c")], check=True)
    with open(path, encoding="utf-8") as file:
        whole = file.read()
    for code, cold, good in (
            ("add x17, x16, #8", "nop", True), ("ldr x17, [x16]", "nop", False),
            ("b .Lbehind", "nop", False), ("mul x17, x17, x16", "nop", True),
            ("bl next", "nop", False), ("nop", "mov x17, #1", True),
            # Saving registers on the stack does not count as a piece of it.
            ("nop", "str x17, [sp, #24]", True), ("nop", "stp x17, x16, [sp, #24]", True),
            ("nop", "str x17, [sp, #24]\nldr x16, [sp, #24]", True),
            ("nop", "str w17, [x16]", False), ("nop", "str x17, [sp, #24]\nldr w16, [x17]", False),
            ("nop", "str x17, [sp, #24]\nldadd w17, w16, [sp]", False), ("nop", "dmb ish", False),
            ("nop", "str x17, [sp, #24]\ndmb ish", False), ("nop", "stlr w17, [sp]", False)):
        with open(path, "w", encoding="utf-8") as file:
            file.write(split(whole, code, cold))
        subprocess.run([*words[:2], words[2], "-c", "-o", path[:-1] + "o", path], check=True)
        status, found, said = prove(lkmm, "--kernel", path[:-1] + "o")
        if "are not found: " in said or "install the Debian package" in said:
            tap.skip("a patched operation in pieces", said)
            return
        tap.point([one["proved"] for one in found.values()] == [True if good else None] and
                  status == (0 if good else 2), f"a patched operation in pieces: {code}; {cold}",
                  status, said, *found.values())


def ask_wrong_inlined(tap, lkmm, folder):
    path = os.path.join(folder, "wrong.o")
    for source, arch, want in INLINED_WRONG:
        if not compile_one(source, arch, path):
            tap.skip(f"{source} for {arch}", "there is no compiler for it")
            continue
        tests = os.path.join(folder, f"{source}-{arch}")
        os.mkdir(tests)
        status, found, said = prove(lkmm, "--binary", path, "--write", tests)
        if "are not found: " in said or "install the Debian package" in said:
            tap.skip(f"wrong inlined operations of {arch}", said)
            continue
        good = {name: one["proved"] if one["proved"] is not None else
                next((w for w in [want.get(name)] if str(w) in one["why"]), one["why"])
                for name, one in found.items()}
        tap.point(status == 1 and good == want, f"{source} for {arch}: what is wrong is found",
                  status, said, good)
        ask_tests(tap, lkmm, arch, tests, [f"{one['inlined']}-{one['first']}"
                                           for one in found.values() if one["proved"] is False])


def ask_mistakes(tap, lkmm):
    for words, message in ((["--binary", __file__], "not a program or library"),
                           (["--binary", "/nowhere"], "No such file"),
                           (["--kernel", sys.executable], "no function of it is an operation"),
                           (["--binary", "x", "x86_64"], "usage"),
                           (["--binary", "x", "--certificate", "y"], "usage")):
        result = subprocess.run([lkmm, "prove", *words], text=True, check=False,
                                capture_output=True)
        tap.point(result.returncode == 2 and message in result.stderr, f"a mistake: {message}",
                  result.returncode, result.stderr)


def ask_kernel(tap, lkmm, clang, folder):
    """The kernel's own names are operations for --kernel alone."""
    path = os.path.join(folder, "kernel.o")
    assemble(clang, "x86_64", [("arch_atomic_inc", "lock incl (%rdi)\nret")], path)
    status, found, _ = prove(lkmm, "--kernel", path)
    tap.point(status == 0 and found["arch_atomic_inc"]["proved"], "a name of the kernel", found)
    status, found, _ = prove(lkmm, "--binary", path)
    tap.point(status == 2 and not found, "which means nothing in a program", status, found)


# An operation of a kernel that is replaced when it starts; by what, and whether that is right.
REPLACED = """661:
1: ldxr w2, [x1]
add w3, w2, w0
stlxr w4, w3, [x1]
cbnz w4, 1b
662:
mov w0, w2
ret
.subsection 1
663: {by}
nop
nop
nop
664:
.previous
.pushsection .altinstructions,"a"
.word 661b - .
.word 663b - .
.hword 5
.byte 662b - 661b
.byte 664b - 663b
.popsection"""
# On x86 the lengths of entries are another; what is replaced in a function is not known.
REPLACED_X86 = """movl %edi, %eax
661: lock xaddl %eax, (%rsi)
662: ret
.pushsection .altinstr_replacement,"ax"
663: xaddl %eax, (%rsi)
664:
.popsection
.pushsection .altinstructions,"a"
.long 661b - .
.long 663b - .
.long 5
.byte 662b - 661b
.byte 664b - 663b
.popsection"""


def link_kernel(arch, path):
    """Links the object file as a kernel is. False if there is no linker."""
    ld = shutil.which("ld.lld") or shutil.which(TARGETS[arch] + "-ld")
    if ld:
        os.rename(path, path + ".o")
        subprocess.run([ld, "-Ttext=0xffff800008010000", "-e", "0", path + ".o", "-o", path],
                       check=True)
    return ld


def ask_linked(tap, lkmm, clang, folder):
    """A linked kernel, whose .altinstructions have places in the place of relocations."""
    path = os.path.join(folder, "vmlinux")
    right = REPLACED.format(by="ldaddl w0, w2, [x1]")
    wrong = REPLACED.format(by="ldadd w0, w2, [x1]")
    assemble(clang, "arm64", [
        ("arch_atomic_fetch_add_release", right), ("arch_atomic64_fetch_add_release", "ret"),
        ("raw_atomic_fetch_add_release", wrong), ("arch_atomic_fetch_add_acquire", right)], path)
    if not link_kernel("arm64", path):
        tap.skip("a linked kernel", "there is no linker for arm64")
        return
    _, found, said = prove(lkmm, "--kernel", path)
    if "install the Debian package" in said:
        tap.skip("a linked kernel", "there is no objdump for arm64")
        return
    answers = {name: entry["proved"] for name, entry in found.items()}
    tap.point(answers == {
        "arch_atomic_fetch_add_release": True, "arch_atomic64_fetch_add_release": None,
        "raw_atomic_fetch_add_release": False, "arch_atomic_fetch_add_acquire": False,
    }, "a linked kernel, and what it replaces", found, said)
    path = os.path.join(folder, "bzImage")
    assemble(clang, "x86_64", [
        ("arch_atomic_fetch_add", REPLACED_X86),
        ("arch_atomic_inc", "lock incl (%rdi)\nret")], path)
    if link_kernel("x86_64", path):
        _, found, said = prove(lkmm, "--kernel", path)
        tap.point(found["arch_atomic_inc"]["proved"] and
                  "patched" in found["arch_atomic_fetch_add"].get("why", ""),
                  "a linked kernel for x86", found, said)
    assemble(clang, "arm64", [("arch_atomic_inc", "ret\n.pushsection .altinstructions,\"a\"\n"
                                                  ".zero 12\n.popsection")], path)
    status, found, said = prove(lkmm, "--kernel", path)
    tap.point(status == 2 and "another form" in said, "patches that make no sense", found, said)


def main():
    lkmm, *paths = sys.argv[1:]
    tap = report.Tap()
    clang = shutil.which("clang")
    for path in paths:
        ask_library(tap, lkmm, path)
    if clang:
        with tempfile.TemporaryDirectory() as folder:
            for arch in TARGETS:
                ask_cases(tap, lkmm, clang, arch, folder)
            ask_status(tap, lkmm, clang, folder)
            ask_kernel(tap, lkmm, clang, folder)
            ask_linked(tap, lkmm, clang, folder)
            ask_inlined(tap, lkmm, folder)
            ask_movable(tap, lkmm, folder)
            ask_split(tap, lkmm, clang, folder)
            ask_wrong_inlined(tap, lkmm, folder)
    else:
        tap.skip("functions in assembly", "there is no clang")
    ask_mistakes(tap, lkmm)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
