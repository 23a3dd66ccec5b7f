#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""headers.py LKMM TABLE WORD...: our headers have the orderings of tests/model/orderings.tbl. TAP.

For each row of TABLE with one of the WORDs in its statement, the tests of tests/model/orderings.py
become programs that include the kernel's names from include/kernel: there the checker has its own
definition of the word, here the one that programs are compiled with is held against the same row.
$CC: a clang.
"""
import os
import re
import subprocess
import sys
import tempfile

sys.path[1:1] = [os.path.join(os.path.dirname(__file__), ".."),
                 os.path.join(os.path.dirname(__file__), "../model")]
from tap import Tap  # noqa: E402
from orderings import read_table  # noqa: E402

INCLUDE = os.path.join(os.path.dirname(__file__), "../../include")
HEADERS = ("kref", "llist", "mutex", "rculist", "refcount", "seqlock", "spinlock")
PRELUDE = "".join(f"#include <linux/{name}.h>\n" for name in HEADERS) + "#include <lkmm/verify.h>\n"

MAIN = """
int main(void)
{
	int t0 = lkmm_spawn(start0, 0), t1 = lkmm_spawn(start1, 0);

	lkmm_join(t0);
	lkmm_join(t1);
	lkmm_assert(!(%s));
}
"""


def first_value(text):
    return f" = {text if text.startswith('{') else '{ ' + text + ' }'}" if text else ""


def program(obj, value, ours, theirs, condition):
    parameters = ["int *a", "int *b", *obj.parameters]
    # first values have the addresses of others
    out = [PRELUDE] + [f"static {p.replace('*', '', 1)};" for p in parameters]
    for p, v in zip(parameters, [None, None, value, *obj.others]):
        out.append(f"static {p.replace('*', '', 1)}{first_value(v)};")
    seen = sorted({re.match(r"(\d):(\w+)", c).groups() for c in condition})
    out += [f"static long out_{thread}_{name};" for thread, name in seen]
    names = ", ".join("&" + re.search(r"(\w+)$", p)[1] for p in parameters)
    for n, statements in enumerate([ours, [theirs[0], "smp_mb();", theirs[1]]]):
        ends = [f"out_{n}_{name} = (long){name};" for thread, name in seen if thread == str(n)]
        out.append(f"static void P{n}({', '.join(parameters)})\n{{\n\t"
                   + "\n\t".join([*statements, *ends]) + "\n}")
        out.append(f"static void start{n}(void *arg)\n{{\n\tP{n}({names});\n}}")
    asked = " && ".join(re.sub(r"(\d):(\w+)=(\w+)", lambda m: f"out_{m[1]}_{m[2]} == (long)"
                               + (m[3] if m[3].isdigit() else "&" + m[3]), c) for c in condition)
    return "\n".join(out) + MAIN % asked


def decide(lkmm, path):
    """Never, Sometimes, or what is wrong."""
    p = subprocess.run([lkmm, "verify", path, "--", f"-I{INCLUDE}/verify", f"-I{INCLUDE}/kernel",
                        "-w", "-Werror=implicit-function-declaration", "-Werror=int-conversion",
                        "-Werror=incompatible-pointer-types"],
                       capture_output=True, text=True, timeout=300)
    if p.returncode == 0 and "no fault in any execution" in p.stdout:
        return "Never"
    if p.returncode == 1 and "this assertion of main() can fail" in p.stdout:
        return "Sometimes"
    return "\n".join((p.stdout + p.stderr).splitlines()[:8])


def wrong_pairs(lkmm, word, path):
    for pair, value, ours, theirs, condition in word.tests():
        with open(path, "w", encoding="utf-8") as f:
            f.write(program(word.object, value, ours, theirs, condition))
        answer, expected = decide(lkmm, path), "Never" if pair in word.pairs else "Sometimes"
        if answer != expected:
            yield f"line {word.line}: {pair}: {answer}, expected {expected}"


def main():
    lkmm, table, *names = sys.argv[1:]
    tap = Tap()
    with tempfile.TemporaryDirectory() as work:
        for name in names:
            words = [w for w in read_table(table) if re.search(rf"\b{name}\b", w.statement)]
            tap.point(words, f"{name}: {len(words)} rows")
            for word in words:
                wrong = list(wrong_pairs(lkmm, word, f"{work}/word.c"))
                tap.point(not wrong, word.statement, *wrong)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
