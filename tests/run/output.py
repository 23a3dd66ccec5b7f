#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""
usage: output.py LKMM LITMUS-DIR

The output of lkmm run: its JSON has the documented fields, and agrees with the text and with
lkmm check --states; bad input and missing tools are reported, with exit status 2. Output is TAP.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

lkmm, litmus = os.path.abspath(sys.argv[1]), sys.argv[2]
number = 0


def result(ok, what, more=""):
    global number
    number += 1
    print(f"{'ok' if ok else 'not ok'} {number} - {what}")
    if not ok:
        print("".join(f"# {line}\n" for line in str(more).splitlines()[-30:]), end="")


def skip(what, why):
    global number
    number += 1
    print(f"ok {number} - {what} # SKIP {why}")


def run(*words, env=None):
    return subprocess.run([lkmm, *words], capture_output=True, text=True, errors="replace",
                          env={**os.environ, **(env or {})})


def test(name):
    return os.path.join(litmus, name + ".litmus")


# ---- JSON ----

FIELDS = {
    "file": str, "name": str, "observation": str, "positive": int, "negative": int,
          "forbidden": int,
    "outcomes": list, "data_race": bool, "machine": str, "emulated": bool, "mode": str,
          "iterations": int,
    "seconds": float,
}
OUTCOME = {"state": str, "count": int, "verdict": str, "wanted": bool, "threads": dict}
UNSEEN = ("allowed, not seen", "allowed by LKMM, impossible on this CPU")
VERDICTS = {"allowed, seen", *UNSEEN, "FORBIDDEN, seen", "by a data race",
            "beyond the loops that were followed", "left out by the filter"}


def shape_is_right(o):
    return (set(o) == set(FIELDS) and all(isinstance(o[k], t) for k, t in FIELDS.items()) and
            all(set(x) == set(OUTCOME) and all(isinstance(x[k], t) for k, t in OUTCOME.items())
                and x["verdict"] in VERDICTS for x in o["outcomes"]))


def sums_are_right(o):
    seen = [x for x in o["outcomes"] if x["count"]]
    wanted = sum(x["count"] for x in seen if x["wanted"])
    return (o["positive"] == wanted
            and o["positive"] + o["negative"] == sum(x["count"] for x in seen) and
            o["forbidden"] == sum(x["count"] for x in seen if x["verdict"] == "FORBIDDEN, seen") and
            all((x["count"] > 0) == (x["verdict"] not in UNSEEN) for x in o["outcomes"]))


def allowed_states(name):
    answer = run("check", "--states", "--json", test(name))
    return set(json.loads(answer.stdout)["states"])


names = ["fence/sb-relaxed", "fence/sb-mb", "lock/mutual-exclusion", "plain/plain-co-none"]
answer = run("run", "--iterations", "1", "--json", *map(test, names))
lines = answer.stdout.splitlines()
result(answer.returncode == 0 and len(lines) == len(names), "one line of JSON a test",
       answer.stderr)
for name, line in zip(names, lines):
    o = json.loads(line)
    result(shape_is_right(o), f"{name}: the fields are those of the man page", line)
    result(sums_are_right(o), f"{name}: the counts agree with one another", line)
    result({x["state"] for x in o["outcomes"]
            if x["verdict"].startswith("allowed")} == allowed_states(name),
           f"{name}: the allowed outcomes are those of lkmm check --states", line)

# ---- text ----

text = run("run", "--iterations", "1", test("fence/sb-relaxed")).stdout
rows = re.findall(r"^(\d+) +([*:])>(.*;)   (.*)$", text, re.M)
observation = re.search(r"^Observation sb-relaxed (Never|Sometimes|Always) (\d+) (\d+)$",
                        text, re.M)
result(rows and observation and
       int(observation[2]) == sum(int(n) for n, star, _, _ in rows if star == "*") and
       int(observation[3]) == sum(int(n) for n, star, _, _ in rows if star == ":"),
       "the histogram adds up to the observation", text)
text = run("run", "--iterations", "1", test("fence/sb-mb"), test("fence/sb-relaxed")).stdout
result(text.count(" M iterations/s") == 2 and " 0/s" not in text,
       "the outcome has a rate only where it was seen", text)
text = run("run", "--iterations", "1", "--affinity", "0", test("fence/sb-relaxed")).stdout
result("threads share CPUs" in text, "--affinity 0: the threads share a CPU", text)
text = run("run", "--iterations", "5000", "--mode", "batch", test("fence/sb-relaxed"))
result(text.returncode == 0 and "Observation" in text.stdout, "--iterations bounds a run",
       text.stderr)
# However slow the machine: the time is up at once, and yet all forms have run.
text = run("run", "--seconds", "0.001", "--variant", "all", "--lang", "c",
           test("fence/sb-relaxed")).stdout
result(all(re.search(rf"{form} [1-9]", text) for form in ("C inline", "C out of line")),
       "--seconds 0.001: each form has its turn", text)

# ---- a page ----

ROW = re.compile(r'<tr class="([^"]*)"><td>(\d+)</td>.*<td class="state">(.*?)</td>(.*?)'
                 r'<td class="verdict">(.*?)</td></tr>')


def check_page(folder):
    """The page has the outcomes of the JSON, each as often in the parts of the run together."""
    page = os.path.join(folder, "page.html")
    answer = run("run", "--iterations", "20000", "--json", "--html", page,
                 *map(test, ["fence/sb-relaxed", "plain/plain-co-none", "lock/mutual-exclusion"]))
    with open(page, encoding="utf-8") as f:
        text = f.read()
    rows = ROW.findall(text)
    wanted = [(x["count"], x["state"], x["verdict"], x["wanted"])
              for line in answer.stdout.splitlines() for x in json.loads(line)["outcomes"]]
    result(wanted == [(int(n), state, verdict, "asked" in words)
                      for words, n, state, _, verdict in rows],
           "--html: the page has the outcomes of the test", f"{wanted}\n{rows}")
    result(all(int(n) == sum(map(int, re.findall(r"<title>(\d+)<", timeline)))
               for _, n, _, timeline, _ in rows),
           "each outcome is in the timeline as often as it was seen", rows)
    result(not re.search(r"<script|https?:", text), "the page needs no script and no network")
    answer = run("run", "--iterations", "1", "--html", "/proc/none", test("fence/sb-relaxed"))
    result(answer.returncode == 2 and "/proc/none" in answer.stderr,
           "a page that cannot be written", answer.stderr)


with tempfile.TemporaryDirectory() as tmp:
    check_page(tmp)

# ---- what the CPU cannot show ----

MP = """C mp
{{}}
P0(int *x, int *y) {{ {0} }}
P1(int *x, int *y) {{ {1} }}
exists (1:r0=1 /\\ 1:r1=0)
"""
READER = "int r0 = READ_ONCE(*y); int r1 = READ_ONCE(*x);"
with tempfile.TemporaryDirectory() as tmp:
    marked, plain = os.path.join(tmp, "marked.litmus"), os.path.join(tmp, "plain.litmus")
    with open(marked, "w") as f:
        f.write(MP.format("WRITE_ONCE(*x, 1); WRITE_ONCE(*y, 1);", READER))
    with open(plain, "w") as f:
        f.write(MP.format("*x = 1; *y = 1;", READER))
    for arch, here, cannot in (("x86_64", "x86_64", True), ("arm64", "aarch64", False)):
        if os.uname().machine != here:
            skip(f"what {arch} cannot show", "another machine")
            continue
        done = run("run", "--iterations", "1", "--json", marked)
        got = {x["state"]: x["verdict"] for x in json.loads(done.stdout)["outcomes"]}
        want = UNSEEN[1] if cannot else UNSEEN[0]
        result(got["1:r0=1; 1:r1=0;"] == want, f"{arch}: {want}", done.stdout)
        text = run("run", "--iterations", "1", marked).stdout
        result(bool(re.search("1,? impossible on", text)) == cannot, "... which is counted", text)
    text = run("run", "--iterations", "1", plain).stdout
    result("impossible" not in text, "a compiler may reorder plain accesses: nothing is impossible",
           text)

# ---- errors ----


def refused(what, pattern, *words, env=None):
    answer = run("run", *words, env=env)
    result(answer.returncode == 2 and re.search(pattern, answer.stderr), what,
           answer.stderr or answer.stdout)
    return answer


with tempfile.TemporaryDirectory() as tmp:
    bad = os.path.join(tmp, "bad.litmus")
    with open(bad, "w") as f:
        f.write("C bad\n\n{}\n\nP0(int *x)\n{\n\tWRITE_ONCE(*y, 1);\n}\n\nexists (x=1)\n")
    answer = refused("a test that the checker rejects", r"bad\.litmus:7:\d+: error: ",
                     "--iterations", "1", bad, test("fence/sb-mb"))
    result("Observation sb-mb" in answer.stdout, "... and the others run", answer.stdout)
    answer = refused("in JSON too", r"bad\.litmus:7:\d+: error: ", "--iterations", "1",
                     "--json", bad)
    o = json.loads(answer.stdout)
    result(set(o) == {"file", "line", "column", "error"} and o["line"] == 7, "... with the place",
           answer.stdout)
    refused("no such file", r"none\.litmus:1:1: error: No such file",
            os.path.join(tmp, "none.litmus"))
    empty = os.path.join(tmp, "bin")
    os.mkdir(empty)
    refused("no compiler", r"'cc' is not installed \(Debian: gcc\)", test("fence/sb-mb"),
            env={"PATH": empty, "CC": ""})
    refused("no cross compiler", r"gcc' is not installed \(Debian: gcc-", "--arch", "riscv64",
            test("fence/sb-mb"), env={"PATH": empty})
    for word in "true", "false":
        os.symlink(shutil.which(word), os.path.join(empty, word))
    refused("a compiler that fails", "the compiler reports", test("fence/sb-mb"),
            env={"CC": "false"})
    refused("a directory that cannot be written", r"error: ", "--keep", "/proc/none",
            test("fence/sb-mb"))
for words in (["--seconds"], ["--seconds", "0"], ["--seconds", "x"], ["--lang", "perl"],
              ["--arch", "vax"], ["--variant", ""], ["--mode", "fast"], ["--affinity", "9-1"],
              ["--iterations", "-3"], ["--nonsense"]):
    refused(" ".join(words), "lkmm run: ", *words, test("fence/sb-mb"))
refused("no test", "no litmus test given")
print(f"1..{number}")
