// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Inline assembly of programs that have their own barriers: for the compiler alone, an instruction
 * that orders, or one that waits. Each is the kernel's barrier that has it on that CPU (arch/x86,
 * arch/arm64 and arch/riscv: include/asm/barrier.h, of Linux 6.12). Any other is refused.
 */
#include "reader.h"
#include "operation.h"

#include <string.h>

static const struct {
	const char *text;
	enum lkmm_fence fence;
} instructions[] = {
	{ "", LKMM_FENCE_COMPILER },
	{ "mfence", LKMM_FENCE_MB }, { "lfence", LKMM_FENCE_RMB }, { "sfence", LKMM_FENCE_WMB },
	{ "lock addl $0,0(%rsp)", LKMM_FENCE_MB }, { "lock addl $0,-4(%rsp)", LKMM_FENCE_MB },
	{ "dmb sy", LKMM_FENCE_MB }, { "dmb ish", LKMM_FENCE_MB },
	{ "dmb ld", LKMM_FENCE_RMB }, { "dmb ishld", LKMM_FENCE_RMB },
	{ "dmb st", LKMM_FENCE_WMB }, { "dmb ishst", LKMM_FENCE_WMB },
	{ "fence", LKMM_FENCE_MB }, { "fence rw,rw", LKMM_FENCE_MB },
	{ "fence r,r", LKMM_FENCE_RMB }, { "fence w,w", LKMM_FENCE_WMB },
	{ "pause", LKMM_FENCE_RELAX }, { "rep nop", LKMM_FENCE_RELAX },
	{ "yield", LKMM_FENCE_RELAX }, { "nop", LKMM_FENCE_COMPILER },
};

enum { LONGEST = 40 };

/* How long the gap between two words is that @s begins with; "\0A" is a new line in LLVM. */
static int blanks(const char *s)
{
	int n = 0;

	while (s[n] == ' ' || s[n] == ';' || (s[n] == '\\' && s[n + 1] == '0' && s[n + 2]))
		n += s[n] == '\\' ? 3 : 1;
	return n;
}

/* Puts @s into @to as the table has it: "$$" is "$", and one blank separates words. */
static bool squeeze(const char *s, char to[LONGEST])
{
	int n = 0, gap;

	for (s += blanks(s); *s && n < LONGEST - 2; s += gap) {
		to[n++] = *s;
		s += *s == '$' && s[1] == '$' ? 2 : 1;
		gap = blanks(s);
		if (gap && s[gap] && s[gap] != ',' && to[n - 1] != ',')
			to[n++] = ' ';
	}
	to[n] = '\0';
	return !*s;
}

/* Whether there are no operands: all constraints say what is changed besides, as "~{memory}". */
static bool changes_only(const char *constraints)
{
	for (const char *p = constraints; p && *p; p = strchr(p, ','), p = p ? p + 1 : NULL)
		if (*p != '~')
			return false;
	return true;
}

void assembly(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	static const size_t n = sizeof(instructions) / sizeof(instructions[0]);
	static const char hides[] = "=r,0";	/* OPTIMIZER_HIDE_VAR() of the kernel */
	char text[LONGEST];
	size_t k = squeeze(i->word, text) ? 0 : n;

	while (k < n && strcmp(text, instructions[k].text))
		k++;
	if (k < n && changes_only(i->constraints))
		put_fence(r, instructions[k].fence, at);
	else if (!k && !strncmp(i->constraints, hides, sizeof(hides) - 1) && i->noperands == 1)
		set_result(r, i, known_value(r, i->operand[0], at));
	else
		reader_error(r, at, "the inline assembly '%.60s' is not supported", i->word);
}

bool barrier_intrinsic(struct reader *r, const char *name, struct lkmm_place at)
{
	static const struct {
		const char *name;
		enum lkmm_fence fence;
	} all[] = {
		{ "llvm.x86.sse2.mfence", LKMM_FENCE_MB },
		{ "llvm.x86.sse2.lfence", LKMM_FENCE_RMB },
		{ "llvm.x86.sse.sfence", LKMM_FENCE_WMB },
		{ "llvm.x86.sse2.pause", LKMM_FENCE_RELAX },
		{ "llvm.aarch64.hint", LKMM_FENCE_RELAX },
		{ "llvm.riscv.pause", LKMM_FENCE_RELAX },
	};

	for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++)
		if (!strcmp(name, all[k].name)) {
			put_fence(r, all[k].fence, at);
			return true;
		}
	return false;
}
