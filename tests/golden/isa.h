/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the files about instruction sets share. */
#ifndef GOLDEN_ISA_H
#define GOLDEN_ISA_H

#include "golden.h"

extern const struct reg no_reg;
extern const struct isa i386_isa, loongarch64_isa, s390x_isa;

bool is_memory(const char *operand);
char last_letter(const char *s);
bool is_mnemonic(const struct insn *insn, const char *words);

/* Of @n names; the first is of the register that is 0, and number @stack points to the stack. */
struct reg reg_called(const char *token, size_t len, const char *const *names, int n, int stack);

/* What x86-64 and i386 share. */
struct reg x86_reg(const char *token, size_t len);
enum flow x86_flow(const struct insn *insn);
int x86_defines(const struct insn *insn, int operand);
int x86_defines_besides(const struct insn *insn);
struct access x86_access(const struct insn *insn);
bool x86_is_flag_to_bool(const struct insn *insn);
const char *x86_arithmetic(const struct insn *insn);
char *x86_plain(struct access a, const char *where);

/* For an instruction set that has nothing of the kind. */
int no_register(const struct insn *insn);
struct test no_test(const struct function *f, int i);
bool never(const struct insn *insn);

#endif
