#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""options.py LKMM TREE: help, the manual pages, and how options are read; the same for all
commands. TAP."""
import os
import re
import subprocess
import sys

from ask import HERDTOOLS, commands, help_of, options, result, run
import ask

lkmm, tree = os.path.abspath(sys.argv[1]), sys.argv[2]
test = os.path.join(tree, "litmus/fence/sb-mb.litmus")
other = os.path.join(tree, "litmus/fence/sb-relaxed.litmus")


def page_of(command):
    """The page that the help of a command names."""
    name, section = re.search(r"The manual page is ([a-z0-9-]+)\((\d)\)",
                              help_of(lkmm, command).stdout).groups()
    return os.path.join(tree, f"docs/man{section}", f"{name}.{section}")


def documented(page):
    """The options that have an item of a list."""
    with open(page, encoding="utf-8") as f:
        return {"-" + name for line in f if line.startswith(".It Fl")
                for name in re.findall(r"\bFl (\S+)", line)}


def check_help():
    pages = {}
    for command in commands(lkmm):
        answer = help_of(lkmm, command)
        lines = [line for line in answer.stdout.splitlines() if re.match("^  +-", line)]
        result(answer.returncode == 0 and not answer.stderr and answer.stdout.startswith("usage: ")
               and lines
               and all(re.search(r"\S  +\S", line) for line in lines)
               and max(map(len, answer.stdout.splitlines())) <= 130,
               f"{command}: help has a line for each option", answer)
        page = page_of(command)
        result(os.path.exists(page), f"{command}: {os.path.basename(page)} is there")
        pages.setdefault(page, set()).update(options(lkmm, command))
        if command not in HERDTOOLS:
            result(run(lkmm, command, "-h").stdout == answer.stdout, f"{command}: -h is --help")
            versions = {run(lkmm, *words).stdout
                        for words in ((command, "--version"), (command, "-V"), ("-V",))}
            result(len(versions) == 1 and versions != {""},
                   f"{command}: -V is --version, and that of lkmm")
    for page, known in pages.items():
        result(documented(page) == known,
               f"{os.path.basename(page)} documents every option, and no other",
               f"without a line in help: {documented(page) - known}\n"
               f"without an item: {known - documented(page)}")


# ---- reading ----

def refused(what, *words):
    answer = run(lkmm, *words)
    result(answer.returncode == 2 and what in answer.stderr and not answer.stdout,
           f"{' '.join(words)}: {what}", answer)


def same(*ways):
    """All command lines do the same."""
    answers = [run(lkmm, *words) for words in ways]
    plain = {(a.returncode, re.sub(r"\d\.\d+( s)?", "", a.stdout), a.stderr) for a in answers}
    result(len(plain) == 1 and answers[0].returncode != 2,
           " = ".join(" ".join(w) for w in ways).replace(tree, ""), plain)


def check_errors():
    refused("unknown command 'chekc' (did you mean 'check'?)", "chekc")
    refused("unknown command 'quite-another'\n", "quite-another")
    refused("unknown option '--nothing'\n", "--nothing")
    refused("usage: lkmm COMMAND")
    for command in (c for c in commands(lkmm) if c not in HERDTOOLS):
        refused(f"lkmm {command}: unknown option '--nothing'\n", command, "--nothing")
        refused(f"lkmm {command}: unknown option '-?'\n", command, "-?")
        refused(f"lkmm {command}: unknown option '--versoin' (did you mean '--version'?)", command,
                "--versoin")
        refused(f"lkmm {command}: option '--help' takes no value", command, "--help=yes")
        for name, takes in options(lkmm, command).items():
            if takes and "[" not in name and name != "--fix":
                refused(f"lkmm {command}: option '{name}' needs a value", command, name)
                empty = (command, name + "=") if name.startswith("--") else (command, name, "")
                refused(f"lkmm {command}: invalid value '' for {name} (expected ", *empty)
    refused("ambiguous option '--st': --states or --strict", "check", "--st", test)
    refused("invalid value 'x' for --fix (expected patch)", "check", "--fix=x", test)
    refused("invalid value 'sb.gif' for --graph (expected a file whose name ends in .svg, .png or "
            ".dot)", "check", "--graph", "sb.gif", test)
    refused("no litmus test given\nusage: lkmm check", "check", "--states")
    refused("no litmus test given\nusage: lkmm run", "run", "--json")
    refused("unexpected argument 'atomic_inc'\nusage: lkmm bench", "bench", "atomic_inc")
    refused("no program given\nusage: lkmm hot", "hot")
    refused("--read runs no program\nusage: lkmm hot", "hot", "--read", ".", "true")
    refused("--inline is missing\nusage: lkmm doctor", "doctor", lkmm)
    refused("unknown shell 'csh' (expected bash, zsh or fish)", "completion", "csh")


def check_numbers():
    """Wherever a number is read, these are none."""
    for command, option, unit in (("check", "--timeout", ""), ("check", "--unroll", "whole "),
                                  ("check", "-j", "whole "), ("run", "--seconds", ""),
                                  ("run", "--iterations", "whole "), ("bench", "--seconds", ""),
                                  ("hot", "--top", "whole ")):
        for value in ("x", "1x", " 1", "-1", "nan", "inf", "1e99") + (("1.5", "0") if unit else ()):
            refused(f"invalid value '{value}' for {option} (expected a {unit}number ", command,
                    option, value, test)
    refused("invalid value '0' for --seconds (expected a number above 0", "run", "--seconds",
            "0", test)
    for value in ("1", "2,", "2,x", "1025", "x"):
        refused(f"invalid value '{value}' for --threads (expected numbers from 2 to 1024", "bench",
                "--threads", value)
    for value in ("x", "latency,", "latency,x"):
        refused(f"invalid value '{value}' for --setting (expected latency, ", "bench", "--setting",
                value)
    for option in ("--mode", "--lang", "--variant", "--arch", "--affinity"):
        refused(f"invalid value 'x' for {option} (expected ", "run", option, "x", test)


def check_forms():
    same(("check", "--timeout", "5", test), ("check", "--timeout=5", test),
         ("check", test, "--timeout=5"), ("check", "--time=5", test),
         ("check", "--timeout=5", "--", test))
    same(("check", "-j", "2", test, other), ("check", "-j2", test, other),
         ("check", test, other, "-j2"))
    same(("check", "--states", test), ("check", "--sta", test), ("check", test, "--states"))
    same(("check", "--fix=patch", other), ("check", other, "--fix=patch"),
         ("check", "--fi=patch", other))
    same(("check", "-hV"), ("check", "-h"), ("check", "--help", "--version"))
    same(("herd7", "-unroll", "3", test), ("herd7", "--unroll", "3", test),
         ("herd7", test, "-unroll", "3"))
    # An argument after "--" is a file, and "-" is standard input.
    answer = run(lkmm, "check", "--", "--states")
    result(answer.stderr.startswith("--states:1:1: error: "), "check -- --states: a file", answer)
    with open(test, encoding="utf-8") as f:
        answer = subprocess.run([lkmm, "check", "-", "--states"], stdin=f, capture_output=True,
                                text=True, check=False)
    result(answer.returncode == 0 and "States 3" in answer.stdout, "check -: standard input",
           answer)
    # The program's own options are not those of lkmm hot.
    answer = run(lkmm, "hot", "/none/there", "--top", "x")
    result(answer.returncode == 2 and "/none/there: no such program" in answer.stderr,
           "hot PROGRAM --top x", answer)


def check_words():
    """Every value that help lists is taken."""
    for command in (c for c in commands(lkmm) if c not in HERDTOOLS):
        for name, words in re.findall(r"^ +(--[a-z]+)=\S+ .*\(([-a-z0-9_, ]+ or [-a-z0-9_]+)[;)]",
                                      help_of(lkmm, command).stdout, re.M):
            for word in re.split(", | or ", words):
                answer = run(lkmm, command, name, word, "--nothing")
                result("unknown option '--nothing'" in answer.stderr, f"{command} {name} {word}",
                       answer)


check_help()
check_words()
check_errors()
check_numbers()
check_forms()
print(f"1..{ask.number}")
sys.exit(ask.failed)
