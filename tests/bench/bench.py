#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""bench.py LKMM SOURCE-ROOT

lkmm bench, in a short form: its figures depend on the machine, but each must exist and be finite,
each variant must be the named one, by its machine code, and a browser must be able to show the
page. Output is TAP.
"""
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict

lkmm, root = os.path.abspath(sys.argv[1]), sys.argv[2]
tmp = tempfile.mkdtemp()
tests = 0

OUT_OF_LINE = {"c-static", "c-shared", "c-shared-plt", "rust-static", "rust-shared"}
PEERS = {"c11", "rust-core", "liburcu", "ck", "libatomic_ops"}
HEADERS = {"liburcu": "urcu/uatomic.h", "ck": "ck_pr.h", "libatomic_ops": "atomic_ops.h"}
VARIANTS = OUT_OF_LINE | PEERS | {"c-inline", "generic", "rust-inline", "bitcode"}
TYPES = {
    "operation": str, "ordering": str, "function": str, "family": str, "variant": str,
         "setting": str,
    "threads": int, "ns": float, "ratio": float, "spread": float, "rounds": int,
         "lkmm_ordering": bool,
}
CONTENDED = {"ops_per_second": float, "fairness": float}


def test(what, wrong):
    """One test, which fails if @wrong is not empty."""
    global tests
    tests += 1
    wrong = [str(w) for w in wrong]
    print(f"{'not ok' if wrong else 'ok'} {tests} - {what}", flush=True)
    for line in wrong[:10]:
        print(f"# {line}")
    if len(wrong) > 10:
        print(f"# and {len(wrong) - 10} more")


def skip(what, why):
    """One test that cannot be made here."""
    global tests
    tests += 1
    print(f"ok {tests} - {what} # SKIP {why}", flush=True)


def bench(*options, **environment):
    return subprocess.run([lkmm, "bench", *options], capture_output=True, text=True, check=False,
                          env={**os.environ, **environment})


def read(result):
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return (lines[0], lines[1:]) if lines else ({}, [])


# ---- figures ----

def table():
    """The operations of defs/ops.tbl on atomic_t, in every ordering, as (operation, ordering)."""
    for line in open(f"{root}/defs/ops.tbl", encoding="utf-8"):
        if line.startswith("object"):
            return      # here begin those on other objects
        match = re.match(r"  (\w+) ", line)
        if match:
            for ordering in re.split(r"  +", line.split("#")[0].strip())[-1].split():
                yield "atomic_" + match[1], ordering


def malformed(line):
    types = TYPES | (CONTENDED if line.get("setting") == "contended" else {})
    if set(line) != set(types):
        return f"keys {sorted(set(line) ^ set(types))}"
    for key, kind in types.items():
        if type(line[key]) is not kind:
            return f"{key} is {line[key]!r}"
        if kind is float and not (math.isfinite(line[key]) and line[key] >= 0):
            return f"{key} is {line[key]}"
    if line["variant"] not in VARIANTS or line["setting"] not in ("latency", "throughput",
                                                                  "contended"):
        return "an unknown variant or setting"
    if not line["ns"] or not line["ratio"] or not line["rounds"]:
        return "no figure"
    if line["variant"] == "c-inline" and line["ratio"] != 1:
        return f"the ratio of C inline to itself is {line['ratio']}"
    return None


def check_figures(head, lines):
    test("each line is as documented",
         (f"{why}: {line}" for line in lines if (why := malformed(line))))
    test("it says on which machine, when and how",
         [k for k in ("machine", "date", "load", "seconds", "method", "variants")
          if not head.get(k)])
    there = {(line["operation"], line["ordering"], line["setting"])
             for line in lines if line["variant"] == "c-inline"}
    test("every operation of the table, in every ordering",
         {(*row, s) for row in table() for s in ("latency", "throughput")} - there)
    counts = Counter((line["operation"], line["ordering"], line["setting"], line["threads"],
                      line["variant"])
                     for line in lines)
    test("nothing is there twice", [key for key, n in counts.items() if n > 1])


def has_header(name):
    return not subprocess.run([*os.environ.get("CC", "cc").split(), "-E", "-x", "c", "-"],
                              input=f"#include <{name}>\n", text=True, capture_output=True,
                              check=False).returncode


def without_header():
    return {v: f"no <{header}> here" for v, header in HEADERS.items() if not has_header(header)}


def lacking():
    """The variants that are not available, each with its requirements."""
    rustc = os.environ.get("RUSTC", "rustc")
    without = without_header()
    if not shutil.which(rustc):
        return without | {v: "no rustc here" for v in VARIANTS if "rust" in v or v == "bitcode"}
    if not shutil.which("clang"):
        return without | {"bitcode": "no clang here"}
    # If rustc comes without a linker, linking bitcode needs one as new as rustc's LLVM.
    libdir = subprocess.run([rustc, "--print", "target-libdir"], capture_output=True, text=True,
                            check=False).stdout.strip()
    llvm = re.search(r"LLVM version: (\d+)", subprocess.run([rustc, "-vV"], capture_output=True,
                                                            text=True, check=False).stdout)
    linkers = [f"{libdir}/../bin/gcc-ld/ld.lld", f"/usr/bin/ld.lld-{llvm[1] if llvm else ''}"]
    if not any(os.access(linker, os.X_OK) for linker in linkers):
        return without | {"bitcode": "no linker as new as rustc's LLVM here"}
    return without


def check_variants(head, lines):
    seen = {line["variant"] for line in lines}
    missing = {v: how["missing"] for v, how in head["variants"].items() if "missing" in how}
    without = lacking()
    test("every variant is there that can be",
         [f"{v}: {missing.get(v)}" for v in VARIANTS - without.keys() - seen])
    for v, why in sorted(without.items()):
        skip(f"variant {v}", why)
    test("variants that cannot be compiled are skipped", without.keys() & seen)
    test("a variant is there, or the reason is given", VARIANTS ^ (seen | set(missing)))
    per_variant = defaultdict(set)
    for line in lines:
        per_variant[line["variant"]].add((line["operation"], line["ordering"]))
    test("lkmm's variants have all operations",
         [v for v in seen - PEERS if per_variant[v] != per_variant["c-inline"]])
    weaker = {(line["variant"], line["ordering"]) for line in lines if not line["lkmm_ordering"]}
    test("who does not give the ordering",
         weaker ^ {(v, "full") for v in (PEERS & seen) - {"liburcu"}})


# ---- machine code ----

CALL = re.compile(r"^\s+[0-9a-f]+:\t(call|callq|bl|blr|jal|jalr)\b", re.M)


def check_machine_code(where, variants):
    wrong = []
    for v in sorted(variants):
        text = subprocess.run(["objdump", "-d", "--no-show-raw-insn", f"{where}/{v}.so"],
                              capture_output=True, text=True, check=True).stdout
        loops = re.findall(r"^[0-9a-f]+ <bench_(\w+)>:\n(.*?)(?:\n\n|\Z)", text, re.M | re.S)
        if not loops:
            wrong.append(f"{v}: no loops")
        for name, code in loops:
            calls = len(CALL.findall(code))
            if bool(calls) != (v in OUT_OF_LINE):
                wrong.append(f"{v}: {name} has {calls} calls")
    test("inline ones contain no call, those out of line do", wrong)
    wrong = [v for v in OUT_OF_LINE & variants
             if ("liblkmm.so" in subprocess.run(["readelf", "-d", f"{where}/{v}.so"],
                                                capture_output=True, text=True,
                                                check=True).stdout) != ("shared" in v)]
    test("static ones do without liblkmm.so, shared ones need it", wrong)
    if "c-shared-plt" in variants:
        code = {v: subprocess.run(["objdump", "-d", "-j", ".text", f"{where}/{v}.so"],
                                  capture_output=True, text=True, check=True).stdout
                for v in ("c-shared", "c-shared-plt")}
        test("the PLT is used where it should be, and only there",
             [v for v, text in code.items()
              if bool(re.search(r"<lkmm_\w+@plt>", text)) != (v == "c-shared-plt")])


# ---- the page ----

def check_page(path, lines):
    text = open(path, encoding="utf-8").read()
    test("the page needs nothing else",
         re.findall(r"https?://(?!www\.w3\.org)[^\"]*|<script|<link|src=|@import", text))
    if not shutil.which("chromium"):
        skip("in Chromium, each figure has its mark", "no chromium here")
        skip("the page tells the finding", "no chromium here")
        return
    dom = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={tmp}/chromium", "--dump-dom", f"file://{path}"],
        capture_output=True, text=True, check=False).stdout
    wrong = []
    for setting in ("throughput", "latency", "contended-2"):
        section = re.search(rf'<section id="{setting}">(.*?)</section>', dom, re.S)
        cells = [line for line in lines if line["setting"] == setting.split("-")[0]]
        if not section:
            wrong.append(f"no section {setting}")
            continue
        # C inline is in both charts
        expected = Counter(line["variant"] for line in cells)
        expected["c-inline"] *= 2
        found = Counter(re.findall(r'<use href="#([\w-]+)" x="[0-9.]+" y="[0-9.]+"><title>',
                                   section[1]))
        if expected != found:
            wrong.append(f"{setting}: {expected} figures, {found} marks")
        if section[1].count('<svg class="chart"') != 2 or section[1].count("<table>") != 1:
            wrong.append(f"{setting}: charts or table missing")
        for chart in re.findall(r'<svg class="chart".*?</svg>', section[1], re.S):
            numbers = set(re.findall(r'<text class="axis"[^>]*>([0-9.e+-]+)</text>', chart))
            if len(numbers) < 2:
                wrong.append(f"{setting}: an axis with the numbers {numbers}")
        rows = len(re.findall(r"<tr>", section[1])) - 1
        if rows != expected["c-inline"] / 2:
            wrong.append(f"{setting}: {rows} rows in the table")
    test("in Chromium, each figure has its mark", wrong)
    test("the page tells the finding", [] if 'id="finding"' in dom and "As calls" in dom
         else ["no finding"])


# ---- missing parts ----

def compiler(script):
    """A C compiler that runs @script first, in which $* are its arguments."""
    path = tempfile.mktemp(dir=tmp)
    with open(path, "w", encoding="utf-8") as out:
        out.write(f"#!/bin/sh\n{script}\nexec cc \"$@\"\n")
    os.chmod(path, 0o755)
    return path


def check_missing():
    small = ("--filter", "atomic_fetch_add", "--setting", "throughput", "--quick", "--json")
    head, lines = read(bench(*small, RUSTC="/nonexistent"))
    test("without rustc, variants in Rust are skipped, with the reason",
         [v for v in VARIANTS - without_header().keys()
          if ("missing" in head["variants"][v]) != ("rust" in v or v == "bitcode")]
         + [line for line in lines if "rust" in line["variant"]])
    head, lines = read(bench(*small, CC=compiler('case $* in *has-ck.c*) exit 1;; esac'),
                             RUSTC="/nonexistent"))
    why = head["variants"]["ck"].get("missing", "")
    test("without a library, its column is skipped, and its package named", [] if "libck-dev" in why
         else [why])
    head, lines = read(bench(*small, CC=compiler(
        f'case $* in *generic.so*) set -- "$@" -DLKMM_OUTLINE '
        f'{os.path.dirname(lkmm)}/lib/liblkmm.a;; esac'),
        RUSTC="/nonexistent"))
    why = head["variants"]["generic"].get("missing", "")
    test("a variant that is not inlined is caught", [] if "not inlined" in why else [why])
    for options in (["--filter", "no_such_thing"], ["--nonsense"], ["--threads", "x"],
                    ["--threads", "1000"], ["--setting", "x"], ["--seconds", "-1"], ["--filter"]):
        result = bench(*options)
        test(f"{' '.join(options)}: an error",
             [] if result.returncode == 2 and result.stderr and not result.stdout
             else [result])


def operations():
    """The names of all, as bench/ops.h has them."""
    text = open(f"{root}/bench/ops.h", encoding="utf-8").read()
    return re.findall(r"^OP\((\w+),\s+\w+,\s+\w+,\s+(\w+),", text, re.M)


def check_filter():
    def measured(pattern):
        result = bench("--filter", pattern, "--setting", "throughput", "--quick", "--json",
                       RUSTC="/nonexistent")
        return {line["function"].removeprefix("lkmm_") for line in read(result)[1]}

    def expect(what, pattern, chosen):
        names, found = {name for name, family in operations()
                        if chosen(name, family)}, measured(pattern)
        test(f"--filter {pattern}: {what}", ["no such operation"] if not names else names ^ found)

    expect("a part of names", "fetch_andnot_rel", lambda name, _: "fetch_andnot_rel" in name)
    expect("a glob", "*_fetch_xor_[ar]*e",
           lambda name, _: re.fullmatch(r".*_fetch_xor_[ar].*e", name))
    expect("a name is that alone", "atomic_or", lambda name, _: name == "atomic_or")
    expect("as liblkmm calls it", "lkmm_atomic_or", lambda name, _: name == "atomic_or")
    expect("a family is that alone", "barrier", lambda _, family: family == "barrier")
    expect("several", "dec_unless_pos,smp_mb",
           lambda name, _: "dec_unless_pos" in name or name == "smp_mb")
    for wrong in ("atomic_or,fetch_ad_", "no*thing", "", "atomic_or,"):
        result = bench("--filter", wrong, "--setting", "throughput", "--quick")
        said = (f"matches '{wrong.split(',')[-1]}'" if wrong else
                "invalid value '' for --filter (expected ")
        test(f"--filter '{wrong}': what matches nothing is named",
             [] if result.returncode == 2 and said in result.stderr and not result.stdout
             else [result])


def check_one_cpu():
    """Wherever the test runs, bench gets one CPU."""
    cpus = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cpus)})
    try:
        alone = bench("--setting", "contended", "--quick", "--json", "--filter", "atomic_or")
        both = bench("--setting", "contended,latency", "--quick", "--json", "--filter", "atomic_or",
                     RUSTC="/nonexistent", TMPDIR=tmp)
        table = bench("--setting", "contended,latency", "--quick", "--filter", "atomic_or",
                      RUSTC="/nonexistent")
        asked = bench("--setting", "contended", "--quick", "--threads", "2", "--filter",
                      "atomic_or")
    finally:
        os.sched_setaffinity(0, cpus)
    head, lines = read(alone)
    test("contended alone, on one CPU: refused, and noted",
         [] if alone.returncode == 2 and "one CPU" in alone.stderr
         and "one CPU" in head.get("note", "") and not lines else [alone])
    head, lines = read(both)
    test("contended and latency, on one CPU: latency alone, and noted",
         [] if both.returncode == 0 and "one CPU" in both.stderr
         and "one CPU" in head.get("note", "")
         and {line["setting"] for line in lines} == {"latency"} else [both])
    test("on one CPU the table has the note too",
         [] if "one CPU" in table.stdout and "Contended" not in table.stdout else [table])
    test("two threads on one CPU are refused",
         [] if asked.returncode == 2 and "cannot contend on 1 CPU" in asked.stderr else [asked])


def check_leftovers():
    scratch = f"{tmp}/scratch"
    os.mkdir(scratch)
    environment = {**os.environ, "TMPDIR": scratch, "RUSTC": "/nonexistent"}
    command = [lkmm, "bench", "--quick", "--filter", "atomic_read", "--setting", "throughput"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        process.stdout.close()
    test("who listens no longer leaves nothing behind", os.listdir(scratch))
    with subprocess.Popen([*command, "--filter", "*"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, env=environment) as process:
        while not os.listdir(scratch):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
        test("interrupted, it reports that", [] if process.returncode == 2 and "interrupted" in said
             else [said])
    test("and leaves nothing behind", os.listdir(scratch))


def check_compare(figures):
    """Two files side by side: what they say is computed here again."""
    first, second, broken = (f"{tmp}/{name}.json" for name in ("first", "second", "broken"))
    lines = [json.loads(line) for line in figures.splitlines()]
    with open(first, "w", encoding="utf-8") as f:
        f.write(figures)
    head, changed = lines[0], [dict(line) for line in lines[1:]]
    for i, line in enumerate(changed):
        line["ns"] = float(f"{2 * line['ns']:.9g}")     # as many digits as are printed
        if i % 2:
            line["ratio"] += 2 * line["spread"] + 0.01
    with open(second, "w", encoding="utf-8") as f:
        f.write("".join(json.dumps(line) + "\n" for line in [head, *changed[1:]]))
    with open(broken, "w", encoding="utf-8") as f:
        f.write(figures[:-20])
    result = bench("--compare", "--json", first, second)
    pairs = [json.loads(line) for line in result.stdout.splitlines()]
    wanted = [(old["function"], old["variant"], old["setting"], [old["ns"], new["ns"]], i % 2 == 1)
              for i, (old, new) in enumerate(zip(lines[1:], changed)) if i]
    found = [(p["function"], p["variant"], p["setting"], p["ns"], p["differs"]) for p in pairs]
    test("two measurements are compared, figure by figure",
         [] if wanted == found else [result.stderr, len(wanted), len(found),
                                     *((w, f) for w, f in zip(wanted, found) if w != f)])
    test("the second takes twice as long",
         [p for p in pairs if not math.isclose(p["second_to_first"], 2, rel_tol=1e-6)])
    table = bench("--compare", first, second).stdout.splitlines()
    test("as a table, with a median for each variant",
         [] if sum(line.startswith("the median") and line.endswith(" 2.00") for line in table)
         == len({p["variant"] for p in pairs}) and
         table[-1] == "Only in the first: 1 figures; only in the second: 0." else table[-4:])
    test("the table has marks", [] if sum(line.endswith(" *") for line in table) ==
         sum(p["differs"] for p in pairs) else table)
    test("and at most 100 columns", [line for line in table[2:] if len(line) > 100])
    for name, files in (("a file that is cut", (first, broken)), ("no such file", (first, "none")),
                        ("one file", (first,)), ("another kind of file", (__file__, first))):
        result = bench("--compare", *files)
        test(f"{name} is refused", [] if result.returncode == 2 and result.stderr
             and not result.stdout else [result.returncode, result.stderr])


def main():
    kept, page = f"{tmp}/kept", f"{tmp}/page.html"
    result = bench("--quick", "--setting", "latency,throughput", "--json", "--keep", kept)
    test("all operations", [] if result.returncode == 0 and not result.stderr
         else [result.returncode, result.stderr])
    head, lines = read(result)
    check_figures(head, lines)
    check_compare(result.stdout)
    check_variants(head, lines)
    check_machine_code(kept, {line["variant"] for line in lines})
    result = bench("--seconds", "3", "--threads", "2", "--filter",
                   "atomic_fetch_add,atomic_read,atomic_set_release",
                   "--json", "--html", page)
    head, lines = read(result)
    test("with several threads", [] if any(line["setting"] == "contended" for line in lines)
         else [result.stderr])
    test("each line is as documented",
         (f"{why}: {line}" for line in lines if (why := malformed(line))))
    test("fairness is a share", [line for line in lines if line.get("fairness", 0) > 1])
    check_page(page, lines)
    check_missing()
    check_filter()
    check_one_cpu()
    check_leftovers()
    result = bench("--quick", "--filter", "access,barrier", "--setting", "throughput")
    test("the table has at most 100 columns",
         [line for line in result.stdout.splitlines()
          if len(line) > 100 and " is skipped: " not in line])
    test("it ends with the finding", [] if "hide the call" in result.stdout.splitlines()[-1]
         or "more than 10 %" in result.stdout else [result.stdout])
    print(f"1..{tests}")


try:
    main()
finally:
    shutil.rmtree(tmp)
