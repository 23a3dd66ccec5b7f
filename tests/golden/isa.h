/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the files about instruction sets share. */
#ifndef GOLDEN_ISA_H
#define GOLDEN_ISA_H

#include "golden.h"

extern const struct reg no_reg;
extern const struct isa loongarch64_isa, s390x_isa;

bool is_memory(const char *operand);
char last_letter(const char *s);
bool is_mnemonic(const struct insn *insn, const char *words);

/* For an instruction set that has nothing of the kind. */
int no_register(const struct insn *insn);
struct test no_test(const struct function *f, int i);
bool never(const struct insn *insn);

#endif
