#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""merge.py LKMM [PROGRAM...]: for programs beside this script and each of their faults,
'lkmm verify --shard' and 'lkmm merge' give what one search gives, and files that do not belong
together are refused. TAP. $CC: a clang.

With as many threads (-j N) the search is divided in the same way: the output is the same, to the
last byte, if the searches are. If main() fails on what the threads have left, or reads more then,
only the shares that have found that search again. With one thread the story of a fault may be
another; where it is, and what is covered, are the same.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from shares import FOLDER, compiled, kept  # noqa: E402
from tap import Tap  # noqa: E402

# Locks, lists, RCU, condition variables; faults of each kind; loops that are cut; main() that
# fails, waits, or is a thread; two files.
PROGRAMS = ("ring", "lock-ticket", "lock-mcs", "stack", "aba", "refcount", "wakeup", "any", "urcu",
            "static", "main-waits", "retry", "mutex", "alike", "poll")
NUMBERS = 1, 2, 3, 5
IN_WORDS = 1, 3


def run(*words, **more):
    return subprocess.run(words, text=True, capture_output=True, timeout=300, check=False, **more)


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def shard(lkmm, files, directory, i, n, *options):
    """The file with the results of one share; and the status."""
    p = run(lkmm, "verify", f"--shard={i}/{n}", *options, *files)
    return write(os.path.join(directory, f"{i}-of-{n}.json"), p.stdout), p


def untimed(answer):
    """JSON without what differs from run to run, and what only merge has."""
    return {key: value for key, value in json.loads(answer).items()
            if key not in ("seconds", "shares")}


class Case:
    """A program, and what one search says of it. @refusal: what a share says instead, or None."""
    def __init__(self, lkmm, files, directory, refusal):
        self.lkmm, self.files, self.directory = lkmm, files, directory
        self.refusal = refusal
        self.one = self.verify("--json")
        self.text = ""

    def verify(self, *options):
        return run(self.lkmm, "verify", *options, *self.files)

    def differs_in_words(self, n, names):
        merged, whole = run(self.lkmm, "merge", *names), self.verify(f"-j{n}")
        same = (merged.returncode, merged.stdout, merged.stderr) == (
            whole.returncode, whole.stdout, whole.stderr)
        return None if same else merged.stdout + merged.stderr + whole.stdout + whole.stderr

    def difference(self, n):
        """None, or where @n shares, put together, differ from one search."""
        parts = [shard(self.lkmm, self.files, self.directory, i + 1, n) for i in range(n)]
        if "error" in json.loads(self.one.stdout):
            return None if all(p.stderr == self.one.stderr and p.returncode == 2 and not p.stdout
                               for _, p in parts) else "not refused"
        if self.refusal:
            return None if any(p.returncode == 2 and self.refusal in p.stderr
                               for _, p in parts) else "no share refuses"
        if any(p.returncode or p.stderr for _, p in parts):
            return f"a share fails: {[p.stderr for _, p in parts]}"
        names = [name for name, _ in reversed(parts)]
        self.text = "".join(map(read, names))
        merged, whole = run(self.lkmm, "merge", "--json", *names), self.verify("--json", f"-j{n}")
        if (merged.returncode, merged.stderr) != (self.one.returncode, self.one.stderr):
            return f"{merged.returncode} {merged.stderr}, but {self.one.returncode}"
        one, got, expected = map(untimed, (self.one.stdout, merged.stdout, whole.stdout))
        if kept(got) != kept(one):
            return f"{kept(got)}\nbut\n{kept(one)}"
        # The same searches have been made, unless what main() reads leads to more of them: from
        # memory, or what one thread alone has written.
        more = '"kind": 1' in self.text or '"part.name": "' in self.text
        if got["decided"] != expected["decided"]:
            return None if n > 1 and more else "another number of executions"
        if got != expected:
            return f"{got}\nbut\n{expected}"
        return self.differs_in_words(n, names) if n in IN_WORDS else None


def check_programs(lkmm, tap, chosen, directory):
    kinds = set()
    for name in chosen:
        path = os.path.join(FOLDER, name + ".c")
        for fault in re.findall(r"expect (\d+): ", read(path)):
            files = compiled(lkmm, path, fault, directory)
            refusal = re.search(r"shares: (.*)", read(path))
            case = Case(lkmm, files, directory, refusal and refusal[1])
            wrong = {n: what for n in NUMBERS if (what := case.difference(n))}
            tap.point(files and not wrong, f"{name}.c, fault {fault}", *wrong.items())
            kinds |= {kind for kind in ('"after": true', '"why.race": {', '"why.blocked": {',
                                        '"why.bad": {', '"why.failed_assertion": {',
                                        '"why.misuse[0]": {', '"cut": [{') if kind in case.text}
    return kinds


class Files:
    """The three shares of a program, and what 'lkmm merge' says when one is replaced."""
    def __init__(self, lkmm, tap, directory):
        self.lkmm, self.tap, self.directory = lkmm, tap, directory
        self.program = os.path.join(FOLDER, "ring.c")
        self.part = [shard(lkmm, [self.program], directory, i, 3)[0] for i in (1, 2, 3)]

    def other(self, *options, program=None, n=3, flags=()):
        p = run(self.lkmm, "verify", f"--shard=2/{n}", *options, program or self.program, "--",
                *flags)
        return write(os.path.join(self.directory, "other.json"), p.stdout)

    def text(self, text):
        return write(os.path.join(self.directory, "changed.json"), text)

    def refuses(self, what, says, *files):
        p = run(self.lkmm, "merge", *files)
        self.tap.point(p.returncode == 2 and not p.stdout and re.search(says, p.stderr), what,
                       p.stdout + p.stderr)


def check_refusals(f):
    one, two, three = f.part
    text, first = read(two), read(one)
    f.refuses("a share that is missing", "of 3 shares these are missing: 2\n", one, three)
    f.refuses("the first and the last", "of 3 shares these are missing: 1 3\n", two)
    f.refuses("a share that is there twice", r"2-of-3.json and \S*2-of-3.json are both share 2",
              one, two, two, three)
    f.refuses("another program", r"other.json is about another program than \S*1-of-3.json", one,
              f.other(program=os.path.join(FOLDER, "stack.c")), three)
    f.refuses("the same program with a fault", "other.json is about another program", one,
              f.other(flags=["-DFAULT=1"]), three)
    f.refuses("other turns", "other.json was made with .*--unroll=3 .*--unroll=2", one,
              f.other("--unroll=3"), three)
    f.refuses("another search", "other.json was made with --search=paths", one,
              f.other("--search=paths"), three)
    f.refuses("another number of threads", "other.json was made with .* -j 2, .* -j 1", one,
              f.other("-j2"), three)
    f.refuses("one of another number of shares", "other.json is one of 2 shares, and .* one of 3",
              one, f.other(n=2), three)
    f.refuses("a file that was cut", "changed.json: the file is damaged, or not complete", one,
              f.text(text[:len(text) // 2]), three)
    f.refuses("a digit that differs", "changed.json: the file is damaged", one,
              f.text(text.replace('"share": 2', '"share": 1', 1)), three)
    f.refuses("a file without results", "changed.json: this is not what", one, f.text("{}\n"),
              three)
    f.refuses("an empty file", "changed.json: this is not what", one, f.text(""), three)
    f.refuses("no file", "nothing.json: No such file", one, "nothing.json", three)
    old = text.replace('"version": "', '"version": "0.0.7", "was": "', 1)
    f.refuses("another version", "changed.json is by lkmm 0.0.7, and", one, f.text(signed(old)),
              three)
    fault = run(f.lkmm, "verify", "--shard=1/1", f.program, "--", "-DFAULT=1").stdout
    f.refuses("an access that is not there", "the results are not about the program",
              f.text(signed(fault.replace('"access": null', '"access": 123456', 1))))
    f.refuses("a program that was changed", "the results are not about the program",
              f.text(signed(first.replace("; ModuleID", "; module ID", 1))), two, three)


def signed(text):
    """With the digest that the changed text needs."""
    text = text.rsplit(', "check": "', 1)[0]
    digest = 0xcbf29ce484222325
    for c in text.encode():
        digest = (digest ^ c) * 0x100000001b3 % (1 << 64)
    return f'{text}, "check": "{digest:016x}"}}\n'


def check_undecided(lkmm, tap, directory):
    """A share that was stopped leaves all undecided; the message says which."""
    files = compiled(lkmm, os.path.join(FOLDER, "lock-mcs.c"), "0", directory)
    names = [shard(lkmm, files, directory, i, 3)[0] for i in (1, 3)]
    name, p = shard(lkmm, files, directory, 2, 3, "--timeout=0.000001")
    tap.point(p.returncode == 2 and "undecided: time limit exceeded" in p.stderr,
              "a share that was stopped", p.stderr)
    merged = run(lkmm, "merge", *names, name)
    tap.point(merged.returncode == 2 and not merged.stdout and
              "error: share 2 of 3: undecided: time limit exceeded: " in merged.stderr and
              "not decided: 1 of 3 shares has no verdict" in merged.stderr,
              "the whole is undecided", merged.stdout + merged.stderr)
    answer = run(lkmm, "merge", "--json", *names, name)
    o = json.loads(answer.stdout)
    tap.point(answer.returncode == 2 and o["complete"] is False and "verdict" not in o and
              [s["share"] for s in o["shares"]] == [2], "the same as JSON", answer.stdout)


# The search for how main() comes to fail takes some steps.
LONG = """#include <lkmm/atomic.h>
#include <lkmm/verify.h>

enum { N = 80 };
static int x[N], sum;

static void work(void *unused)
{
	(void)unused;
	for (int i = 0; i < N; i++) {
		lkmm_WRITE_ONCE(x[i], i);
		lkmm_smp_mb();
		sum += lkmm_READ_ONCE(x[i]);
	}
}

int main(void)
{
	lkmm_join(lkmm_spawn(work, x));
	return sum == 1 ? 0 : *(int *)0;
}
"""


def check_explain(lkmm, tap, directory):
    """--explain: what is not explained in a share is not in the whole, and reported there."""
    program, names = write(os.path.join(directory, "long.c"), LONG), []
    for option in ("--explain=0", "--explain=65536"):
        names = [shard(lkmm, [program], directory, i, 2, "--unroll=100", option)[0]
                 for i in (1, 2)]
        merged = run(lkmm, "merge", *names)
        whole = run(lkmm, "verify", "-j2", "--unroll=100", option, program)
        found = "null pointer of main(): how it comes to fail was not found: too many executions"
        tap.point(merged.stdout == whole.stdout and whole.returncode == 1 and
                  (found in whole.stdout) == option.endswith("=0"), option, merged.stdout,
                  whole.stdout)
    other, _ = shard(lkmm, [program], directory, 1, 2, "--unroll=100", "--explain=5")
    p = run(lkmm, "merge", other, names[1])
    tap.point(p.returncode == 2 and "was made with" in p.stderr and "--explain=5" in p.stderr,
              "shares with other steps for that", p.stderr)


def on(name, machine, directory, i):
    """A copy of a share's file, as another machine writes it."""
    text, n = re.subn(r'"machine": "[^"]*"', f'"machine": "{machine}"', read(name), count=1)
    assert n == 1
    return write(os.path.join(directory, f"machine-{i}.json"), signed(text))


def check_machines(lkmm, tap, directory):
    """Which machine has searched what: in words if there are several, and in all reports."""
    path = os.path.join(FOLDER, "lock-ticket.c")
    files = compiled(lkmm, path, "1", directory)
    names = [shard(lkmm, files, directory, i, 3)[0] for i in (1, 2, 3)]
    alone = run(lkmm, "merge", *names)
    tap.point("share 1" not in alone.stdout, "of one machine: nothing about it", alone.stdout)
    machine = ["one", "one", "the <other>"]
    names = [on(name, m, directory, i) for i, (name, m) in enumerate(zip(names, machine))]
    decided = [json.loads(read(name))["verdict"]["progress"]["executions"] for name in names]
    p = run(lkmm, "merge", "--json", *names)
    shares = json.loads(p.stdout)["shares"]
    fault = [s["fault"] for s in shares]
    tap.point([(s["share"], s["machine"], s["decided"]) for s in shares] ==
              list(zip((1, 2, 3), machine, decided)) and any(fault), "JSON has the shares",
              p.stdout)
    lines = "".join(f"share {i + 1}: {machine[i]}, {decided[i]} executions, "
                    f"{shares[i]['seconds']:.1f} s, {'a' if fault[i] else 'no'} fault\n"
                    for i in range(3))
    words = run(lkmm, "merge", *names)
    tap.point(lines in words.stdout and words.stdout.replace(lines, "") == alone.stdout,
              "of two machines: lines about them", words.stdout, lines)
    junit, sarif = (os.path.join(directory, n) for n in ("j.xml", "s.json"))
    p = run(lkmm, "merge", "--tap", f"--junit={junit}", f"--sarif={sarif}", *names)
    tap.point(p.stdout.endswith("# " + lines.replace("\n", "\n# ")[:-2]), "TAP has them",
              p.stdout)
    case = ElementTree.parse(junit).getroot()[0][0]
    tap.point(case[0].tag == "failure" and case.findtext("system-out") == lines, "JUnit has them",
              read(junit))
    tap.point([i["machine"] for i in json.loads(read(sarif))["runs"][0]["invocations"]] ==
              ["one", "the <other>"], "SARIF has an invocation for each", read(sarif))


def check_rest(lkmm, tap, directory):
    """Sources are in the results; drawings; options."""
    program = write(os.path.join(directory, "latin.c"),
                    read(os.path.join(FOLDER, "ring.c")).replace("FAULT == 1", "1 /* \u00e9 */", 1))
    with open(program, "rb+") as f:
        text = f.read().replace("\u00e9".encode(), b"\xe9")
        f.seek(0)
        f.truncate()
        f.write(text)
    names = [shard(lkmm, [program], directory, i, 2)[0] for i in (1, 2)]
    whole = subprocess.run([lkmm, "verify", "-j2", program], capture_output=True, check=False)
    os.unlink(program)
    merged = subprocess.run([lkmm, "merge", *names], capture_output=True, check=False)
    tap.point(merged.stdout == whole.stdout and whole.returncode == 1, "without the source",
              str(merged) + str(whole))
    dot = os.path.join(directory, "fault.dot")
    drawn = run(lkmm, "merge", f"--graph={dot}", *names)
    tap.point(drawn.returncode == 1 and read(dot).startswith("digraph"), "a drawing", drawn.stderr)
    for words in (["--json"], ["--graph=x.dot"], ["--fix"], ["--relax"]):
        p = run(lkmm, "verify", "--shard=1/2", *words, "x.c")
        tap.point(p.returncode == 2 and "with --shard" in p.stderr, f"--shard {words[0]}", p.stderr)
    for value in ("0/2", "3/2", "1", "1/2x", "1/0", "a/b", "1/200000"):
        p = run(lkmm, "verify", f"--shard={value}", "x.c")
        tap.point(p.returncode == 2 and "expected two numbers, as 2/5" in p.stderr,
                  f"--shard={value}", p.stderr)


def main():
    lkmm, tap = sys.argv[1], Tap()
    chosen = sys.argv[2:] or PROGRAMS
    with tempfile.TemporaryDirectory() as directory:
        kinds = check_programs(lkmm, tap, chosen, directory)
        if chosen is PROGRAMS:
            tap.point(len(kinds) == 7, "there are results of each kind", str(kinds))
        check_refusals(Files(lkmm, tap, directory))
        check_undecided(lkmm, tap, directory)
        check_machines(lkmm, tap, directory)
        check_explain(lkmm, tap, directory)
        check_rest(lkmm, tap, directory)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
