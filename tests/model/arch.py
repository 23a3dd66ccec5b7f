#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""arch.py LKMM [--reference DIR] [FILE|DIR...]: which CPUs can show the outcomes of tests.

The classic tests, with the answers of the literature; DIR has tests in assembly with herd7's
answers by the vendors' models, which are compared where they are the same test. Of those at FILE
or DIR: no CPU ends as LKMM forbids, and each that is not decided has a reason. TAP.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import ask
from ask import NARROW, tap

TAP = tap.Tap()


def check(name, good, why):
    """One test."""
    TAP.point(good, name, why)

# W, R: WRITE_ONCE, READ_ONCE; S, L: smp_store_release(), smp_load_acquire(); X: xchg().
CODE = {
    "W": "WRITE_ONCE(*{v}, {n});", "S": "smp_store_release({v}, {n});",
    "R": "int {r} = READ_ONCE(*{v});", "L": "int {r} = smp_load_acquire({v});",
    "X": "int {r} = xchg({v}, {n});", "mb": "smp_mb();", "rmb": "smp_rmb();",
    "wmb": "smp_wmb();",
    # on the last read: data dependencies, and control dependencies up to the end
    "D": "WRITE_ONCE(*{v}, {last} - {last} + {n});", "if": "if ({last}) {{",
}
ALL = ("arm64", "riscv64", "s390x", "x86_64")
# name: processes, final state, LKMM, the architectures that can show it, tests in assembly
CLASSIC = {
    "SB": ("W x 1, R y r0 | W y 1, R x r0", "0:r0=0 1:r0=0", True, ALL, [
        "catalogue/aarch64/tests/SB", "catalogue/x86_64/tests/SB", "dat3m/AARCH64/SYS/SB"]),
    "SB+mbs": ("W x 1, mb, R y r0 | W y 1, mb, R x r0", "0:r0=0 1:r0=0", False, (), [
        "catalogue/x86_64/tests/SB+mfences"]),
    "SB+mb+po": ("W x 1, mb, R y r0 | W y 1, R x r0", "0:r0=0 1:r0=0", True, ALL, [
        "catalogue/aarch64/tests/SB+dmb.sy+po", "catalogue/x86_64/tests/SB+mfence+po",
        "dat3m/RISCV/SB+fence.rw.rw+po"]),
    "SB+rel-acqs": ("S x 1, L y r0 | S y 1, L x r0", "0:r0=0 1:r0=0", True,
                    ("riscv64", "s390x", "x86_64"), []),
    "SB+xchgs": ("X x 1 r1, R y r0 | X y 1 r1, R x r0", "0:r0=0 1:r0=0", False, (), []),
    "MP": ("W x 1, W y 1 | R y r0, R x r1", "1:r0=1 1:r1=0", True, ("arm64", "riscv64"), [
        "catalogue/x86/tests/MP"]),
    "MP+mbs": ("W x 1, mb, W y 1 | R y r0, mb, R x r1", "1:r0=1 1:r1=0", False, (), [
        "catalogue/x86/tests/MP+mfences", "dat3m/AARCH64/LD/MP+dmb.sys"]),
    "MP+po+mb": ("W x 1, W y 1 | R y r0, mb, R x r1", "1:r0=1 1:r1=0", True,
                 ("arm64", "riscv64"), [
                     "catalogue/aarch64/tests/MP+po+dmb.sy", "catalogue/x86/tests/MP+po+mfence"]),
    "MP+wmb+rmb": ("W x 1, wmb, W y 1 | R y r0, rmb, R x r1", "1:r0=1 1:r1=0", False, (), []),
    "MP+wmb+mb": ("W x 1, wmb, W y 1 | R y r0, mb, R x r1", "1:r0=1 1:r1=0", False, (), [
        "dat3m/AARCH64/Fence2/MP+dmb.st+dmb.sy"]),
    "MP+mb+rmb": ("W x 1, mb, W y 1 | R y r0, rmb, R x r1", "1:r0=1 1:r1=0", False, (), [
        "dat3m/AARCH64/SYS/MP+dmb.sy+dmb.ld"]),
    "MP+rel+acq": ("W x 1, S y 1 | L y r0, R x r1", "1:r0=1 1:r1=0", False, (), [
        "dat3m/AARCH64/SYS/MP+popl+poap"]),
    "MP+rel+mb": ("W x 1, S y 1 | R y r0, mb, R x r1", "1:r0=1 1:r1=0", False, (), [
        "dat3m/AARCH64/SYS/MP+popl+dmb.sy"]),
    "MP+mb+acq": ("W x 1, mb, W y 1 | L y r0, R x r1", "1:r0=1 1:r1=0", False, (), []),
    "MP+wmb+ctrl": ("W x 1, wmb, W y 1 | R y r0, if, R x r1", "1:r0=1 1:r1=0", True,
                    ("arm64", "riscv64"), []),
    "LB": ("R x r0, W y 1 | R y r0, W x 1", "0:r0=1 1:r0=1", True, ("arm64", "riscv64"), [
        "catalogue/x86/tests/LB", "dat3m/AARCH64/SYS/LB"]),
    "LB+mbs": ("R x r0, mb, W y 1 | R y r0, mb, W x 1", "0:r0=1 1:r0=1", False, (), [
        "catalogue/x86/tests/LB+mfences", "dat3m/AARCH64/LD/LB+dmb.sys"]),
    "LB+rmb+po": ("R x r0, rmb, W y 1 | R y r0, W x 1", "0:r0=1 1:r0=1", True,
                  ("arm64", "riscv64"), ["dat3m/AARCH64/SYS/LB+dmb.ld+po"]),
    "LB+datas": ("R x r0, D y 1 | R y r0, D x 1", "0:r0=1 1:r0=1", False, (), []),
    "LB+ctrls": ("R x r0, if, W y 1 | R y r0, if, W x 1", "0:r0=1 1:r0=1", False, (), [
        "dat3m/RISCV/LB+ctrls"]),
    "LB+wmb+ctrl": ("R x r0, wmb, W y 1 | R y r0, if, W x 1", "0:r0=1 1:r0=1", True,
                    ("arm64", "riscv64"), ["dat3m/RISCV/LB+fence.w.w+ctrl"]),
    "S": ("W x 2, W y 1 | R y r0, W x 1", "1:r0=1 x=2", True, ("arm64", "riscv64"), [
        "catalogue/x86/tests/S", "dat3m/AARCH64/SYS/S"]),
    "S+mbs": ("W x 2, mb, W y 1 | R y r0, mb, W x 1", "1:r0=1 x=2", False, (), [
        "catalogue/aarch64/tests/S+dmb.sys", "dat3m/RISCV/S+fence.rw.rws"]),
    "S+mb+po": ("W x 2, mb, W y 1 | R y r0, W x 1", "1:r0=1 x=2", True, ("arm64", "riscv64"), [
        "catalogue/aarch64/tests/S+dmb.sy+po"]),
    "S+mb+data": ("W x 2, mb, W y 1 | R y r0, D x 1", "1:r0=1 x=2", False, (), [
        "dat3m/AARCH64/TUTO/S+dmb.sy+data"]),
    "S+mb+ctrl": ("W x 2, mb, W y 1 | R y r0, if, W x 1", "1:r0=1 x=2", False, (), [
        "dat3m/AARCH64/TUTO/S+dmb.sy+ctrl"]),
    "R": ("W x 1, W y 1 | W y 2, R x r0", "y=2 1:r0=0", True, ALL, [
        "catalogue/aarch64/tests/R", "catalogue/x86_64/tests/R"]),
    "R+mbs": ("W x 1, mb, W y 1 | W y 2, mb, R x r0", "y=2 1:r0=0", False, (), [
        "catalogue/aarch64/tests/R+dmb.sys"]),
    "R+po+mb": ("W x 1, W y 1 | W y 2, mb, R x r0", "y=2 1:r0=0", True, ("arm64", "riscv64"), [
        "catalogue/x86_64/tests/R+po+mfence"]),
    "R+wmb+mb": ("W x 1, wmb, W y 1 | W y 2, mb, R x r0", "y=2 1:r0=0", True, (), [
        "dat3m/RISCV/R+fence.w.w+fence.rw.rw"]),
    "R+mb+rmb": ("W x 1, mb, W y 1 | W y 2, rmb, R x r0", "y=2 1:r0=0", True, ALL, []),
    "2+2W": ("W x 1, W y 2 | W y 1, W x 2", "x=1 y=1", True, ("arm64", "riscv64"), [
        "catalogue/aarch64/tests/2+2W", "catalogue/x86_64/tests/2+2W"]),
    "2+2W+mbs": ("W x 1, mb, W y 2 | W y 1, mb, W x 2", "x=1 y=1", False, (), [
        "catalogue/aarch64/tests/2+2W+dmb.sys"]),
    "2+2W+wmbs": ("W x 1, wmb, W y 2 | W y 1, wmb, W x 2", "x=1 y=1", True, (), []),
    "IRIW": ("W x 1 | R x r0, R y r1 | W y 1 | R y r0, R x r1",
             "1:r0=1 1:r1=0 3:r0=1 3:r1=0", True, ("arm64", "riscv64"), []),
    "IRIW+mbs": ("W x 1 | R x r0, mb, R y r1 | W y 1 | R y r0, mb, R x r1",
                 "1:r0=1 1:r1=0 3:r0=1 3:r1=0", False, (), []),
    "IRIW+acqs": ("W x 1 | L x r0, R y r1 | W y 1 | L y r0, R x r1",
                  "1:r0=1 1:r1=0 3:r0=1 3:r1=0", True, (), []),
    "WRC": ("W x 1 | R x r0, W y 1 | R y r0, R x r1", "1:r0=1 2:r0=1 2:r1=0", True,
            ("arm64", "riscv64"), ["catalogue/x86_64/tests/WRC", "dat3m/AARCH64/SYS/WRC"]),
    "WRC+mb+rmb": ("W x 1 | R x r0, mb, W y 1 | R y r0, rmb, R x r1", "1:r0=1 2:r0=1 2:r1=0",
                   False, (), []),
    "WRC+rel+acq": ("W x 1 | R x r0, S y 1 | L y r0, R x r1", "1:r0=1 2:r0=1 2:r1=0", False, (),
                    []),
    "WRC+data+rmb": ("W x 1 | R x r0, D y 1 | R y r0, rmb, R x r1", "1:r0=1 2:r0=1 2:r1=0",
                     True, (), []),
    "ISA2": ("W x 1, W y 1 | R y r0, W z 1 | R z r0, R x r1", "1:r0=1 2:r0=1 2:r1=0", True,
             ("arm64", "riscv64"), []),
    "ISA2+rel+rel+acq": ("W x 1, S y 1 | R y r0, S z 1 | L z r0, R x r1",
                         "1:r0=1 2:r0=1 2:r1=0", False, (), []),
    "ISA2+mb+data+rmb": ("W x 1, mb, W y 1 | R y r0, D z 1 | R z r0, rmb, R x r1",
                         "1:r0=1 2:r0=1 2:r1=0", False, (), []),
    "ISA2+mb+mb+po": ("W x 1, mb, W y 1 | R y r0, mb, W z 1 | R z r0, R x r1",
                      "1:r0=1 2:r0=1 2:r1=0", True, ("arm64", "riscv64"), [
                          "dat3m/AARCH64/SYS/ISA2+dmb.sy+dmb.sy+po"]),
    "RWC+po+mb": ("W x 1 | R x r0, R y r1 | W y 1, mb, R x r0", "1:r0=1 1:r1=0 2:r0=0", True,
                  ("arm64", "riscv64"), ["catalogue/x86_64/tests/RWC+po+mfence"]),
    "RWC+rmb+mb": ("W x 1 | R x r0, rmb, R y r1 | W y 1, mb, R x r0", "1:r0=1 1:r1=0 2:r0=0",
                   True, (), []),
    "CoRR": ("W x 1 | R x r0, R x r1", "1:r0=1 1:r1=0", False, (), []),
    "CoWR": ("W x 1, R x r0 | W x 2", "0:r0=2 x=1", False, (), []),
}

# Of the classic tests, those in which x86 has no instruction that another CPU has more of: what
# x86 shows, Arm does.
WEAKER = [("x86_64", "arm64"), ("x86_64", "riscv64")]

# Differences that sequences make: test, CPUs that can show the outcome, CPUs that cannot.
OWN = {
    "an addition without result is not ordered by smp_rmb() with LSE": ("""C rmb-not-noreturn
{}
P0(atomic_t *x, int *y)
{
	int r0;

	atomic_add(1, x);
	smp_rmb();
	r0 = READ_ONCE(*y);
}
P1(atomic_t *x, int *y)
{
	int r0;

	WRITE_ONCE(*y, 1);
	smp_mb();
	r0 = atomic_read(x);
}
exists (0:r0=0 /\\ 1:r0=0)
""", ["arm64+lse"], ["x86_64"]),
    # Not in a kernel on x86: docs/prove.md.
    "a conditional addition that fails reads again behind a barrier": ("""C unless
{ atomic_t y = ATOMIC_INIT(0); }
P0(int *x, atomic_t *y)
{
	WRITE_ONCE(*x, 1);
	smp_mb__before_atomic();
	int r0 = atomic_inc_not_zero(y);
}
P1(int *x, atomic_t *y)
{
	atomic_set(y, 1);
	smp_mb();
	int r0 = READ_ONCE(*x);
}
exists (0:r0=0 /\\ 1:r0=0)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "a compare-and-exchange that fails writes nothing": ("""C failed
{ x=1; }
P0(int *x)
{
	int r0 = cmpxchg(x, 0, 2);
}
forall (x=1 /\\ 0:r0=1)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "what a failed try_cmpxchg() found": ("""C found
{ x=7; }
P0(int *x)
{
	int old = 0;
	int ok = try_cmpxchg(x, &old, 2);
	int again = try_cmpxchg(x, &old, 3);
}
forall (x=3 /\\ 0:old=7 /\\ 0:ok=0 /\\ 0:again=1)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "arithmetic wraps, and keeps its sign": ("""C wraps
{ x=-3; y=2147483647; }
P0(atomic_t *x, atomic_t *y)
{
	int r0 = atomic_add_return(1, x);
	int r1 = atomic_fetch_sub(5, x);
	int r2 = atomic_inc_return(y);
	int r3 = atomic_dec_and_test(y);
	int r4 = atomic_fetch_andnot(1, x);
	int r5 = atomic_add_negative(100, x);
	int r6 = atomic_read(x);
	int r7 = atomic_add_unless(x, 1, 93);
	int r8 = atomic_dec_if_positive(x);
}
forall (0:r0=-2 /\\ 0:r1=-2 /\\ 0:r2=-2147483648 /\\ 0:r3=0 /\\ 0:r4=-7 /\\ 0:r5=0 /\\ 0:r6=92 /\\
	0:r7=1 /\\ 0:r8=92 /\\ x=92 /\\ y=2147483647)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "two additions are both there": ("""C both
{}
P0(atomic_t *x) { atomic_inc(x); }
P1(atomic_t *x) { int r0 = atomic_fetch_or(8, x); }
forall (x=9)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "objects of 8 and 16 bits keep their sign": (
        NARROW, [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "bytes and halfwords are loaded and stored everywhere": ("""C narrow-access
{ s8 a=-3; u8 b=253; s16 c=-3; u16 d=65533; }
P0(s8 *a, u8 *b, s16 *c, u16 *d)
{
	int r0 = READ_ONCE(*a);
	int r1 = READ_ONCE(*b);
	int r2 = smp_load_acquire(c);
	int r3 = smp_load_acquire(d);

	WRITE_ONCE(*a, 255);
	*b = 258;
	smp_store_release(c, 65535);
	WRITE_ONCE(*d, -1);
}
forall (0:r0=-3 /\\ 0:r1=253 /\\ 0:r2=-3 /\\ 0:r3=65533 /\\ a=-1 /\\ b=2 /\\ c=-1 /\\ d=65535)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "xchg() of a byte is a full barrier": ("""C narrow-full
{ u8 x; u8 y; }
P0(u8 *x, u8 *y) { int r1 = xchg(x, 1); int r0 = READ_ONCE(*y); }
P1(u8 *x, u8 *y) { int r1 = xchg(y, 1); int r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ 1:r0=0)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "stores of bytes are buffered": ("""C narrow-sb
{ u8 x; u8 y; }
P0(u8 *x, u8 *y) { WRITE_ONCE(*x, 1); int r0 = READ_ONCE(*y); }
P1(u8 *x, u8 *y) { WRITE_ONCE(*y, 1); int r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ 1:r0=0)
""", ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"], []),
    "a lock keeps others out": ("""C lock
{}
P0(spinlock_t *s, int *x) { spin_lock(s); int r0 = *x; *x = r0 + 1; spin_unlock(s); }
P1(spinlock_t *s, int *x) { spin_lock(s); int r0 = *x; *x = r0 + 1; spin_unlock(s); }
forall (x=2)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
}
# RCU is software: the counting rule holds on every CPU; the sections have no order of their own.
RCU = {
    "a grace period and a section": ("""C rcu-mp
{}
P0(int *x, int *y) { WRITE_ONCE(*x, 1); synchronize_rcu(); WRITE_ONCE(*y, 1); }
P1(int *x, int *y) { rcu_read_lock(); int r0 = READ_ONCE(*x); int r1 = READ_ONCE(*y);
	rcu_read_unlock(); }
exists (1:r0=0 /\\ 1:r1=1)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "no section": ("""C rcu-mp-bare
{}
P0(int *x, int *y) { WRITE_ONCE(*x, 1); synchronize_rcu(); WRITE_ONCE(*y, 1); }
P1(int *x, int *y) { rcu_read_lock(); rcu_read_unlock(); int r0 = READ_ONCE(*y);
	int r1 = READ_ONCE(*x); }
exists (1:r0=1 /\\ 1:r1=0)
""", ["arm64", "arm64+lse", "riscv64"], ["s390x", "x86_64"]),
    "a section without a grace period": ("""C rcu-sb-fence
{}
P0(int *x, int *y) { WRITE_ONCE(*x, 1); smp_mb(); int r0 = READ_ONCE(*y); }
P1(int *x, int *y) { rcu_read_lock(); WRITE_ONCE(*y, 1); int r0 = READ_ONCE(*x);
	rcu_read_unlock(); }
exists (0:r0=0 /\\ 1:r0=0)
""", ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"], []),
    "a store buffer and a grace period": ("""C rcu-sb
{}
P0(int *x, int *y) { WRITE_ONCE(*x, 1); synchronize_rcu(); int r0 = READ_ONCE(*y); }
P1(int *x, int *y) { rcu_read_lock(); WRITE_ONCE(*y, 1); int r0 = READ_ONCE(*x);
	rcu_read_unlock(); }
exists (0:r0=0 /\\ 1:r0=0)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "one grace period for two sections": ("""C rcu-one-for-two
{}
P0(int *x, int *y) { WRITE_ONCE(*x, 1); synchronize_rcu(); int r0 = READ_ONCE(*y); }
P1(int *y, int *z) { rcu_read_lock(); WRITE_ONCE(*y, 1); int r0 = READ_ONCE(*z);
	rcu_read_unlock(); }
P2(int *x, int *z) { rcu_read_lock(); WRITE_ONCE(*z, 1); int r0 = READ_ONCE(*x);
	rcu_read_unlock(); }
exists (0:r0=0 /\\ 1:r0=0 /\\ 2:r0=0)
""", ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"], []),
    "a grace period in a section": ("""C rcu-own
{}
P0(int *x) { rcu_read_lock(); synchronize_rcu(); WRITE_ONCE(*x, 1); rcu_read_unlock(); }
exists (x=1)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "SRCU: a grace period and a section": ("""C srcu-mp
{}
P0(int *x, int *y, struct srcu_struct *s)
{ WRITE_ONCE(*x, 1); synchronize_srcu(s); WRITE_ONCE(*y, 1); }
P1(int *x, int *y, struct srcu_struct *s)
{ int r2 = srcu_read_lock(s); int r0 = READ_ONCE(*x); int r1 = READ_ONCE(*y);
	srcu_read_unlock(s, r2); }
exists (1:r0=0 /\\ 1:r1=1)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "SRCU: of another domain": ("""C srcu-mp-other
{}
P0(int *x, int *y, struct srcu_struct *s)
{ WRITE_ONCE(*x, 1); synchronize_srcu(s); WRITE_ONCE(*y, 1); }
P1(int *x, int *y, struct srcu_struct *t)
{ int r2 = srcu_read_lock(t); int r0 = READ_ONCE(*x); int r1 = READ_ONCE(*y);
	srcu_read_unlock(t, r2); }
exists (1:r0=0 /\\ 1:r1=1)
""", ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"], []),
    "SRCU: the section ends first": ("""C srcu-mp-bare
{}
P0(int *x, int *y, struct srcu_struct *s)
{ WRITE_ONCE(*x, 1); synchronize_srcu(s); WRITE_ONCE(*y, 1); }
P1(int *x, int *y, struct srcu_struct *s)
{ int r2 = srcu_read_lock(s); srcu_read_unlock(s, r2); int r0 = READ_ONCE(*y);
	int r1 = READ_ONCE(*x); }
exists (1:r0=1 /\\ 1:r1=0)
""", ["arm64", "arm64+lse", "riscv64"], ["s390x", "x86_64"]),
    "SRCU: the right one of two cookies": ("""C srcu-two-cookies
{}
P0(int *x, int *y, struct srcu_struct *s)
{ WRITE_ONCE(*x, 1); synchronize_srcu(s); WRITE_ONCE(*y, 1); }
P1(int *x, int *y, struct srcu_struct *s)
{ int r2 = srcu_read_lock(s); int r0 = READ_ONCE(*x); int r3 = srcu_read_lock(s);
	srcu_read_unlock(s, r2); int r1 = READ_ONCE(*y); srcu_read_unlock(s, r3); }
exists (1:r0=0 /\\ 1:r1=1)
""", ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"], []),
    "SRCU: a cookie by way of memory": ("""C srcu-passed
{}
P0(int *x, int *y, struct srcu_struct *s)
{ WRITE_ONCE(*x, 1); synchronize_srcu(s); WRITE_ONCE(*y, 1); }
P1(int *x, int *c, struct srcu_struct *s)
{ int r2 = srcu_read_lock(s); int r0 = READ_ONCE(*x); smp_store_release(c, r2); }
P2(int *y, int *c, struct srcu_struct *s)
{ int r2 = smp_load_acquire(c); int r1;
	if (r2) { r1 = READ_ONCE(*y); srcu_read_unlock(s, r2); } }
exists (1:r0=0 /\\ 2:r1=1)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
    "SRCU: no barrier behind the section": ("""C srcu-sb
{}
P0(int *x, int *y, struct srcu_struct *s)
{ int r2 = srcu_read_lock(s); WRITE_ONCE(*x, 1); srcu_read_unlock(s, r2);
	int r0 = READ_ONCE(*y); }
P1(int *x, int *y) { WRITE_ONCE(*y, 1); smp_mb(); int r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ 1:r0=0)
""", ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"], []),
    "SRCU: a barrier behind the section": ("""C srcu-sb-barrier
{}
P0(int *x, int *y, struct srcu_struct *s)
{ int r2 = srcu_read_lock(s); WRITE_ONCE(*x, 1); srcu_read_unlock(s, r2);
	smp_mb__after_srcu_read_unlock(); int r0 = READ_ONCE(*y); }
P1(int *x, int *y) { WRITE_ONCE(*y, 1); smp_mb(); int r0 = READ_ONCE(*x); }
exists (0:r0=0 /\\ 1:r0=0)
""", [], ["arm64", "arm64+lse", "riscv64", "s390x", "x86_64"]),
}
# What is not decided: test, line, words of the reason.
REFUSED = {
    "two sizes": ("""C sizes
{ u32 x; }
P0(u32 *x) {
	WRITE_ONCE(*(u16 *)x, 1); }
exists (x=1)
""", 4, "an access of another size"),
    "SRCU": ("""C srcu
{}
P0(struct srcu_struct *s) {
	int r0 = srcu_read_lock(s);
	srcu_read_unlock(s, r0); }
exists (0:r0=1)
""", 4, "a cookie of SRCU is in the final states"),
}
# On i386 an object of 64 bits is in two registers; each half tells. Whether all states are so.
TWO_HALVES = {
    "both halves are compared, written and found": ("""C halves
{ atomic64_t x = ATOMIC64_INIT(0x780000005); }
P0(atomic64_t *x)
{
	s64 r0 = atomic64_cmpxchg(x, 0x780000004, 1);
	s64 r1 = atomic64_cmpxchg_relaxed(x, 0x680000005, 1);
	s64 r2 = atomic64_cmpxchg_acquire(x, 0x780000005, -2);
	s64 r3 = atomic64_cmpxchg_release(x, 4294967294, 3);
	s64 r4 = atomic64_read(x);
}
forall (0:r0=0x780000005 /\\ 0:r1=0x780000005 /\\ 0:r2=0x780000005 /\\ 0:r3=-2 /\\ 0:r4=-2 /\\ x=-2)
""", False),
    "it is a full barrier": ("""C halves-full
{ atomic64_t x = ATOMIC64_INIT(0x780000005); y=0; z=0; }
P0(atomic64_t *x, int *y, int *z)
{
	WRITE_ONCE(*y, 1);
	s64 r0 = atomic64_cmpxchg(x, 0x780000005, 0x900000003);
	int r1 = READ_ONCE(*z);
}
P1(int *y, int *z) { WRITE_ONCE(*z, 1); smp_mb(); int r1 = READ_ONCE(*y); }
exists (0:r1=0 /\\ 1:r1=0)
""", False),
    "it fails or not by the other thread's store": ("""C halves-two
{ atomic64_t x = ATOMIC64_INIT(0x780000005); }
P0(atomic64_t *x) { s64 r0 = atomic64_cmpxchg(x, 0x680000005, 1); }
P1(atomic64_t *x) { atomic64_set(x, 0x680000005); }
exists (0:r0=0x680000005 /\\ x=1)
""", True),
}
# Options that do not go together, and names that are none.
MISUSED = [
    (["--arch", "vax"], "expected"), (["--arch", "arm64,vax"], "expected"),
    (["--arch", "all", "--why"], "--why"), (["--arch", "all", "--model", "sc"], "--model"),
    (["--arch", "all", "--states"], "--states"), (["--arch", "all", "--fix"], "--fix"),
]


def source(name, processes, state):
    """The test in C."""
    text = f"C {name}\n{{}}\n"
    for i, process in enumerate(processes.split("|")):
        body, last, close = [], "", 0
        for step in process.split(","):
            word = step.split()
            kind, v = word[0], word[1] if len(word) > 1 else ""
            n = next((w for w in word[2:] if w.isdigit()), "")
            r = next((w for w in word[2:] if w.startswith("r")), "")
            if kind == "if":
                close += 1
            code = CODE[kind]
            if r and close:
                # declared in front of the block
                body.insert(0, f"\tint {r};")
                code = code.replace("int {r}", "{r}")
            body.append("\t" + code.format(v=v, n=n, r=r, last=last))
            last = r or last
        variables = sorted(set(re.findall(r"\b[xyz]\b", process)))
        text += f"P{i}({', '.join(f'int *{v}' for v in variables)})\n{{\n"
        text += "\n".join(body) + "\n" + "\t}\n" * close + "}\n"
    return text + "exists (" + " /\\ ".join(state.split()) + ")\n"


def ask_lkmm(lkmm, names, *more, arch="all"):
    """The answers by file, standard error, and the exit status."""
    done = subprocess.run([lkmm, "check", "--arch", arch, "--json", *more, *names],
                          capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {answer["file"]: answer for answer in lines}, done.stderr, done.returncode


def name_of(entry):
    """arm64+lse"""
    return entry["architecture"] + ("+" + entry["feature"] if "feature" in entry else "")


def cells(answer):
    """Whether the outcome is possible, by CPU."""
    return {name_of(e): e.get("possible") for e in answer.get("architectures", [])}


def write(folder, name, text):
    path = os.path.join(folder, name.replace("/", "-") + ".litmus")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def test_classic(lkmm, folder):
    paths = {name: write(folder, name, source(name, *test[:2])) for name, test in CLASSIC.items()}
    answers, _, _ = ask_lkmm(lkmm, list(paths.values()))
    for name, (_, _, model, can, _) in CLASSIC.items():
        answer = answers[paths[name]]
        want = {"arm64": "arm64" in can, "arm64+lse": "arm64" in can,
                "riscv64": "riscv64" in can, "s390x": "s390x" in can,
                "x86_64": "x86_64" in can}
        got = cells(answer)
        check(f"{name}: as in the literature", answer.get("possible") == model and
                  got == want, f"LKMM {answer.get('possible')}, {got}")
        forbidden = [e for e in answer["architectures"] if e.get("forbidden")]
        check(f"{name}: no CPU ends as LKMM forbids", not forbidden, forbidden)


def test_monotone():
    """Of the table itself, so that a slip in it is found."""
    for name, (processes, _, _, can, _) in CLASSIC.items():
        if re.search(r"\b[SLX]\b", processes):
            continue
        bad = [pair for pair in WEAKER if pair[0] in can and pair[1] not in can]
        check(f"{name}: what x86 shows, others do", not bad, bad)


def test_reference(folder):
    """The tests in assembly that are the same have the answer that CLASSIC has."""
    arch = {"catalogue/aarch64": "arm64", "catalogue/x86": "x86_64", "dat3m/AARCH64": "arm64",
            "dat3m/RISCV": "riscv64"}
    with open(os.path.join(folder, "expected.jsonl"), encoding="utf-8") as f:
        reference = {r["test"]: r["observation"] for r in map(json.loads, f)}
    for name, (_, _, _, can, same) in CLASSIC.items():
        for other in same:
            where = next(arch[p] for p in arch if other.startswith(p))
            seen = reference[other + ".litmus"]
            check(f"{name} on {where}: as herd7 says about {other}",
                      (seen == "Sometimes") == (where in can), seen)


def test_own(lkmm, folder):
    for name, (text, can, cannot) in (OWN | RCU).items():
        answers, err, _ = ask_lkmm(lkmm, [write(folder, "own", text)])
        answer = next(iter(answers.values()))
        got = cells(answer)
        check(name, all(got.get(c) is True for c in can) and
                  all(got.get(c) is False for c in cannot), f"{got}\n{err}")
    for name, (text, line, words) in REFUSED.items():
        answers, err, status = ask_lkmm(lkmm, [write(folder, "refused", text)])
        entries = next(iter(answers.values()))["architectures"]
        check(f"{name}: refused with the reason, at its line", status == 2 and all(
            words in e.get("error", "") and e["line"] == line for e in entries) and
            words in err, f"{status} {entries}\n{err}")


def test_by_name(lkmm, folder):
    """i386 is asked about by its name alone, and has the answers of x86-64."""
    texts = {name: source(name, *test[:2]) for name, test in CLASSIC.items()}
    texts.update((name, text) for name, (text, _, _) in OWN.items())
    texts.update((name, text) for name, (text, _) in TWO_HALVES.items())
    paths = {name: write(folder, f"by-name-{i}", text)
             for i, (name, text) in enumerate(texts.items())}
    answers, err, _ = ask_lkmm(lkmm, list(paths.values()), arch="i386,x86_64")
    for name, path in paths.items():
        got = cells(answers[path])
        check(f"{name}: i386 as x86-64", len(got) == 2 and got["i386"] is not None and
              got["i386"] == got["x86_64"] == TWO_HALVES.get(name, ("", got["x86_64"]))[1],
              f"{got}\n{err}")
    path = write(folder, "no-sequence", "C add64\n{ atomic64_t x; }\nP0(atomic64_t *x) {\n"
                 "\tatomic64_add(1, x); }\nexists (x=1)\n")
    answers, err, status = ask_lkmm(lkmm, [path], arch="i386,x86_64")
    check("what i386 has no sequence for is refused", status == 2 and
          cells(answers[path]) == {"i386": None, "x86_64": True} and
          "i386 has no instructions for this operation on 64 bits" in err, err)


def test_misuse(lkmm, folder):
    path = write(folder, "misuse", source("SB", *CLASSIC["SB"][:2]))
    for options, words in MISUSED:
        done = subprocess.run([lkmm, "check", *options, path], capture_output=True, text=True)
        check(f"{' '.join(options)} is refused", done.returncode == 2 and
                  words in done.stderr, f"{done.returncode} {done.stderr}")
    done = subprocess.run([lkmm, "check", "--arch", "x86_64", path], capture_output=True,
                          text=True)
    lines = done.stdout.splitlines()
    check("the table has a line of heads and one for the test", done.returncode == 0 and
              lines[0].split() == ["Test", "LKMM", "x86_64"] and
              lines[1].split() == ["SB", "yes", "yes"], done.stdout + done.stderr)


def test_given(lkmm, paths):
    """No CPU ends as LKMM forbids; what is not decided has a reason."""
    answers, err, _ = ask_lkmm(lkmm, paths, "--timeout", "20", arch="all,riscv64+zacas+zabha")
    decided = 0
    for file, answer in answers.items():
        entries = answer.get("architectures", [])
        bad = [(name_of(e), e["forbidden"]) for e in entries if e.get("forbidden")]
        dumb = [name_of(e) for e in entries if "possible" not in e and not (
            e.get("error") and f"{file}:{e['line']}:" in err)]
        check(f"{file}: no CPU ends as LKMM forbids", entries and not bad and not dumb or
                  "error" in answer, f"{bad} {dumb}")
        decided += bool(entries) and all("possible" in e for e in entries)
    print(f"# {decided} of {len(answers)} tests are decided for all CPUs")
    check("most tests are decided for all CPUs", 2 * decided > len(answers), decided)


def main():
    lkmm, *rest = sys.argv[1:]
    reference = rest[1] if rest[:1] == ["--reference"] else None
    paths = rest[2:] if reference else rest
    with tempfile.TemporaryDirectory() as folder:
        test_classic(lkmm, folder)
        test_monotone()
        if reference:
            test_reference(reference)
        test_own(lkmm, folder)
        test_by_name(lkmm, folder)
        test_misuse(lkmm, folder)
    if paths:
        test_given(lkmm, paths)
    return TAP.end()


if __name__ == "__main__":
    sys.exit(main())
