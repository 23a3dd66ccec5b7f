#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# facts.sh TREE: the check of facts finds each way to guess facts from a row's name. TAP.
. "$(dirname "$0")/planted.sh"

# finds WHAT LITERAL FILE LINE: with LINE at the end of FILE
finds() {
	plant "$1" "$3:$(($(wc -l <"$copy/$3") + 1)): compares with \"$2\"" "$3" "$4"
}

finds "the beginning of an operation's name" rcu_ emit/c.c \
	'static bool p(const struct lkmm_op *op) { return !strncmp(op->name, "rcu_", 4); }'
finds "a part of it" xchg emit/rust_expr.c \
	'static bool p(const struct lkmm_op *op) { return strstr(op->name, "xchg"); }'
finds "all of it" dec_if_positive gen/c/module.c \
	'static bool p(const struct op *op) { return streq(op->name, "dec_if_positive"); }'
finds "a list of operations" andnot tool/hot/cost.c \
	'static const char *const voids[] = { "andnot", NULL };'
finds "a table of names" smp_rmb gen/tests/bench.c \
	'static const struct { const char *name, *core; } common[] = { { "smp_rmb", "fence(Acquire)" } };'
finds "a barrier" smp_mb show/why.c \
	'static bool p(const char *name) { return !strcmp(name, "smp_mb"); }'
finds "the key of a barrier" compiler gen/c/ops.c \
	'static bool p(const struct barrier *b) { return streq(b->key, "compiler"); }'
finds "a register" rax gen/c/arch.c \
	'static bool p(const struct operand *o) { return streq(o->reg->name, "rax"); }'
finds "a list of registers" eax gen/rust/arch.c \
	'static const char *const fixed[] = { "eax", NULL };'
finds "an architecture" arm64 tool/run/kernel.c \
	'static bool p(const struct run *r) { return !strcmp(r->arch->name, "arm64"); }'
all_found facts.py
plant "an exception that is not needed" 'not ok 2 ' tests/house/facts.allow \
	"gen/c/ops.c  nothing  a reason"
all_found facts.py
finish
