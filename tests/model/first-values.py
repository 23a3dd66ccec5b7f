#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""first-values.py LKMM C|Rust COMPILER...: first values are those that the compiler computes.

Each stands in a variable, a static one, a member and an element, in C; in a static in Rust, with
Atomic::new() spelled in three ways. What the compiler refuses, as an unknown name, is an error.
"""
import errno
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

C = """#define FLAG 4
#define TWICE(x) ((x) * 2)
enum state { IDLE, RUN = 7, LAST = RUN + 2 };
struct s { int a; char b; long c; };
int x;
"""
C_ONLY = """#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#define BIT(n) (1UL << (n))
#define U8_MAX UINT8_MAX
"""
C_VALUES = """0|1 << 3|(1 << 3) & ~FLAG|FLAG - 1|FLAG|IDLE|RUN|RUN + 8|LAST|TWICE(3)|~0|-1|-FLAG|!0
sizeof(int)|sizeof(struct s)|offsetof(struct s, c)|'a'|'a' + 1|'\\n'|1 ? 2 : 3|FLAG == 4 ? 10 : 11
0x10|010|1u|1UL << 4|BIT(3)|INT_MAX|INT_MIN|(int)UINT_MAX|INT_MAX - 1|U8_MAX|(short)65535|true
(3)|+3|7 / 2|7 % 4|1 && 0|2 > 1|-(1 + 2)|~(1 * 2)|(RUN)|(int)RUN|(RUN)|1 + 2 * 3|(1 + 2) * 3
TWICE(FLAG) - 1|IDLE == 0|-EBUSY|-ESRCH|ENOTEMPTY + 1|UNDEFINED|UNDEFINED + 1|-ENOSUCH|x|x + 1
sizeof(int) - 8 > 0|-1 < 0u|(char)200|1 << 31 >> 31|(unsigned)-1 >> 28|SIZE_MAX == -1"""
# The kernel has no ENOTSUP. A sum for each ten errors, in which each has another weight.
ERRORS = sorted(e for e in errno.errorcode.values() if e != "ENOTSUP")
C_SUMS = [" + ".join(f"{k} * {e}" for k, e in enumerate(ERRORS[i:i + 10], 1))
          for i in range(0, len(ERRORS), 10)]
C_FORMS = [("int s = %s;", "s"), ("static int s = %s;", "s"), ("struct s o = { .a = %s };", "o.a"),
           ("int a[2] = { 9, %s };", "a[1]"), ("atomic_t c = ATOMIC_INIT(%s);", "c.counter")]

RUST = """const FLAG: u32 = 4;
#[derive(Clone, Copy)]
#[repr(u32)]
enum State { Idle = 0, Running = 7 }
struct B;
impl B { const X: u32 = 9; const fn mk(v: u32) -> u32 { v + 1 } }
mod m { pub const Y: u32 = 11; }
const fn f(v: u32) -> u32 { v * 2 }
"""
RUST_VALUES = """0|!0|1 << 3|(1 << 3) & !FLAG|FLAG - 1|FLAG|u32::MAX|State::Idle as u32|FLAG * 2 + 1
State::Running as u32|State::Running as u32 | 8|B::X|m::Y|m::Y + 1|0x10_u32|f(3)|B::mk(3)
u32::BITS|u32::MAX - 1|u32::MAX >> 1|true as u32|{ 3 }|if FLAG == 4 { 2 } else { 3 }
1u32.wrapping_sub(2)|i32::MIN as u32|(FLAG as u64) as u32|B::X as u32 & !FLAG|State::Running as _
(FLAG)|i32::MAX as u32|u8::MAX as u32|f(B::X)|Undefined|State::Gone as u32|m::Z|u32::NOPE|FLAGS
B::W|State::Idle as u32 + m::Z|g(3)""".replace(" | 8", " \x00 8")
RUST_FORMS = ["Atomic::new(%s)", "Atomic::<u32>::new(%s)", "kernel::sync::atomic::Atomic::new(%s)"]


def expressions(text):
    return [e.replace("\x00", "|") for line in text.splitlines() for e in line.split("|")]


def run(*argv):
    return subprocess.run(argv, capture_output=True, text=True)


def compiled(compiler, source, program, name):
    """What the program prints, or None if the compiler refuses it."""
    with open(name, "w") as f:
        f.write(source + program)
    if run(*compiler, "-o", name + ".out", name).returncode:
        return None
    return int(run(name + ".out").stdout)


def is_as(lkmm, test, value, name):
    """Whether register r of @test is @value, or the test is an error if that is None."""
    with open(name, "w") as f:
        f.write(test)
    answer = run(lkmm, "check", "--states", name)
    if value is None:
        return answer.returncode == 2 and "Observation" not in answer.stdout
    return f"\n0:r={value};" in answer.stdout


def c_tests(out, lkmm, cc, at):
    for e in expressions(C_VALUES) + C_SUMS:
        value = compiled(cc + ["-w"], C_ONLY + C, f"static int s = {e};\n"
                         "int printf(const char *, ...);\n"
                         'int main(void) { printf("%d\\n", s); }\n', at + "/c.c")
        for form, name in C_FORMS:
            test = (f"C t\n{C}{form % e}\n{{ }}\nP0(void) {{ int r = {name}; }}\nexists (0:r=0)\n")
            if name == "c.counter":
                test = test.replace("c.counter", "atomic_read(&c)")
            out.point(is_as(lkmm, test, value, at + "/c.litmus"), form % e, value, test)


def rust_tests(out, lkmm, rustc, at):
    with open(os.path.join(os.path.dirname(__file__), "../../litmus/lib/error.rs")) as f:
        listed = re.findall(r"^    (E[A-Z]+) = -(\d+),", f.read(), re.M)
    wrong = [e for e, n in listed if int(n) < 200 and getattr(errno, e, None) != int(n)]
    out.point(len(listed) > 10 and not wrong, "the numbers of errors in error.rs", listed, wrong)
    for e in expressions(RUST_VALUES):
        value = compiled(rustc + ["--edition=2021", "-Awarnings"], RUST, f"static S: u32 = {e};\n"
                         'fn main() { println!("{}", S) }\n', at + "/r.rs")
        for form in RUST_FORMS:
            test = (f"Rust t\n{RUST}static S: Atomic<u32> = {form % e};\n{{ }}\n"
                    "fn P0() { let r = S.load(Relaxed); }\nexists (0:r=0)\n")
            out.point(is_as(lkmm, test, value, at + "/r.litmus"), form % e, value, test)


def main():
    lkmm, language, *compiler = sys.argv[1:]
    out = tap.Tap()
    with tempfile.TemporaryDirectory() as at:
        (c_tests if language == "C" else rust_tests)(out, lkmm, compiler, at)
    return out.end()


if __name__ == "__main__":
    sys.exit(main())
