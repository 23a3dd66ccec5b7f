#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0 OR MIT
"""share.py KERNEL [NAMES]: the share of a kernel's call sites whose names include/kernel has.

KERNEL is a kernel's sources. A call site is a word and an opening parenthesis in a .c file outside
arch/, Documentation/, tools/ and samples/; comments and strings are not taken out. Prints a line
for each family: call sites, those with a name of ours, and the NAMES (5) most frequent of the
others.
"""

import collections
import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
SKIPPED = ("arch", "Documentation", "tools", "samples", "rust", "scripts")
FAMILIES = (
    ("atomics, exchanges, marked accesses",
     r"(raw_|arch_)?(atomic(64|_long)?_(read|set|add|sub|inc|dec|and|andnot|or|xor|fetch|xchg|"
     r"cmpxchg|try_cmpxchg|cond_read)(_\w+)?|(try_)?cmpxchg\w*|xchg\w*)|(READ|WRITE)_ONCE|"
     r"smp_(load|store|cond_load)_\w+"),
    ("barriers between CPUs", r"smp_([rw]?mb|mb__\w+|acquire__\w+)|barrier|cpu_relax"),
    ("barriers against devices", r"[rw]?mb|(dma|virt)_[rw]?mb|io_stop_wc|pmem_wmb|mmiowb|"
     r"virt_(load|store)_\w+"),
    ("bits", r"(__|arch_)?(set|clear|change|test|test_and_(set|clear|change)|assign)_bit(_lock|"
     r"_acquire)?|(__)?clear_bit_unlock\w*|xor_unlock_is_negative_byte"),
    ("reference counts", r"(refcount|kref|rcuref)_\w+"),
    ("counters of a CPU", r"(__)?local(64)?_(read|set|inc|dec|add|sub|xchg|cmpxchg|try_cmpxchg|"
     r"\w+_(return|test|unless|not_zero|negative))"),
    ("publishing pointers", r"rcu_(dereference|assign_pointer|access_pointer|replace_pointer)\w*|"
     r"unrcu_pointer|RCU_INIT_POINTER"),
    ("RCU", r"rcu_read_(un)?lock\w*|synchronize_rcu\w*|call_rcu\w*|kv?free_rcu\w*|rcu_barrier\w*|"
     r"srcu_\w+|synchronize_srcu\w*|call_srcu"),
    ("lists", r"h?list_\w+|__list_\w+"),
    ("lists without locks", r"llist_\w+"),
    ("sequence counts", r"(raw_)?(read|write)_seq\w+|seqcount_\w+|seqlock_\w+|done_seqretry|"
     r"need_seqretry"),
    ("speculation", r"array_index(_mask)?_nospec|barrier_nospec"),
)


def ours():
    """The names that our headers define, as macros, functions and declarations."""
    top = os.path.join(ROOT, "include/kernel")
    headers = sorted(os.path.relpath(os.path.join(d, f), top) for d, _, files in os.walk(top)
                     for f in files if f.endswith(".h"))
    text = "".join(f"#include <{h}>\n" for h in headers)
    names = set()
    for option in ("-E", "-dM"):
        out = subprocess.run(["gcc", "-E", option, "-x", "c", "-I", top, "-I",
                              os.path.join(ROOT, "include"), "-"], input=text, text=True,
                             check=True, capture_output=True).stdout
        names |= set(re.findall(r"#define (\w+)" if option == "-dM" else r"\b(\w+)\s*\(", out))
    return names


def call_sites(kernel):
    """How often each word has a parenthesis behind it."""
    count = collections.Counter()
    for d, folders, files in os.walk(kernel):
        if d == kernel:
            folders[:] = [f for f in folders if f not in SKIPPED]
        for f in files:
            if f.endswith(".c"):
                with open(os.path.join(d, f), encoding="latin-1") as source:
                    count.update(re.findall(r"\b([A-Za-z_]\w*)\(", source.read()))
    return count


def main():
    if not 2 <= len(sys.argv) <= 3 or not os.path.isdir(os.path.join(sys.argv[1], "kernel")):
        sys.exit(__doc__)
    count, have = call_sites(sys.argv[1]), ours()
    shown = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    for family, pattern in FAMILIES:
        of = {n: k for n, k in count.items() if re.fullmatch(pattern, n)}
        lacks = sorted((n for n in of if n not in have), key=lambda n: -of[n])
        total, found = sum(of.values()), sum(k for n, k in of.items() if n in have)
        print(f"{family}: {total} call sites, {100 * found / max(total, 1):.1f} % ours;",
              "not", ", ".join(f"{n} {of[n]}" for n in lacks[:shown]) or "any")


main()
