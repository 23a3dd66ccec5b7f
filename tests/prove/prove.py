#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""prove.py LKMM FOLDER [BOUND]: lkmm prove. TAP.

The sequences of each architecture are proved for all programs, and hold in cycles of up to BOUND
accesses if it is given; all
that are weaker are refuted; the wrong sequences of FOLDER, too, each with two litmus tests of which
lkmm check gives the answers. Mistakes of others that are on record:

riscv-aqrl-table: an AMO with .aq alone for a fully ordered operation (GCC's PR104831)
riscv-amocas-aq-full: the same of Zacas
riscv-xchg-release-trailing-acquire: a fence behind the AMO, where one in front is needed
riscv-llsc-full, arm64-c11-seq-cst: a pair of exclusives as C11's seq_cst has it, taken for full
s390x-c11-seq-cst: LOAD AND ADD alone, as gcc has it for C11's seq_cst, taken for full
power-full-after-lwsync: as the kernel's full operations were on Power until 4.4
loongarch64-release-wmb: a release with the hint of DBAR that smp_wmb() has
arm64-full-without-release: earlier accesses are not before the read
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap as report

ARCHS = "arm64", "riscv64", "s390x", "x86_64", "i386", "arm", "loongarch64", "power"
# Acquire loads where the CPU has FEAT_LRCPC; and without the acquire.
LDAPR = ((8, "ldaprb", "proved"), (16, "ldaprh", "proved"), (32, "ldapr", "proved"),
         (64, "ldapr", "proved"), (8, "ldrb", "WRONG"), (16, "ldrh", "WRONG"), (32, "ldr", "WRONG"),
         (64, "ldr", "WRONG"))
# Not multi-copy atomic: cycles alone, which say nothing of two barriers for locks.
BOUNDED = "arm", "loongarch64", "power"


def run(lkmm, *words):
    return subprocess.run([lkmm, *words], capture_output=True, text=True, check=False)


def rows_of(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def of(rows, **fields):
    return [r for r in rows if all(r.get(k) == v for k, v in fields.items())]


def ask_architecture(tap, lkmm, arch, bound):
    text = run(lkmm, "prove", "--bound", bound, arch)
    if arch in BOUNDED:
        tap.point(text.returncode == 0 and " 0 wrong; 2 not covered" in text.stdout and
                  "nothing is shown for all programs" in text.stdout and
                  " proved" not in text.stdout, f"{arch}: all hold, and locks are not covered",
                  text.stdout[-3000:], text.stderr)
        return
    tap.point(text.returncode == 0 and " 0 wrong" in text.stdout, f"{arch}: all hold",
              text.stdout[-3000:], text.stderr)
    tap.point(f"{arch}: in all programs: proved by " in text.stdout and "holds" not in text.stdout,
              f"{arch}: proved in all programs", text.stderr)
    missing = [line for line in text.stdout.splitlines() if "not covered" in line]
    wide = [line for line in text.stdout.splitlines() if line.startswith("cmpxchg2 ")]
    tap.point(not missing and {"arm64": 16, "x86_64": 8, "riscv64": 8}.get(arch, 0) == len(wide) and
              all(line.endswith(" proved") for line in wide),
              f"{arch}: all are covered, with values of 128 bits", missing, wide)


def ask_orders(tap, lkmm):
    """Orders of some rows, from the manuals and LKMM.md."""
    rows = rows_of(run(lkmm, "prove", "--bound", "3", "--json", "riscv64"))
    full, = of(rows, operation="xchg", ordering="full", bits=32)
    tap.point(all(full["needed"][k] == full["given"][k] != [] for k in
                  ("before_read", "before_write", "read_after", "write_after", "before_after")),
              "a full exchange is ordered with all", full)
    acquire, = of(rows, operation="xchg", ordering="acquire", bits=32)
    tap.point(acquire["needed"]["read_after"] == ["r", "w"] and
              not acquire["needed"]["before_write"] and not acquire["needed"]["write_after"],
              "acquire orders what is after the read", acquire)
    release, = of(rows, operation="xchg", ordering="release", bits=32)
    tap.point(release["needed"]["before_write"] == ["r", "w"] and
              not release["needed"]["read_after"], "release orders what is before the write",
              release)
    for feature in None, "zacas":
        failed, = of(rows, operation="cmpxchg", ordering="full", bits=32, fails=True,
                     feature=feature)
        tap.point(not any(failed["needed"].values()) and not failed["given"]["before_after"],
                  f"a compare-and-exchange that fails is no barrier, {feature}", failed)
    loads = of(rows, operation="load", ordering="relaxed")
    tap.point(len(loads) == 4 and not any(any(r["given"].values()) for r in loads),
              "nothing orders relaxed loads", loads)
    word, = of(rows, operation="xchg", ordering="full", bits=16, feature=None)
    ask_words(tap, lkmm, word["instructions"])


def ask_words(tap, lkmm, text):
    """A loop around a word must not change what is beside the object, nor depend on its place."""
    masked = "and {bits:64}, {bits:64}, {mask:64}\n"
    for what, old, new in (("as it is", "fence", "fence"),
                           ("a wider mask", "0xffff", "0xffffff"),
                           ("a value that is not masked", masked, ""),
                           ("the bits beside it are set", "or {next:64}", "or {next:64}, {mask:64}"
                            ", {next:64}\nor {next:64}"),
                           ("the value is not moved", "sllw {bits:64}, {val:64}, {shift:64}",
                            "mv {bits:64}, {val:64}"),
                           ("the result is not moved",
                            "srlw {old:64}, {old:64}, {shift:64}\n", "")):
        with tempfile.NamedTemporaryFile("w", suffix=".seq") as f:
            f.write("riscv64 xchg full 16\n" + text.replace(old, new))
            f.flush()
            result = run(lkmm, "prove", "--bound", "3", "--sequence", f.name)
        right = old == new
        tap.point(old in text and ("16     proved" in result.stdout) == right and
                  result.returncode == (0 if right else 2) and
                  ("more to the word than to the object" in result.stderr) != right,
                  f"a loop around a word: {what}", result.stdout, result.stderr)


def ask_mutants(tap, lkmm, arch, least):
    with tempfile.TemporaryDirectory() as folder:
        result = run(lkmm, "prove", "--mutants", "--bound", "4", "--json", "--write", folder, arch)
        rows = rows_of(result)
        answers = collections.Counter(
            (t["file"].rsplit(".", 2)[1], t.get("observation", t.get("error")))
            for t in rows_of(run(lkmm, "check", "--json", folder)))
        texts = [open(os.path.join(folder, name), encoding="utf-8").read()
                 for name in os.listdir(folder)]
    # herd7's grammar for Power has a register there.
    tap.point(not [text for text in texts if re.search(r"[wd](arx|cx\.) r\d+, 0,", text)] and
              any("lwarx r31, r0, r30" in text for text in texts) == (arch == "power"),
              f"{arch}: registers that count as 0 have their names")
    count = len(of(rows, holds=False))
    tap.point(answers == {("lkmm", "Never"): count, (arch, "Sometimes"): count},
              f"{arch}: lkmm check agrees with each of their tests", count, answers)
    refuted = of(rows, holds=False)
    survivors = [(r["operation"], r["mutant"]) for r in of(rows, holds=True)
                 if r["operation"] != "after_unlock_lock"]
    tap.point(result.returncode == 0 and len(refuted) >= least,
              f"{arch}: at least {least} weaker sequences are refuted", result.stderr, len(refuted))
    tap.point(not survivors, f"{arch}: none is as good", survivors)
    tap.point(not of(rows, holds=False, proved=True), f"{arch}: no proof of one that is refuted")
    lock, = of(rows, operation="after_spinlock") or [{"proved": False, "holds": None}]
    tap.point(not lock["proved"] and not lock["holds"],
              f"{arch}: smp_mb__after_spinlock() needs its fence", lock)


def verdict(lkmm, path):
    result = run(lkmm, "check", "--json", path)
    return json.loads(result.stdout)["observation"] if result.stdout else result.stderr


def ask_wrong(tap, lkmm, path):
    """The sequence is refuted; LKMM forbids what the architecture allows."""
    name = os.path.basename(path)[:-4]
    with tempfile.TemporaryDirectory() as folder:
        result = run(lkmm, "prove", "--bound", "4", "--sequence", path, "--write", folder)
        tests = sorted(os.listdir(folder))
        answers = {t.rsplit(".", 2)[1] == "lkmm": verdict(lkmm, os.path.join(folder, t))
                   for t in tests}
    tap.point(result.returncode == 1 and "WRONG" in result.stdout, f"{name}: refuted",
              result.stdout, result.stderr)
    tap.point(len(tests) == 2 and answers == {True: "Never", False: "Sometimes"},
              f"{name}: lkmm check agrees", tests, answers)


def count_cycles(bound):
    """How many cycles of up to BOUND accesses there are with an exchange, X, each begun at X."""
    own = ["rr", "rw", "wr", "ww", "rX", "wX", "Xr", "Xw"]
    pairs = own + ["rr", "rw", "wr", "ww", "ww", "rr", "rr", "rw", "rw", "ww"]

    def extend(chosen, left):
        if not left:
            return all((a[-1] + b[0]) != "rr" for a, b in zip(chosen, chosen[1:] + chosen[:1]))
        more = [p for p in pairs if left > 1]
        more += ["w", "X"] if len(chosen[-1]) > 1 else []
        return sum(extend(chosen + [p], left - len(p)) for p in more)

    return sum(extend([p], size - 2) for size in range(4, bound + 1) for p in own)


def ask_cycles(tap, lkmm, folder):
    """Cycles that are met twice count twice, though one of them is asked about."""
    row, = rows_of(run(lkmm, "prove", "--bound", "5", "--json", "--sequence",
                       os.path.join(folder, "arm64-right.seq")))
    tap.point(row["cycles"] == count_cycles(5) > row["forbidden"] > 0, "all cycles", row)


def ask_mistakes(tap, lkmm, folder):
    for words, message in (
            (["m68k"], "no sequences for 'm68k', only for: "
             "arm arm64 i386 loongarch64 power riscv64 s390x x86_64"),
            ([], "usage"), (["--sequence", "/nowhere"], "No such file"),
            (["--sequence", __file__], "expected ARCHITECTURE OPERATION ORDERING BITS")):
        result = run(lkmm, "prove", *words)
        tap.point(result.returncode == 2 and message in result.stderr, f"a mistake: {message}",
                  result.stderr)
    with tempfile.NamedTemporaryFile("w", suffix=".seq") as f:
        f.write("arm64 xchg full 32\nldfoo {old:32}, [{ptr:64}]\n")
        f.flush()
        result = run(lkmm, "prove", "--sequence", f.name)
    tap.point(result.returncode == 2 and
              "not decided: unknown instruction 'ldfoo'" in result.stderr,
              "an instruction that is not known", result.stdout, result.stderr)
    for code, answer in (("riscv64 rmb - 0\nfence.tso\n", "proved"),
                         ("riscv64 wmb - 0\nfence r, r\n", "WRONG"),
                         *((f"arm64 load acquire {bits}\n{code} {{val:{bits}}}, [{{ptr:64}}]\n",
                            answer) for bits, code, answer in LDAPR)):
        with tempfile.NamedTemporaryFile("w", suffix=".seq") as f:
            f.write(code)
            f.flush()
            result = run(lkmm, "prove", "--bound", "4", "--sequence", f.name)
        tap.point(answer in result.stdout and result.returncode == (answer == "WRONG"),
                  f"{answer}: {code.splitlines()}", result.stdout, result.stderr)
    right = run(lkmm, "prove", "--bound", "4", "--sequence",
                os.path.join(folder, "arm64-right.seq"))
    tap.point(right.returncode == 0 and "1 hold up to 4" in right.stdout,
              "a sequence from a file that is right", right.stdout, right.stderr)


# A byte in its word, as s390x has it.
BYTE = """s390x xchg full 8
risbg {word:64}, {ptr:64}, 0, 189, 0
sllk {shift:64}, {ptr:64}, 3
lcr {back:64}, {shift:64}
l {old:64}, 0({word:64})
1: rll {next:64}, {old:64}, 8({shift:64})
risbg {next:64}, {val:64}, 56, 63, 0
rll {next:64}, {next:64}, -8({back:64})
cs {old:64}, {next:64}, 0({word:64})
jne 1b
rll {old:64}, {old:64}, 8({shift:64})
"""


def ask_bytes(tap, lkmm):
    """Code that changes the next byte, too, or another one, or finds another, is not proved."""
    for right, wrong in (("", ""), ("56, 63", "48, 63"), ("-8({back", "-16({back"),
                         ("0, 189, 0", "56, 63, 0"),
                         ("rll {old:64}, {old:64}, 8", "rll {old:64}, {old:64}, 16")):
        code = BYTE.replace(right, wrong)
        with tempfile.NamedTemporaryFile("w", suffix=".seq") as f:
            f.write(code)
            f.flush()
            result = run(lkmm, "prove", "--bound", "4", "--sequence", f.name)
        tap.point(result.returncode == (0 if code == BYTE else 2),
                  f"a byte in its word: {wrong or 'right'}", code, result.stdout, result.stderr)


def ask_machines(tap, lkmm):
    """Files of machines whose functions are not covered, by the numbers that ELF has for these."""
    for number, order, says in ((21, "little", "functions of power are not covered"),
                                (21, "big", "functions of power are not covered"),
                                (22, "big", "functions of s390x are not covered"),
                                (3, "little", "functions of i386 are not covered"),
                                (258, "little", "functions of loongarch64 are not covered"),
                                (40, "little", "an architecture without sequences"),
                                (8, "big", "an architecture without sequences")):
        with tempfile.NamedTemporaryFile("wb") as f:
            f.write(b"\x7fELF" + bytes([1 if number in (3, 8, 40) else 2, 1 + (order == "big"), 1])
                    + bytes(9) + (2).to_bytes(2, order) + number.to_bytes(2, order) + bytes(44))
            f.flush()
            result = run(lkmm, "prove", "--binary", f.name)
        tap.point(result.returncode == 2 and says in result.stderr and not result.stdout,
                  f"machine {number}, {order} endian: {says}", result.returncode, result.stderr)


# Of an object of 128 bits: what is changed in the loop of arm64, and the answer then: "?" if it is
# not decided. All others are refuted by a test.
LOOP = "arm64 cmpxchg2 full 128\n"
WRITES_BACK = "b 3f\n2: stxp {fail:32}, {old:32}, {old_high:32}, [{ptr:64}]\n" \
    "cbnz {fail:32}, 1b\n3: "
DIFFERS, NOT_STORED = "it writes another value though a half differs", \
    "a half is not stored"
NOT_FOUND, NOT_KNOWN = "a half of the result is not what was found", "is not known"
HALVES = (
    ("", "", "proved"),
    ("ccmp {old_high:32}, {expect_high:32}, #0, eq\n", "", DIFFERS),
    ("ccmp {old_high:32}, {expect_high:32}", "ccmp {old:32}, {expect:32}", DIFFERS),
    ("cmp {old:32}, {expect:32}\n", "cmp {old:32}, {old:32}\n", DIFFERS),
    ("cmp {old:32}, {expect:32}\n", "cmp {old:32}, {expect_high:32}\n", NOT_KNOWN),
    ("ccmp {old_high:32}, {expect_high:32}", "ccmp {old_high:32}, {val_high:32}", NOT_KNOWN),
    ("stlxp {fail:32}, {val:32}, {val_high:32}", "stlxp {fail:32}, {val:32}, {old_high:32}",
     NOT_STORED),
    ("stlxp {fail:32}, {val:32}, {val_high:32}", "stlxp {fail:32}, {val_high:32}, {val:32}",
     NOT_STORED),
    ("stlxp {fail:32}, {val:32}, {val_high:32}", "stlxr {fail:32}, {val:64}", NOT_STORED),
    ("stxp {fail:32}, {old:32}, {old_high:32}", "stxp {fail:32}, {old:32}, {val_high:32}", DIFFERS),
    ("stxp {fail:32}, {old:32}, {old_high:32}", "stxp {fail:32}, {old_high:32}, {old:32}", DIFFERS),
    (WRITES_BACK, "2: ", "?the halves that it reads may be of two writes"),
    ("ldxp {old:32}, {old_high:32}", "ldxr {old:64}", DIFFERS),
    ("ldxp {old:32}, {old_high:32}", "ldxr {old:32}", NOT_KNOWN),
    ("dmb ish\n", "dmb ish\nmov {old:32}, {expect_high:32}\n", NOT_FOUND),
    ("dmb ish\n", "dmb ish\nstr {val:64}, [{ptr:64}]\n", NOT_KNOWN),
    ("ldxp {old:32}, {old_high:32}", "ldxp {old:64}, {old_high:64}", "?unknown operands"),
    ("b.ne 2f\n", "b.lo 2f\n", "?flags"),
)
CASP = "arm64 cmpxchg2 full 128 lse\n"
AMOCAS = "riscv64 cmpxchg2 full 128 zacas\n"
ONE = {  # instructions that do all, and the answer
    CASP + "caspal {old:32}, {old_high:32}, {val:32}, {val_high:32}, [{ptr:64}]\n": "proved",
    CASP + "caspal {old:32}, {old_high:32}, {val_high:32}, {val:32}, [{ptr:64}]\n": NOT_STORED,
    CASP + "caspal {old_high:32}, {old:32}, {val:32}, {val_high:32}, [{ptr:64}]\n":
        "a half is not compared with the half that is expected",
    CASP + "casal {old:64}, {val:64}, [{ptr:64}]\n":
        "a half is not compared with the half that is expected",
    CASP + "casal {old:32}, {val:32}, [{ptr:64}]\n": "?" + NOT_KNOWN,
    AMOCAS + "amocas.d.aqrl {old:32}, {val:32}, ({ptr:64})\n": "proved",
    AMOCAS + "amocas.d.aqrl {val:32}, {old:32}, ({ptr:64})\n": "?" + NOT_KNOWN,
    AMOCAS + "amocas.d.aqrl {old:64}, {val:64}, ({ptr:64})\n":
        "a half is not compared with the half that is expected",
    "x86_64 cmpxchg2 full 128\nlock cmpxchg8b ({ptr:64})\n": "proved",
    "i386 cmpxchg full 64\nlock cmpxchg8b ({ptr:64})\n": "proved",
    "x86_64 cmpxchg2 full 128\ncmpxchg8b ({ptr:64})\n": "?unknown instruction",
    "x86_64 cmpxchg2 full 128\nlock cmpxchgq {val:64}, ({ptr:64})\n": "a half is not compared",
    "i386 cmpxchg full 64\nlock cmpxchgl {val:32}, ({ptr:64})\n": "?" + NOT_KNOWN,
    "x86_64 cmpxchg2 full 128\nlock cmpxchg8b ({ptr:64})\ncmpl $0, {val:32}\n":
        "?its flags do not tell whether both halves were equal",
    "x86_64 cmpxchg2 full 128\nlock cmpxchg8b ({ptr:64})\nmovl {val:32}, {old_high:32}\n":
        NOT_FOUND,
}


def ask_halves(tap, lkmm):
    """Each half must be compared, stored and returned."""
    text, = (row["instructions"] for row in rows_of(run(lkmm, "prove", "--bound", "3", "--json",
                                                        "arm64"))
             if row["operation"] == "cmpxchg2" and row["ordering"] == "full" and
             "ldxp" in row["instructions"] and not row["fails"])
    tests = {LOOP + text.replace(old, new): (answer, old in text) for old, new, answer in HALVES}
    tests.update((code, (answer, True)) for code, answer in ONE.items())
    tap.point(len(tests) == len(HALVES) + len(ONE), "halves: all mistakes differ")
    for code, (answer, is_there) in tests.items():
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "own.seq")
            with open(path, "w", encoding="utf-8") as f:
                f.write(code)
            result = run(lkmm, "prove", "--bound", "3", "--sequence", path, "--write", folder)
            found = {t.rsplit(".", 2)[1] == "lkmm": verdict(lkmm, os.path.join(folder, t))
                     for t in os.listdir(folder) if t != "own.seq"}
        status = 0 if answer == "proved" else 2 if answer[0] == "?" else 1
        tap.point(is_there and result.returncode == status and
                  answer.lstrip("?") in result.stdout + result.stderr and
                  (" proved" in result.stdout) == (status == 0) and
                  ("WRONG" in result.stdout) == (status == 1) and
                  (not found if status != 1 else found.get(True) == "Never" and
                   found.get(False) in ("Sometimes", "Always")),
                  f"halves: {answer}", code, result.stdout, result.stderr, found)


def main():
    lkmm, folder, *bound = sys.argv[1:]
    tap = report.Tap()
    for arch in ARCHS:
        ask_architecture(tap, lkmm, arch, bound[0] if bound else "3")
    ask_orders(tap, lkmm)
    for arch, least in zip(ARCHS, (200, 143, 24, 1, 1, 160, 38, 166)):
        ask_mutants(tap, lkmm, arch, least)
    wrong = [p for p in sorted(glob.glob(os.path.join(folder, "*.seq"))) if "right" not in p]
    tap.point(len(wrong) >= 5, "there are wrong sequences")
    for path in wrong:
        ask_wrong(tap, lkmm, path)
    ask_cycles(tap, lkmm, folder)
    ask_mistakes(tap, lkmm, folder)
    ask_bytes(tap, lkmm)
    ask_halves(tap, lkmm)
    ask_machines(tap, lkmm)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
