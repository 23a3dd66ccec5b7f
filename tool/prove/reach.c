// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Which instructions there are ways to. What self-patching programs choose by the CPU is behind a
 * jump that always jumps, until it is made a nop: such a jump does either.
 */
#include "ways.h"

#include <string.h>

/* x86: the kernel's returns go to a function that does it. */
bool function_leaves(const struct function_line *l)
{
	return function_returns(l) ||
	       (!strncmp(l->text, "jmp", 3) && !strcmp(l->to, "__x86_return_thunk"));
}

int function_line_at(const struct function *f, unsigned long long address)
{
	for (int i = 0; i < f->lines; i++)
		if (f->line[i].address == address)
			return i;
	return -1;
}

/* From line @at on. */
static void reach(struct way *w, int at)
{
	const struct function *f = w->f;

	while (at >= 0 && at < f->lines && !w->reached[at] && !w->decoder->failed) {
		const struct function_line *l = &f->line[at];
		bool jumps = machine_jumps(w->code, l);
		const struct instruction *i = jumps ? decode(w->decoder, l) : NULL;
		int target = i && l->jumps ? function_line_at(f, l->target) : -1;

		w->reached[at] = true;
		if (function_leaves(l))
			return;
		if (target >= 0 && !always_jumps(i))
			reach(w, target);
		at = i && always_jumps(i) && !w->patched[at] ? target : at + 1;
	}
}

static bool is_code(const struct function_line *l)
{
	return !function_pads(l) && strcmp(l->text, "int3");
}

bool ways_reach(struct way *w)
{
	const struct function *f = w->f;

	reach(w, 0);
	for (int i = 1; i < f->lines && !w->decoder->failed; i++) {
		const struct function_line *before;
		const struct instruction *jump;
		int k = i - 1;

		if (w->reached[i] || !is_code(&f->line[i]))
			continue;
		while (k > 0 && !w->reached[k])
			k--;
		before = &f->line[k];
		jump = machine_jumps(w->code, before) ? decode(w->decoder, before) : NULL;
		if (!jump || !always_jumps(jump) || function_leaves(before))
			return false;
		w->patched[k] = true;
		reach(w, k + 1);
	}
	return true;
}
