#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""shards.py LKMM TREE: --shard of lkmm check and lkmm run, and lkmm merge. Shares of check, put
together in any order, print what one check of all tests does; those of run add up; a set that is
not whole, not of one campaign, or damaged is refused. TAP."""
import itertools
import json
import os
import re
import shutil
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from ask import result, run
from reports import SB, validate_junit
import ask

lkmm, tree = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
TESTS = [os.path.join(tree, "litmus", room) for room in ("race", "flag")] + ["."]
TEST = "C sb\n" + SB


def write(name, text):
    with open(name, "w", encoding="utf-8") as f:
        f.write(text)


def divide(command, n, *words, prefix="s"):
    """Runs all shares; the names of their files, and the exit statuses."""
    names, statuses = [], []
    for i in range(1, n + 1):
        answer = run(lkmm, command, f"--shard={i}/{n}", *words)
        names.append(f"{prefix}{i}")
        statuses.append(answer.returncode)
        write(names[-1], answer.stdout)
    return names, statuses


def merge(*words):
    return run(lkmm, "merge", *words)


def plain(text):
    """Without times, and the last line's end."""
    text = re.sub(r"(?m)^(Time \S+) .*$", r"\1", text)
    text = re.sub(r'"seconds": [^,}]*|time="[^"]*"', "", text)
    return re.sub(r"(?m); ([\d.]+ s|\d+ shares, 1 machine)$", "", text)


def check_alike():
    for n, words in itertools.chain(((n, ()) for n in (1, 2, 3, 7, 500)),
                                    ((3, w) for w in (("--states", "--why"), ("--json",),
                                                      ("--cache=c",), ("-j2",),
                                                      ("--arch=all",),
                                                      ("--arch=arm64,x86_64", "--json")))):
        one = run(lkmm, "check", *[w for w in words if "cache" not in w], *TESTS)
        names, statuses = divide("check", n, *words, *TESTS)
        many = merge(*reversed(names))
        what = f"{n} shares {' '.join(words)}"
        result(plain(one.stdout) == plain(many.stdout) and one.stderr == many.stderr and
               one.returncode == many.returncode == 2, f"check: {what}: as in one",
               (one.stdout[-300:], many.stdout[-300:], many.stderr[-300:]))
        result(set(statuses) <= {0, 2} and statuses.count(2) >= 1,
               f"check: {what}: a share that has no answer to a test ends with 2", statuses)


def read(name):
    with open(name, encoding="utf-8") as f:
        return f.read()


def reports(command, *words):
    """The reports of a command on tests or shares, without the times: JUnit, SARIF and TAP, and the
    exit status. Of JUnit, for each test: what it is, its problem, and the lines about it."""
    answer = run(lkmm, command, "--junit=j.xml", "--sarif=s.json", "--tap", *words)
    suite = ElementTree.parse("j.xml").getroot()[0]
    cases = [(case.get("name"), case.get("classname"),
              [(e.tag, e.get("type"), e.get("message"), e.text) for e in case
               if e.tag != "system-out"], case.findtext("system-out", "")) for case in suite]
    validate_junit(tree, "j.xml", command)
    return cases, dict(suite.attrib), json.loads(read("s.json"))["runs"][0], answer


def found_by(sarif, rule=None):
    """Of each finding: its file and message, and the machine that has found it."""
    machines = [i.get("machine") for i in sarif["invocations"]]
    return [(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], r["message"]["text"],
             machines[r["provenance"]["invocationIndex"]]) for r in sarif["results"]
            if rule in (None, r["ruleId"])]


def check_tables():
    """The line over a table is there once, and in no report."""
    names, _ = divide("check", 3, "--arch=all", *TESTS)
    tables = [run(lkmm, "check", "--arch=all", *TESTS).stdout, merge(*names).stdout]
    taps = [run(lkmm, "check", "--arch=all", "--tap", *TESTS).stdout, merge("--tap", *names).stdout]
    result([text.count("LKMM  ") for text in tables] == [1, 1] and
           tables[1].startswith("Test  "), "check: --arch: one head of the table", tables)
    result(all(text.startswith("TAP version 13\n1..") and "riscv64" not in text for text in taps),
           "check: --arch --tap: TAP alone", taps)


def check_reports():
    """As one has them; and which machine has decided each test, of two."""
    cases, _, sarif, one = reports("check", *TESTS)
    names, _ = divide("check", 3, *TESTS)
    forge("s2", lambda share: share.update(machine="<another> machine"))
    own = json.loads(read("s1"))["machine"]
    by = {t["file"]: share["machine"] for share in map(json.loads, map(read, names))
          for t in share["found"]}
    merged, _, by_machine, many = reports("merge", *names)
    tail = {name: f"decided by {machine}\n" for name, machine in by.items()}
    result([c[:3] + (c[3] + tail[c[0]],) for c in cases] == merged and len(set(by.values())) == 2,
           "check: JUnit of merge is that of one, and names the machines", merged[:3])
    lines = [line for line in many.stdout.splitlines() if not line.startswith("# decided by ")]
    result(lines == one.stdout.splitlines() and many.returncode == one.returncode and
           re.findall("^# decided by (.*)$", many.stdout, re.M) == [by[c[0]] for c in cases],
           "check: TAP, too", many.stdout[:500])
    result(all(machine == by.get(name.replace("%20", " "), machine) and machine in by.values()
               for name, _, machine in found_by(by_machine)) and
           [i.get("machine") for i in by_machine["invocations"]] == [own, "<another> machine"] and
           "machine" not in sarif["invocations"][0],
           "check: SARIF has an invocation for each machine", by_machine["invocations"])
    for r in by_machine["results"]:
        del r["provenance"]
    result(by_machine["results"] == sarif["results"] != [], "check: and the same findings")


# ---- run ----

def counts_of(names):
    """From the files themselves: of each test and state, how often it was seen, and by whom."""
    seen = {}
    for name in names:
        share = json.loads(read(name))
        for test in share["found"]:
            for o in test["result"].get("outcomes", []):
                by = seen.setdefault((test["file"], o["state"]), {})
                if o["count"]:
                    by[share["machine"]] = by.get(share["machine"], 0) + o["count"]
    return seen


def digest(text):
    """FNV-1a of 64 bits, as base/digest.h has it."""
    h = 0xcbf29ce484222325
    for byte in text.encode():
        h = (h ^ byte) * 0x100000001b3 & (1 << 64) - 1
    return f"{h:016x}"


def forge(name, change):
    """Changes what a share has found, with a right digest."""
    share = json.loads(read(name))
    del share["check"]
    change(share)
    text = json.dumps(share)[:-1]
    write(name, f'{text}, "check": "{digest(text)}"}}\n')


def run_reports(names):
    """The test sb has shown on the other machine what it must not; another machine cannot run
    mp-once, and none can run lock."""
    own = json.loads(read("r1"))["machine"]
    shutil.copy("r2", "third")
    forge("third", lambda share: (share.update(machine="a third machine"),
                                  share["found"][0].update(result={"not_run": "no <reason>"})))
    cases, counts, sarif, answer = reports("merge", *names, "third")
    sb, mp = cases[0], cases[1]
    result(answer.returncode == 1 and [c[1] for c in cases] == ["lkmm run"] * 3 and
           [[e[0] for e in c[2]] for c in cases] == [["failure"], [], []] and
           (counts["tests"], counts["failures"], counts["errors"], counts["skipped"]) ==
           ("3", "1", "0", "0"), "run: JUnit has a failure for what is forbidden", cases)
    message = "the forbidden outcome 0:r0=7; 1:r0=7; was seen 5 times by another machine"
    result(sb[2][0][1:3] == ("forbidden", message) and "FORBIDDEN, seen;" in sb[3] and
           f"machine 1: {own}\nmachine 2: another machine\n" in sb[3] and
           re.search(r"FORBIDDEN, seen;.*machine 2 5$", sb[3], re.M),
           "run: JUnit tells which machine saw it", sb)
    result("machine 3: not run: no <reason>\n" in mp[3] and
           re.search("^machine 1: .* s$", mp[3], re.M),
           "run: JUnit tells which machine did not run a test", mp)
    result(len(found_by(sarif, "forbidden")) == 1 and
           found_by(sarif, "forbidden")[0][1:] == (message, "another machine") and
           [f[1:] for f in found_by(sarif, "not-run")] ==
           [("not run by a third machine: no <reason>", "a third machine")],
           "run: SARIF has both, of their machines", sarif["results"])
    result(re.findall(r"^((?:not )?ok \d)", answer.stdout, re.M) == ["not ok 1", "ok 2", "ok 3"] and
           f"# machine 1: {own}\n" in answer.stdout and
           f": error: {message}\n" in answer.stdout, "run: TAP, too", answer.stdout)
    both = merge("--json", "--junit=j2.xml", *names, "third")
    result(len(both.stdout.splitlines()) == 3 and read("j2.xml") == read("j.xml"),
           "run: --json besides", both)
    run_not_run()


def run_not_run():
    """A test that ran nowhere is skipped; one in error is an error; one that hangs a failure."""
    shutil.copy("r2", "only")
    shutil.copy("r1", "first")
    forge("only", lambda share: share["found"][0].update(result={"not_run": "it needs # a kernel"}))
    forge("first", lambda share: (
        share["found"][0].update(status=2, result={"error": "bad <test>", "line": 3, "column": 1}),
        share["found"][1].update(status=1)))
    cases, counts, sarif, answer = reports("merge", "first", "only")
    result(answer.returncode == 2 and [[e[0] for e in c[2]] for c in cases] ==
           [["error"], ["skipped"], ["failure"]] and cases[1][2][0][2] == "it needs # a kernel" and
           [counts[n] for n in ("tests", "failures", "errors", "skipped")] == ["3", "1", "1", "1"],
           "run: an error, a test that is skipped, and one that got stuck", (cases, counts))
    result(" # SKIP it needs \\# a kernel\n" in answer.stdout and
           "; it got stuck: FORBIDDEN\n" in answer.stdout, "run: TAP has them", answer.stdout)
    error = [r for r in sarif["results"] if r["ruleId"] == "error"]
    result(len(error) == 1 and error[0]["locations"][0]["physicalLocation"]["region"] ==
           {"startLine": 3}, "run: SARIF has the line of an error", error)


def run_adds_up():
    tests = [os.path.join(tree, "docs/tutorial", t + ".litmus") for t in ("sb", "mp-once", "lock")]
    names, statuses = divide("run", 2, "--iterations=2000", *tests, prefix="r")
    shutil.copy("r1", "other")
    forge("other", lambda share: share.update(machine="another machine"))
    names.append("other")
    answer = merge("--json", *names)
    merged = {}
    for line in answer.stdout.splitlines():
        o = json.loads(line)
        for outcome in o["outcomes"]:
            merged[o["file"], outcome["state"]] = outcome["machines"]
            result(sum(outcome["machines"].values()) == outcome["count"],
                   f"run: {o['name']} {outcome['state']}: the count is that of all machines")
    result(merged == counts_of(names) and answer.returncode == 0 and statuses == [0, 0],
           "run: each machine has what it saw", (merged, counts_of(names), answer.stderr))
    answer = merge(*names)
    result("machine 2: another machine" in answer.stdout and
           "3 tests run, 0 not run, 0 with forbidden outcomes; 2 shares, 2 machines"
           in answer.stdout, "run: the report names the machines", answer.stdout[-300:])

    def forbid(share):
        found = share["found"][0]
        found["status"] = 1
        found["result"]["forbidden"] = 5
        found["result"]["outcomes"][0].update(count=5, verdict="FORBIDDEN, seen",
                                               state="0:r0=7; 1:r0=7;")
    forge("other", forbid)
    answer = merge(*names)
    result(answer.returncode == 1 and "1 with forbidden outcomes" in answer.stdout and
           re.search(r"FORBIDDEN, seen;.*machine 2 5$", answer.stdout, re.M),
           "run: what one machine must not show is reported, with the machine", answer.stdout)
    run_reports(names)
    forge("other", lambda share: share["found"][0].update(text="0" * 16))
    answer = merge(*names)
    result(answer.returncode == 2 and "is another test in" in answer.stderr,
           "run: another test of the same name is refused", answer)
    refused("run: a file twice", "are both share 1 of 2", "r1", "r1", "r2")


# ---- what is refused ----

def refused(what, why, *names):
    answer = merge(*names)
    result(answer.returncode == 2 and why in answer.stderr and not answer.stdout, what, answer)


def check_refused():
    divide("check", 3, *TESTS)
    refused("a share is missing", "share 2 of 3 is missing", "s1", "s3")
    refused("the last is missing", "share 3 of 3 is missing", "s1", "s2")
    shutil.copy("s1", "again")
    refused("a share twice", "s1 and again are both share 1 of 3", "s1", "again", "s2", "s3")
    divide("check", 3, "--states", *TESTS, prefix="o")
    refused("other options", "was made with other options, than s1", "s1", "o2", "s3")
    divide("check", 3, *TESTS[:1], prefix="t")
    refused("other tests", "is about other tests", "s1", "t2", "s3")
    divide("check", 2, *TESTS, prefix="n")
    refused("another number of shares", "is one of another number of shares", "s1", "n2", "s3")
    forge("t1", lambda share: share.update(version="0.0.0"))
    refused("another version", "another version of lkmm", "t1", "t2", "t3")
    forge("t2", lambda share: share["found"].pop())
    refused("a test that is missing", "t2: the file is damaged", "t2")
    write("mine", TEST)
    refused("no such file", "none: No such file", "none", "s1")
    refused("no share", "this is not what", "s1", "mine", "s2", "s3")
    for word, why in (("--junit=j.xml", "are for lkmm merge"), ("--tap", "are for lkmm merge"),
                      ("--graph=x.dot", "--graph draws one")):
        answer = run(lkmm, "check", "--shard=1/2", word, *TESTS)
        result(answer.returncode == 2 and why in answer.stderr.splitlines()[0] and
               not answer.stdout, f"--shard with {word}", answer)
    divide("check", 3, "--arch=all", *TESTS, prefix="a")
    divide("check", 3, "--arch=arm64", *TESTS, prefix="b")
    refused("other architectures", "was made with other options, than a1", "a1", "b2", "a3")
    refused("with and without architectures", "was made with other options, than a1", "a1", "s2",
            "a3")
    for value in ("0/2", "3/2", "1", "1/", "/2", "1/2x", "1/100001", "-1/2"):
        answer = run(lkmm, "check", "--shard=" + value, *TESTS)
        result(answer.returncode == 2 and "invalid value" in answer.stderr, f"--shard={value}",
               answer)


def check_damage():
    whole = read("s2").encode()
    step = len(whole) // 40
    spoilt = [whole[:n] for n in range(20, len(whole), step)] + \
        [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1:] for n in range(20, len(whole), step)]
    good = 0
    for text in spoilt:
        with open("bad", "wb") as f:
            f.write(text)
        answer = merge("s1", "bad", "s3")
        good += answer.returncode == 2 and "bad: the file is damaged" in answer.stderr
    result(good == len(spoilt) > 50, f"{len(spoilt)} damaged files are refused", good)


with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    write("contradicts.litmus", TEST.replace("C sb", "C contradicts\n(* Result: Never *)"))
    write("error.litmus", TEST.replace(";", ""))
    check_alike()
    check_reports()
    check_tables()
    run_adds_up()
    check_refused()
    check_damage()
    os.chdir("/")
print(f"1..{ask.number}")
sys.exit(ask.failed)
