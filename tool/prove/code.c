// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Machine code of each architecture, beyond defs/isa/: who is called how, and how it is printed. */
#include "machine.h"

#include <fnmatch.h>
#include <string.h>

static const struct machine_code all[] = {
	{
		.arch = "arm64", .argument = { "X0", "X1", "X2", "X3" }, .stack = "SP",
		.result = "X0",
		.spare = { "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x8" },
		.jump = { "b", "b.*", "bl", "cb*", "tb*" },
		.addresses = { "prf*" },
		.bytes = { { "*b", 1 }, { "*h", 2 } }, .narrow = 'w', .patched = true,
		.go = "b", .done = "mov {done:64}, #1",
	}, {
		.arch = "riscv64", .argument = { "x10", "x11", "x12", "x13" }, .stack = "x2",
		.result = "x10",
		.jump = { "j", "jal", "b*", "call", "tail" },
		.bytes = { { "*b", 1 }, { "*h", 2 }, { "*w", 4 }, { "*bu", 1 }, { "*hu", 2 },
			   { "*wu", 4 } },
		.go = "j", .done = "li {done:64}, 1",
	}, {
		.arch = "x86_64", .argument = { "rdi", "rsi", "rdx", "rcx" }, .stack = "rsp",
		.result = "rax",
		.spare = { "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15" },
		.implicit = { "rax", "rdx", "rcx" }, .jump = { "j*", "call*", "loop*" },
		.moves = { "mov*", "cmov*", "set*", "lea*", "not*" },
		.addresses = { "lea*", "prefetch*" },
		.bytes = { { "movzb*", 1 }, { "movsb*", 1 }, { "movzw*", 2 }, { "movsw*", 2 },
			   { "movslq", 4 }, { "*b", 1 }, { "*w", 2 }, { "*l", 4 } },
		.option = "-Msuffix", .go = "jmp", .done = "movq $1, {done:64}",
	},
};

const struct machine_code *machine_code(const char *arch)
{
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(all[i].arch, arch))
			return &all[i];
	return NULL;
}

/* Whether the name of the instruction is one of these patterns. */
static bool matches(const char *text, const char *pattern)
{
	char name[24];
	size_t n = strcspn(text, " ");

	if (n >= sizeof(name))
		return false;
	memcpy(name, text, n);
	name[n] = '\0';
	return !fnmatch(pattern, name, 0);
}

static bool is_one_of(const char *text, const char *const *patterns, int n)
{
	for (int i = 0; i < n && patterns[i]; i++)
		if (matches(text, patterns[i]))
			return true;
	return false;
}

bool machine_jumps(const struct machine_code *c, const struct function_line *l)
{
	return (l->jumps || l->to[0]) && is_one_of(l->text, c->jump, MACHINE_WORDS);
}

bool machine_moves(const struct machine_code *c, const char *text)
{
	return is_one_of(text, c->moves, MACHINE_WORDS);
}

bool machine_addresses(const struct machine_code *c, const char *text)
{
	return is_one_of(text, c->addresses, MACHINE_WORDS);
}

bool machine_adds(const char *text)
{
	return matches(text, "add*");
}

int machine_bytes(const struct machine_code *c, const char *text)
{
	size_t n = strcspn(text, " ");

	for (int i = 0; i < MACHINE_WORDS && c->bytes[i].pattern; i++)
		if (matches(text, c->bytes[i].pattern))
			return c->bytes[i].n;
	return c->narrow && text[n] && text[n + 1] == c->narrow ? 4 : 8;
}
