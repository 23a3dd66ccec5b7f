#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""limitations.py LKMM ROOT: the README's table of the model's limitations is true. TAP.

For each row there are tests here: what the row lists is decided, and what it excludes is an error,
which has what to write instead where the row promises that. A row without a test
fails, and so does a test whose row is gone.
"""
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(1, os.path.join(os.path.dirname(__file__), ".."))
import tap  # noqa: E402

# By the first column: the tests of a row, each with what lkmm check prints of it.
ROWS = {
    "only `int` and pointers": [
        ("static u8 a = 255; P0(void) { a++; } exists (a=0)", "Always"),
        ("static s64 a; P0(void) { a = 1L << 40; } exists (a=1099511627776)", "Always"),
        ("struct s { unsigned int f : 3; int n; }; static struct s s; "
         "P0(void) { s.f = 15; s.n = s.f; } exists (s.n=7)", "Always"),
        ("struct p { int a, b; }; static struct p twice(struct p p) { p.b = 2 * p.a; return p; } "
         "static int r; P0(void) { struct p p = { 3 }; p = twice(p); r = p.b; } exists (r=6)",
         "Always"),
        ("union u { int n; unsigned int m; }; static union u u; "
         "P0(void) { u.n = 3; u.m++; } exists (u.n=4)", "Always"),
        ("static int a[2][3]; P0(void) { a[1][2] = 5; } exists (a[1][2]=5)", "Always"),
        ("enum e { A, B = 4 }; typedef enum e e_t; static e_t x; P0(void) { x = B; } exists (x=4)",
         "Always"),
        ("static int x; static int f(void) { return 3; } "
         "P0(void) { int (*g)(void) = f; x = g(); } exists (x=3)", "Always"),
        ("static int x; P0(void) { const char *s = \"ab\"; x = s[1]; } exists (x=98)", "Always"),
    ],
    "parameters point to global variables": [
        ("struct s { int a, b; }; { struct s s; } P0(struct s *s) { WRITE_ONCE(s->b, 1); } "
         "exists (s.b=1 /\\ s.a=0)", "Always"),
        ("{ int a[2]; } P0(int *a) { WRITE_ONCE(a[1], 1); } exists (a[1]=1 /\\ a[0]=0)", "Always"),
        ("int x = 3; P0(void) { WRITE_ONCE(x, x + 1); } exists (x=4)", "Always"),
    ],
    "no attributes": [
        ("static int __read_mostly x __attribute__((unused)); P0(void) { x = 1; } exists (x=1)",
         "Always"),
        ("struct s { char c; int n; } __packed __aligned(4); static struct s s; static int x; "
         "P0(void) { x = s.n; } exists (x=0)", "__packed puts 's.n' at byte 1"),
    ],
    "no bounds": [
        ("static int a[2], i = 2; P0(void) { a[i] = 1; } exists (i=2)", "Flag bad-pointer"),
        ("struct s { int a[2]; int b; }; static struct s s; static int i = 2; "
         "P0(void) { s.a[i] = 1; } exists (s.b=1)", "Flag bad-pointer"),
    ],
    "only built-in functions": [
        ("static int x; static int add(int a, int b) { return a + b; } "
         "P0(void) { x = add(1, 2); } exists (x=3)", "Always"),
        ("static refcount_t r = REFCOUNT_INIT(1); static int x; "
         "P0(void) { x = refcount_dec_and_test(&r); } exists (x=1)", "Always"),
        ("static unsigned long map = 0b1100; static int x; "
         "P0(void) { x = find_first_bit(&map, 8) + hweight32(roundup(map, 8)); } exists (x=3)",
         "Always"),
    ],
    "no `switch`, loops or `goto`": [
        ("static int x = 2; P0(void) { switch (x) { case 2: x = 5; break; default: x = 0; } } "
         "exists (x=5)", "Always"),
        ("static int x; P0(void) { for (int i = 0; i < 40; i++) x += i; } exists (x=780)",
         "Always"),
        ("static int x; P0(void) { if (!x) goto out; x = 1; out: x += 2; } exists (x=2)",
         "Always"),
        ("static int x; P0(void) { again: x++; if (x < 3) goto again; } exists (x=3)",
         "Always"),
        ("static int x; P0(void) { { in: x++; } if (x < 3) goto in; } exists (x=3)",
         "write a loop"),
    ],
    "no preprocessor": [
        ("#define TWICE(n) (2 * (n))\n#if TWICE(1) == 2\nstatic int x;\n#endif\n"
         "P0(void) { x = TWICE(3); } exists (x=6)", "Always"),
        ("#include \"beside.h\"\nstatic int x; P0(void) { x = BESIDE; } exists (x=7)", "Always"),
    ],
    "no dynamic memory": [
        ("static int x; P0(void) { int *p = kmalloc(sizeof(*p), GFP_KERNEL); *p = 3; x = *p; "
         "kfree(p); } exists (x=3)", "Always"),
        ("static int x; P0(void) { int *p = kzalloc(sizeof(*p), GFP_KERNEL); kfree(p); x = *p; } "
         "exists (x=3)", "Flag use-after-free"),
        ("static int x; P0(void) { int *p = kmalloc(4, GFP_KERNEL); kfree(p); kfree(p); } "
         "exists (x=3)", "Flag double-free"),
        ("static X: Atomic<i32> = Atomic::new(0); { } fn P0() { "
         "let b = KBox::new(3, GFP_KERNEL).unwrap(); X.store(*b, Relaxed); } exists (X=3)",
         "Always"),
        ("{ } fn P0(x: &Atomic<i32>) { let a = Arc::new(3, GFP_KERNEL).unwrap(); "
         "let p: *const i32 = &*a; drop(a); x.store(unsafe { *p }, Relaxed); } exists (x=3)",
         "Flag use-after-free"),
        ("{ } fn P0(x: &Atomic<i32>) { let p = KBox::into_raw(KBox::new(3, GFP_KERNEL).unwrap()); "
         "let a = unsafe { KBox::from_raw(p) }; let b = unsafe { KBox::from_raw(p) }; "
         "x.store(1, Relaxed); } exists (x=1)", "Flag double-free"),
    ],
    "no `call_rcu()`, `rcu_barrier()`, rwlocks; few of `*_unless()`": [
        ("struct s { int n; struct rcu_head rcu; }; static int x; static struct s s; "
         "static void done(struct rcu_head *h) { x = 1; } "
         "P0(void) { call_rcu(&s.rcu, done); rcu_barrier(); x += 1; } exists (x=2)", "Always"),
        ("static rwlock_t l; static int x; P0(void) { write_lock(&l); x = 1; write_unlock(&l); } "
         "exists (x=1)", "Always"),
        ("static atomic_t v = ATOMIC_INIT(-1); static int x; "
         "P0(void) { x = atomic_inc_unless_negative(&v) + atomic_dec_unless_positive(&v); } "
         "exists (x=1 /\\ v=-2)", "Always"),
    ],
    "one size of access, no overlap": [
        ("static u32 w = 0x10002; static int x; P0(void) { x = READ_ONCE(*(u16 *)&w); } "
         "exists (x=2)", "Always"),
        ("static u32 w = 0x20000; P0(void) { WRITE_ONCE(*(u16 *)&w, 1); } exists (w=0x20001)",
         "Always"),
        ("static u32 w, *p = &w; P0(void) { WRITE_ONCE(*(u16 *)p, 1); } exists (w=1)",
         "Always"),
        ("static u32 w; static int x; P0(void) { WRITE_ONCE(*((u16 *)&w + (x == 0)), 1); } "
         "exists (w=0x10000)", "Always"),
        ("static u32 w, *p, *q; P0(void) { WRITE_ONCE(p, &w); } P1(void) { q = READ_ONCE(p); } "
         "P2(void) { u32 *r = READ_ONCE(q); if (r) WRITE_ONCE(*(u16 *)r, 1); } exists (w=1)",
         "modelled at addresses that are constant or one of a few"),
    ],
    "no interrupts, no MMIO or DMA": [
        ("static int x; P0(void) { local_irq_disable(); x = 1; } exists (x=1)",
         "let the handler be a thread"),
        ("static int x; P0(void) { x = readl(&x); } exists (x=1)", "READ_ONCE"),
        ("static int x; P0(void) { writel(2, &x); } exists (x=1)", "WRITE_ONCE"),
    ],
    "no optimisation by compilers, no self-modifying code": [
        ("{} P0(int *x) { *x = 1; } P1(int *x) { int r = *x; } exists (1:r=0)", "Flag data-race"),
    ],
    "10 processes of RCU take 6 s, 16 take 15 minutes": [
        # As many as there: a grace period for each reader of the next in the ring.
        ("{} " + " ".join(
            f"P{i}(int *x{i}, int *x{(i + 1) % 16}) {{ "
            + (f"WRITE_ONCE(*x{i}, 1); synchronize_rcu(); int r = READ_ONCE(*x{(i + 1) % 16}); }}"
               if i % 2 else
               f"rcu_read_lock(); WRITE_ONCE(*x{i}, 1); int r = READ_ONCE(*x{(i + 1) % 16}); "
               "rcu_read_unlock(); }") for i in range(16))
         + " exists (" + " /\\ ".join(f"{i}:r=0" for i in range(16)) + ")", "Never"),
    ],
}


def rows_of(readme):
    with open(readme, encoding="utf-8") as file:
        table = file.read().partition("| There | Here |\n|---|---|\n")[2].partition("\n\n")[0]
    return [re.split(r"(?<!\\)\|", line)[1].strip() for line in table.splitlines()]


def answer(lkmm, work, text):
    file = os.path.join(work, "row.litmus")
    has_state = re.search(r"(^|; )\{", text.partition("P0(")[0])
    body = text if has_state else re.sub(r"(?=\bP0\()", "{} ", text, count=1)
    language = "Rust" if "fn P0(" in text else "C"
    with open(file, "w", encoding="utf-8") as out:
        out.write(f"{language} row\n{body}\n")
    done = subprocess.run([lkmm, "check", file], capture_output=True, text=True)
    return done.stdout + done.stderr


def main():
    lkmm, root = sys.argv[1:]
    report = tap.Tap()
    rows = rows_of(os.path.join(root, "README.md"))
    with tempfile.TemporaryDirectory() as work:
        with open(os.path.join(work, "beside.h"), "w", encoding="utf-8") as file:
            file.write("#define BESIDE 7\n")
        for row in rows:
            report.point(row in ROWS, f"{row}: has tests")
            for text, expected in ROWS.get(row, ()):
                said = answer(lkmm, work, text)
                wanted = f"Observation row {expected}" if expected in ("Always", "Never") \
                    else expected
                report.point(wanted in said, f"{row}: {text[:60]}", text, said)
    report.point(bool(rows) and set(ROWS) <= set(rows), "every test has its row",
                 *sorted(set(ROWS) - set(rows)))
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
