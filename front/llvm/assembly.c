// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Inline assembly of programs that have their own barriers: for the compiler alone, an instruction
 * that orders, or one that waits. The sequences of defs/arch/ stand for their barriers, and a few
 * other instructions for those of the kernel that have them (arch/x86 and arch/arm64:
 * include/asm/barrier.h, of Linux 6.12). Any other is refused.
 */
#include "front/asm/sequence.h"
#include "operation.h"
#include "reader.h"

#include <string.h>

static const struct {
	const char *text;
	enum lkmm_fence fence;
} others[] = {
	{ "", LKMM_FENCE_COMPILER }, { "nop", LKMM_FENCE_COMPILER },
	{ "rep nop", LKMM_FENCE_RELAX },
	{ "lock addl $0,0(%rsp)", LKMM_FENCE_MB },
	{ "dmb sy", LKMM_FENCE_MB }, { "dmb ld", LKMM_FENCE_RMB }, { "dmb st", LKMM_FENCE_WMB },
	{ "fence", LKMM_FENCE_MB },
};

enum { LONGEST = 40 };

/* How long the comment is that @s begins with: rustc demands one that names an unused operand. */
static int comment(const char *s)
{
	const char *end = s[0] == '/' && s[1] == '*' ? strstr(s + 2, "*/") : NULL;

	return end ? (int)(end + 2 - s) : 0;
}

/* How long the gap between two words is that @s begins with; "\0A" is a new line in LLVM. */
static int blanks(const char *s)
{
	int n = 0, step;

	do {
		step = comment(s + n);
		if (s[n] == ' ' || s[n] == ';' || s[n] == '\n')
			step = 1;
		else if (s[n] == '\\' && s[n + 1] == '0' && s[n + 2])
			step = 3;
		n += step;
	} while (step);
	return n;
}

/* Puts @s into @to in one form: "$$" is "$", and one blank separates words. */
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

/* The barrier that @text is; false: none. */
static bool find_fence_of(const char *text, enum lkmm_fence *fence)
{
	char line[LONGEST];

	for (int k = 0; k < asm_nr_sequences; k++) {
		const struct asm_sequence *s = &asm_sequences[k];

		if (s->bits || !*s->text || !squeeze(s->text, line) || strcmp(text, line))
			continue;
		*fence = s->fence;
		return true;
	}
	for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++)
		if (!strcmp(text, others[k].text)) {
			*fence = others[k].fence;
			return true;
		}
	return false;
}

void assembly(struct reader *r, const struct ir_instruction *i, struct lkmm_place at)
{
	static const char hides[] = "=r,0";	/* OPTIMIZER_HIDE_VAR() of the kernel */
	char text[LONGEST] = "";
	enum lkmm_fence fence;
	bool known = squeeze(i->word, text) && find_fence_of(text, &fence);

	if (known && changes_only(i->constraints))
		put_fence(r, fence, at);
	else if (!*text && !strncmp(i->constraints, hides, sizeof(hides) - 1) && i->noperands == 1)
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
