#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""cache.py LKMM TREE: lkmm check --cache. A second run prints the same, byte for byte, and decides
nothing; whatever an answer depends on, a change of it decides the test again; entries that are
damaged in any place are reported, and not used. TAP."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from ask import options, result, run
import ask

lkmm, tree = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
TESTS = [os.path.join(tree, "litmus", room) for room in ("flag", "race", "rust", "lock")]
MODEL = "coherence\ninclude \"part.cat\"\n"
PART = "empty rmw & (fre ; coe) as atomic\nacyclic po | rf | co | fr as %s\n"
TEST = """C mine
#include "help.h"
{}
P0(int *x, int *y)
{
	put(x);
	int r0 = READ_ONCE(*y);
}
P1(int *x, int *y)
{
	put(y);
	int r0 = READ_ONCE(*x);
}
exists (0:r0=0 /\\ 1:r0=0)
"""
HELP = "static void put(int *p)\n{\n\tWRITE_ONCE(*p, 1);%s\n}\n"

# Options that change the answer or what is printed of it, with a value; and those that do not.
DECIDES = {"--model": "mine.cat", "--states": None, "--why": None, "--fix": None, "--relax": None,
           "--strict": None, "--json": None, "--timeout": "1000", "--unroll": "3",
           "--search": "demand", "--junit": "j.xml"}
# as --junit, once that was given
ALIKE = {"-j": "2", "--sarif": "s.json", "--tap": None}
REFUSED = {"--arch": "all", "--graph": "a.dot"}
OTHER = {"--cache", "--help", "--version", "--with-c11", "--shard", "-h", "-V"}


def write(name, text):
    with open(name, "w", encoding="utf-8") as f:
        f.write(text)


def cached(answer):
    """How many answers were from the cache."""
    found = re.search(r"; (\d+) from the cache; ", answer.stdout)
    return int(found[1]) if found else None


def check(*words, program=lkmm):
    return run(program, "check", "--cache=c", *words)


def said(answer):
    """All that it printed, but for the last line."""
    return answer.returncode, re.sub(r"\n\d+ tests: .*\n$", "\n", answer.stdout), answer.stderr


def check_same():
    for words in ([], ["--states"], ["--json", "--why"], ["--fix"],
                  ["--tap", "--sarif=s.json", "--junit=j.xml"]):
        few = TESTS if len(words) != 1 or words[0] != "--fix" else TESTS[:1]
        without = run(lkmm, "check", "-j2", *words, *few)
        cold, warm = check("-j2", *words, *few), check(*words, *few)
        what = " ".join(words)
        result(said(cold) == said(warm), f"{what or 'plain'}: the second run prints the same")
        times = re.compile(r'"seconds": [^}]*|(?<=Time )\S+ \S+')
        result(times.sub("", said(without)[1]) == times.sub("", said(cold)[1]) and
               without.returncode == cold.returncode, f"{what or 'plain'}: the first as without")
        if cached(cold) is not None:
            n = int(re.search(r"^(\d+) tests: ", cold.stdout, re.M)[1])
            errors = re.search(r"(\d+) (not decided|could not be read)", cold.stdout)
            result(cached(cold) == 0 and cached(warm) == n - (int(errors[1]) if errors else 0) > 50,
                   f"{what or 'plain'}: the first decides all, the second none", warm.stdout[-200:])


def pair(*words, **more):
    """Two tests are asked for, so that there is a summary: how many were in the cache."""
    return cached(check(*words, "mine.litmus", "mine.litmus", **more))


def changes(what, change):
    """After @change(), the test is decided again; and then no more."""
    pair()
    change()
    result((pair("-j1"), pair()) == (1, 2), f"{what}: decided again, once")


def check_changes():
    shutil.rmtree("c")
    result((pair(), pair()) == (1, 2), "one test twice is decided once")
    changes("the test", lambda: write("mine.litmus", TEST.replace("exists", "forall")))
    write("mine.litmus", TEST)
    changes("a file that it includes", lambda: write("help.h", HELP % "\n\tsmp_mb();"))
    result("Never" in check("mine.litmus").stdout, "... with another answer")
    model = ("--model=mine.cat",)
    pair(*model)
    for name, text in (("mine.cat", MODEL + "(* *)\n"), ("part.cat", PART % "another")):
        write(name, text)
        result((pair(*model), pair(*model)) == (1, 2), f"{name}: decided again, once")
    shutil.copy("mine.litmus", "other.litmus")
    result(cached(check("mine.litmus", "other.litmus")) == 1, "another name: decided again")


def copy_of(program):
    """The same program but for a byte behind its end, with the files that it needs."""
    shutil.copy(program, "lkmm-copy")
    with open("lkmm-copy", "ab") as f:
        f.write(b"x")
    return os.path.abspath("lkmm-copy")


def check_program():
    pair()
    again = pair(program=copy_of(lkmm))
    result(again == 1, "another program of the same version: decided again", again)


def check_options():
    known = set(DECIDES) | set(ALIKE) | set(REFUSED) | OTHER
    result(set(options(lkmm, "check")) == known, "each option of lkmm check is tested here",
           set(options(lkmm, "check")) ^ known)

    def spelled(option, value):
        return [option] if value is None else [option, value]

    for option, value in DECIDES.items():
        shutil.rmtree("c", ignore_errors=True)
        check("mine.litmus")
        entries = set(os.listdir("c"))
        check(*spelled(option, value), "mine.litmus")
        result(len(set(os.listdir("c")) - entries) == 1, f"{option}: decided again")
    check("--junit=j.xml", "mine.litmus")
    for option, value in ALIKE.items():
        entries = set(os.listdir("c"))
        check("--junit=j.xml", *spelled(option, value), "mine.litmus")
        result(set(os.listdir("c")) == entries, f"{option}: not decided again")
    for option, value in REFUSED.items():
        answer = check(option, value, "mine.litmus")
        result(answer.returncode == 2 and "--cache does not go with" in answer.stderr,
               f"{option}: refused", answer)


# ---- damage ----

def entry():
    names = [n for n in os.listdir("c")]
    assert len(names) == 1, names
    return os.path.join("c", names[0])


def check_damage():
    shutil.rmtree("c")
    good = check("mine.litmus")
    name = entry()
    with open(name, "rb") as f:
        whole = f.read()
    step = max(1, len(whole) // 40)
    spoilt = [whole[:n] for n in range(0, len(whole), step)]
    spoilt += [whole + b"x", whole[1:], b"{}\n"] + \
        [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1:] for n in range(0, len(whole), step)]
    told = right = mended = 0
    for text in spoilt:
        with open(name, "wb") as f:
            f.write(text)
        answer = check("mine.litmus")
        told += f"lkmm check: {name}: damaged: the test is decided again\n" in answer.stderr
        right += answer.returncode == good.returncode and \
            "Observation mine Never" in answer.stdout
        mended += check("mine.litmus").stderr == good.stderr
    result(told == right == mended == len(spoilt),
           f"{len(spoilt)} damaged entries are reported, not used, and written again",
           (told, right, mended))
    os.unlink(name)
    os.mkdir(name)
    answer = check("mine.litmus")
    result(answer.returncode == good.returncode and name in answer.stderr,
           "a directory in its place is reported", answer)


def check_not_kept():
    shutil.rmtree("c")
    write("bad.litmus", TEST.replace(";", ""))
    with open("bytes.litmus", "wb") as f:
        f.write(TEST.replace("C mine", "C mine\n(* \xff *)").encode("latin-1"))
    check("bad.litmus")
    answer = check("bytes.litmus")
    result("Observation mine Never" in answer.stdout and not os.listdir("c"),
           "what is not decided, or in no encoding, is not kept", answer)
    cut = "C cut\n{}\nP0(int *x)\n{\n\tint i;\n\tfor (i = 0; i < READ_ONCE(*x) + 9; i++)\n" \
          "\t\tWRITE_ONCE(*x, i);\n}\nexists (x=1)\n"
    write("cut.litmus", cut)
    answer = check("cut.litmus")
    result(answer.returncode == 2 and not os.listdir("c"), "a loop that was cut is not", answer)
    write("file", "")
    for folder, error in (("file", "not a directory"), ("none/there", "No such file")):
        answer = run(lkmm, "check", "--cache", folder, "mine.litmus")
        result(answer.returncode == 2 and error in answer.stderr and not answer.stdout,
               f"--cache {folder}: {error}", answer)


def check_together():
    shutil.rmtree("c", ignore_errors=True)
    words = [lkmm, "check", "-j2", "--cache=c", "--json", *TESTS]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
               for _ in range(3)]
    said_by = [p.communicate() for p in running]
    result(not any(b"damaged" in err for _, err in said_by) and
           not [n for n in os.listdir("c") if not re.fullmatch("[0-9a-f]{16}[.]json", n)],
           "three at a time use one directory", os.listdir("c")[:5])


with tempfile.TemporaryDirectory() as place:
    os.chdir(place)
    for file, content in (("mine.litmus", TEST), ("help.h", HELP % ""), ("mine.cat", MODEL),
                          ("part.cat", PART % "order")):
        write(file, content)
    check_same()
    check_changes()
    check_program()
    check_options()
    check_damage()
    check_not_kept()
    check_together()
    os.chdir("/")
print(f"1..{ask.number}")
sys.exit(ask.failed)
