#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""
completion.py LKMM BASH ZSH FISH: the scripts for these shells, as they are installed. Each has
every option of every command, and the shells take them; the one for bash is run. TAP.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from ask import commands, options, result, run
import ask

lkmm = os.path.abspath(sys.argv[1])
scripts = dict(zip(("bash", "zsh", "fish"), map(os.path.abspath, sys.argv[2:5])))
RUN_BASH = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_lkmm
printf '%s\\n' "${COMPREPLY[@]}"
"""


def read(shell):
    with open(scripts[shell], encoding="utf-8") as f:
        return f.read()


def complete(*words, cwd=None):
    """The proposals of bash for the last word."""
    answer = subprocess.run(["bash", "-c", RUN_BASH, "bash", scripts["bash"], *words],
                            capture_output=True, text=True, check=False, cwd=cwd)
    return set(answer.stdout.split("\n")) - {""} if not answer.stderr else answer.stderr


def expect(wanted, *words, **more):
    found = complete(*words, **more)
    result(found == set(wanted), f"bash: {' '.join(words)} -> {' '.join(sorted(wanted))}"[:110],
           found)


def in_zsh(command):
    section = re.search(rf"^\({command}\)\n(.*?)^\t;;", read("zsh"), re.M | re.S)
    return set(re.findall(r"^\t\t'(-[-A-Za-z0-9]*?)(?:=-|=|\+)?\[", section[1], re.M))


def in_fish(command):
    found = set()
    for line in re.findall(rf"-n '__fish_seen_subcommand_from {command}'(.*?) -d ", read("fish")):
        found |= {"-" + name
                  for name in re.findall(r" -s (\S+)", line) + re.findall(r" -o (\S+)", line)}
        found |= {"--" + name for name in re.findall(r" -l (\S+)", line)}
    return found


def check_bash():
    expect([*commands(lkmm), "--help", "-h", "--version", "-V"], "lkmm", "")
    expect(["bench"], "lkmm", "be")
    for command in commands(lkmm):
        expect(options(lkmm, command), "lkmm", command, "-")
    expect(["--states", "--strict"], "lkmm", "check", "--st")
    expect(["all", "arm64", "arm64+lse", "i386", "riscv64", "riscv64+zabha", "riscv64+zacas",
            "riscv64+zacas+zabha", "s390x", "x86_64"], "lkmm", "check", "--arch", "")
    modes = ["auto", "batch", "perpetual"]
    expect(modes, "lkmm", "run", "--mode", "")
    expect(modes, "lkmm", "run", "--mode", "=")
    expect(["perpetual"], "lkmm", "run", "--mode", "=", "p")
    expect(["patch"], "lkmm", "check", "--fix", "=")
    expect(["true"], "lkmm", "herd7", "-speedcheck", "t")
    expect(["bash", "fish", "zsh"], "lkmm", "completion", "")
    expect([], "lkmm", "check", "--timeout", "")
    with tempfile.TemporaryDirectory() as directory:
        for name in ("sb.litmus", "mp.litmus", "two words.litmus", "notes.txt"):
            with open(os.path.join(directory, name), "w", encoding="utf-8"):
                pass
        os.mkdir(os.path.join(directory, "more"))
        expect(["sb.litmus", "mp.litmus", "two words.litmus", "more"], "lkmm", "check", "",
               cwd=directory)
        expect(["sb.litmus", "mp.litmus", "two words.litmus", "more"], "lkmm", "check", "--fix", "",
               cwd=directory)
        expect(["notes.txt"], "lkmm", "check", "--graph", "n", cwd=directory)
        expect(["more"], "lkmm", "run", "--keep", "=", "", cwd=directory)
        expect(["notes.txt"], "lkmm", "doctor", "--inline", "n", cwd=directory)


def check_all():
    for shell, script in scripts.items():
        result(read(shell) == run(lkmm, "completion", shell).stdout != "",
               f"{shell}: as lkmm completion prints it")
        there = shutil.which(shell)
        answer = there and subprocess.run([shell, "-n", script], capture_output=True, text=True,
                                          check=False)
        result(not there or not answer.returncode and not answer.stderr,
               f"{shell}: takes it" + ("" if there else f" # SKIP no {shell} here"), answer)
    for command in commands(lkmm):
        wanted = set(options(lkmm, command))
        result(in_zsh(command) == wanted, f"zsh: the options of {command}",
               in_zsh(command) ^ wanted)
        result(in_fish(command) == wanted, f"fish: the options of {command}",
               in_fish(command) ^ wanted)


def check_fish():
    """Fish answers without a terminal."""
    if not shutil.which("fish"):
        result(True, "fish: run # SKIP no fish here")
        return
    for line, wanted in (("lkmm be", {"bench"}), ("lkmm check --st", {"--states", "--strict"}),
                         ("lkmm run --mode=", {"--mode=auto", "--mode=batch", "--mode=perpetual"}),
                         ("lkmm herd7 -speed", {"-speedcheck"}),
                         ("lkmm completion ", {"bash", "fish", "zsh"})):
        answer = subprocess.run(["fish", "--no-config", "-c",
                                 f"source '{scripts['fish']}'; complete -C '{line}'"],
                                capture_output=True, text=True, check=False)
        found = {proposal.split("\t")[0] for proposal in answer.stdout.splitlines()}
        result(found == wanted, f"fish: {line} -> {' '.join(sorted(wanted))}", answer)


check_bash()
check_fish()
check_all()
print(f"1..{ask.number}")
sys.exit(ask.failed)
