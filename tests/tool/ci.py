#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""ci.py LKMM TREE [sanitized]: --junit, --sarif and --tap of check, verify and doctor.

The three are compared with the exit status of each test alone, with the messages on standard error,
and with --json. xmllint holds JUnit's form against junit.xsd, and python3-jsonschema SARIF's
against the properties that its readers need (SARIF 2.1.0; GitHub's "SARIF support for code
scanning"). TAP.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ElementTree

from ask import result, run
from reports import SB, validate_junit
import ask

lkmm, tree = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
try:
    import jsonschema
except ImportError:
    jsonschema = None

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string",
                                                                       "minLength": 1}}}
SARIF = {
    "type": "object", "required": ["$schema", "version", "runs"],
    "properties": {
        "$schema": {"type": "string", "pattern": "sarif-2\\.1\\.0"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "maxItems": 1, "items": {
            "type": "object", "required": ["tool", "results", "invocations"],
            "properties": {
                "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                    "type": "object", "required": ["name", "version", "rules"], "properties": {
                        "name": {"const": "lkmm"},
                        "version": {"type": "string", "minLength": 1},
                        "rules": {"type": "array", "uniqueItems": True, "items": {
                            "type": "object", "required": ["id", "shortDescription"],
                            "properties": {"id": {"type": "string", "minLength": 1},
                                           "shortDescription": TEXT}}}}}}},
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "invocations": {"type": "array", "items": {
                    "type": "object", "required": ["executionSuccessful", "exitCode"],
                    "properties": {"executionSuccessful": {"type": "boolean"},
                                   "exitCode": {"enum": [0, 1, 2]}}}},
                "results": {"type": "array", "items": {
                    "type": "object", "required": ["ruleId", "level", "message", "locations"],
                    "properties": {
                        "ruleId": {"type": "string", "minLength": 1},
                        "level": {"enum": ["note", "warning", "error"]}, "message": TEXT,
                        "locations": {"type": "array", "minItems": 1, "items": {
                            "type": "object", "required": ["physicalLocation"],
                            "properties": {"physicalLocation": {
                                "type": "object", "required": ["artifactLocation"],
                                "properties": {
                                    "artifactLocation": {
                                        "type": "object", "required": ["uri"],
                                        "properties": {"uri": {
                                            "type": "string",
                                            "pattern": "^(file:///)?[-A-Za-z0-9._~%/]+$"}}},
                                    "region": {
                                        "type": "object", "required": ["startLine"],
                                        "properties": {
                                            "startLine": {"type": "integer", "minimum": 1},
                                            "startColumn": {"type": "integer",
                                                            "minimum": 1}}}}}}}}}}}}}}}}

RACE = """{}
P0(int *x)
{
	*x = 1;
}
P1(int *x)
{
	int r0 = *x;
}
exists (1:r0=1)
"""
TESTS = {
    "plain.litmus": "C plain\n(* Result: Sometimes *)\n" + SB,
    "contradicts.litmus": "C contradicts\n(* Result: Never *)\n" + SB,
    "race.litmus": "C race\n" + RACE,
    "race-expected.litmus": "C race-expected\n(*\n * Flags: data-race\n *)\n" + RACE,
    "error.litmus": "C error\n{}\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1)\n}\nexists (x=1)\n",
    "pointer.litmus": "C pointer\n{}\nP0(int **p)\n{\n\tint *q = READ_ONCE(*p);\n"
                      "\tint r0 = READ_ONCE(*q);\n}\nexists (0:r0=1)\n",
    "note.litmus": "C note\n{}\nP0(int *x)\n{\n\tif (READ_ONCE(*x)) {\n\t\tint r0 = 1;\n\t}\n}\n"
                   "exists (0:r0=1)\n",
    "included.litmus": "C included\n#include \"help.h\"\n{}\nP0(int *x)\n{\n\thelp(x);\n}\n"
                       "exists (x=1)\n",
    "below/<&\"'> #1%.litmus": "C odd\n(* Result: Never *)\n" + SB,
}
HELP = "static void help(int *x)\n{\n\tunknown_function(x);\n}\n"
MESSAGE = re.compile(r"^(.+?):(\d+):(\d+): (note|warning|error): (.*)$", re.M)


def place_tests():
    for name, text in TESTS.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "w", encoding="utf-8") as f:
            f.write(text)
    with open("help.h", "w", encoding="utf-8") as f:
        f.write(HELP)


# ---- the three forms ----

def validate(what):
    validate_junit(tree, "j.xml", what)
    if jsonschema:
        wrong = [e.message for e in jsonschema.Draft7Validator(SARIF).iter_errors(load_sarif())]
        result(not wrong, f"{what}: SARIF has what its readers need", wrong)
    else:
        result(True, f"{what}: SARIF has what its readers need # SKIP no python3-jsonschema")


def load_sarif():
    with open("s.json", encoding="utf-8") as f:
        return json.load(f)


def sarif_findings():
    """File, line, column, level and message of each, sorted."""
    found = []
    for r in load_sarif()["runs"][0]["results"]:
        at = r["locations"][0]["physicalLocation"]
        path = urllib.parse.unquote(at["artifactLocation"]["uri"])
        region = at.get("region", {})
        found.append((path.removeprefix("file://"), region.get("startLine", 0),
                      region.get("startColumn", 0), r["level"], r["message"]["text"], r["ruleId"]))
    return sorted(found)


def junit_statuses():
    """The status of each test; and the counts of the suite."""
    suite = ElementTree.parse("j.xml").getroot()[0]
    status = {case.get("name"): 2 if case.find("error") is not None else
              1 if case.find("failure") is not None else 0 for case in suite}
    return status, [int(suite.get(n)) for n in ("tests", "failures", "errors")]


def tap_statuses(text):
    lines = re.findall(r"^(ok|not ok) \d+ - (.*)$", text, re.M)
    return {re.sub(r"\\(.)", r"\1", name): word == "ok" for word, name in lines}, \
        re.search(r"^1\.\.(\d+)$", text, re.M)


def messages_of(stderr):
    return sorted((f.removeprefix("./"), int(line), int(column), level, text)
                  for f, line, column, level, text in MESSAGE.findall(stderr))


# ---- check ----

def check_folder():
    names = sorted(TESTS)
    alone = {name: run(lkmm, "check", name) for name in names}
    status = {name: a.returncode for name, a in alone.items()}
    answer = run(lkmm, "check", "-j2", "--junit", "j.xml", "--sarif=s.json", "--tap", *names)
    validate("check")
    result(set(status.values()) == {0, 1, 2} and answer.returncode == 2,
           "check: tests that end with status 0, 1 and 2", status)
    junit, counts = junit_statuses()
    result(junit == status, "check: JUnit has the status of each test alone", (junit, status))
    result(counts == [len(names), list(status.values()).count(1), list(status.values()).count(2)],
           "check: JUnit counts failures and errors", counts)
    tap, plan = tap_statuses(answer.stdout)
    result(tap == {n: s == 0 for n, s in status.items()} and plan and int(plan[1]) == len(names),
           "check: TAP has them too", answer.stdout)
    result(answer.stderr == "".join(alone[n].stderr for n in names),
           "check: the messages are the same as without", answer.stderr)
    expected = sorted(m for a in alone.values() for m in messages_of(a.stderr))
    found = sarif_findings()
    result([f[:5] for f in found if f[5] != "data-race"] == expected,
           "check: SARIF has each message, and no other", (found, expected))
    race = [f for f in found if f[5] == "data-race"]
    result(race == [("race.litmus", 9, 11, "warning", "data race with line 5", "data-race")],
           "check: SARIF has the place of a race that is not expected", race)
    result([f for f in found if f[0] == "help.h" and f[1] == 3 and f[5] == "error"],
           "check: an error in an included file is there", found)
    comments = re.findall("^# (.*)$", answer.stdout, re.M)
    result(len(comments) == len(found), "check: TAP has all findings as comments", comments)


def check_plain():
    """The other output does not change."""
    plain = run(lkmm, "check", "plain.litmus", "contradicts.litmus")
    both = run(lkmm, "check", "plain.litmus", "contradicts.litmus", "--junit=j.xml")
    without_times = [re.sub(r"\d+\.\d+", "", a.stdout) for a in (plain, both)]
    result(without_times[0] == without_times[1] and plain.returncode == both.returncode == 1 and
           plain.stderr == both.stderr, "check: --junit changes nothing else", both)
    for form, name in (("--junit", "j.xml"), ("--sarif", "s.json")):
        answer = run(lkmm, "check", "plain.litmus", form, "none/" + name)
        result(answer.returncode == 2 and
               f"lkmm check: none/{name}: No such file or directory" in answer.stderr,
               f"check: {form} to a file that cannot be written", answer)
        answer = run(lkmm, "check", "plain.litmus", form, "/dev/full")
        result(answer.returncode == 2 and "No space left" in answer.stderr,
               f"check: {form} to a full disk", answer)
    answer = run(lkmm, "check", "plain.litmus", "--tap", "--json")
    result(answer.returncode == 2 and not answer.stdout, "check: --tap and --json", answer)


def check_bytes():
    """Names in no encoding, and a control character in a message."""
    name = b"\xff\x01.litmus"
    with open(name, "wb") as f:
        f.write(b"C odd\n{}\nP0(int *\x02x) { }\nexists (x=1)\n")
    answer = subprocess.run([lkmm, "check", "--junit", "j.xml", "--sarif", "s.json", "--tap", name],
                            capture_output=True, check=False)
    result(answer.returncode == 2 and answer.stdout.decode(), "check: any bytes become UTF-8",
           answer)
    validate("any bytes")


def check_no_model():
    for name in ("j.xml", "s.json"):
        os.unlink(name)
    run(lkmm, "check", "--model", "none.cat", "--junit=j.xml", "--sarif=s.json", "plain.litmus")
    validate("check without its model")
    result(junit_statuses()[0] == {"plain.litmus": 2}, "check without its model: an error")


# ---- verify ----

def verify(what, status, *words):
    for name in ("j.xml", "s.json"):
        if os.path.exists(name):
            os.unlink(name)
    plain = run(lkmm, "verify", *words)
    answer = run(lkmm, "verify", "--junit=j.xml", "--sarif=s.json", "--tap", *words)
    validate(f"verify, {what}")
    name = next(w for w in words if not w.startswith("-"))
    result(answer.returncode == plain.returncode == status and
           junit_statuses()[0] == {name: status} and
           tap_statuses(answer.stdout)[0] == {name: status == 0},
           f"verify, {what}: status {status}", (answer, plain))
    return plain


def check_verify():
    for program in ("data-race.c", "undefined.c", "main-locks.c", "wakeup.c", "ring.c"):
        path = os.path.join(tree, "tests/verify", program)
        verify(program, 0, path)
        plain = verify(f"{program} with a fault", 1, path, "--", "-DFAULT=1")
        lines = re.findall(r"^(\S+?):(\d+):(\d+): (.*)$", plain.stdout, re.M)
        found = [f for f in sarif_findings() if f[3] == "error"]
        result(found and sorted((f, int(n), int(c), text) for f, n, c, text in lines) ==
               sorted(f[:3] + f[4:5] for f in found),
               f"verify, {program}: SARIF has the faults that are printed", (plain.stdout, found))
    with open("cut.c", "w", encoding="utf-8") as f:
        f.write("#include <lkmm/verify.h>\n#include <lkmm/atomic.h>\nstatic int x, y;\n"
                "static void adds(void *unused)\n{\n\t(void)unused;\n"
                "\tfor (int i = 0; i < lkmm_READ_ONCE(y) + 9; i++)\n"
                "\t\tlkmm_WRITE_ONCE(x, i);\n}\n"
                "int main(void)\n{\n\tlkmm_spawn(adds, 0);\n\tlkmm_spawn(adds, 0);\n}\n")
    verify("a loop that is cut", 2, "cut.c")
    result([f[:4] + f[5:] for f in sarif_findings()] == [("cut.c", 7, 18, "error", "undecided")],
           "verify, a loop that is cut: SARIF has its place", sarif_findings())
    verify("no such file", 2, "none.c")
    result(sarif_findings()[0][0] == "none.c", "verify, no such file: it is named")


# ---- doctor ----

def check_doctor():
    with open("calls.c", "w", encoding="utf-8") as f:
        f.write("#include <lkmm/atomic.h>\nstatic lkmm_atomic_t v;\nint main(void)\n{\n"
                "\tlkmm_atomic_inc(&v);\n\treturn lkmm_atomic_dec_and_test(&v);\n}\n")
    lib = os.path.join(os.path.dirname(lkmm), "lib")
    for how, flags, status in (("calls", ["-DLKMM_OUTLINE"], 1), ("inlined", [], 0)):
        made = run("cc", "-g", "-O1", *flags, "-I", os.path.join(tree, "include"), "calls.c", "-o",
                   how, "-L", lib, "-llkmm", "-Wl,-rpath," + lib)
        answer = run(lkmm, "doctor", "--inline", "--json", how)
        sites = {(s.get("line"), s["operation"]) for s in json.loads(answer.stdout)["sites"]
                 if s["how"] != "inlined"}
        answer = run(lkmm, "doctor", "--inline", "--junit=j.xml", "--sarif=s.json", "--tap", how)
        validate(f"doctor, {how}")
        found = {(f[1], f[4].split()[0]) for f in sarif_findings()}
        result(made.returncode == 0 and answer.returncode == status and found == sites and
               junit_statuses()[0] == {how: status}, f"doctor, {how}: the sites of --json",
               (made, answer, found, sites))


# ---- examples/ci/ ----

def check_example():
    """In a repository of its own, which has a test that contradicts its Result."""
    os.mkdir("repository")
    os.chdir("repository")
    write = (("good.litmus", TESTS["plain.litmus"]), ("bad.litmus", TESTS["contradicts.litmus"]))
    for name, text in write:
        with open(name, "w", encoding="utf-8") as f:
            f.write(text)
    environment = {**os.environ, "LKMM": lkmm, "LKMM_OPTIONS": "-j 2"}
    script = os.path.join(tree, "examples/ci/check.sh")
    first, second = (run(script, env=environment) for _ in range(2))
    result(first.returncode == second.returncode == 1 and "; 2 from the cache;" in second.stdout,
           "examples/ci/check.sh: fails for the bad test, and keeps answers", (first, second))
    with open(os.path.join(tree, "examples/ci/action.yml"), encoding="utf-8") as f:
        named = re.findall(r"value: (\S+)", f.read())
    result(len(named) == 2 and all(os.path.getsize(name) > 100 for name in named),
           "examples/ci/action.yml: its outputs are there", named)
    with open(os.path.join(tree, ".pre-commit-hooks.yaml"), encoding="utf-8") as f:
        hook = dict(re.findall(r"^[- ] (entry|language|files): (.*)$", f.read(), re.M))
    command = hook["entry"].split()
    staged = [n for n, _ in write if re.search(hook["files"].strip("'"), n)]
    answer = run(lkmm, *command[1:], *staged)
    result(command[0] == "lkmm" and hook["language"] == "system" and len(staged) == 2 and
           answer.returncode == 1, "the hook of pre-commit fails for it, too", answer)
    os.chdir("..")


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    place_tests()
    check_folder()
    check_plain()
    check_bytes()
    check_no_model()
    check_verify()
    if sys.argv[3:] == ["sanitized"]:
        ask.number += 1
        print(f"ok {ask.number} - doctor # SKIP no program is linked with a sanitized library")
    else:
        check_doctor()
    check_example()
    os.chdir("/")
print(f"1..{ask.number}")
sys.exit(ask.failed)
