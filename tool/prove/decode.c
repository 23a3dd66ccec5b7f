// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What an instruction does: it is read as a litmus test in assembly that has nothing else. One that
 * defs/isa/ lacks may still be known not to access memory that others see: it computes, and what it
 * computes is not known then. Where it goes if it jumps is not its own affair.
 */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* x86: an instruction, without words in front of it that do not say what it does. */
static const char *behind_prefixes(const char *text)
{
	static const char *const prefixes[] = {
		"cs ", "ds ", "es ", "ss ", "fs ", "gs ", "bnd ", "notrack ", "data16 ", "addr32 ",
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (begins(text, prefixes[i]))
			return behind_prefixes(text + strlen(prefixes[i]));
	return text;
}

/* Instructions that leave the function, or have effects that no operand shows. */
static bool has_hidden_effects(const char *text)
{
	static const char *const names[] = {
		"call", "bl ", "blr", "br ", "bra", "brb", "jal", "jr ", "jmp", "svc", "hvc", "smc",
		"syscall", "sysenter", "sysexit", "sysret", "int", "hlt", "brk", "ud", "udf",
		"ecall", "ebreak", "mret", "sret", "rep", "lock", "enter", "pushf", "popf",
		"xbegin", "xend", "xabort", "eret", "iret", "lret", "ljmp", "lcall", "uiret",
		"monitor", "mwait", "vm", "dc ", "clzero", "maskmov", "cpuid", "loop",
	};

	text = behind_prefixes(text);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (begins(text, names[i]))
			return true;
	return false;
}

enum effect effect_of(const char *arch, const char *text)
{
	const char *memory = strpbrk(text, "([");

	if (has_hidden_effects(text))
		return EFFECT_OTHER;
	if (begins(text, "push") || begins(text, "pop"))
		return EFFECT_FRAME;
	if (!memory || machine_addresses(machine_code(arch), text))
		return EFFECT_VALUES;
	if (strstr(memory, "[sp") || strstr(memory, "(sp") || strstr(memory, "(%rsp"))
		return EFFECT_FRAME;
	return EFFECT_OTHER;
}

static bool read_test(struct decoder *d, struct instruction *i, bool jumps)
{
	struct text t = { 0 };
	struct litmus_test test;
	char *text;
	bool ok;

	text_add(&t, "%s t\n{\n}\n P0 ;\n %s%s ;\nL: ;\nexists (true)\n", d->isa, i->text,
		 jumps ? " L" : "");
	text = t.failed ? NULL : t.s;
	if (!text) {
		text_free(&t);
		d->failed = true;
		return false;
	}
	ok = litmus_parse(&test, text, t.len);
	/* Its text is not used any more; nor what was read of one that is not known. */
	text_free(&t);
	if (ok) {
		i->program = test.program;
		i->arena = test.arena;
	} else {
		lkmm_arena_free(test.arena);
	}
	return ok;
}

const struct instruction *decode(struct decoder *d, const struct function_line *l)
{
	unsigned int hash = l->jumps;
	struct instruction *i;

	for (const char *p = l->text; *p; p++)
		hash = hash * 31 + (unsigned char)*p;
	for (i = d->bucket[hash % DECODER_BUCKETS]; i; i = i->next)
		if (!strcmp(i->text, l->text))
			return i;
	i = calloc(1, sizeof(*i));
	if (!i) {
		d->failed = true;
		return NULL;
	}
	i->next = d->bucket[hash % DECODER_BUCKETS];
	d->bucket[hash % DECODER_BUCKETS] = i;
	strcpy(i->text, l->text);
	i->bytes = machine_bytes(machine_code(d->arch), l->text);
	i->unknown = asm_unknown_flags(asm_isa_of(d->arch), l->text);
	if (!read_test(d, i, l->jumps))
		i->effect = effect_of(d->arch, i->text);
	return i;
}

void decoder_free(struct decoder *d)
{
	for (int b = 0; b < DECODER_BUCKETS; b++)
		while (d->bucket[b]) {
			struct instruction *i = d->bucket[b];

			d->bucket[b] = i->next;
			lkmm_arena_free(i->arena);
			free(i);
		}
}
