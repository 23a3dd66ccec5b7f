#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""litmus.py [--list] LKMM FILE|DIR...: litmus tests as programs. TAP.

Each test becomes a program in C: its processes are threads, and main() asserts that the condition
is false in the end. 'lkmm verify' must find that assertion to fail if and only if
'lkmm check' says that the condition can be true, and the same flags. Tests that this script cannot
write in C are skipped, and counted; so are those about the order of operands, which a compiler
chooses. $CC: a clang.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
from tap import Tap  # noqa: E402

PRELUDE = """#include <linux/atomic.h>
#include <linux/rcupdate.h>
#include <lkmm/verify.h>
typedef lkmm_spinlock_t spinlock_t;
typedef int intptr;
#define bool _Bool
#define spin_lock lkmm_spin_lock
#define spin_unlock lkmm_spin_unlock
#define spin_trylock lkmm_spin_trylock
#define spin_is_locked lkmm_spin_is_locked
#undef rcu_read_lock
#undef rcu_read_unlock
#undef synchronize_rcu
#define rcu_read_lock lkmm_rcu_read_lock
#define rcu_read_unlock lkmm_rcu_read_unlock
#define synchronize_rcu lkmm_synchronize_rcu
#define synchronize_rcu_expedited lkmm_synchronize_rcu
#define srcu_struct lkmm_srcu_struct
#define srcu_read_lock lkmm_srcu_read_lock
#define srcu_read_unlock lkmm_srcu_read_unlock
#define synchronize_srcu lkmm_synchronize_srcu
"""

class Skip(Exception):
    pass


def without_comments(text):
    text = re.sub(r"\(\*\s.*?\*\)", "", text, flags=re.S)
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.S)


def braces(text, at):
    """The end of the block that opens at @at."""
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] == "{") - (text[i] == "}")
        if not depth:
            return i
    raise Skip("braces")


def parameters(text):
    """Pairs of type and name; the type without one star."""
    for p in filter(None, (p.strip() for p in text.split(","))):
        m = re.fullmatch(r"(?:volatile\s+)?((?:struct\s+)?\w+(?:\s+\w+)*?)\s*(\*+)\s*(\w+)", p)
        if not m:
            raise Skip(f"parameter '{p}'")
        yield m[1] + m[2][1:], m[3]


def first_values(text):
    """What is before the first process, by name."""
    values = {}
    for item in filter(None, (i.strip() for i in text.split(";"))):
        m = re.fullmatch(r"(?:(?:struct\s+)?[a-z_]\w*\s*\**\s*)??(\w+)\s*(?:=\s*([-&\w]+))?", item)
        if not m:
            raise Skip(f"first value '{item}'")
        values[m[1]] = m[2] or "0"
    return values


def condition(text, registers):
    """In C. Registers become variables, which are added to @registers."""
    def atom(m):
        registers.add((int(m[1]), m[2]))
        return f"out_{m[1]}_{m[2]}"
    if re.search(r"[\[{:]\s*\w+\s*\[", text) or "forall" in text:
        raise Skip("condition")
    text = re.sub(r"(\d+):(\w+)", atom, text)
    text = re.sub(r"\[(\w+)\]", r"\1", text)
    text = text.replace("/\\", " && ").replace("\\/", " || ").replace("~", "!")
    text = re.sub(r"\bnot\b", "!", text)
    text = re.sub(r"(?<![=!<>])=(?!=)", "==", text)
    return re.sub(r"(\w+\s*==\s*-?\w+)", r"(\1)", text)


def translate(text):
    text = without_comments(text)
    head = re.search(r"\{", text)
    if not text.lstrip().startswith("C") or not head:
        raise Skip("not in C")
    end = braces(text, head.start())
    values = first_values(text[head.end():end])
    rest, threads, objects, pos = text[end + 1:], [], {}, 0
    while m := re.compile(r"\s*P(\d+)\s*\(([^)]*)\)\s*\{").match(rest, pos):
        pos = braces(rest, m.end() - 1) + 1
        names = list(parameters(m[2]))
        objects.update({name: kind for kind, name in names})
        threads.append((names, rest[m.end():pos - 1]))
    m = re.search(r"\b(exists|forall)\b(.*)", rest[pos:], re.S)
    if re.search(r"\bfilter\b|\blocations\b", rest[pos:]) or not m or m[1] == "forall":
        raise Skip("condition")
    if re.sub(r"\bexists\b", "", rest[pos:pos + m.start()]).strip() not in ("", "~"):
        raise Skip("declarations")
    registers = set()
    asked = condition(m[2], registers)
    out = [PRELUDE]
    for name in values:
        objects.setdefault(name, "int")
    for name, kind in objects.items():
        out.append(f"static {kind} {name};")
    for thread, register in sorted(registers):
        out.append(f"static long out_{thread}_{register};")
    for n, (names, body) in enumerate(threads):
        if re.search(r"\breturn\b|\bgoto\b|__lock|\bkmalloc\b", body):
            raise Skip("statement")
        args = ", ".join(f"{kind} *{name}" for kind, name in names)
        ends = "".join(f"\tout_{n}_{r} = (long){r};\n" for t, r in sorted(registers) if t == n)
        for register in sorted(set(re.findall(r"(?<![\w*>.])(\w+)\s*=(?!=)", body))):
            if not re.search(rf"\b[a-z]\w*[\s*]+(?:\w+\s*,[\s*]*)*{register}\b(?!\s*\()", body):
                body = f"\n\tlong {register};\n{body}"
        out.append(f"static void P{n}({args})\n{{{body}\n{ends}}}")
        out.append(f"static void start{n}(void *arg)\n{{\n\tP{n}("
                   + ", ".join(f"&{name}" for _, name in names) + ");\n}")
    out.append("int main(void)\n{\n\tint thread[9];\n")
    for name, value in values.items():
        value = value if value.startswith("&") or re.match(r"-?\d", value) else "&" + value
        member = {"atomic_t": ".counter", "atomic64_t": ".counter", "spinlock_t": ".locked",
                  "atomic_long_t": ".counter", "struct srcu_struct": ".section"}
        out.append(f"\t{name}{member.get(objects[name], '')} = {value};")
    for n in range(len(threads)):
        out.append(f"\tthread[{n}] = lkmm_spawn(start{n}, 0);")
    for n in range(len(threads)):
        out.append(f"\tlkmm_join(thread[{n}]);")
    for name, kind in objects.items():
        if kind in ("atomic_t", "atomic64_t", "atomic_long_t", "spinlock_t"):
            field = "locked" if kind == "spinlock_t" else "counter"
            asked = re.sub(rf"(?<![\w&]){name}\b(?!_)", f"{name}.{field}", asked)
    asked = re.sub(r"==\s*([A-Za-z_]\w*)",
                   lambda m: f"==(long)&{m[1]}" if m[1] in objects else m[0], asked)
    out.append(f"\tlkmm_assert(!({asked}));\n}}\n")
    return "\n".join(out)


def answer(lkmm, *args):
    p = subprocess.run([lkmm, *args], capture_output=True, text=True, timeout=300)
    lines = p.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else {"error": p.stderr.strip()}


def compare(lkmm, path, folder):
    """None, or what differs."""
    if os.path.basename(path).startswith("operands-"):
        raise Skip("operands")
    with open(path, encoding="utf-8") as f:
        program = translate(f.read())
    name = os.path.join(folder, "test.c")
    with open(name, "w", encoding="utf-8") as f:
        f.write(program)
    expected = answer(lkmm, "check", "--json", path)
    if "error" in expected or "observation" not in expected:
        raise Skip("check has no answer")
    kernel = os.path.join(os.path.dirname(__file__), "../../include/kernel")
    got = answer(lkmm, "verify", "--json", name, "--", f"-I{kernel}", "-w",
                 "-Werror=implicit-function-declaration", "-Werror=int-conversion",
                 "-Werror=incompatible-pointer-types")
    if "error" in got or "verdict" not in got:
        raise Skip("verify: " + got.get("error", "?").splitlines()[0])
    if got["verdict"] == "bounded":
        raise Skip("bounded")
    can = expected["observation"] != "Never"
    if can != ("main" in got):
        return f"check says {expected['observation']}, verify {got['verdict']}"
    if sorted(expected["flags"]) != sorted(got["flags"]) and not can:
        return f"flags {expected['flags']} and {got['flags']}"
    return None


def tests(arguments):
    for a in arguments:
        if not os.path.isdir(a):
            yield a
            continue
        for folder, _, names in sorted(os.walk(a)):
            for name in sorted(names):
                if name.endswith(".litmus"):
                    yield os.path.join(folder, name)


def main():
    arguments = sys.argv[1:]
    detail = arguments[0] == "--list"
    lkmm, *rest = arguments[detail:]
    good = bad = skipped = 0
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for path in tests(rest):
            try:
                wrong = compare(lkmm, path, folder)
            except (Skip, subprocess.TimeoutExpired) as why:
                skipped += 1
                if detail:
                    print(f"# {path}: {why}", flush=True)
                continue
            good += not wrong
            bad += bool(wrong)
            if wrong:
                tap.note(f"{path}: {wrong}")
    tap.point(good and not bad, f"{good} litmus tests as programs decide as check does, {bad} do "
              f"not, {skipped} skipped")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
